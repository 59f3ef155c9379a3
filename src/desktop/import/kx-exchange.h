/* What a window offers for tables that come in and go out: the import assistant, imports that go on in the
 * background, exports, copies, the empty table. */
#pragma once

#include "desktop/import/kx-import-assistant.h"
#include "desktop/kx-window.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

#define KX_TYPE_EXCHANGE (kx_exchange_get_type ())
G_DECLARE_FINAL_TYPE (KxExchange, kx_exchange, KX, EXCHANGE, GObject)

/* The window's own; made at the first call and gone with the window. Adds the actions "win.import",
 * "win.import-file" (URI), "win.resume-import" (key), "win.paste-rows", "win.export", "win.copy-rows" and
 * "win.save-template", takes tables that are dropped where what they bring in is listed, and asks before the
 * window is closed while rows go in.
 */
KxExchange *kx_exchange_get (KxWindow *window);

/* Where rows come from and go to; NULL: nowhere, so nothing can be done. Imports that go on end with the
 * mirror they write to. */
void kx_exchange_set_mirror (KxExchange *self, KxMirror *mirror);

/* Opens the assistant for tables of `subject`, one of kx_import_subjects_get() (NULL: agencies; it can be
 * changed there), with `file` (NULL: it asks). NULL: nobody may import here. Borrowed. */
KxImportAssistant *kx_exchange_import (KxExchange *self, const char *subject, GFile *file);

/* Opens the assistant on an import that has not come to its end, or shows the one that is at it; `key` of
 * kx_import_keep_list(). Borrowed; NULL: nobody may import here. */
KxImportAssistant *kx_exchange_resume (KxExchange *self, const char *key);

/* Opens the assistant on the rows of the clipboard, or says that there are none. */
void kx_exchange_paste (KxExchange *self);

/* Asks what of the page that is shown goes into a file. Returns the dialog, for tests; NULL: there is nothing
 * to export. */
GtkWindow *kx_exchange_export (KxExchange *self);

/* Asks what of a list goes into a file; `query` and `ids` as of kx_export_request_new(). For pages that find
 * out by themselves which rows are chosen. */
GtkWindow *kx_exchange_export_rows (KxExchange *self, const KxListQuery *query, char **ids);

/* Copies the rows chosen on the page, or says why it does not. */
void kx_exchange_copy (KxExchange *self);

/* Opens what became of an import that ended while its assistant was closed, as the notification of its end
 * asks ("app.import-result"). One that was taken away since is passed over. */
void kx_exchange_show_import (KxExchange *self, guint number);

/* How many imports go on. */
guint kx_exchange_get_n_running (KxExchange *self);

G_END_DECLS
