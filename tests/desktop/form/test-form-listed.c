/* What documents list, ticked in a form: the phases of an agreement. */
#include "core/entities/kx-agreement.h"
#include "desktop/form/kx-editor-kinds.h"
#include "desktop/form/kx-form.h"
#include "desktop/kx-toolkit.h"
#include "kx-test-keys.h"
#include "kx-test-lookup.h"
#include "lib/kx-test-source.h"

#define ROW "0192f0c4-9d7e-7000-8000-000000000001"
#define PHASES kx_agreement_f_phases
#define OTHERS "Others, parted by commas"

typedef struct
{
  GtkWindow *window;
  KxForm *form;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (KxLookup) lookup = kx_test_lookup_new ();

  f->form = kx_form_new (&kx_agreement_entity, lookup, "370100");
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 800, 600);
  gtk_window_set_child (f->window, GTK_WIDGET (f->form));
  gtk_window_present (f->window);
  kx_test_run_out ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  KxForm *form = g_object_ref (f->form);
  KxEditor *editor = g_object_ref (kx_field_entry_get_editor (kx_form_get_entry (form, PHASES)));

  gtk_window_destroy (f->window);
  kx_test_run_out ();
  kx_test_finalize (form);
  kx_test_finalize (editor);
}

static KxFieldEntry *
entry_of (Fixture *f)
{
  return kx_form_get_entry (f->form, PHASES);
}

/* Edits an agreement of the office with these phases; `office` NULL: a new one, of which no office is known.
 */
static void
edit (Fixture *f, const char *office, const char *phases)
{
  g_autoptr (KxRecord) record = kx_record_new (&kx_agreement_entity, ROW, "370100/agreement");

  kx_agreement_set_office (kx_agreement (record), office);
  kx_agreement_set_phases (kx_agreement (record), phases);
  kx_form_set_record (f->form, office != NULL ? record : NULL);
  kx_form_set_editing (f->form, TRUE);
  kx_test_run_out ();
}

static GtkCheckButton *
tick_of (Fixture *f, const char *word)
{
  GtkWidget *tick = kx_test_find (GTK_WIDGET (entry_of (f)), GTK_TYPE_CHECK_BUTTON, word);

  g_assert_nonnull (tick);
  return GTK_CHECK_BUTTON (tick);
}

static const char *
get_others (Fixture *f)
{
  GtkWidget *others = kx_test_find (GTK_WIDGET (entry_of (f)), GTK_TYPE_ENTRY, OTHERS);

  return others != NULL ? gtk_editable_get_text (GTK_EDITABLE (others)) : NULL;
}

/* The letters of the four phases of the documents that are ticked, in their order: 救急稳维. */
static void
assert_ticked (Fixture *f, const char *expected)
{
  static const struct
  {
    const char *word, *letter;
  } phases[] = { { "工伤救治期", "救" }, { "工伤康复急性期", "急" }, { "稳定期", "稳" }, { "维持期", "维" } };
  g_autoptr (GString) ticked = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (gtk_check_button_get_active (tick_of (f, phases[i].word)))
      g_string_append (ticked, phases[i].letter);
  g_assert_cmpstr (ticked->str, ==, expected);
}

static void
assert_typed (Fixture *f, const char *expected, gboolean dirty)
{
  g_autofree char *typed = kx_field_entry_dup_typed (entry_of (f));

  g_assert_cmpstr (typed, ==, expected);
  g_assert_cmpint (kx_form_get_dirty (f->form), ==, dirty);
}

static void
test_phases_are_ticked (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) patch = NULL;

  edit (f, KX_TEST_OFFICE_A, "工伤康复急性期、早期介入");
  assert_ticked (f, "急");
  g_assert_cmpstr (get_others (f), ==, "早期介入");
  assert_typed (f, "工伤康复急性期、早期介入", FALSE);
  /* By keyboard: the first has the focus, Space ticks, Tab goes on. */
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (entry_of (f))));
  g_assert_true (gtk_window_get_focus (f->window) == GTK_WIDGET (tick_of (f, "工伤救治期")));
  g_assert_true (kx_test_press (f->window, GDK_KEY_space, 0));
  kx_test_run_out ();
  assert_ticked (f, "救急");
  assert_typed (f, "工伤救治期、工伤康复急性期、早期介入", TRUE);
  patch = kx_form_collect (f->form);
  g_assert_cmpstr (kx_record_get (patch, PHASES).TEXT, ==, "工伤救治期、工伤康复急性期、早期介入");
  /* Taken back nothing was changed. */
  g_assert_true (kx_test_press (f->window, GDK_KEY_space, 0));
  kx_test_run_out ();
  assert_typed (f, "工伤康复急性期、早期介入", FALSE);
}

/* As people wrote it before: shorter, with other marks, twice. */
static void
test_what_was_written_stays_as_it_was (Fixture *f, gconstpointer data)
{
  edit (f, KX_TEST_OFFICE_A, "稳定期 ，急性期；稳定期,期");
  assert_ticked (f, "急稳");
  g_assert_cmpstr (get_others (f), ==, "稳定期、期");
  assert_typed (f, "稳定期 ，急性期；稳定期,期", FALSE);
  gtk_check_button_set_active (tick_of (f, "维持期"), TRUE);
  assert_typed (f, "急性期、稳定期、维持期、稳定期、期", TRUE);
}

static void
test_nothing_ticked_is_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRecord) patch = NULL;

  edit (f, KX_TEST_OFFICE_A, "维持期");
  gtk_check_button_set_active (tick_of (f, "维持期"), FALSE);
  assert_typed (f, "", TRUE);
  patch = kx_form_collect (f->form);
  g_assert_true (kx_record_mentions (patch, PHASES));
  g_assert_false (kx_record_has (patch, PHASES));
}

/* Where no document lists any it is written. */
static void
test_without_a_list_it_is_written (Fixture *f, gconstpointer data)
{
  GtkWidget *entry;

  edit (f, KX_TEST_OFFICE_B, "急性期， 稳定期");
  g_assert_null (kx_test_find_type (GTK_WIDGET (entry_of (f)), GTK_TYPE_CHECK_BUTTON));
  entry = kx_test_find (GTK_WIDGET (entry_of (f)), GTK_TYPE_ENTRY, "Phases of rehabilitation");
  g_assert_nonnull (entry);
  assert_typed (f, "急性期， 稳定期", FALSE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "维持期");
  assert_typed (f, "维持期", TRUE);
}

/* The office of a new agreement is chosen, and chosen otherwise: what was typed stays. */
static void
test_the_list_is_that_of_the_office (Fixture *f, gconstpointer data)
{
  KxFieldEntry *office = kx_form_get_entry (f->form, kx_agreement_f_office);

  edit (f, NULL, NULL);
  g_assert_null (get_others (f));
  kx_field_entry_set_typed (entry_of (f), "稳定期、早期介入");
  kx_field_entry_set_typed (office, KX_TEST_OFFICE_A);
  kx_test_run_out ();
  assert_ticked (f, "稳");
  g_assert_cmpstr (get_others (f), ==, "早期介入");
  gtk_check_button_set_active (tick_of (f, "维持期"), TRUE);
  kx_field_entry_set_typed (office, KX_TEST_OFFICE_B);
  kx_test_run_out ();
  g_assert_null (kx_test_find_type (GTK_WIDGET (entry_of (f)), GTK_TYPE_CHECK_BUTTON));
  assert_typed (f, "稳定期、维持期、早期介入", TRUE);
}

static void
test_a_draft_brings_it_back (Fixture *f, gconstpointer data)
{
  g_autofree char *draft = NULL;
  g_auto (GStrv) again = NULL;

  edit (f, KX_TEST_OFFICE_A, NULL);
  gtk_check_button_set_active (tick_of (f, "维持期"), TRUE);
  draft = kx_form_dup_draft (f->form, ROW);
  kx_form_set_editing (f->form, FALSE);
  g_assert_true (kx_form_take_draft (f->form, draft, &again));
  kx_test_run_out ();
  assert_ticked (f, "维");
  assert_typed (f, "维持期", TRUE);
}

static void
test_a_long_word_has_room (Fixture *f, gconstpointer data)
{
  static const char *const words[] = { "从工伤救治期、工伤康复急性期、稳定期到维持期的全过程连续康复服务阶段",
                                       NULL };
  GtkWidget *editor;
  int least;

  edit (f, KX_TEST_OFFICE_B, NULL);
  editor = GTK_WIDGET (kx_field_entry_get_editor (entry_of (f)));
  kx_listed_editor_offer (KX_LISTED_EDITOR (editor), words);
  kx_test_run_out ();
  tick_of (f, words[0]);
  gtk_widget_measure (editor, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <, 300);
}

#define TEST(name, function) g_test_add ("/form-listed/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  TEST ("phases are ticked", test_phases_are_ticked);
  TEST ("what was written stays as it was", test_what_was_written_stays_as_it_was);
  TEST ("nothing ticked is nothing", test_nothing_ticked_is_nothing);
  TEST ("without a list it is written", test_without_a_list_it_is_written);
  TEST ("the list is that of the office", test_the_list_is_that_of_the_office);
  TEST ("a draft brings it back", test_a_draft_brings_it_back);
  TEST ("a long word has room", test_a_long_word_has_room);
  return g_test_run ();
}
