#include "print/kx-pages-lines.h"

#include <math.h>

#define PICTURE_SIGN "\uFFFC"
#define TAB_HAIR 0.05
#define NARROWEST 12.0 /* points: a column in which a character stands */
#define SINGLE_LINE                                                                                          \
  1.3 /* of the size of the font: what word processors take for the fonts of letters, whichever stands in */

static int
to_units (double points)
{
  return (int) (points * PANGO_SCALE);
}

static void
add (PangoAttrList *list, PangoAttribute *attribute, gsize from, gsize until)
{
  attribute->start_index = (guint) from;
  attribute->end_index = (guint) until;
  pango_attr_list_insert (list, attribute);
}

static PangoFontDescription *
describe (const KxPageSetting *setting, const char *name, const KxRunLooks *looks)
{
  PangoFontDescription *font = pango_font_description_new ();
  gboolean bold;

  pango_font_description_set_family (font, kx_pages_fonts_get (setting->fonts, name, &bold));
  pango_font_description_set_absolute_size (font, looks->size * PANGO_SCALE);
  pango_font_description_set_weight (font, looks->bold || bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (font, looks->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  return font;
}

/* Letters and digits of English have a font of their own; signs that both languages have are Chinese. */
static void
set_latin (const KxPageSetting *setting, PangoAttrList *list, const GString *text, gsize from,
           const KxRunLooks *looks)
{
  gsize at = from;

  while (at < text->len)
    {
      gsize begin = at;

      while (at < text->len && (guchar) text->str[at] > 0x20 && (guchar) text->str[at] < 0x7f)
        at++;
      if (at > begin)
        {
          PangoFontDescription *font = describe (setting, looks->latin, looks);

          add (list, pango_attr_font_desc_new (font), begin, at);
          pango_font_description_free (font);
        }
      else
        at++;
    }
}

/* A picture in the line stands on its baseline. */
static void
add_picture (PangoAttrList *list, GString *text, const KxPicture *picture)
{
  const PangoRectangle frame = { 0, -to_units (picture->height), to_units (picture->width),
                                 to_units (picture->height) };
  gsize from = text->len;

  g_string_append (text, PICTURE_SIGN);
  add (list, pango_attr_shape_new_with_data (&frame, &frame, (gpointer) picture, NULL, NULL), from,
       text->len);
}

static void
add_run (const KxPageSetting *setting, PangoAttrList *list, GString *text, const KxRun *run)
{
  gsize from = text->len;
  PangoFontDescription *font;

  if (run->kind == KX_RUN_PICTURE)
    {
      add_picture (list, text, run->picture);
      return;
    }
  if (run->kind == KX_RUN_TEXT)
    g_string_append (text, run->text);
  else
    g_string_append_printf (text, "%u", run->kind == KX_RUN_PAGE_NUMBER ? setting->page : setting->n_pages);
  font = describe (setting, run->looks.east_asian, &run->looks);
  add (list, pango_attr_font_desc_new (font), from, text->len);
  pango_font_description_free (font);
  set_latin (setting, list, text, from, &run->looks);
  if (run->looks.tracking != 0)
    add (list, pango_attr_letter_spacing_new (to_units (run->looks.tracking)), from, text->len);
  if (run->looks.underlined)
    add (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), from, text->len);
}

static const KxRunLooks *
get_first_looks (const KxBlock *block)
{
  return block->runs->len > 0 ? &g_array_index (block->runs, KxRun, 0).looks : &block->mark;
}

static double
get_greatest_size (const KxBlock *block)
{
  double size = block->runs->len > 0 ? 0 : block->mark.size;

  if (block->number != NULL)
    size = MAX (size, block->number->looks.size);

  for (guint i = 0; i < block->runs->len; i++)
    size = MAX (size, g_array_index (block->runs, KxRun, i).looks.size);
  return size;
}

static PangoLayout *
make_layout (const KxPageSetting *setting, const KxBlock *block, double width, double first)
{
  PangoLayout *layout = pango_layout_new (setting->context);
  PangoAttrList *list = pango_attr_list_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  PangoFontDescription *font = describe (setting, block->mark.east_asian, &block->mark);

  for (guint i = 0; i < block->runs->len; i++)
    add_run (setting, list, text, &g_array_index (block->runs, KxRun, i));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text->str, (int) text->len);
  pango_layout_set_attributes (layout, list);
  pango_attr_list_unref (list);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, to_units (MAX (width, NARROWEST)));
  pango_layout_set_indent (layout, to_units (first));
  pango_layout_set_justify (layout, block->looks.align == KX_ALIGN_BOTH);
  pango_layout_set_alignment (layout, block->looks.align == KX_ALIGN_CENTER  ? PANGO_ALIGN_CENTER
                                      : block->looks.align == KX_ALIGN_RIGHT ? PANGO_ALIGN_RIGHT
                                                                             : PANGO_ALIGN_LEFT);
  return layout;
}

/* Numbers */

/* Where the tabulator behind a number leads to: the next stop, of which the edge of a paragraph whose first
 * line hangs out is one. */
static double
find_stop (const KxPageSetting *setting, const KxNumber *number, double left, gboolean hangs, double end)
{
  double stop = hangs && left > end - TAB_HAIR ? left : G_MAXDOUBLE;

  for (guint i = 0; i < number->n_stops; i++)
    if (number->stops[i] > end)
      stop = MIN (stop, number->stops[i]);
  return stop < G_MAXDOUBLE ? stop : (floor (end / setting->tab_stop) + 1) * setting->tab_stop;
}

/* Lays the number out at `begin` and gives where the text behind it begins. */
static double
set_number (const KxPageSetting *setting, const KxBlock *block, double left, double begin, KxPageLine *number)
{
  PangoLayout *layout = pango_layout_new (setting->context);
  PangoAttrList *list = pango_attr_list_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  const KxRun run = { KX_RUN_TEXT, block->number->text, block->number->looks };
  int width;

  add_run (setting, list, text, &run);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text->str, (int) text->len);
  pango_layout_set_attributes (layout, list);
  pango_attr_list_unref (list);
  pango_layout_get_size (layout, &width, NULL);
  number->number = layout;
  number->number_x = begin;
  if (block->number->align != KX_ALIGN_LEFT)
    number->number_x -= (double) width / PANGO_SCALE / (block->number->align == KX_ALIGN_CENTER ? 2 : 1);
  return find_stop (setting, block->number, left, begin < left,
                    number->number_x + (double) width / PANGO_SCALE);
}

static double
get_height (const KxParagraphLooks *looks, double size)
{
  double natural = size * SINGLE_LINE;

  switch (looks->lines)
    {
    case KX_LINES_EXACT:
      return MAX (looks->line, 1);
    case KX_LINES_LEAST:
      return MAX (natural, looks->line);
    case KX_LINES_AUTO:
    default:
      return natural * CLAMP (looks->line, 0.1, 20);
    }
}

/* A line is as high as a picture in it, whatever the paragraph says. */
static double
get_line_height (PangoLayoutLine *line, const PangoRectangle *logical, double height)
{
  for (const GSList *run = line->runs; run != NULL; run = run->next)
    for (const GSList *extra = ((PangoLayoutRun *) run->data)->item->analysis.extra_attrs; extra != NULL;
         extra = extra->next)
      if (((const PangoAttribute *) extra->data)->klass->type == PANGO_ATTR_SHAPE)
        return MAX (height, (double) logical->height / PANGO_SCALE);
  return height;
}

static void
clear_line (gpointer data)
{
  KxPageLine *line = data;

  pango_layout_line_unref (line->line);
  g_object_unref (line->layout);
  g_clear_object (&line->number);
}

KxPageLine
kx_page_line_copy (const KxPageLine *line)
{
  KxPageLine copy = *line;

  g_object_ref (copy.layout);
  pango_layout_line_ref (copy.line);
  if (copy.number != NULL)
    g_object_ref (copy.number);
  return copy;
}

GArray *
kx_page_lines_new (const KxPageSetting *setting, const KxBlock *paragraph, double width, double *ret_after)
{
  const KxParagraphLooks *looks = &paragraph->looks;
  const KxRunLooks *run = get_first_looks (paragraph);
  double em = run->size + run->tracking,
         first = looks->first_chars != 0 ? looks->first_chars * em : looks->first,
         left = looks->left_chars != 0 ? looks->left_chars * em : looks->left,
         right = looks->right_chars != 0 ? looks->right_chars * em : looks->right, begin,
         height = get_height (looks, get_greatest_size (paragraph));
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (KxPageLine));
  KxPageLine number = { 0 };
  PangoLayout *layout;
  PangoLayoutIter *iter;

  if (paragraph->number != NULL)
    first = set_number (setting, paragraph, left, left + first, &number) - left;
  /* A line that hangs out begins to the left of the others. */
  begin = left + MIN (first, 0);
  layout = make_layout (setting, paragraph, width - begin - right, first);
  iter = pango_layout_get_iter (layout);
  g_array_set_clear_func (lines, clear_line);
  do
    {
      PangoRectangle logical;
      KxPageLine line = { .layout = g_object_ref (layout),
                          .line = pango_layout_line_ref (pango_layout_iter_get_line_readonly (iter)),
                          .gap = lines->len == 0 ? MAX (looks->before, 0) : 0,
                          .height = height,
                          .anchored = lines->len == 0 ? paragraph->anchored : NULL,
                          .number = g_steal_pointer (&number.number),
                          .number_x = number.number_x };

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      line.x = begin + (double) logical.x / PANGO_SCALE;
      line.height = get_line_height (line.line, &logical, height);
      line.baseline = (double) (pango_layout_iter_get_baseline (iter) - logical.y) / PANGO_SCALE +
                      (line.height - (double) logical.height / PANGO_SCALE) / 2;
      g_array_append_val (lines, line);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  g_object_unref (layout);
  *ret_after = MAX (looks->after, 0);
  return lines;
}
