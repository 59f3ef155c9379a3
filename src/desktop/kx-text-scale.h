/* Lengths that go by the size of the text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `pixels`, which suit text of the usual size, for the size that the person has set in the system. */
int kx_text_scaled (int pixels);

G_END_DECLS
