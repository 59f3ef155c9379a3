#include "store/kx-row.h"

#include "core/kx-role.h"
#include "store/kx-ddl.h"

#include <string.h>

typedef struct
{
  KxReader base;
  KxBook *book;  /* borrowed */
  GError *error; /* owned; the first */
} RowReader;

static void
append_text (GString *sql, char *text, GArray *args, GPtrArray *texts)
{
  KxDbArg arg = KX_ARG_TEXT (text);

  g_ptr_array_add (texts, text);
  g_array_append_val (args, arg);
  g_string_append_printf (sql, "$%u", args->len);
}

void
kx_row_append_one_of (const KxField *field, KxCodes codes, const char *alias, GString *sql, GArray *args,
                      GPtrArray *texts)
{
  gboolean first = TRUE;

  g_string_append_printf (sql, "%s\"%s\" IN (", alias, field->name);
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    if (codes.bits >> i & 1)
      {
        g_string_append (sql, first ? "" : ", ");
        append_text (sql, g_strdup (field->codes[i].name), args, texts);
        first = FALSE;
      }
  g_string_append (sql, first ? "NULL)" : ")");
}

void
kx_row_append_within (const KxField *field, const char *area, const char *alias, GString *sql, GArray *args,
                      GPtrArray *texts)
{
  char *prefix = kx_area_prefix (area);
  gsize length = strlen (prefix);
  char *beyond = length > 0 ? g_strdup (prefix) : g_strdup (":"); /* ':' follows '9' */

  if (length > 0)
    beyond[length - 1]++;
  g_string_append_printf (sql, "(%s\"%s\" >= ", alias, field->name);
  append_text (sql, prefix, args, texts);
  g_string_append_printf (sql, " AND %s\"%s\" < ", alias, field->name);
  append_text (sql, beyond, args, texts);
  g_string_append (sql, ")");
}

static void
append_term (const KxQuery *query, const KxTerm *term, GString *sql, GArray *args, GPtrArray *texts)
{
  const KxField *field = &query->entity->fields[term->field];
  KxDbArg arg;

  if (term->test == KX_IS_NULL)
    {
      g_string_append_printf (sql, " AND \"%s\" IS NULL", field->name);
      return;
    }
  if (term->test == KX_ONE_OF || term->test == KX_WITHIN)
    {
      g_string_append (sql, " AND ");
      if (term->test == KX_ONE_OF)
        kx_row_append_one_of (field, term->value.CODES, "", sql, args, texts);
      else
        kx_row_append_within (field, term->value.TEXT, "", sql, args, texts);
      return;
    }
  if (term->test == KX_CONTAINS)
    {
      /* Sets are stored as " a b ": taking the word out shortens those that have it, on both engines. */
      g_ptr_array_add (texts, g_strconcat (" ", field->codes[term->value.CODE].name, " ", NULL));
      arg = KX_ARG_TEXT ((const char *) texts->pdata[texts->len - 1]);
    }
  else
    arg = kx_row_arg (field, term->value, texts);
  g_array_append_val (args, arg);
  if (term->test == KX_CONTAINS)
    g_string_append_printf (sql, " AND replace(\"%s\", $%u, '') <> \"%s\"", field->name, args->len,
                            field->name);
  else
    g_string_append_printf (sql, " AND \"%s\" %s $%u", field->name,
                            term->test == KX_EQUALS  ? "="
                            : term->test == KX_BELOW ? "<="
                                                     : ">=",
                            args->len);
}

void
kx_row_append_query (const KxQuery *query, GString *sql, GArray *args, GPtrArray *texts)
{
  g_string_append (sql, query->trashed ? "deleted_at <> 0" : "deleted_at = 0");
  for (guint i = 0; i < query->n_terms; i++)
    append_term (query, &query->terms[i], sql, args, texts);
  if (query->except != NULL)
    {
      KxDbArg id = KX_ARG_TEXT (query->except);

      g_array_append_val (args, id);
      g_string_append_printf (sql, " AND id <> $%u", args->len);
    }
}

/* The tables are those of the book's schema, also when a rule names the entity by its own constant. */
static const KxEntity *
own_entity (RowReader *self, const KxEntity *entity)
{
  return kx_schema_entity (self->book->schema, entity->name);
}

static KxAnswer
broken (RowReader *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  return KX_BROKEN;
}

static KxAnswer
reader_get (KxReader *base, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  RowReader *self = (RowReader *) base;
  GError *error = NULL;
  KxRecord *record = kx_row_get (self->book, own_entity (self, entity), id, &error);

  if (error != NULL)
    return broken (self, error);
  *ret_record = record;
  return KX_KNOWN;
}

static KxDbRows *
run_query (RowReader *self, const char *select, const char *end, const KxQuery *query, GError **error)
{
  g_autoptr (GString) sql = g_string_new (select);
  g_autoptr (GArray) args = g_array_new (FALSE, FALSE, sizeof (KxDbArg));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  kx_row_append_query (query, sql, args, texts);
  g_string_append (sql, end);
  return kx_db_query (self->book->db, sql->str, (KxDbArg *) args->data, args->len, error);
}

static KxAnswer
reader_count (KxReader *base, const KxQuery *query, gint64 *ret_count)
{
  RowReader *self = (RowReader *) base;
  g_autofree char *select = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE ", query->entity->name);
  GError *error = NULL;
  g_autoptr (KxDbRows) rows = run_query (self, select, "", query, &error);

  if (rows == NULL || !kx_db_rows_next (rows, &error))
    return broken (self, error);
  *ret_count = kx_db_rows_integer (rows, 0);
  return KX_KNOWN;
}

static KxAnswer
reader_list (KxReader *base, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  RowReader *self = (RowReader *) base;
  const KxEntity *entity = own_entity (self, query->entity);
  g_autofree char *columns = kx_row_columns (entity, NULL);
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE ", columns, entity->name);
  g_autofree char *end = g_strdup_printf (" ORDER BY id LIMIT %u", limit);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  GError *error = NULL;
  g_autoptr (KxDbRows) rows = run_query (self, select, end, query, &error);

  while (rows != NULL && kx_db_rows_next (rows, &error))
    g_ptr_array_add (records, kx_row_read (entity, rows, 0));
  if (error != NULL)
    return broken (self, error);
  *ret_records = g_steal_pointer (&records);
  return KX_KNOWN;
}

KxReader *
kx_row_reader_new (KxBook *book)
{
  RowReader *self = g_new0 (RowReader, 1);

  self->base = (KxReader){ reader_get, reader_count, reader_list };
  self->book = book;
  return &self->base;
}

const GError *
kx_row_reader_get_error (KxReader *reader)
{
  return ((RowReader *) reader)->error;
}

void
kx_row_reader_free (KxReader *reader)
{
  g_clear_error (&((RowReader *) reader)->error);
  g_free (reader);
}
