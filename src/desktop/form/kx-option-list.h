/* What a choice editor offers: codes, areas or rows that answer to what is typed. */
#pragma once

#include "desktop/form/kx-lookup.h"

G_BEGIN_DECLS

/* One line of the list. */
#define KX_TYPE_OPTION (kx_option_get_type ())
G_DECLARE_FINAL_TYPE (KxOption, kx_option, KX, OPTION, GObject)

const char *kx_option_get_id (KxOption *self);
const char *kx_option_get_title (KxOption *self);
const char *kx_option_get_more (KxOption *self); /* NULL: nothing */

/* A GListModel of KxOption. Emits "found" when an answer came, be it empty. */
#define KX_TYPE_OPTION_LIST (kx_option_list_get_type ())
G_DECLARE_FINAL_TYPE (KxOptionList, kx_option_list, KX, OPTION_LIST, GObject)

/* `lookup` finds rows of a KX_REF field and an office's own zones; may be NULL. `near`: the area whose places
 * come first, or NULL. */
KxOptionList *kx_option_list_new (const KxField *field, KxLookup *lookup, const char *near);

/* Asks for what answers to `typed` ("": everything, as far as that is sensible). An earlier question is given
 * up. */
void kx_option_list_find (KxOptionList *self, const char *typed);

/* What a person calls the value `id`; the id itself when it is not known. Free with g_free(). */
char *kx_option_list_dup_title (KxOptionList *self, const char *id);

G_END_DECLS
