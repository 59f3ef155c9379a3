/* The tables of an office in the preferences over a real service: who signs a slip, and which duties one
 * person may not have. */
#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-route-step.h"
#include "desktop/form/kx-form-draft.h"
#include "desktop/kx-test-preferences.h"
#include "kx-test-keys.h"

#include <string.h>

#define SIGN "Agreement: Sign"

/* What the service has under `path`, asked beside the program. */
static char *
ask_service (KxTestPreferences *self, const char *path)
{
  g_autoptr (KxClient) client = kx_test_preferences_sign_in (self, "leader", "leader", NULL);

  return kx_test_preferences_call (client, path);
}

static gpointer
find (KxTestPreferences *self, GType type, const char *label)
{
  GtkWidget *found = kx_test_find (self->preferences, type, label);

  g_assert_nonnull (found);
  return found;
}

static void
press_tip (KxTestPreferences *self, const char *tip)
{
  g_signal_emit_by_name (kx_test_preferences_find_tip (self, tip), "clicked");
}

static void
test_a_way_is_laid_down (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *added = NULL;

  kx_test_preferences_open (self, "office");
  kx_test_preferences_see (self, "Handled by: 经办人 → Reviewed by: 复核人 → Countersigned by: "
                                 "财务科负责人 → Approved by: 分管负责人");
  kx_test_preferences_press (self, SIGN);
  kx_test_preferences_see (self, "4. 分管负责人");
  /* What is wanting is said at the button. */
  kx_test_preferences_see (self, "The post must be given");
  g_assert_false (gtk_widget_get_sensitive (find (self, GTK_TYPE_BUTTON, "Enter the line")));
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Line"), kx_route_step_line_approval);
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "主要负责人");
  kx_test_preferences_press (self, "_Enter the line");
  kx_test_preferences_see (self, "5. 主要负责人");
  added = ask_service (self, "/v1/route-steps?limit=100");
  g_assert_nonnull (strstr (added, "主要负责人"));
  /* The first one goes down, then it is deleted and taken back. */
  press_tip (self, "Move down (Alt+Down)");
  kx_test_preferences_see (self, "1. 复核人");
  kx_test_preferences_see (self, "2. 经办人");
  press_tip (self, "Delete");
  kx_test_preferences_see (self, "1. 经办人");
  kx_test_preferences_see (self, "The line was deleted");
  kx_test_preferences_press (self, "Undo");
  kx_test_preferences_see (self, "1. 复核人");
}

static void
test_a_line_is_changed (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, SIGN);
  kx_test_preferences_see (self, "3. 财务科负责人");
  kx_test_preferences_press (self, "3. 财务科负责人");
  kx_test_preferences_see (self, "Change this line");
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "法规科负责人");
  kx_test_preferences_press (self, "_Enter the line");
  kx_test_preferences_see (self, "3. 法规科负责人");
  kx_test_preferences_see (self, "Add a line");
}

static GStrv
list_drafts (KxTestPreferences *self)
{
  return kx_mirror_list_drafts (kx_profile_get_mirror (self->profile), "");
}

static guint
count_drafts (KxTestPreferences *self)
{
  g_auto (GStrv) drafts = list_drafts (self);

  return g_strv_length (drafts);
}

static void
assert_typed (KxTestPreferences *self, const char *label, const char *expected)
{
  g_assert_cmpstr (gtk_editable_get_text (find (self, ADW_TYPE_ENTRY_ROW, label)), ==, expected);
}

/* Each line has its own, also when another line is gone to meanwhile. */
static void
test_what_is_typed_of_a_way_is_kept (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, SIGN);
  kx_test_preferences_see (self, "4. 分管负责人");
  g_assert_false (kx_test_preferences_sees (self, "Cancel"));
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Line"), kx_route_step_line_approval);
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "主要负责人");
  kx_test_preferences_press (self, "3. 财务科负责人");
  assert_typed (self, "Post", "财务科负责人");
  g_assert_cmpuint (count_drafts (self), ==, 1);
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "法规科负责人");
  g_assert_cmpuint (count_drafts (self), ==, 2);
  kx_test_preferences_close (self);

  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, SIGN);
  g_assert_true (kx_test_shows (self->preferences, "What you typed on"));
  assert_typed (self, "Post", "主要负责人");
  g_assert_cmpuint (adw_combo_row_get_selected (find (self, ADW_TYPE_COMBO_ROW, "Line")), ==,
                    kx_route_step_line_approval);
  kx_test_preferences_press (self, "3. 财务科负责人");
  assert_typed (self, "Post", "法规科负责人");
  /* Typed back, nothing is kept of it. */
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "财务科负责人");
  g_assert_cmpuint (count_drafts (self), ==, 1);
  kx_test_preferences_press (self, "Cancel");
  assert_typed (self, "Post", "主要负责人");
  /* Thrown away, and brought back. */
  kx_test_preferences_press (self, "Cancel");
  assert_typed (self, "Post", "");
  g_assert_cmpuint (count_drafts (self), ==, 0);
  kx_test_preferences_press (self, "Undo");
  assert_typed (self, "Post", "主要负责人");
  kx_test_preferences_press (self, "_Enter the line");
  kx_test_preferences_see (self, "5. 主要负责人");
  g_assert_cmpuint (count_drafts (self), ==, 0);
}

/* As the list of drafts opens it. */
static void
open_draft (KxTestPreferences *self, const char *entity)
{
  g_auto (GStrv) drafts = list_drafts (self);
  g_autofree char *json = kx_mirror_dup_draft (kx_profile_get_mirror (self->profile), drafts[0]);
  g_autoptr (KxFormDraft) draft = kx_form_draft_from_json (kx_schema_entity (kx_schema_get (), entity), json);

  g_assert_cmpuint (g_strv_length (drafts), ==, 1);
  g_assert_nonnull (draft);
  kx_test_preferences_open_row (self, entity, draft->row);
}

/* Somebody else deletes the line meanwhile: what was typed is for a new one. */
static void
test_a_line_goes_while_it_is_changed (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, SIGN);
  kx_test_preferences_press (self, "1. 经办人");
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "经办科室");
  press_tip (self, "Delete");
  kx_test_preferences_see (self, "1. 复核人");
  kx_test_preferences_see (self, "Add a line");
  assert_typed (self, "Post", "经办科室");
  kx_test_preferences_close (self);
  open_draft (self, "route_step");
  kx_test_preferences_see (self, "Add a line");
  assert_typed (self, "Post", "经办科室");
  kx_test_preferences_press (self, "_Enter the line");
  kx_test_preferences_see (self, "4. 经办科室");
  g_assert_cmpuint (count_drafts (self), ==, 0);
}

static void
test_what_is_typed_of_a_rule_is_kept (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, "Add _rule");
  g_assert_false (kx_test_preferences_sees (self, "Throw away what was typed"));
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "One duty"), KX_DUTY (review) + 1);
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Note"), "人员不足");
  kx_test_preferences_close (self);

  open_draft (self, "duty_pair");
  g_assert_true (kx_test_shows (self->preferences, "What you typed on"));
  assert_typed (self, "Note", "人员不足");
  g_assert_cmpuint (adw_combo_row_get_selected (find (self, ADW_TYPE_COMBO_ROW, "One duty")), ==,
                    KX_DUTY (review) + 1);
  g_assert_cmpuint (adw_combo_row_get_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule")), ==, 0);
  kx_test_preferences_press (self, "Throw away what was typed");
  assert_typed (self, "Note", "");
  g_assert_cmpuint (count_drafts (self), ==, 0);
  kx_test_preferences_press (self, "Undo");
  assert_typed (self, "Note", "人员不足");
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Other duty"), KX_DUTY (sign) + 1);
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule"), kx_duty_pair_rule_forbid + 1);
  kx_test_preferences_press (self, "_Enter the rule");
  kx_test_preferences_see (self, "Reviews – Signs");
  g_assert_cmpuint (count_drafts (self), ==, 0);
  /* Of a rule that there is, only what differs is. */
  kx_test_preferences_press (self, "Reviews – Signs");
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule"), kx_duty_pair_rule_warn + 1);
  g_assert_cmpuint (count_drafts (self), ==, 1);
  kx_test_preferences_close (self);
  open_draft (self, "duty_pair");
  kx_test_preferences_see (self, "Change a rule");
  g_assert_cmpuint (adw_combo_row_get_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule")), ==,
                    kx_duty_pair_rule_warn + 1);
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule"), kx_duty_pair_rule_forbid + 1);
  g_assert_cmpuint (count_drafts (self), ==, 0);
}

static void
test_the_floor_stays (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_see (self, "Proposes – Signs");
  kx_test_preferences_see (self, "Never the same person · proposed by the program");
  kx_test_preferences_see (self, "Never the same person · laid down by this office");
  kx_test_preferences_press (self, "Enters a result – Confirms a result");
  kx_test_preferences_see (self, "A floor of the program: an office can ask for more here, never for less.");
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule"), kx_duty_pair_rule_warn + 1);
  kx_test_preferences_see (self, "Nobody confirms what he entered himself: this floor stays");
  g_assert_false (gtk_widget_get_sensitive (find (self, GTK_TYPE_BUTTON, "Enter the rule")));
}

static void
test_a_rule_is_laid_down_and_deleted (KxTestPreferences *self, gconstpointer user)
{
  g_autofree char *added = NULL;

  kx_test_preferences_open (self, "office");
  kx_test_preferences_see (self, "Separation of duties");
  kx_test_preferences_press (self, "Add _rule");
  kx_test_preferences_see (self, "Both duties must be chosen");
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "One duty"), KX_DUTY (review) + 1);
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Other duty"), KX_DUTY (review) + 1);
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Rule"), kx_duty_pair_rule_forbid + 1);
  kx_test_preferences_see (self, "They must be two duties");
  adw_combo_row_set_selected (find (self, ADW_TYPE_COMBO_ROW, "Other duty"), KX_DUTY (sign) + 1);
  kx_test_preferences_press (self, "_Enter the rule");
  kx_test_preferences_see (self, "Reviews – Signs");
  added = ask_service (self, "/v1/duty-pairs?limit=100");
  g_assert_nonnull (strstr (added, "\"duty_a\":\"review\""));
  press_tip (self, "Delete Reviews – Signs");
  kx_test_preferences_answer ("Delete this rule of the office?", "act", "人员调整");
  kx_test_preferences_await_gone (self, "Reviews – Signs");
  kx_test_preferences_press (self, "Undo");
  kx_test_preferences_see (self, "Reviews – Signs");
}

static void
test_without_the_service (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_cut (self);
  kx_test_preferences_open (self, "office");
  kx_test_preferences_press (self, SIGN);
  gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "主要负责人");
  kx_test_preferences_see (self, "The service must be reachable: this happens there");
  press_tip (self, "Delete");
  kx_test_preferences_see (self, "1. 经办人");
}

static void
test_a_clerk_reads (KxTestPreferences *self, gconstpointer user)
{
  kx_test_preferences_open (self, "office");
  kx_test_preferences_see (self, "Never the same person · laid down by this office");
  g_assert_false (kx_test_preferences_sees (self, "Add _rule"));
  kx_test_preferences_press (self, SIGN);
  kx_test_preferences_see (self, "4. 分管负责人");
  kx_test_preferences_see (
      self, "To be read only: a leader or a policy officer of this office lays down who signs.");
  g_assert_false (kx_test_preferences_sees (self, "_Enter the line"));
}

static void
test_room (KxTestPreferences *self, gconstpointer user)
{
  static const int widths[] = { 360, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      kx_test_preferences_open (self, "office");
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[i], 640);
      kx_test_preferences_see (self, "Separation of duties");
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, SIGN);
      kx_test_preferences_see (self, "4. 分管负责人");
      kx_test_preferences_look (self);
      /* With what was typed before, and how to be rid of it. */
      gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Post"), "主要负责人");
      kx_test_preferences_close (self);
      kx_test_preferences_open (self, "office");
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[i], 640);
      kx_test_preferences_press (self, SIGN);
      g_assert_true (kx_test_shows (self->preferences, "What you typed on"));
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, "Cancel");
      kx_test_preferences_close (self);
      kx_test_preferences_open (self, "office");
      gtk_window_set_default_size (GTK_WINDOW (self->preferences), widths[i], 640);
      kx_test_preferences_press (self, "Enters a result – Confirms a result");
      kx_test_preferences_see (self, "Rule");
      kx_test_preferences_look (self);
      gtk_editable_set_text (find (self, ADW_TYPE_ENTRY_ROW, "Note"), "人员不足");
      kx_test_preferences_see (self, "Throw away what was typed");
      kx_test_preferences_look (self);
      kx_test_preferences_press (self, "Throw away what was typed");
      kx_test_preferences_close (self);
    }
}

int
main (int argc, char **argv)
{
  kx_test_preferences_init (&argc, &argv);
  kx_test_preferences_add ("/preferences/tables/a way is laid down", "leader", test_a_way_is_laid_down);
  kx_test_preferences_add ("/preferences/tables/a line is changed", "leader", test_a_line_is_changed);
  kx_test_preferences_add ("/preferences/tables/what is typed of a way is kept", "leader",
                           test_what_is_typed_of_a_way_is_kept);
  kx_test_preferences_add ("/preferences/tables/a line goes while it is changed", "leader",
                           test_a_line_goes_while_it_is_changed);
  kx_test_preferences_add ("/preferences/tables/what is typed of a rule is kept", "leader",
                           test_what_is_typed_of_a_rule_is_kept);
  kx_test_preferences_add ("/preferences/tables/the floor stays", "leader", test_the_floor_stays);
  kx_test_preferences_add ("/preferences/tables/a rule is laid down and deleted", "leader",
                           test_a_rule_is_laid_down_and_deleted);
  kx_test_preferences_add ("/preferences/tables/without the service nothing changes", "leader",
                           test_without_the_service);
  kx_test_preferences_add ("/preferences/tables/a clerk reads them", "clerk", test_a_clerk_reads);
  kx_test_preferences_add ("/preferences/tables/there is room", "leader", test_room);
  return kx_test_preferences_run ();
}
