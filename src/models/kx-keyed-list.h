/* A short list of objects that is looked up anew whenever something changed: objects with the same key stay
 * the same, and the view is told the least. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What tells an object from the others of the list; borrowed. */
typedef const char *(*KxKeyOf) (gpointer object);

/* Brings `kept` to the state of `newer`, an object of the same key, and tells whoever looks at it. */
typedef void (*KxAbsorb) (gpointer kept, gpointer newer);

#define KX_TYPE_KEYED_LIST (kx_keyed_list_get_type ())
G_DECLARE_FINAL_TYPE (KxKeyedList, kx_keyed_list, KX, KEYED_LIST, GObject)

KxKeyedList *kx_keyed_list_new (GType item_type, KxKeyOf key_of, KxAbsorb absorb);

/* The objects as they are now, in order. (element-type GObject) borrowed; keys occur once. */
void kx_keyed_list_set (KxKeyedList *list, GPtrArray *objects);

/* NULL: there is none of this key. Borrowed. */
gpointer kx_keyed_list_find (KxKeyedList *list, const char *key, guint *ret_position);

G_END_DECLS
