/* Putting a backup in the place of what stands on this computer: it is read whole first, and the person is
 * told what it holds and what will be lost. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

/* What is being done now, in words; NULL: it has come to its end. Not called once `over` is gone. */
typedef void (*KxRestoreStep) (GtkWidget *over, const char *doing);

/* Checks the file `path`, asks over the window of `over`, restores, and says what came of it. Only for a
 * profile on this computer. */
void kx_restore_begin (GtkWidget *over, KxProfile *profile, const char *path, KxRestoreStep step);

G_END_DECLS
