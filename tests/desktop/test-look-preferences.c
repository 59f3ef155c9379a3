/* The preferences that need a service, in a language where each text is marked and a third longer. */
#include "desktop/kx-gettext.h"
#include "desktop/kx-locale.h"
#include "desktop/kx-test-drive.h"
#include "desktop/kx-test-look.h"
#include "desktop/kx-test-preferences.h"

#include <string.h>

/* What of a page comes last, from the rows of the demonstration: it is complete then. */
typedef struct
{
  const char *name, *last;
} Page;

static const Page pages[] = {
  { "look", "⟦" },        { "account", "127.0.0.1" }, { "office", "示例社会保险中心" },
  { "policy", "山东省" }, { "users", "石管南" },      { "storage", "kangxie" },
};

static const int widths[] = { 360, 820 };

static gboolean
has_part (GtkWidget *widget, gconstpointer part)
{
  return gtk_widget_get_mapped (widget) && GTK_IS_LABEL (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL;
}

typedef struct
{
  GtkWidget *root;
  const char *part;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;

  return kx_test_drive_find_that (sight->root, has_part, sight->part) != NULL;
}

static void
await_part (KxTestPreferences *self, const char *part)
{
  kx_test_drive_until (is_seen, &(Sight){ self->preferences, part });
}

static void
look (KxTestPreferences *self)
{
  const char *folder = kx_profile_get_dir (self->profile);
  /* Names of things, and texts of the toolkit. */
  const char *const known[] = { "English", "Search", "Preferences", "Show Text", "Hide Text",
                                "clerk",   "desk",   self->url,     folder,      NULL };

  /* Without the marks nothing would be found out. */
  await_part (self, "⟦");
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[w], 640);
      kx_test_look_settle (GTK_WINDOW (self->preferences));
      kx_test_look_assert_marked (self->preferences, known);
      kx_test_look_assert_room (GTK_WINDOW (self->preferences));
    }
}

static void
test_pages (KxTestPreferences *self, gconstpointer user)
{
  for (guint p = 0; p < G_N_ELEMENTS (pages); p++)
    {
      kx_test_preferences_open (self, pages[p].name);
      await_part (self, pages[p].last);
      look (self);
      kx_test_preferences_close (self);
    }
}

/* What opens from a page: its button, and a text of what opened. */
static void
look_behind (KxTestPreferences *self, const char *page, const char *button, const char *text)
{
  kx_test_preferences_open (self, page);
  kx_test_preferences_press (self, button);
  kx_test_preferences_see (self, text);
  look (self);
  kx_test_preferences_close (self);
}

static void
test_forms (KxTestPreferences *self, gconstpointer user)
{
  look_behind (self, "office", _ ("_Edit"), _ ("Letterhead"));
  look_behind (self, "office", _ ("_Add day"), _ ("Add a day"));
  look_behind (self, "users", _ ("_Add user"), _ ("Add a user"));
}

int
main (int argc, char **argv)
{
  kx_test_preferences_init (&argc, &argv);
  kx_locale_init ();
  kx_test_look_load_style ();
  kx_test_preferences_add ("/look at preferences/pages", "admin", test_pages);
  kx_test_preferences_add ("/look at preferences/forms", "admin", test_forms);
  return kx_test_preferences_run ();
}
