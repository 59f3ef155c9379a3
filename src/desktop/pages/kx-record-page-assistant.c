/* Drawing a record up step by step: one step of its form at a time, and below it what that step lacks for the
 * record to be handed on, judged as it is typed. It is a way of looking at the form; what is typed, kept and
 * saved is the same. */
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-act.h"

/* Somebody types on: what lacks is found out when the keys rest for so long. */
#define LACKS_MS 300

static guint
count_steps (KxRecordPage *self)
{
  guint n = 0;

  if (self->form != NULL)
    kx_form_get_steps (self->form, &n);
  return n;
}

gboolean
kx_record_page_has_steps (KxRecordPage *self)
{
  KxFieldEntry *paper = self->form != NULL ? kx_record_page_get_paper (self) : NULL;
  g_autofree char *state = paper != NULL ? kx_field_entry_dup_typed (paper) : g_strdup ("");

  /* One that follows another differs from it in a few fields of any step. */
  return count_steps (self) > 0 && *state == '\0' &&
         !(self->fresh && g_strcmp0 (self->given_field, "previous") == 0);
}

/* What lacks */

static gboolean
is_of_step (KxRecordPage *self, const KxFinding *finding, guint step)
{
  int field = finding->field != NULL ? kx_entity_field (self->kind->entity, finding->field) : -1;

  /* The form knows by itself what must be given at all. */
  if (g_str_equal (finding->code, "required"))
    return FALSE;
  if (field >= 0)
    return kx_form_step_of (self->form, (guint) field) == step;
  return self->kind->step_of != NULL && self->kind->step_of (finding) == step;
}

/* What would be found if what is typed were saved and handed on. Free with kx_decision_free(). */
static KxDecision *
try_typed (KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  g_autoptr (KxRecord) typed = kx_form_read_typed (self->form), made = NULL;
  g_autoptr (GPtrArray) before = kx_act_new (), after = kx_act_new ();
  KxOp *op;

  if (record != NULL)
    kx_act_change (before, record, typed);
  else
    kx_record_page_make (before, self->row_id, typed);
  made = kx_record_new (self->kind->entity, self->row_id, record != NULL ? record->space : NULL);
  op = kx_act_step (after, made, self->kind->ready, NULL);
  return kx_desk_try_after (self->desk, before, op);
}

static gboolean
find_lacks (gpointer data)
{
  KxRecordPage *self = data;
  guint step = kx_form_get_step (self->form);
  g_autoptr (KxDecision) tried = try_typed (self);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  self->lacks_timer = 0;
  for (guint i = 0; i < tried->findings->len; i++)
    if (is_of_step (self, tried->findings->pdata[i], step))
      g_ptr_array_add (shown, tried->findings->pdata[i]);
  kx_guard_list_set_findings (self->lacks, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), shown->len > 0);
  return G_SOURCE_REMOVE;
}

static void
forget_lacks (KxRecordPage *self)
{
  g_clear_handle_id (&self->lacks_timer, g_source_remove);
}

void
kx_record_page_show_lacks (KxRecordPage *self)
{
  if (self->assistant == NULL)
    return;
  forget_lacks (self);
  self->lacks_timer = g_timeout_add (LACKS_MS, find_lacks, self);
}

/* The steps */

/* Goes on to a later step; what is typed is saved for it, and what is wrong told, in whichever step it is. */
static void
go_on_to (KxRecordPage *self, guint step)
{
  g_autoptr (KxRecord) right = kx_form_collect (self->form);

  if (right == NULL)
    return;
  /* What a step adds to the record wants it to be there. */
  if (self->fresh ? step < self->kind->makes_at : !kx_form_get_dirty (self->form))
    {
      kx_record_page_assist (self, step);
      return;
    }
  kx_record_page_save (self, step);
}

static void
go (KxAssistantBar *bar, guint step, KxRecordPage *self)
{
  if (self->saving)
    return;
  if (step <= kx_form_get_step (self->form))
    kx_record_page_assist (self, step);
  else
    go_on_to (self, step);
}

static void
follow_step (KxRecordPage *self)
{
  guint step = kx_form_get_step (self->form), n = count_steps (self);

  if (self->assistant == NULL || step == 0)
    return;
  kx_assistant_bar_set_step (self->assistant, step);
  gtk_button_set_label (GTK_BUTTON (self->step_on), step < n ? _ ("_Next") : _ ("_Finish"));
  gtk_widget_set_visible (self->step_back, step > 1);
  kx_a11y_name_mnemonics (self->foot);
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), FALSE);
  kx_record_page_show_lacks (self);
  /* What belongs to the record stands last. */
  adw_view_stack_set_visible_child_name (self->tabs, step < n ? "facts" : "documents");
}

/* What other records say of it has nothing to do with drawing it up. */
static void
show_read_lists (KxRecordPage *self, gboolean shown)
{
  for (guint i = 0; i < self->read_lists->len; i++)
    gtk_widget_set_visible (self->read_lists->pdata[i], shown);
}

static void
begin (KxRecordPage *self)
{
  GtkWidget *facts = gtk_widget_get_parent (GTK_WIDGET (self->form));
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  guint n;
  const char *const *steps = kx_form_get_steps (self->form, &n);

  self->assistant = kx_assistant_bar_new (steps, n);
  kx_assistant_bar_set_narrow (self->assistant, window != NULL && kx_window_get_narrow (window));
  g_signal_connect (self->assistant, "go", G_CALLBACK (go), self);
  gtk_box_append (GTK_BOX (self->head), GTK_WIDGET (self->assistant));
  self->lacks = kx_guard_list_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), FALSE);
  gtk_box_append (GTK_BOX (facts), GTK_WIDGET (self->lacks));
  g_signal_connect_swapped (self->form, "notify::step", G_CALLBACK (follow_step), self);
  show_read_lists (self, FALSE);
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->foot), TRUE);
}

void
kx_record_page_assist (KxRecordPage *self, guint step)
{
  g_return_if_fail (self->form != NULL && step >= 1 && step <= count_steps (self));
  if (self->assistant == NULL)
    begin (self);
  if (self->banner_state == KX_BANNER_KEPT)
    kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
  kx_form_set_editing (self->form, TRUE);
  if (kx_form_get_step (self->form) == step)
    follow_step (self);
  else
    kx_form_set_step (self->form, step);
  kx_record_page_show_head (self);
  kx_record_page_show_actions (self);
  if (!kx_form_focus_step (self->form))
    gtk_widget_grab_focus (self->step_on);
}

void
kx_record_page_end_assistant (KxRecordPage *self)
{
  KxAssistantBar *bar = self->assistant;

  if (bar == NULL)
    return;
  forget_lacks (self);
  self->assistant = NULL;
  g_signal_handlers_disconnect_by_func (self->form, follow_step, self);
  kx_form_set_step (self->form, 0);
  show_read_lists (self, TRUE);
  gtk_box_remove (GTK_BOX (self->head), GTK_WIDGET (bar));
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->lacks))), GTK_WIDGET (self->lacks));
  self->lacks = NULL;
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->foot), FALSE);
  kx_record_page_show_head (self);
  kx_record_page_show_actions (self);
}

/* What is lacking as a whole stands with the steps of the lifecycle. */
static void
finish (KxRecordPage *self)
{
  if (kx_form_get_dirty (self->form))
    {
      kx_record_page_save (self, 0);
      return;
    }
  kx_record_page_end_assistant (self);
  kx_form_set_editing (self->form, FALSE);
  adw_view_stack_set_visible_child_name (self->tabs, "steps");
  kx_record_page_show_actions (self);
}

gboolean
kx_record_page_step_on (KxRecordPage *self)
{
  guint step = self->assistant != NULL ? kx_form_get_step (self->form) : 0;

  if (step == 0 || self->saving)
    return step != 0;
  if (step == count_steps (self))
    finish (self);
  else
    go_on_to (self, step + 1);
  return TRUE;
}
