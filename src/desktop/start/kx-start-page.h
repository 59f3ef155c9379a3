/* The first pages: connect to a service or work on this computer, sign in, and the first load. This is what
 * is seen; kx-start.h does what is asked here. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_START_PAGE (kx_start_page_get_type ())
G_DECLARE_FINAL_TYPE (KxStartPage, kx_start_page, KX, START_PAGE, AdwBin)

/* Signals:
 *   "address-given" (const char *address)
 *   "certificate-accepted" ()
 *   "signed-in" (const char *user, const char *password)
 *   "local-given" (const char *area, const char *person): the area as a code or a name
 *   "profile-chosen" (const char *name)
 *   "begin" (): work may begin while the first load still runs
 *   "cancelled" (): what is under way is not wanted any more
 *   "left" (): back to the profile that is open */

typedef enum
{
  KX_START_CHOOSE,
  KX_START_ADDRESS,
  KX_START_SIGN_IN,
  KX_START_LOCAL,
  KX_START_LOADING
} KxStartScreen;

GtkWidget *kx_start_page_new (void);

void kx_start_page_show (KxStartPage *self, KxStartScreen screen);
KxStartScreen kx_start_page_get_screen (KxStartPage *self);

/* The profiles of this computer, offered on the first screen: name and what it is, such as "Li Na, 10.0.0.5".
 */
void kx_start_page_add_profile (KxStartPage *self, const char *name, const char *title, const char *subtitle);
void kx_start_page_clear_profiles (KxStartPage *self);

/* TRUE: the first screen can be left again, to the profile that is open. */
void kx_start_page_set_can_leave (KxStartPage *self, gboolean can_leave);

void kx_start_page_set_address (KxStartPage *self, const char *address);

/* Where one signs in, and as whom: `user` (may be NULL) is offered. `open` (may be NULL) warns of a
 * connection over which passwords go in the clear. */
void kx_start_page_set_service (KxStartPage *self, const char *service, const char *user,
                                const char *warning);

/* While something is asked: the fields wait, and there is a button to cancel. */
void kx_start_page_set_busy (KxStartPage *self, gboolean busy);

/* What went wrong, below the fields; NULL: nothing. */
void kx_start_page_set_error (KxStartPage *self, const char *error);

/* What to say above the fingerprint of a certificate that is not known. */
const char *kx_start_page_certificate_words (gboolean replaced);

/* A certificate that is not known: what to compare before it is accepted. `replaced`: another one was
 * accepted before. NULL: there is none. */
void kx_start_page_set_certificate (KxStartPage *self, const char *fingerprint, gboolean replaced);

/* The first load: 0 to 1, or less than 0 when nobody knows; `words` say how far it is. */
void kx_start_page_set_progress (KxStartPage *self, double progress, const char *words);

G_END_DECLS
