#include "print/kx-docx-numbering.h"

#include "print/kx-docx-number-format.h"
#include "print/kx-docx-styles.h"

#include <string.h>

#define MOST_START 32767 /* as word processors have it */
#define LONGEST 255      /* characters of a number's pattern */
#define LINKS 4          /* of lists that say they look like another */

/* A list of levels with where it has got to; what several w:num share. */
typedef struct
{
  const xmlNode *node, *levels[KX_DOCX_LEVELS];
  guint values[KX_DOCX_LEVELS];
  gboolean begun[KX_DOCX_LEVELS];
} List;

typedef struct
{
  List *list;                            /* borrowed */
  const xmlNode *levels[KX_DOCX_LEVELS]; /* of its own; NULL: that of the list */
  int starts[KX_DOCX_LEVELS];            /* -1: goes on with the list */
  gboolean begun;
} Number;

struct _KxDocxNumbering
{
  GHashTable *lists;   /* (element-type utf8 List) by w:abstractNumId */
  GHashTable *numbers; /* (element-type guint Number) by w:numId */
};

static gboolean
is_named (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name);
}

static char *
dup_value (const xmlNode *parent, const char *name)
{
  return kx_docx_attribute (kx_docx_child (parent, name), "val");
}

static gboolean
read_count (const char *text, guint most, guint *ret_count)
{
  guint64 count;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, most, &count, NULL))
    return FALSE;
  *ret_count = (guint) count;
  return TRUE;
}

static void
read_levels (const xmlNode *parent, const xmlNode *levels[])
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      g_autofree char *place = is_named (node, "lvl") ? kx_docx_attribute (node, "ilvl") : NULL;
      guint level;

      if (read_count (place, KX_DOCX_LEVELS - 1, &level))
        levels[level] = node;
    }
}

/* A list that only names a style is the list that defines this style. NULL: there is none of that name. */
static List *
find_list (const KxDocxNumbering *self, const xmlNode *root, const char *id)
{
  List *list = g_hash_table_lookup (self->lists, id);

  for (guint i = 0; i < LINKS && list != NULL; i++)
    {
      g_autofree char *link = dup_value (list->node, "numStyleLink");

      for (const xmlNode *node = link != NULL ? root->children : NULL; node != NULL; node = node->next)
        {
          g_autofree char *defines = is_named (node, "abstractNum") ? dup_value (node, "styleLink") : NULL,
                          *target = defines != NULL ? kx_docx_attribute (node, "abstractNumId") : NULL;

          if (target != NULL && g_str_equal (defines, link))
            list = g_hash_table_lookup (self->lists, target);
        }
    }
  return list;
}

static void
read_list (KxDocxNumbering *self, const xmlNode *node)
{
  char *id = kx_docx_attribute (node, "abstractNumId");
  List *list;

  if (id == NULL)
    return;
  list = g_new0 (List, 1);
  list->node = node;
  read_levels (node, list->levels);
  g_hash_table_replace (self->lists, id, list);
}

static void
read_overrides (const xmlNode *node, Number *number)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autofree char *place = is_named (child, "lvlOverride") ? kx_docx_attribute (child, "ilvl") : NULL,
                      *start = NULL;
      guint level, value;

      if (!read_count (place, KX_DOCX_LEVELS - 1, &level))
        continue;
      start = dup_value (child, "startOverride");
      if (read_count (start, MOST_START, &value))
        number->starts[level] = (int) value;
      read_levels (child, number->levels);
    }
}

static void
read_number (KxDocxNumbering *self, const xmlNode *root, const xmlNode *node)
{
  g_autofree char *text = kx_docx_attribute (node, "numId"), *name = dup_value (node, "abstractNumId");
  List *list = name != NULL ? find_list (self, root, name) : NULL;
  Number *number;
  guint id;

  if (list == NULL || !read_count (text, G_MAXINT, &id))
    return;
  number = g_new0 (Number, 1);
  number->list = list;
  for (guint i = 0; i < KX_DOCX_LEVELS; i++)
    number->starts[i] = -1;
  read_overrides (node, number);
  g_hash_table_replace (self->numbers, GUINT_TO_POINTER (id), number);
}

KxDocxNumbering *
kx_docx_numbering_new (xmlNode *root)
{
  KxDocxNumbering *self = g_new0 (KxDocxNumbering, 1);

  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->numbers = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (const xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    if (is_named (node, "abstractNum"))
      read_list (self, node);
  for (const xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    if (is_named (node, "num"))
      read_number (self, root, node);
  return self;
}

void
kx_docx_numbering_free (KxDocxNumbering *self)
{
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->lists);
  g_free (self);
}

static const xmlNode *
get_level (const Number *number, guint level)
{
  return number->levels[level] != NULL ? number->levels[level] : number->list->levels[level];
}

const xmlNode *
kx_docx_numbering_get_level (const KxDocxNumbering *self, guint id, guint level)
{
  const Number *number = g_hash_table_lookup (self->numbers, GUINT_TO_POINTER (id));

  return number != NULL && level < KX_DOCX_LEVELS ? get_level (number, level) : NULL;
}

guint
kx_docx_numbering_find_level (const KxDocxNumbering *self, guint id, const char *style)
{
  for (guint level = 0; style != NULL && level < KX_DOCX_LEVELS; level++)
    {
      g_autofree char *named = dup_value (kx_docx_numbering_get_level (self, id, level), "pStyle");

      if (g_strcmp0 (named, style) == 0)
        return level;
    }
  return 0;
}

/* Counting */

static guint
get_start (const Number *number, guint level)
{
  g_autofree char *text = dup_value (get_level (number, level), "start");
  guint start = 0;

  if (number->starts[level] >= 0)
    return (guint) number->starts[level];
  read_count (text, MOST_START, &start);
  return start;
}

/* A level begins again behind any above it, behind those above the one that it names (w:lvlRestart), or, when
 * that is 0, never. */
static gboolean
restarts (const Number *number, guint level, guint behind)
{
  g_autofree char *text = dup_value (get_level (number, level), "lvlRestart");
  guint after;

  return !read_count (text, KX_DOCX_LEVELS, &after) || behind < after;
}

static void
count_on (Number *number, guint level)
{
  List *list = number->list;

  for (guint i = 0; !number->begun && i < KX_DOCX_LEVELS; i++)
    if (number->starts[i] >= 0)
      list->begun[i] = FALSE;
  number->begun = TRUE;
  list->values[level] =
      list->begun[level] ? MIN (list->values[level] + 1, MOST_START) : get_start (number, level);
  list->begun[level] = TRUE;
  for (guint i = level + 1; i < KX_DOCX_LEVELS; i++)
    if (list->begun[i] && restarts (number, i, level))
      list->begun[i] = FALSE;
}

/* Formats that came later stand beside what older word processors are to take. */
static char *
dup_format (const xmlNode *level)
{
  const xmlNode *format = kx_docx_child (level, "numFmt"),
                *older = kx_docx_child (kx_docx_child (level, "AlternateContent"), "Fallback");

  return kx_docx_attribute (format != NULL ? format : kx_docx_child (older, "numFmt"), "val");
}

/* Signs of the fonts Symbol and Wingdings, which have no place of their own in Unicode: what looks like them
 * in any font. */
static gunichar
translate_bullet (gunichar sign)
{
  static const struct
  {
    gunichar from, to;
  } signs[] = { { 0xF06C, 0x25CF }, { 0xF06E, 0x25A0 }, { 0xF071, 0x2751 }, { 0xF075, 0x25C6 },
                { 0xF076, 0x2756 }, { 0xF0A1, 0x25CB }, { 0xF0A7, 0x25AA }, { 0xF0A8, 0x25FB },
                { 0xF0B2, 0x2727 }, { 0xF0D8, 0x27A2 }, { 0xF0E0, 0x2192 }, { 0xF0FC, 0x2713 },
                { 0xF0FE, 0x2611 } };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].from == sign)
      return signs[i].to;
  return sign >= 0xE000 && sign <= 0xF8FF ? 0x2022 : sign;
}

static void
add_value (const Number *number, guint level, gboolean legal, GString *text, gboolean *ret_known)
{
  g_autofree char *format = legal ? NULL : dup_format (get_level (number, level)), *value = NULL;
  gboolean known;

  value = kx_docx_number_format (
      format != NULL ? format : "decimal",
      number->list->begun[level] ? number->list->values[level] : get_start (number, level), &known);
  g_string_append (text, value);
  *ret_known = *ret_known && known;
}

char *
kx_docx_numbering_next (KxDocxNumbering *self, guint id, guint level, gboolean *ret_known)
{
  Number *number = g_hash_table_lookup (self->numbers, GUINT_TO_POINTER (id));
  const xmlNode *node = kx_docx_numbering_get_level (self, id, level);
  g_autofree char *pattern = dup_value (node, "lvlText"), *format = NULL;
  gboolean legal = kx_docx_switch (kx_docx_child (node, "isLgl"), FALSE), is_bullet;
  GString *text;
  guint n = 0;

  if (node == NULL)
    return NULL;
  count_on (number, level);
  format = dup_format (node);
  is_bullet = g_strcmp0 (format, "bullet") == 0;
  *ret_known = kx_docx_child (node, "lvlPicBulletId") == NULL;
  text = g_string_new (NULL);
  for (const char *at = pattern != NULL ? pattern : ""; *at != '\0' && n < LONGEST;
       at = g_utf8_next_char (at), n++)
    if (*at == '%' && at[1] >= '1' && at[1] <= '9')
      add_value (number, (guint) (*++at - '1'), legal, text, ret_known);
    else
      g_string_append_unichar (text,
                               is_bullet ? translate_bullet (g_utf8_get_char (at)) : g_utf8_get_char (at));
  return g_string_free (text, FALSE);
}
