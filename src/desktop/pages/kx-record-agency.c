#include "desktop/pages/kx-record-agency.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-alias-dialog.h"
#include "desktop/record/kx-dossier-dialog.h"
#include "desktop/record/kx-outcome.h"
#include "desktop/record/kx-unlink-dialog.h"
#include "models/kx-display.h"
#include "sync/kx-client-row.h"

/* Chips */

static void
add_links (KxRecordPage *self, const Kx_agency *agency)
{
  const char *main = kx_agency_get_alias_of (agency);
  g_autoptr (GPtrArray) others =
      kx_desk_list (self->desk, &kx_agency_entity, kx_agency_f_alias_of, self->row_id);

  if (main != NULL)
    {
      g_autofree char *title = kx_lookup_dup_title (kx_desk_get_lookup (self->desk), &kx_agency_entity, main);
      /* Translators: the name of another record follows. */
      g_autofree char *words = g_strdup_printf (_ ("Second record of %s"), title != NULL ? title : main);

      kx_record_page_add_link (self, words, &kx_agency_entity, main);
    }
  for (guint i = 0; i < others->len; i++)
    {
      g_autofree char *title = kx_display_title (others->pdata[i]);
      /* Translators: the name of another record of the same institution follows. */
      g_autofree char *words = g_strdup_printf (_ ("Also recorded as %s"), title);

      kx_record_page_add_link (self, words, &kx_agency_entity, ((KxRecord *) others->pdata[i])->id);
    }
}

void
kx_record_agency_add_chips (KxRecordPage *self, const KxRecord *record)
{
  const Kx_agency *agency = (const Kx_agency *) record;
  const char *code = kx_agency_get_uscc (agency);

  kx_record_page_add_chip (self, NULL, code != NULL ? code : _ ("No code"), "numeric");
  if (kx_record_has (record, kx_agency_f_status))
    {
      g_autofree char *status = kx_display_field (record, kx_agency_f_status);
      gboolean works = kx_agency_get_status (agency) == kx_agency_status_operating;

      kx_record_page_add_chip (self, works ? "emblem-ok-symbolic" : "dialog-warning-symbolic", status,
                               works ? "success" : "warning");
    }
  if (kx_agency_get_out_of_area (agency))
    kx_record_page_add_chip (self, "mark-location-symbolic", _ ("Outside the office's area"), NULL);
  add_links (self, agency);
}

/* Links between records of one institution */

/* A link that is being taken back at once. */
typedef struct
{
  KxRecordRequest *request;
  char *warnings; /* owned, or NULL */
} Unlinking;

static void
take_unlinked (GObject *source, GAsyncResult *result, gpointer data)
{
  Unlinking *unlinking = data;
  KxRecordPage *self = unlinking->request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        kx_ask_tell (GTK_WIDGET (self), _ ("The link was not undone"), error->message);
    }
  else
    {
      if (self->desk != NULL)
        kx_desk_sync_now (self->desk);
      if (unlinking->warnings != NULL)
        kx_ask_tell (GTK_WIDGET (self), _ ("The link was undone"), unlinking->warnings);
      else
        kx_outcome_say (GTK_WIDGET (self), _ ("The link was undone"));
    }
  kx_record_request_free (unlinking->request);
  g_free (unlinking->warnings);
  g_free (unlinking);
}

/* `seq`: that of the alias as it was seen last. Nobody looks at a list of preconditions here, so what they
 * warn of is told afterwards. */
static void
unlink_alias (KxRecordPage *self, const char *id, gint64 seq, const char *reason)
{
  g_autoptr (KxRecord) row = kx_record_new (&kx_agency_entity, id, NULL);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxDecision) decision = NULL;
  Unlinking *unlinking = g_new0 (Unlinking, 1);
  KxOp *op;

  row->seq = seq;
  op = kx_act_step (acts, row, "unlink_alias", NULL);
  op->reason = g_strdup (reason);
  decision = kx_desk_try (self->desk, op);
  unlinking->request = kx_record_request_new (self, 0);
  unlinking->warnings = decision != NULL ? kx_outcome_dup_warnings (decision) : NULL;
  kx_client_apply_async (kx_desk_get_client (self->desk), op, NULL, take_unlinked, unlinking);
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
  g_autoptr (KxRecordPage) self = g_weak_ref_get (&link->page);

  if (self != NULL && self->desk != NULL && kx_record_page_get_record (self) != NULL)
    unlink_alias (self, link->alias, link->seq, _ ("Taken back at once"));
}

static void
take_linked (KxAliasDialog *dialog, const char *alias, gint64 seq, KxRecordPage *self)
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
  KxRecordRequest *request = data;
  KxRecordPage *self = request->page;
  KxAliasDialog *dialog;

  if (!signed_in || kx_record_request_is_past (request))
    return;
  dialog = kx_alias_dialog_new (GTK_WIDGET (self), self->desk, kx_record_page_get_record (self));
  g_signal_connect_object (dialog, "linked", G_CALLBACK (take_linked), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_alias_dialog (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_record_request_with_session (kx_record_request_new (data, 0), show_alias_dialog);
}

static void
say_unlinked (KxRecordPage *self)
{
  kx_outcome_say (GTK_WIDGET (self), _ ("The link was undone"));
}

static void
show_unlink_dialog (gboolean signed_in, gpointer data)
{
  KxRecordRequest *request = data;
  KxRecordPage *self = request->page;
  KxUnlinkDialog *dialog;

  if (!signed_in || kx_record_request_is_past (request))
    return;
  dialog = kx_unlink_dialog_new (GTK_WIDGET (self), self->desk, kx_record_page_get_record (self));
  g_signal_connect_object (dialog, "unlinked", G_CALLBACK (say_unlinked), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_unlink (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;

  if (kx_desk_is_online (self->desk))
    kx_record_request_with_session (kx_record_request_new (self, 0), show_unlink_dialog);
  else
    kx_ask_tell (GTK_WIDGET (self), _ ("The link cannot be undone now"),
                 _ ("Records are linked by the service, and it cannot be reached now."));
}

/* Everything on the agency as a file */

static void
say_saved (KxDossierDialog *dialog, const char *words, KxRecordPage *self)
{
  kx_outcome_say (GTK_WIDGET (self), words);
}

static void
open_dossier_dialog (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  KxDossierDialog *dialog;

  if (kx_desk_get_client (self->desk) == NULL || !kx_desk_is_online (self->desk))
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("The file of the agency cannot be made now"),
                   _ ("The service puts it together, because history, audit trail and some attachments are "
                      "kept there alone, and it cannot be reached now."));
      return;
    }
  dialog = kx_dossier_dialog_new (GTK_WIDGET (self), self->desk, kx_record_page_get_record (self));
  g_signal_connect_object (dialog, "saved", G_CALLBACK (say_saved), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What is made for an agency */

static void
begin (KxRecordPage *self, const KxEntity *entity)
{
  g_autofree char *row = kx_place_new_row ("agency", self->row_id);

  kx_record_page_open (self, entity, row);
}

static void
begin_agreement (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, &kx_agreement_entity);
}

static void
begin_rectification (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, &kx_rectification_entity);
}

static void
begin_exit_case (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data, &kx_exit_case_entity);
}

const KxRecordItem kx_record_agency_items[KX_RECORD_AGENCY_N_ITEMS] = {
  { N_ ("Draw up an _agreement…"), "page.new-agreement" },
  { N_ ("_Whole file of the agency…"), "page.agency-file" },
  { N_ ("Link to another record of the same institution…"), "page.link-alias" },
  { N_ ("Undo the link to the other record…"), "page.unlink-alias" },
};

const GActionEntry kx_record_agency_actions[KX_RECORD_AGENCY_N_ACTIONS] = {
  { .name = "new-agreement", .activate = begin_agreement },
  { .name = "new-rectification", .activate = begin_rectification },
  { .name = "new-exit-case", .activate = begin_exit_case },
  { .name = "agency-file", .activate = open_dossier_dialog },
  { .name = "link-alias", .activate = open_alias_dialog },
  { .name = "unlink-alias", .activate = ask_unlink },
};

/* An institution's second record gets nothing of its own. */
static void
show_begins (KxRecordPage *self, const KxRecord *record, gboolean stays)
{
  static const struct
  {
    const char *action;
    const KxEntity *entity;
  } begins[] = { { "new-agreement", &kx_agreement_entity },
                 { "new-rectification", &kx_rectification_entity },
                 { "new-exit-case", &kx_exit_case_entity } };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    kx_page_set_action_enabled (
        KX_PAGE (self), begins[i].action,
        stays && kx_desk_may (self->desk, begins[i].entity, KX_OP_CREATE, NULL, record->space));
}

void
kx_record_agency_show_actions (KxRecordPage *self, const KxRecord *record)
{
  gboolean linked = record != NULL && kx_record_has (record, kx_agency_f_alias_of);
  gboolean living = record != NULL && record->deleted_at.ms == 0;
  gboolean may_link =
      living && kx_desk_may (self->desk, &kx_agency_entity, KX_OP_ACTION, "link_alias", record->space);

  show_begins (self, record, living && !linked);
  kx_page_set_action_enabled (KX_PAGE (self), "agency-file", living);
  kx_page_set_action_enabled (KX_PAGE (self), "link-alias", may_link && !linked);
  kx_page_set_action_enabled (KX_PAGE (self), "unlink-alias", may_link && linked);
}
