#include "exchange/kx-import-overlay.h"

typedef struct
{
  KxReader reader;
  KxReader *base;
  GHashTable *rows;  /* id -> KxRecord as it would be, both owned */
  GHashTable *keyed; /* entity, field and text -> GHashTable of ids that have or had it; owned */
} Overlay;

/* Texts by which single rows are looked for; other questions go through all rows of the overlay. */
static gboolean
is_keyed (const KxEntity *entity, guint field)
{
  return (entity->fields[field].flags & (KX_UNIQUE | KX_TITLE | KX_PARENT)) != 0 &&
         kx_field_is_text (&entity->fields[field]);
}

static char *
make_key (const KxEntity *entity, guint field, const char *text)
{
  return g_strdup_printf ("%s\n%u\n%s", entity->name, field, text);
}

static void
remember (Overlay *self, const KxRecord *record)
{
  for (guint i = 0; i < record->entity->n_fields; i++)
    if (is_keyed (record->entity, i) && kx_record_has (record, i))
      {
        char *key = make_key (record->entity, i, kx_record_get (record, i).TEXT);
        GHashTable *ids = g_hash_table_lookup (self->keyed, key);

        if (ids == NULL)
          {
            ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
            g_hash_table_insert (self->keyed, key, ids);
          }
        else
          g_free (key);
        g_hash_table_add (ids, g_strdup (record->id));
      }
}

static gboolean
answers (const KxQuery *query, const KxRecord *record)
{
  return g_str_equal (record->entity->name, query->entity->name) && kx_query_matches (query, record);
}

static KxAnswer
overlay_get (KxReader *reader, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  Overlay *self = (Overlay *) reader;
  const KxRecord *record = g_hash_table_lookup (self->rows, id);

  if (record == NULL || !g_str_equal (record->entity->name, entity->name))
    return kx_reader_get (self->base, entity, id, ret_record);
  *ret_record = kx_record_copy (record);
  return KX_KNOWN;
}

/* The rows of the overlay that may answer: by the rarest key among the terms, or all. */
static void
collect (Overlay *self, const KxQuery *query, GPtrArray *out)
{
  GHashTableIter iter;
  gpointer id, record;

  for (guint i = 0; i < query->n_terms; i++)
    if (query->terms[i].test == KX_EQUALS && is_keyed (query->entity, query->terms[i].field))
      {
        g_autofree char *key = make_key (query->entity, query->terms[i].field, query->terms[i].value.TEXT);
        GHashTable *ids = g_hash_table_lookup (self->keyed, key);

        if (ids != NULL)
          g_hash_table_iter_init (&iter, ids);
        while (ids != NULL && g_hash_table_iter_next (&iter, &id, NULL))
          g_ptr_array_add (out, g_hash_table_lookup (self->rows, id));
        return;
      }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, &record))
    g_ptr_array_add (out, record);
}

/* TRUE with the store's own row when it answers the query, which the overlay's row takes the place of. */
static KxAnswer
check_base (Overlay *self, const KxQuery *query, const KxRecord *record, gboolean *ret_matches)
{
  g_autoptr (KxRecord) base = NULL;
  KxAnswer answer = KX_KNOWN;

  *ret_matches = FALSE;
  if (record->seq == 0 || !g_str_equal (record->entity->name, query->entity->name))
    return KX_KNOWN;
  answer = kx_reader_get (self->base, query->entity, record->id, &base);
  *ret_matches = answer == KX_KNOWN && base != NULL && kx_query_matches (query, base);
  return answer;
}

static KxAnswer
overlay_count (KxReader *reader, const KxQuery *query, gint64 *ret_count)
{
  Overlay *self = (Overlay *) reader;
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  gint64 count;
  KxAnswer answer = kx_reader_count (self->base, query, &count);

  collect (self, query, candidates);
  for (guint i = 0; answer == KX_KNOWN && i < candidates->len; i++)
    {
      gboolean before;

      answer = check_base (self, query, candidates->pdata[i], &before);
      count += (gint64) answers (query, candidates->pdata[i]) - before;
    }
  if (answer == KX_KNOWN)
    *ret_count = count;
  return answer;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(const KxRecord *const *) a)->id, (*(const KxRecord *const *) b)->id);
}

static KxAnswer
overlay_list (KxReader *reader, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  Overlay *self = (Overlay *) reader;
  g_autoptr (GPtrArray) candidates = g_ptr_array_new (), base = NULL;
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  KxAnswer answer;

  collect (self, query, candidates);
  answer = kx_reader_list (self->base, query, limit + candidates->len, &base);
  for (guint i = 0; answer == KX_KNOWN && i < base->len; i++)
    if (!g_hash_table_contains (self->rows, ((KxRecord *) base->pdata[i])->id))
      g_ptr_array_add (records, kx_record_copy (base->pdata[i]));
  for (guint i = 0; answer == KX_KNOWN && i < candidates->len; i++)
    if (answers (query, candidates->pdata[i]))
      g_ptr_array_add (records, kx_record_copy (candidates->pdata[i]));
  g_ptr_array_sort (records, compare_ids);
  if (records->len > limit)
    g_ptr_array_set_size (records, (int) limit);
  if (answer == KX_KNOWN)
    *ret_records = records;
  else
    g_ptr_array_unref (records);
  return answer;
}

KxReader *
kx_import_overlay_new (KxReader *base)
{
  Overlay *self = g_new0 (Overlay, 1);

  self->reader = (KxReader){ overlay_get, overlay_count, overlay_list };
  self->base = base;
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_record_free);
  self->keyed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  return &self->reader;
}

void
kx_import_overlay_free (KxReader *reader)
{
  Overlay *self = (Overlay *) reader;

  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->keyed);
  g_free (self);
}

gboolean
kx_import_overlay_add (KxReader *reader, const KxDecision *decision)
{
  Overlay *self = (Overlay *) reader;

  for (guint i = 0; i < decision->changes->len; i++)
    {
      const KxChange *change = decision->changes->pdata[i];
      g_autoptr (KxRecord) row = NULL;
      char *id;

      if (change->kind == KX_CHANGE_CREATE)
        row = kx_record_copy (change->record);
      else if (overlay_get (reader, change->record->entity, change->record->id, &row) != KX_KNOWN ||
               row == NULL)
        return FALSE;
      else
        {
          /* Also found by what it was: the store still answers by that. */
          remember (self, row);
          kx_record_apply (row, change->record);
        }
      remember (self, row);
      id = g_strdup (row->id);
      g_hash_table_replace (self->rows, id, g_steal_pointer (&row));
    }
  return TRUE;
}
