/* As many agencies as a benchmark wants, of all cities and counties of the country, made of numbers. */
#pragma once

#include "core/kx-area-table.h"
#include "core/kx-crypto.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder, *path; /* owned */
  GPtrArray *areas;    /* (element-type KxArea) cities and counties */
  guint rows;
  gboolean kept; /* the folder stays */
} KxBenchAgencies;

/* The folder BENCH_KEEP names, whose database is made when it is not there and used again; else a new one. */
KxBenchAgencies *kx_bench_agencies_new (guint rows, const char *title);
void kx_bench_agencies_free (KxBenchAgencies *bench);

/* Adds the rows to the store, or the mirror, whose database in `folder` is called kangxie.db: a new one where
 * there is none. Nobody else may have it open. */
void kx_bench_agencies_fill (const char *folder, guint rows, const char *title);

/* The name of agency `i`. Free with g_free(). */
char *kx_bench_agencies_name (const KxBenchAgencies *bench, guint i);

void kx_bench_agencies_id (guint i, char ret_id[KX_UUID_TEXT_SIZE]);

/* A book to read, or to write, on one thread. */
KxBook *kx_bench_agencies_open (const KxBenchAgencies *bench, gboolean writer);

G_END_DECLS
