#include "server/kx-command.h"

#include <inttypes.h>

static const char *
text_of (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

/* Rows refused, and what is only noted. */
static void
say_faults (JsonObject *report, const char *name, const char *title)
{
  JsonArray *faults = json_object_get_array_member (report, name);

  if (json_array_get_length (faults) > 0)
    kx_command_say ("%s", title);
  for (guint i = 0; i < json_array_get_length (faults); i++)
    {
      JsonObject *fault = json_array_get_object_element (faults, i);
      gint64 row = json_object_get_int_member (fault, "row");

      kx_command_say (_ ("  row %" PRId64 " %s %s: %s"), row, text_of (fault, "cell"),
                      text_of (fault, "field"), text_of (fault, "message"));
    }
}

static void
say_updates (JsonObject *report)
{
  JsonArray *updates = json_object_get_array_member (report, "updates");

  for (guint i = 0; i < json_array_get_length (updates); i++)
    {
      JsonObject *update = json_array_get_object_element (updates, i);
      JsonArray *differences = json_object_get_array_member (update, "differences");

      for (guint j = 0; j < json_array_get_length (differences); j++)
        {
          JsonObject *difference = json_array_get_object_element (differences, j);

          kx_command_say (_ ("  row %" PRId64 " %s: %s: %s → %s"), json_object_get_int_member (update, "row"),
                          text_of (update, "name"), text_of (difference, "label"),
                          text_of (difference, "old"), text_of (difference, "new"));
        }
    }
}

static void
say_unknown (JsonObject *report)
{
  JsonArray *columns = json_object_get_array_member (report, "unknown_columns");

  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonObject *column = json_array_get_object_element (columns, i);

      kx_command_say (_ ("  column %s ‘%s’ is not read"), text_of (column, "column"),
                      text_of (column, "title"));
    }
}

static void
say_other_sheets (JsonObject *report)
{
  JsonArray *sheets = json_object_get_array_member (report, "other_sheets");

  for (guint i = 0; i < json_array_get_length (sheets); i++)
    kx_command_say (_ ("  sheet ‘%s’ has titles too and is not read; --sheet chooses it"),
                    json_array_get_string_element (sheets, i));
}

static void
report_all (JsonObject *report, gboolean json)
{
  static const char *const names[] = { "read", "created", "updated", "unchanged", "refused" };
  g_autoptr (JsonObject) counts = json_object_new ();

  say_other_sheets (report);
  say_unknown (report);
  say_updates (report);
  say_faults (report, "notes", _ ("Notes:"));
  say_faults (report, "refusals", _ ("Refused:"));
  if (json_object_has_member (report, "repeat_of"))
    kx_command_say ("%s", _ ("The same file was taken in before"));
  if (json_object_get_boolean_member (report, "dry_run"))
    kx_command_say ("%s", _ ("This was a dry run: nothing was written"));
  else if (!json_object_get_boolean_member (report, "written"))
    kx_command_say ("%s", _ ("Nothing was written"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_int_member (counts, names[i], json_object_get_int_member (report, names[i]));
  if (json)
    kx_command_print_json (counts);
  else
    kx_command_print (
        _ ("read %" PRId64 ", created %" PRId64 ", updated %" PRId64 ", unchanged %" PRId64
           ", refused %" PRId64),
        json_object_get_int_member (counts, names[0]), json_object_get_int_member (counts, names[1]),
        json_object_get_int_member (counts, names[2]), json_object_get_int_member (counts, names[3]),
        json_object_get_int_member (counts, names[4]));
}

typedef struct
{
  char *data, *area, *errors, *mapping, *sheet; /* owned */
  gboolean dry_run, strict, json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_free (options->area);
  g_free (options->errors);
  g_free (options->mapping);
  g_free (options->sheet);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static JsonObject *
make_arguments (const Options *options, const char *table, const char *file, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autofree char *path = kx_command_absolute (file), *mapping = NULL;

  if (options->mapping != NULL && !g_file_get_contents (options->mapping, &mapping, NULL, error))
    return NULL;
  json_object_set_string_member (arguments, "table", table);
  json_object_set_string_member (arguments, "path", path);
  json_object_set_string_member (arguments, "area", options->area);
  json_object_set_boolean_member (arguments, "dry_run", options->dry_run);
  json_object_set_boolean_member (arguments, "strict", options->strict);
  if (mapping != NULL)
    json_object_set_string_member (arguments, "mapping", mapping);
  if (options->sheet != NULL)
    json_object_set_string_member (arguments, "sheet", options->sheet);
  if (options->errors != NULL)
    {
      g_autofree char *errors = kx_command_absolute (options->errors);

      json_object_set_string_member (arguments, "errors", errors);
    }
  return g_steal_pointer (&arguments);
}

KxExit
kx_command_import (const KxCommand *command, int argc, char **argv)
{
  static const char *const tables[] = { "agencies", "agreements", "rectifications", "exit-cases", NULL };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, N_ ("Folder of the store; made if it is missing"),
      N_ ("DIR") },
    { "area", 0, 0, G_OPTION_ARG_STRING, &options.area, N_ ("The office's area"), N_ ("CODE") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("Decide every row, write nothing"), NULL },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
      N_ ("Write nothing if a row is refused, and end with 4"), NULL },
    { "errors", 0, 0, G_OPTION_ARG_FILENAME, &options.errors, N_ ("A workbook for the refused rows"),
      N_ ("OUT.xlsx") },
    { "mapping", 0, 0, G_OPTION_ARG_FILENAME, &options.mapping, N_ ("File that maps columns to fields"),
      N_ ("FILE.json") },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &options.sheet, N_ ("The sheet; otherwise the one that fits best"),
      N_ ("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("The counts as JSON, as the last line"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = NULL, report = NULL;
  g_autoptr (GError) error = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 2, 2) ||
      !kx_command_find_data (command, &options.data))
    return KX_EXIT_USAGE;
  if (!g_strv_contains (tables, argv[1]))
    return kx_command_misuse (
        command, _ ("‘%s’ cannot be imported; agencies, agreements, rectifications and exit-cases can"),
        argv[1]);
  if (options.area == NULL)
    return kx_command_misuse (command, "%s", _ ("The office's area is missing: --area CODE"));
  arguments = make_arguments (&options, argv[1], argv[2], &error);
  if (arguments != NULL)
    report = kx_command_do (options.data, "import", arguments, TRUE, &error);
  if (report == NULL)
    return kx_command_fail (error);
  report_all (report, options.json);
  return options.strict && json_object_get_int_member (report, "refused") > 0 ? KX_EXIT_REFUSED
                                                                              : KX_EXIT_DONE;
}
