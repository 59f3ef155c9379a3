#include "exchange/kx-import-target.h"

static const KxSchema *
get_store_schema (gpointer place)
{
  return kx_store_get_schema (place);
}

static KxTime
get_store_time (gpointer place)
{
  return kx_store_now (place);
}

static KxBook *
take_store_reader (gpointer place, GError **error)
{
  return kx_store_take_reader (place, error);
}

static void
give_store_reader (gpointer place, KxBook *reader)
{
  kx_store_give_reader (place, reader);
}

static gboolean
write_store (gpointer place, KxStoreFunc func, gpointer data, GError **error)
{
  return kx_store_write (place, func, data, error);
}

static char *
find_result (KxBook *book, const char *user, const char *op, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (user), KX_ARG_TEXT (op) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT row FROM op_result WHERE actor = $1 AND op = $2", args, 2, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  return g_strdup (kx_db_rows_text (rows, 0));
}

KxImportTarget
kx_import_target_store (KxStore *store)
{
  static const KxImportTargetKind kind = { get_store_schema,  get_store_time, take_store_reader,
                                           give_store_reader, write_store,    kx_apply,
                                           find_result };

  return (KxImportTarget){ &kind, store };
}

typedef struct
{
  KxImportTarget target;
  const KxActor *actor;
  KxOp *op;
  KxApplied *applied; /* owned */
} Apply;

static gboolean
apply (KxBook *book, gpointer data, GError **error)
{
  Apply *self = data;
  KxTime now = self->target.kind->now (self->target.place);
  KxWork work = {
    .actor = self->actor, .at = now, .today = kx_store_date_of (now), .ops = &self->op, .n_ops = 1
  };

  g_clear_pointer (&self->applied, kx_applied_free);
  self->applied = self->target.kind->apply (book, &work, error);
  return self->applied != NULL;
}

KxApplied *
kx_import_target_apply (KxImportTarget target, const KxActor *actor, KxOp *op, GError **error)
{
  Apply self = { target, actor, op, NULL };

  if (target.kind->write (target.place, apply, &self, error))
    return self.applied;
  g_clear_pointer (&self.applied, kx_applied_free);
  return NULL;
}

KxDate
kx_import_target_today (KxImportTarget target)
{
  return kx_store_date_of (target.kind->now (target.place));
}
