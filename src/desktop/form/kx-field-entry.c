#include "desktop/form/kx-field-entry-private.h"

#include "desktop/form/kx-editor-kinds.h"
#include "desktop/form/kx-finding-line.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/form/kx-form-layout.h"
#include "desktop/form/kx-form-read.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

G_DEFINE_FINAL_TYPE (KxFieldEntry, kx_field_entry, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  LEFT,
  REVEAL,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const KxField *
field_of (KxFieldEntry *self)
{
  return &self->entity->fields[self->index];
}

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  gtk_widget_set_visible (box, FALSE);
}

static void
fill_box (GtkWidget *box, GtkWidget *child)
{
  gtk_box_append (GTK_BOX (box), child);
  gtk_widget_set_visible (box, TRUE);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Reading */

/* What another row is called: a reference, or an office's own zone, which no table has. */
static char *
look_up (KxFieldEntry *self)
{
  const KxField *field = field_of (self);
  const char *text = kx_record_get (self->base, self->index).TEXT;
  const char *entity = field->kind == KX_REF ? field->target : "area";

  if (!kx_record_has (self->base, self->index) ||
      (field->kind != KX_REF && (field->format != KX_FORMAT_AREA || strchr (text, '-') == NULL)))
    return NULL;
  return kx_lookup_dup_title (self->lookup, kx_schema_entity (kx_schema_get (), entity), text);
}

static char *
word_base (KxFieldEntry *self)
{
  g_autofree char *title = look_up (self);

  return title != NULL ? g_steal_pointer (&title) : kx_display_field (self->base, self->index);
}

/* A last day says how far it is away. */
static char *
word_distance (KxFieldEntry *self)
{
  g_autoptr (KxCalendar) calendar = NULL;

  if (field_of (self)->kind != KX_DATE || !kx_form_date_is_end (field_of (self)) ||
      !kx_record_has (self->base, self->index))
    return NULL;
  calendar = kx_lookup_dup_calendar (self->lookup, self->base);
  return kx_format_days_left (kx_record_get (self->base, self->index).DATE, kx_display_today (), calendar);
}

static void
put_value (KxFieldEntry *self, const char *words)
{
  const char *label = kx_display_label (field_of (self));
  /* Translators: a field's label and its value. */
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), label, words);

  gtk_label_set_label (GTK_LABEL (self->value), *words != '\0' ? words : "—");
  if (*words != '\0')
    gtk_widget_remove_css_class (self->value, "dim-label");
  else
    gtk_widget_add_css_class (self->value, "dim-label");
  kx_a11y_set_label (self->value, said);
}

static void
show_value (KxFieldEntry *self)
{
  g_autofree char *words = word_base (self), *distance = word_distance (self);

  if (distance != NULL)
    {
      g_autofree char *both = g_strdup_printf ("%s · %s", words, distance);

      put_value (self, both);
    }
  else
    put_value (self, words);
  if (self->reveal != NULL)
    gtk_widget_set_visible (self->reveal, self->can_reveal && kx_record_has (self->base, self->index));
}

static void
stop_hiding (KxFieldEntry *self)
{
  if (self->hide_timer != 0)
    g_source_remove (self->hide_timer);
  self->hide_timer = 0;
}

static void
word_reveal (KxFieldEntry *self, const char *words)
{
  /* Translators: what a button does, and the field it does it to. */
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), words, kx_display_label (field_of (self)));

  gtk_button_set_label (GTK_BUTTON (self->reveal), words);
  kx_a11y_set_label (self->reveal, said);
}

static void
hide_clear (KxFieldEntry *self)
{
  stop_hiding (self);
  show_value (self);
  if (self->reveal != NULL)
    word_reveal (self, _ ("Reveal"));
}

static gboolean
hide_in_time (gpointer data)
{
  KX_FIELD_ENTRY (data)->hide_timer = 0;
  hide_clear (KX_FIELD_ENTRY (data));
  return G_SOURCE_REMOVE;
}

static void
press_reveal (KxFieldEntry *self)
{
  if (self->hide_timer != 0)
    hide_clear (self);
  else
    g_signal_emit (self, signals[REVEAL], 0);
}

static void
add_reveal (KxFieldEntry *self)
{
  self->reveal = gtk_button_new ();
  word_reveal (self, _ ("Reveal"));
  gtk_widget_set_tooltip_text (self->reveal,
                               _ ("Shows the value for half a minute, and this is written down"));
  gtk_widget_add_css_class (self->reveal, "flat");
  gtk_widget_add_css_class (self->reveal, "form-reveal");
  gtk_widget_set_valign (self->reveal, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->reveal, "clicked", G_CALLBACK (press_reveal), self);
  gtk_box_append (GTK_BOX (self->value_box), self->reveal);
}

/* Editing */

static gboolean
is_kept (KxFieldEntry *self)
{
  return KX_IS_SEALED_EDITOR (self->editor) && kx_sealed_editor_is_kept (KX_SEALED_EDITOR (self->editor));
}

/* What is typed as a value; NULL with what is wrong. */
static KxRecord *
read_typed (KxFieldEntry *self, KxFinding **ret_finding)
{
  g_autoptr (KxRecord) record = kx_record_new (self->entity, NULL, NULL);
  g_autofree char *typed = kx_editor_dup_typed (self->editor);

  *ret_finding = kx_form_read (record, self->index, typed, kx_display_today ());
  return *ret_finding == NULL ? g_steal_pointer (&record) : NULL;
}

/* A switch that nobody touched says no where nothing was said. */
static gboolean
means_same (KxFieldEntry *self, const KxRecord *typed)
{
  if (KX_IS_BOOLEAN_EDITOR (self->editor) && !kx_record_has (self->base, self->index))
    return !kx_record_get (typed, self->index).BOOLEAN;
  return kx_record_same (self->base, typed, self->index);
}

static void
show_fault (KxFieldEntry *self, const KxFinding *finding)
{
  gboolean required = (field_of (self)->flags & KX_REQUIRED) != 0;
  g_autofree char *words = finding != NULL ? kx_words_finding (finding) : NULL;

  clear_box (self->own);
  self->faulty = finding != NULL;
  if (finding != NULL)
    fill_box (self->own, kx_finding_line_new (finding, FALSE));
  kx_editor_describe (self->editor, kx_display_label (field_of (self)), words, required);
  if (finding != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->editor), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->editor), "error");
}

static void
follow_change (KxFieldEntry *self)
{
  /* What the service said was about what stood there before. */
  clear_box (self->found);
  if (self->faulty)
    kx_field_entry_check (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
follow_leave (KxFieldEntry *self)
{
  if (kx_field_entry_get_changed (self))
    kx_field_entry_check (self);
  g_signal_emit (self, signals[LEFT], 0);
}

/* What the documents of the office list; it may have been chosen only now. */
static void
offer_listed (KxFieldEntry *self, const char *office)
{
  g_auto (GStrv) words = NULL;
  KxPolicyKey key;

  if (!kx_form_field_is_listed (self->entity, self->index, &key))
    return;
  words = kx_lookup_dup_listed (self->lookup, office, self->near, key);
  kx_listed_editor_offer (KX_LISTED_EDITOR (self->editor), (const char *const *) words);
}

static const char *
get_office (KxFieldEntry *self)
{
  int office = kx_entity_flagged (self->entity, KX_OFFICE);

  return office >= 0 ? kx_record_get (self->base, (guint) office).REF : NULL;
}

static void
begin_editing (KxFieldEntry *self)
{
  g_autofree char *typed = kx_form_typed (self->base, self->index);

  self->editor = kx_editor_new (self->entity, self->index, self->lookup, self->near);
  if (KX_IS_SEALED_EDITOR (self->editor))
    kx_sealed_editor_set_mask (KX_SEALED_EDITOR (self->editor), kx_record_get (self->base, self->index).TEXT);
  offer_listed (self, get_office (self));
  kx_editor_set_typed (self->editor, typed);
  gtk_box_insert_child_after (GTK_BOX (self->body), GTK_WIDGET (self->editor), NULL);
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (follow_change), self);
  g_signal_connect_swapped (self->editor, "left", G_CALLBACK (follow_leave), self);
  gtk_widget_set_visible (self->value_box, FALSE);
  show_fault (self, NULL);
}

static void
end_editing (KxFieldEntry *self)
{
  KxEditor *editor = g_steal_pointer (&self->editor);

  g_signal_handlers_disconnect_by_data (editor, self);
  gtk_widget_set_visible (self->value_box, TRUE);
  /* The focus stays at the field: GTK does not find a label from nowhere. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    {
      gtk_widget_grab_focus (self->value);
      /* Nobody asked for its text to be marked. */
      gtk_label_select_region (GTK_LABEL (self->value), 0, 0);
    }
  gtk_box_remove (GTK_BOX (self->body), GTK_WIDGET (editor));
  self->faulty = FALSE;
  clear_box (self->own);
  clear_box (self->hints);
  gtk_widget_set_visible (self->value_box, TRUE);
}

static void
pass_choice (KxTwoValues *two, int choice, KxFieldEntry *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, choice);
}

/* The same keys with Alt, from within the editor. */
static gboolean
press_choice (GtkWidget *widget, GVariant *choice, gpointer data)
{
  KxFieldEntry *self = KX_FIELD_ENTRY (widget);

  if (self->two == NULL)
    return GDK_EVENT_PROPAGATE;
  kx_two_values_choose (self->two, (KxTwoChoice) g_variant_get_int32 (choice));
  return GDK_EVENT_STOP;
}

static gboolean
grab_focus (GtkWidget *widget)
{
  KxFieldEntry *self = KX_FIELD_ENTRY (widget);

  return gtk_widget_grab_focus (self->editor != NULL ? GTK_WIDGET (self->editor) : self->value);
}

static void
dispose (GObject *object)
{
  KxFieldEntry *self = KX_FIELD_ENTRY (object);
  GtkWidget *child;

  stop_hiding (self);
  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  self->editor = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->lookup);
  G_OBJECT_CLASS (kx_field_entry_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxFieldEntry *self = KX_FIELD_ENTRY (object);

  g_clear_pointer (&self->base, kx_record_free);
  g_free (self->near);
  G_OBJECT_CLASS (kx_field_entry_parent_class)->finalize (object);
}

static void
add_signals (KxFieldEntryClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REVEAL] = g_signal_new ("reveal", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] =
      g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
kx_field_entry_class_init (KxFieldEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  widget_class->measure = kx_field_entry_measure;
  widget_class->size_allocate = kx_field_entry_allocate;
  widget_class->get_request_mode = get_request_mode;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "field");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_m, GDK_ALT_MASK, press_choice, "i", KX_TWO_MINE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_t, GDK_ALT_MASK, press_choice, "i", KX_TWO_THEIRS);
  add_signals (class);
}

static void
kx_field_entry_init (KxFieldEntry *self)
{
  GtkWidget **boxes[] = { &self->own, &self->found, &self->hints, &self->twos };

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->label, "field-label");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));
  self->value_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->body), self->value_box);
  self->value = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->value), 0);
  gtk_label_set_wrap (GTK_LABEL (self->value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (self->value), TRUE);
  gtk_widget_add_css_class (self->value, "field-value");
  gtk_box_append (GTK_BOX (self->value_box), self->value);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      *boxes[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
      gtk_widget_set_visible (*boxes[i], FALSE);
      gtk_box_append (GTK_BOX (self->body), *boxes[i]);
    }
}

KxFieldEntry *
kx_field_entry_new (const KxEntity *entity, guint field, KxLookup *lookup, const char *near)
{
  KxFieldEntry *self = g_object_new (KX_TYPE_FIELD_ENTRY, NULL);
  const char *label = kx_display_label (&entity->fields[field]);

  self->entity = entity;
  self->can_reveal = TRUE;
  self->index = field;
  self->lookup = lookup != NULL ? g_object_ref (lookup) : NULL;
  self->near = g_strdup (near);
  self->base = kx_record_new (entity, NULL, NULL);
  gtk_label_set_label (GTK_LABEL (self->label), label);
  kx_a11y_set_label (GTK_WIDGET (self), label);
  gtk_widget_set_hexpand (self->value, (entity->fields[field].flags & KX_SEALED) == 0);
  if (entity->fields[field].flags & KX_SEALED)
    add_reveal (self);
  show_value (self);
  return self;
}

guint
kx_field_entry_get_field (KxFieldEntry *self)
{
  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), 0);
  return self->index;
}

void
kx_field_entry_set_record (KxFieldEntry *self, const KxRecord *record)
{
  const int beside[] = { kx_entity_flagged (self->entity, KX_OFFICE),
                         kx_display_kind_field (self->entity, self->index) };
  gboolean changed;

  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  changed = kx_field_entry_get_changed (self);
  kx_record_drop (self->base, self->index);
  if (record != NULL)
    kx_record_take (self->base, record, self->index);
  for (guint i = 0; record != NULL && i < G_N_ELEMENTS (beside); i++)
    if (beside[i] >= 0)
      kx_record_take (self->base, record, (guint) beside[i]);
  hide_clear (self);
  if (self->editor == NULL)
    return;
  if (KX_IS_SEALED_EDITOR (self->editor))
    kx_sealed_editor_set_mask (KX_SEALED_EDITOR (self->editor), kx_record_get (self->base, self->index).TEXT);
  if (!changed)
    {
      g_autofree char *typed = kx_form_typed (self->base, self->index);

      kx_editor_set_typed (self->editor, typed);
    }
}

void
kx_field_entry_set_editing (KxFieldEntry *self, gboolean editing)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  if (editing == (self->editor != NULL))
    return;
  hide_clear (self);
  clear_box (self->found);
  if (editing)
    begin_editing (self);
  else
    end_editing (self);
}

void
kx_field_entry_set_office (KxFieldEntry *self, const char *office)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  if (!KX_IS_LISTED_EDITOR (self->editor))
    return;
  offer_listed (self, office);
  /* Another part of it may bear the name now. */
  kx_field_entry_check (self);
}

gboolean
kx_field_entry_get_editing (KxFieldEntry *self)
{
  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), FALSE);
  return self->editor != NULL;
}

gboolean
kx_field_entry_get_changed (KxFieldEntry *self)
{
  g_autoptr (KxRecord) typed = NULL;
  g_autoptr (KxFinding) finding = NULL;
  g_autofree char *now = NULL, *before = NULL;

  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), FALSE);
  if (self->editor == NULL || is_kept (self))
    return FALSE;
  typed = read_typed (self, &finding);
  if (typed != NULL)
    return !means_same (self, typed);
  /* What is no value is a change unless it stood there before. */
  now = kx_editor_dup_typed (self->editor);
  before = kx_form_typed (self->base, self->index);
  return !g_str_equal (now, before);
}

char *
kx_field_entry_dup_typed (KxFieldEntry *self)
{
  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), NULL);
  return self->editor != NULL ? kx_editor_dup_typed (self->editor) : kx_form_typed (self->base, self->index);
}

void
kx_field_entry_set_typed (KxFieldEntry *self, const char *typed)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  g_return_if_fail (self->editor != NULL);
  kx_editor_set_typed (self->editor, typed);
  follow_change (self);
}

char *
kx_field_entry_dup_words (KxFieldEntry *self)
{
  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), NULL);
  return word_base (self);
}

KxFinding *
kx_field_entry_dup_fault (KxFieldEntry *self)
{
  g_autoptr (KxRecord) typed = NULL;
  KxFinding *finding = NULL;

  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), NULL);
  if (self->editor != NULL && !is_kept (self))
    typed = read_typed (self, &finding);
  return finding;
}

gboolean
kx_field_entry_check (KxFieldEntry *self)
{
  g_autoptr (KxFinding) finding = kx_field_entry_dup_fault (self);

  if (self->editor != NULL)
    show_fault (self, finding);
  return finding == NULL;
}

gboolean
kx_field_entry_collect (KxFieldEntry *self, KxRecord *patch)
{
  g_autoptr (KxRecord) typed = NULL;
  g_autoptr (KxFinding) finding = NULL;

  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), TRUE);
  if (self->editor == NULL || is_kept (self))
    return TRUE;
  typed = read_typed (self, &finding);
  show_fault (self, finding);
  if (typed != NULL && !means_same (self, typed))
    kx_record_take (patch, typed, self->index);
  return finding == NULL;
}

void
kx_field_entry_set_findings (KxFieldEntry *self, GPtrArray *findings)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  clear_box (self->found);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    fill_box (self->found, kx_finding_line_new (findings->pdata[i], FALSE));
}

void
kx_field_entry_set_hint (KxFieldEntry *self, GtkWidget *hint)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  clear_box (self->hints);
  if (hint != NULL)
    fill_box (self->hints, hint);
}

void
kx_field_entry_set_two (KxFieldEntry *self, KxTwoValues *two)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  /* The button that was pressed goes: the focus stays at the field. */
  if (gtk_widget_get_focus_child (self->body) == self->twos)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  clear_box (self->twos);
  self->two = two;
  if (two == NULL)
    return;
  fill_box (self->twos, GTK_WIDGET (two));
  g_signal_connect (two, "chosen", G_CALLBACK (pass_choice), self);
}

KxTwoValues *
kx_field_entry_get_two (KxFieldEntry *self)
{
  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), NULL);
  return self->two;
}

void
kx_field_entry_show_clear (KxFieldEntry *self, const char *clear, guint seconds)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  hide_clear (self);
  if (clear == NULL)
    return;
  put_value (self, clear);
  word_reveal (self, _ ("Hide"));
  self->hide_timer = g_timeout_add_seconds (seconds, hide_in_time, self);
}

void
kx_field_entry_add_beside (KxFieldEntry *self, GtkWidget *widget)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  gtk_box_append (GTK_BOX (self->value_box), widget);
}

void
kx_field_entry_set_can_reveal (KxFieldEntry *self, gboolean can_reveal)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  self->can_reveal = can_reveal;
  show_value (self);
}

void
kx_field_entry_set_bare (KxFieldEntry *self)
{
  g_return_if_fail (KX_IS_FIELD_ENTRY (self));
  gtk_widget_set_visible (self->label, FALSE);
}

KxEditor *
kx_field_entry_get_editor (KxFieldEntry *self)
{
  g_return_val_if_fail (KX_IS_FIELD_ENTRY (self), NULL);
  return self->editor;
}
