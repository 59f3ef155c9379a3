/* Undoing a link says beforehand which place it brings beyond its limit, in whose words, and waits for a
 * reason alone. */
#include "desktop/record/kx-unlink-dialog.h"

#include "core/entities/kx-agreement.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
#include "kx-test-keys.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

#include <string.h>

#define FULL "Each record counts by itself then: 历下区 has 3 agencies, more than the limit of 2"
#define ROOM "Each record counts by itself then: 历下区 has 2 agencies of at most 2"

typedef struct
{
  KxTestDesktop *desktop;
  KxDesk *desk;
  GtkWidget *window;
  KxUnlinkDialog *dialog;
  char *main, *alias; /* owned */
} Fixture;

static void
land_agreement (Fixture *f, const char *agency)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_office (row, KX_TEST_OFFICE);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  kx_agreement_set_counts_toward (row, kx_agreement_counts_toward_county);
  kx_agreement_set_counts_area (row, "370102");
  kx_agreement_set_state (row, kx_agreement_state_signed);
  kx_test_desktop_land (f->desktop, record);
}

/* The service tells that it was linked. */
static void
land_link (Fixture *f)
{
  KxRecord *row = kx_desk_get_row (f->desk, &kx_agency_entity, f->alias);

  kx_agency_set_alias_of (kx_agency (row), f->main);
  row->seq++;
  kx_test_desktop_land (f->desktop, row);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desktop = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->desktop->mirror, NULL, NULL);
  kx_test_desktop_land_pack (f->desktop, kx_test_pack_country);
  kx_test_desktop_land_pack (f->desktop, kx_test_pack_province);
  f->main = kx_test_desktop_add_agency (f->desktop, "泺源测试康复医院");
  f->alias = kx_test_desktop_add_agency (f->desktop, "泺源测试康复医院东院");
  land_agreement (f, f->main);
  land_agreement (f, f->alias);
  land_link (f);
  f->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->dialog));
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->desktop);
  g_free (f->main);
  g_free (f->alias);
}

static void
open_dialog (Fixture *f)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (f->desk, &kx_agency_entity, f->alias);

  f->dialog = kx_unlink_dialog_new (f->window, f->desk, row);
  gtk_window_present (GTK_WINDOW (f->dialog));
  kx_test_run_out ();
}

/* Without a service nothing else stands against it than that, whatever the limit says. */
static void
test_a_limit_warns_and_does_not_refuse (Fixture *f, gconstpointer data)
{
  g_autofree char *third = kx_test_desktop_add_agency (f->desktop, "大明湖测试康复医院");
  GtkWidget *dialog;

  open_dialog (f);
  dialog = GTK_WIDGET (f->dialog);
  g_assert_true (kx_test_shows (dialog, ROOM));
  g_assert_true (kx_test_shows (dialog, "This step needs a reason"));
  kx_unlink_dialog_set_reason (f->dialog, "  ");
  g_assert_true (kx_test_shows (dialog, "This step needs a reason"));
  kx_unlink_dialog_set_reason (f->dialog, "原来是两家机构");
  kx_test_run_out ();
  g_assert_false (kx_test_shows (dialog, "This step needs a reason"));

  /* Somebody signs with another agency meanwhile. */
  land_agreement (f, third);
  kx_test_drive_await (dialog, FULL);
  g_assert_false (kx_test_shows (dialog, ROOM));
  g_assert_true (kx_test_shows (dialog, "The service must be reachable: this happens there"));
  g_assert_false (kx_guarded_act_is_ready (kx_unlink_dialog_get_act (f->dialog)));
}

/* What is told where nobody saw the list: the sentence, and the document that sets the limit. */
static void
test_the_outcome_names_the_document (Fixture *f, gconstpointer data)
{
  g_autofree char *third = kx_test_desktop_add_agency (f->desktop, "大明湖测试康复医院"), *words = NULL,
                  *none = NULL;
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxDecision) within = NULL, beyond = NULL;

  open_dialog (f);
  row = kx_desk_get_row (f->desk, &kx_agency_entity, f->alias);
  kx_act_step (acts, row, "unlink_alias", NULL)->reason = g_strdup ("原来是两家机构");
  within = kx_desk_try (f->desk, acts->pdata[0]);
  none = kx_outcome_dup_warnings (within);
  g_assert_null (none);
  land_agreement (f, third);
  beyond = kx_desk_try (f->desk, acts->pdata[0]);
  words = kx_outcome_dup_warnings (beyond);
  g_assert_true (g_str_has_prefix (words, FULL "\n"));
  g_assert_nonnull (strstr (words, "每个县（市、区）不超过2家"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
#define ADD(name, func) g_test_add ("/unlink-dialog/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a limit warns and does not refuse", test_a_limit_warns_and_does_not_refuse);
  ADD ("the outcome names the document", test_the_outcome_names_the_document);
  return g_test_run ();
}
