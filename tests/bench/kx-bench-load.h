/* The rows of the benchmarks of loading: agencies of about 480 bytes. And the limit they are measured by: the
 * same columns from memory by a bare loop of SQLite, the same indexes after, and the same terms by the
 * fastest way there is, all of them sorted in memory at once; committed once a step, into a log that is
 * neither waited for nor moved into the database. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* How long something took: by the clock, and of this program's work alone. */
typedef struct
{
  double clock, work;
} KxBenchTime;

typedef struct
{
  char *folder;        /* owned */
  GPtrArray *records;  /* (element-type KxRecord) owned */
  GPtrArray *sorts;    /* (element-type char*) owned; their sort keys */
  GArray *terms;       /* owned; sorted */
  GStringChunk *texts; /* owned; what the terms borrow from */
  KxBenchTime made;    /* what it took to make the terms and to sort them */
} KxBenchLoad;

typedef enum
{
  KX_BENCH_ROWS,
  KX_BENCH_INDEXES,
  KX_BENCH_TERMS,
  KX_BENCH_N_STEPS
} KxBenchStep;

/* Makes the rows, prints how many bytes each has. */
KxBenchLoad *kx_bench_load_new (guint rows);
void kx_bench_load_free (KxBenchLoad *bench);

/* The limit: loads the rows into a new file. */
void kx_bench_load_bare (KxBenchLoad *bench, const char *path, KxBenchTime ret_times[KX_BENCH_N_STEPS]);

/* Ends the program unless what the file of the limit holds is in the other one as well. */
void kx_bench_load_compare (const char *limit, const char *other);

KxBenchTime kx_bench_time_now (void);

/* What passed since `begin`, which becomes now. */
KxBenchTime kx_bench_time_since (KxBenchTime *begin);

void kx_bench_time_keep_least (KxBenchTime *least, KxBenchTime other);

/* A line of JSON, with the limit's time as the peer. `least`: the share of the limit's speed that is asked
 * for; 0: none is. */
void kx_bench_time_print (const char *what, const char *name, guint rows, KxBenchTime ours, KxBenchTime limit,
                          double least);

G_END_DECLS
