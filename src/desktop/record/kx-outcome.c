#include "desktop/record/kx-outcome.h"

#include "desktop/form/kx-words.h"
#include "desktop/record/kx-act.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-rows.h"

/* Where lines are said: the window of the pages, or the preferences over it. */
static GtkWidget *
window_of (GtkWidget *over)
{
  GtkRoot *root = gtk_widget_get_root (over);

  return KX_IS_WINDOW (root) || ADW_IS_PREFERENCES_WINDOW (root) ? GTK_WIDGET (root) : NULL;
}

void
kx_outcome_say (GtkWidget *over, const char *words)
{
  GtkWidget *window = window_of (over);

  if (KX_IS_WINDOW (window))
    kx_window_toast (KX_WINDOW (window), words);
  else if (window != NULL)
    kx_preferences_toast (window, words);
}

void
kx_outcome_offer_undo (GtkWidget *over, const char *words, KxUndo undo, gpointer data,
                       GDestroyNotify free_data)
{
  GtkWidget *window = window_of (over);

  if (KX_IS_WINDOW (window))
    kx_window_toast_undo (KX_WINDOW (window), words, undo, data, free_data);
  else if (window != NULL)
    kx_preferences_toast_undo (window, words, undo, data, free_data);
  else if (free_data != NULL)
    free_data (data);
}

/* What was thrown away, and where it can come back. */
typedef struct
{
  GWeakRef owner;
  KxMirror *mirror; /* owned */
  char *key, *json; /* owned */
  KxDraftBack back;
} Thrown;

static void
thrown_free (gpointer data)
{
  Thrown *thrown = data;

  g_weak_ref_clear (&thrown->owner);
  g_object_unref (thrown->mirror);
  g_free (thrown->key);
  g_free (thrown->json);
  g_free (thrown);
}

static void
put_back (gpointer data)
{
  Thrown *thrown = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&thrown->owner);

  kx_mirror_put_draft (thrown->mirror, thrown->key, thrown->json);
  if (owner != NULL)
    thrown->back (owner, thrown->key);
}

void
kx_outcome_offer_draft (GtkWidget *over, gpointer owner, KxMirror *mirror, const char *key, const char *json,
                        KxDraftBack back)
{
  Thrown *thrown = g_new0 (Thrown, 1);

  g_weak_ref_init (&thrown->owner, owner);
  thrown->mirror = g_object_ref (mirror);
  thrown->key = g_strdup (key);
  thrown->json = g_strdup (json);
  thrown->back = back;
  kx_outcome_offer_undo (over, _ ("What you typed was thrown away"), put_back, thrown, thrown_free);
}

/* What can be taken back. */
typedef struct
{
  KxDesk *desk;      /* owned */
  GtkWidget *window; /* borrowed: the undo never outlives its window */
  const KxEntity *entity;
  char *row; /* owned */
  KxOpKind kind;
  KxRecord *before; /* owned; of KX_OP_PATCH */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->desk);
  g_clear_pointer (&undo->before, kx_record_free);
  g_free (undo->row);
  g_free (undo);
}

static void
take_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (gtk_widget_get_mapped (window))
    kx_outcome_check (window, _ ("This could not be taken back"), decision, error);
}

static void
run_undo (gpointer data)
{
  Undo *undo = data;
  g_autoptr (KxRecord) row = kx_desk_get_row (undo->desk, undo->entity, undo->row);
  GPtrArray *acts = kx_act_new ();

  if (row == NULL)
    kx_outcome_say (undo->window, _ ("The record is not here any more"));
  else if (undo->kind == KX_OP_RESTORE)
    kx_act_restore (acts, row);
  else if (undo->kind == KX_OP_DELETE)
    kx_act_delete (acts, row);
  else
    kx_act_change (acts, row, undo->before);
  if (acts->len > 0)
    kx_mirror_submit_async (kx_desk_get_mirror (undo->desk), acts, NULL, take_undone,
                            g_object_ref (undo->window));
  else
    g_ptr_array_unref (acts);
}

static void
offer (GtkWidget *over, KxDesk *desk, const char *words, KxOpKind kind, const KxEntity *entity,
       const char *row, const KxRecord *before)
{
  GtkWidget *window = window_of (over);
  Undo *undo;

  if (window == NULL)
    return;
  undo = g_new0 (Undo, 1);
  undo->desk = g_object_ref (desk);
  undo->window = window;
  undo->entity = entity;
  undo->row = g_strdup (row);
  undo->kind = kind;
  undo->before = before != NULL ? kx_record_copy (before) : NULL;
  kx_outcome_offer_undo (window, words, run_undo, undo, undo_free);
}

void
kx_outcome_offer_restore (GtkWidget *over, KxDesk *desk, const char *words, const KxRecord *row)
{
  offer (over, desk, words, KX_OP_RESTORE, row->entity, row->id, NULL);
}

/* Some records stay once they are there. */
static gboolean
may_delete (KxDesk *desk, const KxEntity *entity, const char *id)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (desk, entity, id);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxDecision) tried = row != NULL ? kx_desk_try (desk, kx_act_delete (acts, row)) : NULL;

  return tried == NULL || tried->result != KX_REJECTED;
}

void
kx_outcome_offer_delete (GtkWidget *over, KxDesk *desk, const char *words, const KxEntity *entity,
                         const char *row)
{
  if (may_delete (desk, entity, row))
    offer (over, desk, words, KX_OP_DELETE, entity, row, NULL);
  else
    kx_outcome_say (over, words);
}

void
kx_outcome_offer_change (GtkWidget *over, KxDesk *desk, const char *words, const char *row,
                         const KxRecord *before)
{
  offer (over, desk, words, KX_OP_PATCH, before->entity, row, before);
}

char *
kx_outcome_dup_reasons (const KxDecision *decision)
{
  GString *reasons = g_string_new (NULL);

  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];
      g_autofree char *words = NULL;

      if (finding->verdict != KX_FAILS)
        continue;
      words = kx_words_finding (finding);
      if (reasons->len > 0)
        g_string_append_c (reasons, '\n');
      g_string_append (reasons, words);
    }
  return g_string_free (reasons, FALSE);
}

char *
kx_outcome_dup_warnings (const KxDecision *decision)
{
  GString *warnings = g_string_new (NULL);

  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];
      g_autofree char *words = NULL, *cite = NULL;

      if (finding->verdict != KX_WARNS)
        continue;
      words = kx_words_finding (finding);
      cite = kx_words_cite (&finding->cite);
      g_string_append_printf (warnings, "%s%s\n%s", warnings->len > 0 ? "\n\n" : "", words, cite);
    }
  return g_string_free (warnings, warnings->len == 0);
}

gboolean
kx_outcome_check (GtkWidget *over, const char *heading, const KxDecision *decision, const GError *error)
{
  g_autofree char *reasons = NULL;

  if (decision != NULL && decision->result != KX_REJECTED)
    return TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  reasons =
      decision != NULL ? kx_outcome_dup_reasons (decision) : g_strdup (error != NULL ? error->message : "");
  kx_ask_tell (over, heading, reasons);
  return FALSE;
}

/* A row that is being deleted. */
typedef struct
{
  GWeakRef root;    /* what the widget stood in; the widget itself may go with the row */
  KxDesk *desk;     /* owned */
  KxRecord *record; /* owned */
  char *called;     /* owned */
} Deleting;

static void
deleting_free (Deleting *deleting)
{
  g_weak_ref_clear (&deleting->root);
  g_object_unref (deleting->desk);
  kx_record_free (deleting->record);
  g_free (deleting->called);
  g_free (deleting);
}

static void
take_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  Deleting *deleting = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);
  g_autoptr (GtkWidget) root = g_weak_ref_get (&deleting->root);
  /* Translators: a toast; what was deleted. */
  g_autofree char *words = g_strdup_printf (_ ("Deleted: %s"), deleting->called);

  if (root != NULL && kx_outcome_check (root, _ ("This was not deleted"), decision, error))
    kx_outcome_offer_restore (root, deleting->desk, words, deleting->record);
  deleting_free (deleting);
}

void
kx_outcome_delete (GtkWidget *over, KxDesk *desk, const KxRecord *row, const char *called)
{
  Deleting *deleting = g_new0 (Deleting, 1);
  GPtrArray *acts = kx_act_new ();

  g_weak_ref_init (&deleting->root, gtk_widget_get_root (over));
  deleting->desk = g_object_ref (desk);
  deleting->record = kx_record_copy (row);
  deleting->called = g_strdup (called);
  kx_act_delete (acts, row);
  kx_mirror_submit_async (kx_desk_get_mirror (desk), acts, NULL, take_deleted, deleting);
}
