/* The record page of an agency: its facts, read and edited in place, its timeline, documents and history. */
#pragma once

#include "desktop/kx-page.h"

G_BEGIN_DECLS

#define KX_TYPE_AGENCY_PAGE (kx_agency_page_get_type ())
G_DECLARE_FINAL_TYPE (KxAgencyPage, kx_agency_page, KX, AGENCY_PAGE, KxPage)

/* Construct properties: "profile"; "row-id", the id of the agency, "new" for one that is to be made, or
 * "new/ID" for one that was begun and not saved; "desk" (KxDesk) in place of a profile, for tests. */

/* Shows another agency in the same page. What was typed about the one before is kept as a draft. */
void kx_agency_page_show (KxAgencyPage *self, const char *row_id);

/* Begins to edit, as soon as the record is there, if it may be edited. */
void kx_agency_page_edit (KxAgencyPage *self);

/* The address under which a colleague's program opens the record. Free with g_free(). */
char *kx_agency_page_dup_link (KxAgencyPage *self);

/* Moves to a field; NULL: to the facts. */
void kx_agency_page_go_to (KxAgencyPage *self, const char *field);

G_END_DECLS
