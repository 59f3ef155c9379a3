#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-places.h"
#include "desktop/kx-window.h"

#include "kx-test-keys.h"

#include <string.h>

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Keys that input methods and the system take for themselves. */
static const char *const taken[] = {
  "<Control>space", "<Control>period",  "<Control>semicolon", "<Control><Shift>f", "<Control><Shift>u",
  "<Shift>space",   "<Control>Shift_L", "<Control>Shift_R",   "<Super>space",      "<Control>grave",
};

static void
test_keys_are_free (void)
{
  for (const KxKey *key = kx_keys; key->action != NULL; key++)
    for (guint i = 0; key->keys[i] != NULL; i++)
      {
        guint value;
        GdkModifierType modifiers;

        g_assert_true (gtk_accelerator_parse (key->keys[i], &value, &modifiers));
        for (guint t = 0; t < G_N_ELEMENTS (taken); t++)
          {
            guint taken_value;
            GdkModifierType taken_modifiers;

            gtk_accelerator_parse (taken[t], &taken_value, &taken_modifiers);
            g_assert_false (value == taken_value && modifiers == taken_modifiers);
          }
        for (const KxKey *other = kx_keys; other < key; other++)
          for (guint o = 0; other->keys[o] != NULL; o++)
            g_assert_cmpstr (other->keys[o], !=, key->keys[i]);
      }
}

static const KxKey *
find_key (const char *action)
{
  for (const KxKey *key = kx_keys; key->action != NULL; key++)
    if (g_str_equal (key->action, action))
      return key;
  return NULL;
}

static void
test_all_accels_are_listed (void)
{
  g_autoptr (KxApplication) application = kx_application_new ();
  g_auto (GStrv) described = NULL;

  kx_keys_bind (GTK_APPLICATION (application));
  described = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  for (char **action = described; *action != NULL; action++)
    g_assert_nonnull (find_key (*action));
}

/* The shortcuts below `widget`, by their words. */
static guint
count_shortcuts (GtkWidget *widget)
{
  guint count = GTK_IS_SHORTCUT_LABEL (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_shortcuts (child);
  return count;
}

static void
test_window_lists_them (void)
{
  GtkWidget *window = kx_keys_new_window ();
  guint listed = 0;

  for (const KxKey *key = kx_keys; key->title != NULL; key++)
    listed += g_strv_length ((char **) key->keys);
  for (const KxKey *key = kx_widget_keys; key->title != NULL; key++)
    listed += g_strv_length ((char **) key->keys);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_cmpuint (count_shortcuts (window), ==, listed);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
window_has (KxWindow *window, const char *action)
{
  GtkWidgetClass *class = GTK_WIDGET_GET_CLASS (window);
  const GVariantType *type;
  const char *name, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (class, i, &owner, &name, &type, &property); i++)
    if (g_str_equal (name, action))
      return TRUE;
  return FALSE;
}

static gboolean
page_has (KxPage *page, const char *action)
{
  return g_action_map_lookup_action (kx_page_get_actions (page), action) != NULL;
}

/* A list or a record does it. */
static gboolean
some_page_has (KxWindow *window, const char *action)
{
  g_autoptr (KxPage) record = g_object_ref_sink (kx_place_new_record_page (NULL, "agency", "new")),
                     letter = g_object_ref_sink (kx_place_new_record_page (NULL, "letter", "new"));
  gboolean found = page_has (record, action) || page_has (letter, action);

  for (const KxPlace *place = kx_places; place->name != NULL && !found; place++)
    if (kx_place_is_there (place))
      found = page_has (kx_window_get_place (window, place->name), action);
  return found;
}

static void
test_none_is_dead (void)
{
  g_autoptr (KxApplication) application = kx_application_new ();
  KxWindow *window = kx_window_new (NULL, NULL);

  for (const KxKey *key = kx_keys; key->action != NULL; key++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (key->action, &name, &target, NULL));
      if (g_str_has_prefix (name, "app."))
        g_assert_nonnull (g_action_map_lookup_action (G_ACTION_MAP (application), name + strlen ("app.")));
      else if (g_str_has_prefix (name, "win."))
        g_assert_true (window_has (window, name));
      else if (!some_page_has (window, name + strlen ("page.")))
        g_error ("No page has %s", name);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add_func ("/keys/none is taken twice or needed by input methods", test_keys_are_free);
  g_test_add_func ("/keys/each key bound is in the table", test_all_accels_are_listed);
  g_test_add_func ("/keys/the shortcuts window lists them", test_window_lists_them);
  g_test_add_func ("/keys/none is dead", test_none_is_dead);
  return g_test_run ();
}
