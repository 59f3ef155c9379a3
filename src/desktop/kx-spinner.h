/* A spinner that turns while it can be seen. The toolkit's own turns in a page that is not shown as well, and
 * has the whole window laid out anew for each frame meanwhile. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_SPINNER (kx_spinner_get_type ())
G_DECLARE_FINAL_TYPE (KxSpinner, kx_spinner, KX, SPINNER, AdwBin)

G_END_DECLS
