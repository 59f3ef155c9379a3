/* The record page of any entity (kx-record-kinds.h): its facts, read and edited in place, its timeline,
 * documents and history. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_RECORD_PAGE (kx_record_page_get_type ())
G_DECLARE_FINAL_TYPE (KxRecordPage, kx_record_page, KX, RECORD_PAGE, KxPage)

/* Construct properties: "profile"; "entity", the name of one of the kinds; "row-id", the id of the record,
 * "new" for one that is to be made, or "new/ID" for one that was begun and not saved; "desk" (KxDesk) in
 * place of a profile, for tests. */

/* Shows another record of the kind in the same page. What was typed about the one before is kept as a draft.
 */
void kx_record_page_show (KxRecordPage *self, const char *row_id);

/* Begins to edit, as soon as the record is there, if it may be edited. */
void kx_record_page_edit (KxRecordPage *self);

/* Goes on with a step, as soon as the record is there, as if its button were pressed; where the step is not
 * open, its tab says why. */
void kx_record_page_open_step (KxRecordPage *self, const char *action);

/* Of a letter: opens the window in which it is written, as soon as the record is there. */
void kx_record_page_write_letter (KxRecordPage *self);

/* The address under which a colleague's program opens the record. Free with g_free(). */
char *kx_record_page_dup_link (KxRecordPage *self);

/* Moves to a field; NULL: to the facts. */
void kx_record_page_go_to (KxRecordPage *self, const char *field);

G_END_DECLS
