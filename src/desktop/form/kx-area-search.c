#include "desktop/form/kx-area-search.h"

#include "store/kx-search-plan.h"

#include <string.h>

typedef struct
{
  const KxArea *area;
  char **terms; /* owned */
  gsize n_terms;
} Entry;

typedef struct
{
  const KxArea *area;
  guint rank;
} Hit;

static gboolean
stands (const KxArea *area)
{
  return area->kind != KX_AREA_PLACEHOLDER && area->level != KX_AREA_COUNTRY &&
         kx_area_existed (area, (KxDate){ 0 });
}

/* Their end is told by their number alone. */
static char **
copy_terms (const char *const *terms, gsize n)
{
  char **copy = g_new (char *, n);

  for (gsize i = 0; i < n; i++)
    copy[i] = g_strdup (terms[i]);
  return copy;
}

/* Built when somebody looks for an area for the first time, and kept. */
static GArray *
get_index (void)
{
  static GArray *entries;
  g_autoptr (KxSearchTerms) terms = NULL;
  const KxArea *areas;
  gsize n;

  if (entries != NULL)
    return entries;
  entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  terms = kx_search_terms_new ();
  areas = kx_area_table_get_all (&n);
  for (gsize i = 0; i < n; i++)
    if (stands (&areas[i]))
      {
        Entry entry = { .area = &areas[i] };
        const char *const *found;

        kx_search_terms_reset (terms);
        kx_search_terms_add (terms, KX_SEARCH_CODE, areas[i].code);
        kx_search_terms_add (terms, KX_SEARCH_NAME, areas[i].name);
        found = kx_search_terms_finish (terms, &entry.n_terms);
        entry.terms = copy_terms (found, entry.n_terms);
        g_array_append_val (entries, entry);
      }
  return entries;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return strcmp (x->area->code, y->area->code);
}

static guint
rank_of (const KxArea *area, const char *typed, const char *near)
{
  gboolean begins = g_str_has_prefix (area->name, typed) || g_str_has_prefix (area->code, typed);
  gboolean is_near = near != NULL && kx_area_code_is_within (area->code, near);

  return (is_near ? 0 : 100) + (begins ? 0 : 10) + area->level;
}

GPtrArray *
kx_area_search (const char *typed, const char *near, guint limit)
{
  g_autofree char *clean = g_strstrip (g_strdup (typed != NULL ? typed : ""));
  g_autoptr (KxSearchPlan) plan = NULL;
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  GPtrArray *found;
  GArray *entries;

  if (*clean == '\0')
    {
      found = kx_area_table_list_children (near != NULL ? near : KX_AREA_COUNTRY_CODE, (KxDate){ 0 });
      g_ptr_array_set_size (found, (int) MIN (found->len, limit));
      return found;
    }
  plan = kx_search_plan_new (clean);
  entries = get_index ();
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);
      Hit hit = { entry->area, rank_of (entry->area, clean, near) };

      if (kx_search_plan_matches (plan, (const char *const *) entry->terms, entry->n_terms))
        g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits);
  found = g_ptr_array_new ();
  for (guint i = 0; i < hits->len && i < limit; i++)
    g_ptr_array_add (found, (gpointer) g_array_index (hits, Hit, i).area);
  return found;
}
