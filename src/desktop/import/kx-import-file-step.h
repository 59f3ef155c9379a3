/* First step of the import assistant: the file, and the office it goes to. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_FILE_STEP (kx_import_file_step_get_type ())
G_DECLARE_FINAL_TYPE (KxImportFileStep, kx_import_file_step, KX, IMPORT_FILE_STEP, AdwBin)

/* Keeps a reference of the session. Once. */
void kx_import_file_step_set_session (KxImportFileStep *self, KxImportSession *session);

/* Moves the focus to where work begins. */
void kx_import_file_step_focus (KxImportFileStep *self);

/* Asks for a file and opens it. */
void kx_import_file_step_choose (KxImportFileStep *self);

G_END_DECLS
