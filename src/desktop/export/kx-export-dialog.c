#include "desktop/export/kx-export-dialog.h"

#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"

struct _KxExportDialog
{
  AdwWindow parent_instance;

  KxExportRequest *request;
  char **ids;
  AdwPreferencesGroup *rows_group, *columns_group;
  AdwActionRow *all_row, *chosen_row;
  GtkCheckButton *all, *chosen;
  AdwComboRow *format;
  AdwActionRow *parts_row;
  GtkSwitch *parts;
  GtkWidget *go;
  GPtrArray *checks; /* (element-type GtkCheckButton) borrowed; one a field */
};

G_DEFINE_FINAL_TYPE (KxExportDialog, kx_export_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_EXPORT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* In the order of the list in the template. */
static const KxExportFormat formats[] = { KX_EXPORT_XLSX, KX_EXPORT_CSV, KX_EXPORT_CSV_GB18030 };

char *
kx_export_file_name (const KxEntity *entity, KxExportFormat format, KxDate today)
{
  g_autofree char *day = kx_format_date (today);
  g_autofree char *name = g_strdup_printf ("%s %s%s", _ (entity->label), day, kx_export_ending (format));

  return g_strdelimit (g_steal_pointer (&name), "/\\:*?\"<>|", '-');
}

static void
update (KxExportDialog *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    any |= gtk_check_button_get_active (self->checks->pdata[i]);
  gtk_widget_set_sensitive (self->go, any);
}

static KxExportFormat
get_format (KxExportDialog *self)
{
  return formats[MIN (adw_combo_row_get_selected (self->format), G_N_ELEMENTS (formats) - 1)];
}

/* Text has no further sheets. */
static void
on_format (KxExportDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->parts_row), get_format (self) == KX_EXPORT_XLSX);
}

static void
check_all (KxExportDialog *self, gboolean active)
{
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (self->checks->pdata[i], active);
}

static void
on_all_columns (KxExportDialog *self)
{
  check_all (self, TRUE);
}

static void
on_no_columns (KxExportDialog *self)
{
  check_all (self, FALSE);
}

/* What was chosen goes into the request, which has been the dialog's alone so far. */
static void
settle_request (KxExportDialog *self)
{
  gboolean chosen = self->ids != NULL && gtk_check_button_get_active (self->chosen);

  g_clear_pointer (&self->request->ids, g_strfreev);
  self->request->ids = chosen ? g_strdupv (self->ids) : NULL;
  self->request->format = get_format (self);
  self->request->parts = gtk_switch_get_active (self->parts);
  g_array_set_size (self->request->fields, 0);
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_array_append_val (self->request->fields, i);
}

static void
file_chosen (GPtrArray *files, gpointer data)
{
  KxExportDialog *self = data;

  if (files->len == 0)
    return;
  settle_request (self);
  g_signal_emit (self, signals[SIGNAL_EXPORT], 0, self->request, files->pdata[0]);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_go (KxExportDialog *self)
{
  const KxFileKind xlsx[] = { { _ ("Workbooks (xlsx)"), "*.xlsx" }, { NULL, NULL } };
  const KxFileKind csv[] = { { _ ("Comma-separated text (csv)"), "*.csv" }, { NULL, NULL } };
  KxExportFormat format = get_format (self);
  g_autofree char *name = kx_export_file_name (self->request->query.entity, format, kx_format_today ());

  kx_files_save (GTK_WIDGET (self), _ ("Export into a file"), name, format == KX_EXPORT_XLSX ? xlsx : csv,
                 file_chosen, self, NULL);
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_EXPORT_DIALOG);
  G_OBJECT_CLASS (kx_export_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxExportDialog *self = KX_EXPORT_DIALOG (object);

  g_ptr_array_unref (self->checks);
  g_clear_pointer (&self->request, kx_export_request_unref);
  g_strfreev (self->ids);
  G_OBJECT_CLASS (kx_export_dialog_parent_class)->finalize (object);
}

static void
kx_export_dialog_class_init (KxExportDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/export/kx-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, rows_group);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, columns_group);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, all_row);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, chosen_row);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, all);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, chosen);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, parts_row);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, parts);
  gtk_widget_class_bind_template_child (widget_class, KxExportDialog, go);
  gtk_widget_class_bind_template_callback (widget_class, on_all_columns);
  gtk_widget_class_bind_template_callback (widget_class, on_no_columns);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_format);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_EXPORT] = g_signal_new ("export", KX_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_FILE);
}

static void
kx_export_dialog_init (KxExportDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
}

static void
add_column (KxExportDialog *self, const KxField *field)
{
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
  g_autofree char *escaped = g_markup_escape_text (_ (field->label), -1);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  kx_a11y_set_label (check, _ (field->label));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  if (field->flags & KX_SEALED)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Masked"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), self);
  g_ptr_array_add (self->checks, check);
  adw_preferences_group_add (self->columns_group, row);
}

KxExportDialog *
kx_export_dialog_new (KxMirror *mirror, const KxListQuery *query, char **ids, const char *summary)
{
  KxExportDialog *self = g_object_new (KX_TYPE_EXPORT_DIALOG, NULL);
  guint n = ids != NULL ? g_strv_length (ids) : 0;
  g_autofree char *escaped = g_markup_escape_text (summary != NULL ? summary : "", -1),
                  *chosen = g_strdup_printf (ngettext ("The %u row chosen", "The %u rows chosen", n), n);

  kx_help_bind (GTK_WINDOW (self), "import");
  self->ids = g_strdupv (ids);
  self->request = kx_export_request_new (mirror, query, NULL);
  adw_action_row_set_subtitle (self->all_row, escaped);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->chosen_row), chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->chosen_row), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->parts_row),
                          kx_export_has_parts (kx_schema_get (), query->entity));
  gtk_check_button_set_active (n > 0 ? self->chosen : self->all, TRUE);
  for (guint i = 0; i < query->entity->n_fields; i++)
    add_column (self, &query->entity->fields[i]);
  return self;
}
