/* The steps of a record's lifecycle, as they are taken from its page, or asked for on paper. */
#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/kx-gettext.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-letters.h"
#include "desktop/record/kx-outcome.h"
#include "desktop/record/kx-slip.h"
#include "desktop/record/kx-step-draft.h"
#include "models/kx-display.h"

static void
submit (KxRecordPage *self, KxOp *op, GAsyncReadyCallback callback, gpointer data)
{
  GPtrArray *acts = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);

  g_ptr_array_add (acts, op);
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, callback, data);
}

static KxRecordRequest *
request_step (KxRecordPage *self, const KxTransition *step)
{
  KxRecordRequest *request = kx_record_request_new (self, 0);

  request->step = step;
  return request;
}

/* Taking back */

static void
take_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (kx_outcome_check (GTK_WIDGET (self), _ ("The step was not taken back"), decision, error))
    kx_outcome_say (GTK_WIDGET (self), _ ("The step was taken back"));
}

/* A step that was just taken, and the one that leads back. */
typedef struct
{
  GWeakRef page;
  const KxEntity *entity;
  char *row; /* owned */
  const KxTransition *back;
} Taken;

static void
taken_free (gpointer data)
{
  Taken *taken = data;

  g_weak_ref_clear (&taken->page);
  g_free (taken->row);
  g_free (taken);
}

static void
undo (gpointer data)
{
  Taken *taken = data;
  g_autoptr (KxRecordPage) self = g_weak_ref_get (&taken->page);
  g_autoptr (KxRecord) row = NULL;

  if (self == NULL || self->desk == NULL)
    return;
  row = kx_desk_get_row (self->desk, taken->entity, taken->row);
  if (row != NULL)
    submit (self, kx_step_make_op (row, taken->back, NULL, _ ("Taken back at once")), take_undone,
            g_object_ref (self));
}

/* Says that a step was taken that nobody takes back at once; the letter that follows from it is offered. */
static void
tell_done (KxRecordRequest *request, const char *words)
{
  KxRecordPage *self = request->page;
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  const KxRecordLetter *letter = kx_letter_find (request->record->entity);

  if (window != NULL && letter != NULL && !kx_record_request_is_past (request) &&
      kx_letter_follows (letter, request->record, request->step) &&
      kx_letter_may (letter, self->desk, request->record))
    kx_window_toast_action (window, words, _ (kx_letter_get_item (letter)), "page.letter");
  else
    kx_outcome_say (GTK_WIDGET (self), words);
}

/* Says that the step of `request` was taken; Undo only where a step of this user leads back. */
static void
tell_taken (KxRecordRequest *request)
{
  KxRecordPage *self = request->page;
  const KxTransition *back = (request->step->flags & KX_ONLINE) == 0 && self->desk != NULL
                                 ? kx_step_find_inverse (self->desk, request->record, request->step)
                                 : NULL;
  g_autofree char *words = kx_display_fill (N_ ("Done: {step}"), "step", _ (request->step->label), NULL);
  Taken *taken;

  if (back == NULL)
    {
      tell_done (request, words);
      return;
    }
  taken = g_new0 (Taken, 1);
  g_weak_ref_init (&taken->page, self);
  taken->entity = request->record->entity;
  taken->row = g_strdup (request->record->id);
  taken->back = back;
  kx_outcome_offer_undo (GTK_WIDGET (self), words, undo, taken, taken_free);
}

/* Asking on paper */

/* Matter and facts are only proposed: they are gone through at once. */
static void
open_to_edit (KxRecordPage *self, const KxRecord *slip)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  KxPage *page;

  if (window == NULL || !kx_window_open_row (window, slip->entity->name, slip->id))
    return;
  page = kx_window_get_page (window);
  if (KX_IS_RECORD_PAGE (page))
    kx_record_page_edit (KX_RECORD_PAGE (page));
}

static void
take_slip (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordRequest) request = data;
  KxRecordPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);
  g_autoptr (KxRecord) slip = NULL;

  if (!kx_outcome_check (GTK_WIDGET (self), _ ("The approval slip was not made"), decision, error) ||
      kx_record_request_is_past (request))
    return;
  slip = kx_slip_find (self->desk, request->record, request->step);
  if (slip == NULL)
    return;
  kx_outcome_offer_delete (GTK_WIDGET (self), self->desk, _ ("Approval slip prepared"), slip->entity,
                           slip->id);
  open_to_edit (self, slip);
}

/* Opens the slip that asks for the step; makes it where none is under way, with what the step is given so
 * far, which may be NULL. Takes `request`. */
static void
ask_slip (KxRecordRequest *request, const KxRecord *arguments)
{
  g_autoptr (KxRecordRequest) asked = request;
  KxRecordPage *self = request->page;
  g_autoptr (KxRecord) slip = kx_slip_find (self->desk, request->record, request->step);
  g_autoptr (GPtrArray) acts = NULL;
  g_autofree char *id = NULL;

  if (slip != NULL)
    {
      kx_record_page_open (self, slip->entity, slip->id);
      return;
    }
  acts = kx_act_new ();
  id = kx_act_new_id ();
  kx_act_create (acts, id, kx_slip_make (self->desk, request->record, request->step, arguments));
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), g_steal_pointer (&acts), NULL, take_slip,
                          g_steal_pointer (&asked));
}

static void
press_slip (KxStepList *list, const KxTransition *step, KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  g_autoptr (KxRecord) typed = record != NULL ? kx_step_draft_read (self->desk, record, step) : NULL;

  if (record != NULL)
    ask_slip (request_step (self, step), typed);
}

static void
follow_slip (KxRecordRequest *request, const KxRecord *arguments)
{
  if (!kx_record_request_is_past (request))
    ask_slip (request_step (request->page, request->step), arguments);
}

/* Taking */

static void
take_submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordRequest) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (kx_outcome_check (GTK_WIDGET (request->page), _ ("The step was not taken"), decision, error))
    tell_taken (request);
}

static void
forget_request (gpointer request, GClosure *closure)
{
  kx_record_request_free (request);
}

static void
open_dialog (gboolean signed_in, gpointer data)
{
  KxRecordRequest *request = data;
  KxRecordPage *self = request->page;
  KxStepDialog *dialog;

  if (!signed_in || kx_record_request_is_past (request))
    return;
  dialog = kx_step_dialog_new (GTK_WIDGET (self), self->desk, request->record, request->step);
  g_signal_connect_data (dialog, "taken", G_CALLBACK (tell_taken), request_step (self, request->step),
                         forget_request, G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "slip", G_CALLBACK (follow_slip), request_step (self, request->step),
                         forget_request, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "unmap", G_CALLBACK (kx_record_page_show_head), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
take_step (KxStepList *list, const KxTransition *step, KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  KxRecordRequest *request;

  if (record == NULL)
    return;
  request = request_step (self, step);
  if (!kx_step_asks (self->desk, record, step))
    submit (self, kx_step_make_op (record, step, NULL, NULL), take_submitted, request);
  else if (step->flags & KX_ONLINE)
    kx_record_request_with_session (request, open_dialog);
  else
    {
      open_dialog (TRUE, request);
      kx_record_request_free (request);
    }
}

void
kx_record_page_add_steps (KxRecordPage *self, GtkBox *tab)
{
  self->steps = kx_step_list_new (self->desk);
  g_signal_connect (self->steps, "take", G_CALLBACK (take_step), self);
  g_signal_connect (self->steps, "slip", G_CALLBACK (press_slip), self);
  kx_step_list_set_record (self->steps, kx_record_page_get_record (self));
  gtk_box_append (tab, GTK_WIDGET (self->steps));
}
