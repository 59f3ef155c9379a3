#include "desktop/kx-application.h"
#include "desktop/kx-locale.h"

#include <sys/stat.h>

int
main (int argc, char **argv)
{
  g_autoptr (KxApplication) application = NULL;
  int status;

  /* Everything this program writes is for its own user. */
  umask (077);
  kx_locale_init ();
  application = kx_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : kx_application_get_exit_status (application);
}
