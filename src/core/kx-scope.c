#include "core/kx-scope.h"

#include "core/kx-area-table.h"
#include "core/kx-crypto.h"
#include "core/kx-record.h"

#include <string.h>

#define EVERYTHING "all"
#define NOTHING "none"
#define HASH_PREFIX "hash_"

/* Drawers open in an area and below. */
typedef struct
{
  char area[12];
  guint32 drawers; /* bits of their indexes */
} Part;

struct _KxScope
{
  GArray *parts; /* (element-type Part) owned; by area, none of them within another that opens the same */
  char *text;    /* owned */
  gboolean everything, unknown;
};

void
kx_scope_free (KxScope *scope)
{
  g_array_unref (scope->parts);
  g_free (scope->text);
  g_free (scope);
}

static void
add (KxScope *scope, const char *area, guint32 drawers)
{
  Part part = { .drawers = drawers };

  g_strlcpy (part.area, area, sizeof part.area);
  g_array_append_val (scope->parts, part);
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Part *) a)->area, ((const Part *) b)->area);
}

/* What a part adds to those around it. */
static guint32
find_rest (const KxScope *scope, guint i)
{
  const Part *part = &g_array_index (scope->parts, Part, i);
  guint32 rest = part->drawers;

  for (guint k = 0; k < scope->parts->len; k++)
    {
      const Part *other = &g_array_index (scope->parts, Part, k);

      if (k != i && kx_area_code_is_within (part->area, other->area))
        rest &= ~other->drawers;
    }
  return rest;
}

static void
write_text (KxScope *scope)
{
  g_autoptr (GString) text = g_string_new (scope->everything ? EVERYTHING : NULL);

  for (guint i = 0; !scope->everything && i < scope->parts->len; i++)
    {
      const Part *part = &g_array_index (scope->parts, Part, i);

      g_string_append_printf (text, "%s%s_%x", i > 0 ? "~" : "", part->area, part->drawers);
    }
  if (text->len == 0)
    g_string_append (text, NOTHING);
  if (text->len > KX_SCOPE_MOST_TEXT)
    {
      guint8 hash[KX_HASH_SIZE];
      g_autofree char *encoded = NULL;

      kx_hash (text->str, text->len, hash);
      encoded = kx_base64url_encode (hash, 18);
      g_string_printf (text, HASH_PREFIX "%s", encoded);
    }
  scope->text = g_strdup (text->str);
}

/* Takes `given`, whose parts stand as they came, and gives the scope in its one form. */
static KxScope *
settle (KxScope *given)
{
  KxScope *scope = g_new0 (KxScope, 1);

  scope->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  scope->everything = given->everything;
  /* Same areas are put together first: what each adds to its surroundings is told of the whole. */
  g_array_sort (given->parts, compare_parts);
  for (guint i = 1; i < given->parts->len;)
    {
      Part *before = &g_array_index (given->parts, Part, i - 1),
           *part = &g_array_index (given->parts, Part, i);

      if (g_str_equal (before->area, part->area))
        {
          before->drawers |= part->drawers;
          g_array_remove_index (given->parts, i);
        }
      else
        i++;
    }
  for (guint i = 0; i < given->parts->len; i++)
    {
      guint32 rest = find_rest (given, i);

      if (rest != 0)
        add (scope, g_array_index (given->parts, Part, i).area, rest);
    }
  write_text (scope);
  kx_scope_free (given);
  return scope;
}

static KxScope *
begin (void)
{
  KxScope *scope = g_new0 (KxScope, 1);

  scope->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  return scope;
}

static guint32
drawers_of (KxRoles roles)
{
  guint32 drawers = 0;

  for (guint i = 0; kx_drawer_name (i) != NULL; i++)
    if (kx_drawer_roles (kx_drawer_name (i)) & roles)
      drawers |= 1u << i;
  return drawers;
}

KxScope *
kx_scope_new (const KxActor *actor)
{
  KxScope *scope = begin ();

  scope->everything = actor->system;
  for (guint i = 0; !actor->system && i < actor->roles->len; i++)
    {
      const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, i);

      add (scope, in->area, drawers_of (1u << in->role));
    }
  return settle (scope);
}

static gboolean
read_part (KxScope *scope, const char *text)
{
  const char *under = strchr (text, '_');
  g_autofree char *area = under != NULL ? g_strndup (text, (gsize) (under - text)) : NULL;
  guint64 drawers;

  if (area == NULL || *area == '\0' || strlen (area) >= sizeof ((Part *) 0)->area ||
      strspn (area, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != strlen (area) ||
      !g_ascii_string_to_unsigned (under + 1, 16, 1, G_MAXUINT32, &drawers, NULL))
    return FALSE;
  add (scope, area, (guint32) drawers);
  return TRUE;
}

KxScope *
kx_scope_new_from_text (const char *text)
{
  g_autoptr (KxScope) scope = begin ();
  g_auto (GStrv) parts = NULL;

  if (*text == '\0' || strlen (text) > KX_SCOPE_MOST_TEXT)
    return NULL;
  scope->everything = g_str_equal (text, EVERYTHING);
  scope->unknown = g_str_has_prefix (text, HASH_PREFIX);
  if (scope->unknown)
    {
      scope->text = g_strdup (text);
      return g_steal_pointer (&scope);
    }
  if (!scope->everything && !g_str_equal (text, NOTHING))
    {
      parts = g_strsplit (text, "~", -1);
      for (guint i = 0; parts[i] != NULL; i++)
        if (!read_part (scope, parts[i]))
          return NULL;
    }
  return settle (g_steal_pointer (&scope));
}

const char *
kx_scope_get_text (const KxScope *scope)
{
  return scope->text;
}

gboolean
kx_scope_equal (const KxScope *a, const KxScope *b)
{
  return g_str_equal (a->text, b->text);
}

gboolean
kx_scope_is_known (const KxScope *scope)
{
  return !scope->unknown;
}

gboolean
kx_scope_opens (const KxScope *scope, const char *space)
{
  const char *drawer = kx_space_drawer (space);
  g_autofree char *area = NULL;
  guint index = 0;

  if (scope->everything || g_str_equal (space, "000000/public"))
    return TRUE;
  while (kx_drawer_name (index) != NULL && !g_str_equal (kx_drawer_name (index), drawer))
    index++;
  area = kx_space_area (space);
  for (guint i = 0; kx_drawer_name (index) != NULL && i < scope->parts->len; i++)
    {
      const Part *part = &g_array_index (scope->parts, Part, i);

      if ((part->drawers >> index & 1) && kx_area_code_is_within (area, part->area))
        return TRUE;
    }
  return FALSE;
}

KxScope *
kx_scope_intersect (const KxScope *a, const KxScope *b)
{
  KxScope *scope = begin ();

  g_return_val_if_fail (!a->unknown && !b->unknown, settle (scope));
  scope->everything = a->everything && b->everything;
  if (a->everything || b->everything)
    {
      const KxScope *other = a->everything ? b : a;

      g_array_append_vals (scope->parts, other->parts->data, other->parts->len);
      return settle (scope);
    }
  for (guint i = 0; i < a->parts->len; i++)
    for (guint k = 0; k < b->parts->len; k++)
      {
        const Part *one = &g_array_index (a->parts, Part, i), *two = &g_array_index (b->parts, Part, k);
        guint32 both = one->drawers & two->drawers;

        if (both != 0 && kx_area_code_is_within (one->area, two->area))
          add (scope, one->area, both);
        else if (both != 0 && kx_area_code_is_within (two->area, one->area))
          add (scope, two->area, both);
      }
  return settle (scope);
}
