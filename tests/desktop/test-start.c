#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/start/kx-start-page.h"
#include "desktop/start/kx-start.h"
#include "lib/kx-test-source.h"
#include "kx-test-keys.h"

static void
note_one (KxStartPage *page, const char *text, char **ret_text)
{
  g_free (*ret_text);
  *ret_text = g_strdup (text);
}

static void
note_two (KxStartPage *page, const char *one, const char *two, char **ret_text)
{
  g_free (*ret_text);
  *ret_text = g_strdup_printf ("%s %s", one, two);
}

static void
count (KxStartPage *page, int *ret_count)
{
  ++*ret_count;
}

typedef struct
{
  GtkWidget *window, *page;
  char *said;
  int count;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = adw_window_new ();
  fixture->page = kx_start_page_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kx_test_drive_settle ();
  kx_test_finalize (fixture->page);
  g_free (fixture->said);
}

/* Of all that is scrolled with this widget. */
static int
least_width (GtkWidget *widget)
{
  GtkWidget *inside = gtk_widget_get_first_child (gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT));
  int least;

  gtk_widget_measure (inside, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
test_connect (Fixture *fixture, gconstpointer data)
{
  KxStartPage *page = KX_START_PAGE (fixture->page);

  g_signal_connect (page, "address-given", G_CALLBACK (note_one), &fixture->said);
  g_signal_connect (page, "signed-in", G_CALLBACK (note_two), &fixture->said);
  g_signal_connect (page, "certificate-accepted", G_CALLBACK (count), &fixture->count);
  kx_test_drive_press (fixture->page, "Connect to a service");
  g_assert_cmpint (kx_start_page_get_screen (page), ==, KX_START_ADDRESS);
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (fixture->page, "_Next")));
  kx_test_drive_type (fixture->page, "Address", "  kangxie.example.org ");
  kx_test_drive_press (fixture->page, "_Next");
  g_assert_cmpstr (fixture->said, ==, "kangxie.example.org");

  kx_start_page_set_certificate (page, "AB:CD", FALSE);
  kx_test_drive_settle ();
  g_assert_null (kx_test_drive_find (fixture->page, "_Next"));
  g_assert_nonnull (kx_test_drive_find (fixture->page, "AB:CD"));
  g_assert_cmpint (least_width (kx_test_drive_find (fixture->page, "_Accept this certificate")), <=, 360);
  kx_test_drive_press (fixture->page, "_Accept this certificate");
  g_assert_cmpint (fixture->count, ==, 1);

  kx_start_page_show (page, KX_START_SIGN_IN);
  kx_test_drive_type (fixture->page, "User name", "li");
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (fixture->page, "_Sign in")));
  kx_test_drive_type (fixture->page, "Password", " secret ");
  kx_test_drive_press (fixture->page, "_Sign in");
  /* A password may begin and end with blanks. */
  g_assert_cmpstr (fixture->said, ==, "li  secret ");
}

static void
test_busy_can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  KxStartPage *page = KX_START_PAGE (fixture->page);

  g_signal_connect (page, "cancelled", G_CALLBACK (count), &fixture->count);
  kx_start_page_show (page, KX_START_ADDRESS);
  kx_start_page_set_address (page, "https://a");
  kx_start_page_set_busy (page, TRUE);
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (kx_test_drive_find (fixture->page, "Address"))));
  kx_test_drive_press (fixture->page, "_Cancel");
  g_assert_cmpint (fixture->count, ==, 1);
  kx_start_page_set_busy (page, FALSE);
  kx_start_page_set_error (page, "Nobody answers");
  kx_test_drive_settle ();
  g_assert_nonnull (kx_test_drive_find (fixture->page, "Nobody answers"));
  kx_test_drive_type (fixture->page, "Address", "https://b");
  g_assert_null (kx_test_drive_find (fixture->page, "Nobody answers"));
}

static void
test_local (Fixture *fixture, gconstpointer data)
{
  g_signal_connect (fixture->page, "local-given", G_CALLBACK (note_two), &fixture->said);
  kx_test_drive_press (fixture->page, "Work on this computer");
  kx_test_drive_type (fixture->page, "Area: code or name", "450100");
  g_assert_false (gtk_widget_is_sensitive (kx_test_drive_find (fixture->page, "_Begin")));
  kx_test_drive_type (fixture->page, "Your name", "李娜");
  kx_test_drive_press (fixture->page, "_Begin");
  g_assert_cmpstr (fixture->said, ==, "450100 李娜");
}

static void
test_profiles_are_offered (Fixture *fixture, gconstpointer data)
{
  KxStartPage *page = KX_START_PAGE (fixture->page);

  g_signal_connect (page, "profile-chosen", G_CALLBACK (note_one), &fixture->said);
  kx_start_page_add_profile (page, "one", "Li & Na", "https://a");
  kx_start_page_add_profile (page, "two", "Wang", "https://b");
  kx_test_drive_press (fixture->page, "Wang");
  g_assert_cmpstr (fixture->said, ==, "two");
  kx_start_page_clear_profiles (page);
  g_assert_null (kx_test_drive_find (fixture->page, "Wang"));
}

static void
test_keys_lead_there_and_back (Fixture *fixture, gconstpointer data)
{
  KxStartPage *page = KX_START_PAGE (fixture->page);
  GtkWindow *window = GTK_WINDOW (fixture->window);

  g_signal_connect (page, "left", G_CALLBACK (count), &fixture->count);
  kx_start_page_show (page, KX_START_CHOOSE);
  kx_test_drive_settle ();
  /* The first thing to choose has the focus. */
  g_assert_true (kx_test_press (window, GDK_KEY_Return, 0));
  kx_test_drive_settle ();
  g_assert_cmpint (kx_start_page_get_screen (page), ==, KX_START_ADDRESS);
  kx_test_type (window, "https://a");
  g_assert_true (kx_test_press (window, GDK_KEY_Escape, 0));
  kx_test_drive_settle ();
  g_assert_cmpint (kx_start_page_get_screen (page), ==, KX_START_CHOOSE);
  /* There is nowhere to go back to on the first run. */
  g_assert_false (kx_test_press (window, GDK_KEY_Left, GDK_ALT_MASK));
  g_assert_cmpint (fixture->count, ==, 0);
  kx_start_page_set_can_leave (page, TRUE);
  g_assert_true (kx_test_press (window, GDK_KEY_Left, GDK_ALT_MASK));
  g_assert_cmpint (fixture->count, ==, 1);
  kx_test_drive_press (fixture->page, "Connect to a service");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kx_test_drive_find (fixture->page, "Address"))), ==,
                   "https://a");
}

static void
test_loopback (void)
{
  g_assert_true (kx_start_is_loopback ("http://127.0.0.1:8470"));
  g_assert_true (kx_start_is_loopback ("http://[::1]:8470"));
  g_assert_true (kx_start_is_loopback ("http://localhost"));
  g_assert_false (kx_start_is_loopback ("http://127.0.0.1.example.org"));
  g_assert_false (kx_start_is_loopback ("https://kangxie.example.org"));
  g_assert_false (kx_start_is_loopback ("nonsense"));
}

static void
test_areas (void)
{
  static const struct
  {
    const char *text, *code;
  } cases[] = {
    { "450100", "450100" }, { "南宁", "450100" }, { "999999", NULL }, { "鼓楼区", NULL }, { "", NULL }
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *code = kx_start_find_area (cases[i].text, &error);

      g_assert_cmpstr (code, ==, cases[i].code);
      g_assert_cmpint (error != NULL, ==, code == NULL);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)
  ADD ("/start/address, certificate and sign-in", test_connect);
  ADD ("/start/what is under way can be cancelled, errors go when one types", test_busy_can_be_cancelled);
  ADD ("/start/work on this computer", test_local);
  ADD ("/start/known profiles are offered", test_profiles_are_offered);
  ADD ("/start/keys lead there and back", test_keys_lead_there_and_back);
  g_test_add_func ("/start/only this computer is loopback", test_loopback);
  g_test_add_func ("/start/an area by code or name", test_areas);
  return g_test_run ();
}
