#include "desktop/kx-settings.h"

#define SCHEMA "org.kangxie.Kangxie"
#define PROFILE_SCHEMA SCHEMA ".Profile"

static GSettingsSchemaSource *
find_built_source (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");
  g_autofree char *data = g_build_filename (folder, "..", "..", "data", NULL);

  return g_settings_schema_source_new_from_directory (data, g_settings_schema_source_get_default (), FALSE,
                                                      NULL);
}

static GSettingsSchema *
find_schema (const char *name)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = source != NULL ? g_settings_schema_source_lookup (source, name, TRUE) : NULL;

  if (schema == NULL && (source = find_built_source ()) != NULL)
    {
      schema = g_settings_schema_source_lookup (source, name, TRUE);
      g_settings_schema_source_unref (source);
    }
  /* As with g_settings_new(): a program without its schema was not installed. */
  if (schema == NULL)
    g_error ("The settings schema %s is not installed", name);
  return schema;
}

GSettings *
kx_settings_get (void)
{
  static GSettings *settings;

  if (settings == NULL)
    {
      g_autoptr (GSettingsSchema) schema = find_schema (SCHEMA);

      settings = g_settings_new_full (schema, NULL, NULL);
    }
  return settings;
}

GSettings *
kx_settings_new_for_profile (const char *name)
{
  g_autoptr (GSettingsSchema) schema = find_schema (PROFILE_SCHEMA);
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/org/kangxie/Kangxie/profiles/%s/", escaped);

  return g_settings_new_full (schema, NULL, path);
}
