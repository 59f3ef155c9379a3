/* Empty tables to fill in and import. */
#pragma once

#include "core/kx-entity.h"
#include "desktop/export/kx-save.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where to save the empty table of `entity`, one of kx_import_subjects_get(), and writes it. `done` is
 * not called when nothing was chosen; `free_data` (may be NULL) follows in any case. */
void kx_template_save (GtkWidget *over, const KxEntity *entity, KxSaveDone done, gpointer data,
                       GDestroyNotify free_data);

G_END_DECLS
