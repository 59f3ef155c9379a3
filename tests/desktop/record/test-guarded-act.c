/* A button and its preconditions: what stands against an act is said beside the button that waits. */
#include "desktop/record/kx-guarded-act.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-own-value.h"
#include "desktop/kx-toolkit.h"
#include "desktop/kx-test-drive.h"
#include "desktop/record/kx-act.h"
#include "kx-test-keys.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *desktop;
  KxDesk *desk;
  KxGuardedAct *act;
  GtkWidget *window;
  guint done;
} Fixture;

static void
note_done (Fixture *f)
{
  f->done++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desktop = kx_test_desktop_new ();
  f->desk = kx_desk_new_for_mirror (f->desktop->mirror, NULL, NULL);
  f->act = kx_guarded_act_new (f->desk, "_Add");
  g_signal_connect_swapped (f->act, "done", G_CALLBACK (note_done), f);
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->act));
  gtk_window_present (GTK_WINDOW (f->window));
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  kx_test_run_out ();
  kx_test_finalize (f->desk);
  kx_test_desktop_free (f->desktop);
}

static GtkWidget *
find_button (Fixture *f)
{
  return kx_test_find (GTK_WIDGET (f->act), GTK_TYPE_BUTTON, "Add");
}

static KxOp *
make_agency (const char *name)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autofree char *id = kx_act_new_id ();
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);

  if (name != NULL)
    kx_agency_set_name (kx_agency (fields), name);
  kx_agency_set_office (kx_agency (fields), KX_TEST_OFFICE);
  kx_agency_set_no_uscc_reason (kx_agency (fields), "部队医院");
  kx_act_create (acts, id, fields);
  return g_ptr_array_steal_index (acts, 0);
}

static void
test_nothing_to_do_yet (Fixture *f, gconstpointer data)
{
  GPtrArray *own = kx_findings_new ();

  g_ptr_array_add (own, kx_finding_new (KX_FAILS, "day", NULL, "The first day must be given"));
  kx_guarded_act_set_op (f->act, NULL, own);
  g_assert_false (kx_guarded_act_is_ready (f->act));
  g_assert_false (gtk_widget_get_sensitive (find_button (f)));
  g_assert_nonnull (
      kx_test_find (GTK_WIDGET (f->act), GTK_TYPE_LIST_BOX_ROW, "Not met: The first day must be given"));
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *) data)->done > 0;
}

static void
test_an_act_of_this_computer (Fixture *f, gconstpointer data)
{
  KxOp *op = make_agency ("甲医院");
  g_autofree char *id = g_strdup (op->row);
  g_autoptr (KxRecord) row = NULL;

  kx_guarded_act_set_op (f->act, op, NULL);
  g_assert_true (kx_guarded_act_is_ready (f->act));
  g_assert_true (gtk_widget_get_sensitive (find_button (f)));
  g_signal_emit_by_name (find_button (f), "clicked");
  kx_test_drive_until (is_done, f);
  row = kx_desk_get_row (f->desk, &kx_agency_entity, id);
  g_assert_nonnull (row);
  g_assert_cmpstr (kx_agency_get_name (kx_agency (row)), ==, "甲医院");
}

static void
test_what_is_missing_is_said (Fixture *f, gconstpointer data)
{
  kx_guarded_act_set_op (f->act, make_agency (NULL), NULL);
  g_assert_false (kx_guarded_act_is_ready (f->act));
  g_assert_false (gtk_widget_get_sensitive (find_button (f)));
  kx_guarded_act_press (f->act);
  g_assert_cmpuint (f->done, ==, 0);
  /* Put right, it goes. */
  kx_guarded_act_set_op (f->act, make_agency ("乙医院"), NULL);
  g_assert_true (kx_guarded_act_is_ready (f->act));
}

static void
test_an_act_of_the_service_waits_for_it (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autofree char *id = kx_act_new_id ();
  KxRecord *fields = kx_record_new (&kx_own_value_entity, NULL, NULL);

  kx_own_value_set_office (kx_own_value (fields), KX_TEST_OFFICE);
  kx_own_value_set_parameter (kx_own_value (fields), "publicity_workdays");
  kx_own_value_set_from_on (kx_own_value (fields), (KxDate){ 20990101 });
  kx_own_value_set_value (kx_own_value (fields), "7");
  kx_act_create (acts, id, fields);
  kx_guarded_act_set_op (f->act, g_ptr_array_steal_index (acts, 0), NULL);
  g_assert_false (kx_guarded_act_is_ready (f->act));
  g_assert_nonnull (kx_test_find (GTK_WIDGET (f->act), GTK_TYPE_LIST_BOX_ROW,
                                  "Not met: The service must be reachable: this happens there"));
  g_assert_false (kx_test_shows (GTK_WIDGET (f->act), "This step needs the service"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  ADD ("/guarded-act/nothing to do yet", test_nothing_to_do_yet);
  ADD ("/guarded-act/an act of this computer", test_an_act_of_this_computer);
  ADD ("/guarded-act/what is missing is said", test_what_is_missing_is_said);
  ADD ("/guarded-act/an act of the service waits for it", test_an_act_of_the_service_waits_for_it);
  return g_test_run ();
}
