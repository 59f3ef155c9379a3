#include "desktop/kx-head-start.h"

#include "desktop/kx-places.h"
#include "desktop/kx-settings.h"
#include "desktop/pages/kx-overview-page.h"

struct _KxHeadStart
{
  char *profile;     /* owned */
  gboolean overview; /* it is what will be seen first */
  GThread *thread;   /* gives the profile; NULL: it did */
  GMutex lock;       /* of what follows */
  gboolean done;     /* the thread has nothing more to do */
  GSource *source;   /* owned; calls who waits; NULL: nobody does */
  void (*call) (gpointer data);
  gpointer data; /* of the call */
};

static KxProfile *
open_profile (const KxHeadStart *self)
{
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

static gpointer
run (gpointer data)
{
  KxHeadStart *self = data;
  KxProfile *profile = open_profile (self);

  g_mutex_lock (&self->lock);
  self->done = TRUE;
  if (self->source != NULL)
    g_source_attach (self->source, NULL);
  g_mutex_unlock (&self->lock);
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

  g_mutex_init (&self->lock);
  self->profile = g_strdup (profile);
  self->overview = begins_with_overview (profile, page);
  self->thread = g_thread_new ("kx-head-start", run, self);
  return self;
}

gboolean
kx_head_start_is_done (KxHeadStart *self)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = self->done;
  g_mutex_unlock (&self->lock);
  return done;
}

static gboolean
call_who_waits (gpointer data)
{
  const KxHeadStart *self = data;

  self->call (self->data);
  return G_SOURCE_REMOVE;
}

void
kx_head_start_await (KxHeadStart *self, void (*done) (gpointer data), gpointer data)
{
  GSource *source = g_idle_source_new ();

  g_return_if_fail (self->source == NULL);
  self->call = done;
  self->data = data;
  /* Before a frame is drawn: it may already show what is waited for. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call_who_waits, self, NULL);
  g_mutex_lock (&self->lock);
  self->source = source;
  if (self->done)
    g_source_attach (source, NULL);
  g_mutex_unlock (&self->lock);
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

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_clear (&self->lock);
  g_free (self->profile);
  g_free (self);
}
