#include "desktop/pages/kx-activity-acts.h"

#include "core/entities/kx-conflict.h"
#include "desktop/form/kx-editor.h"
#include "desktop/form/kx-form-read.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-activity-row.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-upload.h"

#include <string.h>

/* One decision, until it is carried out. */
typedef struct
{
  GtkWidget *over; /* weak */
  KxDesk *desk;    /* owned */
  void (*done) (gpointer over);
  const char *said; /* msgid: what was done */
  KxActivityKind kind;
  const KxEntity *entity;
  int field;          /* of the conflict; -1: the whole row */
  char *row, *key;    /* owned */
  char *mine;         /* owned; the proposed value as it is kept */
  char *draft;        /* owned; what was typed, to be taken back */
  KxRecord *conflict; /* owned, or NULL */
  gint64 out;
  KxTime now;
  gboolean retry;
  KxEditor *editor; /* borrowed, of a dialog */
} Act;

static void
act_clear (gpointer data)
{
  Act *act = data;

  g_clear_weak_pointer (&act->over);
  g_object_unref (act->desk);
  g_clear_pointer (&act->conflict, kx_record_free);
  g_free (act->row);
  g_free (act->key);
  g_free (act->mine);
  g_free (act->draft);
}

static void
act_unref (gpointer act)
{
  g_rc_box_release_full (act, act_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_unref)

static Act *
act_new (GtkWidget *over, KxDesk *desk, const KxActivity *a, void (*done) (gpointer over))
{
  Act *act = g_rc_box_new0 (Act);

  g_set_weak_pointer (&act->over, over);
  act->desk = g_object_ref (desk);
  act->done = done;
  act->kind = a->kind;
  act->entity = a->entity;
  act->field = a->field != NULL ? kx_entity_field (a->entity, a->field->name) : -1;
  act->row = g_strdup (a->row);
  act->key = g_strdup (a->key);
  act->out = a->out;
  act->now = kx_mirror_now (kx_desk_get_mirror (desk));
  if (a->conflict != NULL)
    {
      act->conflict = kx_record_copy (a->conflict);
      act->mine = g_strdup (kx_conflict_get_mine (kx_conflict (a->conflict)));
    }
  return act;
}

static void
end (Act *act)
{
  if (act->over == NULL)
    return;
  kx_outcome_say (act->over, _ (act->said));
  act->done (act->over);
}

static void
submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (act->over != NULL &&
      kx_outcome_check (act->over, _ ("The conflict is still open; both values are kept"), decision, error))
    end (act);
}

/* Changes the row where that is to be done, and closes the conflict, all or nothing. Takes `act`; `patch`
 * NULL: the row stays. */
static void
close_conflict (Act *act, KxRecord *patch, gboolean deletes, int outcome, const char *said)
{
  GPtrArray *ops = kx_act_new ();
  KxRecord *close = kx_record_new (&kx_close_entity, NULL, NULL);
  g_autoptr (KxRecord) row = NULL;

  act->said = said;
  if (patch != NULL || deletes)
    {
      row = kx_desk_get_row (act->desk, act->entity, act->row);
      if (row != NULL && deletes)
        kx_act_delete (ops, row);
      else if (row != NULL)
        kx_act_change (ops, row, patch);
    }
  kx_close_set_outcome (kx_close (close), outcome);
  kx_act_step (ops, act->conflict, "close", close);
  kx_mirror_submit_async (kx_desk_get_mirror (act->desk), ops, NULL, submitted, act);
}

static void
answer_editor (AdwMessageDialog *dialog, const char *response, Act *act)
{
  g_autoptr (KxRecord) patch = kx_record_new (act->entity, NULL, NULL);
  g_autofree char *typed = kx_editor_dup_typed (act->editor);
  g_autoptr (KxFinding) wrong = NULL;

  if (!g_str_equal (response, "act") || act->over == NULL)
    return;
  wrong = kx_form_read (patch, (guint) act->field, typed, kx_mirror_today (kx_desk_get_mirror (act->desk)));
  if (wrong != NULL)
    {
      g_autofree char *words = kx_words_finding (wrong);

      kx_ask_tell (act->over, _ ("The conflict is still open; both values are kept"), words);
      return;
    }
  close_conflict (g_rc_box_acquire (act), patch, FALSE, kx_conflict_outcome_edited,
                  N_ ("The conflict is closed with another value"));
}

static void
unref_closure (gpointer act, GClosure *closure)
{
  act_unref (act);
}

/* Takes `act`. A third value is typed, beginning with the proposed one. */
static void
edit_conflict (Act *act)
{
  GtkRoot *root = gtk_widget_get_root (act->over);
  g_autoptr (KxRecord) begin = kx_record_new (act->entity, NULL, NULL);
  const KxField *field = &act->entity->fields[act->field];
  GtkWidget *dialog;
  g_autofree char *typed = NULL;
  KxValue value;

  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, kx_display_label (field),
                                   _ ("This value takes the place of both."));
  act->editor = kx_editor_new (act->entity, (guint) act->field, kx_desk_get_lookup (act->desk), NULL);
  if (act->mine != NULL && !(field->flags & KX_SEALED) && kx_value_from_text (field, act->mine, &value))
    {
      kx_record_put (begin, (guint) act->field, value);
      typed = kx_form_typed (begin, (guint) act->field);
      kx_editor_set_typed (act->editor, typed);
    }
  kx_editor_describe (act->editor, kx_display_label (field), NULL, (field->flags & KX_REQUIRED) != 0);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (act->editor));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("_Leave it open"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "act", _ ("_Keep this value"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "act");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "act", ADW_RESPONSE_SUGGESTED);
  kx_a11y_name_mnemonics (dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answer_editor), act, unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (kx_editor_get_input (act->editor));
}

/* Takes `act`. */
static void
keep_mine (Act *act)
{
  g_autoptr (KxRecord) patch = NULL;
  const KxField *field = act->field >= 0 ? &act->entity->fields[act->field] : NULL;
  KxValue value;

  if (field == NULL)
    {
      close_conflict (act, NULL,
                      kx_conflict_get_kind (kx_conflict (act->conflict)) == kx_conflict_kind_delete,
                      kx_conflict_outcome_keep_mine, N_ ("The record is deleted, the conflict closed"));
      return;
    }
  /* Of a sealed value only a mask is known: it has to be typed again. */
  if (field->flags & KX_SEALED)
    {
      edit_conflict (act);
      return;
    }
  patch = kx_record_new (act->entity, NULL, NULL);
  if (act->mine == NULL)
    kx_record_put_null (patch, (guint) act->field);
  else if (kx_value_from_text (field, act->mine, &value))
    kx_record_put (patch, (guint) act->field, value);
  else
    {
      edit_conflict (act);
      return;
    }
  close_conflict (act, patch, FALSE, kx_conflict_outcome_keep_mine,
                  N_ ("The proposed value is kept, the conflict closed"));
}

static gboolean
carry_out (KxBook *book, gpointer data, GError **error)
{
  Act *act = data;

  if (act->kind == KX_ACTIVITY_FILE)
    return kx_mirror_upload_retry (book, act->key, error);
  if (act->retry)
    return kx_mirror_outbox_retry (book, act->out, act->now, error);
  return kx_mirror_outbox_discard (book, act->out, error);
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;

  if (!kx_mirror_write_finish (KX_MIRROR (source), result, &error))
    {
      if (act->over != NULL)
        kx_ask_tell (act->over, _ ("Nothing was done; everything is kept as it was"), error->message);
      return;
    }
  kx_desk_sync_now (act->desk);
  end (act);
}

/* Takes `act`. */
static void
run_write (Act *act, const char *said)
{
  act->said = said;
  kx_mirror_write_async (kx_desk_get_mirror (act->desk), carry_out, act, NULL, NULL, written, act);
}

static void
asked (KxChoice choice, const char *reason, gpointer data)
{
  if (choice == KX_ASK_ACT)
    run_write (g_rc_box_acquire (data),
               N_ ("The change was thrown away; the record shows what the service has"));
}

static void
restore_draft (gpointer data)
{
  Act *act = data;

  kx_mirror_put_draft (kx_desk_get_mirror (act->desk), act->key, act->draft);
  if (act->over != NULL)
    act->done (act->over);
}

/* Takes `act`. */
static void
discard_draft (Act *act)
{
  g_autoptr (Act) owned = act;
  KxMirror *mirror = kx_desk_get_mirror (act->desk);
  GtkRoot *root = gtk_widget_get_root (act->over);

  act->draft = kx_mirror_dup_draft (mirror, act->key);
  kx_mirror_put_draft (mirror, act->key, NULL);
  if (KX_IS_WINDOW (root) && act->draft != NULL)
    kx_window_toast_undo (KX_WINDOW (root), _ ("The draft was thrown away"), restore_draft,
                          g_rc_box_acquire (act), act_unref);
  act->done (act->over);
}

static void
discard (GtkWidget *over, KxDesk *desk, const KxActivity *a, void (*done) (gpointer over))
{
  const KxQuestion question = { .question = _ ("Throw this change away?"),
                                .effect = _ ("What was typed is lost, with everything that was done in the "
                                             "same step. The record shows what the service has."),
                                .stay = _ ("_Keep it"),
                                .act = _ ("_Throw away"),
                                .destructive = TRUE };

  if (a->kind == KX_ACTIVITY_DRAFT)
    {
      discard_draft (act_new (over, desk, a, done));
      return;
    }
  kx_ask (over, &question, asked, act_new (over, desk, a, done), act_unref);
}

static void
open_record (GtkWidget *over, const KxActivity *a)
{
  GtkRoot *root = gtk_widget_get_root (over);

  if (!KX_IS_WINDOW (root) || a->entity == NULL || a->row == NULL)
    return;
  if (!kx_window_open_row (KX_WINDOW (root), a->entity->name,
                           a->kind == KX_ACTIVITY_DRAFT && a->fresh ? "new" : a->row))
    kx_window_toast (KX_WINDOW (root),
                     _ ("This record has no page of its own; open the record it belongs to"));
}

static void
copy_text (GtkWidget *over, const KxActivity *a)
{
  g_autofree char *text = kx_activity_row_dup_text (a);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (over), text);
  kx_outcome_say (over, _ ("The text is on the clipboard"));
}

void
kx_activity_act (GtkWidget *over, KxDesk *desk, const KxActivity *a, const char *act,
                 void (*done) (gpointer over))
{
  if (g_str_equal (act, "open"))
    open_record (over, a);
  else if (g_str_equal (act, "copy"))
    copy_text (over, a);
  else if (g_str_equal (act, "discard"))
    discard (over, desk, a, done);
  else if (g_str_equal (act, "retry"))
    {
      Act *again = act_new (over, desk, a, done);

      again->retry = TRUE;
      run_write (again, a->kind == KX_ACTIVITY_FILE ? N_ ("The file is sent again")
                                                    : N_ ("The change is sent again"));
    }
  else if (g_str_equal (act, "mine"))
    keep_mine (act_new (over, desk, a, done));
  else if (g_str_equal (act, "edit") && a->field != NULL)
    edit_conflict (act_new (over, desk, a, done));
  else if (g_str_equal (act, "theirs"))
    close_conflict (act_new (over, desk, a, done), NULL, FALSE, kx_conflict_outcome_keep_theirs,
                    N_ ("The value that stands is kept, the conflict closed"));
}
