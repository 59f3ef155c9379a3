#include "models/kx-filter.h"

#include "core/kx-calendar.h"
#include "store/kx-search-plan.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (KxFilter, kx_filter, kx_filter_copy, kx_filter_free)
G_DEFINE_QUARK (kx_filter_error_quark, kx_filter_error)

static gboolean
owns_text (const KxFilter *filter, const KxFilterTerm *term)
{
  return term->test != KX_IS_NULL && kx_field_is_text (&filter->entity->fields[term->field]);
}

static void
clear_term (KxFilter *filter, guint i)
{
  KxFilterTerm *term = &g_array_index (filter->terms, KxFilterTerm, i);

  if (owns_text (filter, term))
    g_free ((char *) term->value.TEXT);
}

/* Sees all rows, or those of one area. */
static KxActor *
make_eyes (const KxFilter *filter)
{
  KxActor *eyes;
  KxRoles roles = kx_drawer_roles (filter->entity->drawer);

  if (filter->area == NULL || roles == 0)
    return kx_actor_new_system ();
  eyes = kx_actor_new ("", "");
  kx_actor_grant (eyes, g_bit_nth_lsf (roles, -1), filter->area);
  return eyes;
}

/**
 * kx_filter_new:
 * @entity: the kind of row
 *
 * Returns: (transfer full): the filter that leaves nothing out, sorted by title
 */
KxFilter *
kx_filter_new (const KxEntity *entity)
{
  KxFilter *filter = g_new0 (KxFilter, 1);

  filter->entity = entity;
  filter->terms = g_array_new (FALSE, TRUE, sizeof (KxFilterTerm));
  filter->sort = KX_SORT_TITLE;
  filter->eyes = make_eyes (filter);
  return filter;
}

KxFilter *
kx_filter_copy (const KxFilter *filter)
{
  KxFilter *copy = kx_filter_new (filter->entity);

  for (guint i = 0; i < filter->terms->len; i++)
    {
      KxFilterTerm term = g_array_index (filter->terms, KxFilterTerm, i);

      if (owns_text (filter, &term))
        term.value.TEXT = g_strdup (term.value.TEXT);
      g_array_append_val (copy->terms, term);
    }
  kx_filter_set_area (copy, filter->area);
  kx_filter_set_q (copy, filter->q);
  copy->sort = filter->sort;
  copy->descending = filter->descending;
  copy->trashed = filter->trashed;
  return copy;
}

void
kx_filter_free (KxFilter *filter)
{
  for (guint i = 0; i < filter->terms->len; i++)
    clear_term (filter, i);
  g_array_unref (filter->terms);
  g_clear_pointer (&filter->eyes, kx_actor_free);
  g_free (filter->area);
  g_free (filter->q);
  g_free (filter);
}

static gboolean
same_term (const KxFilter *filter, const KxFilterTerm *a, const KxFilterTerm *b)
{
  if (a->field != b->field || a->test != b->test || a->from_today != b->from_today || a->days != b->days)
    return FALSE;
  if (a->test == KX_IS_NULL || a->from_today)
    return TRUE;
  if (a->test == KX_ONE_OF)
    return a->value.CODES.bits == b->value.CODES.bits;
  if (a->test == KX_CONTAINS)
    return a->value.CODE == b->value.CODE;
  return kx_value_equal (&filter->entity->fields[a->field], a->value, b->value);
}

/** kx_filter_equal: whether two filters show the same rows in the same order, their conditions in the same
 * order
 */
gboolean
kx_filter_equal (const KxFilter *a, const KxFilter *b)
{
  if (a->entity != b->entity || a->sort != b->sort || a->descending != b->descending ||
      a->trashed != b->trashed || a->terms->len != b->terms->len || g_strcmp0 (a->area, b->area) != 0 ||
      g_strcmp0 (a->q, b->q) != 0)
    return FALSE;
  for (guint i = 0; i < a->terms->len; i++)
    if (!same_term (a, &g_array_index (a->terms, KxFilterTerm, i),
                    &g_array_index (b->terms, KxFilterTerm, i)))
      return FALSE;
  return TRUE;
}

/** kx_filter_set_q: sets what was typed into the search; what has nothing to look for is no search */
void
kx_filter_set_q (KxFilter *filter, const char *q)
{
  g_autoptr (KxSearchPlan) plan = q != NULL && g_utf8_validate (q, -1, NULL) ? kx_search_plan_new (q) : NULL;
  char *copy = plan != NULL && plan->n_alternatives > 0 ? g_strdup (q) : NULL;

  g_free (filter->q);
  filter->q = copy;
}

/** kx_filter_set_area: keeps to rows of offices in @area and below; %NULL: of all */
void
kx_filter_set_area (KxFilter *filter, const char *area)
{
  char *copy = g_strdup (area);

  g_free (filter->area);
  filter->area = copy;
  g_clear_pointer (&filter->eyes, kx_actor_free);
  filter->eyes = make_eyes (filter);
}

static int
find_term (const KxFilter *filter, guint field, KxTest test)
{
  for (guint i = 0; i < filter->terms->len; i++)
    {
      const KxFilterTerm *term = &g_array_index (filter->terms, KxFilterTerm, i);

      if (term->field == field && term->test == test)
        return (int) i;
    }
  return -1;
}

/* What a new condition replaces; a set may have several codes asked of it. */
static int
find_same (const KxFilter *filter, const KxFilterTerm *term)
{
  int at = find_term (filter, term->field, term->test);

  if (term->test != KX_CONTAINS)
    return at;
  for (guint i = 0; i < filter->terms->len; i++)
    if (same_term (filter, &g_array_index (filter->terms, KxFilterTerm, i), term))
      return (int) i;
  return -1;
}

static gboolean
put (KxFilter *filter, KxFilterTerm term)
{
  int at = find_same (filter, &term);

  if (at < 0 && filter->terms->len == KX_LIST_TERMS)
    return FALSE;
  if (owns_text (filter, &term))
    term.value.TEXT = g_strdup (term.value.TEXT);
  if (at < 0)
    g_array_append_val (filter->terms, term);
  else
    {
      clear_term (filter, (guint) at);
      g_array_index (filter->terms, KxFilterTerm, at) = term;
    }
  return TRUE;
}

/**
 * kx_filter_put:
 * @filter: a filter
 * @field: a field of its entity
 * @test: how the field is compared
 * @value: with what; texts are copied; a code for %KX_CONTAINS, codes for %KX_ONE_OF, an area for %KX_WITHIN,
 *   nothing for %KX_IS_NULL
 *
 * Adds a condition, or puts it in the place of the one that compares the same field in the same way. A sealed
 * field can only be asked whether it has no value; what a set contains may be asked several times.
 *
 * Returns: %FALSE, and nothing is changed, if the filter has %KX_LIST_TERMS conditions
 */
gboolean
kx_filter_put (KxFilter *filter, guint field, KxTest test, KxValue value)
{
  g_return_val_if_fail (field < filter->entity->n_fields && test < KX_N_TESTS, FALSE);
  g_return_val_if_fail (test == KX_IS_NULL || (filter->entity->fields[field].flags & KX_SEALED) == 0, FALSE);
  return put (filter, (KxFilterTerm){ .field = field, .test = test, .value = value });
}

/**
 * kx_filter_put_from_today:
 * @filter: a filter
 * @field: a date of its entity
 * @test: %KX_EQUALS, %KX_BELOW or %KX_ABOVE
 * @days: added to today whenever the filter is used
 *
 * As kx_filter_put(), for a condition that moves with the calendar.
 */
gboolean
kx_filter_put_from_today (KxFilter *filter, guint field, KxTest test, int days)
{
  g_return_val_if_fail (field < filter->entity->n_fields, FALSE);
  g_return_val_if_fail (filter->entity->fields[field].kind == KX_DATE && test <= KX_ABOVE, FALSE);
  return put (filter, (KxFilterTerm){ .field = field, .test = test, .from_today = TRUE, .days = days });
}

const KxFilterTerm *
kx_filter_get (const KxFilter *filter, guint field, KxTest test)
{
  int at = find_term (filter, field, test);

  return at >= 0 ? &g_array_index (filter->terms, KxFilterTerm, at) : NULL;
}

void
kx_filter_drop (KxFilter *filter, guint field)
{
  for (guint i = filter->terms->len; i-- > 0;)
    if (g_array_index (filter->terms, KxFilterTerm, i).field == field)
      {
        clear_term (filter, i);
        g_array_remove_index (filter->terms, i);
      }
}

gboolean
kx_filter_presets_use (const KxFilterPreset *presets, guint n, int field)
{
  for (guint p = 0; p < n; p++)
    for (guint i = 0; i < presets[p].n_terms; i++)
      if ((int) presets[p].terms[i].field == field)
        return TRUE;
  return FALSE;
}

int
kx_filter_find_preset (const KxFilter *filter, const KxFilterPreset *presets, guint n)
{
  guint used = 0;

  for (guint i = 0; i < filter->terms->len; i++)
    used += kx_filter_presets_use (presets, n, (int) g_array_index (filter->terms, KxFilterTerm, i).field);
  for (guint p = 0; p < n; p++)
    {
      guint held = 0;

      for (guint i = 0; i < presets[p].n_terms; i++)
        held +=
            find_same (filter, &presets[p].terms[i]) >= 0 &&
            same_term (filter, kx_filter_get (filter, presets[p].terms[i].field, presets[p].terms[i].test),
                       &presets[p].terms[i]);
      if (held == presets[p].n_terms && held == used)
        return (int) p;
    }
  return -1;
}

gboolean
kx_filter_choose_preset (KxFilter *filter, const KxFilterPreset *presets, guint n, int chosen)
{
  gboolean room = TRUE;

  for (guint p = 0; p < n; p++)
    for (guint i = 0; i < presets[p].n_terms; i++)
      kx_filter_drop (filter, presets[p].terms[i].field);
  for (guint i = 0; chosen >= 0 && i < presets[chosen].n_terms; i++)
    room = put (filter, presets[chosen].terms[i]) && room;
  return room;
}

gboolean
kx_filter_narrows (const KxFilter *filter)
{
  return filter->area != NULL || filter->terms->len > 0 || filter->q != NULL;
}

void
kx_filter_to_query (const KxFilter *filter, KxDate today, KxListQuery *ret_query)
{
  memset (ret_query, 0, sizeof *ret_query);
  ret_query->entity = filter->entity;
  ret_query->actor = filter->eyes;
  ret_query->q = filter->q;
  ret_query->sort = filter->sort;
  ret_query->descending = filter->descending;
  ret_query->trashed = filter->trashed;
  for (guint i = 0; i < filter->terms->len; i++)
    {
      const KxFilterTerm *term = &g_array_index (filter->terms, KxFilterTerm, i);
      KxTerm *to = &ret_query->terms[ret_query->n_terms++];

      *to = (KxTerm){ .field = term->field, .test = term->test, .value = term->value };
      if (term->from_today)
        to->value.DATE = kx_date_add_days (today, term->days);
    }
}
