#include "store/kx-series.h"

#include "core/entities/kx-letter-series.h"
#include "core/kx-crypto.h"
#include "store/kx-apply.h"
#include "store/kx-row.h"
#include "store/kx-store.h"

/* More than offices have in a lifetime. */
#define MOST_SERIES 100000

/* Without those in the trash: one from which numbers were given cannot go there. */
static GPtrArray *
list_series (KxBook *book, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = &kx_letter_series_entity };
  GPtrArray *rows = NULL;

  if (kx_reader_list (reader, &query, MOST_SERIES, &rows) == KX_KNOWN)
    return rows;
  if (kx_row_reader_get_error (reader) != NULL)
    g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
  else
    g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The store gave no answer");
  return NULL;
}

static KxOp *
make_closing (const KxRecord *series, KxTime at)
{
  char id[KX_UUID_TEXT_SIZE];
  KxOp *op;

  kx_random_uuid (at, id);
  op = kx_op_new (KX_OP_ACTION, &kx_letter_series_entity, id, series->id, NULL);
  op->action = g_strdup ("close");
  op->reason = g_strdup ("The data came from a backup");
  op->base = series->seq;
  op->at = at;
  return op;
}

gboolean
kx_series_close (KxBook *book, KxTime at, GError **error)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free), rows = NULL;
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxWork work = { .actor = system, .at = at, .today = kx_store_date_of (at) };
  g_autoptr (KxApplied) applied = NULL;

  if (kx_schema_entity (book->schema, "letter_series") == NULL)
    return TRUE;
  rows = list_series (book, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (kx_record_get (rows->pdata[i], kx_letter_series_f_state).CODE == kx_letter_series_state_open)
      g_ptr_array_add (ops, make_closing (rows->pdata[i], at));
  if (ops->len == 0)
    return TRUE;
  work.ops = (KxOp *const *) ops->pdata;
  work.n_ops = ops->len;
  applied = kx_apply (book, &work, error);
  if (applied != NULL && !applied->accepted)
    g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED,
                         "A series of numbers could not be closed");
  return applied != NULL && applied->accepted;
}
