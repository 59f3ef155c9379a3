#include "desktop/pages/kx-third-value.h"

#include "core/entities/kx-conflict.h"
#include "desktop/form/kx-editor.h"
#include "desktop/form/kx-form-draft.h"
#include "desktop/form/kx-form-read.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

/* One dialog. */
typedef struct
{
  GtkWidget *over; /* weak */
  KxDesk *desk;    /* owned */
  const KxEntity *entity;
  guint field;
  char *row, *key;  /* owned; of the draft */
  KxEditor *editor; /* borrowed, of the dialog */
  KxThirdValue done;
  gpointer data;
  GDestroyNotify free_data;
} Ask;

static void
ask_free (gpointer data, GClosure *closure)
{
  Ask *ask = data;

  ask->free_data (ask->data);
  g_clear_weak_pointer (&ask->over);
  g_object_unref (ask->desk);
  g_free (ask->row);
  g_free (ask->key);
  g_free (ask);
}

static gboolean
is_sealed (const Ask *ask)
{
  return (ask->entity->fields[ask->field].flags & KX_SEALED) != 0;
}

static void
keep (KxEditor *editor, Ask *ask)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (ask->desk, ask->entity, ask->row);
  g_autoptr (KxFormDraft) draft = kx_form_draft_new (ask->entity, ask->row, row != NULL ? row->seq : 0);
  g_autofree char *typed = kx_editor_dup_typed (editor), *was = NULL, *json = NULL;

  was = row != NULL ? kx_record_text (row, ask->field) : NULL;
  draft->at = kx_mirror_now (kx_desk_get_mirror (ask->desk));
  kx_form_draft_put (draft, ask->field, typed, was);
  json = kx_form_draft_to_json (draft);
  kx_mirror_put_draft (kx_desk_get_mirror (ask->desk), ask->key, json);
}

/* What the editor begins with; NULL: nothing. Free with g_free(). */
static char *
dup_first (const Ask *ask, const KxActivity *conflict)
{
  const KxField *field = &ask->entity->fields[ask->field];
  const char *mine = kx_conflict_get_mine (kx_conflict (conflict->conflict));
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (ask->desk), ask->key);
  g_autoptr (KxFormDraft) draft = json != NULL ? kx_form_draft_from_json (ask->entity, json) : NULL;
  g_autoptr (KxRecord) begin = kx_record_new (ask->entity, NULL, NULL);
  KxValue value;

  if (draft != NULL && g_hash_table_contains (draft->typed, field->name))
    return g_strdup (g_hash_table_lookup (draft->typed, field->name));
  if (mine == NULL || is_sealed (ask) || !kx_value_from_text (field, mine, &value))
    return NULL;
  kx_record_put (begin, ask->field, value);
  return kx_form_typed (begin, ask->field);
}

static void
answer (AdwMessageDialog *dialog, const char *response, Ask *ask)
{
  KxDate today = kx_mirror_today (kx_desk_get_mirror (ask->desk));
  g_autoptr (KxRecord) patch = kx_record_new (ask->entity, NULL, NULL);
  g_autofree char *typed = kx_editor_dup_typed (ask->editor);
  g_autoptr (KxFinding) wrong = NULL;

  if (ask->over == NULL)
    return;
  if (!g_str_equal (response, "act"))
    {
      ask->done (NULL, ask->data);
      return;
    }
  wrong = kx_form_read (patch, ask->field, typed, today);
  if (wrong != NULL)
    {
      g_autofree char *words = kx_words_finding (wrong);

      kx_ask_tell (ask->over, _ ("The conflict is still open; both values are kept"), words);
      return;
    }
  ask->done (g_steal_pointer (&patch), ask->data);
}

static GtkWidget *
make_dialog (Ask *ask, const char *first)
{
  GtkRoot *root = gtk_widget_get_root (ask->over);
  const KxField *field = &ask->entity->fields[ask->field];
  GtkWidget *dialog;

  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, kx_display_label (field),
                                   _ ("This value takes the place of both."));
  ask->editor = kx_editor_new (ask->entity, ask->field, kx_desk_get_lookup (ask->desk), NULL);
  if (first != NULL)
    kx_editor_set_typed (ask->editor, first);
  kx_editor_describe (ask->editor, kx_display_label (field), NULL, (field->flags & KX_REQUIRED) != 0);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (ask->editor));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("_Leave it open"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "act", _ ("_Keep this value"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "act");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "act", ADW_RESPONSE_SUGGESTED);
  kx_a11y_name_mnemonics (dialog);
  return dialog;
}

void
kx_third_value_ask (GtkWidget *over, KxDesk *desk, const KxActivity *conflict, KxThirdValue done,
                    gpointer data, GDestroyNotify free_data)
{
  Ask *ask = g_new0 (Ask, 1);
  GtkWidget *dialog;
  g_autofree char *first = NULL;

  g_set_weak_pointer (&ask->over, over);
  ask->desk = g_object_ref (desk);
  ask->entity = conflict->entity;
  ask->field = (guint) kx_entity_field (conflict->entity, conflict->field->name);
  ask->row = g_strdup (conflict->row);
  ask->key = kx_activity_dup_typed_key (conflict);
  ask->done = done;
  ask->data = data;
  ask->free_data = free_data;
  first = dup_first (ask, conflict);
  dialog = make_dialog (ask, first);
  /* The text of a sealed value is kept nowhere in clear. */
  if (!is_sealed (ask))
    g_signal_connect (ask->editor, "changed", G_CALLBACK (keep), ask);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answer), ask, ask_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (kx_editor_get_input (ask->editor));
}

void
kx_third_value_forget (KxDesk *desk, const char *key)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  g_autofree char *json = kx_mirror_dup_draft (mirror, key);

  if (json != NULL)
    kx_mirror_put_draft (mirror, key, NULL);
}
