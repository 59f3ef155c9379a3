#include "desktop/lists/kx-row-summary.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"
#include "models/kx-office-days.h"

struct _KxRowSummary
{
  AdwBin parent_instance;

  KxRowItem *item; /* owned, or NULL */
  gulong handler;
  GtkWidget *box; /* the bin's child's child */
  const KxRowFacts *facts;
};

G_DEFINE_FINAL_TYPE (KxRowSummary, kx_row_summary, ADW_TYPE_BIN)

void
kx_row_summary_add (KxRowSummary *summary, const char *name, const char *text)
{
  if (*text == '\0')
    return;
  gtk_box_append (GTK_BOX (summary->box), kx_label_new (name, "fact-name"));
  gtk_box_append (GTK_BOX (summary->box), kx_label_new (text, "fact"));
}

void
kx_row_summary_add_date (KxRowSummary *summary, const KxRecord *record, guint field, const char *office)
{
  KxDate day = kx_record_get (record, field).DATE, today = kx_display_today ();
  gboolean past = day.ymd < today.ymd, provisional = FALSE;
  g_autofree char *date = NULL, *left = NULL, *text = NULL;
  int days;

  if (!kx_record_has (record, field))
    return;
  days = kx_office_days_between (office, past ? day : today, past ? today : day, &provisional);
  date = kx_format_date (day);
  left = kx_display_remaining (day, today, days, provisional);
  text = g_strdup_printf ("%s · %s", date, left);
  kx_row_summary_add (summary, kx_display_label (&record->entity->fields[field]), text);
}

static void
clear (KxRowSummary *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

/* What the row is called here. */
static char *
dup_heading (KxRowSummary *self)
{
  if (self->facts->heading >= 0)
    return kx_row_item_dup_text (self->item, (guint) self->facts->heading);
  return kx_row_item_dup_title (self->item);
}

static void
show (KxRowSummary *self)
{
  const KxRecord *record = self->item != NULL ? kx_row_item_get_record (self->item) : NULL;
  g_autofree char *title = NULL, *match = NULL;

  clear (self);
  if (self->facts == NULL)
    return;
  if (record == NULL)
    {
      gtk_box_append (GTK_BOX (self->box), kx_label_new (_ (self->facts->nothing), "dim-label"));
      return;
    }
  title = dup_heading (self);
  gtk_box_append (GTK_BOX (self->box), kx_label_new (title, "title-4"));
  if (kx_row_item_get_match (self->item) != NULL)
    {
      /* Translators: {text} is a former name or a number by which a search found the agency */
      match = kx_display_fill (N_ ("Found by {text}"), "text", kx_row_item_get_match (self->item), NULL);
      gtk_box_append (GTK_BOX (self->box), kx_label_new (match, "dim-label"));
    }
  if (self->facts->add != NULL)
    self->facts->add (self, record);
  for (guint i = 0; i < self->facts->n_fields; i++)
    {
      guint field = self->facts->fields[i];
      g_autofree char *text = kx_row_item_dup_text (self->item, field);

      kx_row_summary_add (self, kx_display_label (&record->entity->fields[field]), text);
    }
}

static void
on_record (KxRowItem *item, GParamSpec *pspec, KxRowSummary *self)
{
  show (self);
}

void
kx_row_summary_show (KxRowSummary *summary, KxRowItem *item)
{
  if (summary->item == item)
    return;
  if (summary->item != NULL)
    g_clear_signal_handler (&summary->handler, summary->item);
  g_set_object (&summary->item, item);
  if (item != NULL)
    summary->handler = g_signal_connect (item, "notify::record", G_CALLBACK (on_record), summary);
  show (summary);
}

void
kx_row_summary_set_up (KxRowSummary *summary, const KxRowFacts *facts)
{
  summary->facts = facts;
  show (summary);
}

static void
dispose (GObject *object)
{
  KxRowSummary *self = KX_ROW_SUMMARY (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->handler, self->item);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (kx_row_summary_parent_class)->dispose (object);
}

static void
kx_row_summary_class_init (KxRowSummaryClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_row_summary_init (KxRowSummary *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "summary");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->box);
  gtk_widget_set_vexpand (scroll, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroll);
}
