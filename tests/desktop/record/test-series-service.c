/* A series of numbers is set up, changed and deleted on its page, which the service alone decides. */
#include "core/entities/kx-letter-series.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "kx-test-page.h"

#include <string.h>

#define MARK "济康补"

/* Of the series that the first case makes, and the last but one deletes. Owned. */
static char *made_id;

static void
set_up (KxTestPage *fixture, gconstpointer data)
{
  kx_test_page_set_up_for (fixture, "leader", &kx_letter_series_entity, "limit=1&sort=id");
}

static void
type_into (KxTestPage *fixture, guint field, const char *text)
{
  gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (fixture->page->form, field)));
  kx_test_drive_settle ();
  kx_test_select_all (GTK_WINDOW (fixture->window));
  kx_test_type (GTK_WINDOW (fixture->window), text);
}

static gboolean
is_made (gpointer data)
{
  KxTestPage *fixture = data;
  const KxRecord *record = kx_record_page_get_record (fixture->page);

  return !fixture->page->saving && record != NULL && fixture->page->form != NULL &&
         !kx_form_get_editing (fixture->page->form) &&
         g_strcmp0 (kx_letter_series_get_mark ((const Kx_letter_series *) record), MARK) == 0;
}

static gboolean
is_answered (gpointer data)
{
  return !((KxTestPage *) data)->page->saving;
}

static void
begin (KxTestPage *fixture)
{
  kx_test_page_open_page (fixture, "new");
  type_into (fixture, kx_letter_series_f_mark, MARK);
  type_into (fixture, kx_letter_series_f_year, "2027");
  type_into (fixture, kx_letter_series_f_starts_at, "7");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.save", NULL);
}

static gint64
ask_start (const char *id)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (kx_test_page_service, "leader");
  g_autofree char *path = g_strdup_printf ("/v1/letter-series/%s", id);
  g_autofree char *text = kx_test_desk_call (client, "GET", path, NULL);
  const char *at = strstr (text, "\"starts_at\":");

  g_assert_nonnull (at);
  return g_ascii_strtoll (at + strlen ("\"starts_at\":"), NULL, 10);
}

static gboolean
starts_at_nine (gpointer data)
{
  const KxRecord *record = kx_record_page_get_record (((KxTestPage *) data)->page);

  return is_made (data) && kx_letter_series_get_starts_at ((const Kx_letter_series *) record) == 9;
}

static void
test_it_is_made_and_changed (KxTestPage *fixture, gconstpointer data)
{
  begin (fixture);
  kx_test_drive_until (is_made, fixture);
  made_id = g_strdup (fixture->page->row_id);
  g_assert_cmpint (ask_start (made_id), ==, 7);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.edit", NULL);
  kx_test_drive_settle ();
  type_into (fixture, kx_letter_series_f_starts_at, "9");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.save", NULL);
  kx_test_drive_until (starts_at_nine, fixture);
  g_assert_cmpint (ask_start (made_id), ==, 9);
}

/* The one that the case before made is there: what was typed stays, and it is said why. */
static void
test_a_second_one_is_refused (KxTestPage *fixture, gconstpointer data)
{
  begin (fixture);
  g_assert_true (fixture->page->saving);
  kx_test_drive_until (is_answered, fixture);
  kx_test_drive_settle ();
  g_assert_true (kx_form_get_editing (fixture->page->form));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->form), "1 entry has to be put right"));
  kx_record_page_throw_draft (fixture->page);
}

static gboolean
is_gone (gpointer data)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (KX_DESK (data), &kx_letter_series_entity, made_id);

  return row == NULL || row->deleted_at.ms != 0;
}

/* The page goes, and the service has it in the trash. */
static void
test_it_is_deleted (KxTestPage *fixture, gconstpointer data)
{
  g_autoptr (KxDesk) desk = NULL;

  kx_test_page_open_page (fixture, made_id);
  desk = g_object_ref (fixture->page->desk);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.delete", NULL);
  kx_test_drive_await (GTK_WIDGET (fixture->window), "Deleted: " MARK);
  kx_test_drive_until (is_gone, desk);
}

/* It is not made later, unasked. */
static void
test_it_needs_the_service (KxTestPage *fixture, gconstpointer data)
{
  kx_test_desk_stop (kx_test_page_service);
  kx_sync_now (kx_profile_get_sync (fixture->profile));
  kx_test_drive_await (GTK_WIDGET (fixture->window), "Offline");
  begin (fixture);
  kx_test_drive_until (is_answered, fixture);
  kx_test_drive_settle ();
  g_assert_true (kx_form_get_editing (fixture->page->form));
  g_assert_true (kx_test_shows (GTK_WIDGET (fixture->page->form), "This step needs the service"));
  kx_record_page_throw_draft (fixture->page);
  kx_test_desk_start (kx_test_page_service);
}

#define ADD(name, function)                                                                                  \
  g_test_add ("/series-service/" name, KxTestPage, NULL, set_up, function, kx_test_page_tear_down)

static void
add_cases (void)
{
  ADD ("it is made and changed", test_it_is_made_and_changed);
  ADD ("a second one is refused", test_a_second_one_is_refused);
  ADD ("it is deleted", test_it_is_deleted);
  ADD ("it needs the service", test_it_needs_the_service);
}

int
main (int argc, char **argv)
{
  int status = kx_test_page_run (argc, argv, add_cases);

  g_free (made_id);
  return status;
}
