/* Asks what of a list goes into a file, and which columns. */
#pragma once

#include "desktop/export/kx-export-request.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_EXPORT_DIALOG (kx_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxExportDialog, kx_export_dialog, KX, EXPORT_DIALOG, AdwWindow)

/* `query` and `ids` as of kx_export_request_new(); `summary` says in words what the list shows. The signal
 * "export" (KxExportRequest *request, GFile *file) is emitted once when both are chosen; the dialog closes
 * then. */
KxExportDialog *kx_export_dialog_new (KxMirror *mirror, const KxListQuery *query, char **ids,
                                      const char *summary);

/* "Agencies 2026-07-01.xlsx". Free with g_free(). */
char *kx_export_file_name (const KxEntity *entity, KxExportFormat format, KxDate today);

G_END_DECLS
