/* Since when the file of an agency reaches back: a year is enough, and what is no day does not go on. */
#include "desktop/record/kx-dossier-dialog.h"

#include "core/entities/kx-agency.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "models/kx-test-desktop.h"

static const KxDate today = { 20260701 };

static void
test_days (void)
{
  static const struct
  {
    const char *typed;
    int ymd; /* -1: none */
  } days[] = {
    { "", 0 },
    { "  ", 0 },
    { "2023", 20230101 },
    { " 2023年 ", 20230101 },
    { "2023-05-04", 20230504 },
    { "2023年5月4日", 20230504 },
    { "20230504", 20230504 },
    { "1899", -1 },
    { "2200", -1 },
    { "2023-02-30", -1 },
    { "023", -1 },
    { "自始", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      KxDate since = { -7 };
      const char *wrong = kx_dossier_dialog_read_since (days[i].typed, today, &since);

      g_assert_true ((wrong != NULL) == (days[i].ymd < 0));
      g_assert_cmpint (since.ymd, ==, wrong != NULL ? -7 : days[i].ymd);
    }
}

static void
test_what_is_no_day_does_not_go_on (void)
{
  KxTestDesktop *desktop = kx_test_desktop_new ();
  KxDesk *desk = kx_desk_new_for_mirror (desktop->mirror, NULL, NULL);
  g_autofree char *id = kx_test_desktop_add_agency (desktop, "济南市历下区康复医院");
  g_autoptr (KxRecord) row = kx_desk_get_row (desk, &kx_agency_entity, id);
  GtkWidget *window = gtk_window_new (), *dialog, *day;

  gtk_window_present (GTK_WINDOW (window));
  dialog = GTK_WIDGET (kx_dossier_dialog_new (window, desk, row));
  gtk_window_present (GTK_WINDOW (dialog));
  kx_test_run_out ();
  day = kx_test_find_type (dialog, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (day), "1234");
  kx_test_run_out ();
  g_assert_true (kx_test_shows (dialog, "Years from 1900 to 2199 are known here"));
  gtk_editable_set_text (GTK_EDITABLE (day), "2023");
  kx_test_run_out ();
  g_assert_false (kx_test_shows (dialog, "Years from 1900 to 2199 are known here"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  kx_test_run_out ();
  kx_test_finalize (desk);
  kx_test_desktop_free (desktop);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add_func ("/dossier-dialog/a year is enough, and nothing is all", test_days);
  g_test_add_func ("/dossier-dialog/what is no day does not go on", test_what_is_no_day_does_not_go_on);
  return g_test_run ();
}
