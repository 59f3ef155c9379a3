#include "server/kx-command.h"

#include "exchange/kx-export.h"

static JsonArray *
make_conditions (char **filters, const char *q)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; filters != NULL && filters[i] != NULL; i++)
    json_array_add_string_element (array, filters[i]);
  if (q != NULL)
    {
      g_autofree char *condition = g_strconcat ("q=", q, NULL);

      json_array_add_string_element (array, condition);
    }
  return array;
}

KxExit
kx_command_export (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL, *area = NULL, *q = NULL, *path = NULL;
  g_auto (GStrv) filters = NULL;
  gboolean json = FALSE, parts = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    { "area", 0, 0, G_OPTION_ARG_STRING, &area, N_ ("Only rows of this area and below"), N_ ("CODE") },
    { "filter", 0, 0, G_OPTION_ARG_STRING_ARRAY, &filters,
      N_ ("Only rows that fit, such as beds.gte=20; may be repeated"), N_ ("FIELD=VALUE") },
    { "q", 0, 0, G_OPTION_ARG_STRING, &q, N_ ("Only rows that a search finds"), N_ ("TEXT") },
    { "parts", 0, 0, G_OPTION_ARG_NONE, &parts,
      N_ ("Also what belongs to the rows, on further sheets of a workbook"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Write what was written as JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;
  KxExportFormat format;

  if (!kx_command_parse (command, entries, &argc, &argv, 2, 2) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  if (!kx_export_format_of (argv[2], &format))
    return kx_command_misuse (command, "%s", _ ("The file's name ends in .xlsx, .csv or .ndjson"));
  path = kx_command_absolute (argv[2]);
  json_object_set_string_member (arguments, "table", argv[1]);
  json_object_set_string_member (arguments, "path", path);
  json_object_set_boolean_member (arguments, "parts", parts);
  json_object_set_array_member (arguments, "conditions", make_conditions (filters, q));
  if (area != NULL)
    json_object_set_string_member (arguments, "area", area);
  result = kx_command_do (data, "export", arguments, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  if (json)
    kx_command_print_json (result);
  kx_command_say (_ ("%s was written"), path);
  return KX_EXIT_DONE;
}
