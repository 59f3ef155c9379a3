/* What the record page of an office's own template says of its document: whether it can be used, and which of
 * its fields the program does not know. */
#pragma once

#include "desktop/pages/kx-record-kinds.h"

G_BEGIN_DECLS

/* As in KxRecordKind. */
void kx_record_template_show (KxRecordPage *page, const KxRecord *record);

G_END_DECLS
