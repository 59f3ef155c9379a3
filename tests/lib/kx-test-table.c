#include "lib/kx-test-table.h"

#include "core/kx-check.h"

#include <string.h>

struct _KxTestTable
{
  KxReader reader;
  GPtrArray *rows; /* (element-type KxRecord) */
  GPtrArray *gone; /* (element-type utf8) spaces */
  gint64 seq;
  int good; /* questions that are answered before the store breaks; -1: all */
  guint questions;
};

static KxRecord *
find (KxTestTable *table, const KxEntity *entity, const char *id)
{
  for (guint i = 0; i < table->rows->len; i++)
    {
      KxRecord *row = table->rows->pdata[i];

      if (kx_record_is (row, entity->name) && g_str_equal (row->id, id))
        return row;
    }
  return NULL;
}

static gboolean
holds_space (KxTestTable *table, const char *space)
{
  return !g_ptr_array_find_with_equal_func (table->gone, space, g_str_equal, NULL);
}

static gboolean
holds_drawer (KxTestTable *table, const char *drawer)
{
  for (guint i = 0; i < table->gone->len; i++)
    if (g_str_equal (kx_space_drawer (table->gone->pdata[i]), drawer))
      return FALSE;
  return TRUE;
}

static gboolean
breaks (KxTestTable *table)
{
  table->questions++;
  if (table->good < 0)
    return FALSE;
  return table->good == 0 || --table->good < 0;
}

static KxAnswer
table_get (KxReader *reader, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  KxTestTable *table = (KxTestTable *) reader;
  const KxRecord *row = find (table, entity, id);

  if (breaks (table))
    return KX_BROKEN;
  if (row == NULL ? table->gone->len > 0 : !holds_space (table, row->space))
    return KX_NOT_HERE;
  *ret_record = row != NULL ? kx_record_copy (row) : NULL;
  return KX_KNOWN;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(KxRecord *const *) a)->id, (*(KxRecord *const *) b)->id);
}

static KxAnswer
table_list (KxReader *reader, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  KxTestTable *table = (KxTestTable *) reader;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);

  if (breaks (table))
    return KX_BROKEN;
  if (!holds_drawer (table, query->entity->drawer))
    return KX_NOT_HERE;
  for (guint i = 0; i < table->rows->len; i++)
    if (kx_query_matches (query, table->rows->pdata[i]))
      g_ptr_array_add (found, kx_record_copy (table->rows->pdata[i]));
  g_ptr_array_sort (found, compare_ids);
  g_ptr_array_set_size (found, (int) MIN (found->len, limit));
  *ret_records = g_steal_pointer (&found);
  return KX_KNOWN;
}

static KxAnswer
table_count (KxReader *reader, const KxQuery *query, gint64 *ret_count)
{
  g_autoptr (GPtrArray) found = NULL;
  KxAnswer answer = table_list (reader, query, G_MAXINT, &found);

  if (answer == KX_KNOWN)
    *ret_count = found->len;
  return answer;
}

KxTestTable *
kx_test_table_new (void)
{
  KxTestTable *table = g_new0 (KxTestTable, 1);

  table->reader = (KxReader){ table_get, table_count, table_list };
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  table->gone = g_ptr_array_new_with_free_func (g_free);
  table->good = -1;
  return table;
}

void
kx_test_table_free (KxTestTable *table)
{
  g_ptr_array_unref (table->rows);
  g_ptr_array_unref (table->gone);
  g_free (table);
}

KxReader *
kx_test_table_get_reader (KxTestTable *table)
{
  return &table->reader;
}

void
kx_test_table_add (KxTestTable *table, KxRecord *record)
{
  KxRecord *old = find (table, record->entity, record->id);

  if (old != NULL)
    g_ptr_array_remove (table->rows, old);
  table->seq = MAX (table->seq, record->seq);
  g_ptr_array_add (table->rows, record);
}

const KxRecord *
kx_test_table_lookup (KxTestTable *table, const KxEntity *entity, const char *id)
{
  return find (table, entity, id);
}

guint
kx_test_table_get_size (KxTestTable *table)
{
  return table->rows->len;
}

void
kx_test_table_remove_space (KxTestTable *table, const char *space)
{
  g_ptr_array_add (table->gone, g_strdup (space));
}

void
kx_test_table_break_after (KxTestTable *table, int n)
{
  table->good = n;
}

guint
kx_test_table_get_questions (KxTestTable *table)
{
  return table->questions;
}

/* Puts what the patch mentions: a mask for a sealed value, a stamp for what changed in a row that stood. */
static void
put_fields (KxTestTable *table, KxRecord *row, const KxRecord *patch, gboolean stood, const char *device,
            const char *user)
{
  for (guint i = 0; i < patch->entity->n_fields; i++)
    {
      const KxField *field = &patch->entity->fields[i];

      if (!kx_record_mentions (patch, i) || kx_record_same (row, patch, i))
        continue;
      kx_record_take (row, patch, i);
      if ((field->flags & KX_SEALED) && kx_record_has (patch, i))
        {
          g_autofree char *mask = kx_check_mask (field, kx_record_get (patch, i).TEXT);

          kx_record_put (row, i, (KxValue){ .TEXT = mask });
        }
      if (stood)
        kx_record_stamp (row, i, table->seq, device, user);
    }
}

gint64
kx_test_table_apply (KxTestTable *table, const KxDecision *decision, const KxOp *op, const char *user,
                     KxTime at)
{
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
  table->seq += decision->changes->len > 0; /* nothing changed: no number is used up */
  for (guint i = 0; i < decision->changes->len; i++)
    {
      const KxChange *change = decision->changes->pdata[i];
      KxRecord *row = find (table, change->record->entity, change->record->id);
      gboolean stood = row != NULL;

      g_assert_cmpint (stood, ==, change->kind != KX_CHANGE_CREATE);
      if (!stood)
        {
          row = kx_record_new (change->record->entity, change->record->id, change->record->space);
          row->created_at = at;
          row->created_by = g_strdup (user);
          kx_test_table_add (table, row);
        }
      put_fields (table, row, change->record, stood, op->device, user);
      row->seq = table->seq;
      row->updated_at = at;
      g_free (row->updated_by);
      row->updated_by = g_strdup (user);
      if (change->kind == KX_CHANGE_TRASH)
        row->deleted_at = at;
      else if (change->kind == KX_CHANGE_RESTORE)
        row->deleted_at.ms = 0;
    }
  return table->seq;
}
