#include "desktop/import/kx-import-column-row.h"

#include "desktop/import/kx-import-widgets.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

struct _KxImportColumnRow
{
  GtkListBoxRow parent_instance;

  KxImportSession *session;
  KxImportColumnItem *column;
  GtkBox *box;
  GtkLabel *title, *samples, *remark;
  GtkDropDown *field;
  GtkMenuButton *options;
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (KxImportColumnRow, kx_import_column_row, GTK_TYPE_LIST_BOX_ROW)

static void
on_field (KxImportColumnRow *self)
{
  kx_import_session_map (self->session, self->column, kx_import_get_selected (G_OBJECT (self->field)));
}

static void
set_option (GSimpleAction *action, GVariant *value, gpointer data)
{
  KxImportColumnRow *self = data;
  guint choice = g_variant_get_uint32 (value);

  g_simple_action_set_state (action, value);
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "blank"))
    kx_import_session_set_blank (self->session, self->column, choice);
  else
    kx_import_session_set_dates (self->session, self->column, choice);
}

static void
add_choice (GMenu *menu, const char *label, const char *action, guint value)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "u", value);
  g_menu_append_item (menu, item);
}

/* What cells without a value mean and, where it is asked, what comes first in a date. */
static void
make_menu (KxImportColumnRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), blank = g_menu_new (), dates = g_menu_new ();

  add_choice (blank, _ ("Keep what is there"), "column.blank", KX_IMPORT_BLANK_KEEPS);
  add_choice (blank, _ ("“/”, “—” and “无” remove it, empty cells keep it"), "column.blank",
              KX_IMPORT_BLANK_WORDS_CLEAR);
  add_choice (blank, _ ("Remove what is there"), "column.blank", KX_IMPORT_BLANK_CLEARS);
  g_menu_append_section (menu, _ ("Cells without a value"), G_MENU_MODEL (blank));
  if (kx_import_column_item_get_asks_dates (self->column))
    {
      add_choice (dates, _ ("Not said: refuse such rows"), "column.dates", KX_IMPORT_DATES_UNSAID);
      add_choice (dates, _ ("The day is first"), "column.dates", KX_IMPORT_DATES_DAY_FIRST);
      add_choice (dates, _ ("The month is first"), "column.dates", KX_IMPORT_DATES_MONTH_FIRST);
      g_menu_append_section (menu, _ ("Dates such as 1/2/2030"), G_MENU_MODEL (dates));
    }
  gtk_menu_button_set_menu_model (self->options, G_MENU_MODEL (menu));
}

static const char *
say_origin (KxImportColumnRow *self)
{
  if (kx_import_column_item_get_remark (self->column) != NULL)
    return _ (kx_import_column_item_get_remark (self->column));
  if (kx_import_column_item_get_asks_dates (self->column) &&
      kx_import_column_item_get_dates (self->column) == KX_IMPORT_DATES_UNSAID &&
      kx_import_column_item_get_code (self->column) != NULL)
    return _ ("Some dates may be read in two ways: say in the menu at the end what is first");
  return kx_import_column_item_get_hidden (self->column) ? _ ("Hidden in the file") : NULL;
}

static void
update (KxImportColumnRow *self)
{
  gboolean taken = kx_import_column_item_get_code (self->column) != NULL;

  kx_import_select (G_OBJECT (self->field), kx_import_session_get_fields (self->session),
                    kx_import_column_item_get_code (self->column), G_CALLBACK (on_field), self);
  kx_import_show_text (self->remark, say_origin (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->options), taken);
  if (taken)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
}

static void
dispose (GObject *object)
{
  KxImportColumnRow *self = KX_IMPORT_COLUMN_ROW (object);

  if (self->column != NULL)
    g_signal_handlers_disconnect_by_data (self->column, self);
  g_clear_object (&self->actions);
  g_clear_object (&self->column);
  g_clear_object (&self->session);
  /* Its child is one of the template: it would be taken away unnoticed. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_COLUMN_ROW);
  G_OBJECT_CLASS (kx_import_column_row_parent_class)->dispose (object);
}

static void
kx_import_column_row_class_init (KxImportColumnRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-column-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnRow, box);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnRow, title);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnRow, samples);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnRow, remark);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnRow, field);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnRow, options);
  gtk_widget_class_bind_template_callback (widget_class, on_field);
}

static void
kx_import_column_row_init (KxImportColumnRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_actions (KxImportColumnRow *self)
{
  const struct
  {
    const char *name;
    guint value;
  } options[] = { { "blank", kx_import_column_item_get_blank (self->column) },
                  { "dates", kx_import_column_item_get_dates (self->column) } };

  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
          options[i].name, G_VARIANT_TYPE_UINT32, g_variant_new_uint32 (options[i].value));

      g_signal_connect (action, "change-state", G_CALLBACK (set_option), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "column", G_ACTION_GROUP (self->actions));
}

static void
name_parts (KxImportColumnRow *self)
{
  const char *letters = kx_import_column_item_get_letters (self->column),
             *title = kx_import_column_item_get_title (self->column);
  g_autofree char *whole = g_strdup_printf ("%s  %s", letters, title),
                  *field = g_strdup_printf (_ ("What column %s, %s, gives"), letters, title),
                  *options = g_strdup_printf (_ ("More about column %s, %s"), letters, title);

  gtk_label_set_text (self->title, whole);
  kx_a11y_set_label (GTK_WIDGET (self->field), field);
  kx_a11y_set_label (GTK_WIDGET (self->options), options);
}

GtkWidget *
kx_import_column_row_new (KxImportSession *session, KxImportColumnItem *column)
{
  KxImportColumnRow *self = g_object_new (KX_TYPE_IMPORT_COLUMN_ROW, NULL);
  const char *samples = kx_import_column_item_get_samples (column);

  self->session = g_object_ref (session);
  self->column = g_object_ref (column);
  g_signal_handlers_block_by_func (self->field, on_field, self);
  kx_import_show_choices (self->field, kx_import_session_get_fields (session));
  g_signal_handlers_unblock_by_func (self->field, on_field, self);
  gtk_label_set_text (self->samples, *samples != '\0' ? samples : _ ("All cells are empty"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->samples), *samples != '\0' ? samples : NULL);
  name_parts (self);
  add_actions (self);
  make_menu (self);
  g_signal_connect_swapped (column, "notify", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

void
kx_import_column_row_set_narrow (KxImportColumnRow *self, gboolean narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (GTK_WIDGET (self->field), narrow ? 200 : 280, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->field), narrow);
}
