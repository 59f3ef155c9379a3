#include "store/kx-history.h"

#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "store/kx-row.h"

static char *
name_of (KxBook *book, const char *user)
{
  g_autoptr (KxRecord) account = NULL, person = NULL;

  account = kx_row_get (book, kx_schema_entity (book->schema, "user"), user, NULL);
  if (account != NULL && kx_record_has (account, kx_user_f_person))
    person = kx_row_get (book, kx_schema_entity (book->schema, "person"),
                         kx_record_get (account, kx_user_f_person).REF, NULL);
  return g_strdup (person != NULL ? kx_record_get (person, kx_person_f_name).TEXT : NULL);
}

static void
set (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static JsonObject *
write_line (KxBook *book, KxDbRows *rows, GHashTable *names)
{
  JsonObject *line = json_object_new ();
  const char *user = kx_db_rows_text (rows, 5);
  g_autofree char *at = kx_time_to_text ((KxTime){ kx_db_rows_integer (rows, 6) });

  if (!g_hash_table_contains (names, user))
    g_hash_table_insert (names, g_strdup (user), name_of (book, user));
  json_object_set_int_member (line, "seq", kx_db_rows_integer (rows, 0));
  set (line, "kind", kx_db_rows_text (rows, 1));
  set (line, "field", kx_db_rows_text (rows, 2));
  set (line, "old", kx_db_rows_text (rows, 3));
  set (line, "new", kx_db_rows_text (rows, 4));
  set (line, "by", user);
  set (line, "by_name", g_hash_table_lookup (names, user));
  set (line, "at", at);
  set (line, "op", kx_db_rows_text (rows, 7));
  set (line, "reason", kx_db_rows_text (rows, 8));
  return line;
}

JsonArray *
kx_history_list (KxBook *book, const KxEntity *entity, const char *row, gint64 before, guint limit,
                 gint64 *ret_next, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (row),
                     KX_ARG_INTEGER (before > 0 ? before : G_MAXINT64) };
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db,
      "SELECT seq, kind, field, old, new, actor, at, op, reason FROM history WHERE entity = $1 AND "
      "row = $2 AND seq < $3 ORDER BY seq DESC, ord",
      args, G_N_ELEMENTS (args), error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonArray) lines = json_array_new ();
  GError *local = NULL;
  gint64 last = 0;

  if (rows == NULL)
    return NULL;
  *ret_next = 0;
  while (kx_db_rows_next (rows, &local))
    {
      /* A page ends between two changes, never inside one. */
      if (json_array_get_length (lines) >= limit && kx_db_rows_integer (rows, 0) != last)
        {
          *ret_next = last;
          break;
        }
      last = kx_db_rows_integer (rows, 0);
      json_array_add_object_element (lines, write_line (book, rows, names));
    }
  if (local == NULL)
    return g_steal_pointer (&lines);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
kx_history_append (KxBook *book, const KxHistoryLine *line, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (line->entity),   KX_ARG_TEXT (line->row),  KX_ARG_INTEGER (line->seq),
                     KX_ARG_INTEGER (line->ord),   KX_ARG_TEXT (line->kind), KX_ARG_TEXT (line->field),
                     KX_ARG_TEXT (line->old),      KX_ARG_TEXT (line->new),  KX_ARG_TEXT (line->actor),
                     KX_ARG_INTEGER (line->at.ms), KX_ARG_TEXT (line->op),   KX_ARG_TEXT (line->reason) };

  return kx_db_run (
      book->db,
      "INSERT INTO history (entity, row, seq, ord, kind, field, old, new, actor, at, op, reason) VALUES "
      "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      args, G_N_ELEMENTS (args), error);
}

/* Takes one later line of history back. */
static void
undo (KxRecord *record, KxDbRows *rows)
{
  const char *kind = kx_db_rows_text (rows, 0), *name = kx_db_rows_text (rows, 1),
             *old = kx_db_rows_text (rows, 2);
  int field = name != NULL ? kx_entity_field (record->entity, name) : -1;
  KxValue value;

  if (g_str_equal (kind, "delete"))
    record->deleted_at.ms = 0;
  else if (g_str_equal (kind, "restore"))
    record->deleted_at.ms = 1;
  if (field < 0 || g_str_equal (kind, "reveal"))
    return;
  if (old == NULL)
    kx_record_drop (record, (guint) field);
  else if (kx_value_from_text (&record->entity->fields[field], old, &value))
    kx_record_put (record, (guint) field, value);
}

KxRecord *
kx_history_as_of (KxBook *book, const KxEntity *entity, const char *row, gint64 seq, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (row), KX_ARG_INTEGER (seq) };
  g_autoptr (KxRecord) record = kx_row_get (book, entity, row, error);
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;
  gboolean made_later = FALSE;

  if (record == NULL)
    return NULL;
  rows = kx_db_query (
      book->db,
      "SELECT kind, field, old, seq FROM history WHERE entity = $1 AND row = $2 AND seq > $3 ORDER BY "
      "seq DESC, ord DESC",
      args, G_N_ELEMENTS (args), error);
  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      made_later |= g_str_equal (kx_db_rows_text (rows, 0), "create");
      undo (record, rows);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  if (local != NULL || made_later)
    return NULL;
  record->seq = MIN (record->seq, seq);
  return g_steal_pointer (&record);
}
