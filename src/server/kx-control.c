#include "server/kx-control.h"

#include "server/kx-gettext.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_US (5 * G_USEC_PER_SEC)
#define PAUSE_US (50 * 1000)

char *
kx_control_path (const char *dir, int *ret_fd)
{
  char *path = g_build_filename (dir, "control.sock", NULL);

  *ret_fd = -1;
  if (strlen (path) < sizeof ((struct sockaddr_un *) 0)->sun_path)
    return path;
  *ret_fd = open (dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_free (path);
  return g_strdup_printf ("/proc/self/fd/%d/control.sock", *ret_fd);
}

static const char *
translate_here (const char *msgid, gpointer data)
{
  return g_dgettext (GETTEXT_PACKAGE, msgid);
}

/* The language of this process as a header names it: "zh-CN", "en" for C and POSIX. */
static char *
name_language (void)
{
  const char *name = g_get_language_names ()[0];
  char *tag = g_strndup (name, strcspn (name, ".@"));

  if (g_str_equal (tag, "C") || g_str_equal (tag, "POSIX"))
    {
      g_free (tag);
      return g_strdup ("en");
    }
  return g_strdelimit (tag, "_", '-');
}

/* The object in an answer's bytes, or NULL. */
static JsonObject *
read_object (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_ref (json_node_get_object (node)) : NULL;
}

static JsonObject *
read_answer (SoupMessage *message, GBytes *bytes, GError **error)
{
  JsonObject *object = read_object (bytes);
  guint status = soup_message_get_status (message);
  gint64 code;

  if (object != NULL && status == SOUP_STATUS_OK)
    return object;
  code = object != NULL ? json_object_get_int_member_with_default (object, "error", KX_ADMIN_ERROR_FAILED)
                        : KX_ADMIN_ERROR_FAILED;
  if (object != NULL && json_object_has_member (object, "message") && code >= 0 && code < KX_ADMIN_N_ERRORS)
    g_set_error_literal (error, KX_ADMIN_ERROR, (gint) code,
                         json_object_get_string_member (object, "message"));
  else
    g_set_error (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_FAILED, _ ("The service answered with status %u"),
                 status);
  g_clear_pointer (&object, json_object_unref);
  return NULL;
}

/* Asks the service. NULL without an error: nobody listens. */
static JsonObject *
ask (const char *dir, const char *job, JsonObject *arguments, GError **error)
{
  int fd;
  g_autofree char *path = kx_control_path (dir, &fd);
  g_autofree char *url = g_strconcat ("http://localhost/control/", job, NULL);
  g_autofree char *language = name_language ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  /* A backup of a large store takes long: no limit of time. */
  g_autoptr (SoupSession) session =
      soup_session_new_with_options ("remote-connectable", address, "timeout", 0, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), arguments);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text)), answer = NULL;
  g_autoptr (GError) local = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept-Language", language);
  answer = soup_session_send_and_read (session, message, NULL, &local);
  if (fd >= 0)
    close (fd);
  if (answer != NULL)
    return read_answer (message, answer, error);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return NULL;
  g_set_error (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_FAILED, _ ("The service did not answer: %s"),
               local->message);
  return NULL;
}

static JsonObject *
do_here (KxStore *store, const char *job, JsonObject *arguments, GError **error)
{
  KxAdminCall call = { .store = store, .arguments = arguments, .translate = translate_here };

  return kx_admin_run (job, &call, error);
}

static gboolean
check_store (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "kangxie.db", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_NO_STORE, _ ("There is no store in %s"), dir);
  return FALSE;
}

/* One attempt. NULL without an error: somebody holds the store, and nobody answers. */
static JsonObject *
try (const char *dir, const char *job, JsonObject *arguments, KxControlKeys show_keys, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *recovery = NULL;
  g_autoptr (KxStore) store = kx_store_open (dir, NULL, &recovery, &local);

  if (recovery != NULL)
    show_keys (recovery);
  if (store != NULL)
    return do_here (store, job, arguments, error);
  if (g_error_matches (local, KX_STORE_ERROR, KX_STORE_ERROR_LOCKED))
    return ask (dir, job, arguments, error);
  g_propagate_error (error, kx_admin_wrap (g_steal_pointer (&local)));
  return NULL;
}

JsonObject *
kx_control_do (const char *dir, const char *job, JsonObject *arguments, gboolean make,
               KxControlKeys show_keys, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  if (!make && !check_store (dir, error))
    return NULL;
  while (TRUE)
    {
      GError *local = NULL;
      JsonObject *result = try (dir, job, arguments, show_keys, &local);

      if (result != NULL)
        return result;
      if (local == NULL && g_get_monotonic_time () >= deadline)
        local = g_error_new (KX_ADMIN_ERROR, KX_ADMIN_ERROR_BUSY,
                             _ ("Another process holds the store in %s and does not answer"), dir);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return NULL;
        }
      g_usleep (PAUSE_US);
    }
}
