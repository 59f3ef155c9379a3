#include "desktop/import/kx-import-table-step.h"

#include "desktop/import/kx-import-widgets.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-tab.h"
#include "models/kx-display.h"
#include "models/kx-import-preview.h"

#include <string.h>

#define LEAST_WIDTH 64
#define MOST_WIDTH 240
#define CHARACTER_WIDTH 9 /* of half-width ones, with room around the text in the one that is added */
#define NUMBER_WIDTH 56
#define LONG_TEXT 13 /* may not fit its cell */

struct _KxImportTableStep
{
  AdwBin parent_instance;

  KxImportSession *session;
  GtkDropDown *sheet, *encoding, *delimiter;
  GtkWidget *sheet_box, *encoding_box, *delimiter_box;
  GtkSpinButton *header;
  GtkLabel *summary, *problem;
  GtkColumnView *table;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (KxImportTableStep, kx_import_table_step, ADW_TYPE_BIN)

/* While a file is opened the list chooses for itself as it is filled: that is nobody's choice. */
static void
on_sheet (KxImportTableStep *self)
{
  const char *id = kx_import_get_selected (G_OBJECT (self->sheet));

  if (id != NULL && kx_import_session_get_activity (self->session) != KX_IMPORT_OPENING)
    kx_import_session_set_sheet (self->session, id);
}

static void
on_encoding (KxImportTableStep *self)
{
  const char *id = kx_import_get_selected (G_OBJECT (self->encoding));

  if (id != NULL)
    kx_import_session_set_encoding (self->session, id);
}

static void
on_delimiter (KxImportTableStep *self)
{
  const char *id = kx_import_get_selected (G_OBJECT (self->delimiter));

  if (id != NULL)
    kx_import_session_set_delimiter (self->session, id);
}

static void
on_header (KxImportTableStep *self)
{
  kx_import_session_set_header (self->session, (guint) gtk_spin_button_get_value_as_int (self->header));
}

static void
on_row_activated (KxImportTableStep *self, guint position)
{
  g_autoptr (KxImportPreviewRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL)
    kx_import_session_set_header (self->session, kx_import_preview_row_get_number (row));
}

static const char *
say_use (KxImportPreviewRow *row)
{
  static const char *const skips[] = {
    [KX_IMPORT_SKIP_EMPTY] = N_ ("Passed over: nothing to take in"),
    [KX_IMPORT_SKIP_TOTAL] = N_ ("Passed over: a total"),
    [KX_IMPORT_SKIP_NOTE] = N_ ("Passed over: a note"),
    [KX_IMPORT_SKIP_EXAMPLE] = N_ ("Passed over: an example"),
    [KX_IMPORT_SKIP_HEADER] = N_ ("Passed over: the titles again"),
    [KX_IMPORT_SKIP_GROUP] = N_ ("Passed over: title of a group"),
  };

  switch (kx_import_preview_row_get_use (row))
    {
    case KX_IMPORT_ROW_ABOVE:
      return _ ("Above the titles");
    case KX_IMPORT_ROW_HEADER:
      return _ ("Titles of the columns");
    case KX_IMPORT_ROW_DATA:
      return _ ("Data");
    case KX_IMPORT_ROW_SKIPPED:
    default:
      return _ (skips[kx_import_preview_row_get_skip (row)]);
    }
}

static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_list_item_set_child (cell, text);
}

/* Words alone would not be seen in a table of words, weight and dimness are. */
static void
style_cell (GtkWidget *text, KxImportRowUse use)
{
  static const char *const classes[] = { [KX_IMPORT_ROW_ABOVE] = "dim-label",
                                         [KX_IMPORT_ROW_HEADER] = "heading",
                                         [KX_IMPORT_ROW_DATA] = NULL,
                                         [KX_IMPORT_ROW_SKIPPED] = "dim-label" };

  gtk_widget_remove_css_class (text, "dim-label");
  gtk_widget_remove_css_class (text, "heading");
  if (classes[use] != NULL)
    gtk_widget_add_css_class (text, classes[use]);
}

/* `data` is the number of the column, 0 for that of row numbers. */
static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  KxImportPreviewRow *row = gtk_list_item_get_item (cell);
  GtkWidget *text = gtk_list_item_get_child (cell);
  guint column = GPOINTER_TO_UINT (data);
  g_autofree char *number = g_strdup_printf ("%u", kx_import_preview_row_get_number (row));
  g_autofree char *said = g_strdup_printf (_ ("Row %s, %s"), number, say_use (row));
  const char *words = column == 0 ? number : kx_import_preview_row_get_text (row, column);

  gtk_inscription_set_text (GTK_INSCRIPTION (text), words);
  gtk_widget_set_tooltip_text (text, column == 0                              ? say_use (row)
                                     : g_utf8_strlen (words, -1) >= LONG_TEXT ? words
                                                                              : NULL);
  style_cell (text, kx_import_preview_row_get_use (row));
  kx_a11y_set_cell_label (text, column == 0 ? said : words);
}

static void
add_column (KxImportTableStep *self, guint number, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;
  g_autofree char *cell = number > 0 ? kx_sheet_cell_name (1, number) : g_strdup (_ ("Row"));

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), GUINT_TO_POINTER (number));
  if (number > 0)
    cell[strcspn (cell, "0123456789")] = '\0';
  column = gtk_column_view_column_new (cell, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_append_column (self->table, column);
}

static int
measure (const char *text)
{
  return CLAMP ((kx_label_columns (text) + 2) * CHARACTER_WIDTH, LEAST_WIDTH, MOST_WIDTH);
}

/* As many columns as the rows shown reach, each as wide as what stands below the titles. */
static guint
measure_columns (GListModel *rows, int widths[KX_IMPORT_PREVIEW_COLUMNS + 1])
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (KxImportPreviewRow) row = g_list_model_get_item (rows, i);

      for (guint column = 1; column <= KX_IMPORT_PREVIEW_COLUMNS; column++)
        {
          const char *text = kx_import_preview_row_get_text (row, column);

          if (*text != '\0')
            n = MAX (n, column);
          if (kx_import_preview_row_get_use (row) == KX_IMPORT_ROW_HEADER ||
              kx_import_preview_row_get_use (row) == KX_IMPORT_ROW_DATA)
            widths[column] = MAX (widths[column], measure (text));
        }
    }
  return n;
}

static void
show_columns (KxImportTableStep *self, GListModel *rows)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  int widths[KX_IMPORT_PREVIEW_COLUMNS + 1] = { NUMBER_WIDTH };
  guint n = measure_columns (rows, widths);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->table, column);
    }
  for (guint column = 0; column <= n; column++)
    add_column (self, column, MAX (widths[column], NUMBER_WIDTH));
}

static void
show_preview (KxImportTableStep *self)
{
  GListModel *rows = kx_import_session_get_preview (self->session);

  if (gtk_single_selection_get_model (self->selection) == rows)
    return;
  gtk_single_selection_set_model (self->selection, NULL);
  show_columns (self, rows);
  gtk_single_selection_set_model (self->selection, rows);
}

static char *
summarize (KxImportTableStep *self)
{
  KxImportCounts counts = kx_import_session_get_counts (self->session);
  const char *others = kx_import_session_get_other_sheets (self->session);
  GString *text = g_string_new (NULL);

  if (kx_import_session_get_header (self->session, NULL) == 0)
    return g_string_free (text, FALSE);
  g_string_append_printf (text, ngettext ("%u row of data", "%u rows of data", counts.n_rows), counts.n_rows);
  if (counts.n_skipped > 0)
    g_string_append_printf (
        text,
        ngettext (" · %u other row is passed over", " · %u other rows are passed over", counts.n_skipped),
        counts.n_skipped);
  if (counts.n_hidden > 0)
    g_string_append_printf (text,
                            ngettext (" · %u hidden row is taken in as well",
                                      " · %u hidden rows are taken in as well", counts.n_hidden),
                            counts.n_hidden);
  if (others != NULL)
    {
      g_autofree char *words = kx_display_fill (N_ ("not read: {sheets}, which can be chosen after this one"),
                                                "sheets", others, NULL);

      g_string_append_printf (text, " · %s", words);
    }
  return g_string_free (text, FALSE);
}

static void
show_header (KxImportTableStep *self)
{
  g_signal_handlers_block_by_func (self->header, on_header, self);
  gtk_spin_button_set_value (self->header, kx_import_session_get_header (self->session, NULL));
  g_signal_handlers_unblock_by_func (self->header, on_header, self);
}

static void
update (KxImportTableStep *self)
{
  KxImportSession *session = self->session;
  gboolean text = kx_import_session_get_is_text (session);
  g_autofree char *summary = NULL;

  if (kx_import_session_get_phase (session) < KX_IMPORT_SEEN)
    return;
  gtk_widget_set_visible (self->sheet_box,
                          g_list_model_get_n_items (kx_import_session_get_sheets (session)) > 1);
  gtk_widget_set_visible (self->encoding_box, text);
  gtk_widget_set_visible (self->delimiter_box, text);
  kx_import_select (G_OBJECT (self->sheet), kx_import_session_get_sheets (session),
                    kx_import_session_get_sheet (session), G_CALLBACK (on_sheet), self);
  kx_import_select (G_OBJECT (self->encoding), kx_import_session_get_encodings (session),
                    kx_import_session_get_encoding (session), G_CALLBACK (on_encoding), self);
  kx_import_select (G_OBJECT (self->delimiter), kx_import_session_get_delimiters (session),
                    kx_import_session_get_delimiter (session), G_CALLBACK (on_delimiter), self);
  if (kx_import_session_get_activity (session) == KX_IMPORT_IDLE)
    show_header (self);
  show_preview (self);
  summary = summarize (self);
  kx_import_show_text (self->summary, summary);
  kx_import_show_text (self->problem, kx_import_session_get_problem (session));
}

static void
dispose (GObject *object)
{
  KxImportTableStep *self = KX_IMPORT_TABLE_STEP (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_TABLE_STEP);
  G_OBJECT_CLASS (kx_import_table_step_parent_class)->dispose (object);
}

static void
kx_import_table_step_class_init (KxImportTableStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-table-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, sheet);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, encoding);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, delimiter);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, sheet_box);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, encoding_box);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, delimiter_box);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, header);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, summary);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, problem);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, table);
  gtk_widget_class_bind_template_child (widget_class, KxImportTableStep, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_sheet);
  gtk_widget_class_bind_template_callback (widget_class, on_encoding);
  gtk_widget_class_bind_template_callback (widget_class, on_delimiter);
  gtk_widget_class_bind_template_callback (widget_class, on_header);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
kx_import_table_step_init (KxImportTableStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_tab_leave_list (GTK_WIDGET (self->table));
  kx_a11y_set_label (GTK_WIDGET (self->sheet), _ ("Sheet"));
  kx_a11y_set_label (GTK_WIDGET (self->encoding), _ ("Characters"));
  kx_a11y_set_label (GTK_WIDGET (self->delimiter), _ ("Cells parted by"));
}

static void
show_choices (KxImportTableStep *self, GtkDropDown *drop_down, GListModel *choices, GCallback handler)
{
  g_signal_handlers_block_by_func (drop_down, (gpointer) handler, self);
  kx_import_show_choices (drop_down, choices);
  g_signal_handlers_unblock_by_func (drop_down, (gpointer) handler, self);
}

void
kx_import_table_step_set_session (KxImportTableStep *self, KxImportSession *session)
{
  self->session = g_object_ref (session);
  show_choices (self, self->sheet, kx_import_session_get_sheets (session), G_CALLBACK (on_sheet));
  show_choices (self, self->encoding, kx_import_session_get_encodings (session), G_CALLBACK (on_encoding));
  show_choices (self, self->delimiter, kx_import_session_get_delimiters (session), G_CALLBACK (on_delimiter));
  g_signal_connect_swapped (session, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "looked", G_CALLBACK (update), self);
  update (self);
}

void
kx_import_table_step_focus (KxImportTableStep *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->header));
}

void
kx_import_table_step_settle (KxImportTableStep *self)
{
  gtk_spin_button_update (self->header);
}
