#include "server/kx-command.h"

#include "core/kx-calendar.h"
#include "core/kx-field.h"
#include "exchange/kx-dossier-check.h"

#include <inttypes.h>

KxExit
kx_command_export_agency (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL, *since = NULL, *path = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_ ("Leave out what was over before this day"),
      N_ ("YYYY-MM-DD") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Write what was written as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;
  KxDate day;

  if (!kx_command_parse (command, entries, &argc, &argv, 2, 2) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  if (!g_str_has_suffix (argv[2], ".zip"))
    return kx_command_misuse (command, "%s", _ ("The file's name ends in .zip"));
  if (since != NULL && !kx_date_parse (since, &day))
    return kx_command_misuse (command, _ ("‘%s’ is no day: write it as 2023-01-01"), since);
  path = kx_command_absolute (argv[2]);
  json_object_set_string_member (arguments, "agency", argv[1]);
  json_object_set_string_member (arguments, "path", path);
  if (since != NULL)
    json_object_set_string_member (arguments, "since", since);
  result = kx_command_do (data, "export-agency", arguments, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  if (json)
    kx_command_print_json (result);
  kx_command_say (_ ("%s was written"), path);
  if (json_object_get_int_member (result, "missing") > 0)
    kx_command_say (_ ("The bytes of %" PRId64 " attachments are not at the service; its index names them"),
                    json_object_get_int_member (result, "missing"));
  return KX_EXIT_DONE;
}

static void
say_fault (const KxDossierFault *fault)
{
  static const char *const words[] = {
    [KX_DOSSIER_CHANGED] = N_ ("changed"),      [KX_DOSSIER_MISSING] = N_ ("missing"),
    [KX_DOSSIER_ADDED] = N_ ("added"),          [KX_DOSSIER_UNSIGNED] = N_ ("not what was signed"),
    [KX_DOSSIER_BROKEN] = N_ ("does not hold"), [KX_DOSSIER_OTHER_ROW] = N_ ("not what the audit trail says"),
  };

  kx_command_say ("  %s: %s", _ (words[fault->kind]), fault->name);
}

static const char *
name_fault (KxDossierFaultKind kind)
{
  static const char *const names[] = { "changed", "missing", "added", "unsigned", "broken", "other_row" };

  return names[kind];
}

static void
print_json (const KxDossierCheck *check)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *faults = json_array_new ();

  for (guint i = 0; i < check->faults->len; i++)
    {
      const KxDossierFault *fault = check->faults->pdata[i];
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "kind", name_fault (fault->kind));
      json_object_set_string_member (one, "name", fault->name);
      json_array_add_object_element (faults, one);
    }
  json_object_set_string_member (object, "agency", check->agency);
  json_object_set_string_member (object, "made_at", check->made_at);
  json_object_set_string_member (object, "made_by", check->made_by);
  json_object_set_string_member (object, "key", check->key);
  json_object_set_int_member (object, "parts", check->parts);
  json_object_set_int_member (object, "bytes", check->bytes);
  json_object_set_int_member (object, "entries", check->entries);
  json_object_set_int_member (object, "rows", check->rows);
  json_object_set_array_member (object, "faults", faults);
  kx_command_print_json (object);
}

static void
print_words (const KxDossierCheck *check)
{
  KxTime at;
  g_autofree char *time = check->made_at != NULL && kx_time_from_text (check->made_at, &at)
                              ? kx_dossier_dup_time (at)
                              : g_strdup ("?");

  kx_command_print (_ ("%s, put together at %s by %s"), check->agency != NULL ? check->agency : "?", time,
                    check->made_by != NULL ? check->made_by : "?");
  kx_command_print (_ ("%u parts (%" PRId64 " bytes) are as they were; %u entries of the audit trail and %u "
                       "rows were computed again"),
                    check->parts, check->bytes, check->entries, check->rows);
  if (check->key != NULL)
    kx_command_print (_ ("Signed with the key %s"), check->key);
}

KxExit
kx_command_verify_file (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *key = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &key, N_ ("The key of the service that has to have signed it"),
      N_ ("KEY") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Write the figures as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (KxDossierCheck) check = NULL;
  g_autoptr (GError) error = NULL;
  gboolean other_key;

  if (!kx_command_parse (command, entries, &argc, &argv, 1, 1))
    return KX_EXIT_USAGE;
  check = kx_dossier_check (argv[1], &error);
  if (check == NULL)
    return kx_command_fail (error);
  if (json)
    print_json (check);
  else
    print_words (check);
  for (guint i = 0; i < check->faults->len; i++)
    say_fault (check->faults->pdata[i]);
  other_key = key != NULL && g_strcmp0 (key, check->key) != 0;
  if (other_key)
    kx_command_say ("%s", _ ("  signed with another key than the one given"));
  if (check->faults->len == 0 && !other_key)
    return KX_EXIT_DONE;
  kx_command_say (_ ("kangxied: %s is not what the service put together"), argv[1]);
  return KX_EXIT_DAMAGED;
}
