#include "desktop/kx-spinner.h"

struct _KxSpinner
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (KxSpinner, kx_spinner, ADW_TYPE_BIN)

static void
map (GtkWidget *widget)
{
  gtk_spinner_start (GTK_SPINNER (adw_bin_get_child (ADW_BIN (widget))));
  GTK_WIDGET_CLASS (kx_spinner_parent_class)->map (widget);
}

static void
unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kx_spinner_parent_class)->unmap (widget);
  gtk_spinner_stop (GTK_SPINNER (adw_bin_get_child (ADW_BIN (widget))));
}

static void
kx_spinner_class_init (KxSpinnerClass *class)
{
  GTK_WIDGET_CLASS (class)->map = map;
  GTK_WIDGET_CLASS (class)->unmap = unmap;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
kx_spinner_init (KxSpinner *self)
{
  adw_bin_set_child (ADW_BIN (self), g_object_new (GTK_TYPE_SPINNER, "accessible-role",
                                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
}
