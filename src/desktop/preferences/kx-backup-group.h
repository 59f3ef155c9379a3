/* The group of the preferences about backups: of a profile on this computer they are made, listed and
 * restored here; of another it says who makes them. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_BACKUP_GROUP (kx_backup_group_get_type ())
G_DECLARE_FINAL_TYPE (KxBackupGroup, kx_backup_group, KX, BACKUP_GROUP, AdwPreferencesGroup)

/* Once, after it was made by a template. */
void kx_backup_group_set_profile (KxBackupGroup *self, KxProfile *profile);

/* Lets go of the profile: the page is closed. */
void kx_backup_group_release (KxBackupGroup *self);

G_END_DECLS
