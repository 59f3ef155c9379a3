/* Removing a profile from this computer: asked once it was said what is lost, with an offer to save it. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

/* Asks over the preferences that `over` is in, and removes the profile when that is answered so; the window
 * that showed it goes back to the first pages. */
void kx_forget_ask (GtkWidget *over, KxProfile *profile);

/* Lets the person choose a folder and writes out what exists on this computer alone. */
void kx_forget_save (GtkWidget *over, KxProfile *profile);

/* "3 changes or files were not sent.", and of drafts; "" when there is nothing. Free with g_free(). */
char *kx_forget_dup_unsent (KxProfile *profile);

G_END_DECLS
