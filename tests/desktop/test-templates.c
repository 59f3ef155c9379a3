/* Each class with a template can be built and goes away again: gtk4-builder-tool of the floor cannot check
 * them. */
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-application.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-activity-page.h"
#include "desktop/pages/kx-agencies-page.h"
#include "desktop/pages/kx-overview-page.h"
#include "desktop/preferences/kx-look-preferences.h"
#include "desktop/rows/kx-place-row.h"
#include "desktop/start/kx-start-page.h"

/* Where the templates stand in resources. */
#define FOLDER "/org/kangxie/Kangxie/ui"

typedef GType (*GetType) (void);

static const GetType types[] = {
  kx_activity_page_get_type, kx_agencies_page_get_type, kx_help_window_get_type, kx_look_preferences_get_type,
  kx_overview_page_get_type, kx_place_row_get_type,     kx_start_page_get_type,  kx_window_get_type,
};

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_type (gconstpointer data)
{
  GType type = GPOINTER_TO_SIZE (data);
  GtkWidget *widget = g_object_new (type, NULL);

  if (GTK_IS_WINDOW (widget))
    {
      g_object_ref (widget);
      gtk_window_destroy (GTK_WINDOW (widget));
    }
  else
    g_object_ref_sink (widget);
  settle ();
  g_assert_finalize_object (widget);
}

static guint
count_templates (const char *folder)
{
  g_auto (GStrv) children = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint count = 0;

  for (char **child = children; *child != NULL; child++)
    {
      g_autofree char *path = g_build_path ("/", folder, *child, NULL);

      count += g_str_has_suffix (*child, "/") ? count_templates (path) : 1;
    }
  return count;
}

static void
test_none_is_missing (void)
{
  g_assert_cmpuint (count_templates (FOLDER), ==, G_N_ELEMENTS (types));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_desktop_init ();
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strconcat ("/templates/", g_type_name (types[i]()), NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]()), test_type);
    }
  g_test_add_func ("/templates/this test knows all of them", test_none_is_missing);
  return g_test_run ();
}
