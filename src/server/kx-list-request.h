/* What a list is asked for in a URL: filters, search, order and page. */
#pragma once

#include "server/kx-http-query.h"
#include "store/kx-list.h"

G_BEGIN_DECLS

#define KX_LIST_DEFAULT 100
#define KX_LIST_MOST 500

/* A query of a URL read against the fields of `entity`: `name=name`, `beds.gte=20`, `beds.lte=50`,
 * `county.null=true`, `scopes_offered=inpatient` (has it), `q=`, `sort=-name`, `limit=`, `after=`,
 * `deleted=true`. Texts are owned by `ret_texts` and borrowed from `query`. An unknown name or a value of the
 * wrong form gives a problem; `ret_query` is then untouched. */
KxProblem *kx_list_request_read (const KxEntity *entity, const KxHttpQuery *query, KxListQuery *ret_query,
                                 GPtrArray *ret_texts);

/* Whether a field can be compared so. */
gboolean kx_list_request_fits (const KxField *field, KxTest test);

/* Whether rows can be put in the order of a field. */
gboolean kx_list_request_sorts (const KxField *field);

/* Whether the collection takes `q=`. */
gboolean kx_list_request_searches (const KxEntity *entity);

/* The path and query of the page that begins after `cursor`. Free with g_free(). */
char *kx_list_request_next (const char *collection, const KxHttpQuery *query, const char *cursor);

G_END_DECLS
