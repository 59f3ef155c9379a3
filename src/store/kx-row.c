#include "store/kx-row.h"

#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/kx-check.h"
#include "store/kx-ddl.h"
#include "store/kx-pinyin.h"

#include <string.h>

/* What put_base() gives the values of. */
#define CHANGING_COLUMNS "space, seq, fv, updated_by, updated_at, deleted_at"

/* A field has three columns at most. */
#define MOST_ARGS (KX_N_BASE_COLUMNS + 3 * KX_MAX_FIELDS + 1)

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

static const char *const base_columns[KX_N_BASE_COLUMNS] = {
  "id", "no", "space", "seq", "fv", "created_by", "created_at", "updated_by", "updated_at", "deleted_at"
};

char *
kx_row_columns (const KxEntity *entity, const char *alias)
{
  GString *sql = g_string_new (NULL);
  const char *dot = alias != NULL ? "." : "";

  alias = alias != NULL ? alias : "";
  for (guint i = 0; i < KX_N_BASE_COLUMNS; i++)
    g_string_append_printf (sql, "%s%s%s%s", i > 0 ? ", " : "", alias, dot, base_columns[i]);
  for (guint i = 0; i < entity->n_fields; i++)
    g_string_append_printf (sql, ", %s%s\"%s\"", alias, dot, entity->fields[i].name);
  return g_string_free (sql, FALSE);
}

char *
kx_row_field_columns (const KxEntity *entity, const guint *fields, guint n, const char *alias)
{
  const char *dot = alias != NULL ? "." : "";
  GString *sql = g_string_new (NULL);

  alias = alias != NULL ? alias : "";
  g_string_append_printf (sql, "%s%sid", alias, dot);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, ", %s%s\"%s\"", alias, dot, entity->fields[fields[i]].name);
  return g_string_free (sql, FALSE);
}

/* "name 17 device user" a line; the device is left out for plain REST. */
static char *
stamps_to_text (const KxRecord *record)
{
  GString *text;

  if (record->stamps == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < record->entity->n_fields; i++)
    if (record->stamps[i].seq > 0)
      g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT " %s %s", text->len > 0 ? "\n" : "",
                              record->entity->fields[i].name, record->stamps[i].seq,
                              record->stamps[i].device != NULL ? record->stamps[i].device : "",
                              record->stamps[i].user != NULL ? record->stamps[i].user : "");
  return g_string_free (text, text->len == 0);
}

static void
read_stamps (KxRecord *record, const char *text)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], " ", 4);
      int field = parts[0] != NULL ? kx_entity_field (record->entity, parts[0]) : -1;

      if (field >= 0 && parts[1] != NULL && parts[2] != NULL)
        kx_record_stamp (record, (guint) field, g_ascii_strtoll (parts[1], NULL, 10),
                         *parts[2] != '\0' ? parts[2] : NULL,
                         parts[3] != NULL && *parts[3] != '\0' ? parts[3] : NULL);
    }
}

/* Whether its column is an integer. */
static gboolean
is_number (const KxField *field)
{
  return field->kind == KX_INTEGER || field->kind == KX_BOOLEAN || field->kind == KX_DECIMAL ||
         field->kind == KX_DATE || field->kind == KX_TIME;
}

static void
read_field (KxRecord *record, guint i, KxDbRows *rows, int column)
{
  const KxField *field = &record->entity->fields[i];
  const char *text = is_number (field) ? NULL : kx_db_rows_text (rows, column);
  KxValue value = { 0 };

  if (text == NULL && (!is_number (field) || kx_db_rows_is_null (rows, column)))
    return;
  switch (field->kind)
    {
    case KX_INTEGER:
      value.INTEGER = kx_db_rows_integer (rows, column);
      break;
    case KX_BOOLEAN:
      value.BOOLEAN = kx_db_rows_integer (rows, column) != 0;
      break;
    case KX_DECIMAL:
      value.DECIMAL.scaled = kx_db_rows_integer (rows, column);
      break;
    case KX_DATE:
      value.DATE.ymd = (int) kx_db_rows_integer (rows, column);
      break;
    case KX_TIME:
      value.TIME.ms = kx_db_rows_integer (rows, column);
      break;
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_CODE:
    case KX_CODES:
    case KX_REF:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      /* A word this program does not know was written by a newer one: the field then has no value here. */
      if (!kx_value_from_text (field, text, &value))
        return;
    }
  kx_record_put (record, i, value);
}

KxRecord *
kx_row_read (const KxEntity *entity, KxDbRows *rows, int first)
{
  KxRecord *record = kx_record_new (entity, kx_db_rows_text (rows, first), kx_db_rows_text (rows, first + 2));

  record->no = kx_db_rows_integer (rows, first + 1);
  record->seq = kx_db_rows_integer (rows, first + 3);
  read_stamps (record, kx_db_rows_text (rows, first + 4));
  record->created_by = g_strdup (kx_db_rows_text (rows, first + 5));
  record->created_at.ms = kx_db_rows_integer (rows, first + 6);
  record->updated_by = g_strdup (kx_db_rows_text (rows, first + 7));
  record->updated_at.ms = kx_db_rows_integer (rows, first + 8);
  record->deleted_at.ms = kx_db_rows_integer (rows, first + 9);
  for (guint i = 0; i < entity->n_fields; i++)
    read_field (record, i, rows, first + KX_N_BASE_COLUMNS + (int) i);
  return record;
}

KxRecord *
kx_row_read_fields (const KxEntity *entity, const guint *fields, guint n, KxDbRows *rows, int first)
{
  KxRecord *record = kx_record_new (entity, kx_db_rows_text (rows, first), NULL);

  for (guint i = 0; i < n; i++)
    read_field (record, fields[i], rows, first + 1 + (int) i);
  return record;
}

KxRecord *
kx_row_get (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, kx_book_select (book, entity), &KX_ARG_TEXT (id), 1, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  return kx_row_read (entity, rows, 0);
}

KxRecord *
kx_row_get_person (KxBook *book, const char *user)
{
  g_autoptr (KxRecord) account = kx_row_get (book, &kx_user_entity, user, NULL);

  return kx_row_get (book, &kx_person_entity,
                     account != NULL && kx_record_has (account, kx_user_f_person)
                         ? kx_user_get_person (kx_user (account))
                         : user,
                     NULL);
}

KxDbArg
kx_row_arg (const KxField *field, KxValue value, GPtrArray *texts)
{
  switch (field->kind)
    {
    case KX_INTEGER:
      return KX_ARG_INTEGER (value.INTEGER);
    case KX_BOOLEAN:
      return KX_ARG_INTEGER (value.BOOLEAN ? 1 : 0);
    case KX_DECIMAL:
      return KX_ARG_INTEGER (value.DECIMAL.scaled);
    case KX_DATE:
      return KX_ARG_INTEGER (value.DATE.ymd);
    case KX_TIME:
      return KX_ARG_INTEGER (value.TIME.ms);
    case KX_CODE:
      return KX_ARG_TEXT (field->codes[value.CODE].name);
    case KX_CODES:
      g_ptr_array_add (texts, kx_value_to_text (field, value));
      return KX_ARG_TEXT ((const char *) texts->pdata[texts->len - 1]);
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return KX_ARG_TEXT (value.TEXT);
    }
}

/* The values of a statement and what they borrow; of an UPDATE also the text that names their columns. */
typedef struct
{
  GString *columns; /* "name = $n, …"; NULL for an INSERT, whose text is kept by the book */
  GPtrArray *texts; /* owned texts */
  GPtrArray *bytes; /* (element-type GBytes) */
  guint n;
  KxDbArg args[MOST_ARGS];
} Writing;

static void
writing_begin (Writing *w, gboolean update)
{
  w->columns = update ? g_string_new (NULL) : NULL;
  w->texts = g_ptr_array_new_with_free_func (g_free);
  w->bytes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  w->n = 0;
}

static void
writing_end (Writing *w)
{
  if (w->columns != NULL)
    g_string_free (w->columns, TRUE);
  g_ptr_array_unref (w->texts);
  g_ptr_array_unref (w->bytes);
}

static void
put (Writing *w, const char *column, const char *ending, KxDbArg arg)
{
  g_assert (w->n < MOST_ARGS);
  w->args[w->n++] = arg;
  if (w->columns != NULL)
    g_string_append_printf (w->columns, "%s\"%s%s\" = $%u", w->n > 1 ? ", " : "", column, ending, w->n);
}

static char *
associated_text (const KxRecord *record, const KxField *field)
{
  return g_strconcat (record->entity->name, "/", record->id, "/", field->name, NULL);
}

char *
kx_row_sealed_hash (KxBook *book, const KxField *field, const char *clear)
{
  g_autofree char *text = g_strconcat (field->name, "=", clear, NULL);

  return book->vault != NULL ? kx_hash_keyed_text (book->vault->hash_key, text, strlen (text)) : NULL;
}

static void
put_sealed (Writing *w, KxBook *book, const KxRecord *record, const KxField *field, const char *clear)
{
  g_autofree char *associated = associated_text (record, field);
  guint8 nonce[KX_NONCE_SIZE];
  GBytes *sealed = NULL;
  gconstpointer bytes = NULL;
  gsize size = 0;

  if (clear != NULL && book->vault != NULL)
    {
      g_autoptr (GBytes) plain = g_bytes_new (clear, strlen (clear));

      kx_random (nonce, sizeof nonce);
      sealed = kx_seal (book->vault->seal_key, nonce, plain, associated);
      g_ptr_array_add (w->bytes, sealed);
      bytes = g_bytes_get_data (sealed, &size);
    }
  /* Without keys, as in a mirror, the value is a mask already. */
  g_ptr_array_add (w->texts, clear == NULL         ? NULL
                             : book->vault != NULL ? kx_check_mask (field, clear)
                                                   : g_strdup (clear));
  put (w, field->name, "", KX_ARG_TEXT ((const char *) w->texts->pdata[w->texts->len - 1]));
  put (w, field->name, "_sealed", KX_ARG_BYTES (bytes, size));
  g_ptr_array_add (w->texts, clear != NULL ? kx_row_sealed_hash (book, field, clear) : NULL);
  put (w, field->name, "_hash", KX_ARG_TEXT ((const char *) w->texts->pdata[w->texts->len - 1]));
}

static void
put_field (Writing *w, KxBook *book, const KxRecord *record, guint i)
{
  const KxField *field = &record->entity->fields[i];
  gboolean has = kx_record_has (record, i);
  KxValue value = kx_record_get (record, i);
  KxDbArg arg = has ? kx_row_arg (field, value, w->texts) : KX_ARG_NULL (kx_ddl_type (field));

  if (field->flags & KX_SEALED)
    {
      put_sealed (w, book, record, field, has ? value.TEXT : NULL);
      return;
    }
  put (w, field->name, "", arg);
  if (field->flags & KX_TITLE)
    {
      KxPinyinUse use = field->flags & KX_PERSON ? KX_PINYIN_PERSON : KX_PINYIN_INSTITUTION;

      g_ptr_array_add (w->texts, kx_pinyin_sort_key (has ? value.TEXT : "", use));
      put (w, field->name, "_sort", KX_ARG_TEXT ((const char *) w->texts->pdata[w->texts->len - 1]));
    }
}

static void
put_base (Writing *w, const KxRecord *record)
{
  put (w, "space", "", KX_ARG_TEXT (record->space));
  put (w, "seq", "", KX_ARG_INTEGER (record->seq));
  g_ptr_array_add (w->texts, stamps_to_text (record));
  put (w, "fv", "", KX_ARG_TEXT ((const char *) w->texts->pdata[w->texts->len - 1]));
  put (w, "updated_by", "", KX_ARG_TEXT (record->updated_by));
  put (w, "updated_at", "", KX_ARG_INTEGER (record->updated_at.ms));
  put (w, "deleted_at", "", KX_ARG_INTEGER (record->deleted_at.ms));
}

/* The columns of a field in the order in which put_field() gives their values. */
static void
append_field_columns (GString *columns, const KxField *field)
{
  g_string_append_printf (columns, ", \"%s\"", field->name);
  if (field->flags & KX_SEALED)
    g_string_append_printf (columns, ", \"%s_sealed\", \"%s_hash\"", field->name, field->name);
  else if (field->flags & KX_TITLE)
    g_string_append_printf (columns, ", \"%s_sort\"", field->name);
}

char *
kx_row_insert_text (const KxEntity *entity)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  guint n = 1;

  g_string_append_printf (sql, "INSERT INTO \"%s\" (id, no, created_by, created_at, " CHANGING_COLUMNS,
                          entity->name);
  for (guint i = 0; i < entity->n_fields; i++)
    append_field_columns (sql, &entity->fields[i]);
  for (const char *p = sql->str; *p != '\0'; p++)
    n += *p == ',';
  g_string_append (sql, ") VALUES (");
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (sql, "%s$%u", i > 1 ? ", " : "", i);
  g_string_append_c (sql, ')');
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

gboolean
kx_row_insert (KxBook *book, const KxRecord *record, GError **error)
{
  Writing w;
  gboolean done;

  writing_begin (&w, FALSE);
  put (&w, "id", "", KX_ARG_TEXT (record->id));
  put (&w, "no", "", KX_ARG_INTEGER (record->no));
  put (&w, "created_by", "", KX_ARG_TEXT (record->created_by));
  put (&w, "created_at", "", KX_ARG_INTEGER (record->created_at.ms));
  put_base (&w, record);
  for (guint i = 0; i < record->entity->n_fields; i++)
    put_field (&w, book, record, i);
  done = kx_db_run (book->db, kx_book_insert_text (book, record->entity), w.args, w.n, error);
  writing_end (&w);
  return done;
}

gboolean
kx_row_update (KxBook *book, const KxRecord *record, guint64 changed, GError **error)
{
  Writing w;
  g_autofree char *sql = NULL;
  gboolean done;

  writing_begin (&w, TRUE);
  put_base (&w, record);
  for (guint i = 0; i < record->entity->n_fields; i++)
    if (changed & BIT (i))
      put_field (&w, book, record, i);
  w.args[w.n++] = KX_ARG_TEXT (record->id);
  sql = g_strdup_printf ("UPDATE \"%s\" SET %s WHERE id = $%u", record->entity->name, w.columns->str, w.n);
  done = kx_db_run (book->db, sql, w.args, w.n, error);
  writing_end (&w);
  return done;
}

gboolean
kx_row_delete (KxBook *book, const KxRecord *record, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = $1", record->entity->name);

  return kx_db_run (book->db, sql, &KX_ARG_TEXT (record->id), 1, error);
}

char *
kx_row_unseal (KxBook *book, const KxEntity *entity, const char *id, guint field, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT \"%s_sealed\" FROM \"%s\" WHERE id = $1",
                                          entity->fields[field].name, entity->name);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &KX_ARG_TEXT (id), 1, error);
  g_autoptr (KxRecord) named = kx_record_new (entity, id, NULL);
  g_autofree char *associated = associated_text (named, &entity->fields[field]);
  g_autoptr (GBytes) sealed = NULL, plain = NULL;
  gconstpointer bytes;
  gsize size;

  if (rows == NULL || !kx_db_rows_next (rows, error) || kx_db_rows_is_null (rows, 0) || book->vault == NULL)
    return NULL;
  bytes = kx_db_rows_bytes (rows, 0, &size);
  sealed = g_bytes_new (bytes, size);
  plain = kx_seal_open (book->vault->seal_key, sealed, associated, error);
  if (plain == NULL)
    return NULL;
  bytes = g_bytes_get_data (plain, &size);
  return g_strndup (bytes, size);
}
