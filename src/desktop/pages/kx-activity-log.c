#include "desktop/pages/kx-activity-log.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-notice.h"
#include "sync/kx-mirror-notice.h"

#define MOST 100

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = kx_notice_get_time (*(KxNotice *const *) a).ms,
         other = kx_notice_get_time (*(KxNotice *const *) b).ms;

  return one > other ? -1 : one < other;
}

void
kx_activity_log_fill (GListStore *log, GPtrArray *kept, GListModel *notices)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; notices != NULL && i < g_list_model_get_n_items (notices); i++)
    g_ptr_array_add (all, g_list_model_get_item (notices, i));
  for (guint i = 0; kept != NULL && i < kept->len; i++)
    {
      const KxMirrorNotice *notice = kept->pdata[i];

      g_ptr_array_add (all, kx_notice_new (notice->text, notice->at));
    }
  g_ptr_array_sort (all, compare);
  g_list_store_splice (log, 0, g_list_model_get_n_items (G_LIST_MODEL (log)), all->pdata,
                       MIN (all->len, MOST));
}

GtkWidget *
kx_activity_log_make_row (gpointer notice, gpointer data)
{
  g_autofree char *when = kx_format_time (kx_notice_get_time (notice));
  g_autofree char *said = g_strdup_printf ("%s %s", when, kx_notice_get_text (notice));
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *time = gtk_label_new (when), *words = gtk_label_new (kx_notice_get_text (notice));

  gtk_widget_add_css_class (line, "activity");
  gtk_label_set_xalign (GTK_LABEL (time), 0);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "dim-label");
  gtk_widget_add_css_class (time, "numeric");
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), time);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  kx_a11y_set_label (row, said);
  return row;
}
