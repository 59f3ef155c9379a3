#include "bench/kx-bench-http.h"

#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void
answer (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    g_bytes_get_data (data, NULL), g_bytes_get_size (data));
}

/* Writes the port to `end`. */
static void
serve (const char *body, int end)
{
  /* The parent's main context is not for a second process. */
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;
  guint port;

  g_main_context_push_thread_default (context);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, answer, bytes, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL))
    return;
  uris = soup_server_get_uris (server);
  port = (guint) g_uri_get_port (uris->data);
  if (write (end, &port, sizeof port) == sizeof port)
    g_main_loop_run (loop);
}

pid_t
kx_bench_http_start (const char *body, guint *ret_port)
{
  int ends[2];
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      serve (body, ends[1]);
      _exit (1);
    }
  /* A child that cannot serve closes the last end that is written to, instead of being waited for. */
  close (ends[1]);
  g_assert_cmpint (read (ends[0], ret_port, sizeof *ret_port), ==, sizeof *ret_port);
  close (ends[0]);
  return pid;
}

void
kx_bench_http_stop (pid_t pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}
