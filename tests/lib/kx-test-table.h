/* A table of records in memory that answers the queries of a decision and takes its changes: the service, or
 * a device that holds some spaces only, without a store. */
#pragma once

#include "core/kx-decision.h"

G_BEGIN_DECLS

typedef struct _KxTestTable KxTestTable;

KxTestTable *kx_test_table_new (void);

void kx_test_table_free (KxTestTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestTable, kx_test_table_free)

/* Borrowed. */
KxReader *kx_test_table_get_reader (KxTestTable *table);

/* Takes `record`, in place of one with the same id. */
void kx_test_table_add (KxTestTable *table, KxRecord *record);

/* The row as it stands, in the trash too; NULL: there is none. Borrowed until the next change. */
const KxRecord *kx_test_table_lookup (KxTestTable *table, const KxEntity *entity, const char *id);

guint kx_test_table_get_size (KxTestTable *table);

/* The table becomes a device that does not hold `space`: its rows, ids that are nowhere, and queries that
 * rows of that drawer could answer are not here. */
void kx_test_table_remove_space (KxTestTable *table, const char *space);

/* Each question after the next `n` finds the store broken; -1: none does. */
void kx_test_table_break_after (KxTestTable *table, int n);

/* How many questions were asked so far. */
guint kx_test_table_get_questions (KxTestTable *table);

/* Does what a store does with an accepted decision on the op of `user`: the next seq (returned), stamps of
 * the op's device, masks in place of sealed values, `at` as the time. */
gint64 kx_test_table_apply (KxTestTable *table, const KxDecision *decision, const KxOp *op, const char *user,
                            KxTime at);

G_END_DECLS
