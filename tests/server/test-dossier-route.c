/* The file of one agency as the service gives it to those who may read the agency. */
#include "core/entities/kx-agency.h"
#include "exchange/kx-dossier-check.h"
#include "server/kx-test-service.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KxTestService *service;
  char *agency; /* owned; id of one with an agreement */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (KxDbRows) rows = NULL;

  f->service = kx_test_service_new ();
  rows = kx_db_query (f->service->book->db, "SELECT agency FROM agreement ORDER BY agency", NULL, 0, NULL);
  g_assert_true (kx_db_rows_next (rows, NULL));
  f->agency = g_strdup (kx_db_rows_text (rows, 0));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->agency);
  kx_test_service_free (f->service);
}

static KxTestAnswer *
get (Fixture *f, const char *login, const char *id, const char *query)
{
  g_autofree char *target = g_strdup_printf ("/v1/agencies/%s/file.zip%s", id, query);
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("GET", target, login);

  if (login != NULL && !g_hash_table_contains (f->service->tokens, login))
    kx_test_service_sign_in (f->service, login);
  return kx_test_service_ask (f->service, ask);
}

static KxDossierCheck *
check (Fixture *f, const KxTestAnswer *answer)
{
  g_autofree char *path = g_build_filename (f->service->folder, "file.zip", NULL);
  g_autoptr (GError) error = NULL;
  KxDossierCheck *found;

  g_assert_true (g_file_set_contents (path, answer->body, (gssize) answer->length, NULL));
  found = kx_dossier_check (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return found;
}

static void
test_given (Fixture *f, gconstpointer data)
{
  g_autoptr (KxTestAnswer) whole = get (f, "auditor", f->agency, "?since=2023-01-01");
  g_autoptr (KxTestAnswer) less = get (f, "clerk", f->agency, "");
  g_autofree char *type = kx_test_answer_get (whole, "Content-Type"),
                  *name = kx_test_answer_get (whole, "Content-Disposition");
  g_autoptr (KxDossierCheck) found = NULL, found_less = NULL;
  g_autoptr (GDir) dir = g_dir_open (f->service->folder, 0, NULL);
  const char *file;

  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpstr (type, ==, "application/zip");
  g_assert_true (g_str_has_prefix (name, "attachment; filename=\"agency.zip\"; filename*=UTF-8''%E6"));
  found = check (f, whole);
  g_assert_cmpuint (found->faults->len, ==, 0);
  g_assert_cmpuint (found->entries, >, 0);
  /* The audit trail is not for clerks. */
  g_assert_cmpuint (less->status, ==, 200);
  found_less = check (f, less);
  g_assert_cmpuint (found_less->faults->len, ==, 0);
  g_assert_cmpuint (found_less->entries, ==, 0);
  /* Nothing of them stays in the store's folder. */
  while ((file = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (file, "dossier-"));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *login, *id, *query;
    guint status;
  } asks[] = {
    { NULL, NULL, "", 401 },
    { "admin", NULL, "", 404 },
    { "clerk", "0197b2a0-0000-7000-8000-00000000ffff", "", 404 },
    { "clerk", "none", "", 404 },
    { "clerk", NULL, "?since=2023", 400 },
    { "clerk", NULL, "?since=2023-02-30", 400 },
    { "clerk", NULL, "?until=2023-01-01", 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    {
      g_autoptr (KxTestAnswer) answer =
          get (f, asks[i].login, asks[i].id != NULL ? asks[i].id : f->agency, asks[i].query);

      g_assert_cmpuint (answer->status, ==, asks[i].status);
    }
}

/* What one of several at once is answered. */
static gpointer
ask_raw (gpointer data)
{
  Fixture *f = data;
  g_autofree char *text =
      g_strdup_printf ("GET /v1/agencies/%s/file.zip HTTP/1.1\r\nHost: x\r\nConnection: "
                       "close\r\nAuthorization: Bearer %s\r\n\r\n",
                       f->agency, (char *) g_hash_table_lookup (f->service->tokens, "clerk"));
  g_autoptr (KxTestAnswer) answer = kx_test_service_ask_raw (f->service, text, -1);

  return GUINT_TO_POINTER (answer->status);
}

static void
test_several_at_once (Fixture *f, gconstpointer data)
{
  GThread *threads[12];
  guint given = 0, put_off = 0;
  g_autoptr (KxTestAnswer) after = NULL;

  kx_test_service_sign_in (f->service, "clerk");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ask", ask_raw, f);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      guint status = GPOINTER_TO_UINT (g_thread_join (threads[i]));

      given += status == 200;
      put_off += status == 503;
    }
  g_assert_cmpuint (given, >, 0);
  g_assert_cmpuint (given + put_off, ==, G_N_ELEMENTS (threads));
  after = get (f, "clerk", f->agency, "");
  g_assert_cmpuint (after->status, ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/dossier-route/it is given, with the audit trail to those who may see it", Fixture, NULL,
              set_up, test_given, tear_down);
  g_test_add ("/dossier-route/others and wrong requests are refused", Fixture, NULL, set_up, test_refused,
              tear_down);
  g_test_add ("/dossier-route/few are made at once, and then the next", Fixture, NULL, set_up,
              test_several_at_once, tear_down);
  return g_test_run ();
}
