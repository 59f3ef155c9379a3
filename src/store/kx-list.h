/* Lists: the rows of a collection that one may see, filtered, searched and sorted, a page at a time. */
#pragma once

#include "core/kx-reader.h"
#include "core/kx-role.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

#define KX_LIST_TERMS 16

typedef struct
{
  const KxEntity *entity;
  const KxActor *actor;        /* whose eyes; rows that it may not see are not there */
  KxTerm terms[KX_LIST_TERMS]; /* texts borrowed; a sealed field is compared by its clear value */
  guint n_terms;
  const char *q; /* what a person typed, or NULL */
  int sort; /* index of a field (a reference by the title of its row), KX_SORT_TITLE, KX_SORT_SEQ, KX_SORT_ID
             */
  gboolean descending, trashed;
  guint limit;
  const char *after; /* cursor of the page before, or NULL */
} KxListQuery;

enum
{
  KX_SORT_TITLE = -1, /* by pinyin; by id where the entity has no title */
  KX_SORT_SEQ = -2,
  KX_SORT_ID = -3
};

typedef struct
{
  GPtrArray *records; /* (element-type KxRecord) owned */
  char *next;         /* owned; cursor of the next page, NULL: this is the last */
} KxListPage;

void kx_list_page_free (KxListPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxListPage, kx_list_page_free)

#define KX_LIST_ERROR (kx_list_error_quark ())
GQuark kx_list_error_quark (void);

typedef enum
{
  KX_LIST_ERROR_CURSOR /* not a cursor of this query */
} KxListError;

/* NULL with KX_LIST_ERROR_CURSOR when `after` was made for another query, or with the store's error. */
KxListPage *kx_list_run (KxBook *book, const KxListQuery *query, GError **error);

/* How many rows the query finds, the page and the search apart. */
gboolean kx_list_count (KxBook *book, const KxListQuery *query, gint64 *ret_count, GError **error);

/* A condition over column `space` of `alias` for what `actor` may see of `entity`; arguments go to `args` (of
 * KxDbArg), texts made for it to `texts`. "1 = 0" when that is nothing. */
void kx_list_append_scope (const KxEntity *entity, const KxActor *actor, const char *alias, GString *sql,
                           GArray *args, GPtrArray *texts);

G_END_DECLS
