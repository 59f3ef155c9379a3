#include "server/kx-command.h"

#include <inttypes.h>

KxExit
kx_command_verify_audit (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Write the figures as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) nothing = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;
  const char *fault;

  if (!kx_command_parse (command, entries, &argc, &argv, 0, 0) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  result = kx_command_do (data, "verify-audit", nothing, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  if (json)
    kx_command_print_json (result);
  else
    kx_command_print (_ ("%" PRId64 " entries, %" PRId64 " rows and %" PRId64 " signed heads were checked"),
                      json_object_get_int_member (result, "entries"),
                      json_object_get_int_member (result, "rows"),
                      json_object_get_int_member (result, "heads"));
  fault = json_object_get_string_member_with_default (result, "fault", NULL);
  if (fault == NULL)
    return KX_EXIT_DONE;
  kx_command_say (_ ("kangxied: the audit trail does not hold: %s"), fault);
  return KX_EXIT_DAMAGED;
}
