#include "print/kx-docx-styles.h"

#include <string.h>

#define TWENTIETHS 20.0
#define FAR 1600.0 /* points: farther than any paper */
#define DEPTH 20   /* of styles that rest on one another */

struct _KxDocxStyles
{
  GHashTable *styles; /* (element-type utf8 xmlNode) */
  const xmlNode *paragraph_defaults, *run_defaults;
  const KxDocxNumbering *numbering;
  char *normal; /* owned; the style of a paragraph that names none */
  GStringChunk *texts;
};

xmlNode *
kx_docx_child (const xmlNode *node, const char *name)
{
  for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && g_str_equal ((const char *) child->name, name))
      return child;
  return NULL;
}

char *
kx_docx_attribute (const xmlNode *node, const char *name)
{
  xmlChar *value = node != NULL ? xmlGetProp (node, (const xmlChar *) name) : NULL;
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

static gboolean
read_number (const xmlNode *node, const char *name, double *ret_number)
{
  g_autofree char *text = kx_docx_attribute (node, name);
  char *end = NULL;
  double number = text != NULL ? g_ascii_strtod (text, &end) : 0;

  if (text == NULL || end == text || !(number > -FAR * TWENTIETHS && number < FAR * TWENTIETHS))
    return FALSE;
  *ret_number = number;
  return TRUE;
}

double
kx_docx_points (const xmlNode *node, const char *name, double otherwise)
{
  double number;

  return read_number (node, name, &number) ? number / TWENTIETHS : otherwise;
}

gboolean
kx_docx_switch (const xmlNode *node, gboolean otherwise)
{
  g_autofree char *value = kx_docx_attribute (node, "val");

  if (node == NULL || value == NULL)
    return node != NULL || otherwise;
  return !g_str_equal (value, "0") && !g_str_equal (value, "false") && !g_str_equal (value, "off") &&
         !g_str_equal (value, "none");
}

KxDocxStyles *
kx_docx_styles_new (xmlNode *root, const KxDocxNumbering *numbering, GStringChunk *texts)
{
  KxDocxStyles *self = g_new0 (KxDocxStyles, 1);
  const xmlNode *defaults = kx_docx_child (root, "docDefaults");

  self->texts = texts;
  self->numbering = numbering;
  self->styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->paragraph_defaults = kx_docx_child (kx_docx_child (defaults, "pPrDefault"), "pPr");
  self->run_defaults = kx_docx_child (kx_docx_child (defaults, "rPrDefault"), "rPr");
  for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, "style"))
      {
        g_autofree char *id = kx_docx_attribute (node, "styleId"), *type = kx_docx_attribute (node, "type"),
                        *is_default = kx_docx_attribute (node, "default");

        if (g_strcmp0 (type, "paragraph") == 0 && g_strcmp0 (is_default, "1") == 0 && self->normal == NULL)
          self->normal = g_strdup (id);
        if (id != NULL)
          g_hash_table_replace (self->styles, g_steal_pointer (&id), node);
      }
  return self;
}

void
kx_docx_styles_free (KxDocxStyles *self)
{
  g_hash_table_unref (self->styles);
  g_free (self->normal);
  g_free (self);
}

static void
apply_align (const xmlNode *properties, KxParagraphLooks *looks)
{
  static const struct
  {
    const char *name;
    KxAlign align;
  } names[] = { { "left", KX_ALIGN_LEFT },      { "start", KX_ALIGN_LEFT }, { "center", KX_ALIGN_CENTER },
                { "right", KX_ALIGN_RIGHT },    { "end", KX_ALIGN_RIGHT },  { "both", KX_ALIGN_BOTH },
                { "distribute", KX_ALIGN_BOTH } };
  g_autofree char *value = kx_docx_attribute (kx_docx_child (properties, "jc"), "val");

  for (guint i = 0; value != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, value))
      looks->align = names[i].align;
}

static void
apply_indent (const xmlNode *properties, KxParagraphLooks *looks)
{
  const xmlNode *ind = kx_docx_child (properties, "ind");
  double number;

  if (ind == NULL)
    return;
  looks->left = kx_docx_points (ind, "left", kx_docx_points (ind, "start", looks->left));
  looks->right = kx_docx_points (ind, "right", kx_docx_points (ind, "end", looks->right));
  if (read_number (ind, "firstLine", &number))
    looks->first = number / TWENTIETHS;
  if (read_number (ind, "hanging", &number))
    looks->first = -number / TWENTIETHS;
  /* In hundredths of a character; it stands above the other. */
  if (read_number (ind, "firstLineChars", &number))
    looks->first_chars = number / 100;
  if (read_number (ind, "hangingChars", &number))
    looks->first_chars = -number / 100;
  if (read_number (ind, "leftChars", &number))
    looks->left_chars = number / 100;
  if (read_number (ind, "rightChars", &number))
    looks->right_chars = number / 100;
}

/* The level of a number brings its indents, which stand above what was said before: above those of the style
 * when the paragraph is numbered itself, below those of the style that numbers it (ECMA-376, 17.9.23).
 * Indents in characters are no longer meant then. `style`: whose properties these are; NULL: of a paragraph.
 */
static void
apply_number (KxDocxStyles *self, const xmlNode *properties, const char *style, KxParagraphLooks *looks)
{
  const xmlNode *number = kx_docx_child (properties, "numPr"), *of_level;
  g_autofree char *id = kx_docx_attribute (kx_docx_child (number, "numId"), "val"),
                  *level = kx_docx_attribute (kx_docx_child (number, "ilvl"), "val");

  if (id != NULL)
    {
      looks->number = (guint) MIN (g_ascii_strtoull (id, NULL, 10), G_MAXINT);
      looks->level = kx_docx_numbering_find_level (self->numbering, looks->number, style);
    }
  if (level != NULL)
    looks->level = (guint) MIN (g_ascii_strtoull (level, NULL, 10), KX_DOCX_LEVELS - 1);
  of_level =
      number != NULL ? kx_docx_numbering_get_level (self->numbering, looks->number, looks->level) : NULL;
  of_level = kx_docx_child (of_level, "pPr");
  if (kx_docx_child (of_level, "ind") == NULL)
    return;
  looks->first_chars = looks->left_chars = 0;
  apply_indent (of_level, looks);
}

static void
apply_spacing (const xmlNode *properties, KxParagraphLooks *looks)
{
  const xmlNode *spacing = kx_docx_child (properties, "spacing");
  g_autofree char *rule = kx_docx_attribute (spacing, "lineRule");
  double number;

  looks->before = kx_docx_points (spacing, "before", looks->before);
  looks->after = kx_docx_points (spacing, "after", looks->after);
  if (rule != NULL)
    looks->lines = g_str_equal (rule, "exact")     ? KX_LINES_EXACT
                   : g_str_equal (rule, "atLeast") ? KX_LINES_LEAST
                                                   : KX_LINES_AUTO;
  if (read_number (spacing, "line", &number) && number > 0)
    looks->line = looks->lines == KX_LINES_AUTO ? number / 240 : number / TWENTIETHS;
}

static void
apply_paragraph (KxDocxStyles *self, const xmlNode *properties, const char *style, KxParagraphLooks *looks)
{
  if (properties == NULL)
    return;
  apply_align (properties, looks);
  apply_number (self, properties, style, looks);
  apply_indent (properties, looks);
  apply_spacing (properties, looks);
  looks->keep_next = kx_docx_switch (kx_docx_child (properties, "keepNext"), looks->keep_next);
  looks->break_before = kx_docx_switch (kx_docx_child (properties, "pageBreakBefore"), looks->break_before);
}

void
kx_docx_styles_apply (KxDocxStyles *self, const xmlNode *properties, KxParagraphLooks *looks)
{
  apply_paragraph (self, properties, NULL, looks);
}

void
kx_docx_styles_apply_run (KxDocxStyles *self, const xmlNode *properties, KxRunLooks *looks)
{
  const xmlNode *fonts = kx_docx_child (properties, "rFonts");
  g_autofree char *east_asian = kx_docx_attribute (fonts, "eastAsia"),
                  *latin = kx_docx_attribute (fonts, "ascii");
  double number;

  if (properties == NULL)
    return;
  if (east_asian != NULL)
    looks->east_asian = g_string_chunk_insert_const (self->texts, east_asian);
  if (latin != NULL)
    looks->latin = g_string_chunk_insert_const (self->texts, latin);
  if (read_number (kx_docx_child (properties, "sz"), "val", &number) && number >= 2 && number <= 400)
    looks->size = number / 2;
  looks->tracking = kx_docx_points (kx_docx_child (properties, "spacing"), "val", looks->tracking);
  looks->bold = kx_docx_switch (kx_docx_child (properties, "b"), looks->bold);
  looks->italic = kx_docx_switch (kx_docx_child (properties, "i"), looks->italic);
  looks->underlined = kx_docx_switch (kx_docx_child (properties, "u"), looks->underlined);
  looks->hidden = kx_docx_switch (kx_docx_child (properties, "vanish"), looks->hidden);
}

static void
apply_style (KxDocxStyles *self, const char *id, guint depth, KxParagraphLooks *looks, KxRunLooks *run)
{
  const xmlNode *style = id != NULL ? g_hash_table_lookup (self->styles, id) : NULL;
  g_autofree char *based = kx_docx_attribute (kx_docx_child (style, "basedOn"), "val"),
                  *name = kx_docx_attribute (kx_docx_child (style, "name"), "val");

  if (style == NULL || depth > DEPTH)
    return;
  apply_style (self, based, depth + 1, looks, run);
  if (looks != NULL)
    {
      apply_paragraph (self, kx_docx_child (style, "pPr"), id, looks);
      looks->is_title |= name != NULL && g_ascii_strcasecmp (name, "title") == 0;
    }
  kx_docx_styles_apply_run (self, kx_docx_child (style, "rPr"), run);
}

void
kx_docx_styles_get (KxDocxStyles *self, const char *id, KxParagraphLooks *ret_looks, KxRunLooks *ret_run)
{
  *ret_looks = (KxParagraphLooks){ .line = 1 };
  *ret_run = (KxRunLooks){ .east_asian = "宋体", .latin = "Times New Roman", .size = 10 };
  kx_docx_styles_apply (self, self->paragraph_defaults, ret_looks);
  kx_docx_styles_apply_run (self, self->run_defaults, ret_run);
  apply_style (self, id != NULL && g_hash_table_contains (self->styles, id) ? id : self->normal, 0, ret_looks,
               ret_run);
}

/* Eighths of a point. */
static void
apply_border (const xmlNode *borders, const char *name, double *width)
{
  const xmlNode *border = kx_docx_child (borders, name);
  g_autofree char *value = kx_docx_attribute (border, "val");
  double number;

  if (border == NULL)
    return;
  if (value == NULL || g_str_equal (value, "none") || g_str_equal (value, "nil"))
    *width = 0;
  else
    *width = read_number (border, "sz", &number) && number > 0 ? MIN (number, 96) / 8 : 0.5;
}

static void
apply_table (const xmlNode *properties, KxTable *table)
{
  const xmlNode *borders = kx_docx_child (properties, "tblBorders"),
                *margins = kx_docx_child (properties, "tblCellMar");
  const xmlNode *left = kx_docx_child (margins, "left"), *right = kx_docx_child (margins, "right");
  KxParagraphLooks looks = { .align = table->align };

  apply_align (properties, &looks);
  table->align = looks.align;
  apply_border (borders, "top", &table->top);
  apply_border (borders, "left", &table->left);
  apply_border (borders, "bottom", &table->bottom);
  apply_border (borders, "right", &table->right);
  apply_border (borders, "insideH", &table->between_rows);
  apply_border (borders, "insideV", &table->between_columns);
  table->margin_left =
      kx_docx_points (left != NULL ? left : kx_docx_child (margins, "start"), "w", table->margin_left);
  table->margin_right =
      kx_docx_points (right != NULL ? right : kx_docx_child (margins, "end"), "w", table->margin_right);
}

static void
apply_table_style (KxDocxStyles *self, const char *id, guint depth, KxTable *table)
{
  const xmlNode *style = id != NULL ? g_hash_table_lookup (self->styles, id) : NULL;
  g_autofree char *based = kx_docx_attribute (kx_docx_child (style, "basedOn"), "val");

  if (style == NULL || depth > DEPTH)
    return;
  apply_table_style (self, based, depth + 1, table);
  apply_table (kx_docx_child (style, "tblPr"), table);
}

void
kx_docx_styles_apply_table (KxDocxStyles *self, const xmlNode *properties, KxTable *table)
{
  g_autofree char *id = kx_docx_attribute (kx_docx_child (properties, "tblStyle"), "val");

  table->margin_left = table->margin_right = 5.4; /* what word processors take when nothing is said */
  apply_table_style (self, id, 0, table);
  apply_table (properties, table);
}
