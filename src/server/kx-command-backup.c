#include "server/kx-command.h"
#include "store/kx-backup.h"

#include <inttypes.h>

#include <stdio.h>
#include <string.h>

#define MOST_RECOVERY 4096

static KxExit
report_backup (JsonObject *result, const char *path)
{
  const char *lost = json_object_get_string_member_with_default (result, "lost", NULL);

  kx_command_say (_ ("%s holds change %" PRId64 " and %" PRId64 " attachments, %" PRId64 " bytes"), path,
                  json_object_get_int_member (result, "seq"), json_object_get_int_member (result, "blobs"),
                  json_object_get_int_member (result, "bytes"));
  if (lost == NULL)
    return KX_EXIT_DONE;
  kx_command_say (_ ("kangxied: the bytes of these attachments are missing or damaged in the store:\n%s"),
                  lost);
  return KX_EXIT_DAMAGED;
}

KxExit
kx_command_backup (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL, *path = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Write the figures as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 1, 1) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  path = kx_command_absolute (argv[1]);
  json_object_set_string_member (arguments, "path", path);
  result = kx_command_do (data, "backup", arguments, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  if (json)
    kx_command_print_json (result);
  return report_backup (result, path);
}

static KxExit
report_restore (const KxRestoreReport *report, const char *data)
{
  kx_command_say (_ ("The backup of %s by kangxied %s now stands in %s: change %" PRId64 ", %" PRId64
                     " attachments, %" PRId64 " audit entries"),
                  report->created_at, report->program, data, report->seq, report->blobs,
                  report->audit.entries);
  if (report->aside != NULL)
    kx_command_say (_ ("What stood there before is kept in %s"), report->aside);
  if (report->lost != NULL)
    kx_command_say (_ ("These attachments were lost before the backup:\n%s"), report->lost);
  if (report->keys_missing)
    kx_command_say (
        _ ("The keys are not here: put DIR/keys back, or give the recovery text to ‘kangxied recover’"));
  if (report->audit.fault == NULL)
    return KX_EXIT_DONE;
  kx_command_say (_ ("kangxied: the audit trail does not hold: %s"), report->audit.fault);
  return KX_EXIT_DAMAGED;
}

KxExit
kx_command_restore (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder to restore into"), N_ ("DIR") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (KxRestoreReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 1, 1) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  if (kx_backup_restore (argv[1], data, NULL, &report, &error))
    return report_restore (&report, data);
  return kx_command_fail (error);
}

KxExit
kx_command_recover (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    G_OPTION_ENTRY_NULL,
  };
  char text[MOST_RECOVERY];
  g_autofree char *keys = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!kx_command_parse (command, entries, &argc, &argv, 0, 0) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  keys = g_build_filename (data, "keys", "master", NULL);
  if (g_file_test (keys, G_FILE_TEST_EXISTS))
    {
      kx_command_say (_ ("kangxied: there are keys in %s; move them away first"), keys);
      return KX_EXIT_REFUSED;
    }
  size = fread (text, 1, sizeof text - 1, stdin);
  text[size] = '\0';
  if (!kx_vault_recover (data, g_strstrip (text), &error))
    return kx_command_fail (error);
  kx_command_say (_ ("The keys are in %s again"), keys);
  return KX_EXIT_DONE;
}
