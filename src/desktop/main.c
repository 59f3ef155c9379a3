#include "desktop/kx-application.h"
#include "desktop/kx-locale.h"

#include <sys/stat.h>

int
main (int argc, char **argv)
{
  g_autoptr (KxApplication) application = NULL;

  /* Everything this program writes is for its own user. */
  umask (077);
  kx_locale_init ();
  application = kx_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
