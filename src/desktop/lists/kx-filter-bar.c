#include "desktop/lists/kx-filter-bar.h"

#include "core/kx-area-table.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/lists/kx-filter-rows.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "models/kx-zone-names.h"

struct _KxFilterBar
{
  GtkBox parent_instance;

  GtkWidget *buttons, *chips; /* boxes; the bar's own */
  GtkWidget *saved;           /* the button of saved filters */
  KxFilter *filter;           /* owned */
  KxRowSource *source;        /* owned, or NULL: rows that fields refer to are not known */
  GSettings *settings;        /* owned, or NULL */
  const KxSchema *schema;
  const char *name;
  char *area; /* owned */
  const KxFilterChoice *choices;
  guint n_choices;
  GPtrArray *boxes; /* (element-type GtkWidget) owned; one a choice: what its popover holds */
  gboolean showing; /* the buttons are set by the program */
};

G_DEFINE_FINAL_TYPE (KxFilterBar, kx_filter_bar, GTK_TYPE_BOX)

static guint changed_signal;

/* The choice of rows that refer to none. */
#define NO_ROW -1

/* Days of the choices of a date; the first is what is past. */
static const int days[] = { -1, 30, 60, 90 };

static void show_filter (KxFilterBar *self);

static void
tell (KxFilterBar *self)
{
  show_filter (self);
  g_signal_emit (self, changed_signal, 0);
}

static const KxFilterChoice *
choice_of (GtkWidget *check)
{
  return g_object_get_data (G_OBJECT (check), "kx-choice");
}

/* Which of the choice's values this button stands for. */
static int
value_of (GtkWidget *check)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "kx-value"));
}

static void
take_codes (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *box)
{
  KxCodes codes = { 0 };

  for (GtkWidget *check = gtk_widget_get_first_child (box); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      codes.bits |= G_GUINT64_CONSTANT (1) << value_of (check);
  kx_filter_drop (self->filter, choice->field);
  if (codes.bits != 0)
    kx_filter_put (self->filter, choice->field, KX_ONE_OF, (KxValue){ .CODES = codes });
}

static void
take_one (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *check)
{
  int value = value_of (check);

  if (choice->kind == KX_CHOICE_PRESET)
    {
      kx_filter_choose_preset (self->filter, choice->presets, choice->n_presets,
                               gtk_check_button_get_active (GTK_CHECK_BUTTON (check)) ? value : -1);
      return;
    }
  kx_filter_drop (self->filter, choice->field);
  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
    return;
  if (choice->kind == KX_CHOICE_ROW && value == NO_ROW)
    kx_filter_put (self->filter, choice->field, KX_IS_NULL, (KxValue){ 0 });
  else if (choice->kind == KX_CHOICE_ROW)
    kx_filter_put (self->filter, choice->field, KX_EQUALS,
                   (KxValue){ .REF = g_object_get_data (G_OBJECT (check), "kx-text-value") });
  else if (choice->kind == KX_CHOICE_HAS)
    kx_filter_put (self->filter, choice->field, KX_CONTAINS, (KxValue){ .CODE = value });
  else if (choice->kind == KX_CHOICE_AREA)
    kx_filter_put (self->filter, choice->field, KX_WITHIN,
                   (KxValue){ .TEXT = g_object_get_data (G_OBJECT (check), "kx-text-value") });
  else if (value == 0)
    kx_filter_put_from_today (self->filter, choice->field, KX_BELOW, days[0]);
  else
    {
      kx_filter_put_from_today (self->filter, choice->field, KX_ABOVE, 0);
      kx_filter_put_from_today (self->filter, choice->field, KX_BELOW, days[value]);
    }
}

static void
on_toggled (GtkCheckButton *check, KxFilterBar *self)
{
  const KxFilterChoice *choice = choice_of (GTK_WIDGET (check));

  if (self->showing)
    return;
  if (choice->kind == KX_CHOICE_CODES)
    take_codes (self, choice, gtk_widget_get_parent (GTK_WIDGET (check)));
  else
    take_one (self, choice, GTK_WIDGET (check));
  tell (self);
}

static void
add_check (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *box, int value, const char *label,
           const char *text)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_object_set_data (G_OBJECT (check), "kx-choice", (gpointer) choice);
  g_object_set_data (G_OBJECT (check), "kx-value", GINT_TO_POINTER (value));
  if (text != NULL)
    g_object_set_data_full (G_OBJECT (check), "kx-text-value", g_strdup (text), g_free);
  kx_a11y_set_label (check, label);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (box), check);
}

/* The check of this area or row; NULL: there is none. */
static GtkWidget *
find_check (GtkWidget *box, const char *text)
{
  for (GtkWidget *check = gtk_widget_get_first_child (box); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (check), "kx-text-value"), text) == 0)
      return check;
  return NULL;
}

static gboolean is_chosen (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *check);

/* Zones below the areas of the standard. Offices enter them as rows, which may come at any time: they are
 * looked for whenever the choices are shown. */
static void
add_zones (GtkWidget *box, KxFilterBar *self)
{
  g_auto (GStrv) zones = self->area != NULL ? kx_zone_names_list (self->area) : NULL;

  self->showing = TRUE;
  for (guint i = 0; zones != NULL && zones[i] != NULL; i++)
    {
      g_autofree char *name = kx_display_area (zones[i], FALSE);
      const KxFilterChoice *choice = g_object_get_data (G_OBJECT (box), "kx-choice");

      if (find_check (box, zones[i]) != NULL)
        continue;
      add_check (self, choice, box, 0, name, zones[i]);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_last_child (box)),
                                   is_chosen (self, choice, gtk_widget_get_last_child (box)));
    }
  self->showing = FALSE;
}

static void
add_areas (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *box)
{
  g_autoptr (GPtrArray) areas = kx_area_table_list_children (self->area, kx_display_today ());

  for (guint i = 0; i < areas->len; i++)
    {
      const KxArea *area = areas->pdata[i];

      if (area->kind == KX_AREA_PLAIN)
        add_check (self, choice, box, (int) i, area->name, area->code);
    }
  g_object_set_data (G_OBJECT (box), "kx-choice", (gpointer) choice);
  add_zones (box, self);
  g_signal_connect (box, "map", G_CALLBACK (add_zones), self);
}

static const KxEntity *
target_of (KxFilterBar *self, guint field)
{
  return kx_schema_entity (self->schema, self->filter->entity->fields[field].target);
}

/* Titles have no end, and the list has to fit into a narrow window. */
#define MOST_COLUMNS 32

static void
shorten (GtkWidget *check, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (kx_label_columns (title), MOST_COLUMNS));
  gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_COLUMNS);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_widget_set_tooltip_text (check, title);
}

/* Rows come and go: they are looked for whenever the choices are shown. */
static void
add_rows (GtkWidget *box, KxFilterBar *self)
{
  const KxFilterChoice *choice = g_object_get_data (G_OBJECT (box), "kx-choice");
  g_autoptr (GPtrArray) rows =
      self->source != NULL ? kx_filter_rows_list (self->source, target_of (self, choice->field)) : NULL;
  GtkWidget *child;

  if (rows == NULL)
    return;
  self->showing = TRUE;
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  if (choice->none != NULL)
    add_check (self, choice, box, NO_ROW, _ (choice->none), NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *title = kx_display_title (rows->pdata[i]);

      add_check (self, choice, box, (int) i, title, ((KxRecord *) rows->pdata[i])->id);
      shorten (gtk_widget_get_last_child (box), title);
    }
  for (child = gtk_widget_get_first_child (box); child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (child), is_chosen (self, choice, child));
  self->showing = FALSE;
}

static void
add_dates (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *box)
{
  add_check (self, choice, box, 0, _ ("Past"), NULL);
  for (guint i = 1; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *label = g_strdup_printf (
          /* Translators: of a date that lies ahead; %d is a number of days such as 30 */
          ngettext ("Within %d day", "Within %d days", (guint) days[i]), days[i]);

      add_check (self, choice, box, (int) i, label, NULL);
    }
}

static GtkWidget *
make_box (KxFilterBar *self, const KxFilterChoice *choice)
{
  const KxField *field = &self->filter->entity->fields[choice->field];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  switch (choice->kind)
    {
    case KX_CHOICE_AREA:
      add_areas (self, choice, box);
      break;
    case KX_CHOICE_UNTIL:
      add_dates (self, choice, box);
      break;
    case KX_CHOICE_ROW:
      g_object_set_data (G_OBJECT (box), "kx-choice", (gpointer) choice);
      g_signal_connect (box, "map", G_CALLBACK (add_rows), self);
      break;
    case KX_CHOICE_PRESET:
      for (guint i = 0; i < choice->n_presets; i++)
        add_check (self, choice, box, (int) i, _ (choice->presets[i].label), NULL);
      break;
    case KX_CHOICE_CODES:
    case KX_CHOICE_HAS:
    default:
      for (guint i = 0; i < kx_field_n_codes (field); i++)
        add_check (self, choice, box, (int) i, kx_display_code (field, (int) i), NULL);
    }
  return box;
}

static GtkWidget *
make_button (const char *label, GtkWidget *child)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (),
            *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), child);
  gtk_popover_set_child (GTK_POPOVER (popover), scroll);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");
  kx_a11y_set_label (button, label);
  return button;
}

static gboolean
is_chosen (KxFilterBar *self, const KxFilterChoice *choice, GtkWidget *check)
{
  const KxFilterTerm *term;
  int value = value_of (check);

  switch (choice->kind)
    {
    case KX_CHOICE_CODES:
      term = kx_filter_get (self->filter, choice->field, KX_ONE_OF);
      return term != NULL && (term->value.CODES.bits >> value & 1);
    case KX_CHOICE_HAS:
      term = kx_filter_get (self->filter, choice->field, KX_CONTAINS);
      return term != NULL && term->value.CODE == value;
    case KX_CHOICE_AREA:
      term = kx_filter_get (self->filter, choice->field, KX_WITHIN);
      return term != NULL &&
             g_strcmp0 (term->value.TEXT, g_object_get_data (G_OBJECT (check), "kx-text-value")) == 0;
    case KX_CHOICE_ROW:
      term = kx_filter_get (self->filter, choice->field, value == NO_ROW ? KX_IS_NULL : KX_EQUALS);
      return term != NULL &&
             (value == NO_ROW ||
              g_strcmp0 (term->value.REF, g_object_get_data (G_OBJECT (check), "kx-text-value")) == 0);
    case KX_CHOICE_PRESET:
      return kx_filter_find_preset (self->filter, choice->presets, choice->n_presets) == value;
    case KX_CHOICE_UNTIL:
    default:
      term = kx_filter_get (self->filter, choice->field, KX_BELOW);
      return term != NULL && term->from_today && term->days == days[value];
    }
}

static void
on_chip_clicked (GtkButton *button, KxFilterBar *self)
{
  kx_filter_drop_chip (self->filter, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "kx-field")));
  tell (self);
}

static GtkWidget *
add_chip (KxFilterBar *self, const char *text)
{
  GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();
  /* Translators: takes a condition of a filter away; %s is the condition */
  g_autofree char *spoken = g_strdup_printf (_ ("Remove %s"), text);

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "window-close-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), text);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "chip");
  kx_a11y_set_label (button, spoken);
  gtk_widget_set_tooltip_text (button, spoken);
  gtk_box_append (GTK_BOX (self->chips), button);
  return button;
}

/* Which preset of the choice is in force, or -1. */
static int
chosen_preset (KxFilterBar *self, const KxFilterChoice *choice)
{
  return choice->kind == KX_CHOICE_PRESET
             ? kx_filter_find_preset (self->filter, choice->presets, choice->n_presets)
             : -1;
}

/* Conditions that stand there under one name. */
static gboolean
is_named (KxFilterBar *self, int field)
{
  for (guint i = 0; i < self->n_choices; i++)
    if (chosen_preset (self, &self->choices[i]) >= 0 &&
        kx_filter_presets_use (self->choices[i].presets, self->choices[i].n_presets, field))
      return TRUE;
  return FALSE;
}

static void
on_preset_clicked (GtkButton *button, KxFilterBar *self)
{
  const KxFilterChoice *choice = choice_of (GTK_WIDGET (button));

  kx_filter_choose_preset (self->filter, choice->presets, choice->n_presets, -1);
  tell (self);
}

/* Of a condition on a row that is referred to: by its title. NULL: the chip's own words. Free with g_free().
 */
static char *
word_row (KxFilterBar *self, int field)
{
  for (guint i = 0; i < self->n_choices; i++)
    {
      const KxFilterChoice *choice = &self->choices[i];
      const KxFilterTerm *term;
      g_autofree char *title = NULL;

      if (choice->kind != KX_CHOICE_ROW || (int) choice->field != field)
        continue;
      if (kx_filter_get (self->filter, choice->field, KX_IS_NULL) != NULL)
        return g_strdup (choice->none != NULL ? _ (choice->none) : NULL);
      term = kx_filter_get (self->filter, choice->field, KX_EQUALS);
      if (term == NULL || self->source == NULL)
        return NULL;
      title = kx_filter_rows_dup_title (self->source, target_of (self, choice->field), term->value.REF);
      return kx_display_fill (N_ ("{field}: {value}"), "field",
                              kx_display_label (&self->filter->entity->fields[field]), "value", title, NULL);
    }
  return NULL;
}

static void
show_chips (KxFilterBar *self)
{
  g_autoptr (GPtrArray) chips = kx_filter_list_chips (self->filter);
  GtkWidget *child, *button;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  for (guint i = 0; i < self->n_choices; i++)
    {
      const KxFilterChoice *choice = &self->choices[i];
      int preset = chosen_preset (self, choice);

      if (preset < 0)
        continue;
      button = add_chip (self, _ (choice->presets[preset].label));
      g_object_set_data (G_OBJECT (button), "kx-choice", (gpointer) choice);
      g_signal_connect (button, "clicked", G_CALLBACK (on_preset_clicked), self);
    }
  for (guint i = 0; i < chips->len; i++)
    {
      const KxFilterChip *chip = chips->pdata[i];
      g_autofree char *row = chip->field >= 0 ? word_row (self, chip->field) : NULL;

      /* What was typed stands in the search entry. */
      if (chip->field == KX_FILTER_Q || is_named (self, chip->field))
        continue;
      button = add_chip (self, row != NULL ? row : chip->text);
      g_object_set_data (G_OBJECT (button), "kx-field", GINT_TO_POINTER (chip->field));
      g_signal_connect (button, "clicked", G_CALLBACK (on_chip_clicked), self);
    }
  gtk_widget_set_visible (self->chips, gtk_widget_get_first_child (self->chips) != NULL);
}

static void
show_filter (KxFilterBar *self)
{
  self->showing = TRUE;
  for (guint i = 0; i < self->n_choices; i++)
    for (GtkWidget *check = gtk_widget_get_first_child (self->boxes->pdata[i]); check != NULL;
         check = gtk_widget_get_next_sibling (check))
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, &self->choices[i], check));
  show_chips (self);
  self->showing = FALSE;
}

/* Saved filters: (list, name, filter). */

static void
save_all (KxFilterBar *self, const char *without, const char *name, const char *text)
{
  g_autoptr (GVariant) before = g_settings_get_value (self->settings, "filters");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *list, *known, *filter;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &list, &known, &filter))
    if (!g_str_equal (list, self->name) || !g_str_equal (known, without))
      g_variant_builder_add (&builder, "(sss)", list, known, filter);
  if (name != NULL)
    g_variant_builder_add (&builder, "(sss)", self->name, name, text);
  g_settings_set_value (self->settings, "filters", g_variant_builder_end (&builder));
}

static void
on_use_saved (GtkButton *button, KxFilterBar *self)
{
  g_autoptr (KxFilter) filter =
      kx_filter_from_text (self->schema, g_object_get_data (G_OBJECT (button), "kx-text"), NULL);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->saved));
  if (filter == NULL)
    return;
  kx_filter_bar_set_filter (self, filter);
  g_signal_emit (self, changed_signal, 0);
}

static void fill_saved (GtkMenuButton *button, gpointer data);

/* A saved filter that was forgotten or replaced, for somebody who is sorry. */
typedef struct
{
  GWeakRef bar;
  char *name, *text; /* owned */
} Forgotten;

static void
forgotten_free (gpointer data)
{
  Forgotten *forgotten = data;

  g_weak_ref_clear (&forgotten->bar);
  g_free (forgotten->name);
  g_free (forgotten->text);
  g_free (forgotten);
}

static void
remember_again (gpointer data)
{
  Forgotten *forgotten = data;
  g_autoptr (KxFilterBar) self = g_weak_ref_get (&forgotten->bar);

  if (self != NULL && self->settings != NULL)
    save_all (self, forgotten->name, forgotten->name, forgotten->text);
}

/* `said` is a msgid with {name}. */
static void
offer_back (KxFilterBar *self, const char *said, const char *name, const char *text)
{
  g_autofree char *words = kx_display_fill (said, "name", name, NULL);
  Forgotten *forgotten = g_new0 (Forgotten, 1);

  g_weak_ref_init (&forgotten->bar, self);
  forgotten->name = g_strdup (name);
  forgotten->text = g_strdup (text);
  kx_outcome_offer_undo (GTK_WIDGET (self), words, remember_again, forgotten, forgotten_free);
}

/* What is saved under this name; NULL: nothing. Free with g_free(). */
static char *
dup_saved (KxFilterBar *self, const char *name)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "filters");
  GVariantIter iter;
  const char *list, *known, *text;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &list, &known, &text))
    if (g_str_equal (list, self->name) && g_str_equal (known, name))
      return g_strdup (text);
  return NULL;
}

static void
on_forget_saved (GtkButton *button, KxFilterBar *self)
{
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (button), "kx-name"));
  g_autofree char *text = dup_saved (self, name);

  save_all (self, name, NULL, NULL);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->saved));
  if (text != NULL)
    offer_back (self, N_ ("The filter “{name}” is forgotten"), name, text);
}

static void
on_save (GtkEntry *entry, KxFilterBar *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree char *text = kx_filter_to_text (self->filter), *before = NULL;

  if (*name == '\0')
    return;
  before = dup_saved (self, name);
  save_all (self, name, name, text);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->saved));
  if (before != NULL && !g_str_equal (before, text))
    offer_back (self, N_ ("The filter “{name}” is saved anew"), name, before);
}

static GtkWidget *
make_saved_row (KxFilterBar *self, const char *name, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *use = gtk_button_new_with_label (name),
            *forget = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is the name of a saved filter */
  g_autofree char *spoken = g_strdup_printf (_ ("Forget the filter %s"), name);

  gtk_widget_add_css_class (use, "flat");
  gtk_widget_add_css_class (forget, "flat");
  gtk_widget_set_hexpand (use, TRUE);
  kx_a11y_set_label (use, name);
  kx_a11y_set_label (forget, spoken);
  gtk_widget_set_tooltip_text (forget, spoken);
  g_object_set_data_full (G_OBJECT (use), "kx-text", g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (forget), "kx-name", g_strdup (name), g_free);
  g_signal_connect (use, "clicked", G_CALLBACK (on_use_saved), self);
  g_signal_connect (forget, "clicked", G_CALLBACK (on_forget_saved), self);
  gtk_box_append (GTK_BOX (row), use);
  gtk_box_append (GTK_BOX (row), forget);
  return row;
}

static GtkWidget *
make_save_entry (KxFilterBar *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Save this filter as…"));
  kx_a11y_set_label (entry, _ ("Save this filter as…"));
  g_signal_connect (entry, "activate", G_CALLBACK (on_save), self);
  return entry;
}

/* Made anew each time it opens. */
static void
fill_saved (GtkMenuButton *button, gpointer data)
{
  KxFilterBar *self = data;
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "filters");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *popover = gtk_popover_new ();
  GVariantIter iter;
  const char *list, *name, *text;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &list, &name, &text))
    if (g_str_equal (list, self->name))
      gtk_box_append (GTK_BOX (box), make_saved_row (self, name, text));
  if (kx_filter_narrows (self->filter))
    gtk_box_append (GTK_BOX (box), make_save_entry (self));
  if (gtk_widget_get_first_child (box) == NULL)
    gtk_box_append (GTK_BOX (box),
                    gtk_label_new (_ ("Filter the list first; then the filter can be saved.")));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

static void
make_buttons (KxFilterBar *self)
{
  for (guint i = 0; i < self->n_choices; i++)
    {
      const KxFilterChoice *choice = &self->choices[i];
      GtkWidget *box = make_box (self, choice);

      g_ptr_array_add (self->boxes, g_object_ref_sink (box));
      gtk_box_append (GTK_BOX (self->buttons),
                      make_button (choice->title != NULL
                                       ? _ (choice->title)
                                       : kx_display_label (&self->filter->entity->fields[choice->field]),
                                   box));
    }
  if (self->settings == NULL)
    return;
  self->saved = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->saved), _ ("Saved filters"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->saved), fill_saved, self, NULL);
  gtk_widget_add_css_class (self->saved, "flat");
  kx_a11y_set_label (self->saved, _ ("Saved filters"));
  gtk_box_append (GTK_BOX (self->buttons), self->saved);
}

void
kx_filter_bar_set_up (KxFilterBar *bar, const KxSchema *schema, const KxEntity *entity, const char *area,
                      const char *name, GSettings *settings, const KxFilterChoice *choices, guint n_choices)
{
  g_return_if_fail (bar->filter == NULL);
  bar->filter = kx_filter_new (entity);
  bar->schema = schema;
  bar->area = g_strdup (area);
  bar->name = name;
  bar->choices = choices;
  bar->n_choices = n_choices;
  g_set_object (&bar->settings, settings);
  make_buttons (bar);
  show_filter (bar);
}

void
kx_filter_bar_set_source (KxFilterBar *bar, KxRowSource *source)
{
  g_set_object (&bar->source, source);
  show_filter (bar);
}

const KxFilter *
kx_filter_bar_get_filter (KxFilterBar *bar)
{
  return bar->filter;
}

void
kx_filter_bar_set_filter (KxFilterBar *bar, const KxFilter *filter)
{
  KxFilter *copy = kx_filter_copy (filter);

  g_clear_pointer (&bar->filter, kx_filter_free);
  bar->filter = copy;
  show_filter (bar);
}

void
kx_filter_bar_clear (KxFilterBar *bar)
{
  g_autoptr (KxFilter) empty = kx_filter_new (bar->filter->entity);

  kx_filter_bar_set_filter (bar, empty);
  g_signal_emit (bar, changed_signal, 0);
}

static void
dispose (GObject *object)
{
  KxFilterBar *self = KX_FILTER_BAR (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->source);
  g_ptr_array_set_size (self->boxes, 0);
  G_OBJECT_CLASS (kx_filter_bar_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxFilterBar *self = KX_FILTER_BAR (object);

  g_clear_pointer (&self->filter, kx_filter_free);
  g_ptr_array_unref (self->boxes);
  g_free (self->area);
  G_OBJECT_CLASS (kx_filter_bar_parent_class)->finalize (object);
}

static void
kx_filter_bar_class_init (KxFilterBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  changed_signal =
      g_signal_new ("changed", KX_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_filter_bar_init (KxFilterBar *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->boxes = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_add_css_class (GTK_WIDGET (self), "filter-bar");
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->chips, "chips");
  gtk_widget_set_visible (self->chips, FALSE);
  /* Many buttons scroll in a narrow window. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->buttons);
  gtk_box_append (GTK_BOX (self), scroll);
  scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->chips);
  gtk_box_append (GTK_BOX (self), scroll);
}
