#include "models/kx-row-read.h"

#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "models/kx-display.h"
#include "store/kx-row.h"
#include "store/kx-list-walk.h"
#include "store/kx-search-plan.h"
#include "store/kx-search-text.h"

#define MOST_PARTS 500
#define MOST_CHILDREN 50

/* What one reading of many rows shares. */
typedef struct
{
  KxBook *book;
  const KxEntity *entity;
  GHashTable *titles;   /* (element-type utf8 utf8) owned; by id */
  KxSearchPlan *plan;   /* owned; NULL: no search */
  KxSearchTerms *terms; /* owned */
} Reading;

char *
kx_row_read_person (KxBook *book, const char *user)
{
  g_autoptr (KxRecord) person = user != NULL ? kx_row_get_person (book, user) : NULL;

  return person != NULL ? g_strdup (kx_person_get_name (kx_person (person))) : NULL;
}

char *
kx_row_read_title (KxBook *book, const KxEntity *entity, const char *id)
{
  g_autofree char *person = entity == &kx_user_entity ? kx_row_read_person (book, id) : NULL;
  g_autoptr (KxRecord) row = NULL;

  if (person != NULL)
    return g_steal_pointer (&person);
  row = kx_row_get (book, entity, id, NULL);
  return row != NULL ? kx_display_title (row) : NULL;
}

/* What a reference refers to; of any kind of record it stands beside the reference. NULL: not known. */
static const KxEntity *
find_target (Reading *self, const KxRecord *record, guint field)
{
  const char *name = record->entity->fields[field].target;
  int kind = kx_entity_field (record->entity, "owner_entity");

  if (g_strcmp0 (name, "*") == 0)
    name = kind >= 0 ? kx_record_get (record, (guint) kind).TEXT : NULL;
  return name != NULL ? kx_schema_entity (self->book->schema, name) : NULL;
}

static GPtrArray *
read_titles (Reading *self, const KxRecord *record)
{
  GPtrArray *titles = NULL;

  for (guint i = 0; i < self->entity->n_fields; i++)
    {
      const KxField *field = &self->entity->fields[i];
      const KxEntity *target;
      const char *id;

      if (field->kind != KX_REF || !kx_record_has (record, i))
        continue;
      target = find_target (self, record, i);
      if (target == NULL)
        continue;
      id = kx_record_get (record, i).REF;
      if (!g_hash_table_contains (self->titles, id))
        g_hash_table_insert (self->titles, g_strdup (id), kx_row_read_title (self->book, target, id));
      if (titles == NULL)
        {
          titles = g_ptr_array_new_with_free_func (g_free);
          g_ptr_array_set_size (titles, (gint) self->entity->n_fields);
        }
      titles->pdata[i] = g_strdup (g_hash_table_lookup (self->titles, id));
    }
  return titles;
}

static KxSearchKind
kind_of (const KxField *field)
{
  if (field->format != KX_FORMAT_NONE)
    return KX_SEARCH_CODE;
  if (field->flags & KX_PERSON)
    return KX_SEARCH_PERSON;
  return field->kind == KX_LONG_TEXT ? KX_SEARCH_TEXT : KX_SEARCH_NAME;
}

/* Whether the plan finds one of these records alone. */
static gboolean
finds (Reading *self, const KxRecord *record)
{
  const char *const *terms;
  gsize n;

  kx_search_terms_reset (self->terms);
  for (guint i = 0; i < record->entity->n_fields; i++)
    if ((record->entity->fields[i].flags & KX_SEARCHED) && kx_record_has (record, i))
      kx_search_terms_add (self->terms, kind_of (&record->entity->fields[i]), kx_record_get (record, i).TEXT);
  terms = kx_search_terms_finish (self->terms, &n);
  return kx_search_plan_matches (self->plan, terms, n);
}

/* The text of a row that is searched as this one and is found itself. */
static char *
find_child_match (Reading *self, const KxRecord *record)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (self->book);

  for (guint i = 0; i < self->book->schema->n_entities; i++)
    {
      const KxEntity *child = self->book->schema->entities[i];
      int parent = kx_entity_flagged (child, KX_PARENT);
      KxQuery query = { .entity = child, .n_terms = 1 };
      g_autoptr (GPtrArray) rows = NULL;

      if ((child->traits & KX_SEARCH_AS_PARENT) == 0 ||
          g_strcmp0 (child->fields[parent].target, record->entity->name) != 0)
        continue;
      query.terms[0] = (KxTerm){ .field = (guint) parent, .value.REF = record->id };
      if (kx_reader_list (reader, &query, MOST_CHILDREN, &rows) != KX_KNOWN)
        return NULL;
      for (guint r = 0; r < rows->len; r++)
        if (finds (self, rows->pdata[r]))
          return kx_display_title (rows->pdata[r]);
    }
  return NULL;
}

/* What the row itself does not say, nor the title of the one as which it is found. */
static char *
find_match (Reading *self, const KxRecord *record)
{
  int field = kx_entity_flagged (record->entity, KX_FOUND_AS);
  g_autoptr (KxRecord) other = NULL;
  char *match;

  if (finds (self, record))
    return NULL;
  match = find_child_match (self, record);
  if (match != NULL || field < 0 || !kx_record_has (record, (guint) field))
    return match;
  other = kx_row_get (self->book, kx_schema_entity (self->book->schema, record->entity->fields[field].target),
                      kx_record_get (record, (guint) field).REF, NULL);
  return other != NULL ? find_match (self, other) : NULL;
}

static KxRowReading *
read_one (Reading *self, gint64 no, KxRecord *record)
{
  KxRowReading *reading = g_new0 (KxRowReading, 1);

  reading->no = no;
  reading->record = record;
  if (record == NULL)
    return reading;
  reading->titles = read_titles (self, record);
  if (self->plan != NULL)
    reading->match = find_match (self, record);
  return reading;
}

GPtrArray *
kx_row_read_some (KxBook *book, const KxEntity *entity, const char *q, const gint64 *numbers, guint n,
                  GCancellable *cancellable, GError **error)
{
  Reading self = { .book = book, .entity = entity };
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *readings;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  records = kx_list_read_numbers (book, entity, numbers, n, error);
  if (records == NULL)
    return NULL;
  self.titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.plan = q != NULL ? kx_search_plan_new (q) : NULL;
  self.terms = kx_search_terms_new ();
  readings = g_ptr_array_new_full (n, (GDestroyNotify) kx_row_reading_free);
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (readings, read_one (&self, numbers[i], records->pdata[i]));
      records->pdata[i] = NULL;
    }
  g_hash_table_unref (self.titles);
  g_clear_pointer (&self.plan, kx_search_plan_free);
  kx_search_terms_free (self.terms);
  return readings;
}

KxRecordReading *
kx_record_reading_new (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  Reading self = { .book = book, .entity = entity };
  KxRecordReading *reading;
  GError *local = NULL;
  KxRecord *record = kx_row_get (book, entity, id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  reading = g_new0 (KxRecordReading, 1);
  reading->record = record;
  if (record == NULL)
    return reading;
  self.titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reading->titles = read_titles (&self, record);
  reading->editor = kx_row_read_person (book, record->updated_by);
  g_hash_table_unref (self.titles);
  return reading;
}

void
kx_record_reading_free (KxRecordReading *reading)
{
  if (reading->record != NULL)
    kx_record_free (reading->record);
  if (reading->titles != NULL)
    g_ptr_array_unref (reading->titles);
  g_free (reading->editor);
  g_free (reading);
}

GPtrArray *
kx_row_read_parts (KxBook *book, const KxEntity *entity, guint field, const char *id)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = entity, .terms = { { .field = field, .value.REF = id } }, .n_terms = 1 };
  GPtrArray *rows = NULL;

  if (kx_reader_list (reader, &query, MOST_PARTS, &rows) == KX_KNOWN)
    return rows;
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
}
