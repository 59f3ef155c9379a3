/* The assistant that takes in a table of agencies or of what runs on paper: five steps and the result. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_ASSISTANT (kx_import_assistant_get_type ())
G_DECLARE_FINAL_TYPE (KxImportAssistant, kx_import_assistant, KX, IMPORT_ASSISTANT, AdwWindow)

typedef enum
{
  KX_IMPORT_STEP_FILE,
  KX_IMPORT_STEP_TABLE,
  KX_IMPORT_STEP_COLUMNS,
  KX_IMPORT_STEP_MODE,
  KX_IMPORT_STEP_PREVIEW,
  KX_IMPORT_STEP_RESULT,
  KX_IMPORT_N_STEPS
} KxImportStep;

/* Shows the session at the step it has come to, and keeps a reference of it. The window may be closed while
 * rows go in: the session goes on as long as someone holds it. Signals: "open" (const char *id) asks to show
 * a record, "show-touched" the list of what came in, "again" for an assistant with another session. */
KxImportAssistant *kx_import_assistant_new (KxImportSession *session);

KxImportSession *kx_import_assistant_get_session (KxImportAssistant *self);

KxImportStep kx_import_assistant_get_step (KxImportAssistant *self);

G_END_DECLS
