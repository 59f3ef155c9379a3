#include "store/kx-backup-private.h"

#include "store/kx-files.h"

#include "core/kx-json.h"
#include "core/kx-wire.h"

#include <string.h>

#define FORMAT_PREFIX "kangxie-backup-"

KxManifest *
kx_manifest_new (void)
{
  KxManifest *self = g_new0 (KxManifest, 1);

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lost = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kx_manifest_free (KxManifest *self)
{
  g_free (self->program);
  g_free (self->generation);
  g_free (self->created_at);
  g_free (self->audit_head);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->files);
  g_ptr_array_unref (self->lost);
  g_free (self);
}

void
kx_manifest_add_file (KxManifest *self, const char *name, gint64 size, const char *sha256)
{
  KxBackupFile *file = g_new0 (KxBackupFile, 1);

  file->size = size;
  g_strlcpy (file->sha256, sha256, sizeof file->sha256);
  g_hash_table_insert (self->files, g_strdup (name), file);
}

static void
add_count (KxManifest *self, const char *table, gint64 rows)
{
  g_hash_table_insert (self->counts, g_strdup (table), g_memdup2 (&rows, sizeof rows));
}

static gboolean
count_tables (KxManifest *self, KxDb *db, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (db,
                                           "SELECT name FROM sqlite_master WHERE type = 'table' AND substr "
                                           "(name, 1, 7) <> 'sqlite_' ORDER BY name",
                                           NULL, 0, error);
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", kx_db_rows_text (rows, 0));
      gint64 count = 0;

      if (!kx_db_get_integer (db, sql, NULL, 0, &count, error))
        return FALSE;
      add_count (self, kx_db_rows_text (rows, 0), count);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return rows != NULL && local == NULL;
}

gboolean
kx_manifest_read_database (KxManifest *self, KxDb *db, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      db,
      "SELECT c.v, c.audit_n, c.audit_head, s.value, g.value FROM sync_counter c, meta s, meta g WHERE "
      "c.id = 1 AND s.name = 'schema' AND g.name = 'generation'",
      NULL, 0, error);
  GError *local = NULL;
  const void *head;
  gsize size;

  if (rows == NULL)
    return FALSE;
  if (!kx_db_rows_next (rows, &local))
    {
      g_propagate_error (error, local != NULL ? local
                                              : g_error_new_literal (KX_STORE_ERROR, KX_STORE_ERROR_BACKUP,
                                                                     "The database has no counter row"));
      return FALSE;
    }
  self->seq = kx_db_rows_integer (rows, 0);
  self->audit_n = kx_db_rows_integer (rows, 1);
  head = kx_db_rows_bytes (rows, 2, &size);
  g_free (self->audit_head);
  self->audit_head = kx_base64url_encode (head, size);
  self->schema = g_ascii_strtoll (kx_db_rows_text (rows, 3), NULL, 10);
  g_free (self->generation);
  self->generation = g_strdup (kx_db_rows_text (rows, 4));
  return count_tables (self, db, error);
}

char *
kx_manifest_compare_files (const KxManifest *self, GHashTable *files)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const KxBackupFile *wanted = value, *file = g_hash_table_lookup (files, name);

      if (file == NULL)
        return g_strdup_printf ("%s is missing", (char *) name);
      if (file->size != wanted->size || strcmp (file->sha256, wanted->sha256) != 0)
        return g_strdup_printf ("%s is damaged", (char *) name);
    }
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (self->files, name))
      return g_strdup_printf ("%s does not belong to it", (char *) name);
  return g_hash_table_contains (files, KX_BACKUP_DATABASE) ? NULL : g_strdup ("it has no database");
}

char *
kx_manifest_compare_database (const KxManifest *self, const KxManifest *database)
{
  GHashTableIter iter;
  gpointer table, value;

  if (self->schema != database->schema || self->seq != database->seq || self->audit_n != database->audit_n ||
      g_strcmp0 (self->generation, database->generation) != 0 ||
      g_strcmp0 (self->audit_head, database->audit_head) != 0 ||
      g_hash_table_size (self->counts) != g_hash_table_size (database->counts))
    return g_strdup ("its database is not the one its manifest describes");
  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &table, &value))
    {
      const gint64 *other = g_hash_table_lookup (database->counts, table);

      if (other == NULL || *other != *(const gint64 *) value)
        return g_strdup_printf ("table %s has not the number of rows that its manifest says", (char *) table);
    }
  return NULL;
}

static JsonObject *
write_counts (const KxManifest *self)
{
  g_autoptr (GList) tables = g_list_sort (g_hash_table_get_keys (self->counts), (GCompareFunc) strcmp);
  JsonObject *counts = json_object_new ();

  for (GList *l = tables; l != NULL; l = l->next)
    json_object_set_int_member (counts, l->data,
                                *(const gint64 *) g_hash_table_lookup (self->counts, l->data));
  return counts;
}

static JsonArray *
write_files (const KxManifest *self)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->files), (GCompareFunc) strcmp);
  JsonArray *files = json_array_new ();

  for (GList *l = names; l != NULL; l = l->next)
    {
      const KxBackupFile *file = g_hash_table_lookup (self->files, l->data);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", l->data);
      json_object_set_int_member (object, "size", file->size);
      json_object_set_string_member (object, "sha256", file->sha256);
      json_array_add_object_element (files, object);
    }
  return files;
}

char *
kx_manifest_to_text (const KxManifest *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *lost = json_array_new ();

  for (guint i = 0; i < self->lost->len; i++)
    json_array_add_string_element (lost, self->lost->pdata[i]);
  json_object_set_string_member (object, "format", KX_BACKUP_FORMAT);
  json_object_set_string_member (object, "program", self->program);
  json_object_set_int_member (object, "schema", self->schema);
  json_object_set_string_member (object, "generation", self->generation);
  json_object_set_int_member (object, "seq", self->seq);
  json_object_set_string_member (object, "created_at", self->created_at);
  json_object_set_int_member (object, "audit_n", self->audit_n);
  json_object_set_string_member (object, "audit_head", self->audit_head);
  json_object_set_object_member (object, "counts", write_counts (self));
  json_object_set_array_member (object, "files", write_files (self));
  json_object_set_array_member (object, "lost", lost);
  return kx_wire_object_text (object, NULL);
}

/* A member of the wanted type, or NULL. */
static const KxJsonNode *
member (const KxJsonNode *object, const char *name, KxJsonType type)
{
  const KxJsonNode *node =
      kx_json_node_get_type (object) == KX_JSON_OBJECT ? kx_json_node_member (object, name) : NULL;

  return node != NULL && kx_json_node_get_type (node) == type ? node : NULL;
}

static char *
dup_text (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = member (object, name, KX_JSON_STRING);

  return node != NULL ? g_strdup (kx_json_node_get_text (node, NULL)) : NULL;
}

static gint64
get_integer (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = member (object, name, KX_JSON_INTEGER);

  return node != NULL ? kx_json_node_get_integer (node) : -1;
}

/* FALSE: a member is missing or of another type. */
static gboolean
read_lists (KxManifest *self, const KxJsonNode *root)
{
  const KxJsonNode *counts = member (root, "counts", KX_JSON_OBJECT),
                   *files = member (root, "files", KX_JSON_ARRAY);
  const KxJsonNode *lost = member (root, "lost", KX_JSON_ARRAY);

  if (counts == NULL || files == NULL || lost == NULL)
    return FALSE;
  for (guint i = 0; i < kx_json_node_get_n_children (counts); i++)
    {
      const KxJsonNode *count = kx_json_node_get_child (counts, i);

      if (kx_json_node_get_type (count) != KX_JSON_INTEGER)
        return FALSE;
      add_count (self, kx_json_node_get_name (count), kx_json_node_get_integer (count));
    }
  for (guint i = 0; i < kx_json_node_get_n_children (files); i++)
    {
      const KxJsonNode *file = kx_json_node_get_child (files, i);
      g_autofree char *name = dup_text (file, "name"), *sha256 = dup_text (file, "sha256");

      if (name == NULL || sha256 == NULL || !kx_files_is_sha256 (sha256) || get_integer (file, "size") < 0)
        return FALSE;
      kx_manifest_add_file (self, name, get_integer (file, "size"), sha256);
    }
  for (guint i = 0; i < kx_json_node_get_n_children (lost); i++)
    {
      const KxJsonNode *name = kx_json_node_get_child (lost, i);

      if (kx_json_node_get_type (name) != KX_JSON_STRING)
        return FALSE;
      g_ptr_array_add (self->lost, g_strdup (kx_json_node_get_text (name, NULL)));
    }
  return TRUE;
}

KxManifest *
kx_manifest_from_text (const char *text, gsize length, GError **error)
{
  g_autoptr (KxJson) json = kx_json_parse (text, length, NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  g_autofree char *format = root != NULL ? dup_text (root, "format") : NULL;
  g_autoptr (KxManifest) self = kx_manifest_new ();

  if (format != NULL && g_str_has_prefix (format, FORMAT_PREFIX) && !g_str_equal (format, KX_BACKUP_FORMAT))
    {
      g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_NEWER,
                   "A newer program wrote this backup (format %s)", format);
      return NULL;
    }
  if (format != NULL && g_str_equal (format, KX_BACKUP_FORMAT))
    {
      self->program = dup_text (root, "program");
      self->generation = dup_text (root, "generation");
      self->created_at = dup_text (root, "created_at");
      self->audit_head = dup_text (root, "audit_head");
      self->schema = get_integer (root, "schema");
      self->seq = get_integer (root, "seq");
      self->audit_n = get_integer (root, "audit_n");
      if (self->program != NULL && self->generation != NULL && self->created_at != NULL &&
          self->audit_head != NULL && self->schema > 0 && self->seq >= 0 && self->audit_n >= 0 &&
          read_lists (self, root))
        return g_steal_pointer (&self);
    }
  g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BACKUP,
                       "This is not a backup: its manifest cannot be read");
  return NULL;
}

char *
kx_backup_lines (GPtrArray *texts)
{
  GString *lines = texts->len > 0 ? g_string_new (NULL) : NULL;

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (lines, "%s\n", (char *) texts->pdata[i]);
  return lines != NULL ? g_string_free (lines, FALSE) : NULL;
}
