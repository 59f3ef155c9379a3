/* The rows that refer to a record and have pages of their own, such as the agreements of an agency: read
 * here, and opened. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_RELATED_LIST (kx_related_list_get_type ())
G_DECLARE_FINAL_TYPE (KxRelatedList, kx_related_list, KX, RELATED_LIST, GtkWidget)

/* Rows of `entity` whose `field` refers to `id`; follows the mirror. `title`, translated, stands above.
 * Signal "open" (const KxEntity *entity, const char *id): the row was chosen. */
KxRelatedList *kx_related_list_new (KxDesk *desk, const KxEntity *entity, guint field, const char *title,
                                    const char *id);

/* A button that adds a row: it does `action`, "page.NAME", and is shown while that can be done. `words`,
 * which are translated, say what is added. */
void kx_related_list_set_add (KxRelatedList *self, const char *words, const char *action);

guint kx_related_list_get_n_rows (KxRelatedList *self);

/* What such a row says below its title: what it is, how it stands and by when somebody has to act. Free with
 * g_free(). */
char *kx_related_list_dup_details (const KxRecord *record);

G_END_DECLS
