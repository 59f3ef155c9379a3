#include "desktop/pages/kx-season-row.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-agreement-standing.h"
#include "models/kx-display.h"

struct _KxSeasonRow
{
  AdwBin parent_instance;
  KxRenewalSeason *season; /* owned */
  AdwActionRow *row;       /* borrowed */
};

static guint open_signal;

G_DEFINE_FINAL_TYPE (KxSeasonRow, kx_season_row, ADW_TYPE_BIN)

static void
show (KxSeasonRow *self)
{
  guint ending = kx_renewal_season_get_counts (self->season)->ending;
  g_autofree char *n = kx_format_count (ending), *days = kx_format_count (KX_STANDING_SOON_DAYS),
                  *words = kx_renewal_season_dup_words (self->season), *title = NULL, *escaped = NULL,
                  *said = NULL;

  title = kx_display_fill (N_ ("Renewal season: agreements that end within {days} days: {n}"), "days", days,
                           "n", n, NULL);
  said = g_strjoin ("\n", title, words, NULL);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), escaped);
  adw_action_row_set_subtitle (self->row, words);
  kx_a11y_set_label (GTK_WIDGET (self->row), said);
  gtk_widget_set_visible (GTK_WIDGET (self), ending > 0);
}

static void
on_activated (KxSeasonRow *self)
{
  g_signal_emit (self, open_signal, 0);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_SEASON_ROW (object)->season);
  G_OBJECT_CLASS (kx_season_row_parent_class)->dispose (object);
}

static void
kx_season_row_class_init (KxSeasonRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  open_signal =
      g_signal_new ("open", KX_TYPE_SEASON_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_season_row_init (KxSeasonRow *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), TRUE);
  adw_action_row_set_title_lines (self->row, 0);
  adw_action_row_set_subtitle_lines (self->row, 0);
  adw_action_row_add_suffix (self->row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->row));
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), list);
}

GtkWidget *
kx_season_row_new (KxRenewalSeason *season)
{
  KxSeasonRow *self = g_object_new (KX_TYPE_SEASON_ROW, NULL);

  self->season = g_object_ref (season);
  g_signal_connect_object (season, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
