#include "desktop/pages/kx-activity-acts.h"

#include "core/entities/kx-conflict.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-activity-row.h"
#include "desktop/pages/kx-record-page.h"
#include "desktop/pages/kx-third-value.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
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
  char *row, *key;    /* owned */
  char *typed_key;    /* owned; of a third value's draft, or NULL */
  char *draft;        /* owned; what was typed, to be taken back */
  KxRecord *conflict; /* owned, or NULL */
  gint64 out;
  KxTime now;
  gboolean retry;
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
  g_free (act->typed_key);
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
  act->row = g_strdup (a->row);
  act->key = g_strdup (a->key);
  act->out = a->out;
  act->now = kx_mirror_now (kx_desk_get_mirror (desk));
  if (a->conflict != NULL)
    {
      act->conflict = kx_record_copy (a->conflict);
      act->typed_key = kx_activity_dup_typed_key (a);
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

  if (decision != NULL && decision->result != KX_REJECTED)
    kx_third_value_forget (act->desk, act->typed_key);
  if (act->over != NULL &&
      kx_outcome_check (act->over, _ ("The conflict is still open; both values are kept"), decision, error))
    end (act);
}

/* Changes the row where that is to be done, and closes the conflict, all or nothing. Takes `act`; `patch`
 * NULL: the row stays. */
static void
close_conflict (Act *act, KxRecord *patch, gboolean deletes, int outcome, const char *said)
{
  g_autoptr (Act) owned = act;
  g_autoptr (GPtrArray) ops = kx_act_new ();
  g_autoptr (KxRecord) close = kx_record_new (&kx_close_entity, NULL, NULL), row = NULL;

  act->said = said;
  if (patch != NULL || deletes)
    {
      row = kx_desk_get_row (act->desk, act->entity, act->row);
      if (row == NULL)
        {
          if (act->over != NULL)
            kx_ask_tell (act->over, _ ("The conflict is still open; both values are kept"),
                         _ ("The record is not here any more"));
          return;
        }
      if (deletes)
        kx_act_delete (ops, row);
      else
        kx_act_change (ops, row, patch);
    }
  kx_close_set_outcome (kx_close (close), outcome);
  kx_act_step (ops, act->conflict, "close", g_steal_pointer (&close));
  kx_mirror_submit_async (kx_desk_get_mirror (act->desk), g_steal_pointer (&ops), NULL, submitted,
                          g_steal_pointer (&owned));
}

static void
take_third (KxRecord *patch, gpointer data)
{
  g_autoptr (KxRecord) owned = patch;
  Act *act = data;

  if (patch != NULL)
    close_conflict (g_rc_box_acquire (act), patch, FALSE, kx_conflict_outcome_edited,
                    N_ ("The conflict is closed with another value"));
  else if (act->over != NULL)
    act->done (act->over); /* what was typed is to be seen */
}

/* A third value is typed. */
static void
edit_conflict (GtkWidget *over, KxDesk *desk, const KxActivity *a, void (*done) (gpointer over))
{
  kx_third_value_ask (over, desk, a, take_third, act_new (over, desk, a, done), act_unref);
}

static void
keep_mine (GtkWidget *over, KxDesk *desk, const KxActivity *a, void (*done) (gpointer over))
{
  const Kx_conflict *conflict = kx_conflict (a->conflict);
  const char *mine = kx_conflict_get_mine (conflict);
  g_autoptr (KxRecord) patch = NULL;
  guint field;
  KxValue value = { 0 };

  if (a->field == NULL)
    {
      close_conflict (act_new (over, desk, a, done), NULL,
                      kx_conflict_get_kind (conflict) == kx_conflict_kind_delete,
                      kx_conflict_outcome_keep_mine, N_ ("The record is deleted, the conflict closed"));
      return;
    }
  /* Of a sealed value only a mask is known: it has to be typed again. */
  if ((a->field->flags & KX_SEALED) || (mine != NULL && !kx_value_from_text (a->field, mine, &value)))
    {
      edit_conflict (over, desk, a, done);
      return;
    }
  field = (guint) kx_entity_field (a->entity, a->field->name);
  patch = kx_record_new (a->entity, NULL, NULL);
  if (mine == NULL)
    kx_record_put_null (patch, field);
  else
    kx_record_put (patch, field, value);
  close_conflict (act_new (over, desk, a, done), patch, FALSE, kx_conflict_outcome_keep_mine,
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

  act->draft = kx_mirror_dup_draft (mirror, act->key);
  kx_mirror_put_draft (mirror, act->key, NULL);
  if (act->draft != NULL)
    kx_outcome_offer_undo (act->over, _ ("The draft was thrown away"), restore_draft, g_rc_box_acquire (act),
                           act_unref);
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

/* Goes on where a draft was typed: with the step, ENTITY/step/ROW/ACTION, or the letter,
 * letter/write/ROW/KIND. */
static void
go_on (KxRecordPage *page, const KxActivity *a)
{
  g_auto (GStrv) parts = g_strsplit (a->key, "/", -1);

  if (a->kind != KX_ACTIVITY_DRAFT || g_strv_length (parts) != 4)
    return;
  if (g_str_equal (parts[1], "step"))
    kx_record_page_open_step (page, parts[3]);
  else if (g_str_equal (parts[1], "write"))
    kx_record_page_write_letter (page);
}

/* What is opened: a new record that was begun is gone on with (ENTITY/new/ID); what an office's tables are
 * being given is found by the id that its row shall get (ENTITY/of/OFFICE/…). Free with g_free(). */
static char *
dup_opened (const KxActivity *a)
{
  g_auto (GStrv) parts = g_strsplit (a->key, "/", -1);
  gboolean begun =
      a->kind == KX_ACTIVITY_DRAFT && g_strv_length (parts) == 3 && g_str_equal (parts[1], "new");

  return begun ? g_strconcat ("new/", parts[2], NULL) : g_strdup (a->row);
}

static void
open_record (GtkWidget *over, const KxActivity *a)
{
  GtkRoot *root = gtk_widget_get_root (over);
  g_autofree char *id = dup_opened (a);
  KxPage *page;

  if (!KX_IS_WINDOW (root) || a->entity == NULL || a->row == NULL)
    return;
  if (!kx_window_open_row (KX_WINDOW (root), a->entity->name, id))
    kx_window_toast (KX_WINDOW (root),
                     _ ("This record has no page of its own; open the record it belongs to"));
  page = kx_window_get_page (KX_WINDOW (root));
  if (page != NULL && KX_IS_RECORD_PAGE (page))
    go_on (KX_RECORD_PAGE (page), a);
}

static void
resume_import (GtkWidget *over, const KxActivity *a)
{
  /* Where nobody may import any more the window offers no such thing. */
  if (!gtk_widget_activate_action (over, "win.resume-import", "s", a->key))
    kx_outcome_say (over, _ ("Only a clerk of an office can take in its lists; you have not been given that "
                             "role anywhere"));
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
  else if (g_str_equal (act, "resume"))
    resume_import (over, a);
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
    keep_mine (over, desk, a, done);
  else if (g_str_equal (act, "edit") && a->field != NULL)
    edit_conflict (over, desk, a, done);
  else if (g_str_equal (act, "theirs"))
    close_conflict (act_new (over, desk, a, done), NULL, FALSE, kx_conflict_outcome_keep_theirs,
                    N_ ("The value that stands is kept, the conflict closed"));
}
