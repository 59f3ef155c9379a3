/* What an agreement says otherwise than the one before it (与上期协议对照): only what differs, old and new.
 */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

#define KX_TYPE_TERMS_LIST (kx_terms_list_get_type ())
G_DECLARE_FINAL_TYPE (KxTermsList, kx_terms_list, KX, TERMS_LIST, GtkWidget)

/* Of the agreement `id`; follows the mirror, and is hidden while it follows none. */
GtkWidget *kx_terms_list_new (KxDesk *desk, const char *id);

G_END_DECLS
