/* The title of an agency's page, its chips and banner, and which actions there are. */
#include "desktop/pages/kx-agency-page-private.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "models/kx-display.h"

/* More acts than these wait for nobody who looks at one record. */
#define MOST_ACTS 1000

/* What became of the changes of this record that were made here. */
typedef struct
{
  guint waiting, refused;
} Acts;

static Acts
count_acts (KxAgencyPage *self)
{
  KxMirror *mirror = kx_desk_get_mirror (self->desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  g_autoptr (GPtrArray) items = book != NULL ? kx_mirror_outbox_list (book, MOST_ACTS, NULL) : NULL;
  Acts acts = { 0, 0 };

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KxOutItem *item = items->pdata[i];

      if (item->op == NULL || g_strcmp0 (item->op->row, self->row_id) != 0)
        continue;
      if (item->state == KX_OUT_REFUSED || item->state == KX_OUT_ORPHAN)
        acts.refused++;
      else
        acts.waiting++;
    }
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return acts;
}

static GtkWidget *
add_chip (KxAgencyPage *self, const char *icon, const char *words, const char *style)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *label = gtk_label_new (words);

  if (icon != NULL)
    gtk_box_append (GTK_BOX (chip), gtk_image_new_from_icon_name (icon));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (chip, words);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_widget_add_css_class (chip, "chip");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  kx_a11y_set_label (chip, words);
  gtk_box_append (GTK_BOX (self->chips), chip);
  return chip;
}

static void
press_chip (GtkButton *button, KxAgencyPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "kx-id");
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL)
    kx_window_open_row (window, "agency", id);
}

/* A chip that opens another record. */
static void
add_link (KxAgencyPage *self, const char *words, const char *id)
{
  GtkWidget *button = gtk_button_new_with_label (words);

  gtk_widget_add_css_class (button, "chip");
  gtk_widget_add_css_class (button, "chip-link");
  gtk_widget_set_tooltip_text (button, _ ("Open that record"));
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (press_chip), self);
  gtk_box_append (GTK_BOX (self->chips), button);
}

static void
add_links (KxAgencyPage *self, const Kx_agency *agency)
{
  const char *main = kx_agency_get_alias_of (agency);
  g_autoptr (GPtrArray) others =
      kx_desk_list (self->desk, &kx_agency_entity, kx_agency_f_alias_of, self->row_id);

  if (main != NULL)
    {
      g_autofree char *title = kx_lookup_dup_title (kx_desk_get_lookup (self->desk), &kx_agency_entity, main);
      /* Translators: the name of another record follows. */
      g_autofree char *words = g_strdup_printf (_ ("Second record of %s"), title != NULL ? title : main);

      add_link (self, words, main);
    }
  for (guint i = 0; i < others->len; i++)
    {
      g_autofree char *title = kx_display_title (others->pdata[i]);
      /* Translators: the name of another record of the same institution follows. */
      g_autofree char *words = g_strdup_printf (_ ("Also recorded as %s"), title);

      add_link (self, words, ((KxRecord *) others->pdata[i])->id);
    }
}

static void
add_state (KxAgencyPage *self, const KxRecord *record)
{
  const Kx_agency *agency = (const Kx_agency *) record;
  const char *code = kx_agency_get_uscc (agency);

  add_chip (self, NULL, code != NULL ? code : _ ("No code"), "numeric");
  if (record->deleted_at.ms != 0)
    add_chip (self, "user-trash-symbolic", _ ("In the trash"), "error");
  if (kx_record_has (record, kx_agency_f_status))
    {
      g_autofree char *status = kx_display_field (record, kx_agency_f_status);
      gboolean works = kx_agency_get_status (agency) == kx_agency_status_operating;

      add_chip (self, works ? "emblem-ok-symbolic" : "dialog-warning-symbolic", status,
                works ? "success" : "warning");
    }
  if (kx_agency_get_out_of_area (agency))
    add_chip (self, "mark-location-symbolic", _ ("Outside the office's area"), NULL);
}

static void
add_work (KxAgencyPage *self)
{
  Acts acts = count_acts (self);
  guint conflicts = self->conflicts != NULL ? self->conflicts->len : 0;
  g_autofree char *words = NULL;

  if (acts.refused > 0)
    add_chip (self, "dialog-error-symbolic", _ ("A change was refused: see Activity"), "error");
  else if (acts.waiting > 0)
    add_chip (self, "content-loading-symbolic", _ ("Waits to be sent"), NULL);
  if (conflicts == 0)
    return;
  words = g_strdup_printf (ngettext ("%u conflict", "%u conflicts", conflicts), conflicts);
  add_chip (self, "dialog-warning-symbolic", words, "warning");
}

void
kx_agency_page_show_head (KxAgencyPage *self)
{
  const KxRecord *record = kx_agency_page_get_record (self);
  g_autofree char *title = NULL;
  GtkWidget *child;

  if (self->form == NULL)
    return;
  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  gtk_widget_set_visible (self->chips, record != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher), !self->fresh);
  if (record == NULL)
    {
      gtk_label_set_label (self->name, _ ("New agency"));
      kx_page_set_title (KX_PAGE (self), _ ("New agency"));
      return;
    }
  title = kx_display_title (record);
  gtk_label_set_label (self->name, title);
  kx_page_set_title (KX_PAGE (self), title);
  add_state (self, record);
  add_links (self, (const Kx_agency *) record);
  add_work (self);
}

void
kx_agency_page_show_banner (KxAgencyPage *self, KxBanner banner, const char *words)
{
  gboolean typed = banner == KX_BANNER_RESTORED || banner == KX_BANNER_KEPT;

  self->banner_state = banner;
  gtk_widget_set_visible (self->banner, banner != KX_BANNER_NONE);
  gtk_label_set_label (self->banner_words, words != NULL ? words : "");
  gtk_widget_set_visible (self->banner_throw, typed);
  gtk_widget_set_visible (self->banner_act, banner == KX_BANNER_KEPT || banner == KX_BANNER_TRASHED);
  gtk_button_set_label (GTK_BUTTON (self->banner_act),
                        banner == KX_BANNER_TRASHED ? _ ("Restore") : _ ("Go on editing"));
}

void
kx_agency_page_show_actions (KxAgencyPage *self)
{
  KxPage *page = KX_PAGE (self);
  const KxRecord *record = kx_agency_page_get_record (self);
  gboolean living = record != NULL && record->deleted_at.ms == 0;
  gboolean editing = self->form != NULL && kx_form_get_editing (self->form);
  gboolean linked = living && kx_record_has (record, kx_agency_f_alias_of);
  gboolean may_change =
      living && kx_desk_may (self->desk, &kx_agency_entity, KX_OP_PATCH, NULL, record->space);
  gboolean may_delete =
      living && kx_desk_may (self->desk, &kx_agency_entity, KX_OP_DELETE, NULL, record->space);
  gboolean may_link =
      living && kx_desk_may (self->desk, &kx_agency_entity, KX_OP_ACTION, "link_alias", record->space);
  gboolean may_add =
      self->desk != NULL && kx_desk_may (self->desk, &kx_agency_entity, KX_OP_CREATE, NULL, NULL);

  kx_page_set_action_enabled (page, "edit", may_change && !editing);
  kx_page_set_action_enabled (page, "save", editing && !self->saving);
  kx_page_set_action_enabled (page, "pause", editing);
  kx_page_set_action_enabled (page, "new", may_add);
  kx_page_set_action_enabled (
      page, "new-agreement",
      living && !linked && kx_desk_may (self->desk, &kx_agreement_entity, KX_OP_CREATE, NULL, record->space));
  kx_page_set_action_enabled (page, "delete", may_delete);
  kx_page_set_action_enabled (page, "restore", record != NULL && !living);
  kx_page_set_action_enabled (page, "link-alias", may_link && !linked);
  kx_page_set_action_enabled (page, "unlink-alias", may_link && linked);
  kx_page_set_action_enabled (page, "copy", record != NULL);
  kx_page_set_action_enabled (page, "copy-link", record != NULL);
  kx_page_set_action_enabled (page, "previous", record != NULL);
  kx_page_set_action_enabled (page, "next", record != NULL);
  gtk_widget_set_visible (self->edit, may_change && !editing);
  gtk_widget_set_visible (self->save, editing);
  gtk_widget_set_visible (self->pause, editing);
  gtk_widget_set_visible (self->more, record != NULL);
}
