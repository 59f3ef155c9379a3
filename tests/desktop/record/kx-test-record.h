/* The page of a record alone in a window, over a mirror without a service. */
#pragma once

#include "desktop/pages/kx-record-page-private.h"

G_BEGIN_DECLS

/* Waits until the record is shown. Borrowed: of its window. */
KxRecordPage *kx_test_record_open (KxDesk *desk, const char *entity, const char *id, int width, int height);

/* Closes the window, and ends the test if anybody still holds the page. */
void kx_test_record_close (KxRecordPage *page);

G_END_DECLS
