/* Each class with a template can be built and goes away again: gtk4-builder-tool of the floor cannot check
 * them. The classes are those that the templates in the resources name. */
#include "desktop/kx-toolkit.h"
#include "lib/kx-test-source.h"

#include <gmodule.h>
#include <string.h>

#define FOLDER "/org/kangxie/Kangxie/ui"

/* "KxHelpWindow" is registered by kx_help_window_get_type(). */
static GType
find_type (const char *class)
{
  g_autoptr (GString) symbol = g_string_new (NULL);
  GModule *program = g_module_open (NULL, 0);
  GType (*get_type) (void) = NULL;

  for (const char *place = class; *place != '\0'; place++)
    {
      if (g_ascii_isupper (*place) && place != class)
        g_string_append_c (symbol, '_');
      g_string_append_c (symbol, g_ascii_tolower (*place));
    }
  g_string_append (symbol, "_get_type");
  if (!g_module_symbol (program, symbol->str, (gpointer *) &get_type))
    g_error ("There is no %s ()", symbol->str);
  g_module_close (program);
  return get_type ();
}

static void
test_class (gconstpointer data)
{
  GType type = find_type (data);
  GtkWidget *widget = g_object_new (type, NULL);

  if (GTK_IS_WINDOW (widget))
    {
      g_object_ref (widget);
      gtk_window_destroy (GTK_WINDOW (widget));
    }
  else
    g_object_ref_sink (widget);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kx_test_finalize (widget);
}

/* The class of a template, or NULL for another file. */
static char *
dup_class (const char *path)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *text = g_bytes_get_data (bytes, NULL);
  const char *start = g_strstr_len (text, (gssize) g_bytes_get_size (bytes), "<template class=\"");

  if (start == NULL)
    return NULL;
  start += strlen ("<template class=\"");
  return g_strndup (start, strcspn (start, "\""));
}

static void
add_folder (const char *folder)
{
  g_auto (GStrv) children = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (char **child = children; *child != NULL; child++)
    {
      g_autofree char *path = g_build_path ("/", folder, *child, NULL);
      g_autofree char *class = NULL;
      g_autofree char *name = NULL;

      if (g_str_has_suffix (*child, "/"))
        add_folder (path);
      else if ((class = dup_class (path)) != NULL)
        {
          name = g_strconcat ("/templates/", class, NULL);
          g_test_add_data_func_full (name, g_steal_pointer (&class), test_class, g_free);
        }
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  add_folder (FOLDER);
  return g_test_run ();
}
