#include "server/kx-admin.h"

#include "exchange/kx-export.h"
#include "exchange/kx-import-subject.h"
#include "exchange/kx-import.h"
#include "server/kx-http-query.h"
#include "server/kx-list-request.h"

#include <string.h>

#define LONGEST_QUERY 65536

static KxImportWords
get_words (const KxAdminCall *call)
{
  return (KxImportWords){ call->translate, call->translate_data };
}

/* The command line makes paths absolute: this process has another working folder. */
static const char *
get_path (const KxAdminCall *call, const char *name, GError **error)
{
  const char *path = kx_admin_text (call, name);

  if (path != NULL && g_path_is_absolute (path))
    return path;
  kx_admin_refuse (call, error, KX_ADMIN_ERROR_FAILED, N_ ("An absolute path is needed"), NULL, NULL);
  return NULL;
}

static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_file_set_contents_full (path, data != NULL ? data : "", (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* The refused rows as a workbook; no file when none was refused. */
static gboolean
write_errors (const KxAdminCall *call, const KxImport *import, GError **error)
{
  const char *path = kx_admin_text (call, "errors") != NULL ? get_path (call, "errors", error) : "";
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL)
    return FALSE;
  if (*path == '\0' || kx_import_get_report (import)->counts[KX_IMPORT_REFUSED] == 0)
    return TRUE;
  bytes = kx_import_write_errors (import, error);
  return bytes != NULL && write_file (path, bytes, error);
}

static JsonObject *
tell_report (const KxImport *import)
{
  g_autofree char *text = kx_import_dup_report_json (import);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return json_object_ref (json_node_get_object (node));
}

/* What a table may bring in; agencies where nothing is said, NULL: another kind of record. */
static const KxEntity *
find_subject (const KxAdminCall *call)
{
  const char *table = kx_admin_text (call, "table");
  const KxEntity *entity =
      kx_schema_collection (kx_store_get_schema (call->store), table != NULL ? table : "agencies");
  KxImportSubject subject = entity != NULL ? kx_import_subject (entity) : (KxImportSubject){ 0 };

  return subject.former_names || subject.takes_over ? entity : NULL;
}

JsonObject *
kx_admin_import (const KxAdminCall *call, GError **error)
{
  const char *path = get_path (call, "path", error);
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : NULL;
  g_autoptr (GMappedFile) file = path != NULL ? g_mapped_file_new (path, FALSE, error) : NULL;
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  KxImportWords words = get_words (call);
  KxImportOptions options = { .entity = find_subject (call),
                              .area = kx_admin_text (call, "area"),
                              .file_name = base,
                              .sheet = kx_admin_text (call, "sheet"),
                              .mapping = kx_admin_text (call, "mapping"),
                              .words = &words,
                              .mode = KX_IMPORT_BOTH,
                              .dry_run = kx_admin_flag (call, "dry_run"),
                              .strict = kx_admin_flag (call, "strict") };
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxImport) import = NULL;

  if (bytes == NULL)
    return NULL;
  if (options.entity == NULL)
    {
      kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN, N_ ("There is no table {table}"), "table",
                       kx_admin_text (call, "table"));
      return NULL;
    }
  import = kx_import_new (kx_import_target_store (call->store), system, bytes, &options, error);
  if (import == NULL || !kx_import_run (import, NULL, error) || !write_errors (call, import, error))
    return NULL;
  return tell_report (import);
}

/* Everybody's rows, or those of an area: whoever held every role there would see them. */
static KxActor *
make_eyes (const char *area)
{
  KxActor *actor = area == NULL ? kx_actor_new_system () : kx_actor_new ("export", "export");

  for (int i = 0; area != NULL && i < KX_N_ROLES; i++)
    kx_actor_grant (actor, i, area);
  return actor;
}

/* Adds `beds.gte=20` to a query as a URL has it. */
static void
add_condition (GString *text, const char *condition)
{
  const char *equals = strchr (condition, '=');
  g_autofree char *name =
      g_strndup (condition, equals != NULL ? (gsize) (equals - condition) : strlen (condition));
  g_autofree char *left = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *right = g_uri_escape_string (equals != NULL ? equals + 1 : "", NULL, FALSE);

  g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "&" : "", left, right);
}

/* FALSE: one of the conditions does not fit. Texts of the query go to `texts`. */
static gboolean
read_query (const char *text, KxListQuery *query, GPtrArray *texts, KxHttpQuery **ret_parsed)
{
  g_autoptr (KxHttpQuery) parsed = NULL;
  g_autoptr (KxProblem) problem = kx_http_query_parse (text, LONGEST_QUERY, &parsed);

  if (problem == NULL)
    problem = kx_list_request_read (query->entity, parsed, query, texts);
  if (problem != NULL)
    return FALSE;
  *ret_parsed = g_steal_pointer (&parsed);
  return TRUE;
}

static gboolean
read_conditions (const KxAdminCall *call, KxListQuery *query, GPtrArray *texts, KxHttpQuery **ret_parsed,
                 GError **error)
{
  JsonArray *conditions = kx_admin_array (call, "conditions");
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; conditions != NULL && i < json_array_get_length (conditions); i++)
    {
      const char *condition = json_array_get_string_element (conditions, i);
      g_autoptr (GString) one = g_string_new (NULL);
      g_autoptr (KxHttpQuery) parsed = NULL;
      KxListQuery trial = *query;

      add_condition (one, condition != NULL ? condition : "");
      if (!read_query (one->str, &trial, texts, &parsed))
        {
          kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN,
                           N_ ("The condition {condition} does not fit this table"), "condition", condition);
          return FALSE;
        }
      add_condition (all, condition);
    }
  if (read_query (all->str, query, texts, ret_parsed))
    return TRUE;
  kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN, N_ ("These conditions do not go together"), NULL,
                   NULL);
  return FALSE;
}

static GBytes *
export_rows (const KxAdminCall *call, const KxListQuery *query, KxExportFormat format, GError **error)
{
  KxBook *reader = kx_store_take_reader (call->store, error);
  KxExportOptions options = { .format = format,
                              .now = kx_store_now (call->store),
                              .parts = kx_admin_flag (call, "parts") };
  KxImportWords words = get_words (call);
  GBytes *bytes;

  if (reader == NULL)
    return NULL;
  bytes = kx_export_rows (reader, query, &options, &words, error);
  kx_store_give_reader (call->store, reader);
  return bytes;
}

JsonObject *
kx_admin_export (const KxAdminCall *call, GError **error)
{
  const char *path = get_path (call, "path", error), *table = kx_admin_text (call, "table");
  g_autoptr (KxActor) actor = make_eyes (kx_admin_text (call, "area"));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KxHttpQuery) parsed = NULL;
  g_autoptr (GBytes) bytes = NULL;
  KxListQuery query = { .actor = actor };
  KxExportFormat format;
  JsonObject *result;

  if (path == NULL)
    return NULL;
  query.entity = kx_schema_collection (kx_store_get_schema (call->store), table != NULL ? table : "");
  if (query.entity == NULL)
    kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN, N_ ("There is no table {table}"), "table", table);
  else if (!kx_export_format_of (path, &format))
    kx_admin_refuse (call, error, KX_ADMIN_ERROR_FAILED,
                     N_ ("The file's name ends in .xlsx, .csv or .ndjson"), NULL, NULL);
  else if (read_conditions (call, &query, texts, &parsed, error))
    bytes = export_rows (call, &query, format, error);
  if (bytes == NULL || !write_file (path, bytes, error))
    return NULL;
  result = json_object_new ();
  json_object_set_string_member (result, "path", path);
  json_object_set_int_member (result, "bytes", (gint64) g_bytes_get_size (bytes));
  return result;
}
