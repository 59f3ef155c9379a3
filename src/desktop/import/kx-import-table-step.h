/* Second step of the import assistant: sheet, header row, encoding, and how the file reads with them. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_TABLE_STEP (kx_import_table_step_get_type ())
G_DECLARE_FINAL_TYPE (KxImportTableStep, kx_import_table_step, KX, IMPORT_TABLE_STEP, AdwBin)

/* Keeps a reference of the session. Once. */
void kx_import_table_step_set_session (KxImportTableStep *self, KxImportSession *session);

/* Moves the focus to where work begins. */
void kx_import_table_step_focus (KxImportTableStep *self);

/* Takes a row number that was typed but not yet left. */
void kx_import_table_step_settle (KxImportTableStep *self);

G_END_DECLS
