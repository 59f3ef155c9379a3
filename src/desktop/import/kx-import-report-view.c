#include "desktop/import/kx-import-report-view.h"

#include "desktop/import/kx-import-items-view.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-tab.h"

/* In the order in which they are looked at: what needs someone comes first. */
static const KxImportItemsKind kinds[] = { KX_IMPORT_ITEMS_REFUSED, KX_IMPORT_ITEMS_DIFFERENCES,
                                           KX_IMPORT_ITEMS_NEW, KX_IMPORT_ITEMS_MISSING,
                                           KX_IMPORT_ITEMS_NOTES };

struct _KxImportReportView
{
  AdwBin parent_instance;

  KxImportSession *session;
  GtkFlowBox *chips;
  GtkLabel *labels[G_N_ELEMENTS (kinds)];
  KxImportItemsView *items;
};

G_DEFINE_FINAL_TYPE (KxImportReportView, kx_import_report_view, ADW_TYPE_BIN)

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* How many rows of the file, or records, a list is about. */
static guint
count (const KxImportReport *report, KxImportItemsKind kind)
{
  guint n = 0;

  switch (kind)
    {
    case KX_IMPORT_ITEMS_REFUSED:
      return report->counts[KX_IMPORT_REFUSED];
    case KX_IMPORT_ITEMS_DIFFERENCES:
      return report->counts[KX_IMPORT_UPDATED];
    case KX_IMPORT_ITEMS_NEW:
      return report->counts[KX_IMPORT_CREATED];
    case KX_IMPORT_ITEMS_MISSING:
      return report->n_missing;
    case KX_IMPORT_ITEMS_TOUCHED:
      return report->touched->len;
    case KX_IMPORT_ITEMS_NOTES:
    case KX_IMPORT_N_ITEMS:
    default:
      for (guint i = 0; i < report->lines->len; i++)
        {
          const KxImportLine *line = report->lines->pdata[i];

          n += line->outcome != KX_IMPORT_REFUSED && line->faults->len > 0;
        }
      return n + report->n_lines_left;
    }
}

static char *
say_chip (KxImportItemsKind kind, guint n)
{
  switch (kind)
    {
    case KX_IMPORT_ITEMS_REFUSED:
      return g_strdup_printf (_ ("Refused %u"), n);
    case KX_IMPORT_ITEMS_DIFFERENCES:
      return g_strdup_printf (_ ("Changed %u"), n);
    case KX_IMPORT_ITEMS_NEW:
      return g_strdup_printf (_ ("New %u"), n);
    case KX_IMPORT_ITEMS_MISSING:
      return g_strdup_printf (_ ("Not in the file %u"), n);
    case KX_IMPORT_ITEMS_NOTES:
    case KX_IMPORT_ITEMS_TOUCHED:
    case KX_IMPORT_N_ITEMS:
    default:
      return g_strdup_printf (_ ("Remarks %u"), n);
    }
}

static void
show_kind (KxImportReportView *self, KxImportItemsKind kind)
{
  kx_import_items_view_set (self->items, kx_import_session_list (self->session, kind), kind,
                            kx_import_session_get_subject (self->session),
                            kx_import_session_get_phase (self->session) != KX_IMPORT_ENDED);
}

static void
on_chosen (KxImportReportView *self)
{
  g_autoptr (GList) chosen = gtk_flow_box_get_selected_children (self->chips);

  if (chosen != NULL && self->session != NULL)
    show_kind (self, kinds[gtk_flow_box_child_get_index (chosen->data)]);
}

static void
on_open (KxImportReportView *self, const char *id)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, id);
}

static void
dispose (GObject *object)
{
  KxImportReportView *self = KX_IMPORT_REPORT_VIEW (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_REPORT_VIEW);
  G_OBJECT_CLASS (kx_import_report_view_parent_class)->dispose (object);
}

static void
kx_import_report_view_class_init (KxImportReportViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  g_type_ensure (KX_TYPE_IMPORT_ITEMS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-report-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportReportView, chips);
  gtk_widget_class_bind_template_child (widget_class, KxImportReportView, items);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  signals[SIGNAL_OPEN] = g_signal_new ("open", KX_TYPE_IMPORT_REPORT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kx_import_report_view_init (KxImportReportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_widget_add_css_class (label, "numeric");
      self->labels[i] = GTK_LABEL (label);
      gtk_flow_box_append (self->chips, label);
    }
  /* What has the focus is chosen: Tab through the others would show their rows on the way to these. */
  kx_tab_leave_list (GTK_WIDGET (self->chips));
}

void
kx_import_report_view_set_session (KxImportReportView *self, KxImportSession *session)
{
  g_set_object (&self->session, session);
}

void
kx_import_report_view_choose (KxImportReportView *self, KxImportItemsKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] == kind)
      gtk_flow_box_select_child (self->chips, gtk_flow_box_get_child_at_index (self->chips, (int) i));
}

void
kx_import_report_view_refresh (KxImportReportView *self)
{
  const KxImportReport *report = kx_import_session_get_report (self->session);
  KxImportItemsKind first = KX_IMPORT_ITEMS_NEW;

  if (report == NULL)
    return;
  for (guint i = G_N_ELEMENTS (kinds); i-- > 0;)
    {
      guint n = count (report, kinds[i]);
      g_autofree char *words = say_chip (kinds[i], n);
      GtkWidget *chip = GTK_WIDGET (gtk_flow_box_get_child_at_index (self->chips, (int) i));

      gtk_label_set_text (self->labels[i], words);
      kx_a11y_set_label (chip, words);
      if (n > 0 && kinds[i] <= KX_IMPORT_ITEMS_NEW)
        first = kinds[i];
    }
  /* The same chip as at the last report would say nothing, and leave the rows of that one. */
  g_signal_handlers_block_by_func (self->chips, on_chosen, self);
  kx_import_report_view_choose (self, first);
  g_signal_handlers_unblock_by_func (self->chips, on_chosen, self);
  show_kind (self, first);
}

void
kx_import_report_view_set_narrow (KxImportReportView *self, gboolean narrow)
{
  kx_import_items_view_set_narrow (self->items, narrow);
}

void
kx_import_report_view_focus (KxImportReportView *self)
{
  g_autoptr (GList) chosen = gtk_flow_box_get_selected_children (self->chips);

  if (chosen != NULL)
    gtk_widget_grab_focus (chosen->data);
}

char *
kx_import_report_say_counts (const KxImportReport *report)
{
  static const char *const one[] = { N_ ("%u new"), N_ ("%u changed"), N_ ("%u unchanged"),
                                     N_ ("%u refused") };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < KX_IMPORT_N_OUTCOMES; i++)
    if (report->counts[i] > 0)
      {
        g_autofree char *count = g_strdup_printf ("%u", report->counts[i]);
        g_auto (GStrv) parts = g_strsplit (_ (one[i]), "%u", 2);

        g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? _ (", ") : "", parts[0], count,
                                parts[1] != NULL ? parts[1] : "");
      }
  return g_string_free (text, FALSE);
}
