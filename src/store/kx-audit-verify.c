#include "store/kx-audit-private.h"

#include "core/kx-wire.h"
#include "store/kx-row.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ENTRY_COLUMNS                                                                                        \
  "n, seq, at, actor, device, op, kind, entity, row, space, salt, hash_before, hash_after, leaf, link"

static const void *
bytes_of (KxDbRows *rows, int column, gsize expected)
{
  gsize size;
  const void *bytes = kx_db_rows_bytes (rows, column, &size);

  return bytes != NULL && size == expected ? bytes : NULL;
}

static KxAuditParts
read_parts (KxDbRows *rows)
{
  return (KxAuditParts){ .seq = kx_db_rows_integer (rows, 1),
                         .at = kx_db_rows_integer (rows, 2),
                         .actor = kx_db_rows_text (rows, 3),
                         .device = kx_db_rows_text (rows, 4),
                         .op = kx_db_rows_text (rows, 5),
                         .kind = kx_db_rows_text (rows, 6),
                         .entity = kx_db_rows_text (rows, 7),
                         .row = kx_db_rows_text (rows, 8),
                         .space = kx_db_rows_text (rows, 9),
                         .salt = bytes_of (rows, 10, KX_AUDIT_SALT_SIZE),
                         .before = bytes_of (rows, 11, KX_AUDIT_HASH_SIZE),
                         .after = bytes_of (rows, 12, KX_AUDIT_HASH_SIZE) };
}

/* One walk over the chain: every leaf and link computed again, and for each row the number of its last entry.
 */
static gboolean
verify_chain (KxBook *book, KxAuditReport *report, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT " ENTRY_COLUMNS " FROM audit ORDER BY n", NULL, 0, error);
  guint8 link[KX_AUDIT_HASH_SIZE] = { 0 }, leaf[KX_AUDIT_HASH_SIZE];
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      gint64 n = kx_db_rows_integer (rows, 0);
      KxAuditParts parts = read_parts (rows);
      const void *stored_leaf = bytes_of (rows, 13, KX_AUDIT_HASH_SIZE);
      const void *stored_link = bytes_of (rows, 14, KX_AUDIT_HASH_SIZE);

      if (n != ++report->entries)
        {
          report->fault = g_strdup_printf ("Entry %" G_GINT64_FORMAT " is missing", report->entries);
          return TRUE;
        }
      if (parts.salt == NULL || stored_leaf == NULL || stored_link == NULL)
        {
          report->fault = g_strdup_printf ("Entry %" G_GINT64_FORMAT " is incomplete", n);
          return TRUE;
        }
      kx_audit_hash_leaf (&parts, leaf);
      kx_audit_hash_link (link, leaf, link);
      if (memcmp (leaf, stored_leaf, sizeof leaf) != 0 || memcmp (link, stored_link, sizeof link) != 0)
        {
          report->fault = g_strdup_printf ("Entry %" G_GINT64_FORMAT " was altered", n);
          return TRUE;
        }
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return TRUE;
}

static gboolean
verify_counter (KxBook *book, KxAuditReport *report, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db,
      "SELECT c.audit_n, c.audit_head, a.link FROM sync_counter c LEFT JOIN audit a ON a.n = c.audit_n", NULL,
      0, error);
  const void *head, *link;

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return FALSE;
  head = bytes_of (rows, 1, KX_AUDIT_HASH_SIZE);
  link = bytes_of (rows, 2, KX_AUDIT_HASH_SIZE);
  if (kx_db_rows_integer (rows, 0) != report->entries ||
      (report->entries > 0 && (head == NULL || link == NULL || memcmp (head, link, KX_AUDIT_HASH_SIZE) != 0)))
    report->fault = g_strdup_printf ("The chain ends at entry %" G_GINT64_FORMAT
                                     ", the counter row says %" G_GINT64_FORMAT,
                                     report->entries, kx_db_rows_integer (rows, 0));
  return TRUE;
}

/* The row as it stands against the last entry that speaks of it. */
static gboolean
verify_row (KxBook *book, const KxRecord *record, KxAuditReport *report, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (record->entity->name), KX_ARG_TEXT (record->id) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db,
                   "SELECT salt, hash_after FROM audit WHERE entity = $1 AND row = $2 AND "
                   "hash_after IS NOT NULL ORDER BY n DESC LIMIT 1",
                   args, G_N_ELEMENTS (args), error);
  guint8 hash[KX_AUDIT_HASH_SIZE];
  GError *local = NULL;
  const void *salt, *after;

  if (rows == NULL)
    return FALSE;
  if (!kx_db_rows_next (rows, &local))
    {
      if (local != NULL)
        g_propagate_error (error, local);
      /* The national areas come from the program's own table, not from a person. */
      else if (!(record->entity->traits & KX_NATIONAL) || g_strcmp0 (record->created_by, "system") != 0)
        report->fault = g_strdup_printf ("No entry speaks of %s %s", record->entity->name, record->id);
      return local == NULL;
    }
  salt = bytes_of (rows, 0, KX_AUDIT_SALT_SIZE);
  after = bytes_of (rows, 1, KX_AUDIT_HASH_SIZE);
  if (salt != NULL)
    kx_audit_hash_record (record, salt, hash);
  if (salt == NULL || after == NULL || memcmp (hash, after, sizeof hash) != 0)
    report->fault =
        g_strdup_printf ("%s %s is not what its last entry says", record->entity->name, record->id);
  return TRUE;
}

static gboolean
verify_rows (KxBook *book, const KxEntity *entity, KxAuditReport *report, GError **error)
{
  g_autofree char *columns = kx_row_columns (entity, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY id", columns, entity->name);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (report->fault == NULL && kx_db_rows_next (rows, &local))
    {
      g_autoptr (KxRecord) record = kx_row_read (entity, rows, 0);

      report->rows++;
      if (!verify_row (book, record, report, error))
        return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

char *
kx_audit_head_text (gint64 n, gint64 seq, const char *head, const char *at)
{
  return g_strdup_printf ("kangxie-audit-head-1\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%s\n%s\n", n,
                          seq, head, at);
}

static const char *
text_member (const KxJsonNode *node, const char *name)
{
  const KxJsonNode *member = kx_json_node_member (node, name);

  return member != NULL && kx_json_node_get_type (member) == KX_JSON_STRING
             ? kx_json_node_get_text (member, NULL)
             : "";
}

static gint64
integer_member (const KxJsonNode *node, const char *name)
{
  const KxJsonNode *member = kx_json_node_member (node, name);

  return member != NULL && kx_json_node_get_type (member) == KX_JSON_INTEGER
             ? kx_json_node_get_integer (member)
             : -1;
}

/* The signature of one written head, and the link that the chain has at its number. */
static gboolean
head_holds (KxBook *book, const char *line, GError **error)
{
  g_autoptr (KxJson) json = kx_json_parse (line, strlen (line), NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  g_autofree char *text = NULL, *link = NULL;
  g_autofree guint8 *signature = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxDbRows) rows = NULL;
  KxDbArg n;
  gsize size = 0;

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT || book->vault == NULL)
    return FALSE;
  n = KX_ARG_INTEGER (integer_member (root, "n"));
  text = kx_audit_head_text (n.number, integer_member (root, "seq"), text_member (root, "head"),
                             text_member (root, "at"));
  signature = kx_base64url_decode (text_member (root, "signature"), &size);
  if (signature == NULL)
    return FALSE;
  bytes = g_bytes_new (signature, size);
  if (!kx_sign_verify (book->vault->sign_public, text, strlen (text), bytes, NULL))
    return FALSE;
  rows = kx_db_query (book->db, "SELECT link FROM audit WHERE n = $1", &n, 1, error);
  if (n.number == 0)
    return TRUE;
  if (rows == NULL || !kx_db_rows_next (rows, error) || bytes_of (rows, 0, KX_AUDIT_HASH_SIZE) == NULL)
    return FALSE;
  link = kx_base64url_encode (bytes_of (rows, 0, KX_AUDIT_HASH_SIZE), KX_AUDIT_HASH_SIZE);
  return g_str_equal (link, text_member (root, "head"));
}

static gboolean
verify_heads (KxBook *book, const char *path, KxAuditReport *report, GError **error)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  GError *local = NULL;

  if (path == NULL || !g_file_get_contents (path, &contents, NULL, NULL))
    return TRUE;
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL && report->fault == NULL; i++)
    {
      if (*lines[i] == '\0')
        continue;
      report->heads++;
      if (!head_holds (book, lines[i], &local))
        report->fault =
            g_strdup_printf ("Signed head %" G_GINT64_FORMAT " does not fit the chain", report->heads);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
kx_audit_verify (KxBook *book, const char *heads, KxAuditReport *ret_report, GError **error)
{
  KxAuditReport report = { 0 };
  gboolean read;

  if (!kx_db_begin_read (book->db, error))
    return FALSE;
  read =
      verify_chain (book, &report, error) && (report.fault != NULL || verify_counter (book, &report, error));
  for (guint i = 0; read && report.fault == NULL && i < book->schema->n_entities; i++)
    read = verify_rows (book, book->schema->entities[i], &report, error);
  read = read && (report.fault != NULL || verify_heads (book, heads, &report, error));
  kx_db_rollback (book->db);
  if (!read)
    kx_audit_report_clear (&report);
  else
    *ret_report = report;
  return read;
}

JsonObject *
kx_audit_head (KxBook *book, KxTime at, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT audit_n, v, audit_head FROM sync_counter WHERE id = 1", NULL, 0, error);
  g_autofree char *head = NULL, *time = NULL, *text = NULL, *key = NULL, *signature = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object;

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  head = kx_base64url_encode (bytes_of (rows, 2, KX_AUDIT_HASH_SIZE), KX_AUDIT_HASH_SIZE);
  time = kx_time_to_text (at);
  text = kx_audit_head_text (kx_db_rows_integer (rows, 0), kx_db_rows_integer (rows, 1), head, time);
  object = json_object_new ();
  json_object_set_int_member (object, "n", kx_db_rows_integer (rows, 0));
  json_object_set_int_member (object, "seq", kx_db_rows_integer (rows, 1));
  json_object_set_string_member (object, "head", head);
  json_object_set_string_member (object, "at", time);
  if (book->vault == NULL)
    return object;
  bytes = kx_sign (book->vault->sign_secret, text, strlen (text));
  signature = kx_base64url_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  key = kx_base64url_encode (book->vault->sign_public, KX_PUBLIC_KEY_SIZE);
  json_object_set_string_member (object, "public_key", key);
  json_object_set_string_member (object, "signature", signature);
  return object;
}

gboolean
kx_audit_write_head (KxBook *book, KxTime at, const char *path, GError **error)
{
  JsonObject *head = kx_audit_head (book, at, error);
  g_autofree char *text = head != NULL ? kx_wire_object_text (head, NULL) : NULL;
  g_autofree char *line = NULL;
  gboolean written;
  int fd;

  if (text == NULL)
    return FALSE;
  line = g_strconcat (text, "\n", NULL);
  fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  written = fd >= 0 && write (fd, line, strlen (line)) == (ssize_t) strlen (line) && fsync (fd) == 0;
  if (!written)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "The audit head could not be written to %s", path);
  if (fd >= 0)
    close (fd);
  return written;
}

static void
set_hash (JsonObject *object, const char *name, KxDbRows *rows, int column)
{
  gsize size;
  const void *bytes = kx_db_rows_bytes (rows, column, &size);
  g_autofree char *text = bytes != NULL ? kx_base64url_encode (bytes, size) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static JsonObject *
write_entry (KxDbRows *rows, const KxActor *actor)
{
  static const char *const names[] = { "actor", "device", "op", "kind", "entity", "row", "space" };
  JsonObject *object = json_object_new ();
  g_autofree char *at = kx_time_to_text ((KxTime){ kx_db_rows_integer (rows, 2) });

  json_object_set_int_member (object, "n", kx_db_rows_integer (rows, 0));
  set_hash (object, "leaf", rows, 13);
  set_hash (object, "link", rows, 14);
  if (g_strcmp0 (kx_db_rows_text (rows, 3), actor->user) != 0 &&
      !kx_actor_may_read (actor, kx_db_rows_text (rows, 9)))
    return object;
  json_object_set_int_member (object, "seq", kx_db_rows_integer (rows, 1));
  json_object_set_string_member (object, "at", at);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (kx_db_rows_text (rows, 3 + (int) i) != NULL)
      json_object_set_string_member (object, names[i], kx_db_rows_text (rows, 3 + (int) i));
  set_hash (object, "salt", rows, 10);
  set_hash (object, "hash_before", rows, 11);
  set_hash (object, "hash_after", rows, 12);
  return object;
}

JsonArray *
kx_audit_list (KxBook *book, const KxActor *actor, gint64 after, guint limit, gint64 *ret_last,
               GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (after), KX_ARG_INTEGER (limit) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT " ENTRY_COLUMNS " FROM audit WHERE n > $1 ORDER BY n LIMIT $2", args,
                   G_N_ELEMENTS (args), error);
  g_autoptr (JsonArray) entries = json_array_new ();
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  *ret_last = after;
  while (kx_db_rows_next (rows, &local))
    {
      *ret_last = kx_db_rows_integer (rows, 0);
      json_array_add_object_element (entries, write_entry (rows, actor));
    }
  if (local == NULL)
    return g_steal_pointer (&entries);
  g_propagate_error (error, local);
  return NULL;
}
