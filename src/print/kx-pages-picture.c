#include "print/kx-pages-private.h"

/* A stretch of the page along an axis. */
typedef struct
{
  double begin, length;
} Stretch;

void
kx_page_draw_picture (cairo_t *cr, const KxPicture *picture, double x, double y)
{
  double shown_x = 1 - picture->crop_left - picture->crop_right,
         shown_y = 1 - picture->crop_top - picture->crop_bottom,
         width = cairo_image_surface_get_width (picture->surface),
         height = cairo_image_surface_get_height (picture->surface);

  cairo_save (cr);
  cairo_rectangle (cr, x, y, picture->width, picture->height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, picture->width / (shown_x * width), picture->height / (shown_y * height));
  cairo_set_source_surface (cr, picture->surface, -picture->crop_left * width, -picture->crop_top * height);
  cairo_paint (cr);
  cairo_restore (cr);
}

void
kx_page_draw_shape (cairo_t *cr, PangoAttrShape *shape, gboolean do_path, gpointer data)
{
  const KxPicture *picture = shape->data;
  double x, y;

  cairo_get_current_point (cr, &x, &y);
  if (!do_path)
    kx_page_draw_picture (cr, picture, x, y - picture->height);
}

/* What an axis is reckoned from, of a page that is so long, with its margins. */
static Stretch
get_stretch (KxPictureOrigin origin, double page, double before, double behind, double text)
{
  switch (origin)
    {
    case KX_FROM_PAGE:
      return (Stretch){ 0, page };
    case KX_FROM_BEFORE:
      return (Stretch){ 0, before };
    case KX_FROM_BEHIND:
      return (Stretch){ page - behind, behind };
    case KX_FROM_MARGIN:
      return (Stretch){ before, page - before - behind };
    case KX_FROM_TEXT:
    default:
      return (Stretch){ text, page - text - behind };
    }
}

static double
find_place (const KxPictureAxis *axis, Stretch from, double length)
{
  return from.begin + (axis->is_aligned ? (from.length - length) * axis->part : axis->offset);
}

void
kx_page_draw_anchored (cairo_t *cr, const KxDocxModel *model, const KxPageItem *item)
{
  const KxPicture *picture = item->picture;
  Stretch across = get_stretch (picture->across.origin, model->width, model->left, model->right, item->x),
          down = get_stretch (picture->down.origin, model->height, model->top, model->bottom, item->y);

  kx_page_draw_picture (cr, picture, find_place (&picture->across, across, picture->width),
                        find_place (&picture->down, down, picture->height));
}
