/* What is in a file, as far as this program shows it itself: images and plain texts. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* TRUE for a media type that kx_preview_new() can show. */
gboolean kx_preview_shows (const char *media_type);

/* A widget with the contents of the file `path`; NULL with an error when they cannot be read or are not what
 * the media type says. Texts may be UTF-8 or GB18030; of a long one the beginning is shown. */
GtkWidget *kx_preview_new (const char *path, const char *media_type, GError **error);

/* A text of unknown encoding as UTF-8: UTF-8 where it is that, else GB18030. Free with g_free(). */
char *kx_preview_decode (const char *bytes, gsize length);

G_END_DECLS
