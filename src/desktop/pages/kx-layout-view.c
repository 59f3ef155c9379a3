#include "desktop/pages/kx-layout-view.h"

#include "desktop/form/kx-cite-button.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

/* Before it is said that something is being counted. */
#define LOADING_MS 300

struct _KxLayoutView
{
  AdwBin parent_instance;

  GtkStack *states;
  AdwStatusPage *failed;
  GtkLabel *summary;
  GtkToggleButton *as_table;
  GtkBox *places;

  KxLayoutList *list;   /* owned */
  GHashTable *expanded; /* (element-type utf8) owned; areas whose rows are open */
  guint loading;        /* source */
};

G_DEFINE_FINAL_TYPE (KxLayoutView, kx_layout_view, ADW_TYPE_BIN)

static guint open_signal;

/* What also tells that a place is full, beside the colour of its bar. */
static const char *
icon_of (const KxLayoutLine *line)
{
  if (kx_layout_line_is_over (line))
    return "dialog-warning-symbolic";
  return kx_layout_line_get_free (line) == 0 ? "emblem-ok-symbolic" : NULL;
}

static GtkWidget *
make_bar (const KxLayoutLine *line)
{
  double most = (double) MAX (MAX (line->count.limit, (gint64) line->count.used), 1);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, most);

  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW, 0);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH, 0);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL, most);
  gtk_level_bar_set_mode (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_MODE_DISCRETE);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), line->count.used);
  if (kx_layout_line_is_over (line))
    gtk_widget_add_css_class (bar, "over");
  gtk_widget_add_css_class (bar, "limit");
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  return bar;
}

/* "2 of 2 taken, full · 1 coming" */
static char *
dup_state (const KxLayoutLine *line)
{
  g_autofree char *words = kx_layout_line_dup_words (line, 0), *n = kx_format_count (line->count.coming);
  g_autofree char *coming = NULL;

  if (line->count.coming == 0)
    return g_steal_pointer (&words);
  coming = kx_display_fill (N_ ("{n} coming"), "n", n, NULL);
  return g_strdup_printf ("%s · %s", words, coming);
}

static void
add_effect (AdwExpanderRow *row, const KxLayoutLine *line, int change, const char *title)
{
  GtkWidget *effect = adw_action_row_new ();
  g_autofree char *words = kx_layout_line_dup_words (line, change);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (effect), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (effect), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (effect), words);
  adw_expander_row_add_row (row, effect);
}

static void
on_agency (AdwActionRow *row, KxLayoutView *self)
{
  g_signal_emit (self, open_signal, 0, g_object_get_data (G_OBJECT (row), "agreement"));
}

static void
add_agency (KxLayoutView *self, AdwExpanderRow *row, const KxLayoutAgency *agency)
{
  GtkWidget *line = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), agency->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (line),
                               agency->runs ? _ ("Agreement signed") : _ ("Agreement being made"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), TRUE);
  g_object_set_data_full (G_OBJECT (line), "agreement", g_strdup (agency->agreement), g_free);
  g_signal_connect (line, "activated", G_CALLBACK (on_agency), self);
  adw_expander_row_add_row (row, line);
}

static const KxLayoutLine *
find_line (KxLayoutView *self, const char *key)
{
  GPtrArray *lines = kx_layout_list_get_lines (self->list);

  for (guint i = 0; i < lines->len; i++)
    {
      const KxLayoutLine *line = lines->pdata[i];
      g_autofree char *own = g_strdup_printf ("%d/%s", line->toward, line->area);

      if (g_str_equal (own, key))
        return line;
    }
  return NULL;
}

/* What a row holds is made when it is opened: a province has hundreds of places. */
static void
on_expanded (AdwExpanderRow *row, GParamSpec *pspec, KxLayoutView *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");
  const KxLayoutLine *line = find_line (self, key);

  if (!adw_expander_row_get_expanded (row))
    {
      g_hash_table_remove (self->expanded, key);
      return;
    }
  g_hash_table_add (self->expanded, g_strdup (key));
  if (line == NULL || g_object_get_data (G_OBJECT (row), "filled") != NULL)
    return;
  g_object_set_data (G_OBJECT (row), "filled", row);
  for (guint i = 0; i < line->agencies->len; i++)
    add_agency (self, row, line->agencies->pdata[i]);
  add_effect (row, line, 1, _ ("With one agency more"));
  if (line->count.used > 0)
    add_effect (row, line, -1, _ ("With one agency fewer"));
}

/* The toolkit gives the focus to the line inside the row, and says only its title. */
static void
name_row (GtkWidget *row, const char *said)
{
  GtkWidget *box = gtk_widget_get_first_child (row);
  GtkWidget *list = box != NULL ? gtk_widget_get_first_child (box) : NULL;
  GtkWidget *line = list != NULL ? gtk_widget_get_first_child (list) : NULL;

  kx_a11y_set_label (row, said);
  if (line == NULL)
    return;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  kx_a11y_set_label (line, said);
}

/* Where there is none its room stays, so that the bars stand below each other. */
static GtkWidget *
make_mark (const KxLayoutLine *line)
{
  const char *icon = icon_of (line);
  GtkWidget *image = icon != NULL ? gtk_image_new_from_icon_name (icon) : gtk_image_new ();

  if (icon != NULL)
    gtk_widget_set_tooltip_text (image, kx_layout_line_is_over (line) ? _ ("Beyond the limit") : _ ("Full"));
  return image;
}

static GtkWidget *
make_row (KxLayoutView *self, const KxLayoutLine *line)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *state = dup_state (line), *said = g_strdup_printf ("%s, %s", line->name, state);
  char *key = g_strdup_printf ("%d/%s", line->toward, line->area);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), state);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_mark (line));
  if (line->count.limited)
    adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_bar (line));
  name_row (row, said);
  g_object_set_data_full (G_OBJECT (row), "key", key, g_free);
  g_signal_connect (row, "notify::expanded", G_CALLBACK (on_expanded), self);
  if (g_hash_table_contains (self->expanded, key))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  return row;
}

static void
attach (GtkGrid *grid, int column, int row, const char *words, gboolean number, const char *style)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_widget_set_hexpand (label, column == 0);
  if (number)
    gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
attach_number (GtkGrid *grid, int column, int row, gint64 number)
{
  g_autofree char *words = number >= 0 ? kx_format_count ((guint) number) : g_strdup ("–");

  attach (grid, column, row, words, TRUE, NULL);
}

static GtkWidget *
make_table (void)
{
  static const char *const heads[] = { N_ ("Place"),  N_ ("Limit"), N_ ("Taken"),
                                       N_ ("Coming"), N_ ("Free"),  N_ ("Beyond the limit") };
  GtkWidget *grid = gtk_grid_new ();

  gtk_widget_add_css_class (grid, "limits");
  g_object_set (grid, "margin-start", 12, "margin-end", 12, "margin-top", 12, "margin-bottom", 12, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    attach (GTK_GRID (grid), (int) i, 0, _ (heads[i]), i > 0, "heading");
  return grid;
}

static void
add_table_line (GtkGrid *grid, int row, const KxLayoutLine *line)
{
  attach (grid, 0, row, line->name, FALSE, NULL);
  attach_number (grid, 1, row, line->count.limited ? line->count.limit : -1);
  attach_number (grid, 2, row, line->count.used);
  attach_number (grid, 3, row, line->count.coming);
  attach_number (grid, 4, row, kx_layout_line_get_free (line));
  attach_number (grid, 5, row,
                 kx_layout_line_is_over (line) ? (gint64) line->count.used - line->count.limit : 0);
}

/* Where its columns have no room they scroll, and the page does not. */
static GtkWidget *
frame_table (GtkWidget *grid)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), grid);
  gtk_widget_add_css_class (scroll, "card");
  return scroll;
}

static void
add_cite (GtkWidget *heading, GtkWidget *cite, const char *words, const char *name)
{
  GtkWidget *label = gtk_label_new (words), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  kx_a11y_set_label (cite, name);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), cite);
  gtk_box_append (GTK_BOX (heading), box);
}

/* The city with what limits its counties and its own level. */
static GtkWidget *
make_heading (const KxLayoutLine *city, const KxLayoutLine *county)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = gtk_label_new (city->city);
  const KxLayoutLine *lines[] = { city, county };
  const char *words[] = { _ ("City level"), _ ("County") };
  const char *names[] = { _ ("What the limit of the city level rests on"),
                          _ ("What the limit of each county rests on") };

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "title-4");
  gtk_box_append (GTK_BOX (heading), title);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      GtkWidget *cite = lines[i] != NULL ? kx_cite_button_new (&lines[i]->count.cite) : NULL;

      if (cite != NULL)
        add_cite (heading, cite, words[i], names[i]);
    }
  return heading;
}

static GtkWidget *
make_city (KxLayoutView *self, GPtrArray *lines, guint from, guint until)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *list;
  gboolean table = gtk_toggle_button_get_active (self->as_table);

  gtk_box_append (GTK_BOX (box),
                  make_heading (lines->pdata[from], from + 1 < until ? lines->pdata[from + 1] : NULL));
  list = table ? make_table () : gtk_list_box_new ();
  for (guint i = from; i < until; i++)
    if (table)
      add_table_line (GTK_GRID (list), (int) (i - from) + 1, lines->pdata[i]);
    else
      gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, lines->pdata[i]));
  if (!table)
    {
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
    }
  kx_a11y_set_label (list, ((KxLayoutLine *) lines->pdata[from])->city);
  gtk_box_append (GTK_BOX (box), table ? frame_table (list) : list);
  return box;
}

/* "15 agencies in 12 places; 1 place is beyond its limit" */
static void
show_summary (KxLayoutView *self, GPtrArray *lines)
{
  guint used = 0, over = 0;
  g_autofree char *agencies = NULL, *beyond = NULL, *whole = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      used += ((KxLayoutLine *) lines->pdata[i])->count.used;
      over += kx_layout_line_is_over (lines->pdata[i]);
    }
  agencies = g_strdup_printf (ngettext ("%u agency counts here", "%u agencies count here", used), used);
  beyond = g_strdup_printf (
      ngettext ("%u place is beyond its limit", "%u places are beyond their limits", over), over);
  whole = over > 0 ? g_strdup_printf ("%s · %s", agencies, beyond) : g_strdup (agencies);
  gtk_label_set_label (self->summary, whole);
}

static void
fill (KxLayoutView *self)
{
  GPtrArray *lines = kx_layout_list_get_lines (self->list);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->places))) != NULL)
    gtk_box_remove (self->places, child);
  for (guint from = 0, i = 1; from < lines->len; i++)
    if (i == lines->len ||
        !g_str_equal (((KxLayoutLine *) lines->pdata[i])->city, ((KxLayoutLine *) lines->pdata[from])->city))
      {
        gtk_box_append (self->places, make_city (self, lines, from, i));
        from = i;
      }
  show_summary (self, lines);
}

static void
show (KxLayoutView *self)
{
  const GError *error = kx_row_answer_get_error (KX_ROW_ANSWER (self->list));

  if (error != NULL)
    {
      g_autofree char *text = kx_display_fill (N_ ("Nothing was lost. It is tried again when something "
                                                   "changes. ({error})"),
                                               "error", error->message, NULL);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_status_page_set_description (self->failed, escaped);
      gtk_stack_set_visible_child_name (self->states, "failed");
      return;
    }
  if (kx_row_answer_is_loading (KX_ROW_ANSWER (self->list)))
    return;
  fill (self);
  gtk_stack_set_visible_child_name (self->states,
                                    kx_layout_list_get_lines (self->list)->len > 0 ? "list" : "empty");
}

static void
on_as_table (KxLayoutView *self)
{
  if (self->list != NULL)
    fill (self);
}

static void
on_slow (gpointer data)
{
  KxLayoutView *self = data;

  self->loading = 0;
  if (g_str_equal (gtk_stack_get_visible_child_name (self->states), "waiting"))
    gtk_stack_set_visible_child_name (self->states, "loading");
}

static void
dispose (GObject *object)
{
  KxLayoutView *self = KX_LAYOUT_VIEW (object);

  g_clear_handle_id (&self->loading, g_source_remove);
  g_clear_object (&self->list);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_LAYOUT_VIEW);
  G_OBJECT_CLASS (kx_layout_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_hash_table_unref (KX_LAYOUT_VIEW (object)->expanded);
  G_OBJECT_CLASS (kx_layout_view_parent_class)->finalize (object);
}

static void
kx_layout_view_class_init (KxLayoutViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/pages/kx-layout-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KxLayoutView, states);
  gtk_widget_class_bind_template_child (widget_class, KxLayoutView, failed);
  gtk_widget_class_bind_template_child (widget_class, KxLayoutView, summary);
  gtk_widget_class_bind_template_child (widget_class, KxLayoutView, as_table);
  gtk_widget_class_bind_template_child (widget_class, KxLayoutView, places);
  gtk_widget_class_bind_template_callback (widget_class, on_as_table);
  open_signal = g_signal_new ("open", KX_TYPE_LAYOUT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kx_layout_view_init (KxLayoutView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->expanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GtkWidget *
kx_layout_view_new (KxRowSource *source)
{
  KxLayoutView *self = g_object_new (KX_TYPE_LAYOUT_VIEW, NULL);

  self->list = kx_layout_list_new (source);
  self->loading = g_timeout_add_once (LOADING_MS, on_slow, self);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

gboolean
kx_layout_view_is_loading (KxLayoutView *self)
{
  g_return_val_if_fail (KX_IS_LAYOUT_VIEW (self), FALSE);
  return kx_row_answer_is_loading (KX_ROW_ANSWER (self->list));
}
