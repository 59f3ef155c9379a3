#include "print/kx-docx-pictures.h"

#include "print/kx-docx-zip.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* Of all pictures of a document: a page scanned at 400 dots to an inch has 16 million. */
#define MOST_PIXELS (24 * 1024 * 1024)

struct _KxDocxPictures
{
  GPtrArray *parts;     /* (element-type KxDocxPart) borrowed */
  GHashTable *surfaces; /* (element-type utf8 cairo_surface_t) NULL: cannot be drawn */
  gsize pixels;         /* that are left */
};

static void
free_surface (gpointer surface)
{
  if (surface != NULL)
    cairo_surface_destroy (surface);
}

KxDocxPictures *
kx_docx_pictures_new (GPtrArray *parts)
{
  KxDocxPictures *self = g_new0 (KxDocxPictures, 1);

  self->parts = parts;
  self->surfaces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_surface);
  self->pixels = MOST_PIXELS;
  return self;
}

void
kx_docx_pictures_free (KxDocxPictures *self)
{
  g_hash_table_unref (self->surfaces);
  g_free (self);
}

/* Before any memory is taken for it. */
static void
take_size (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  gsize *pixels = data, wanted = width > 0 && height > 0 ? (gsize) width * (gsize) height : G_MAXSIZE;

  if (wanted <= *pixels)
    *pixels -= wanted;
  else
    gdk_pixbuf_loader_set_size (loader, 0, 0); /* ends it */
}

static GdkPixbuf *
decode (GBytes *bytes, const char *type, gsize *pixels)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (type, NULL);
  gboolean read;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (take_size), pixels);
  read = gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  /* It has to be closed in any case. */
  if (!gdk_pixbuf_loader_close (loader, NULL) || !read || gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    return NULL;
  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static guint32
multiply (guint32 value, guint32 alpha)
{
  return (value * alpha + 127) / 255;
}

/* Cairo's pixels are numbers, with colours multiplied by how much they cover. */
static cairo_surface_t *
make_surface (const GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf),
      n = gdk_pixbuf_get_n_channels (pixbuf);
  cairo_surface_t *surface =
      cairo_image_surface_create (n == 4 ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  for (int y = 0; y < height; y++)
    {
      const guint8 *from =
          gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf);
      guint32 *to = (guint32 *) (void *) (cairo_image_surface_get_data (surface) +
                                          (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++, from += n)
        {
          guint32 alpha = n == 4 ? from[3] : 255;

          to[x] = alpha << 24 | multiply (from[0], alpha) << 16 | multiply (from[1], alpha) << 8 |
                  multiply (from[2], alpha);
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* How many colours a JPEG has (ITU-T T.81, B.2.2); 0: not found. */
static guint
count_colours (const guint8 *data, gsize size)
{
  gsize at = 2;

  while (at + 10 <= size && data[at] == 0xff)
    {
      guint8 marker = data[at + 1];

      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        return data[at + 9];
      at += 2 + ((gsize) data[at + 2] << 8 | data[at + 3]);
    }
  return 0;
}

/* A JPEG goes into a PDF as it is, many times smaller than its pixels; not one in the colours of a printing
 * press, of which programs disagree. */
static void
keep_jpeg (cairo_surface_t *surface, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint colours = count_colours (data, size);

  if (colours == 1 || colours == 3)
    cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_JPEG, data, size,
                                 (cairo_destroy_func_t) g_bytes_unref, g_bytes_ref (bytes));
}

static cairo_surface_t *
read_picture (GBytes *bytes, gsize *pixels)
{
  static const struct
  {
    const char *type, *mark;
  } types[] = { { "png", "\x89PNG" }, { "jpeg", "\xff\xd8\xff" } };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (size > strlen (types[i].mark) && memcmp (data, types[i].mark, strlen (types[i].mark)) == 0)
      {
        g_autoptr (GdkPixbuf) pixbuf = decode (bytes, types[i].type, pixels);
        cairo_surface_t *surface = pixbuf != NULL ? make_surface (pixbuf) : NULL;

        if (surface != NULL && g_str_equal (types[i].type, "jpeg"))
          keep_jpeg (surface, bytes);
        return surface;
      }
  return NULL;
}

cairo_surface_t *
kx_docx_pictures_get (KxDocxPictures *self, const char *part)
{
  cairo_surface_t *surface = NULL;

  if (g_hash_table_contains (self->surfaces, part))
    return g_hash_table_lookup (self->surfaces, part);
  for (guint i = 0; surface == NULL && i < self->parts->len; i++)
    {
      const KxDocxPart *found = self->parts->pdata[i];

      if (g_str_equal (found->name, part))
        surface = read_picture (found->bytes, &self->pixels);
    }
  g_hash_table_insert (self->surfaces, g_strdup (part), surface);
  return surface;
}
