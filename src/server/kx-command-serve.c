#include "server/kx-command.h"
#include "server/kx-http-listener.h"
#include "server/kx-serve.h"

#include <string.h>

#define DEFAULT_LISTEN "127.0.0.1:8470"

/* What the options say, checked before anything is opened. */
static KxExit
check (const KxCommand *command, const KxServeOptions *options, const char *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  gboolean on_unix = g_str_has_prefix (options->listen, KX_SERVE_UNIX), loopback;

  if (!on_unix)
    address = kx_http_address_parse (options->listen, &error);
  if (!on_unix && address == NULL)
    return kx_command_misuse (command, "--listen: %s", error->message);
  if (on_unix && !g_path_is_absolute (options->listen + strlen (KX_SERVE_UNIX)))
    return kx_command_misuse (command, "%s", _ ("--listen: the path of a Unix socket begins with a slash"));
  if (on_unix && options->certificate != NULL)
    return kx_command_misuse (command, "%s", _ ("--listen: a Unix socket needs no certificate"));
  if (database != NULL)
    return kx_command_misuse (
        command, "%s",
        _ ("--database: this version keeps its rows with SQLite in the folder of --data; other "
           "databases are not there yet"));
  if ((options->certificate != NULL) != (options->key != NULL))
    return kx_command_misuse (command, "%s", _ ("--tls-cert and --tls-key belong together"));
  loopback = on_unix || g_inet_address_get_is_loopback (
                            g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  if (!loopback && options->demo)
    return kx_command_misuse (
        command, "%s", _ ("--demo: everybody knows the passwords, so only loopback addresses are served"));
  if (!loopback && options->certificate == NULL && !options->behind_proxy)
    return kx_command_misuse (
        command, "%s",
        _ ("Passwords would cross the network in the clear: give --tls-cert and --tls-key, or "
           "--behind-proxy if a proxy does the TLS"));
  return KX_EXIT_DONE;
}

KxExit
kx_command_serve (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL, *database = NULL, *listen = NULL, *port_file = NULL, *certificate = NULL,
                  *key = NULL;
  g_autofree char *log = NULL;
  gboolean demo = FALSE, behind_proxy = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store; made if it is missing"),
      N_ ("DIR") },
    { "database", 0, 0, G_OPTION_ARG_STRING, &database, N_ ("A database elsewhere; not in this version"),
      N_ ("URL") },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen,
      N_ ("Where to listen; port 0: one that is free (127.0.0.1:8470); or unix:PATH, for this user alone"),
      N_ ("HOST:PORT") },
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &port_file,
      N_ ("File that receives the port once the service is ready"), N_ ("FILE") },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &certificate,
      N_ ("Certificate with its chain, PEM; read again at SIGHUP"), N_ ("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key, N_ ("Its private key, PEM"), N_ ("FILE") },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &behind_proxy,
      N_ ("A proxy on this machine does the TLS and names its peers by X-Forwarded-For"), NULL },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &demo,
      N_ ("Fill an empty store with demonstration data; loopback only"), NULL },
    { "access-log", 0, 0, G_OPTION_ARG_FILENAME, &log,
      N_ ("Access log (DIR/access.log); - for standard error, none for no log; opened anew at SIGHUP"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  KxServeOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  KxExit checked;

  if (!kx_command_parse (command, entries, &argc, &argv, 0, 0) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  options = (KxServeOptions){
    data, listen != NULL ? listen : DEFAULT_LISTEN, port_file, certificate, key, log, demo, behind_proxy
  };
  checked = check (command, &options, database);
  if (checked != KX_EXIT_DONE)
    return checked;
  return kx_serve_run (&options, &error) ? KX_EXIT_DONE : kx_command_fail (error);
}
