/* A profile at work in the main loop of a test: opened at a real service, waited for, changed. */
#pragma once

#include "sync/kx-profile.h"

G_BEGIN_DECLS

/* Connects; the computer is called as the profile. NULL with the error. Not started. */
KxProfile *kx_test_work_connect (const char *url, const char *user, const char *password, const char *name,
                                 GError **error);

/* A profile on this computer of that name, started. */
KxProfile *kx_test_work_local (const char *name);

/* Removes it with all that it keeps; what is left of it is to be finished. */
void kx_test_work_forget (KxProfile *profile);

/* Closes it; it has to be the last reference. */
void kx_test_work_finish (KxProfile *profile);

/* Wait, half a minute at most: for a state of the engine; until everything is exchanged. */
void kx_test_work_await (KxProfile *profile, KxSyncState state);
void kx_test_work_await_quiet (KxProfile *profile);

/* A new agency of any office, shown at once. Its id is freed with g_free(). */
char *kx_test_work_add_agency (KxProfile *profile, const char *name);

/* A number from the mirror, and waiting until it is `wanted`. */
gint64 kx_test_work_number (KxProfile *profile, const char *sql);
void kx_test_work_await_number (KxProfile *profile, const char *sql, gint64 wanted);

G_END_DECLS
