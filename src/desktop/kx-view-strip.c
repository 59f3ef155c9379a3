#include "desktop/kx-view-strip.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

/* So much is seen of what stands beside the view that is shown. */
#define EDGE 12

struct _KxViewStrip
{
  AdwBin parent_instance;

  GtkWidget *line;             /* borrowed: all of it; NULL: there were no views yet */
  GtkWidget *scroll, *buttons; /* the strip's own */
  GtkWidget *more;             /* likewise: the menu of the views that are seldom looked at */
  const KxPlace *root;         /* whose views stand there; NULL: none */
  GtkWidget *active;           /* borrowed: the button of the view that is shown; NULL: none */
  guint frame;                 /* what waits for the next frame; 0: nothing */
};

G_DEFINE_FINAL_TYPE (KxViewStrip, kx_view_strip, ADW_TYPE_BIN)

static const KxPlace *
place_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "kx-place");
}

static void
on_clicked (GtkWidget *button)
{
  gtk_widget_activate_action (button, "win.go", "s", place_of (button)->name);
}

static void
add_view (KxViewStrip *self, const KxPlace *place)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (_ (place->title));
  GtkWidget *first = gtk_widget_get_first_child (self->buttons);

  g_object_set_data (G_OBJECT (button), "kx-place", (gpointer) place);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  gtk_widget_add_css_class (button, "flat");
  kx_a11y_set_label (button, _ (place->title));
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), NULL);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

/* Beside the others, so that it can be seen however narrow the window is. */
static void
set_more (KxViewStrip *self, GMenu *menu)
{
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->more), G_MENU_MODEL (menu));
  gtk_widget_set_visible (self->more, g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
}

static void
add_rare (GMenu *menu, const KxPlace *place)
{
  g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (place->name));
  g_autofree char *action = g_action_print_detailed_name ("win.go", target);

  g_menu_append (menu, _ (place->title), action);
}

static gboolean
is_view (const KxPlace *place, const KxPlace *root)
{
  return kx_place_get_root (place) == root && kx_place_is_there (place);
}

static void
fill (KxViewStrip *self, const KxPlace *root)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->buttons), child);
  self->root = root;
  self->active = NULL;
  for (const KxPlace *place = kx_places; root != NULL && place->name != NULL; place++)
    if (is_view (place, root))
      {
        if (place->rare)
          add_rare (menu, place);
        else
          add_view (self, place);
      }
  set_more (self, menu);
}

static GtkAdjustment *
get_place (KxViewStrip *self)
{
  return gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroll));
}

static gboolean
scroll_to_active (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  KxViewStrip *self = data;
  graphene_rect_t at;

  /* What has just been put there has its place in the next frame. */
  if (self->active != NULL && gtk_widget_get_mapped (self->active) &&
      gtk_widget_get_width (self->active) == 0)
    return G_SOURCE_CONTINUE;
  self->frame = 0;
  /* In what scrolls there is a margin around the buttons. */
  if (self->active != NULL && gtk_widget_get_mapped (self->active) &&
      gtk_widget_compute_bounds (self->active, gtk_widget_get_parent (self->buttons), &at))
    {
      double from = gtk_adjustment_get_value (get_place (self)) + at.origin.x;

      gtk_adjustment_clamp_page (get_place (self), from - EDGE, from + at.size.width + EDGE);
    }
  return G_SOURCE_REMOVE;
}

/* In a narrow window the view that is shown would stand beyond the edge. Where it stands is known when all
 * sizes are. */
static void
follow_active (KxViewStrip *self)
{
  if (self->frame == 0)
    self->frame = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_active, self, NULL);
}

/* A view of the menu shows its name there while it is the one that is shown. Spoken, it is not the menu of
 * the page, which is called "More". */
static void
show_rare (KxViewStrip *self, const KxPlace *place)
{
  gboolean shown = place != NULL && place->rare;
  const char *spoken = shown ? _ (place->title) : _ ("More views");

  gtk_label_set_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (self->more))),
                      shown ? _ (place->title) : _ ("More"));
  kx_a11y_set_label (self->more, spoken);
  /* It is the button in it that has the focus. */
  kx_a11y_set_label (gtk_widget_get_first_child (self->more), spoken);
  if (shown)
    gtk_widget_add_css_class (self->more, "shown");
  else
    gtk_widget_remove_css_class (self->more, "shown");
}

/* Few places have views: what shows them is made for the first one that has. */
static void
make_parts (KxViewStrip *self)
{
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->scroll = gtk_scrolled_window_new ();
  self->more = gtk_menu_button_new ();
  /* Its own label would be spoken besides. */
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->more), gtk_label_new (NULL));
  gtk_widget_set_halign (self->line, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->buttons, "views");
  gtk_widget_add_css_class (self->more, "views-more");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->more), FALSE);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->more), TRUE);
  /* Many views scroll in a narrow window. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (self->scroll), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), self->buttons);
  gtk_box_append (GTK_BOX (self->line), self->scroll);
  gtk_box_append (GTK_BOX (self->line), self->more);
  adw_bin_set_child (ADW_BIN (self), self->line);
  g_signal_connect_object (get_place (self), "changed", G_CALLBACK (follow_active), self, G_CONNECT_SWAPPED);
}

static gboolean
has_views (const KxPlace *root)
{
  guint n = 0;

  for (const KxPlace *place = kx_places; root != NULL && place->name != NULL; place++)
    n += is_view (place, root) && !place->rare;
  return n > 1;
}

void
kx_view_strip_show (KxViewStrip *self, const KxPlace *place)
{
  const KxPlace *root = place != NULL ? kx_place_get_root (place) : NULL;
  guint n = 0;

  g_return_if_fail (KX_IS_VIEW_STRIP (self));
  if (self->line == NULL && !has_views (root))
    return;
  if (self->line == NULL)
    make_parts (self);
  if (root != self->root)
    fill (self, root);
  self->active = NULL;
  show_rare (self, place);
  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), place_of (button) == place);
      if (place_of (button) == place)
        self->active = button;
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  follow_active (self);
}

static void
kx_view_strip_class_init (KxViewStripClass *class)
{
}

static void
kx_view_strip_init (KxViewStrip *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  kx_a11y_set_label (GTK_WIDGET (self), _ ("Views"));
}
