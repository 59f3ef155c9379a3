/* Backs the data of a profile on this computer up once a day while its window is open, where the preferences
 * say so, into the folder that was chosen there. */
#pragma once

#include "desktop/kx-window.h"

G_BEGIN_DECLS

#define KX_TYPE_DAILY_BACKUP (kx_daily_backup_get_type ())
G_DECLARE_FINAL_TYPE (KxDailyBackup, kx_daily_backup, KX, DAILY_BACKUP, GObject)

/* Looks now and then from here on, until kx_daily_backup_stop(); `window` is told what went wrong. NULL: the
 * service is elsewhere and makes its own. */
KxDailyBackup *kx_daily_backup_new (KxWindow *window, KxProfile *profile);

/* Looks no more; a backup under way comes to its end. */
void kx_daily_backup_stop (KxDailyBackup *self);

/* Looks now. TRUE: a backup begins, for the last one is older than a day. */
gboolean kx_daily_backup_look (KxDailyBackup *self);

/* A backup is under way. */
gboolean kx_daily_backup_is_busy (KxDailyBackup *self);

G_END_DECLS
