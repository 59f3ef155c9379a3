/* The application: command line, one instance, the actions that need no window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_APPLICATION (kx_application_get_type ())
G_DECLARE_FINAL_TYPE (KxApplication, kx_application, KX, APPLICATION, AdwApplication)

KxApplication *kx_application_new (void);

/* After it has run: 1 when --exit-after-startup did not come to the service or profile that was named. */
int kx_application_get_exit_status (KxApplication *self);

/* After it has run: the person asked to start it again ("app.restart"). */
gboolean kx_application_wants_restart (KxApplication *self);

/* Takes the application, and waits until another one may be the only one on the session's bus. */
void kx_application_let_go (KxApplication *self);

G_END_DECLS
