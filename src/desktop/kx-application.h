/* The application: command line, one instance, the actions that need no window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_APPLICATION (kx_application_get_type ())
G_DECLARE_FINAL_TYPE (KxApplication, kx_application, KX, APPLICATION, AdwApplication)

/* Before any widget of this program is made: resources and the toolkit. Needs a display. */
void kx_desktop_init (void);

KxApplication *kx_application_new (void);

/* After it has run: 1 when --exit-after-startup did not come to the service or profile that was named. */
int kx_application_get_exit_status (KxApplication *self);

G_END_DECLS
