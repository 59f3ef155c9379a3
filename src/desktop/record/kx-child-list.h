/* The rows of one kind that belong to a record: former names, credentials. Added, edited and deleted in
 * place. */
#pragma once

#include "desktop/record/kx-child-row.h"

G_BEGIN_DECLS

#define KX_TYPE_CHILD_LIST (kx_child_list_get_type ())
G_DECLARE_FINAL_TYPE (KxChildList, kx_child_list, KX, CHILD_LIST, GtkWidget)

/* Follows the mirror; what was typed and not saved before comes back. `title` is translated: what stands
 * above, `add` the words of the button. `parent` is a row in `space`. */
KxChildList *kx_child_list_new (KxDesk *desk, const KxEntity *entity, const char *title, const char *add,
                                const char *parent, const char *space);

gboolean kx_child_list_get_dirty (KxChildList *self);

/* Begins a new row. */
void kx_child_list_add (KxChildList *self);

/* Moves the focus to the row; FALSE: there is none of this id. */
gboolean kx_child_list_go_to (KxChildList *self, const char *id);

/* Keeps what was typed now. */
void kx_child_list_flush (KxChildList *self);

G_END_DECLS
