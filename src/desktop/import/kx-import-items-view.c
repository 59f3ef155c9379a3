#include "desktop/import/kx-import-items-view.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-tab.h"
#include "models/kx-import-subjects.h"

#define MOST_COPIED 50000
#define LONG_TEXT 13 /* may not fit its cell */

typedef enum
{
  COLUMN_ROW,
  COLUMN_CELL,
  COLUMN_NAME,
  COLUMN_LABEL,
  COLUMN_OLD,
  COLUMN_NEW,
  COLUMN_MESSAGE,
  COLUMN_WHAT,
  N_COLUMNS
} Column;

struct _KxImportItemsView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkColumnView *table;
  GtkListView *list;
  AdwStatusPage *empty;
  GtkSingleSelection *selection;
  GListModel *items;
  KxImportItemsKind kind;
  gboolean narrow, before;
};

G_DEFINE_FINAL_TYPE (KxImportItemsView, kx_import_items_view, ADW_TYPE_BIN)

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The columns of each kind of list, ended by N_COLUMNS. */
static const Column columns_of[KX_IMPORT_N_ITEMS][6] = {
  [KX_IMPORT_ITEMS_REFUSED] = { COLUMN_CELL, COLUMN_NAME, COLUMN_LABEL, COLUMN_MESSAGE, N_COLUMNS },
  [KX_IMPORT_ITEMS_DIFFERENCES] = { COLUMN_ROW, COLUMN_NAME, COLUMN_LABEL, COLUMN_OLD, COLUMN_NEW,
                                    N_COLUMNS },
  [KX_IMPORT_ITEMS_NEW] = { COLUMN_ROW, COLUMN_NAME, N_COLUMNS },
  [KX_IMPORT_ITEMS_MISSING] = { COLUMN_NAME, N_COLUMNS },
  [KX_IMPORT_ITEMS_NOTES] = { COLUMN_CELL, COLUMN_NAME, COLUMN_LABEL, COLUMN_MESSAGE, N_COLUMNS },
  [KX_IMPORT_ITEMS_TOUCHED] = { COLUMN_ROW, COLUMN_NAME, COLUMN_WHAT, N_COLUMNS },
};

/* Widths at the start; 0: takes what is left. */
static const struct
{
  int width;
  gboolean grows, figures, wraps;
} forms[N_COLUMNS] = {
  [COLUMN_ROW] = { 72, FALSE, TRUE },
  [COLUMN_CELL] = { 72, FALSE, TRUE },
  [COLUMN_NAME] = { 220, TRUE, FALSE },
  [COLUMN_LABEL] = { 150, FALSE, FALSE, TRUE },
  [COLUMN_OLD] = { 170, TRUE, FALSE },
  [COLUMN_NEW] = { 170, TRUE, FALSE },
  [COLUMN_MESSAGE] = { 320, TRUE, FALSE, TRUE },
  [COLUMN_WHAT] = { 120, FALSE, FALSE },
};

static const char *
get_heading (KxImportItemsView *self, Column column)
{
  switch (column)
    {
    case COLUMN_ROW:
      return _ ("Row");
    case COLUMN_CELL:
      return _ ("Cell");
    case COLUMN_NAME:
      return _ ("Name");
    case COLUMN_LABEL:
      return _ ("Field");
    case COLUMN_OLD:
      return self->before ? _ ("Value now") : _ ("Value before");
    case COLUMN_NEW:
      return self->before ? _ ("Value then") : _ ("Value now");
    case COLUMN_MESSAGE:
      return self->kind == KX_IMPORT_ITEMS_REFUSED ? _ ("What is wrong") : _ ("Remark");
    case COLUMN_WHAT:
      return _ ("What happened");
    case N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

static char *
make_text (KxImportItem *item, Column column)
{
  switch (column)
    {
    case COLUMN_ROW:
      return g_strdup_printf ("%u", kx_import_item_get_number (item));
    case COLUMN_CELL:
      return kx_import_item_get_cell (item) != NULL
                 ? g_strdup (kx_import_item_get_cell (item))
                 : g_strdup_printf ("%u", kx_import_item_get_number (item));
    case COLUMN_NAME:
      return g_strdup (kx_import_item_get_name (item));
    case COLUMN_LABEL:
      return g_strdup (kx_import_item_get_label (item));
    case COLUMN_OLD:
      return g_strdup (kx_import_item_get_old (item) != NULL ? kx_import_item_get_old (item) : "—");
    case COLUMN_NEW:
      return g_strdup (kx_import_item_get_new (item) != NULL ? kx_import_item_get_new (item) : "—");
    case COLUMN_MESSAGE:
      return g_strdup (kx_import_item_get_message (item));
    case COLUMN_WHAT:
      return g_strdup (kx_import_item_get_is_new (item) ? _ ("Came in new") : _ ("Was changed"));
    case N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

/* Text of any length, all of which is to be read. */
static GtkWidget *
make_wrapping (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

/* As high as what it says: rows of one line stay close together. */
static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  guint column = GPOINTER_TO_UINT (data);
  GtkWidget *text = forms[column].wraps ? make_wrapping () : gtk_inscription_new (NULL);

  if (!forms[column].wraps)
    gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (forms[column].figures)
    gtk_widget_add_css_class (text, "numeric");
  gtk_list_item_set_child (cell, text);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  guint column = GPOINTER_TO_UINT (data);
  GtkWidget *text = gtk_list_item_get_child (cell);
  g_autofree char *words = make_text (gtk_list_item_get_item (cell), column);
  gboolean is_long = words != NULL && g_utf8_strlen (words, -1) >= LONG_TEXT;

  if (forms[column].wraps)
    gtk_label_set_text (GTK_LABEL (text), words != NULL ? words : "");
  else
    gtk_inscription_set_text (GTK_INSCRIPTION (text), words);
  gtk_widget_set_tooltip_text (text, is_long && !forms[column].wraps ? words : NULL);
  kx_a11y_set_cell_label (text, words != NULL ? words : "");
}

static GtkWidget *
make_line (gboolean first)
{
  GtkWidget *label = make_wrapping ();

  if (!first)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
    }
  return label;
}

static void
set_up_lines (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (box, "two-lines");
  gtk_box_append (GTK_BOX (box), make_line (TRUE));
  gtk_box_append (GTK_BOX (box), make_line (FALSE));
  gtk_list_item_set_child (cell, box);
}

static char *
make_first_line (KxImportItemsView *self, KxImportItem *item)
{
  const char *name = kx_import_item_get_name (item);

  if (name == NULL || *name == '\0')
    return g_strdup_printf (_ ("Row %u"), kx_import_item_get_number (item));
  return g_strdup (name);
}

static char *
make_second_line (KxImportItemsView *self, KxImportItem *item)
{
  g_autofree char *where = make_text (item, COLUMN_CELL);
  const char *label = kx_import_item_get_label (item);

  switch (self->kind)
    {
    case KX_IMPORT_ITEMS_REFUSED:
    case KX_IMPORT_ITEMS_NOTES:
      if (label == NULL)
        return g_strdup_printf ("%s · %s", where, kx_import_item_get_message (item));
      /* Translators: cell, field, what is wrong with it */
      return g_strdup_printf (_ ("%s · %s: %s"), where, label, kx_import_item_get_message (item));
    case KX_IMPORT_ITEMS_DIFFERENCES:
      {
        g_autofree char *old = make_text (item, COLUMN_OLD), *new = make_text (item, COLUMN_NEW);

        /* Translators: field, value before, value after */
        return g_strdup_printf (_ ("%s: %s → %s"), label, old, new);
      }
    case KX_IMPORT_ITEMS_TOUCHED:
      {
        g_autofree char *what = make_text (item, COLUMN_WHAT);

        return g_strdup_printf (_ ("%s · row %s"), what, where);
      }
    case KX_IMPORT_ITEMS_NEW:
      return g_strdup_printf (_ ("Row %s"), where);
    case KX_IMPORT_ITEMS_MISSING:
    case KX_IMPORT_N_ITEMS:
    default:
      return g_strdup ("");
    }
}

/* Both lines, as they are read out. */
static char *
make_spoken (KxImportItemsView *self, KxImportItem *item)
{
  g_autofree char *one = make_first_line (self, item), *two = make_second_line (self, item);

  return *two != '\0' ? g_strdup_printf ("%s, %s", one, two) : g_strdup (one);
}

static void
bind_lines (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  KxImportItemsView *self = data;
  GtkWidget *box = gtk_list_item_get_child (cell), *first = gtk_widget_get_first_child (box),
            *second = gtk_widget_get_last_child (box);
  KxImportItem *item = gtk_list_item_get_item (cell);
  g_autofree char *one = make_first_line (self, item), *two = make_second_line (self, item),
                  *spoken = make_spoken (self, item);

  gtk_label_set_text (GTK_LABEL (first), one);
  gtk_label_set_text (GTK_LABEL (second), two);
  gtk_widget_set_visible (second, *two != '\0');
  kx_a11y_set_cell_label (box, spoken);
}

/* The row takes the focus and not its cells: it says what stands in all of them. */
static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *cell, gpointer data)
{
  g_autofree char *spoken = make_spoken (data, gtk_list_item_get_item (cell));

  kx_a11y_set_row_label (gtk_list_item_get_child (cell), spoken);
}

static void
add_columns (KxImportItemsView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->table, column);
    }
  for (const Column *c = columns_of[self->kind]; *c != N_COLUMNS; c++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), GUINT_TO_POINTER (*c));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), GUINT_TO_POINTER (*c));
      if (c == columns_of[self->kind])
        g_signal_connect (factory, "bind", G_CALLBACK (bind_row), self);
      column = gtk_column_view_column_new (get_heading (self, *c), factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, forms[*c].grows);
      gtk_column_view_column_set_fixed_width (column, forms[*c].width);
      gtk_column_view_append_column (self->table, column);
    }
}

static void
on_activated (KxImportItemsView *self, guint position)
{
  g_autoptr (KxImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const char *id = item != NULL ? kx_import_item_get_id (item) : NULL;

  if (id != NULL && *id != '\0')
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, id);
}

static void
copy_table (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = kx_import_items_view_dup_table (KX_IMPORT_ITEMS_VIEW (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
dispose (GObject *object)
{
  KxImportItemsView *self = KX_IMPORT_ITEMS_VIEW (object);

  g_clear_object (&self->items);
  /* Its child is one of the template: it would be taken away unnoticed. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_ITEMS_VIEW);
  G_OBJECT_CLASS (kx_import_items_view_parent_class)->dispose (object);
}

static void
kx_import_items_view_class_init (KxImportItemsViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-items-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportItemsView, stack);
  gtk_widget_class_bind_template_child (widget_class, KxImportItemsView, table);
  gtk_widget_class_bind_template_child (widget_class, KxImportItemsView, list);
  gtk_widget_class_bind_template_child (widget_class, KxImportItemsView, empty);
  gtk_widget_class_bind_template_child (widget_class, KxImportItemsView, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_install_action (widget_class, "items.copy", NULL, copy_table);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "items.copy", NULL);
  signals[SIGNAL_OPEN] = g_signal_new ("open", KX_TYPE_IMPORT_ITEMS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kx_import_items_view_init (KxImportItemsView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_lines), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_lines), self);
  gtk_list_view_set_factory (self->list, factory);
  kx_tab_leave_list (GTK_WIDGET (self->table));
  kx_tab_leave_list (GTK_WIDGET (self->list));
  g_object_unref (factory);
}

GtkWidget *
kx_import_items_view_new (void)
{
  return g_object_new (KX_TYPE_IMPORT_ITEMS_VIEW, NULL);
}

static void
say_empty (KxImportItemsView *self, const KxImportSubjectWords *subject)
{
  const char *const words[KX_IMPORT_N_ITEMS] = {
    [KX_IMPORT_ITEMS_REFUSED] = N_ ("No row is refused"),
    [KX_IMPORT_ITEMS_DIFFERENCES] = subject->unchanged,
    [KX_IMPORT_ITEMS_NEW] = subject->none_new,
    [KX_IMPORT_ITEMS_MISSING] = subject->none_missing,
    [KX_IMPORT_ITEMS_NOTES] = N_ ("There is nothing to remark"),
    [KX_IMPORT_ITEMS_TOUCHED] = N_ ("Nothing came in"),
  };

  adw_status_page_set_title (self->empty, _ (words[self->kind]));
}

static void
show_child (KxImportItemsView *self)
{
  gboolean empty = self->items == NULL || g_list_model_get_n_items (self->items) == 0;

  /* One of the two views has the rows; the other would only make widgets for them. */
  gtk_list_view_set_model (self->list, self->narrow ? GTK_SELECTION_MODEL (self->selection) : NULL);
  gtk_column_view_set_model (self->table, self->narrow ? NULL : GTK_SELECTION_MODEL (self->selection));
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : self->narrow ? "list" : "table");
}

void
kx_import_items_view_set (KxImportItemsView *self, GListModel *items, KxImportItemsKind kind,
                          const char *subject, gboolean before)
{
  g_clear_object (&self->items);
  self->items = items;
  self->kind = kind;
  self->before = before;
  gtk_single_selection_set_model (self->selection, NULL);
  add_columns (self);
  gtk_single_selection_set_model (self->selection, items);
  say_empty (self, kx_import_subjects_find (subject));
  show_child (self);
}

void
kx_import_items_view_set_narrow (KxImportItemsView *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  show_child (self);
}

/* A cell of a table that is pasted: tabs and line ends would break it. */
static void
append_cell (GString *text, const char *words)
{
  g_autofree char *copy = g_strdup (words != NULL ? words : "");

  g_string_append (text, g_strdelimit (copy, "\t\r\n", ' '));
}

char *
kx_import_items_view_dup_table (KxImportItemsView *self)
{
  const Column *columns = columns_of[self->kind];
  GString *text = g_string_new (NULL);
  guint n = self->items != NULL ? MIN (g_list_model_get_n_items (self->items), MOST_COPIED) : 0;

  for (const Column *c = columns; *c != N_COLUMNS; c++)
    {
      append_cell (text, get_heading (self, *c));
      g_string_append_c (text, c[1] == N_COLUMNS ? '\n' : '\t');
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxImportItem) item = g_list_model_get_item (self->items, i);

      for (const Column *c = columns; *c != N_COLUMNS; c++)
        {
          g_autofree char *words = make_text (item, *c);

          append_cell (text, words);
          g_string_append_c (text, c[1] == N_COLUMNS ? '\n' : '\t');
        }
    }
  return g_string_free (text, FALSE);
}
