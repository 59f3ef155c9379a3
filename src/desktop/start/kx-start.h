/* What the first pages ask for: finds the service, signs in, opens the profile and watches its first load.
 * Belongs to one window. */
#pragma once

#include "desktop/kx-page.h"
#include "desktop/start/kx-start-page.h"

G_BEGIN_DECLS

#define KX_TYPE_START (kx_start_get_type ())
G_DECLARE_FINAL_TYPE (KxStart, kx_start, KX, START, GObject)

/* `page` is what the person sees. Neither is referenced: the window owns both. Signals: "ready" (KxProfile
 * *profile): a profile is open and started, and its first load is done or may go on behind; "left" (): the
 * person goes back. */
KxStart *kx_start_new (KxStartPage *page);

/* The first screen, with the profiles of this computer. `open` (may be NULL) is the name of the one that the
 * window shows already; choosing it leaves. */
void kx_start_choose (KxStart *self, const char *open);

/* Connects to `url`. With user and password nothing is asked, unless something goes wrong. `name` is that of
 * the profile's folder, or NULL. */
void kx_start_connect (KxStart *self, const char *url, const char *name, const char *user,
                       const char *password);

/* Opens a known profile. FALSE: it could not be opened, and the first screen says why. */
gboolean kx_start_open (KxStart *self, const char *name);

/* Nothing that is under way is wanted any more. */
void kx_start_cancel (KxStart *self);

/* Something is being asked, or a first load is under way. */
gboolean kx_start_is_busy (KxStart *self);

/* TRUE when `url` leads to this computer only. */
gboolean kx_start_is_loopback (const char *url);

/* The code of an area that a person gave as a code or as a name that no other area has; NULL with an error
 * that says what is wrong. Free with g_free(). */
char *kx_start_find_area (const char *text, GError **error);

G_END_DECLS
