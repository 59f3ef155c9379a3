/* A document that an application needs: one line of its checklist. The lines that come with the program are
 * there from the start; an office adds others. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
/* What institutions hand in when they apply, in the order of the list; `other` is named by the office. */
#define KX_APPLICATION_ITEM_KINDS(C) \
  C (application_item, kind, application_form, N_("Application form")) \
  C (application_item, kind, self_assessment, N_("Self-assessment form")) \
  C (application_item, kind, practice_licence, N_("Copy of the practice licence")) \
  C (application_item, kind, legal_person, N_("Copy of the legal person's certificate")) \
  C (application_item, kind, capacity_list, N_("List of departments, beds, staff and equipment")) \
  C (application_item, kind, other, N_("Other document"))
KX_DECLARE_CODES (application_item, kind, KX_APPLICATION_ITEM_KINDS)

#define KX_APPLICATION_ITEM_STATES(C) \
  C (application_item, state, missing, N_("Missing")) \
  C (application_item, state, defective, N_("To be corrected")) \
  C (application_item, state, there, N_("There")) \
  C (application_item, state, not_needed, N_("Not needed"))
KX_DECLARE_CODES (application_item, state, KX_APPLICATION_ITEM_STATES)

#define KX_APPLICATION_ITEM_FIELDS(F) \
  F (application_item, application, REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Application"), .target = "application") \
  F (application_item, kind,        CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Kind of document"), .codes = kx_application_item_kind_codes) \
  F (application_item, document,    TEXT,      KX_TITLE, 2, N_("Name of the document"), .max = 120) \
  F (application_item, state,       CODE,      KX_REQUIRED, 2, N_("State"), .codes = kx_application_item_state_codes) \
  F (application_item, received_on, DATE,      0, 2, N_("Received on")) \
  F (application_item, note,        LONG_TEXT, 0, 2, N_("What is to be corrected"), .max = 1000)
KX_DECLARE_ENTITY (application_item, KX_APPLICATION_ITEM_FIELDS)
/* clang-format on */

/* TRUE for a line that is missing or has to be corrected: what a notice for supplement lists. */
gboolean kx_application_item_lacks (const KxRecord *item);

G_END_DECLS
