/* What only the page of an approval slip shows: the preconditions as they stood, and who approved. */
#pragma once

#include "desktop/pages/kx-record-kinds.h"

G_BEGIN_DECLS

/* The preconditions below what is asked for; the line of history below the answer. */
void kx_record_approval_show (KxRecordPage *page, const KxRecord *record);

G_END_DECLS
