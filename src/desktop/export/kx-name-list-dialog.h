/* The public list of agencies (名单公告) of what a list of agreements shows: as of which day, dated when, and
 * the announcement and its annex as files. Nothing is marked as published: that day is entered by a person.
 */
#pragma once

#include "models/kx-name-list.h"
#include "sync/kx-mirror.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_NAME_LIST_DIALOG (kx_name_list_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxNameListDialog, kx_name_list_dialog, KX, NAME_LIST_DIALOG, AdwWindow)

/* `query` and `ids` as of kx_export_request_new(); copied. */
KxNameListDialog *kx_name_list_dialog_new (GtkWidget *over, KxMirror *mirror, const KxListQuery *query,
                                           char **ids);

G_END_DECLS
