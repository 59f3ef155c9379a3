/* Files of a store's folder: written so that they are still there after the machine lost its power. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets a G_FILE_ERROR from errno. */
void kx_files_set_error (GError **error, const char *path);

/* Makes a folder and those above it, mode 0700. */
gboolean kx_files_make_folder (const char *path, GError **error);

/* What was made, renamed or removed in the folder `path` lasts from here on. */
gboolean kx_files_sync_folder (const char *path, GError **error);

/* Renames, and makes it last: both folders are flushed. */
gboolean kx_files_move (const char *from, const char *to, GError **error);

/* Writes all of it; `path` is for the message. */
gboolean kx_files_write (int fd, const void *bytes, gsize size, const char *path, GError **error);

/* Removes a file, or a folder with all that is in it. Follows no link, and says nothing when there is none.
 */
void kx_files_remove_tree (const char *path);

/* Takes the lock file `path`, which goes with the descriptor and so with the process. -1 without an error:
 * somebody else has it. */
int kx_files_take_lock (const char *path, GError **error);

/* SHA-256 in lower-case hexadecimal: 64 digits. */
gboolean kx_files_is_sha256 (const char *text);

G_END_DECLS
