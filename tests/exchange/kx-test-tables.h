/* A store with three agencies into which tables come: 甲医院, which is also called 甲院, and two of the name
 * 乙医院. */
#pragma once

#include "exchange/kx-import.h"
#include "store/kx-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  KxStore *store;
  KxActor *clerk;
} KxTestTables;

/* For g_test_add(). */
void kx_test_tables_set_up (KxTestTables *f, gconstpointer data);
void kx_test_tables_tear_down (KxTestTables *f, gconstpointer data);

/* Imports a workbook of these lines, whose cells are parted by "|"; free with kx_import_free(). */
KxImport *kx_test_tables_run (KxTestTables *f, const KxEntity *entity, const char *header,
                              const char *const *lines, KxImportOptions options);

/* The row of this number (NULL: without one); owned. */
KxRecord *kx_test_tables_get_row (KxTestTables *f, const KxEntity *entity, const char *number);

gint64 kx_test_tables_count (KxTestTables *f, const char *sql);

G_END_DECLS
