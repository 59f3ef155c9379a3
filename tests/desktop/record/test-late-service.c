/* What was entered late is explained on its page, beside the real service. */
#include "core/entities/kx-late-entry.h"
#include "desktop/kx-test-drive.h"
#include "desktop/lists/kx-row-cell.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"

#include <string.h>

static void
set_up (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, data, &kx_late_entry_entity, "limit=1&sort=id");
}

static KxFieldEntry *
entry_of (KxTestPage *fixture, guint field)
{
  KxFieldEntry *entry = kx_form_get_entry (fixture->page->form, field);

  g_assert_nonnull (entry);
  return entry;
}

static void
begin (KxTestPage *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "page.edit", NULL);
  kx_test_drive_settle ();
  g_assert_true (kx_form_get_editing (fixture->page->form));
}

static gboolean
is_editing (gpointer data)
{
  KxTestPage *fixture = data;

  return fixture->page->form != NULL && kx_form_get_editing (fixture->page->form);
}

static gboolean
is_saved (gpointer data)
{
  KxTestPage *fixture = data;

  return !fixture->page->saving && !kx_form_get_editing (fixture->page->form);
}

static void
save (KxTestPage *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "page.save", NULL);
  kx_test_drive_until (is_saved, fixture);
  kx_test_drive_settle ();
}

static char *
dup_explanation (KxTestPage *fixture)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (fixture->page->desk, &kx_late_entry_entity, fixture->id);

  return g_strdup (kx_late_entry_get_explanation (kx_late_entry (row)));
}

/* Only the explanation is typed; everything else was entered by the service. */
static void
test_only_the_explanation_is_typed (KxTestPage *fixture, gconstpointer data)
{
  GtkWidget *focus;

  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->chips), "Late entry"));
  g_assert_nonnull (kx_test_find_type (fixture->page->chips, GTK_TYPE_BUTTON));
  begin (fixture);
  for (guint i = 0; i < kx_late_entry_n_fields; i++)
    {
      KxFieldEntry *entry = kx_form_get_entry (fixture->page->form, i);

      g_test_message ("%s", kx_late_entry_entity.fields[i].name);
      if (i != kx_late_entry_f_owner)
        g_assert_cmpint (kx_field_entry_get_editing (entry), ==, i == kx_late_entry_f_explanation);
    }
  /* Typing begins there. */
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (
      gtk_widget_is_ancestor (focus, GTK_WIDGET (entry_of (fixture, kx_late_entry_f_explanation))));
  kx_record_page_pause (fixture->page);
}

static gboolean
is_cell (GtkWidget *widget, gconstpointer label)
{
  return kx_row_cell_is (widget) && kx_test_find (widget, G_OBJECT_TYPE (widget), label) == widget;
}

static gboolean
is_listed (gpointer data)
{
  KxTestPage *fixture = data;

  return kx_test_drive_find_that (GTK_WIDGET (kx_window_get_page (fixture->window)), is_cell,
                                  "年会期间系统停用") != NULL;
}

static void
test_it_is_explained (KxTestPage *fixture, gconstpointer data)
{
  g_autoptr (KxClient) client = NULL;
  g_autofree char *path = g_strdup_printf ("/v1/late-entries/%s", fixture->id), *text = NULL, *kept = NULL;

  begin (fixture);
  kx_test_type (GTK_WINDOW (fixture->window), "年会期间系统停用");
  /* What was typed and not saved is there again. */
  kx_record_page_show (fixture->page, fixture->id);
  kx_test_drive_until (is_editing, fixture);
  kept = kx_field_entry_dup_typed (entry_of (fixture, kx_late_entry_f_explanation));
  g_assert_cmpstr (kept, ==, "年会期间系统停用");
  save (fixture);
  kx_test_page_synchronize (fixture);
  client = kx_test_desk_sign_in (kx_test_page_service, "reviewer");
  text = kx_test_desk_call (client, "GET", path, NULL);
  g_assert_nonnull (strstr (text, "年会期间系统停用"));
  kx_test_page_open_tab (fixture, "history");
  kx_test_page_await_words (fixture->page->history, "年会期间系统停用");
  kx_window_go (fixture->window, "late-entries");
  kx_test_drive_until (is_listed, fixture);
}

static void
test_who_only_reads_does_not_explain (KxTestPage *fixture, gconstpointer data)
{
  g_assert_false (g_action_group_get_action_enabled (
      G_ACTION_GROUP (kx_page_get_actions (KX_PAGE (fixture->page))), "edit"));
}

/* The service is away: it waits here, and is seen here. */
static void
test_it_is_explained_without_the_service (KxTestPage *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;

  kx_test_desk_stop (kx_test_page_service);
  begin (fixture);
  kx_test_type (GTK_WINDOW (fixture->window), "下乡核查");
  save (fixture);
  kx_test_drive_await (GTK_WIDGET (fixture->page), "Waits to be sent");
  words = dup_explanation (fixture);
  g_assert_nonnull (strstr (words, "下乡核查"));
  kx_test_desk_start (kx_test_page_service);
}

#define ADD(name, user, function)                                                                            \
  g_test_add ("/late-service/" name, KxTestPage, user, set_up, function, kx_test_page_tear_down)

static void
add_cases (void)
{
  ADD ("only the explanation is typed", "clerk", test_only_the_explanation_is_typed);
  ADD ("it is explained", "clerk", test_it_is_explained);
  ADD ("who only reads does not explain", "observer", test_who_only_reads_does_not_explain);
  ADD ("it is explained without the service", "clerk", test_it_is_explained_without_the_service);
}

int
main (int argc, char **argv)
{
  return kx_test_page_run (argc, argv, add_cases);
}
