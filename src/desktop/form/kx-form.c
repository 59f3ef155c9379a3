#include "desktop/form/kx-form-private.h"

#include "core/kx-crypto.h"
#include "desktop/form/kx-columns.h"
#include "desktop/form/kx-form-read.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"

/* A column needs this much; where two have room, there are two. */
#define COLUMN_WIDTH 320
#define COLUMN_SPACING 24
#define ROW_SPACING 8

/* What was typed is kept this long after the first key, and so at most this far behind. */
#define DRAFT_MS 500

G_DEFINE_FINAL_TYPE (KxForm, kx_form, GTK_TYPE_WIDGET)

enum
{
  PROP_DIRTY = 1,
  PROP_STEP,
  N_PROPS
};

enum
{
  DRAFT,
  CHANGED,
  LEFT,
  REVEAL,
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

KxFieldEntry *
kx_form_entry_of (KxForm *self, guint field)
{
  return field < self->entries->len ? self->entries->pdata[field] : NULL;
}

/* The state of a new row is given where it is that on paper. */
static gboolean
is_on_paper (KxForm *self, guint field)
{
  return self->record == NULL && self->layout->asks_state && (int) field == self->entity->state;
}

/* Of a new row only what is given now is shown. */
static gboolean
is_for_later (KxForm *self, guint field)
{
  return self->record == NULL && kx_form_field_is_later (self->entity, field) && !is_on_paper (self, field);
}

/* A field that was given once and never changes is only read, unless the row is new; one that the service
 * fills is always only read. */
gboolean
kx_form_may_edit (KxForm *self, guint field)
{
  guint flags = self->entity->fields[field].flags;

  return ((flags & KX_FIXED) == 0 || self->record == NULL) && !is_for_later (self, field) &&
         ((flags & KX_SERVICE_SETS) == 0 || is_on_paper (self, field));
}

void
kx_form_update_dirty (KxForm *self)
{
  gboolean dirty = FALSE;

  for (guint i = 0; i < self->entries->len && !dirty; i++)
    dirty = kx_form_entry_of (self, i) != NULL && kx_field_entry_get_changed (kx_form_entry_of (self, i));
  if (self->dirty == dirty)
    return;
  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static gboolean
keep_draft (gpointer data)
{
  KX_FORM (data)->draft_timer = 0;
  g_signal_emit (data, signals[DRAFT], 0);
  return G_SOURCE_REMOVE;
}

/* What documents list depends on whose they are. */
static void
follow_office (KxForm *self, KxFieldEntry *office)
{
  g_autofree char *id = NULL;

  if ((self->entity->fields[kx_field_entry_get_field (office)].flags & KX_OFFICE) == 0)
    return;
  id = kx_field_entry_dup_typed (office);
  for (guint i = 0; i < self->entries->len; i++)
    if (kx_form_entry_of (self, i) != NULL)
      kx_field_entry_set_office (kx_form_entry_of (self, i), kx_uuid_is_valid (id) ? id : NULL);
}

static void
follow_change (KxFieldEntry *entry, KxForm *self)
{
  follow_office (self, entry);
  kx_form_update_dirty (self);
  if (self->draft_timer == 0)
    self->draft_timer = g_timeout_add (DRAFT_MS, keep_draft, self);
  g_signal_emit (self, signals[CHANGED], 0, kx_field_entry_get_field (entry));
}

static void
follow_leave (KxFieldEntry *entry, KxForm *self)
{
  g_signal_emit (self, signals[LEFT], 0, kx_field_entry_get_field (entry));
}

static void
follow_reveal (KxFieldEntry *entry, KxForm *self)
{
  g_signal_emit (self, signals[REVEAL], 0, kx_field_entry_get_field (entry));
}

/* Mine stays as it is typed; theirs is what the record has. */
static void
settle_two (KxForm *self, KxFieldEntry *entry, KxTwoChoice choice)
{
  guint field = kx_field_entry_get_field (entry);

  if (choice == KX_TWO_THEIRS)
    {
      g_autofree char *theirs = kx_form_typed (self->record, field);

      kx_field_entry_set_typed (entry, theirs);
    }
  self->undecided &= ~(G_GUINT64_CONSTANT (1) << field);
  kx_field_entry_set_two (entry, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static void
follow_choice (KxFieldEntry *entry, int choice, KxForm *self)
{
  guint field = kx_field_entry_get_field (entry);

  if (kx_form_is_undecided (self, field))
    settle_two (self, entry, (KxTwoChoice) choice);
  else
    g_signal_emit (self, signals[CHOSEN], 0, field, choice);
}

static void
go_to (KxFormSummary *summary, int field, KxForm *self)
{
  kx_form_focus (self, (guint) field);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_DIRTY:
      g_value_set_boolean (value, KX_FORM (object)->dirty);
      break;
    case PROP_STEP:
      g_value_set_uint (value, KX_FORM (object)->step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  KxForm *self = KX_FORM (object);
  GtkWidget *child;

  if (self->draft_timer != 0)
    g_source_remove (self->draft_timer);
  self->draft_timer = 0;
  for (guint i = 0; i < self->entries->len; i++)
    if (kx_form_entry_of (self, i) != NULL)
      g_signal_handlers_disconnect_by_data (kx_form_entry_of (self, i), self);
  g_ptr_array_set_size (self->entries, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_form_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxForm *self = KX_FORM (object);

  g_clear_pointer (&self->layout, kx_form_layout_free);
  g_clear_pointer (&self->record, kx_record_free);
  g_clear_pointer (&self->beginning, kx_record_free);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->boxes);
  G_OBJECT_CLASS (kx_form_parent_class)->finalize (object);
}

static guint
add_signal (KxFormClass *class, const char *name, guint n_arguments)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_arguments, G_TYPE_UINT, G_TYPE_INT);
}

static void
kx_form_class_init (KxFormClass *class)
{
  G_OBJECT_CLASS (class)->get_property = get_property;
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_FORM);
  properties[PROP_DIRTY] = g_param_spec_boolean (
      "dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_STEP] =
      g_param_spec_uint ("step", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, properties);
  signals[DRAFT] = add_signal (class, "draft", 0);
  signals[CHANGED] = add_signal (class, "changed", 1);
  signals[LEFT] = add_signal (class, "left", 1);
  signals[REVEAL] = add_signal (class, "reveal", 1);
  signals[CHOSEN] = add_signal (class, "chosen", 2);
}

static void
kx_form_init (KxForm *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 18);
  self->entries = g_ptr_array_new ();
  self->boxes = g_ptr_array_new ();
}

static void
add_entry (KxForm *self, KxColumns *columns, guint field, KxLookup *lookup, const char *near)
{
  KxFieldEntry *entry = kx_field_entry_new (self->entity, field, lookup, near);

  g_signal_connect (entry, "changed", G_CALLBACK (follow_change), self);
  g_signal_connect (entry, "left", G_CALLBACK (follow_leave), self);
  g_signal_connect (entry, "reveal", G_CALLBACK (follow_reveal), self);
  g_signal_connect (entry, "chosen", G_CALLBACK (follow_choice), self);
  self->entries->pdata[field] = entry;
  kx_columns_add (columns, GTK_WIDGET (entry), kx_form_field_is_wide (&self->entity->fields[field]));
}

static void
add_section (KxForm *self, const KxFormSection *section, KxLookup *lookup, const char *near)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *frame, *heading;
  KxColumns *columns = kx_columns_new (COLUMN_WIDTH, COLUMN_SPACING, ROW_SPACING, 2);

  if (section->title != NULL)
    {
      heading = kx_label_new (_ (section->title), "heading");
      gtk_box_append (GTK_BOX (box), heading);
      kx_a11y_set_label (GTK_WIDGET (columns), _ (section->title));
    }
  frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (frame, "form-section");
  if (section->title != NULL)
    gtk_widget_add_css_class (frame, "card");
  gtk_box_append (GTK_BOX (frame), GTK_WIDGET (columns));
  gtk_box_append (GTK_BOX (box), frame);
  for (guint i = 0; i < section->n_fields; i++)
    add_entry (self, columns, section->fields[i], lookup, near);
  if (section->n_fields == 1 &&
      g_strcmp0 (section->title, self->entity->fields[section->fields[0]].label) == 0)
    kx_field_entry_set_bare (kx_form_entry_of (self, section->fields[0]));
  g_ptr_array_add (self->boxes, frame);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

/* A section without a field is no section, nor is one of what seldom happens, and has not. Of a step only its
 * own are there. */
static void
show_sections (KxForm *self)
{
  for (guint s = 0; s < self->layout->n_sections; s++)
    {
      const KxFormSection *section = &self->layout->sections[s];
      gboolean any = FALSE;

      for (guint f = 0; f < section->n_fields; f++)
        {
          gboolean shown = !is_for_later (self, section->fields[f]);

          gtk_widget_set_visible (GTK_WIDGET (kx_form_entry_of (self, section->fields[f])), shown);
          any |= shown && (!section->rare ||
                           (self->record != NULL && kx_record_has (self->record, section->fields[f])));
        }
      any &= self->step == 0 || section->step == self->step;
      gtk_widget_set_visible (gtk_widget_get_parent (self->boxes->pdata[s]), any);
    }
}

/* Takes `layout`. */
static KxForm *
make_form (const KxEntity *entity, KxFormLayout *layout, KxLookup *lookup, const char *near)
{
  KxForm *self = g_object_new (KX_TYPE_FORM, NULL);

  self->entity = entity;
  self->layout = layout;
  g_ptr_array_set_size (self->entries, (int) entity->n_fields);
  kx_a11y_set_label (GTK_WIDGET (self), _ (entity->label));
  self->summary = kx_form_summary_new (entity);
  g_signal_connect (self->summary, "go", G_CALLBACK (go_to), self);
  gtk_widget_set_parent (GTK_WIDGET (self->summary), GTK_WIDGET (self));
  for (guint i = 0; i < self->layout->n_sections; i++)
    add_section (self, &self->layout->sections[i], lookup, near);
  show_sections (self);
  return self;
}

KxForm *
kx_form_new (const KxEntity *entity, KxLookup *lookup, const char *near)
{
  return make_form (entity, kx_form_layout_new (entity), lookup, near);
}

KxForm *
kx_form_new_fresh (const KxEntity *entity, KxLookup *lookup, const char *near)
{
  return make_form (entity, kx_form_layout_new_fresh (entity), lookup, near);
}

static void
show_record (KxForm *self)
{
  const KxRecord *shown = self->record != NULL ? self->record : self->beginning;

  for (guint i = 0; i < self->entries->len; i++)
    if (kx_form_entry_of (self, i) != NULL)
      kx_field_entry_set_record (kx_form_entry_of (self, i), shown);
  show_sections (self);
  kx_form_update_dirty (self);
}

void
kx_form_set_record (KxForm *self, const KxRecord *record)
{
  KxRecord *before;

  g_return_if_fail (KX_IS_FORM (self));
  before = self->record;
  self->record = record != NULL ? kx_record_copy (record) : NULL;
  g_clear_pointer (&before, kx_record_free);
  show_record (self);
}

const KxRecord *
kx_form_get_record (KxForm *self)
{
  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  return self->record;
}

void
kx_form_set_beginning (KxForm *self, const KxRecord *beginning)
{
  g_return_if_fail (KX_IS_FORM (self));
  g_clear_pointer (&self->beginning, kx_record_free);
  self->beginning = beginning != NULL ? kx_record_copy (beginning) : NULL;
  show_record (self);
}

void
kx_form_forget_draft (KxForm *self)
{
  if (self->draft_timer != 0)
    g_source_remove (self->draft_timer);
  self->draft_timer = 0;
}

void
kx_form_set_editing (KxForm *self, gboolean editing)
{
  g_return_if_fail (KX_IS_FORM (self));
  if (self->editing == editing)
    return;
  self->editing = editing;
  kx_form_forget_draft (self);
  kx_form_summary_set_findings (self->summary, NULL);
  for (guint i = 0; i < self->entries->len; i++)
    {
      KxFieldEntry *entry = kx_form_entry_of (self, i);

      if (entry == NULL)
        continue;
      kx_field_entry_set_editing (entry, editing && kx_form_may_edit (self, i));
      if (editing)
        gtk_widget_add_css_class (GTK_WIDGET (entry), "edited");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (entry), "edited");
      if (kx_form_is_undecided (self, i))
        kx_field_entry_set_two (entry, NULL);
    }
  self->undecided = 0;
  kx_form_update_dirty (self);
}

gboolean
kx_form_get_editing (KxForm *self)
{
  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  return self->editing;
}

gboolean
kx_form_get_dirty (KxForm *self)
{
  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  return self->dirty;
}

KxRecord *
kx_form_collect (KxForm *self)
{
  g_autoptr (KxRecord) patch = kx_record_new (self->entity, NULL, NULL);
  g_autoptr (GPtrArray) faults = kx_findings_new ();
  KxFieldEntry *first = NULL;

  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  if (self->record == NULL && self->beginning != NULL)
    kx_record_apply (patch, self->beginning);
  for (guint s = 0; s < self->layout->n_sections; s++)
    for (guint f = 0; f < self->layout->sections[s].n_fields; f++)
      {
        KxFieldEntry *entry = kx_form_entry_of (self, self->layout->sections[s].fields[f]);
        gboolean asked = self->record == NULL || kx_field_entry_get_changed (entry);

        /* What stood there before, right or wrong, is not held against somebody who changes another field. */
        if (!asked || kx_field_entry_collect (entry, patch))
          continue;
        first = first != NULL ? first : entry;
        g_ptr_array_add (faults, kx_field_entry_dup_fault (entry));
      }
  kx_form_summary_set_findings (self->summary, faults);
  if (first == NULL)
    return g_steal_pointer (&patch);
  kx_form_focus (self, kx_field_entry_get_field (first));
  return NULL;
}

/* The findings about one field that do not hold; borrowed elements. */
static GPtrArray *
findings_about (GPtrArray *findings, const char *field)
{
  GPtrArray *about = g_ptr_array_new ();

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];

      if (finding->verdict != KX_HOLDS && g_strcmp0 (finding->field, field) == 0)
        g_ptr_array_add (about, (gpointer) finding);
    }
  return about;
}

static gboolean
any_fails (GPtrArray *findings)
{
  return findings->len > 0 && kx_findings_refuse (findings);
}

void
kx_form_show_findings (KxForm *self, GPtrArray *findings)
{
  KxFieldEntry *first = NULL;

  g_return_if_fail (KX_IS_FORM (self));
  kx_form_summary_set_findings (self->summary, findings);
  for (guint s = 0; s < self->layout->n_sections; s++)
    for (guint f = 0; f < self->layout->sections[s].n_fields; f++)
      {
        guint field = self->layout->sections[s].fields[f];
        KxFieldEntry *entry = kx_form_entry_of (self, field);
        g_autoptr (GPtrArray) about = findings_about (findings, self->entity->fields[field].name);

        kx_field_entry_set_findings (entry, about);
        if (first == NULL && any_fails (about))
          first = entry;
      }
  if (first != NULL)
    kx_form_focus (self, kx_field_entry_get_field (first));
}

void
kx_form_show_needed (KxForm *self, GPtrArray *findings)
{
  g_return_if_fail (KX_IS_FORM (self));
  for (guint i = 0; i < self->entries->len; i++)
    {
      KxFieldEntry *entry = kx_form_entry_of (self, i);
      guint64 bit = G_GUINT64_CONSTANT (1) << i;
      g_autoptr (GPtrArray) about = findings_about (findings, self->entity->fields[i].name);

      if (entry == NULL || (about->len == 0 && (self->needed & bit) == 0))
        continue;
      kx_field_entry_set_findings (entry, about);
      self->needed = about->len > 0 ? self->needed | bit : self->needed & ~bit;
    }
}

gboolean
kx_form_focus_needed (KxForm *self)
{
  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  for (guint s = 0; s < self->layout->n_sections; s++)
    for (guint f = 0; f < self->layout->sections[s].n_fields; f++)
      {
        guint field = self->layout->sections[s].fields[f];
        g_autofree char *typed = kx_field_entry_dup_typed (kx_form_entry_of (self, field));

        if (*typed == '\0' &&
            ((self->needed >> field & 1) != 0 || (self->entity->fields[field].flags & KX_REQUIRED) != 0))
          return kx_form_focus (self, field);
      }
  return FALSE;
}

gboolean
kx_form_is_undecided (KxForm *self, guint field)
{
  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  return (self->undecided >> field & 1) != 0;
}

void
kx_form_flush (KxForm *self)
{
  g_return_if_fail (KX_IS_FORM (self));
  if (self->draft_timer == 0)
    return;
  kx_form_forget_draft (self);
  g_signal_emit (self, signals[DRAFT], 0);
}

KxRecord *
kx_form_read_typed (KxForm *self)
{
  KxRecord *read;

  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  read = kx_record_new (self->entity, NULL, NULL);
  if (self->record == NULL && self->beginning != NULL)
    kx_record_apply (read, self->beginning);
  for (guint i = 0; i < self->entries->len; i++)
    {
      KxFieldEntry *entry = kx_form_entry_of (self, i);
      g_autoptr (KxFinding) fault = entry != NULL ? kx_field_entry_dup_fault (entry) : NULL;

      if (entry != NULL && fault == NULL && kx_field_entry_get_changed (entry))
        kx_field_entry_collect (entry, read);
    }
  return read;
}

const char *const *
kx_form_get_steps (KxForm *self, guint *ret_n)
{
  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  *ret_n = self->layout->n_steps;
  return self->layout->steps;
}

/* Before what has it is hidden: GTK would look for another place among what is being hidden. */
static void
give_up_focus (KxForm *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_root_set_focus (root, NULL);
}

void
kx_form_set_step (KxForm *self, guint step)
{
  g_return_if_fail (KX_IS_FORM (self) && step <= self->layout->n_steps);
  if (self->step == step)
    return;
  give_up_focus (self);
  self->step = step;
  show_sections (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

guint
kx_form_get_step (KxForm *self)
{
  g_return_val_if_fail (KX_IS_FORM (self), 0);
  return self->step;
}

guint
kx_form_step_of (KxForm *self, guint field)
{
  g_return_val_if_fail (KX_IS_FORM (self), 0);
  return kx_form_layout_step_of (self->layout, field);
}

gboolean
kx_form_focus (KxForm *self, guint field)
{
  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  if (kx_form_entry_of (self, field) == NULL)
    return FALSE;
  if (self->step != 0)
    kx_form_set_step (self, kx_form_step_of (self, field));
  return gtk_widget_grab_focus (GTK_WIDGET (kx_form_entry_of (self, field)));
}

gboolean
kx_form_focus_step (KxForm *self)
{
  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  for (guint s = 0; s < self->layout->n_sections; s++)
    {
      const KxFormSection *section = &self->layout->sections[s];

      for (guint f = 0; section->step == self->step && f < section->n_fields; f++)
        if (kx_form_may_edit (self, section->fields[f]))
          {
            /* Where it is not in a window yet it gets the focus as soon as it is. */
            kx_form_focus (self, section->fields[f]);
            return TRUE;
          }
    }
  return FALSE;
}

KxFieldEntry *
kx_form_get_entry (KxForm *self, guint field)
{
  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  return kx_form_entry_of (self, field);
}

void
kx_form_set_can_reveal (KxForm *self, gboolean can_reveal)
{
  g_return_if_fail (KX_IS_FORM (self));
  for (guint i = 0; i < self->entries->len; i++)
    if (kx_form_entry_of (self, i) != NULL)
      kx_field_entry_set_can_reveal (kx_form_entry_of (self, i), can_reveal);
}

void
kx_form_add_below (KxForm *self, guint section, GtkWidget *widget)
{
  g_return_if_fail (KX_IS_FORM (self) && section < self->boxes->len);
  gtk_box_append (self->boxes->pdata[section], widget);
}

char *
kx_form_dup_text (KxForm *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  for (guint s = 0; s < self->layout->n_sections; s++)
    for (guint f = 0; self->record != NULL && f < self->layout->sections[s].n_fields; f++)
      {
        guint field = self->layout->sections[s].fields[f];
        g_autofree char *words = kx_field_entry_dup_words (kx_form_entry_of (self, field));

        if (*words != '\0')
          g_string_append_printf (text, "%s\t%s\n", kx_display_label (&self->entity->fields[field]), words);
      }
  return g_string_free (text, FALSE);
}
