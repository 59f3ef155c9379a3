#include "print/kx-pages-fonts.h"

#include <string.h>

#define MOST 8 /* names of one font */

/* The fonts of GB/T 9704 by all their names, and what looks most like them. Names stand in the language of
 * whoever reads them, so that both have to be known. */
static const struct
{
  const char *own[MOST], *others[MOST];
  gboolean bold; /* of the others */
} known[] = {
  { { "仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", "华文仿宋", "FandolFang" },
    { "Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC" },
    FALSE },
  { { "楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312", "STKaiti", "华文楷体", "AR PL UKai CN" },
    { "Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC" },
    FALSE },
  { { "黑体", "SimHei", "STHeiti", "华文黑体", "FandolHei" },
    { "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei" },
    FALSE },
  { { "方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05" },
    { "Noto Serif CJK SC", "Source Han Serif SC", "宋体", "SimSun" },
    TRUE },
  { { "宋体", "SimSun", "新宋体", "NSimSun", "STSong", "华文宋体" },
    { "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN" },
    FALSE },
  { { "Times New Roman" }, { "Liberation Serif", "Tinos", "FreeSerif", "Noto Serif CJK SC" }, FALSE },
};

/* One font that was asked for. */
typedef struct
{
  char *families, *substitute; /* owned; substitute NULL: it is there */
  gboolean bold;
} Choice;

struct _KxPagesFonts
{
  GHashTable *installed; /* (element-type utf8) a set of folded names */
  GHashTable *choices;   /* (element-type utf8 Choice) */
  GPtrArray *asked;      /* (element-type utf8) keys of `choices` in their order; borrowed */
};

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->families);
  g_free (choice->substitute);
  g_free (choice);
}

KxPagesFonts *
kx_pages_fonts_new (PangoFontMap *map)
{
  KxPagesFonts *self = g_new0 (KxPagesFonts, 1);
  PangoFontFamily **families;
  int n;

  self->installed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, choice_free);
  self->asked = g_ptr_array_new ();
  pango_font_map_list_families (map, &families, &n);
  for (int i = 0; i < n; i++)
    g_hash_table_add (self->installed, g_utf8_casefold (pango_font_family_get_name (families[i]), -1));
  g_free (families);
  return self;
}

void
kx_pages_fonts_free (KxPagesFonts *self)
{
  g_ptr_array_unref (self->asked);
  g_hash_table_unref (self->choices);
  g_hash_table_unref (self->installed);
  g_free (self);
}

static gboolean
is_installed (const KxPagesFonts *self, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_hash_table_contains (self->installed, folded);
}

/* Adds those that are there; the first one, or NULL. */
static const char *
add_installed (const KxPagesFonts *self, const char *const names[], GString *families)
{
  const char *first = NULL;

  for (guint i = 0; i < MOST && names[i] != NULL; i++)
    if (is_installed (self, names[i]))
      {
        first = first != NULL ? first : names[i];
        g_string_append_printf (families, "%s%s", families->len > 0 ? "," : "", names[i]);
      }
  return first;
}

/* Index in `known`; -1: a font of which nothing is known. */
static int
find_known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    for (guint j = 0; j < MOST && known[i].own[j] != NULL; j++)
      if (g_ascii_strcasecmp (known[i].own[j], name) == 0)
        return (int) i;
  return -1;
}

static Choice *
choose (const KxPagesFonts *self, const char *name)
{
  static const char *const anything[MOST] = { "Noto Serif CJK SC", "Source Han Serif SC",
                                              "Noto Sans CJK SC" };
  const char *const asked[MOST] = { name };
  int index = find_known (name);
  GString *families = g_string_new (NULL);
  Choice *choice = g_new0 (Choice, 1);
  const char *own = add_installed (self, asked, families), *other;

  if (index >= 0 && own == NULL)
    own = add_installed (self, known[index].own, families);
  other = add_installed (self, index >= 0 ? known[index].others : anything, families);
  choice->bold = own == NULL && index >= 0 && known[index].bold;
  choice->substitute = own == NULL ? g_strdup (other != NULL ? other : "serif") : NULL;
  g_string_append_printf (families, "%sserif", families->len > 0 ? "," : "");
  choice->families = g_string_free (families, FALSE);
  return choice;
}

const char *
kx_pages_fonts_get (KxPagesFonts *self, const char *name, gboolean *ret_bold)
{
  /* A comma parts families. */
  g_autofree char *clean = g_strdelimit (g_utf8_make_valid (name, -1), ",", ' ');
  Choice *choice = g_hash_table_lookup (self->choices, clean);

  if (choice == NULL)
    {
      choice = choose (self, clean);
      g_ptr_array_add (self->asked, clean);
      g_hash_table_insert (self->choices, g_steal_pointer (&clean), choice);
    }
  *ret_bold = choice->bold;
  return choice->families;
}

GPtrArray *
kx_pages_fonts_list_substitutes (KxPagesFonts *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->asked->len; i++)
    {
      const Choice *choice = g_hash_table_lookup (self->choices, self->asked->pdata[i]);

      if (choice->substitute != NULL)
        g_ptr_array_add (
            list, g_strdup_printf ("%s → %s", (const char *) self->asked->pdata[i], choice->substitute));
    }
  return list;
}
