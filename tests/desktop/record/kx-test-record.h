/* The page of a record alone in a window, over a mirror without a service. */
#pragma once

#include "desktop/dialogs/kx-step-dialog.h"
#include "desktop/pages/kx-record-page-private.h"
#include "models/kx-test-desktop.h"

G_BEGIN_DECLS

/* Waits until the record is shown. Borrowed: of its window. */
KxRecordPage *kx_test_record_open (KxDesk *desk, const char *entity, const char *id, int width, int height);

/* An agreement of the office with this agency that lacks nothing but its last day, as the service tells of
 * it. Owned. */
KxRecord *kx_test_record_agreement (const char *id, const char *agency, int state, gint64 seq);

/* One of the packs of the country's files, by its name there, such as "SD.json". */
void kx_test_record_land_pack (KxTestDesktop *test, const char *name);

/* A field of the form, which has to be there: what is typed in it, and that this is so. Borrowed. */
KxFieldEntry *kx_test_record_get_entry (KxRecordPage *page, guint field);
void kx_test_record_put (KxRecordPage *page, guint field, const char *typed);
void kx_test_record_assert_typed (KxRecordPage *page, guint field, const char *expected);

/* Shows the steps of the record. */
void kx_test_record_show_steps (KxRecordPage *page);

/* Presses the button of a step, as it has to be possible, and gives its dialog; NULL: it asks for nothing. */
KxStepDialog *kx_test_record_press_step (KxRecordPage *page, const char *action);

/* For kx_test_wait_for(): no dialog of a step is open. */
gboolean kx_test_record_has_no_dialog (gpointer data);

/* Closes the window, and ends the test if anybody still holds the page. */
void kx_test_record_close (KxRecordPage *page);

G_END_DECLS
