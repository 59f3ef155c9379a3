#include "desktop/pages/kx-agency-summary.h"

#include "core/entities/kx-agency.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

struct _KxAgencySummary
{
  AdwBin parent_instance;

  KxRowItem *item;  /* owned, or NULL */
  KxLookup *lookup; /* owned, or NULL */
  gulong handler;
  GtkWidget *box; /* the bin's child's child */
};

G_DEFINE_FINAL_TYPE (KxAgencySummary, kx_agency_summary, ADW_TYPE_BIN)

/* In the order in which an office asks. */
static const guint facts[] = { kx_agency_f_uscc,           kx_agency_f_county,    kx_agency_f_kind,
                               kx_agency_f_hospital_level, kx_agency_f_ownership, kx_agency_f_scopes_offered,
                               kx_agency_f_subspecialties, kx_agency_f_beds,      kx_agency_f_staff,
                               kx_agency_f_legal_rep,      kx_agency_f_contact,   kx_agency_f_phone,
                               kx_agency_f_address,        kx_agency_f_office };

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_fact (KxAgencySummary *self, const char *name, const char *text)
{
  if (*text == '\0')
    return;
  gtk_box_append (GTK_BOX (self->box), make_label (name, "fact-name"));
  gtk_box_append (GTK_BOX (self->box), make_label (text, "fact"));
}

/* The licence's last day, and how far it is. */
static void
add_licence (KxAgencySummary *self, const KxRecord *record)
{
  KxDate until = kx_record_get (record, kx_agency_f_licence_valid_to).DATE;
  g_autofree char *date = NULL, *left = NULL, *text = NULL;
  g_autoptr (KxCalendar) calendar = NULL;

  if (kx_record_get (record, kx_agency_f_licence_no_end).BOOLEAN)
    {
      add_fact (self, kx_display_label (&kx_agency_entity.fields[kx_agency_f_licence_valid_to]),
                _ ("Without end"));
      return;
    }
  if (!kx_record_has (record, kx_agency_f_licence_valid_to))
    return;
  date = kx_format_date (until);
  calendar = kx_lookup_dup_calendar (self->lookup, record);
  left = kx_format_days_left (until, kx_display_today (), calendar);
  text = g_strdup_printf ("%s · %s", date, left);
  add_fact (self, kx_display_label (&kx_agency_entity.fields[kx_agency_f_licence_valid_to]), text);
}

static void
clear (KxAgencySummary *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static void
show (KxAgencySummary *self)
{
  const KxRecord *record = self->item != NULL ? kx_row_item_get_record (self->item) : NULL;
  g_autofree char *title = NULL, *match = NULL;

  clear (self);
  if (record == NULL)
    {
      gtk_box_append (GTK_BOX (self->box),
                      make_label (_ ("Choose an agency to see what is known of it."), "dim-label"));
      return;
    }
  title = kx_row_item_dup_title (self->item);
  gtk_box_append (GTK_BOX (self->box), make_label (title, "title-4"));
  if (kx_row_item_get_match (self->item) != NULL)
    {
      /* Translators: {text} is a former name or a number by which a search found the agency */
      match = kx_display_fill (N_ ("Found by {text}"), "text", kx_row_item_get_match (self->item), NULL);
      gtk_box_append (GTK_BOX (self->box), make_label (match, "dim-label"));
    }
  add_licence (self, record);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *text = kx_row_item_dup_text (self->item, facts[i]);

      add_fact (self, kx_display_label (&kx_agency_entity.fields[facts[i]]), text);
    }
}

static void
on_record (KxRowItem *item, GParamSpec *pspec, KxAgencySummary *self)
{
  show (self);
}

void
kx_agency_summary_show (KxAgencySummary *summary, KxRowItem *item)
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
kx_agency_summary_set_lookup (KxAgencySummary *summary, KxLookup *lookup)
{
  g_set_object (&summary->lookup, lookup);
  show (summary);
}

static void
dispose (GObject *object)
{
  KxAgencySummary *self = KX_AGENCY_SUMMARY (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->handler, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->lookup);
  G_OBJECT_CLASS (kx_agency_summary_parent_class)->dispose (object);
}

static void
kx_agency_summary_class_init (KxAgencySummaryClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_agency_summary_init (KxAgencySummary *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "summary");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->box);
  gtk_widget_set_vexpand (scroll, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroll);
  show (self);
}
