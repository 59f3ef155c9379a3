/* The places of the sidebar, and which page opens a row: adding a page is a line here. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;         /* of --page and of the help topic */
  const char *title;        /* msgid */
  const char *icon;         /* icon name */
  GType (*get_type) (void); /* of the page; NULL: arrives with later work, and is not shown */
} KxPlace;

/* All places in the order of the sidebar, ended by a NULL name. */
extern const KxPlace kx_places[];

/* NULL: there is no such place. */
const KxPlace *kx_place_find (const char *name);

/* A new page that shows the row, or NULL when rows of this entity have no page. */
KxPage *kx_place_new_record_page (KxProfile *profile, const char *entity, const char *id);

G_END_DECLS
