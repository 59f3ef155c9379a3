#include "desktop/kx-application.h"
#include "desktop/kx-locale.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

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
  if (kx_application_wants_restart (application))
    {
      kx_application_let_go (g_steal_pointer (&application));
      kx_locale_give_back ();
      execv ("/proc/self/exe", argv);
      g_printerr ("kangxie: %s\n", g_strerror (errno));
      return 1;
    }
  return status != 0 ? status : kx_application_get_exit_status (application);
}
