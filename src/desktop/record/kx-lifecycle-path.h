/* The lifecycle of a record as a path: which states it went through, when and by whom, where it stands and
 * what lies ahead; told by shape and words. The arrow keys walk along it. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_LIFECYCLE_PATH (kx_lifecycle_path_get_type ())
G_DECLARE_FINAL_TYPE (KxLifecyclePath, kx_lifecycle_path, KX, LIFECYCLE_PATH, GtkWidget)

KxLifecyclePath *kx_lifecycle_path_new (KxDesk *desk);

/* Shows the path of `record`, which is only read; hidden where its entity has no states. */
void kx_lifecycle_path_set_record (KxLifecyclePath *self, const KxRecord *record);

G_END_DECLS
