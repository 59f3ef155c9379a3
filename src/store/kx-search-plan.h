/* The ranges of search terms that find what a person typed. */
#pragma once

#include "store/kx-search-text.h"

G_BEGIN_DECLS

/* Characters of a query that count. */
#define KX_SEARCH_QUERY_MAX 64
#define KX_SEARCH_ALTERNATIVES_MAX 4

/* The terms t with lo <= t < hi, compared byte by byte. Both are valid UTF-8 without NUL. */
typedef struct
{
  char *lo;
  char *hi;
} KxSearchRange;

/* Each range must hold a term of the record. */
typedef struct
{
  KxSearchRange *ranges;
  guint n_ranges;
} KxSearchAlternative;

/* A record is found when one alternative holds; a plan without alternatives stands for an empty query. */
typedef struct
{
  KxSearchAlternative alternatives[KX_SEARCH_ALTERNATIVES_MAX];
  guint n_alternatives;
} KxSearchPlan;

KxSearchPlan *kx_search_plan_new (const char *query);
void kx_search_plan_free (KxSearchPlan *plan);
gboolean kx_search_plan_matches (const KxSearchPlan *plan, const char *const *terms, gsize n_terms);
gboolean kx_search_name_prefix (const char *query, KxSearchRange *ret_range);
void kx_search_range_clear (KxSearchRange *range);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxSearchPlan, kx_search_plan_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxSearchRange, kx_search_range_clear)

G_END_DECLS
