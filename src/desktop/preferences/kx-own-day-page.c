#include "desktop/preferences/kx-own-day-page.h"

#include "core/entities/kx-own-day.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-own-day-words.h"
#include "desktop/preferences/kx-row-form.h"
#include "desktop/record/kx-act.h"

char *
kx_own_day_page_dup_draft_prefix (const char *office)
{
  return g_strdup_printf ("own_day/of/%s/", office);
}

/* The id of a new day that was begun and not saved; NULL: there is none. */
static char *
find_begun (KxDesk *desk, const char *prefix)
{
  g_auto (GStrv) keys = kx_mirror_list_drafts (kx_desk_get_mirror (desk), prefix);

  for (char **key = keys; *key != NULL; key++)
    {
      g_autoptr (KxRecord) row = kx_desk_get_row (desk, &kx_own_day_entity, *key + strlen (prefix));

      if (row == NULL)
        return g_strdup (*key + strlen (prefix));
    }
  return NULL;
}

/* Says what the day that is typed would be without the office's own word. */
static void
say_law (KxForm *form, guint field, GtkLabel *law)
{
  const KxRecord *record = kx_form_get_record (form);
  g_autofree char *typed = NULL, *words = NULL;
  KxDate day = { 0 };

  if (field != kx_own_day_f_day)
    return;
  if (record != NULL)
    day = kx_record_get (record, kx_own_day_f_day).DATE;
  else
    {
      typed = kx_field_entry_dup_typed (kx_form_get_entry (form, kx_own_day_f_day));
      if (kx_form_date_read (typed, FALSE, kx_format_today (), &day) != NULL)
        day.ymd = 0;
    }
  words = kx_date_is_valid (day) ? kx_own_day_dup_law (day) : NULL;
  gtk_label_set_label (law, words != NULL ? words : _ ("A day counts in all deadlines of this office."));
}

static GtkWidget *
make_law (void)
{
  GtkWidget *law = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (law), TRUE);
  gtk_label_set_xalign (GTK_LABEL (law), 0);
  gtk_widget_add_css_class (law, "dim-label");
  return law;
}

static void
put_beginning (KxForm *form, const char *office)
{
  g_autoptr (KxRecord) beginning = kx_record_new (&kx_own_day_entity, NULL, NULL);

  kx_own_day_set_office (kx_own_day (beginning), office);
  kx_own_day_set_kind (kx_own_day (beginning), kx_own_day_kind_holiday);
  kx_form_set_beginning (form, beginning);
}

KxSubpage *
kx_own_day_page_new (KxDesk *desk, const char *office, const char *id)
{
  KxSubpage *page = kx_subpage_new (id != NULL ? _ ("Change a day") : _ ("Add a day"));
  g_autofree char *prefix = kx_own_day_page_dup_draft_prefix (office);
  g_autofree char *row = id != NULL ? g_strdup (id) : find_begun (desk, prefix), *draft = NULL;
  GtkWidget *group = adw_preferences_group_new (), *law = make_law ();
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  KxRowForm *editor;
  KxForm *form;

  if (row == NULL)
    row = kx_act_new_id ();
  draft = g_strconcat (prefix, row, NULL);
  editor = kx_row_form_new (desk, &kx_own_day_entity, row, draft);
  form = kx_row_form_get_form (editor);
  if (kx_row_form_get_record (editor) == NULL)
    put_beginning (form, office);
  /* It is the office whose days are looked at. */
  gtk_widget_set_visible (GTK_WIDGET (kx_form_get_entry (form, kx_own_day_f_office)), FALSE);
  kx_form_add_below (form, 0, law);
  g_signal_connect_object (form, "changed", G_CALLBACK (say_law), law, 0);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "form-section");
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (editor));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), card);
  kx_subpage_add (page, ADW_PREFERENCES_GROUP (group));
  kx_row_form_edit (editor);
  say_law (form, kx_own_day_f_day, GTK_LABEL (law));
  g_signal_connect_object (editor, "closed", G_CALLBACK (kx_subpage_close), page, G_CONNECT_SWAPPED);
  return page;
}
