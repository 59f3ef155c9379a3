#include "desktop/kx-window-private.h"

#include "desktop/kx-gettext.h"

/* After a profile was opened it is looked this often whether the first page has come. */
#define START_MS 250
/* A page that does not come is no reason to stay away from the service. */
#define MOST_LOOKS 20

static void
ready (KxWindow *self, KxProfile *profile)
{
  kx_window_set_profile (self, profile);
  kx_window_close_start (self);
}

KxStart *
kx_window_open_start (KxWindow *self)
{
  g_autofree char *open =
      self->profile != NULL ? g_path_get_basename (kx_profile_get_dir (self->profile)) : NULL;

  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  self->opening = FALSE;
  if (self->start == NULL)
    {
      self->start_page = KX_START_PAGE (kx_start_page_new ());
      gtk_stack_add_named (self->frame, GTK_WIDGET (self->start_page), "start");
      self->start = kx_start_new (self->start_page);
      g_signal_connect_object (self->start, "ready", G_CALLBACK (ready), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->start, "left", G_CALLBACK (kx_window_close_start), self,
                               G_CONNECT_SWAPPED);
    }
  kx_start_page_set_can_leave (self->start_page, self->profile != NULL);
  kx_start_choose (self->start, open);
  gtk_stack_set_visible_child_name (self->frame, "start");
  kx_window_update_actions (self);
  return self->start;
}

void
kx_window_close_start (KxWindow *self)
{
  g_return_if_fail (KX_IS_WINDOW (self));
  if (kx_window_is_at_desk (self))
    return;
  gtk_stack_set_visible_child_name (self->frame, "desk");
  kx_window_update_actions (self);
  kx_page_entered (kx_window_get_page (self));
  kx_window_follow_link (self);
}

/* The way to the service is made ready once there is something to see: libraries are loaded for it. */
static gboolean
start_profile (gpointer data)
{
  KxWindow *self = data;

  if (!kx_window_is_settled (self) && self->start_looks++ < MOST_LOOKS)
    return G_SOURCE_CONTINUE;
  self->start_timer = 0;
  kx_profile_start (self->profile);
  return G_SOURCE_REMOVE;
}

/* Takes `profile`; NULL: it could not be opened. */
static void
show_profile (KxWindow *self, const char *name, KxProfile *opened)
{
  g_autoptr (KxProfile) profile = opened;
  KxMirrorSummary summary;

  self->opening = FALSE;
  if (profile != NULL)
    kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  /* Without the data there is nothing to see yet, and what went wrong is said where one can do something
   * about it. */
  if (profile == NULL || summary.synced_at.ms == 0)
    {
      g_clear_object (&profile);
      kx_start_open (kx_window_open_start (self), name);
      return;
    }
  kx_window_set_profile (self, profile);
  kx_window_close_start (self);
  self->start_looks = 0;
  /* Frames that wait to be drawn come first. */
  self->start_timer = g_timeout_add_full (G_PRIORITY_LOW, START_MS, start_profile, self, NULL);
}

void
kx_window_await_profile (KxWindow *self)
{
  g_return_if_fail (KX_IS_WINDOW (self) && self->profile == NULL);
  self->opening = TRUE;
  gtk_label_set_label (self->sync_label, _ ("Opening…"));
  /* There is nothing yet to be searched; the page that comes shows it again. */
  gtk_widget_set_visible (GTK_WIDGET (self->search_button), FALSE);
  gtk_image_set_from_icon_name (self->sync_icon, "emblem-synchronizing-symbolic");
  kx_window_update_actions (self);
}

void
kx_window_open_profile (KxWindow *self, const char *name)
{
  g_autofree char *folder = kx_profile_dir (name);

  g_return_if_fail (KX_IS_WINDOW (self));
  show_profile (self, name, kx_profile_open (folder, NULL));
}

void
kx_window_take_profile (KxWindow *self, const char *name, KxProfile *profile)
{
  g_return_if_fail (KX_IS_WINDOW (self));
  g_return_if_fail (KX_IS_PROFILE (profile));
  show_profile (self, name, profile);
}

gboolean
kx_window_is_settled (KxWindow *self)
{
  KxPage *page;

  g_return_val_if_fail (KX_IS_WINDOW (self), TRUE);
  page = kx_window_get_page (self);
  return !self->opening && (self->start == NULL || !kx_start_is_busy (self->start)) &&
         (page == NULL || !kx_page_is_loading (page));
}
