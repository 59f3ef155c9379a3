#include "desktop/kx-head-start.h"

#include "desktop/kx-places.h"
#include "desktop/kx-settings.h"
#include "desktop/pages/kx-overview-page.h"

struct _KxHeadStart
{
  char *profile;     /* owned */
  gboolean overview; /* it is what will be seen first */
  GThread *thread;   /* gives the profile; NULL: it did */
};

static gpointer
open_profile (gpointer data)
{
  const KxHeadStart *self = data;
  g_autofree char *folder = kx_profile_dir (self->profile);
  KxProfile *profile = kx_profile_open (folder, NULL);
  KxMirrorSummary summary;

  if (profile == NULL)
    return NULL;
  kx_mirror_get_summary (kx_profile_get_mirror (profile), &summary);
  if (self->overview && summary.synced_at.ms != 0)
    kx_overview_page_begin (profile);
  return profile;
}

static gboolean
begins_with_overview (const char *profile, const char *page)
{
  g_autoptr (GSettings) settings = kx_settings_new_for_profile (profile);
  g_autofree char *place = g_settings_get_string (settings, "place");
  g_autofree char *record = g_settings_get_string (settings, "record");

  return page != NULL ? g_str_equal (page, kx_places[0].name)
                      : g_str_equal (place, kx_places[0].name) && *record == '\0';
}

KxHeadStart *
kx_head_start_begin (const char *profile, const char *page)
{
  KxHeadStart *self = g_new0 (KxHeadStart, 1);

  self->profile = g_strdup (profile);
  self->overview = begins_with_overview (profile, page);
  self->thread = g_thread_new ("kx-head-start", open_profile, self);
  return self;
}

KxProfile *
kx_head_start_take (KxHeadStart *self, const char *profile)
{
  return self->thread != NULL && g_str_equal (self->profile, profile)
             ? g_thread_join (g_steal_pointer (&self->thread))
             : NULL;
}

void
kx_head_start_free (KxHeadStart *self)
{
  g_autoptr (KxProfile) left = kx_head_start_take (self, self->profile);

  g_free (self->profile);
  g_free (self);
}
