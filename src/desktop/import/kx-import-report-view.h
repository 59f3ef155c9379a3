/* What a dry run would do or an import has done: a headline, the counts, and the rows behind each count. */
#pragma once

#include "models/kx-import-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_IMPORT_REPORT_VIEW (kx_import_report_view_get_type ())
G_DECLARE_FINAL_TYPE (KxImportReportView, kx_import_report_view, KX, IMPORT_REPORT_VIEW, AdwBin)

/* Keeps a reference of the session. The signal "open" (const char *id) asks to show a record. */
void kx_import_report_view_set_session (KxImportReportView *self, KxImportSession *session);

/* Shows the session's report as it stands now; nothing where there is none. */
void kx_import_report_view_refresh (KxImportReportView *self);

void kx_import_report_view_set_narrow (KxImportReportView *self, gboolean narrow);

/* Moves the focus to the count whose rows are shown. */
void kx_import_report_view_focus (KxImportReportView *self);

/* Shows the rows behind this count. */
void kx_import_report_view_choose (KxImportReportView *self, KxImportItemsKind kind);

/* "88 new, 9 changed, 77 unchanged, 7 refused": only what there is. Free with g_free(). */
char *kx_import_report_say_counts (const KxImportReport *report);

G_END_DECLS
