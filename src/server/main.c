#include "server/kx-command.h"

#include <libintl.h>
#include <locale.h>
#include <sys/stat.h>

int
main (int argc, char **argv)
{
  g_autofree char *locales = kx_command_locale_folder ();

  /* Everything this program writes is for its own user. */
  umask (077);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locales);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return (int) kx_command_main (argc, argv);
}
