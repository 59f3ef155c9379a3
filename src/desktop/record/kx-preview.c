#include "desktop/record/kx-preview.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#include <string.h>

#define MOST_TEXT (256 * 1024)
#define MOST_PIXELS (64.0 * 1024 * 1024)
#define PICTURE_HEIGHT 420
#define TEXT_HEIGHT 320
/* A text view knows its height only after it was laid out. */
#define LEAST_TEXT_HEIGHT 96

gboolean
kx_preview_shows (const char *media_type)
{
  static const char *const images[] = { "image/png",  "image/jpeg", "image/gif", "image/bmp",
                                        "image/webp", "image/tiff", NULL };

  return g_str_has_prefix (media_type, "text/") || g_strv_contains (images, media_type);
}

char *
kx_preview_decode (const char *bytes, gsize length)
{
  const char *end = NULL;
  gsize usable;
  char *text;

  /* What was cut may end in the middle of a character. */
  if (g_utf8_validate_len (bytes, length, &end) || (gsize) (bytes + length - end) < 4)
    {
      usable = (gsize) (end - bytes);
      if (usable >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
        return g_strndup (bytes + 3, usable - 3);
      return g_strndup (bytes, usable);
    }
  text = g_convert_with_fallback (bytes, (gssize) length, "UTF-8", "GB18030", "?", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (bytes, (gssize) length);
}

static GtkWidget *
show_text (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *bytes = NULL, *text = NULL;
  GtkWidget *view, *scrolled;
  gsize length = 0;

  if (stream == NULL)
    return NULL;
  bytes = g_malloc (MOST_TEXT);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, MOST_TEXT, &length, NULL, error))
    return NULL;
  text = kx_preview_decode (bytes, length);
  view = gtk_text_view_new ();
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "form-text");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  kx_a11y_set_label (view, _ ("What is in the file"));
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LEAST_TEXT_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), TEXT_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  return scrolled;
}

static GtkWidget *
show_image (const char *path, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkWidget *picture;
  int width, height;

  /* A small file can hold a huge picture. */
  if (gdk_pixbuf_get_file_info (path, &width, &height) != NULL && (double) width * height > MOST_PIXELS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("The picture is too large to be shown here"));
      return NULL;
    }
  pixbuf = gdk_pixbuf_new_from_file_at_scale (path, PICTURE_HEIGHT * 2, PICTURE_HEIGHT * 2, TRUE, error);
  if (pixbuf == NULL)
    return NULL;
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_size_request (picture, -1, MIN (PICTURE_HEIGHT, gdk_texture_get_height (texture)));
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), _ ("What is in the file"));
  return picture;
}

GtkWidget *
kx_preview_new (const char *path, const char *media_type, GError **error)
{
  if (g_str_has_prefix (media_type, "text/"))
    return show_text (path, error);
  return show_image (path, error);
}
