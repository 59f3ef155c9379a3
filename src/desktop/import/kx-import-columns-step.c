#include "desktop/import/kx-import-columns-step.h"

#include "desktop/import/kx-import-column-row.h"
#include "desktop/import/kx-import-widgets.h"
#include "desktop/kx-gettext.h"

struct _KxImportColumnsStep
{
  AdwBin parent_instance;

  KxImportSession *session;
  GtkLabel *summary, *needed;
  GtkListBox *columns;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (KxImportColumnsStep, kx_import_columns_step, ADW_TYPE_BIN)

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  KxImportColumnsStep *self = data;
  GtkWidget *row = kx_import_column_row_new (self->session, item);

  kx_import_column_row_set_narrow (KX_IMPORT_COLUMN_ROW (row), self->narrow);
  return row;
}

static char *
summarize (KxImportColumnsStep *self)
{
  GListModel *columns = kx_import_session_get_columns (self->session);
  guint n = g_list_model_get_n_items (columns), taken = 0, remembered = 0;
  g_autofree char *counted = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (columns, i);
      const char *code = kx_import_column_item_get_code (item);

      taken += code != NULL && !g_str_equal (code, KX_IMPORT_USE_IGNORED);
      remembered += kx_import_column_item_get_origin (item) == KX_IMPORT_ORIGIN_REMEMBERED;
    }
  counted = g_strdup_printf (ngettext ("%u of %u column is taken in", "%u of %u columns are taken in", n),
                             taken, n);
  if (n == 0 || remembered < n)
    return g_steal_pointer (&counted);
  /* Translators: the columns of a table are taken in so; other words stand before it in the line. */
  return g_strdup_printf ("%s · %s", counted, _ ("as in the last file with these titles"));
}

static void
update (KxImportColumnsStep *self)
{
  g_autofree char *summary = summarize (self), *missing = kx_import_session_dup_needed (self->session);
  g_autofree char *needed =
      missing != NULL ? g_strdup_printf (_ ("Needed, and no column gives it yet: %s"), missing) : NULL;

  gtk_label_set_text (self->summary, summary);
  kx_import_show_text (self->needed, needed);
}

static void
dispose (GObject *object)
{
  KxImportColumnsStep *self = KX_IMPORT_COLUMNS_STEP (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->columns != NULL)
    gtk_list_box_bind_model (self->columns, NULL, NULL, NULL, NULL);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_COLUMNS_STEP);
  G_OBJECT_CLASS (kx_import_columns_step_parent_class)->dispose (object);
}

static void
kx_import_columns_step_class_init (KxImportColumnsStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-columns-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnsStep, summary);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnsStep, needed);
  gtk_widget_class_bind_template_child (widget_class, KxImportColumnsStep, columns);
}

static void
kx_import_columns_step_init (KxImportColumnsStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kx_import_columns_step_set_session (KxImportColumnsStep *self, KxImportSession *session)
{
  self->session = g_object_ref (session);
  gtk_list_box_bind_model (self->columns, kx_import_session_get_columns (session), make_row, self, NULL);
  g_signal_connect_swapped (session, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "looked", G_CALLBACK (update), self);
  update (self);
}

void
kx_import_columns_step_focus (KxImportColumnsStep *self)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->columns));

  if (first != NULL)
    gtk_widget_child_focus (first, GTK_DIR_TAB_FORWARD);
}

void
kx_import_columns_step_set_narrow (KxImportColumnsStep *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->columns)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (KX_IS_IMPORT_COLUMN_ROW (row))
      kx_import_column_row_set_narrow (KX_IMPORT_COLUMN_ROW (row), narrow);
}
