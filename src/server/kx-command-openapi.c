#include "server/kx-command.h"
#include "server/kx-openapi.h"

#include <stdio.h>

KxExit
kx_command_openapi (const KxCommand *command, int argc, char **argv)
{
  static const GOptionEntry none[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *text = NULL;
  gsize length;

  if (!kx_command_parse (command, none, &argc, &argv, 0, 0))
    return KX_EXIT_USAGE;
  text = kx_openapi_text (kx_schema_get (), &length);
  if (fwrite (text, 1, length, stdout) == length && fputc ('\n', stdout) != EOF && fflush (stdout) == 0)
    return KX_EXIT_DONE;
  return KX_EXIT_FAILED;
}
