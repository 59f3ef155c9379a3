/* How toasts go. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Dismisses the toast once it has surely come in: libadwaita 1.2 lets go of one that leaves before, and
 * touches it afterwards. */
void kx_toast_dismiss (AdwToast *toast);

G_END_DECLS
