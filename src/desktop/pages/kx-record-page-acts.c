/* What is done with a record beside editing it: delete and restore, reveal, neighbours, copies. */
#include "desktop/pages/kx-record-letter.h"
#include "desktop/pages/kx-record-page-private.h"

#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-serve.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-letters.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "sync/kx-client-row.h"

/* A clear value stays this long on the screen. */
#define CLEAR_SECONDS 30

/* Requests */

KxRecordRequest *
kx_record_request_new (KxRecordPage *self, guint field)
{
  KxRecordRequest *request = g_new0 (KxRecordRequest, 1);

  request->page = g_object_ref (self);
  request->cancellable = g_object_ref (self->cancellable);
  request->record = kx_record_copy (kx_record_page_get_record (self));
  request->field = field;
  return request;
}

void
kx_record_request_free (KxRecordRequest *request)
{
  g_object_unref (request->page);
  g_object_unref (request->cancellable);
  kx_record_free (request->record);
  g_free (request->reason);
  g_free (request);
}

gboolean
kx_record_request_is_past (const KxRecordRequest *request)
{
  return g_cancellable_is_cancelled (request->cancellable);
}

void
kx_record_request_with_session (KxRecordRequest *request, KxSignedIn act)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (request->page));

  if (window != NULL && kx_desk_is_online (request->page->desk))
    {
      kx_window_need_session (window, act, request, (GDestroyNotify) kx_record_request_free);
      return;
    }
  act (TRUE, request);
  kx_record_request_free (request);
}

/* Delete and restore */

/* The page shows it no longer; `undo`: a key takes that back. */
static void
tell_deleted (KxRecordRequest *request, gboolean undo)
{
  KxRecordPage *self = request->page;
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  g_autofree char *title = kx_display_title (request->record);
  /* Translators: a toast; what was deleted. */
  g_autofree char *words = g_strdup_printf (_ ("Deleted: %s"), title);

  if (undo)
    kx_outcome_offer_restore (GTK_WIDGET (self), self->desk, words, request->record);
  else
    kx_outcome_say (GTK_WIDGET (self), words);
  if (window != NULL && !kx_record_request_is_past (request))
    kx_window_back (window);
}

static void
take_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordRequest) request = data;
  KxRecordPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (kx_outcome_check (GTK_WIDGET (self), _ ("This was not deleted"), decision, error))
    tell_deleted (request, TRUE);
}

/* What the service alone deletes, it alone would bring back. */
static void
take_served_deletion (KxRecordPage *self, const GError *error, gpointer data)
{
  if (error == NULL)
    tell_deleted (data, FALSE);
  else if (kx_serve_failed (error))
    kx_outcome_check (GTK_WIDGET (self), _ ("This was not deleted"), NULL, error);
}

/* Takes `request`. */
static void
submit_delete (KxRecordRequest *request)
{
  GPtrArray *acts = kx_act_new ();

  kx_act_delete (acts, request->record)->reason = g_strdup (request->reason);
  if (kx_record_page_is_served (request->page, acts))
    kx_record_page_serve (request->page, acts, take_served_deletion, request,
                          (GDestroyNotify) kx_record_request_free);
  else
    kx_mirror_submit_async (kx_desk_get_mirror (request->page->desk), acts, NULL, take_deleted, request);
}

static void
take_delete_reason (KxChoice choice, const char *reason, gpointer data)
{
  const KxRecordRequest *asked = data;
  KxRecordRequest *request;

  if (choice != KX_ASK_ACT || kx_record_request_is_past (asked))
    return;
  request = kx_record_request_new (asked->page, 0);
  request->reason = g_strdup (reason);
  submit_delete (request);
}

static gboolean
delete_needs_reason (const KxRecord *record)
{
  int state = record->entity->state;
  const KxTransition *step =
      kx_lifecycle_find (record->entity->lifecycle, KX_OP_DELETE, NULL,
                         state >= 0 ? (guint) kx_record_get (record, (guint) state).CODE : 0);

  return step != NULL && (step->flags & KX_NEEDS_REASON) != 0;
}

static void
delete_record (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  KxRecordRequest *request = kx_record_request_new (self, 0);
  g_autofree char *title = kx_display_title (request->record), *question = NULL;

  if (!delete_needs_reason (request->record))
    {
      submit_delete (request);
      return;
    }
  /* Translators: a question; what is to be deleted. */
  question = g_strdup_printf (_ ("Delete %s?"), title);
  kx_ask (GTK_WIDGET (self),
          &(KxQuestion){ .question = question,
                         .effect = _ ("It goes to the trash with your reason; its history stays."),
                         .act = _ ("_Delete"),
                         .reason = _ ("Reason"),
                         .needs_reason = TRUE },
          take_delete_reason, request, (GDestroyNotify) kx_record_request_free);
}

static void
take_restored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordRequest) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (kx_outcome_check (GTK_WIDGET (request->page), _ ("This was not restored"), decision, error))
    kx_outcome_say (GTK_WIDGET (request->page), _ ("Restored"));
}

static void
restore (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  GPtrArray *acts = kx_act_new ();

  kx_act_restore (acts, kx_record_page_get_record (self));
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_restored,
                          kx_record_request_new (self, 0));
}

/* Reveal */

static void take_clear (GObject *source, GAsyncResult *result, gpointer data);

/* `request` has the reason; it is taken. */
static void
send_reveal (KxRecordRequest *request)
{
  KxRecordPage *self = request->page;

  kx_client_reveal_async (kx_desk_get_client (self->desk), self->kind->entity, self->row_id,
                          self->kind->entity->fields[request->field].name, request->reason,
                          request->cancellable, take_clear, request);
}

static KxRecordRequest *
request_with_reason (KxRecordPage *self, guint field, const char *reason)
{
  KxRecordRequest *request = kx_record_request_new (self, field);

  request->reason = g_strdup (reason);
  return request;
}

static void
reveal_again (gboolean signed_in, gpointer data)
{
  KxRecordRequest *request = data;

  if (signed_in && !kx_record_request_is_past (request))
    send_reveal (request_with_reason (request->page, request->field, request->reason));
}

static void
take_clear (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordRequest) request = data;
  KxRecordPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autofree char *clear = kx_client_reveal_finish (KX_CLIENT (source), result, &error);

  if (kx_record_request_is_past (request) || self->form == NULL)
    return;
  if (clear != NULL)
    kx_field_entry_show_clear (kx_form_get_entry (self->form, request->field), clear, CLEAR_SECONDS);
  else if (kx_window_is_session_error (error) && kx_page_get_window (KX_PAGE (self)) != NULL)
    kx_record_request_with_session (g_steal_pointer (&request), reveal_again);
  else
    kx_ask_tell (GTK_WIDGET (self), _ ("The value cannot be shown"), error->message);
}

static void
ask_for_clear (KxChoice choice, const char *reason, gpointer data)
{
  KxRecordRequest *request = data;

  if (choice == KX_ASK_ACT && !kx_record_request_is_past (request))
    send_reveal (request_with_reason (request->page, request->field, reason));
}

static void
ask_to_reveal (gboolean signed_in, gpointer data)
{
  KxRecordRequest *request = data;
  const char *label = kx_display_label (&request->record->entity->fields[request->field]);
  /* Translators: the label of a field. */
  g_autofree char *question = g_strdup_printf (_ ("Show “%s”?"), label);
  KxQuestion ask = {
    .question = question,
    .effect = _ ("The value is shown for half a minute. Who looked, when and why is written down."),
    .act = _ ("_Show"),
    .reason = _ ("Reason"),
    .needs_reason = TRUE,
  };

  if (signed_in && !kx_record_request_is_past (request))
    kx_ask (GTK_WIDGET (request->page), &ask, ask_for_clear,
            kx_record_request_new (request->page, request->field), (GDestroyNotify) kx_record_request_free);
}

void
kx_record_page_reveal (KxRecordPage *self, guint field)
{
  if (kx_record_page_get_record (self) == NULL)
    return;
  if (kx_desk_get_client (self->desk) == NULL || !kx_desk_is_online (self->desk))
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The value cannot be shown"),
                   _ ("Clear values are kept by the service alone, and it cannot be reached now."));
      return;
    }
  kx_record_request_with_session (kx_record_request_new (self, field), ask_to_reveal);
}

/* Previous and next */

/* The list that one came from, if it can be told; else all records by title. */
static KxFilter *
make_filter (KxRecordPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  KxPage *list = window != NULL ? kx_window_get_place (window, self->kind->place) : NULL;
  KxFilter *filter = kx_filter_new (self->kind->entity);
  KxListQuery query = { 0 };

  if (list == NULL || !kx_page_get_list_query (list, &query) || query.entity != self->kind->entity)
    return filter;
  kx_filter_set_q (filter, query.q);
  filter->sort = query.sort;
  filter->descending = query.descending;
  filter->trashed = query.trashed;
  filter->eyes = query.actor != NULL ? kx_actor_copy (query.actor) : NULL;
  for (guint i = 0; i < query.n_terms; i++)
    kx_filter_put (filter, query.terms[i].field, query.terms[i].test, query.terms[i].value);
  return filter;
}

/* A neighbour that is being looked for. */
typedef struct
{
  KxRecordPage *page; /* owned */
  GCancellable *cancellable;
  KxRowItem *item; /* owned; whose row has not been read yet */
  int by;
} Step;

static void
step_free (Step *step)
{
  if (step->item != NULL)
    g_signal_handlers_disconnect_by_data (step->item, step);
  g_clear_object (&step->item);
  g_object_unref (step->page);
  g_object_unref (step->cancellable);
  g_free (step);
}

static void
follow_item (Step *step)
{
  const char *id = kx_row_item_get_id (step->item);

  if (id == NULL)
    return;
  if (!g_cancellable_is_cancelled (step->cancellable))
    kx_record_page_show (step->page, id);
  step_free (step);
}

static void
take_position (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  guint position = 0;
  g_autoptr (GError) error = NULL;
  gboolean found = kx_row_list_find_finish (KX_ROW_LIST (source), result, &position, &error);
  int to = (int) position + step->by;

  if (g_cancellable_is_cancelled (step->cancellable) || error != NULL)
    {
      if (!g_cancellable_is_cancelled (step->cancellable))
        kx_outcome_say (GTK_WIDGET (step->page), error->message);
      step_free (step);
      return;
    }
  step->item = found && to >= 0 ? g_list_model_get_item (G_LIST_MODEL (source), (guint) to) : NULL;
  if (step->item == NULL)
    {
      kx_outcome_say (GTK_WIDGET (step->page), step->by < 0 ? _ ("This is the first of the list")
                                                            : _ ("This is the last of the list"));
      step_free (step);
      return;
    }
  if (kx_row_item_is_loading (step->item))
    g_signal_connect_swapped (step->item, "notify::record", G_CALLBACK (follow_item), step);
  else
    follow_item (step);
}

static void
go (KxRecordPage *self, int by)
{
  g_autoptr (KxFilter) filter = make_filter (self);
  Step *step = g_new0 (Step, 1);

  if (self->neighbours_list == NULL)
    self->neighbours_list = kx_row_list_new (kx_desk_get_source (self->desk));
  kx_row_list_set_filter (self->neighbours_list, filter);
  step->page = g_object_ref (self);
  step->cancellable = g_object_ref (self->cancellable);
  step->by = by;
  kx_row_list_find_async (self->neighbours_list, self->row_id, self->cancellable, take_position, step);
}

static void
go_previous (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  go (data, -1);
}

static void
go_next (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  go (data, 1);
}

/* Copies */

char *
kx_record_page_dup_link (KxRecordPage *self)
{
  KxProfile *profile;

  g_return_val_if_fail (KX_IS_RECORD_PAGE (self), NULL);
  profile = self->desk != NULL ? kx_desk_get_profile (self->desk) : NULL;
  return kx_link_make (profile != NULL ? kx_profile_get_url (profile) : NULL, self->kind->entity->name,
                       self->row_id);
}

static void
copy (KxRecordPage *self, const char *text, const char *words)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  kx_outcome_say (GTK_WIDGET (self), words);
}

static void
copy_link (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *link = kx_record_page_dup_link (data);

  copy (data, link, _ ("Link copied"));
}

static void
copy_text (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  const char *tab = adw_view_stack_get_visible_child_name (self->tabs);
  g_autofree char *text = g_strcmp0 (tab, "timeline") == 0 && self->timeline != NULL
                              ? kx_timeline_tab_dup_text (self->timeline)
                              : kx_form_dup_text (self->form);

  copy (self, text, _ ("Copied"));
}

/* Letters */

static void
tell_letter (GFile *file, const char *problem, gpointer data)
{
  KxRecordPage *self = data;
  g_autofree char *base = g_file_get_basename (file), *name = g_filename_display_name (base);
  g_autofree char *uri = g_file_get_uri (file), *words = g_strdup_printf (_ ("%s is written"), name);
  g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (uri));
  g_autofree char *action = g_action_print_detailed_name ("win.show-file", target);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (problem != NULL)
    kx_ask_tell (GTK_WIDGET (self), _ ("The document was not written"), problem);
  else if (window != NULL)
    kx_window_toast_action (window, words, _ ("Open"), action);
}

static void
write_letter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  const KxRecordLetter *letter = kx_letter_find (self->kind->entity);

  if (kx_letter_is_registered (letter))
    kx_record_draw_up_letter (self);
  else
    kx_letter_save (GTK_WIDGET (self), self->desk, letter, kx_record_page_get_record (self), tell_letter,
                    g_object_ref (self), g_object_unref);
}

/* The rest */

static void
edit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;

  if (self->banner_state == KX_BANNER_KEPT)
    kx_record_page_take_draft (self);
  else
    kx_record_page_begin_edit (self);
}

static void
save (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_record_page_save (data, 0);
}

static void
pause_editing (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_record_page_pause (data);
}

static void
step_on (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_record_page_step_on (data);
}

static void
step_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  guint step = kx_form_get_step (self->form);

  if (step > 1)
    kx_record_page_assist (self, step - 1);
}

static void
open_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;

  kx_record_page_open (self, self->kind->entity, "new");
}

static void
add_entries (KxRecordPage *self, const GActionEntry *entries, guint n_entries)
{
  kx_page_add_actions (KX_PAGE (self), entries, n_entries);
  for (guint i = 0; i < n_entries; i++)
    kx_page_set_action_enabled (KX_PAGE (self), entries[i].name, FALSE);
}

void
kx_record_page_add_actions (KxRecordPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "edit", .activate = edit },
    { .name = "save", .activate = save },
    { .name = "pause", .activate = pause_editing },
    { .name = "new", .activate = open_new },
    { .name = "step-on", .activate = step_on },
    { .name = "step-back", .activate = step_back },
    { .name = "delete", .activate = delete_record },
    { .name = "restore", .activate = restore },
    { .name = "previous", .activate = go_previous },
    { .name = "next", .activate = go_next },
    { .name = "copy", .activate = copy_text },
    { .name = "copy-link", .activate = copy_link },
  };

  static const GActionEntry letter = { .name = "letter", .activate = write_letter };

  add_entries (self, entries, G_N_ELEMENTS (entries));
  if (kx_letter_find (self->kind->entity) != NULL)
    add_entries (self, &letter, 1);
  add_entries (self, self->kind->actions, self->kind->n_actions);
}
