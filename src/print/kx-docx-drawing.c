#include "print/kx-docx-drawing.h"

#include "print/kx-docx-styles.h"

#include <string.h>

#define EMUS 12700.0   /* of a point */
#define FAR 1600.0     /* points: farther than any paper */
#define PARTS 100000.0 /* in which crops are said */

/* FALSE: no number, or one that lies on no paper. */
static gboolean
read_emus (const char *text, double *ret_points)
{
  char *end = NULL;
  double number = text != NULL ? g_ascii_strtod (text, &end) / EMUS : 0;

  if (text == NULL || end == text || !(number > -FAR && number < FAR))
    return FALSE;
  *ret_points = number;
  return TRUE;
}

static gboolean
read_size (const xmlNode *extent, KxPicture *picture)
{
  g_autofree char *width = kx_docx_attribute (extent, "cx"), *height = kx_docx_attribute (extent, "cy");

  return read_emus (width, &picture->width) && read_emus (height, &picture->height) && picture->width > 0 &&
         picture->height > 0;
}

/* One axis of an anchor: from what it is reckoned, and how far from there, or at which end of it. */
static void
read_axis (const xmlNode *position, KxPictureAxis *axis)
{
  static const struct
  {
    const char *name;
    KxPictureOrigin origin;
  } origins[] = { { "page", KX_FROM_PAGE },           { "margin", KX_FROM_MARGIN },
                  { "leftMargin", KX_FROM_BEFORE },   { "topMargin", KX_FROM_BEFORE },
                  { "insideMargin", KX_FROM_BEFORE }, { "rightMargin", KX_FROM_BEHIND },
                  { "bottomMargin", KX_FROM_BEHIND }, { "outsideMargin", KX_FROM_BEHIND } };
  static const struct
  {
    const char *name;
    double part;
  } aligns[] = { { "left", 0 },  { "top", 0 },    { "inside", 0 }, { "center", 0.5 },
                 { "right", 1 }, { "bottom", 1 }, { "outside", 1 } };
  const xmlNode *align = kx_docx_child (position, "align"), *offset = kx_docx_child (position, "posOffset");
  g_autofree char *from = kx_docx_attribute (position, "relativeFrom");
  xmlChar *text = align != NULL || offset != NULL ? xmlNodeGetContent (align != NULL ? align : offset) : NULL;

  for (guint i = 0; from != NULL && i < G_N_ELEMENTS (origins); i++)
    if (g_str_equal (origins[i].name, from))
      axis->origin = origins[i].origin;
  for (guint i = 0; align != NULL && i < G_N_ELEMENTS (aligns); i++)
    if (g_str_equal (aligns[i].name, (const char *) text))
      {
        axis->is_aligned = TRUE;
        axis->part = aligns[i].part;
      }
  if (align == NULL)
    read_emus ((const char *) text, &axis->offset);
  xmlFree (text);
}

static gboolean
is_flowed_around (const xmlNode *anchor)
{
  return kx_docx_child (anchor, "wrapSquare") != NULL || kx_docx_child (anchor, "wrapTight") != NULL ||
         kx_docx_child (anchor, "wrapThrough") != NULL || kx_docx_child (anchor, "wrapTopAndBottom") != NULL;
}

static double
read_crop (const xmlNode *crop, const char *side)
{
  g_autofree char *text = kx_docx_attribute (crop, side);
  double part = text != NULL ? g_ascii_strtod (text, NULL) / PARTS : 0;

  return part > 0 && part < 1 ? part : 0;
}

static void
read_crops (const xmlNode *fill, KxPicture *picture)
{
  const xmlNode *crop = kx_docx_child (fill, "srcRect");

  picture->crop_left = read_crop (crop, "l");
  picture->crop_top = read_crop (crop, "t");
  picture->crop_right = read_crop (crop, "r");
  picture->crop_bottom = read_crop (crop, "b");
  if (picture->crop_left + picture->crop_right >= 1)
    picture->crop_left = picture->crop_right = 0;
  if (picture->crop_top + picture->crop_bottom >= 1)
    picture->crop_top = picture->crop_bottom = 0;
}

static gboolean
is_turned (const xmlNode *picture)
{
  const xmlNode *frame = kx_docx_child (kx_docx_child (picture, "spPr"), "xfrm");
  g_autofree char *turned = kx_docx_attribute (frame, "rot"), *flip_x = kx_docx_attribute (frame, "flipH"),
                  *flip_y = kx_docx_attribute (frame, "flipV");

  return (turned != NULL && !g_str_equal (turned, "0")) || (flip_x != NULL && !g_str_equal (flip_x, "0")) ||
         (flip_y != NULL && !g_str_equal (flip_y, "0"));
}

/* VML */

/* A measure of a style such as "width:90pt;height:1in"; FALSE: it says none, or none that is known. */
static gboolean
read_measure (const char *style, const char *name, double *ret_points)
{
  static const struct
  {
    const char *unit;
    double points;
  } units[] = { { "pt", 1 }, { "in", 72 }, { "cm", 72 / 2.54 }, { "mm", 72 / 25.4 }, { "px", 0.75 } };
  g_auto (GStrv) says = g_strsplit (style, ";", 64);

  for (guint i = 0; says[i] != NULL; i++)
    {
      const char *colon = strchr (says[i], ':');
      g_autofree char *key = colon != NULL ? g_strndup (says[i], (gsize) (colon - says[i])) : NULL;
      char *end = NULL;
      double number;

      if (key == NULL || !g_str_equal (g_strstrip (key), name))
        continue;
      number = g_ascii_strtod (colon + 1, &end);
      for (guint unit = 0; unit < G_N_ELEMENTS (units); unit++)
        if (g_str_has_prefix (end, units[unit].unit) && number > 0 && number * units[unit].points < FAR)
          {
            *ret_points = number * units[unit].points;
            return TRUE;
          }
    }
  return FALSE;
}

/* One that stands in its line; others are placed in too many ways. */
static gboolean
read_shape (const xmlNode *pict, KxPicture *ret_picture, char **ret_id)
{
  const xmlNode *shape = kx_docx_child (pict, "shape"), *data = kx_docx_child (shape, "imagedata");
  g_autofree char *style = kx_docx_attribute (shape, "style"), *id = kx_docx_attribute (data, "id");
  KxPicture picture = { 0 };

  if (style == NULL || id == NULL || strstr (style, "absolute") != NULL ||
      strstr (style, "rotation") != NULL || !read_measure (style, "width", &picture.width) ||
      !read_measure (style, "height", &picture.height))
    return FALSE;
  *ret_picture = picture;
  *ret_id = g_steal_pointer (&id);
  return TRUE;
}

gboolean
kx_docx_drawing_read (const xmlNode *drawing, KxPicture *ret_picture, char **ret_id, gboolean *ret_whole)
{
  const xmlNode *anchor = kx_docx_child (drawing, "anchor"),
                *frame = anchor != NULL ? anchor : kx_docx_child (drawing, "inline"),
                *picture =
                    kx_docx_child (kx_docx_child (kx_docx_child (frame, "graphic"), "graphicData"), "pic"),
                *fill = kx_docx_child (picture, "blipFill");
  g_autofree char *id = kx_docx_attribute (kx_docx_child (fill, "blip"), "embed"), *behind = NULL;
  KxPicture read = { 0 };
  gboolean whole = TRUE;

  if (frame == NULL)
    {
      if (!read_shape (drawing, ret_picture, ret_id))
        return FALSE;
      *ret_whole = TRUE;
      return TRUE;
    }
  if (id == NULL || !read_size (kx_docx_child (frame, "extent"), &read))
    return FALSE;
  read_crops (fill, &read);
  if (anchor != NULL)
    {
      behind = kx_docx_attribute (anchor, "behindDoc");
      read.is_anchored = TRUE;
      /* Nothing of the text may be hidden by a picture that it was to run around. */
      read.is_behind =
          is_flowed_around (anchor) || g_strcmp0 (behind, "1") == 0 || g_strcmp0 (behind, "true") == 0;
      read_axis (kx_docx_child (anchor, "positionH"), &read.across);
      read_axis (kx_docx_child (anchor, "positionV"), &read.down);
      whole = !is_flowed_around (anchor);
    }
  *ret_whole = whole && !is_turned (picture);
  *ret_picture = read;
  *ret_id = g_steal_pointer (&id);
  return TRUE;
}
