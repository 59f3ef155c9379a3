#include "sync/kx-test-desk.h"

#include "lib/kx-test-store.h"
#include "sync/kx-client-row.h"
#include "sync/kx-test-wait.h"

#include <string.h>

void
kx_test_desk_start (KxTestDesk *desk)
{
  g_autofree char *data = g_build_filename (desk->folder, "service", NULL);

  desk->service = kx_test_kangxied_start_demo (data);
  g_free (desk->url);
  desk->url = g_strdup_printf ("http://127.0.0.1:%u", desk->service->port);
}

void
kx_test_desk_stop (KxTestDesk *desk)
{
  g_assert_cmpint (kx_test_kangxied_stop (desk->service), ==, 0);
  g_clear_pointer (&desk->service, kx_test_kangxied_free);
}

void
kx_test_desk_kill (KxTestDesk *desk)
{
  kx_test_kangxied_kill (desk->service);
  g_clear_pointer (&desk->service, kx_test_kangxied_free);
}

KxTestDesk *
kx_test_desk_new (void)
{
  KxTestDesk *desk = g_new0 (KxTestDesk, 1);

  desk->folder = kx_test_make_folder ();
  kx_test_desk_start (desk);
  return desk;
}

void
kx_test_desk_free (KxTestDesk *desk)
{
  g_clear_pointer (&desk->service, kx_test_kangxied_free);
  kx_test_remove_folder (desk->folder);
  g_free (desk->url);
  g_free (desk);
}

KxClient *
kx_test_desk_sign_in (KxTestDesk *desk, const char *name)
{
  g_autoptr (GError) error = NULL;
  KxClient *client = kx_client_new (desk->url, &error);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxClientSession) session = NULL;

  g_assert_no_error (error);
  kx_client_sign_in_async (client, name, name, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  session = kx_client_sign_in_finish (client, result, &error);
  g_assert_no_error (error);
  return client;
}

char *
kx_test_desk_call (KxClient *client, const char *method, const char *path, const char *body)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL, answer = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_call_async (client, method, path, NULL, bytes, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  answer = kx_client_call_finish (client, result, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

KxRecord *
kx_test_desk_find (KxClient *client, const KxEntity *entity, const char *query)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxClientPage) page = NULL;
  g_autoptr (GError) error = NULL;

  kx_client_list_async (client, entity, query, NULL, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  page = kx_client_list_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->rows->len, >, 0);
  return kx_record_copy (page->rows->pdata[0]);
}
