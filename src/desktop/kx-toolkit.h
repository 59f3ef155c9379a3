/* The toolkit being started, without what a window of ours does not need. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Opens the display, unless it is open. Libadwaita has a style of its own, in place of the toolkit's; that
 * one is not read, unless the environment (GTK_THEME) asks for a style. Sets that variable for a moment:
 * before there are threads that read the environment. */
void kx_toolkit_open_display (void);

/* Before any widget of this program is made, once: resources, style and icons. Needs a display, and opens it
 * unless it is open. */
void kx_toolkit_init (void);

/* Reads the icon themes on a thread of its own, while the first window is made, which needs them. Once all of
 * their paths are known: they are read again when one is added. To be joined. */
GThread *kx_toolkit_load_icons (void);

G_END_DECLS
