/* What is done with an agency beside editing it: delete and restore, reveal, links, neighbours, copies. */
#include "desktop/pages/kx-agency-page-private.h"

#include "core/entities/kx-agency.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/kx-window.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-alias-dialog.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "sync/kx-client-row.h"

/* A clear value stays this long on the screen. */
#define CLEAR_SECONDS 30

/* What is on its way about one record, until there is an answer. */
typedef struct
{
  KxAgencyPage *page;        /* owned */
  GCancellable *cancellable; /* owned; of the record */
  KxRecord *record;          /* owned; as it was */
  guint field;
  char *reason; /* owned, or NULL */
} Request;

static Request *
request_new (KxAgencyPage *self, guint field)
{
  Request *request = g_new0 (Request, 1);

  request->page = g_object_ref (self);
  request->cancellable = g_object_ref (self->cancellable);
  request->record = kx_record_copy (kx_agency_page_get_record (self));
  request->field = field;
  return request;
}

static void
request_free (Request *request)
{
  g_object_unref (request->page);
  g_object_unref (request->cancellable);
  kx_record_free (request->record);
  g_free (request->reason);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static gboolean
is_past (const Request *request)
{
  return g_cancellable_is_cancelled (request->cancellable);
}

/* Acts of the office want a session: where it has ended, the password is asked first. Takes `request`. */
static void
with_session (Request *request, KxSignedIn act)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (request->page));

  if (window != NULL && kx_desk_is_online (request->page->desk))
    {
      kx_window_need_session (window, act, request, (GDestroyNotify) request_free);
      return;
    }
  act (TRUE, request);
  request_free (request);
}

/* Delete and restore */

static void
take_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  KxAgencyPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  g_autofree char *title = kx_display_title (request->record), *words = NULL;

  if (!kx_outcome_check (GTK_WIDGET (self), _ ("This was not deleted"), decision, error))
    return;
  /* Translators: a toast; what was deleted. */
  words = g_strdup_printf (_ ("Deleted: %s"), title);
  kx_outcome_offer_restore (GTK_WIDGET (self), self->desk, words, request->record);
  if (window != NULL && !is_past (request))
    kx_window_back (window);
}

static void
delete_record (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgencyPage *self = data;
  GPtrArray *acts = kx_act_new ();

  kx_act_delete (acts, kx_agency_page_get_record (self));
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_deleted, request_new (self, 0));
}

static void
take_restored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (kx_outcome_check (GTK_WIDGET (request->page), _ ("This was not restored"), decision, error))
    kx_outcome_say (GTK_WIDGET (request->page), _ ("Restored"));
}

static void
restore (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgencyPage *self = data;
  GPtrArray *acts = kx_act_new ();

  kx_act_restore (acts, kx_agency_page_get_record (self));
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_restored, request_new (self, 0));
}

/* Reveal */

static void take_clear (GObject *source, GAsyncResult *result, gpointer data);

/* `request` has the reason; it is taken. */
static void
send_reveal (Request *request)
{
  KxAgencyPage *self = request->page;

  kx_client_reveal_async (kx_desk_get_client (self->desk), &kx_agency_entity, self->row_id,
                          kx_agency_entity.fields[request->field].name, request->reason, request->cancellable,
                          take_clear, request);
}

static Request *
request_with_reason (KxAgencyPage *self, guint field, const char *reason)
{
  Request *request = request_new (self, field);

  request->reason = g_strdup (reason);
  return request;
}

static void
reveal_again (gboolean signed_in, gpointer data)
{
  Request *request = data;

  if (signed_in && !is_past (request))
    send_reveal (request_with_reason (request->page, request->field, request->reason));
}

static void
take_clear (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  KxAgencyPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autofree char *clear = kx_client_reveal_finish (KX_CLIENT (source), result, &error);

  if (is_past (request) || self->form == NULL)
    return;
  if (clear != NULL)
    kx_field_entry_show_clear (kx_form_get_entry (self->form, request->field), clear, CLEAR_SECONDS);
  else if (kx_window_is_session_error (error) && kx_page_get_window (KX_PAGE (self)) != NULL)
    with_session (g_steal_pointer (&request), reveal_again);
  else
    kx_ask_tell (GTK_WIDGET (self), _ ("The value cannot be shown"), error->message);
}

static void
ask_for_clear (KxChoice choice, const char *reason, gpointer data)
{
  Request *request = data;

  if (choice == KX_ASK_ACT && !is_past (request))
    send_reveal (request_with_reason (request->page, request->field, reason));
}

static void
ask_to_reveal (gboolean signed_in, gpointer data)
{
  Request *request = data;
  const char *label = kx_display_label (&kx_agency_entity.fields[request->field]);
  /* Translators: the label of a field. */
  g_autofree char *question = g_strdup_printf (_ ("Show “%s”?"), label);
  KxQuestion ask = {
    .question = question,
    .effect = _ ("The value is shown for half a minute. Who looked, when and why is written down."),
    .act = _ ("_Show"),
    .reason = _ ("Reason"),
    .needs_reason = TRUE,
  };

  if (signed_in && !is_past (request))
    kx_ask (GTK_WIDGET (request->page), &ask, ask_for_clear, request_new (request->page, request->field),
            (GDestroyNotify) request_free);
}

void
kx_agency_page_reveal (KxAgencyPage *self, guint field)
{
  if (kx_agency_page_get_record (self) == NULL)
    return;
  if (kx_desk_get_client (self->desk) == NULL || !kx_desk_is_online (self->desk))
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The value cannot be shown"),
                   _ ("Clear values are kept by the service alone, and it cannot be reached now."));
      return;
    }
  with_session (request_new (self, field), ask_to_reveal);
}

/* Links between records of one institution */

static void
take_unlinked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  KxAgencyPage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        kx_ask_tell (GTK_WIDGET (self), _ ("The link was not undone"), error->message);
      return;
    }
  if (self->desk != NULL)
    kx_desk_sync_now (self->desk);
  kx_outcome_say (GTK_WIDGET (self), _ ("The link was undone"));
}

/* `seq`: that of the alias as it was seen last. */
static void
unlink_alias (KxAgencyPage *self, const char *id, gint64 seq, const char *reason)
{
  g_autoptr (KxRecord) row = kx_record_new (&kx_agency_entity, id, NULL);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  KxOp *op;

  row->seq = seq;
  op = kx_act_step (acts, row, "unlink_alias", NULL);
  op->reason = g_strdup (reason);
  kx_client_apply_async (kx_desk_get_client (self->desk), op, NULL, take_unlinked, request_new (self, 0));
}

/* A link that was just made. */
typedef struct
{
  GWeakRef page;
  char *alias; /* owned */
  gint64 seq;
} Link;

static void
link_free (gpointer data)
{
  Link *link = data;

  g_weak_ref_clear (&link->page);
  g_free (link->alias);
  g_free (link);
}

static void
undo_link (gpointer data)
{
  Link *link = data;
  g_autoptr (KxAgencyPage) self = g_weak_ref_get (&link->page);

  if (self != NULL && self->desk != NULL && kx_agency_page_get_record (self) != NULL)
    unlink_alias (self, link->alias, link->seq, _ ("Taken back at once"));
}

static void
take_linked (KxAliasDialog *dialog, const char *alias, gint64 seq, KxAgencyPage *self)
{
  Link *link = g_new0 (Link, 1);

  g_weak_ref_init (&link->page, self);
  link->alias = g_strdup (alias);
  link->seq = seq;
  kx_outcome_offer_undo (GTK_WIDGET (self), _ ("The records are linked"), undo_link, link, link_free);
}

static void
show_alias_dialog (gboolean signed_in, gpointer data)
{
  Request *request = data;
  KxAgencyPage *self = request->page;
  KxAliasDialog *dialog;

  if (!signed_in || is_past (request))
    return;
  dialog = kx_alias_dialog_new (GTK_WIDGET (self), self->desk, kx_agency_page_get_record (self));
  g_signal_connect_object (dialog, "linked", G_CALLBACK (take_linked), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_alias_dialog (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  with_session (request_new (data, 0), show_alias_dialog);
}

static void
answer_unlink (KxChoice choice, const char *reason, gpointer data)
{
  Request *request = data;

  if (choice == KX_ASK_ACT && !is_past (request))
    unlink_alias (request->page, request->record->id, request->record->seq, reason);
}

static void
ask_to_unlink (gboolean signed_in, gpointer data)
{
  Request *request = data;
  KxQuestion ask = {
    .question = _ ("Undo the link to the other record?"),
    .effect = _ ("Both records stand for themselves again. Both histories stay."),
    .act = _ ("_Undo the link"),
    .reason = _ ("Reason"),
    .needs_reason = TRUE,
  };

  if (signed_in && !is_past (request))
    kx_ask (GTK_WIDGET (request->page), &ask, answer_unlink, request_new (request->page, 0),
            (GDestroyNotify) request_free);
}

static void
ask_unlink (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgencyPage *self = data;

  if (kx_desk_is_online (self->desk))
    with_session (request_new (self, 0), ask_to_unlink);
  else
    kx_ask_tell (GTK_WIDGET (self), _ ("The link cannot be undone now"),
                 _ ("Records are linked by the service, and it cannot be reached now."));
}

/* Previous and next */

/* The list that one came from, if it can be told; else all agencies by title. */
static KxFilter *
make_filter (KxAgencyPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  KxPage *list = window != NULL ? kx_window_get_place (window, "agencies") : NULL;
  KxFilter *filter = kx_filter_new (&kx_agency_entity);
  KxListQuery query = { 0 };

  if (list == NULL || !kx_page_get_list_query (list, &query) || query.entity != &kx_agency_entity)
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
  KxAgencyPage *page; /* owned */
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
    kx_agency_page_show (step->page, id);
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
go (KxAgencyPage *self, int by)
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
kx_agency_page_dup_link (KxAgencyPage *self)
{
  KxProfile *profile;

  g_return_val_if_fail (KX_IS_AGENCY_PAGE (self), NULL);
  profile = self->desk != NULL ? kx_desk_get_profile (self->desk) : NULL;
  return kx_link_make (profile != NULL ? kx_profile_get_url (profile) : NULL, "agency", self->row_id);
}

static void
copy (KxAgencyPage *self, const char *text, const char *words)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  kx_outcome_say (GTK_WIDGET (self), words);
}

static void
copy_link (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *link = kx_agency_page_dup_link (data);

  copy (data, link, _ ("Link copied"));
}

static void
copy_text (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgencyPage *self = data;
  const char *tab = adw_view_stack_get_visible_child_name (self->tabs);
  g_autofree char *text = g_strcmp0 (tab, "timeline") == 0 && self->timeline != NULL
                              ? kx_timeline_tab_dup_text (self->timeline)
                              : kx_form_dup_text (self->form);

  copy (self, text, _ ("Copied"));
}

/* The rest */

static void
edit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgencyPage *self = data;

  if (self->banner_state == KX_BANNER_KEPT)
    kx_agency_page_take_draft (self);
  else
    kx_agency_page_begin_edit (self);
}

static void
save (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_agency_page_save (data);
}

static void
pause_editing (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_agency_page_pause (data);
}

static void
open_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (data));

  if (window != NULL)
    kx_window_open_row (window, "agency", "new");
}

static void
draw_up_agreement (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxAgencyPage *self = data;
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  g_autofree char *row = kx_place_new_row ("agency", self->row_id);

  if (window != NULL && !kx_window_open_row (window, "agreement", row))
    kx_window_toast (window, _ ("This cannot be opened yet"));
}

void
kx_agency_page_add_actions (KxAgencyPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "edit", .activate = edit },
    { .name = "save", .activate = save },
    { .name = "pause", .activate = pause_editing },
    { .name = "new", .activate = open_new },
    { .name = "new-agreement", .activate = draw_up_agreement },
    { .name = "delete", .activate = delete_record },
    { .name = "restore", .activate = restore },
    { .name = "link-alias", .activate = open_alias_dialog },
    { .name = "unlink-alias", .activate = ask_unlink },
    { .name = "previous", .activate = go_previous },
    { .name = "next", .activate = go_next },
    { .name = "copy", .activate = copy_text },
    { .name = "copy-link", .activate = copy_link },
  };

  kx_page_add_actions (KX_PAGE (self), entries, G_N_ELEMENTS (entries));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    kx_page_set_action_enabled (KX_PAGE (self), entries[i].name, FALSE);
}
