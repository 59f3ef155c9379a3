#include "store/kx-search.h"

#include "store/kx-ddl.h"
#include "store/kx-pinyin.h"
#include "store/kx-row.h"
#include "store/kx-search-text.h"

#define MOST_AT_ONCE 64 /* terms of one statement */
#define TERMS 2         /* rises with what terms a text gives */

KxSearchKind
kx_search_kind (const KxField *field)
{
  if (field->format != KX_FORMAT_NONE)
    return KX_SEARCH_CODE;
  if (field->flags & KX_PERSON)
    return KX_SEARCH_PERSON;
  return field->kind == KX_LONG_TEXT ? KX_SEARCH_TEXT : KX_SEARCH_NAME;
}

static void
add_texts (KxSearchTerms *terms, const KxRecord *record)
{
  for (guint i = 0; i < record->entity->n_fields; i++)
    if ((record->entity->fields[i].flags & KX_SEARCHED) && kx_record_has (record, i))
      kx_search_terms_add (terms, kx_search_kind (&record->entity->fields[i]),
                           kx_record_get (record, i).TEXT);
}

int
kx_search_parent (const KxEntity *child, const KxEntity *entity)
{
  int parent = kx_entity_flagged (child, KX_PARENT);

  return (child->traits & KX_SEARCH_AS_PARENT) != 0 &&
                 g_strcmp0 (child->fields[parent].target, entity->name) == 0
             ? parent
             : -1;
}

/* TRUE when one of the `changed` fields (bits) is searched, the title, or the link to another record. */
static gboolean
concerns (const KxEntity *entity, guint64 changed)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if ((changed >> i & 1) && (entity->fields[i].flags & (KX_SEARCHED | KX_TITLE | KX_ALIAS | KX_FOUND_AS)))
      return TRUE;
  return FALSE;
}

char *
kx_search_sort_column (const KxEntity *entity)
{
  int title = kx_entity_flagged (entity, KX_TITLE);

  return title >= 0 ? g_strdup_printf ("m.\"%s_sort\"", entity->fields[title].name) : g_strdup ("''");
}

gint64
kx_search_rank (const KxRecord *record)
{
  int title = kx_entity_flagged (record->entity, KX_TITLE);
  g_autofree char *key = NULL;
  const char *text = title >= 0 ? kx_record_get (record, (guint) title).TEXT : NULL;

  if (text == NULL)
    return 0;
  key = kx_pinyin_sort_key (text, record->entity->fields[title].flags & KX_PERSON ? KX_PINYIN_PERSON
                                                                                  : KX_PINYIN_INSTITUTION);
  return kx_pinyin_rank (key);
}

/* The row that is found by the texts of `record`: itself or its parent. NULL: none, or an error. */
static KxRecord *
get_subject (KxBook *book, const KxRecord *record, GError **error)
{
  int parent = kx_entity_flagged (record->entity, KX_PARENT);
  const KxEntity *target;

  if ((record->entity->traits & KX_SEARCH_AS_PARENT) == 0)
    return kx_ddl_is_searched (book->schema, record->entity) ? kx_record_copy (record) : NULL;
  target = kx_schema_entity (book->schema, record->entity->fields[parent].target);
  return kx_row_get (book, target, kx_record_get (record, (guint) parent).REF, error);
}

/* The living rows of `entity` whose field has this id, at most so many. NULL with an error. */
static GPtrArray *
list_rows (KxBook *book, const KxEntity *entity, int field, const char *id, guint most, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = entity,
                    .terms = { { .field = (guint) field, .value.REF = id } },
                    .n_terms = 1 };
  GPtrArray *rows = NULL;

  if (kx_reader_list (reader, &query, most, &rows) == KX_KNOWN)
    return rows;
  if (error != NULL && kx_row_reader_get_error (reader) != NULL)
    *error = g_error_copy (kx_row_reader_get_error (reader));
  return NULL;
}

/* The texts of the living rows that are found as `record`. */
static gboolean
add_children (KxBook *book, const KxRecord *record, KxSearchTerms *terms, GError **error)
{
  for (guint i = 0; i < book->schema->n_entities; i++)
    {
      const KxEntity *child = book->schema->entities[i];
      int parent = kx_search_parent (child, record->entity);
      g_autoptr (GPtrArray) rows = NULL;

      if (parent < 0)
        continue;
      rows = list_rows (book, child, parent, record->id, KX_SEARCH_MOST_TOGETHER, error);
      if (rows == NULL)
        return FALSE;
      for (guint r = 0; r < rows->len; r++)
        add_texts (terms, rows->pdata[r]);
    }
  return TRUE;
}

/* The texts of the living rows that are second records of what `record` is of, and of their children. */
static gboolean
add_aliases (KxBook *book, const KxRecord *record, KxSearchTerms *terms, GError **error)
{
  int alias = kx_entity_flagged (record->entity, KX_ALIAS);
  g_autoptr (GPtrArray) rows = NULL;

  if (alias < 0)
    return TRUE;
  rows = list_rows (book, record->entity, alias, record->id, KX_SEARCH_MOST_TOGETHER, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      add_texts (terms, rows->pdata[i]);
      if (!add_children (book, rows->pdata[i], terms, error))
        return FALSE;
    }
  return rows != NULL;
}

/* All texts that find the row as which `record` is found, unless that lies in the trash. */
static gboolean
add_found_as (KxBook *book, const KxRecord *record, KxSearchTerms *terms, GError **error)
{
  int field = kx_entity_flagged (record->entity, KX_FOUND_AS);
  g_autoptr (KxRecord) row = NULL;
  GError *local = NULL;

  if (field < 0 || !kx_record_has (record, (guint) field))
    return TRUE;
  row = kx_row_get (book, kx_schema_entity (book->schema, record->entity->fields[field].target),
                    kx_record_get (record, (guint) field).REF, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  if (row == NULL || row->deleted_at.ms != 0)
    return local == NULL;
  add_texts (terms, row);
  return add_children (book, row, terms, error) && add_aliases (book, row, terms, error);
}

gint64
kx_search_area (const char *space)
{
  /* A code has six digits; whatever else stands there is no number that could be looked for. */
  return g_ascii_isdigit (*space) ? MIN (g_ascii_strtoll (space, NULL, 10), 999999) : 0;
}

/* All terms of a row by one statement, or a few: $1 to $3 are what they share. */
static gboolean
insert_terms (KxBook *book, const KxRecord *record, const char *const *terms, gsize n, GError **error)
{
  KxDbArg args[MOST_AT_ONCE + 3] = { KX_ARG_INTEGER (kx_search_rank (record)), KX_ARG_INTEGER (record->no),
                                     KX_ARG_INTEGER (kx_search_area (record->space)) };

  while (n > 0)
    {
      gsize now = MIN (n, MOST_AT_ONCE);
      g_autoptr (GString) sql = g_string_new (NULL);

      g_string_append_printf (sql, "INSERT INTO \"%s_term\" (term, rank, row, area) VALUES ",
                              record->entity->name);
      for (gsize i = 0; i < now; i++)
        {
          args[i + 3] = KX_ARG_TEXT (terms[i]);
          g_string_append_printf (sql, "%s($%u, $1, $2, $3)", i > 0 ? ", " : "", (guint) i + 4);
        }
      if (!kx_db_run (book->db, sql->str, args, (guint) now + 3, error))
        return FALSE;
      terms += now;
      n -= now;
    }
  return TRUE;
}

gboolean
kx_search_write (KxBook *book, const KxRecord *record, gboolean fresh, GError **error)
{
  g_autoptr (KxSearchTerms) terms = NULL;
  const char *const *texts;
  gsize n;

  if (!fresh)
    {
      g_autofree char *delete =
          g_strdup_printf ("DELETE FROM \"%s_term\" WHERE row = $1", record->entity->name);

      if (!kx_db_run (book->db, delete, &KX_ARG_INTEGER (record->no), 1, error))
        return FALSE;
    }
  if (record->deleted_at.ms != 0)
    return TRUE;
  terms = kx_search_terms_new ();
  add_texts (terms, record);
  if (!fresh && (!add_children (book, record, terms, error) || !add_aliases (book, record, terms, error)))
    return FALSE;
  if (!add_found_as (book, record, terms, error))
    return FALSE;
  texts = kx_search_terms_finish (terms, &n);
  return insert_terms (book, record, texts, n, error);
}

/* Writes a row's terms, and those of the rows that are found as it: a new row has none of these yet. */
static gboolean
write_with_found (KxBook *book, const KxRecord *record, gboolean fresh, GError **error)
{
  if (!kx_search_write (book, record, fresh, error))
    return FALSE;
  for (guint i = 0; !fresh && i < book->schema->n_entities; i++)
    {
      const KxEntity *entity = book->schema->entities[i];
      int field = kx_entity_flagged (entity, KX_FOUND_AS);
      g_autoptr (GPtrArray) rows = NULL;

      if (field < 0 || g_strcmp0 (entity->fields[field].target, record->entity->name) != 0)
        continue;
      rows = list_rows (book, entity, field, record->id, G_MAXINT, error);
      if (rows == NULL)
        return FALSE;
      for (guint r = 0; r < rows->len; r++)
        if (!kx_search_write (book, rows->pdata[r], FALSE, error))
          return FALSE;
    }
  return TRUE;
}

/* The row that `record` is a second record of is found by its texts too. */
static gboolean
write_main (KxBook *book, const KxRecord *record, GError **error)
{
  int alias = kx_entity_flagged (record->entity, KX_ALIAS);
  g_autoptr (KxRecord) main = NULL;
  GError *local = NULL;

  if (alias < 0 || !kx_record_has (record, (guint) alias))
    return TRUE;
  main = kx_row_get (book, record->entity, kx_record_get (record, (guint) alias).REF, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL && (main == NULL || write_with_found (book, main, FALSE, error));
}

gboolean
kx_search_follow (KxBook *book, const KxRecord *now, const KxRecord *before, guint64 changed, gboolean alone,
                  GError **error)
{
  gboolean moved = before == NULL || (before->deleted_at.ms != 0) != (now->deleted_at.ms != 0) ||
                   !g_str_equal (before->space, now->space);
  int alias = kx_entity_flagged (now->entity, KX_ALIAS);
  g_autoptr (KxRecord) subject = NULL;
  GError *local = NULL;

  if (book->build_later || (!moved && !concerns (now->entity, changed)))
    return TRUE;
  subject = get_subject (book, now, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  if (subject == NULL)
    return local == NULL;
  alone = alone && before == NULL && g_str_equal (subject->id, now->id);
  if (!write_with_found (book, subject, alone, error) || !write_main (book, subject, error))
    return FALSE;
  /* A link that was undone or turned elsewhere. */
  return alias < 0 || before == NULL || kx_record_same (before, now, (guint) alias) ||
         write_main (book, before, error);
}

char *
kx_search_fingerprint (void)
{
  return g_strdup_printf ("%u.%d", kx_pinyin_fingerprint (), TERMS);
}
