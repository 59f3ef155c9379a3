#include "desktop/kx-daily-backup.h"

#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-settings.h"
#include "sync/kx-local-backup.h"
#include "sync/kx-profile.h"

#define LOOK_SECONDS 300
/* A little less than a day: who begins at nine every morning has one every morning. */
#define OLD_MS (G_GINT64_CONSTANT (20) * 3600 * 1000)
/* What failed is tried again after that. */
#define AGAIN_MS (G_GINT64_CONSTANT (2) * 3600 * 1000)

struct _KxDailyBackup
{
  GObject parent;
  KxWindow *window;    /* weak */
  KxLocal *local;      /* owned */
  GSettings *settings; /* owned */
  guint timer;
  gint64 failed_at; /* milliseconds; 0: the last one did not */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KxDailyBackup, kx_daily_backup, G_TYPE_OBJECT)

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxDailyBackup) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  self->busy = FALSE;
  self->failed_at = 0;
  if (kx_local_backup_make_finish (KX_LOCAL_SERVICE (source), result, NULL, NULL, &error))
    return;
  self->failed_at = kx_format_now ().ms;
  /* Translators: why, in a sentence */
  words = g_strdup_printf (_ ("Today’s backup was not made. %s"), error->message);
  if (self->window != NULL)
    kx_window_toast (self->window, words);
}

/* The newest backup of the folder is from yesterday, or there is none. A folder that cannot be read counts as
 * one: why is told when the backup fails. */
static gboolean
is_due (const char *folder, gint64 now)
{
  g_autoptr (GPtrArray) list = kx_local_backup_list (folder, NULL);
  const KxLocalBackup *last = list != NULL && list->len > 0 ? list->pdata[0] : NULL;

  return last == NULL || now - last->at.ms > OLD_MS;
}

gboolean
kx_daily_backup_look (KxDailyBackup *self)
{
  g_autofree char *folder = g_settings_get_string (self->settings, "backup-folder");
  g_autofree char *name = NULL, *path = NULL;
  KxTime now = kx_format_now ();

  if (self->busy || *folder == '\0' || !g_settings_get_boolean (self->settings, "backup-daily") ||
      !kx_local_is_running (self->local) || now.ms - self->failed_at < AGAIN_MS || !is_due (folder, now.ms))
    return FALSE;
  name = kx_local_backup_name (now);
  path = g_build_filename (folder, name, NULL);
  self->busy = TRUE;
  kx_local_backup_make_async (self->local, path, NULL, made, g_object_ref (self));
  return TRUE;
}

static gboolean
look_again (gpointer data)
{
  kx_daily_backup_look (data);
  return G_SOURCE_CONTINUE;
}

gboolean
kx_daily_backup_is_busy (KxDailyBackup *self)
{
  return self->busy;
}

void
kx_daily_backup_stop (KxDailyBackup *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_weak_pointer (&self->window);
}

static void
dispose (GObject *object)
{
  KxDailyBackup *self = KX_DAILY_BACKUP (object);

  kx_daily_backup_stop (self);
  g_clear_object (&self->local);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (kx_daily_backup_parent_class)->dispose (object);
}

static void
kx_daily_backup_class_init (KxDailyBackupClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_daily_backup_init (KxDailyBackup *self)
{
}

KxDailyBackup *
kx_daily_backup_new (KxWindow *window, KxProfile *profile)
{
  KxLocal *local = kx_profile_get_local (profile);
  g_autofree char *name = g_path_get_basename (kx_profile_get_dir (profile));
  KxDailyBackup *self;

  if (local == NULL)
    return NULL;
  self = g_object_new (KX_TYPE_DAILY_BACKUP, NULL);
  g_set_weak_pointer (&self->window, window);
  self->local = g_object_ref (local);
  self->settings = kx_settings_new_for_profile (name);
  self->timer = g_timeout_add_seconds (LOOK_SECONDS, look_again, self);
  return self;
}
