#include "core/kx-area-table.h"

#include "core/tables/kx-area-rows.h"

#include <string.h>

/* A successor may itself have one; longer chains than this do not occur (checked by a test). */
#define MOST_SUCCESSIONS 8

typedef enum
{
  BY_PARENT,
  BY_NAME,
  BY_STEM,
} Order;

/* Name of the whole country beside the one in the table. */
static const char *const country_names[] = { "全国", "中华人民共和国", "China" };

static const KxArea *
row_by (Order order, guint i)
{
  static const guint16 *const indexes[] = {
    [BY_PARENT] = kx_area_rows_by_parent, [BY_NAME] = kx_area_rows_by_name, [BY_STEM] = kx_area_rows_by_stem
  };

  return &kx_area_rows[indexes[order][i]];
}

static const char *
key_of (Order order, const KxArea *area)
{
  return order == BY_PARENT ? area->parent : order == BY_NAME ? area->name : area->stem;
}

/* The first place in an order whose key is not below @key. */
static guint
find_first (Order order, const char *key)
{
  guint low = 0, high = kx_area_n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (strcmp (key_of (order, row_by (order, middle)), key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The first row of a code above @code. */
static guint
find_after (const char *code)
{
  guint low = 0, high = kx_area_n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (strcmp (kx_area_rows[middle].code, code) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* How many characters of its code an area shares with all below it; -1: all, and only an own zone is below.
 */
static int
shared_length (const char *area)
{
  if (strlen (area) != 6 || !g_str_has_suffix (area, "00"))
    return -1;
  if (!g_str_has_suffix (area, "0000"))
    return 4;
  return g_str_equal (area, KX_AREA_COUNTRY_CODE) ? 0 : 2;
}

/**
 * kx_area_table_lookup:
 * @code: six digits
 *
 * The area that has the code now, or had it last; NULL when there never was one.
 */
const KxArea *
kx_area_table_lookup (const char *code)
{
  guint after = find_after (code);

  return after > 0 && strcmp (kx_area_rows[after - 1].code, code) == 0 ? &kx_area_rows[after - 1] : NULL;
}

/**
 * kx_area_table_lookup_on:
 * @code: six digits
 * @on: a day; none means now
 *
 * The area that had the code on that day, the newer one in a year of change; NULL when none had it.
 */
const KxArea *
kx_area_table_lookup_on (const char *code, KxDate on)
{
  for (guint i = find_after (code); i > 0 && strcmp (kx_area_rows[i - 1].code, code) == 0; i--)
    if (kx_area_existed (&kx_area_rows[i - 1], on))
      return &kx_area_rows[i - 1];
  return NULL;
}

/**
 * kx_area_existed:
 * @on: a day; none asks whether it stands now
 *
 * Whether the area stood on that day. Most changes are known by their year only; in such a year the old and
 * the new area both count as standing, since files of that year rightly carry either.
 */
gboolean
kx_area_existed (const KxArea *area, KxDate on)
{
  if (on.ymd == 0)
    return area->to.ymd == 0;
  return area->from.ymd <= on.ymd && (area->to.ymd == 0 || on.ymd <= area->to.ymd);
}

/**
 * kx_area_table_get_parent:
 *
 * The area above, placeholders passed over: of 历下区 the city, of 仙桃市 the province. NULL for the country.
 */
const KxArea *
kx_area_table_get_parent (const KxArea *area)
{
  do
    area = kx_area_table_lookup (area->parent);
  while (area != NULL && area->kind == KX_AREA_PLACEHOLDER);
  return area;
}

static void
add_children (GPtrArray *children, const char *code, KxDate on)
{
  for (guint i = find_first (BY_PARENT, code); i < kx_area_n_rows; i++)
    {
      const KxArea *area = row_by (BY_PARENT, i);

      if (strcmp (area->parent, code) != 0)
        break;
      if (area->kind == KX_AREA_PLACEHOLDER)
        add_children (children, area->code, on);
      else if (kx_area_existed (area, on))
        g_ptr_array_add (children, (gpointer) area);
    }
}

/**
 * kx_area_table_list_children:
 * @code: six digits
 * @on: a day; none means now
 *
 * Returns: (transfer container) (element-type KxArea): the areas directly below @code on that day, by code.
 * The areas grouped by a placeholder stand in its place: 北京市 gives its districts
 */
GPtrArray *
kx_area_table_list_children (const char *code, KxDate on)
{
  GPtrArray *children = g_ptr_array_new ();

  add_children (children, code, on);
  return children;
}

/* Whether @next follows @area under the same code without a gap; after a gap the code was given to another
 * area. */
static gboolean
is_renamed (const KxArea *area, const KxArea *next)
{
  return next < kx_area_rows + kx_area_n_rows && strcmp (next->code, area->code) == 0 &&
         next->from.ymd <= area->to.ymd;
}

/**
 * kx_area_table_get_successor:
 *
 * The area that stands now in the place of @area, through all changes since: @area itself while it stands,
 * its new name where only that changed. NULL when it was divided among several (@area's successors names
 * them) or is not known.
 */
const KxArea *
kx_area_table_get_successor (const KxArea *area)
{
  for (int i = 0; i < MOST_SUCCESSIONS && area != NULL && area->to.ymd != 0; i++)
    {
      const KxArea *next = area + 1;

      if (area->successors[0] == '\0' || strcmp (area->successors, area->code) == 0)
        area = is_renamed (area, next) ? next : NULL;
      else
        area = strchr (area->successors, ' ') == NULL ? kx_area_table_lookup (area->successors) : NULL;
    }
  return area != NULL && area->to.ymd == 0 ? area : NULL;
}

static int
compare_level_and_code (const void *a, const void *b)
{
  const KxArea *x = *(const KxArea *const *) a, *y = *(const KxArea *const *) b;

  return x->level != y->level ? (int) x->level - (int) y->level : strcmp (x->code, y->code);
}

static void
add_named (GPtrArray *found, Order order, const char *name, const char *within, KxDate on)
{
  for (guint i = find_first (order, name); i < kx_area_n_rows; i++)
    {
      const KxArea *area = row_by (order, i);

      if (strcmp (key_of (order, area), name) != 0)
        break;
      if (area->kind != KX_AREA_PLACEHOLDER && kx_area_existed (area, on) &&
          kx_area_code_is_within (area->code, within))
        g_ptr_array_add (found, (gpointer) area);
    }
}

/* The name without a usual ending, so that 即墨市 still finds what is 即墨区 today; NULL when it has none. */
static char *
cut_ending (const char *name)
{
  static const char *const endings[] = { "地区", "省", "市", "区", "县", "旗", "盟" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]) && g_utf8_strlen (name, -1) - g_utf8_strlen (endings[i], -1) >= 2)
      return g_strndup (name, strlen (name) - strlen (endings[i]));
  return NULL;
}

/**
 * kx_area_table_find:
 * @name: a name as people write it, with or without its ending: 济南市, 济南, 历下区; without spaces around
 * @within: code of an area in which to look, at any depth and itself included
 * @on: a day; none means now
 *
 * Finds areas by name. The full name goes before the short form, and that before another ending (即墨市 for
 * today's 即墨区): only the best of these answers. Placeholders are never found.
 *
 * Returns: (transfer container) (element-type KxArea): what bears the name, provinces first, then by code.
 * None: unknown. More than one: ambiguous, for a person to choose
 */
GPtrArray *
kx_area_table_find (const char *name, const char *within, KxDate on)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *cut = cut_ending (name);

  for (guint i = 0; i < G_N_ELEMENTS (country_names); i++)
    if (strcmp (name, country_names[i]) == 0 && strcmp (within, KX_AREA_COUNTRY_CODE) == 0)
      g_ptr_array_add (found, (gpointer) kx_area_table_lookup (KX_AREA_COUNTRY_CODE));
  if (found->len == 0)
    add_named (found, BY_NAME, name, within, on);
  if (found->len == 0)
    add_named (found, BY_STEM, name, within, on);
  if (found->len == 0 && cut != NULL)
    add_named (found, BY_STEM, cut, within, on);
  g_ptr_array_sort (found, compare_level_and_code);
  return found;
}

/**
 * kx_area_code_is_within:
 * @code: an area code, an office's own zone included (450100-GX)
 * @area: another
 *
 * Whether @code is @area or lies below it, by the text alone: a county code below its city's first four
 * digits, any below its province's first two, all below the country. Counties directly under a province
 * (429004, 469001) are below it; a zone is below the area before its hyphen and all above that.
 */
gboolean
kx_area_code_is_within (const char *code, const char *area)
{
  int shared = shared_length (area);
  gsize length = strlen (area);

  if (shared >= 0)
    return code[0] != '\0' && strncmp (code, area, (gsize) shared) == 0;
  if (strncmp (code, area, length) != 0)
    return FALSE;
  return code[length] == '\0' || (length == 6 && code[6] == '-');
}

/**
 * kx_area_table_get_all:
 * @ret_n: (out): how many there are
 *
 * Returns: (transfer none): every area with its past, by code and then by the day from which it stood
 */
const KxArea *
kx_area_table_get_all (gsize *ret_n)
{
  *ret_n = kx_area_n_rows;
  return kx_area_rows;
}
