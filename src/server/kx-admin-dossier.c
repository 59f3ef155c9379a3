#include "server/kx-admin.h"

#include "core/kx-calendar.h"
#include "exchange/kx-dossier.h"
#include "store/kx-files.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The id of the agency that was meant. NULL with an error in the words of who asked. Free with g_free(). */
static char *
find_agency (const KxAdminCall *call, GError **error)
{
  const char *text = kx_admin_text (call, "agency");
  KxBook *reader = kx_store_take_reader (call->store, error);
  GError *local = NULL;
  char *id;

  if (reader == NULL)
    return NULL;
  id = kx_dossier_find_agency (reader, text != NULL ? text : "", &local);
  kx_store_give_reader (call->store, reader);
  if (id != NULL)
    return id;
  if (local->domain == KX_DOSSIER_ERROR)
    kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN,
                     local->code == KX_DOSSIER_ERROR_SEVERAL
                         ? N_ ("Several agencies are called {agency}: give the code or the id")
                         : N_ ("There is no agency {agency}"),
                     "agency", text);
  else
    g_propagate_error (error, g_error_copy (local));
  g_error_free (local);
  return NULL;
}

/* Beside its place first, so that half a file is never taken for one. */
static gboolean
write_dossier (const KxAdminCall *call, const KxDossierRequest *request, const char *path,
               KxDossierReport *ret_report, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  int fd = open (part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean written;

  if (fd < 0)
    {
      kx_files_set_error (error, part);
      return FALSE;
    }
  written = kx_dossier_write (call->store, request, fd, ret_report, error);
  if (written && fsync (fd) != 0)
    {
      kx_files_set_error (error, part);
      written = FALSE;
    }
  close (fd);
  if (written && kx_files_move (part, path, error))
    return TRUE;
  g_unlink (part);
  return FALSE;
}

JsonObject *
kx_admin_export_agency (const KxAdminCall *call, GError **error)
{
  const char *path = kx_admin_text (call, "path"), *since = kx_admin_text (call, "since");
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxImportWords words = { call->translate, call->translate_data };
  KxDossierRequest request = { .actor = system, .with_audit = TRUE, .words = &words };
  g_auto (KxDossierReport) report = { 0 };
  g_autofree char *agency = NULL;
  JsonObject *result;

  if (path == NULL || !g_path_is_absolute (path))
    {
      kx_admin_refuse (call, error, KX_ADMIN_ERROR_FAILED, N_ ("An absolute path is needed"), NULL, NULL);
      return NULL;
    }
  if (since != NULL && !kx_date_parse (since, &request.since))
    {
      kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN, N_ ("{day} is no day: write it as 2023-01-01"),
                       "day", since);
      return NULL;
    }
  request.agency = agency = find_agency (call, error);
  if (agency == NULL || !write_dossier (call, &request, path, &report, error))
    return NULL;
  result = json_object_new ();
  json_object_set_string_member (result, "path", path);
  json_object_set_string_member (result, "agency", report.name);
  json_object_set_int_member (result, "parts", report.parts);
  json_object_set_int_member (result, "rows", report.rows);
  json_object_set_int_member (result, "attachments", report.attachments);
  json_object_set_int_member (result, "missing", report.missing);
  return result;
}
