#include "desktop/dialogs/kx-finder.h"
#include "desktop/dialogs/kx-password-dialog.h"
#include "desktop/help/kx-help-text.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-application.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-places.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "lib/kx-test-source.h"
#include "kx-test-keys.h"

#include <string.h>

static const char *const languages[] = { "en", "zh_CN" };

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static const KxHelpTopic *
find_topic (GPtrArray *topics, const char *name)
{
  for (guint i = 0; i < topics->len; i++)
    if (g_strcmp0 (((KxHelpTopic *) g_ptr_array_index (topics, i))->name, name) == 0)
      return g_ptr_array_index (topics, i);
  return NULL;
}

static void
test_parse (void)
{
  g_autoptr (GPtrArray) blocks =
      kx_help_parse ("# Title\n\nOne <line>\nand **bold**, `Ctrl+F`,\n[a link](topic).\n"
                     "- item\n  goes on\n- [not a link\n## Part\n中文\n两行\n");
  static const struct
  {
    KxHelpKind kind;
    const char *markup;
  } expected[] = {
    { KX_HELP_TITLE, "Title" },
    { KX_HELP_PARAGRAPH, "One &lt;line&gt; and <b>bold</b>, <tt>Ctrl+F</tt>, <a href=\"topic\">a link</a>." },
    { KX_HELP_ITEM, "item goes on" },
    { KX_HELP_ITEM, "[not a link" },
    { KX_HELP_HEADING, "Part 中文两行" },
  };

  g_assert_cmpuint (blocks->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < blocks->len; i++)
    {
      const KxHelpBlock *block = g_ptr_array_index (blocks, i);

      g_assert_cmpint (block->kind, ==, expected[i].kind);
      g_assert_cmpstr (block->markup, ==, expected[i].markup);
    }
}

/* Each link of a topic leads to a topic, and its markup can be read. */
static void
check_topic (GPtrArray *topics, const KxHelpTopic *topic)
{
  g_autoptr (GPtrArray) blocks = kx_help_parse (topic->text);

  for (guint i = 0; i < blocks->len; i++)
    {
      const KxHelpBlock *block = g_ptr_array_index (blocks, i);
      const char *place = block->markup;

      while ((place = strstr (place, "href=\"")) != NULL)
        {
          g_autofree char *name = NULL;

          place += strlen ("href=\"");
          name = g_strndup (place, strcspn (place, "\""));
          if (find_topic (topics, name) == NULL)
            g_error ("%s: there is no topic %s", topic->name, name);
        }
    }
}

static void
test_languages_agree (void)
{
  g_autoptr (GPtrArray) english = kx_help_load_language ("en");

  g_assert_cmpuint (english->len, >, 8);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GPtrArray) topics = kx_help_load_language (languages[i]);

      g_assert_cmpuint (topics->len, ==, english->len);
      for (guint t = 0; t < topics->len; t++)
        {
          const KxHelpTopic *topic = g_ptr_array_index (topics, t);

          g_assert_nonnull (find_topic (english, topic->name));
          g_assert_true (g_str_has_prefix (topic->text, "# "));
          check_topic (topics, topic);
        }
    }
}

static void
test_each_place_has_help (void)
{
  g_autoptr (GPtrArray) topics = kx_help_load ();

  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    if (kx_place_is_there (place))
      {
        KxPage *page = g_object_ref_sink (kx_place_new_page (place, NULL));

        g_assert_nonnull (find_topic (topics, kx_page_get_help_topic (page)));
        kx_test_finalize (page);
      }
}

/* "Ctrl+Page Up" as gtk_accelerator_parse() reads it; NULL: no key. Free with g_free(). */
static char *
to_accelerator (const char *words)
{
  static const char *const names[][2] = {
    { "Ctrl+", "<Control>" },
    { "Alt+", "<Alt>" },
    { "Shift+", "<Shift>" },
    { "Page Up", "Page_Up" },
    { "Page Down", "Page_Down" },
    { "Enter", "Return" },
    { "Esc", "Escape" },
    { "←", "Left" },
    { ",", "comma" },
    { "?", "question" },
  };
  g_autoptr (GString) text = g_string_new (words);
  guint key;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_replace (text, names[i][0], names[i][1], 0);
  if (!gtk_accelerator_parse (text->str, &key, NULL))
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_key_of (const KxKey *keys, const char *accelerator)
{
  guint wanted, key;
  GdkModifierType wanted_modifiers, modifiers;

  gtk_accelerator_parse (accelerator, &wanted, &wanted_modifiers);
  for (; keys->title != NULL; keys++)
    for (guint i = 0; keys->keys[i] != NULL; i++)
      {
        gtk_accelerator_parse (keys->keys[i], &key, &modifiers);
        if (key == wanted && modifiers == wanted_modifiers)
          return TRUE;
      }
  return FALSE;
}

/* The help tells of keys that do something. */
static void
test_keys_are_true (void)
{
  g_autoptr (GRegex) quoted = g_regex_new ("`([^`]+)`", 0, 0, NULL);
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GPtrArray) topics = kx_help_load_language (languages[i]);

      for (guint t = 0; t < topics->len; t++)
        {
          const KxHelpTopic *topic = g_ptr_array_index (topics, t);
          g_autoptr (GMatchInfo) match = NULL;

          for (g_regex_match (quoted, topic->text, 0, &match); g_match_info_matches (match);
               g_match_info_next (match, NULL))
            {
              g_autofree char *words = g_match_info_fetch (match, 1);
              g_autofree char *accelerator = to_accelerator (words);

              if (accelerator == NULL)
                continue;
              found++;
              if (!is_key_of (kx_keys, accelerator) && !is_key_of (kx_widget_keys, accelerator))
                g_error ("%s/%s tells of %s, which does nothing", languages[i], topic->name, words);
            }
        }
    }
  g_assert_cmpuint (found, >, 40);
}

static void
test_search (void)
{
  g_autoptr (GPtrArray) topics = kx_help_load ();

  g_assert_true (kx_help_topic_matches (find_topic (topics, "connect"), "FINGERPRINT accept"));
  g_assert_false (kx_help_topic_matches (find_topic (topics, "connect"), "fingerprint zebra"));
  g_assert_true (kx_help_topic_matches (find_topic (topics, "connect"), ""));
}

static void
test_window (void)
{
  KxHelpWindow *window = kx_help_window_new (NULL);

  gtk_window_present (GTK_WINDOW (window));
  kx_help_window_show_topic (window, "agencies");
  settle ();
  g_assert_cmpstr (kx_help_window_get_topic (window), ==, "agencies");
  kx_help_window_show_topic (window, "nowhere");
  g_assert_cmpstr (kx_help_window_get_topic (window), ==, "start");
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  kx_test_finalize (window);
}

/* Presses F1 in the window, which is closed then, and gives the topic that opened. */
static char *
ask_in (GtkWindow *window)
{
  char *topic;

  gtk_window_present (window);
  settle ();
  if (gtk_window_get_focus (window) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  g_assert_true (kx_test_press (window, GDK_KEY_F1, 0));
  settle ();
  g_assert_nonnull (kx_test_drive_find_window (KX_TYPE_HELP_WINDOW));
  topic = g_strdup (kx_help_window_get_topic (kx_test_drive_find_window (KX_TYPE_HELP_WINDOW)));
  gtk_window_destroy (GTK_WINDOW (kx_test_drive_find_window (KX_TYPE_HELP_WINDOW)));
  gtk_window_destroy (window);
  settle ();
  return topic;
}

static void
assert_help (GtkWindow *window, const char *topic)
{
  g_autofree char *shown = ask_in (window);

  g_assert_cmpstr (shown, ==, topic);
}

/* Each window and dialog explains itself, the first pages instead of what lies behind them. */
static void
test_f1 (void)
{
  g_autoptr (KxApplication) application = kx_application_new ();
  KxWindow *window;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  window = kx_window_new (GTK_APPLICATION (application), NULL);
  kx_window_go (window, "agencies");
  assert_help (GTK_WINDOW (kx_preferences_window_new (GTK_WINDOW (window), NULL)), "preferences");
  assert_help (GTK_WINDOW (kx_password_dialog_new (GTK_WINDOW (window), NULL)), "connect");
  assert_help (GTK_WINDOW (kx_finder_new (window)), "agencies");
  assert_help (GTK_WINDOW (window), "agencies");
  window = kx_window_new (GTK_APPLICATION (application), NULL);
  kx_window_go (window, "agencies");
  kx_window_open_start (window);
  assert_help (GTK_WINDOW (window), "connect");
  g_application_set_default (NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add_func ("/help/text is parsed", test_parse);
  g_test_add_func ("/help/all languages have the same topics, and links lead somewhere",
                   test_languages_agree);
  g_test_add_func ("/help/each place has its topic", test_each_place_has_help);
  g_test_add_func ("/help/keys are those of the program", test_keys_are_true);
  g_test_add_func ("/help/search", test_search);
  g_test_add_func ("/help/window shows a topic", test_window);
  g_test_add_func ("/help/F1 explains the window one is in", test_f1);
  return g_test_run ();
}
