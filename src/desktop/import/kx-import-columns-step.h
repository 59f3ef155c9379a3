/* Third step of the import assistant: what the columns of the file mean. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_COLUMNS_STEP (kx_import_columns_step_get_type ())
G_DECLARE_FINAL_TYPE (KxImportColumnsStep, kx_import_columns_step, KX, IMPORT_COLUMNS_STEP, AdwBin)

/* Keeps a reference of the session. Once. */
void kx_import_columns_step_set_session (KxImportColumnsStep *self, KxImportSession *session);

/* Moves the focus to where work begins. */
void kx_import_columns_step_focus (KxImportColumnsStep *self);

void kx_import_columns_step_set_narrow (KxImportColumnsStep *self, gboolean narrow);

G_END_DECLS
