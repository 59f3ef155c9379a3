#include "core/kx-decide-after.h"

#include <string.h>

/* Answers as if some rows stood otherwise than they do: the ones given as they would stand, all others as
 * another reader has them. */
typedef struct
{
  KxReader base;
  KxReader *inner; /* borrowed */
  GPtrArray *rows; /* (element-type KxRecord) owned; in place of those of the same ids */
} AmendedReader;

/* NULL: it is as the other reader has it. */
static const KxRecord *
find_row (const AmendedReader *self, const KxEntity *entity, const char *id)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const KxRecord *row = self->rows->pdata[i];

      if (row->entity == entity && g_str_equal (row->id, id))
        return row;
    }
  return NULL;
}

static KxAnswer
amended_get (KxReader *base, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  AmendedReader *self = (AmendedReader *) base;
  const KxRecord *row = find_row (self, entity, id);

  if (row == NULL)
    return kx_reader_get (self->inner, entity, id, ret_record);
  *ret_record = kx_record_copy (row);
  return KX_KNOWN;
}

/* Each row is counted as it would stand, and not as it does. */
static KxAnswer
amended_count (KxReader *base, const KxQuery *query, gint64 *ret_count)
{
  AmendedReader *self = (AmendedReader *) base;
  KxAnswer answer = kx_reader_count (self->inner, query, ret_count);

  for (guint i = 0; answer == KX_KNOWN && i < self->rows->len; i++)
    {
      const KxRecord *row = self->rows->pdata[i];
      g_autoptr (KxRecord) stands = NULL;

      if (row->entity != query->entity)
        continue;
      answer = kx_reader_get (self->inner, row->entity, row->id, &stands);
      if (stands != NULL && kx_query_matches (query, stands))
        *ret_count -= 1;
      if (kx_query_matches (query, row))
        *ret_count += 1;
    }
  return answer;
}

static int
by_id (gconstpointer a, gconstpointer b)
{
  const KxRecord *const *x = a, *const *y = b;

  return strcmp ((*x)->id, (*y)->id);
}

static KxAnswer
amended_list (KxReader *base, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  AmendedReader *self = (AmendedReader *) base;
  KxAnswer answer = kx_reader_list (self->inner, query, limit + self->rows->len, ret_records);
  GPtrArray *records = answer == KX_KNOWN ? *ret_records : NULL;

  if (records == NULL)
    return answer;
  for (guint i = records->len; i-- > 0;)
    if (find_row (self, query->entity, ((KxRecord *) records->pdata[i])->id) != NULL)
      g_ptr_array_remove_index (records, i);
  for (guint i = 0; i < self->rows->len; i++)
    if (kx_query_matches (query, self->rows->pdata[i]))
      g_ptr_array_add (records, kx_record_copy (self->rows->pdata[i]));
  g_ptr_array_sort (records, by_id);
  if (records->len > limit)
    g_ptr_array_set_size (records, (int) limit);
  return answer;
}

/* A row as one change would leave it; NULL when it cannot be read. */
static KxRecord *
make_row (AmendedReader *self, const KxChange *change, KxTime now)
{
  const KxRecord *to = change->record;
  KxRecord *row = NULL;

  if (change->kind == KX_CHANGE_CREATE)
    return kx_record_copy (to);
  if (kx_reader_get (&self->base, to->entity, to->id, &row) != KX_KNOWN || row == NULL)
    return NULL;
  kx_record_apply (row, to);
  if (change->kind == KX_CHANGE_TRASH)
    row->deleted_at = now;
  if (change->kind == KX_CHANGE_RESTORE)
    row->deleted_at = (KxTime){ 0 };
  return row;
}

static void
amend (AmendedReader *self, const KxDecision *decision)
{
  /* Any moment: it only says that the row is in the trash. */
  const KxTime now = { 1 };

  for (guint i = 0; i < decision->changes->len; i++)
    {
      KxRecord *row = make_row (self, decision->changes->pdata[i], now);
      const KxRecord *old = row != NULL ? find_row (self, row->entity, row->id) : NULL;

      if (old != NULL)
        g_ptr_array_remove (self->rows, (gpointer) old);
      if (row != NULL)
        g_ptr_array_add (self->rows, row);
    }
}

KxDecision *
kx_decide_after (const KxScene *scene, GPtrArray *before)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  AmendedReader amended = { { amended_get, amended_count, amended_list }, scene->reader, rows };
  KxScene turn = *scene;

  turn.reader = &amended.base;
  for (guint i = 0; i < before->len; i++)
    {
      g_autoptr (KxDecision) decision = NULL;

      turn.op = before->pdata[i];
      decision = kx_decide (&turn);
      if (decision->result == KX_REJECTED)
        return g_steal_pointer (&decision);
      amend (&amended, decision);
    }
  turn.op = scene->op;
  return kx_decide (&turn);
}
