#include "desktop/preferences/kx-row-form.h"

#include "desktop/form/kx-form-draft.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"

struct _KxRowForm
{
  GtkWidget parent_instance;

  KxDesk *desk; /* owned; NULL when disposed */
  const KxEntity *entity;
  char *id, *draft; /* owned */

  GtkLabel *kept;  /* borrowed: says that this was typed before */
  KxForm *form;    /* borrowed: a child; NULL when disposed */
  GtkWidget *acts; /* borrowed: Cancel and Save */
  GtkWidget *save; /* borrowed: in it */
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (KxRowForm, kx_row_form, GTK_TYPE_WIDGET)

enum
{
  PROP_EDITING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint closed_signal;

/* What was typed */

static void
put_draft (KxRowForm *self, const char *json)
{
  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), self->draft, json);
}

static void
keep_draft (KxRowForm *self)
{
  g_autofree char *json = kx_form_dup_draft (self->form, self->id);

  put_draft (self, json);
}

static void
say_kept (KxRowForm *self, const char *json)
{
  g_autoptr (KxFormDraft) draft = json != NULL ? kx_form_draft_from_json (self->entity, json) : NULL;
  g_autofree char *when = draft != NULL ? kx_format_time (draft->at) : NULL, *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->kept), draft != NULL);
  if (draft == NULL)
    return;
  /* Translators: a moment. */
  words = g_strdup_printf (_ ("What you typed on %s was not saved; here it is again."), when);
  gtk_label_set_label (self->kept, words);
}

static void
take_draft (KxRowForm *self)
{
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), self->draft);
  g_auto (GStrv) again = NULL;

  say_kept (self, json != NULL && kx_form_take_draft (self->form, json, &again) ? json : NULL);
}

/* Editing begins and ends */

static void
set_editing (KxRowForm *self, gboolean editing)
{
  kx_form_set_editing (self->form, editing);
  gtk_widget_set_visible (self->acts, editing);
  if (!editing)
    say_kept (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITING]);
}

void
kx_row_form_edit (KxRowForm *self)
{
  g_return_if_fail (KX_IS_ROW_FORM (self));
  if (kx_form_get_editing (self->form))
    return;
  set_editing (self, TRUE);
  take_draft (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
close_form (KxRowForm *self)
{
  g_object_ref (self); /* whoever shows it may let it go */
  set_editing (self, FALSE);
  g_signal_emit (self, closed_signal, 0);
  g_object_unref (self);
}

static void
come_back (gpointer form, const char *key)
{
  KxRowForm *self = form;

  if (self->form != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    kx_row_form_edit (self);
}

void
kx_row_form_cancel (KxRowForm *self)
{
  g_autofree char *json = NULL;

  g_return_if_fail (KX_IS_ROW_FORM (self));
  json = kx_form_dup_draft (self->form, self->id);
  put_draft (self, NULL);
  if (json != NULL)
    kx_outcome_offer_draft (GTK_WIDGET (self), self, kx_desk_get_mirror (self->desk), self->draft, json,
                            come_back);
  close_form (self);
}

/* What the mirror has */

static void
refresh (KxRowForm *self)
{
  g_autoptr (KxRecord) record = kx_desk_get_row (self->desk, self->entity, self->id);
  g_autofree char *who = NULL;

  if (record == NULL || record->deleted_at.ms != 0)
    return;
  who = kx_desk_dup_person (self->desk, record->updated_by);
  kx_form_merge (self->form, record, *who != '\0' ? who : NULL);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxRowForm *self)
{
  /* While it is being saved the row changes to what is typed. */
  if (entity == self->entity && self->form != NULL && !self->saving)
    refresh (self);
}

/* Saving */

/* What is being saved, until the mirror has answered. */
typedef struct
{
  KxRowForm *form;  /* owned */
  KxRecord *before; /* owned; what the changed fields had; NULL: a new row */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->form);
  g_clear_pointer (&saving->before, kx_record_free);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
say_saved (KxRowForm *self, const KxRecord *before)
{
  const char *words = kx_desk_is_online (self->desk)
                          ? _ ("Saved")
                          : _ ("Saved here; it is sent when the service can be reached");

  if (before != NULL)
    kx_outcome_offer_change (GTK_WIDGET (self), self->desk, words, self->id, before);
  else
    kx_outcome_offer_delete (GTK_WIDGET (self), self->desk, words, self->entity, self->id);
}

static void
take_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  KxRowForm *self = saving->form;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (self->form == NULL)
    return;
  self->saving = FALSE;
  if (decision != NULL && decision->result == KX_REJECTED)
    {
      kx_form_show_findings (self->form, decision->findings);
      return;
    }
  if (!kx_outcome_check (GTK_WIDGET (self), _ ("This was not saved; what you typed stays"), decision, error))
    return;
  put_draft (self, NULL);
  refresh (self);
  say_saved (self, saving->before);
  close_form (self);
}

static KxRecord *
dup_before (const KxRecord *record, const KxRecord *patch)
{
  KxRecord *before = kx_record_new (record->entity, record->id, NULL);

  for (guint i = 0; i < record->entity->n_fields; i++)
    if (kx_record_mentions (patch, i))
      {
        kx_record_take (before, record, i);
        if (!kx_record_mentions (before, i))
          kx_record_put_null (before, i);
      }
  return before;
}

/* FALSE while somebody has not chosen between two values of a field. */
static gboolean
is_decided (KxRowForm *self)
{
  for (guint i = 0; i < self->entity->n_fields; i++)
    if (kx_form_is_undecided (self->form, i))
      {
        kx_outcome_say (GTK_WIDGET (self), _ ("Choose between the two values first"));
        gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (self->form, i)));
        return FALSE;
      }
  return TRUE;
}

void
kx_row_form_save (KxRowForm *self)
{
  const KxRecord *record;
  g_autoptr (KxRecord) patch = NULL;
  GPtrArray *acts;
  Saving *saving;

  g_return_if_fail (KX_IS_ROW_FORM (self));
  if (!kx_form_get_editing (self->form) || self->saving || !is_decided (self))
    return;
  patch = kx_form_collect (self->form);
  if (patch == NULL)
    return;
  record = kx_form_get_record (self->form);
  acts = kx_act_new ();
  if (record == NULL)
    kx_act_create (acts, self->id, kx_record_copy (patch));
  else if (kx_act_change (acts, record, patch) == 0)
    {
      g_ptr_array_unref (acts);
      put_draft (self, NULL);
      close_form (self);
      return;
    }
  keep_draft (self); /* until the mirror has it */
  saving = g_new0 (Saving, 1);
  saving->form = g_object_ref (self);
  saving->before = record != NULL ? dup_before (record, patch) : NULL;
  self->saving = TRUE;
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_saved, saving);
}

/* The widget */

static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, KxRowForm *self)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);

  if (!kx_form_get_editing (self->form))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape && held == 0)
    {
      /* Something typed is not thrown away by one key. */
      if (kx_form_get_dirty (self->form))
        gtk_widget_grab_focus (self->save);
      else
        kx_row_form_cancel (self);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_Return || key == GDK_KEY_s) && held == GDK_CONTROL_MASK)
    {
      kx_row_form_save (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_EDITING:
      g_value_set_boolean (value, kx_row_form_get_editing (KX_ROW_FORM (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  KxRowForm *self = KX_ROW_FORM (object);
  GtkWidget *child;

  if (self->form != NULL)
    kx_form_flush (self->form);
  self->form = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_row_form_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (KX_ROW_FORM (object)->id);
  g_free (KX_ROW_FORM (object)->draft);
  G_OBJECT_CLASS (kx_row_form_parent_class)->finalize (object);
}

static void
kx_row_form_class_init (KxRowFormClass *class)
{
  G_OBJECT_CLASS (class)->get_property = get_property;
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  properties[PROP_EDITING] = g_param_spec_boolean (
      "editing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, properties);
  closed_signal =
      g_signal_new ("closed", KX_TYPE_ROW_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_row_form_init (KxRowForm *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->kept = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->kept, TRUE);
  gtk_label_set_xalign (self->kept, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->kept), "form-summary");
  gtk_widget_set_visible (GTK_WIDGET (self->kept), FALSE);
  self->acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->acts, GTK_ALIGN_END);
  gtk_widget_set_visible (self->acts, FALSE);
  self->save = gtk_button_new_with_label (_ ("Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_tooltip_text (self->save, _ ("Save (Ctrl+S)"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (kx_row_form_cancel), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (kx_row_form_save), self);
  gtk_box_append (GTK_BOX (self->acts), cancel);
  gtk_box_append (GTK_BOX (self->acts), self->save);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

KxRowForm *
kx_row_form_new (KxDesk *desk, const KxEntity *entity, const char *id, const char *draft)
{
  KxRowForm *self = g_object_new (KX_TYPE_ROW_FORM, NULL);
  const KxActor *actor = kx_mirror_get_actor (kx_desk_get_mirror (desk));

  self->desk = g_object_ref (desk);
  self->entity = entity;
  self->id = g_strdup (id);
  self->draft = g_strdup (draft);
  self->form = kx_form_new (
      entity, kx_desk_get_lookup (desk),
      actor != NULL && actor->roles->len > 0 ? g_array_index (actor->roles, KxRoleIn, 0).area : NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->kept), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->form), GTK_WIDGET (self));
  gtk_widget_set_parent (self->acts, GTK_WIDGET (self));
  g_signal_connect_swapped (self->form, "draft", G_CALLBACK (keep_draft), self);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return self;
}

const char *
kx_row_form_get_id (KxRowForm *self)
{
  g_return_val_if_fail (KX_IS_ROW_FORM (self), NULL);
  return self->id;
}

KxForm *
kx_row_form_get_form (KxRowForm *self)
{
  g_return_val_if_fail (KX_IS_ROW_FORM (self), NULL);
  return self->form;
}

const KxRecord *
kx_row_form_get_record (KxRowForm *self)
{
  g_return_val_if_fail (KX_IS_ROW_FORM (self), NULL);
  return kx_form_get_record (self->form);
}

gboolean
kx_row_form_get_editing (KxRowForm *self)
{
  g_return_val_if_fail (KX_IS_ROW_FORM (self), FALSE);
  return self->form != NULL && kx_form_get_editing (self->form);
}

gboolean
kx_row_form_has_draft (KxRowForm *self)
{
  g_autofree char *json = NULL;

  g_return_val_if_fail (KX_IS_ROW_FORM (self), FALSE);
  json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), self->draft);
  return json != NULL;
}
