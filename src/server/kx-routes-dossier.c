#include "server/kx-answer.h"

#include "core/entities/kx-agency.h"
#include "core/kx-calendar.h"
#include "exchange/kx-dossier.h"
#include "server/kx-http-request-private.h"
#include "store/kx-files.h"
#include "store/kx-thread.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define AT_ONCE 3     /* each takes the disk's time and room */
#define AGAIN_AFTER 5 /* seconds */

/* How many are being made; of the server's thread. */
static guint running;

/* The file of one agency on its way: written on another thread, answered on the server's. */
typedef struct
{
  KxService *service;
  KxRequest *request;   /* owned */
  KxActor *actor;       /* owned */
  char *agency;         /* owned; id */
  char *language;       /* owned */
  const KxWords *words; /* of the server, which lives as long as the request */
  KxDate since;
  KxDossierReport report;
  GMappedFile *file; /* owned */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  kx_request_unref (making->request);
  kx_actor_free (making->actor);
  kx_dossier_report_clear (&making->report);
  g_clear_pointer (&making->file, g_mapped_file_unref);
  g_free (making->agency);
  g_free (making->language);
  g_free (making);
}

static const char *
translate (const char *msgid, gpointer data)
{
  Making *making = data;

  return kx_words_get (making->words, making->language, msgid);
}

/* A file in the store's folder that is gone when it is closed, whatever becomes of this process. */
static int
open_nameless (KxStore *store, GError **error)
{
  g_autofree char *path = g_build_filename (kx_store_get_dir (store), "dossier-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    kx_files_set_error (error, path);
  else
    g_unlink (path);
  return fd;
}

static void
run_make (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *making = data;
  KxStore *store = kx_service_get_store (making->service);
  KxImportWords words = { translate, making };
  KxDossierRequest ask = { .agency = making->agency,
                           .since = making->since,
                           .actor = making->actor,
                           .with_audit = kx_service_may_audit (making->actor),
                           .words = &words };
  GError *error = NULL;
  int fd = open_nameless (store, &error);

  if (fd >= 0 && kx_dossier_write (store, &ask, fd, &making->report, &error))
    making->file = g_mapped_file_new_from_fd (fd, FALSE, &error);
  if (fd >= 0)
    close (fd);
  if (making->file != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
make_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL, *escaped = NULL, *header = NULL;

  running--;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      kx_request_reply_problem (making->request,
                                g_error_matches (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_NONE)
                                    ? kx_problem_new (404, KX_CODE_NOT_FOUND, N_ ("There is no such record"))
                                    : kx_answer_error (error));
      return;
    }
  name = kx_dossier_file_name (making->report.name, kx_store_today (kx_service_get_store (making->service)));
  escaped = g_uri_escape_string (name, NULL, FALSE);
  header = g_strdup_printf ("attachment; filename=\"agency.zip\"; filename*=UTF-8''%s", escaped);
  kx_request_set_header (making->request, "Content-Disposition", header);
  bytes = g_mapped_file_get_bytes (making->file);
  kx_request_reply (making->request, 200, "application/zip", bytes);
}

/* Reads `since`. FALSE: it was answered. */
static gboolean
read_query (KxRequest *request, KxDate *ret_since)
{
  const KxHttpQuery *query = kx_request_get_query (request);

  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    {
      const char *name = kx_http_query_name_at (query, i);
      gboolean known = g_str_equal (name, "since");
      KxProblem *problem;

      if (known && kx_date_parse (kx_http_query_value_at (query, i), ret_since))
        continue;
      problem = kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));
      kx_problem_add_finding (problem, known ? "wrong-type" : "unknown-field", name,
                              known ? N_ ("The value has not the type or form of this field")
                                    : N_ ("There is no such field"));
      kx_request_reply_problem (request, problem);
      return FALSE;
    }
  return TRUE;
}

/* FALSE: there are as many as may be, and it was answered. */
static gboolean
take_turn (KxRequest *request)
{
  KxProblem *problem;

  if (running < AT_ONCE)
    {
      running++;
      return TRUE;
    }
  problem = kx_problem_new (503, "try-again",
                            N_ ("Files of other agencies are being put together; ask again in a moment"));
  kx_problem_set_retry_after (problem, AGAIN_AFTER);
  kx_request_reply_problem (request, problem);
  return FALSE;
}

static void
get_dossier (KxRequest *request, gpointer data)
{
  KxService *service = data;
  const KxEntity *entity =
      kx_schema_entity (kx_store_get_schema (kx_service_get_store (service)), kx_agency_entity.name);
  g_autoptr (KxRecord) agency = NULL;
  g_autoptr (GTask) task = NULL;
  KxDate since = { 0 };
  Making *making;

  if (!read_query (request, &since))
    return;
  agency = kx_answer_find (service, request, entity, FALSE);
  if (agency == NULL || !take_turn (request))
    return;
  making = g_new0 (Making, 1);
  making->service = service;
  making->request = kx_request_ref (request);
  making->actor = kx_actor_copy (kx_service_actor (request));
  making->agency = g_strdup (agency->id);
  making->language = g_strdup (kx_request_get_language (request));
  making->words = kx_http_server_get_words (request->server);
  making->since = since;
  task = g_task_new (NULL, NULL, make_done, NULL);
  g_task_set_source_tag (task, get_dossier);
  g_task_set_task_data (task, making, making_free);
  kx_thread_run (task, run_make);
}

KxRouteTable
kx_routes_dossier (void)
{
  static const KxRoute routes[] = {
    { "GET", "/v1/agencies/{id}/file.zip", get_dossier, KX_ROUTE_QUERY, 0, NULL },
  };

  return (KxRouteTable){ routes, G_N_ELEMENTS (routes) };
}
