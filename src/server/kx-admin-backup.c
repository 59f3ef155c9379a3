#include "server/kx-admin.h"

#include "store/kx-backup.h"
#include "store/kx-space.h"

/* The command line makes paths absolute: this process has another working folder. */
static const char *
get_path (const KxAdminCall *call, GError **error)
{
  const char *path = kx_admin_text (call, "path");

  if (path != NULL && g_path_is_absolute (path))
    return path;
  g_set_error_literal (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_FAILED, "An absolute path is needed");
  return NULL;
}

JsonObject *
kx_admin_backup (const KxAdminCall *call, GError **error)
{
  const char *path = get_path (call, error);
  g_auto (KxBackupReport) report = { 0 };
  JsonObject *result;

  if (path == NULL || !kx_backup_write (call->store, path, &report, error))
    return NULL;
  result = json_object_new ();
  json_object_set_string_member (result, "path", path);
  json_object_set_int_member (result, "seq", report.seq);
  json_object_set_int_member (result, "blobs", report.blobs);
  json_object_set_int_member (result, "bytes", report.bytes);
  if (report.lost != NULL)
    json_object_set_string_member (result, "lost", report.lost);
  return result;
}

JsonObject *
kx_admin_verify_audit (const KxAdminCall *call, GError **error)
{
  g_autofree char *heads = g_build_filename (kx_store_get_dir (call->store), "audit-heads.ndjson", NULL);
  KxBook *reader = kx_store_take_reader (call->store, error);
  g_auto (KxAuditReport) report = { 0 };
  JsonObject *result;
  gboolean read;

  if (reader == NULL)
    return NULL;
  read = kx_audit_verify (reader, g_file_test (heads, G_FILE_TEST_EXISTS) ? heads : NULL, &report, error) &&
         (report.fault != NULL || kx_space_verify (reader, &report.fault, error));
  kx_store_give_reader (call->store, reader);
  if (!read)
    return NULL;
  result = json_object_new ();
  json_object_set_int_member (result, "entries", report.entries);
  json_object_set_int_member (result, "rows", report.rows);
  json_object_set_int_member (result, "heads", report.heads);
  if (report.fault != NULL)
    json_object_set_string_member (result, "fault", report.fault);
  return result;
}
