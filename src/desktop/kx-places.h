/* The places of the sidebar, and which page opens a row: adding a page is a line here. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;         /* of --page and of the help topic */
  const char *title;        /* msgid */
  const char *icon;         /* icon name */
  GType (*get_type) (void); /* of the page; NULL: arrives with later work, and is not shown */
  const KxRowsKind *rows;   /* what a KxRowsPage lists; it is not there while the program has no such rows */
  const char *within;       /* the place of the sidebar of which this is another view; NULL: none */
  gboolean rare;            /* a view that few look at, and seldom: it stands in the menu after the others */
} KxPlace;

/* All places in the order of the sidebar, views after their place, ended by a NULL name. */
extern const KxPlace kx_places[];

/* NULL: there is no such place. */
const KxPlace *kx_place_find (const char *name);

/* FALSE: it arrives with later work. */
gboolean kx_place_is_there (const KxPlace *place);

/* The place that stands in the sidebar for this one: itself, or that of which it is a view. */
const KxPlace *kx_place_get_root (const KxPlace *place);

/* A new page of the place, floating; NULL: it arrives with later work. */
KxPage *kx_place_new_page (const KxPlace *place, KxProfile *profile);

/* A new page that shows the row, or NULL when rows of this entity have no page. `id` may be "new", or what
 * kx_place_new_row() gives. */
KxPage *kx_place_new_record_page (KxProfile *profile, const char *entity, const char *id);

/* Stands for a row that is to be made and refers to `id` by `field`: "new?agency=0197…". Free with g_free().
 */
char *kx_place_new_row (const char *field, const char *id);

/* The inverse: which field is given what. FALSE, and nothing is returned: `row` is not of this form. */
gboolean kx_place_read_new_row (const char *row, char **ret_field, char **ret_id);

G_END_DECLS
