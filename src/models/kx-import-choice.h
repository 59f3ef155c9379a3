/* One of several things to choose from while importing: a sheet, a field, an encoding, an office. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_CHOICE (kx_import_choice_get_type ())
G_DECLARE_FINAL_TYPE (KxImportChoice, kx_import_choice, KX, IMPORT_CHOICE, GObject)

/* `id` NULL: nothing in particular, such as "found from the file". `label` is also the property "label", for
 * lists. */
KxImportChoice *kx_import_choice_new (const char *id, const char *label);

const char *kx_import_choice_get_id (KxImportChoice *self);
const char *kx_import_choice_get_label (KxImportChoice *self);

/* Adds a choice to a store of them. */
void kx_import_choice_add (GListStore *store, const char *id, const char *label);

/* The place of the choice with this id (NULL counts), or GTK's "none", G_MAXUINT. */
guint kx_import_choice_find (GListModel *choices, const char *id);

/* The id of the choice at a place; NULL for one without, and for a place that is none. Borrowed from the
 * list.
 */
const char *kx_import_choice_get_id_at (GListModel *choices, guint place);

G_END_DECLS
