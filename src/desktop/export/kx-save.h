/* Files that take a moment to be made: made and written on a thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* On a thread. NULL with an error in words. */
typedef GBytes *(*KxSaveMake) (gpointer data, GError **error);

/* On the main context, once. `problem` is in words; NULL: the file is written. */
typedef void (*KxSaveDone) (GFile *file, const char *problem, gpointer data);

/* Makes the bytes and writes them in place of what the file has. `make_data` goes with `free_make`, on either
 * thread; `done` may be NULL. A file that cannot be written stays as it was. */
void kx_save_made (GFile *file, KxSaveMake make, gpointer make_data, GDestroyNotify free_make,
                   KxSaveDone done, gpointer done_data);

G_END_DECLS
