#include "desktop/record/kx-child-row.h"

#include "desktop/form/kx-form-date.h"
#include "desktop/form/kx-form.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-child-kinds.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"

struct _KxChildRow
{
  GtkListBoxRow parent_instance;

  KxDesk *desk; /* owned */
  const KxEntity *entity;
  char *parent, *id; /* owned */
  KxRecord *record;  /* owned; NULL: a new row */

  GtkStack *stack;             /* borrowed: the child */
  GtkLabel *heading, *details; /* borrowed */
  GtkWidget *open;             /* borrowed: to the page where its steps are taken */
  GtkWidget *edit, *remove;    /* borrowed */
  GtkWidget *tick;             /* borrowed: whether it is ticked off; not shown where it cannot be */
  gulong ticking;              /* handler of its press */
  GtkWidget *editor;           /* borrowed: the page of the stack with the form; NULL while read */
  KxForm *form;                /* borrowed: in it */
  gboolean saving;
  GCancellable *cancellable; /* owned; cancelled when the row goes away */
};

G_DEFINE_FINAL_TYPE (KxChildRow, kx_child_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  CLOSED,
  THROWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

char *
kx_child_row_dup_draft_prefix (const KxEntity *entity, const char *parent)
{
  return g_strdup_printf ("%s/of/%s/", entity->name, parent);
}

static char *
dup_draft_key (KxChildRow *self)
{
  return g_strdup_printf ("%s/of/%s/%s", self->entity->name, self->parent, self->id);
}

static void
drop_draft (KxChildRow *self)
{
  g_autofree char *key = dup_draft_key (self);

  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), key, NULL);
}

static void
keep_draft (KxChildRow *self)
{
  g_autofree char *key = dup_draft_key (self), *json = kx_form_dup_draft (self->form, self->id);

  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), key, json);
}

/* The field that says of what kind it is; -1: none has a value. */
static int
find_kind (const KxRecord *record)
{
  for (guint i = 0; i < record->entity->n_fields; i++)
    if (record->entity->fields[i].kind == KX_CODE && kx_record_has (record, i))
      return (int) i;
  return -1;
}

/* Its kind where it has one, then its title. */
char *
kx_child_row_dup_heading (const KxRecord *record)
{
  int title = kx_entity_flagged (record->entity, KX_TITLE), field = find_kind (record);
  g_autofree char *kind = NULL, *name = NULL;

  if (field < 0)
    return kx_display_title (record);
  kind = kx_display_field (record, (guint) field);
  if (title < 0 || !kx_record_has (record, (guint) title))
    return g_steal_pointer (&kind);
  name = kx_display_field (record, (guint) title);
  return g_strdup_printf ("%s · %s", kind, name);
}

/* One field and its label; how far away a last day is. */
static char *
word_detail (const KxRecord *record, guint field, const KxCalendar *calendar)
{
  const KxField *of = &record->entity->fields[field];
  g_autofree char *value = kx_display_field (record, field), *distance = NULL;

  if (of->kind == KX_BOOLEAN)
    return kx_record_get (record, field).BOOLEAN ? g_strdup (kx_display_label (of)) : NULL;
  if (of->kind == KX_CODE)
    return g_steal_pointer (&value);
  if (of->kind != KX_DATE || !kx_form_date_is_end (of) || !g_str_has_suffix (of->name, "valid_to"))
    /* Translators: a field's label and its value. */
    return g_strdup_printf (_ ("%s: %s"), kx_display_label (of), value);
  distance = kx_format_days_left (kx_record_get (record, field).DATE, kx_display_today (), calendar);
  /* Translators: a field's label, its date, and how far away that is. */
  return g_strdup_printf (_ ("%s: %s (%s)"), kx_display_label (of), value, distance);
}

/* What else is known. */
static char *
word_details (const KxRecord *record, const KxCalendar *calendar)
{
  int title = kx_entity_flagged (record->entity, KX_TITLE), kind = find_kind (record);
  GString *details = g_string_new (NULL);

  for (guint i = 0; i < record->entity->n_fields; i++)
    {
      const KxField *field = &record->entity->fields[i];
      g_autofree char *words = NULL;

      if (!kx_record_has (record, i) || (int) i == title || (int) i == kind || (field->flags & KX_PARENT))
        continue;
      words = word_detail (record, i, calendar);
      if (words != NULL)
        g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", words);
    }
  return g_string_free (details, FALSE);
}

/* By which the office of the record that this belongs to counts. */
static KxCalendar *
dup_calendar (KxChildRow *self)
{
  int parent = kx_entity_flagged (self->entity, KX_PARENT);
  const char *target = parent >= 0 ? self->entity->fields[parent].target : NULL;
  g_autoptr (KxRecord) owner = NULL;

  if (target != NULL)
    owner = kx_desk_get_row (self->desk, kx_schema_entity (kx_schema_get (), target), self->parent);
  return kx_lookup_dup_calendar (kx_desk_get_lookup (self->desk), owner != NULL ? owner : self->record);
}

/* A press changes nothing by itself: it asks for the change, and what comes of it is shown. */
static void
show_tick (KxChildRow *self)
{
  const KxChildKind *kind = kx_child_kind_find (self->entity);
  gboolean ticks = kind != NULL && kind->ticks;
  int state;

  gtk_widget_set_visible (self->tick, ticks);
  if (!ticks)
    return;
  state = kx_record_get (self->record, kind->field).CODE;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               state == kind->on    ? GTK_ACCESSIBLE_TRISTATE_TRUE
                               : state == kind->off ? GTK_ACCESSIBLE_TRISTATE_FALSE
                                                    : GTK_ACCESSIBLE_TRISTATE_MIXED,
                               -1);
  g_signal_handler_block (self->tick, self->ticking);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->tick), state == kind->on);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (self->tick), state != kind->on && state != kind->off);
  g_signal_handler_unblock (self->tick, self->ticking);
  gtk_widget_set_sensitive (self->tick,
                            kx_desk_may (self->desk, self->entity, KX_OP_PATCH, NULL, self->record->space));
}

/* What is ticked off is gone through line by line: Tab stops at the row alone, where Enter edits and Delete
 * deletes. A pointer and a screen reader still press the buttons. */
static void
leave_one_stop (KxChildRow *self)
{
  const KxChildKind *kind = kx_child_kind_find (self->entity);
  GtkWidget *const buttons[] = { self->edit, self->remove };

  for (guint i = 0; kind != NULL && kind->ticks && i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_widget_set_focusable (buttons[i], FALSE);
      gtk_widget_set_can_focus (buttons[i], FALSE);
    }
}

static void
show_record (KxChildRow *self)
{
  g_autofree char *heading = NULL, *details = NULL, *open = NULL, *edit = NULL, *remove = NULL;
  g_autoptr (KxCalendar) calendar = NULL;

  if (self->record == NULL)
    return;
  heading = kx_child_row_dup_heading (self->record);
  calendar = dup_calendar (self);
  details = word_details (self->record, calendar);
  show_tick (self);
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *details != '\0');
  /* Translators: what a button does, and the row it does it to. */
  open = g_strdup_printf (_ ("%s: %s"), _ ("Open it"), heading);
  edit = g_strdup_printf (_ ("%s: %s"), _ ("Edit"), heading);
  remove = g_strdup_printf (_ ("%s: %s"), _ ("Delete"), heading);
  kx_a11y_set_label (self->open, open);
  kx_a11y_set_label (self->edit, edit);
  kx_a11y_set_label (self->remove, remove);
  kx_a11y_set_label (self->tick, heading);
  kx_a11y_set_label (GTK_WIDGET (self), heading);
  kx_a11y_set_description (GTK_WIDGET (self), details);
  gtk_widget_set_visible (self->open, self->entity->state >= 0);
  gtk_widget_set_visible (self->edit,
                          kx_desk_may (self->desk, self->entity, KX_OP_PATCH, NULL, self->record->space));
  gtk_widget_set_visible (
      self->remove, kx_child_kind_may_go (self->record) &&
                        kx_desk_may (self->desk, self->entity, KX_OP_DELETE, NULL, self->record->space));
}

/* The form goes; the line shows what the record has. */
static void
stop_editing (KxChildRow *self)
{
  GtkWidget *editor = g_steal_pointer (&self->editor);

  self->form = NULL;
  if (editor == NULL)
    return;
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  /* The focus stays at the row. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_stack_set_visible_child_name (self->stack, "read");
  gtk_stack_remove (self->stack, editor);
}

static void
close_row (KxChildRow *self)
{
  stop_editing (self);
  if (self->record == NULL)
    g_signal_emit (self, signals[CLOSED], 0);
}

static void
cancel (KxChildRow *self)
{
  g_autofree char *json = kx_form_dup_draft (self->form, self->id);

  g_object_ref (self); /* whoever shows a new row removes it */
  drop_draft (self);
  close_row (self);
  if (json != NULL)
    g_signal_emit (self, signals[THROWN], 0, json);
  g_object_unref (self);
}

static void
take_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxChildRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (self->form == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->saving = FALSE;
  if (decision != NULL && decision->result == KX_REJECTED)
    {
      kx_form_show_findings (self->form, decision->findings);
      return;
    }
  if (!kx_outcome_check (GTK_WIDGET (self), _ ("This was not saved; what you typed stays"), decision, error))
    return;
  drop_draft (self);
  kx_outcome_say (GTK_WIDGET (self), _ ("Saved"));
  close_row (self);
}

static void
put_parent (KxChildRow *self, KxRecord *fields)
{
  int parent = kx_entity_flagged (self->entity, KX_PARENT);

  kx_record_put (fields, (guint) parent, (KxValue){ .REF = self->parent });
}

void
kx_child_row_save (KxChildRow *self)
{
  g_autoptr (KxRecord) patch = NULL;
  GPtrArray *acts;

  g_return_if_fail (KX_IS_CHILD_ROW (self));
  patch = self->form != NULL && !self->saving ? kx_form_collect (self->form) : NULL;
  if (patch == NULL)
    return;
  acts = kx_act_new ();
  if (self->record == NULL)
    {
      put_parent (self, patch);
      kx_act_create (acts, self->id, g_steal_pointer (&patch));
    }
  else if (kx_act_change (acts, kx_form_get_record (self->form), patch) == 0)
    {
      g_ptr_array_unref (acts);
      cancel (self);
      return;
    }
  self->saving = TRUE;
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_saved, g_object_ref (self));
}

void
kx_child_row_delete (KxChildRow *self)
{
  g_autofree char *heading = NULL;

  g_return_if_fail (KX_IS_CHILD_ROW (self));
  if (self->record == NULL || !gtk_widget_get_visible (self->remove))
    return;
  heading = kx_child_row_dup_heading (self->record);
  kx_outcome_delete (GTK_WIDGET (self), self->desk, self->record, heading);
}

static void
open_page (KxChildRow *self)
{
  KxWindow *window = kx_window_find (GTK_WIDGET (self));

  if (window != NULL)
    kx_window_open_row (window, self->entity->name, self->id);
}

static void
take_ticked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxChildRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->saving = FALSE;
  kx_outcome_check (GTK_WIDGET (self), _ ("This was not saved"), decision, error);
  if (self->record != NULL)
    show_tick (self);
}

gboolean
kx_child_row_tick (KxChildRow *self)
{
  const KxChildKind *kind = kx_child_kind_find (self->entity);
  GPtrArray *acts;
  KxRecord *patch;
  int state;

  g_return_val_if_fail (KX_IS_CHILD_ROW (self), FALSE);
  if (kind == NULL || !kind->ticks || self->record == NULL || self->form != NULL ||
      !gtk_widget_get_sensitive (self->tick))
    return FALSE;
  if (self->saving)
    return TRUE;
  state = kx_record_get (self->record, kind->field).CODE == kind->on ? kind->off : kind->on;
  patch = kx_record_new (self->entity, self->id, NULL);
  kx_record_put (patch, kind->field, (KxValue){ .CODE = state });
  acts = kx_act_new ();
  kx_act_change (acts, self->record, patch);
  kx_record_free (patch);
  self->saving = TRUE;
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_ticked, g_object_ref (self));
  return TRUE;
}

static void
press_tick (KxChildRow *self)
{
  if (!kx_child_row_tick (self))
    show_tick (self);
}

static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, KxChildRow *self)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);

  if (self->form != NULL && key == GDK_KEY_Escape && held == 0)
    {
      /* Something typed is not thrown away by one key. */
      if (kx_form_get_dirty (self->form))
        gtk_widget_child_focus (self->editor, GTK_DIR_TAB_BACKWARD);
      else
        cancel (self);
      return GDK_EVENT_STOP;
    }
  if (self->form != NULL && key == GDK_KEY_Return && held == GDK_CONTROL_MASK)
    {
      kx_child_row_save (self);
      return GDK_EVENT_STOP;
    }
  if (self->form == NULL && (key == GDK_KEY_space || key == GDK_KEY_KP_Space) && held == 0)
    return kx_child_row_tick (self) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  if (self->form == NULL && key == GDK_KEY_Delete && held == 0)
    {
      kx_child_row_delete (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
add_editor (KxChildRow *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *save = gtk_button_new_with_label (_ ("Save")), *back = gtk_button_new_with_label (_ ("Cancel"));

  self->editor = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->editor, "child-editor");
  self->form = kx_form_new (self->entity, kx_desk_get_lookup (self->desk), NULL);
  kx_form_set_record (self->form, self->record);
  g_signal_connect_swapped (self->form, "draft", G_CALLBACK (keep_draft), self);
  gtk_box_append (GTK_BOX (self->editor), GTK_WIDGET (self->form));
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), back);
  gtk_box_append (GTK_BOX (buttons), save);
  gtk_widget_add_css_class (save, "suggested-action");
  gtk_widget_set_tooltip_text (save, _ ("Save (Ctrl+Return)"));
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (kx_child_row_save), self);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (cancel), self);
  gtk_box_append (GTK_BOX (self->editor), buttons);
  gtk_stack_add_named (self->stack, self->editor, "edit");
  gtk_stack_set_visible_child_name (self->stack, "edit");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

void
kx_child_row_edit (KxChildRow *self)
{
  g_return_if_fail (KX_IS_CHILD_ROW (self));
  if (self->form != NULL || (self->record != NULL && !gtk_widget_get_visible (self->edit)))
    return;
  add_editor (self);
  kx_form_set_editing (self->form, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
dispose (GObject *object)
{
  KxChildRow *self = KX_CHILD_ROW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->form != NULL)
    kx_form_flush (self->form);
  self->form = NULL;
  self->editor = NULL;
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_child_row_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxChildRow *self = KX_CHILD_ROW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->record, kx_record_free);
  g_free (self->parent);
  g_free (self->id);
  G_OBJECT_CLASS (kx_child_row_parent_class)->finalize (object);
}

static void
kx_child_row_class_init (KxChildRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  signals[CLOSED] =
      g_signal_new ("closed", KX_TYPE_CHILD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[THROWN] = g_signal_new ("thrown", KX_TYPE_CHILD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_button (KxChildRow *self, const char *icon, const char *tip, GCallback press)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  g_signal_connect_swapped (button, "clicked", press, self);
  return button;
}

static GtkLabel *
add_label (GtkWidget *texts, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, style);
    }
  gtk_box_append (GTK_BOX (texts), label);
  return GTK_LABEL (label);
}

static void
kx_child_row_init (KxChildRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cancellable = g_cancellable_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_add_css_class (line, "child-line");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  self->tick = gtk_check_button_new ();
  gtk_widget_set_valign (self->tick, GTK_ALIGN_CENTER);
  /* Space on the row does the same: one stop less for Tab. To be not focusable is not enough: GTK 4.8 then
   * lets it take each Tab and leaves the focus where it was. */
  gtk_widget_set_can_focus (self->tick, FALSE);
  gtk_widget_set_tooltip_text (self->tick, _ ("Tick off (Space)"));
  gtk_widget_hide (self->tick);
  self->ticking = g_signal_connect_swapped (self->tick, "toggled", G_CALLBACK (press_tick), self);
  gtk_box_append (GTK_BOX (line), self->tick);
  self->heading = add_label (texts, NULL);
  self->details = add_label (texts, "dim-label");
  gtk_box_append (GTK_BOX (line), texts);
  self->open = make_button (self, "go-next-symbolic", _ ("Open it"), G_CALLBACK (open_page));
  self->edit = make_button (self, "document-edit-symbolic", _ ("Edit"), G_CALLBACK (kx_child_row_edit));
  self->remove = make_button (self, "user-trash-symbolic", _ ("Delete"), G_CALLBACK (kx_child_row_delete));
  gtk_box_append (GTK_BOX (line), self->open);
  gtk_box_append (GTK_BOX (line), self->edit);
  gtk_box_append (GTK_BOX (line), self->remove);
  gtk_stack_add_named (self->stack, line, "read");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->stack));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

KxChildRow *
kx_child_row_new (KxDesk *desk, const KxEntity *entity, const char *parent, const char *id)
{
  KxChildRow *self = g_object_new (KX_TYPE_CHILD_ROW, NULL);

  self->desk = g_object_ref (desk);
  self->entity = entity;
  self->parent = g_strdup (parent);
  self->id = g_strdup (id);
  leave_one_stop (self);
  return self;
}

const char *
kx_child_row_get_id (KxChildRow *self)
{
  g_return_val_if_fail (KX_IS_CHILD_ROW (self), NULL);
  return self->id;
}

void
kx_child_row_set_record (KxChildRow *self, const KxRecord *record)
{
  g_return_if_fail (KX_IS_CHILD_ROW (self));
  g_clear_pointer (&self->record, kx_record_free);
  self->record = record != NULL ? kx_record_copy (record) : NULL;
  show_record (self);
  if (record == NULL)
    kx_child_row_edit (self);
  else if (self->form != NULL)
    {
      g_autofree char *who = kx_desk_dup_person (self->desk, record->updated_by);

      kx_form_merge (self->form, record, who);
    }
}

gboolean
kx_child_row_is_new (KxChildRow *self)
{
  g_return_val_if_fail (KX_IS_CHILD_ROW (self), FALSE);
  return self->record == NULL;
}

gboolean
kx_child_row_get_editing (KxChildRow *self)
{
  g_return_val_if_fail (KX_IS_CHILD_ROW (self), FALSE);
  return self->form != NULL;
}

gboolean
kx_child_row_get_dirty (KxChildRow *self)
{
  g_return_val_if_fail (KX_IS_CHILD_ROW (self), FALSE);
  return self->form != NULL && kx_form_get_dirty (self->form);
}

void
kx_child_row_take_draft (KxChildRow *self, const char *json)
{
  g_auto (GStrv) again = NULL;

  g_return_if_fail (KX_IS_CHILD_ROW (self));
  kx_child_row_edit (self);
  if (self->form != NULL)
    kx_form_take_draft (self->form, json, &again);
}

void
kx_child_row_flush (KxChildRow *self)
{
  g_return_if_fail (KX_IS_CHILD_ROW (self));
  if (self->form != NULL)
    kx_form_flush (self->form);
}
