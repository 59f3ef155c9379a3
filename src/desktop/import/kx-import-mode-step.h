/* Fourth step of the import assistant: by what rows are known again, and what is done with them. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_MODE_STEP (kx_import_mode_step_get_type ())
G_DECLARE_FINAL_TYPE (KxImportModeStep, kx_import_mode_step, KX, IMPORT_MODE_STEP, AdwBin)

/* Keeps a reference of the session. Once. */
void kx_import_mode_step_set_session (KxImportModeStep *self, KxImportSession *session);

/* Moves the focus to where work begins. */
void kx_import_mode_step_focus (KxImportModeStep *self);

G_END_DECLS
