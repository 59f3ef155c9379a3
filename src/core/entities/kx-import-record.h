/* An import: which file was taken in, when, and what became of its rows. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_IMPORT_RECORD_STATES(C) \
  C (import_record, state, running, N_("Running")) \
  C (import_record, state, finished, N_("Finished"))
KX_DECLARE_CODES (import_record, state, KX_IMPORT_RECORD_STATES)

#define KX_IMPORT_RECORD_FIELDS(F) \
  F (import_record, office,         REF,     KX_REQUIRED | KX_FIXED | KX_OFFICE, 1, N_("Office"), .target = "office") \
  F (import_record, subject,        TEXT,    KX_REQUIRED | KX_FIXED, 1, N_("Kind of record"), .max = 40, .format = KX_FORMAT_ENTITY) \
  F (import_record, file_name,      TEXT,    KX_REQUIRED | KX_FIXED | KX_TITLE, 1, N_("File name"), .max = 200) \
  F (import_record, sha256,         TEXT,    KX_REQUIRED | KX_FIXED, 1, N_("SHA-256"), .max = 64, .format = KX_FORMAT_SHA256) \
  F (import_record, mapping,        CONFIG,  KX_FIXED, 1, N_("Columns"), .max = 20000) \
  F (import_record, rows_read,      INTEGER, 0, 1, N_("Rows read")) \
  F (import_record, rows_created,   INTEGER, 0, 1, N_("Rows created")) \
  F (import_record, rows_updated,   INTEGER, 0, 1, N_("Rows updated")) \
  F (import_record, rows_unchanged, INTEGER, 0, 1, N_("Rows unchanged")) \
  F (import_record, rows_refused,   INTEGER, 0, 1, N_("Rows refused")) \
  F (import_record, state,          CODE,    KX_SERVICE_SETS, 1, N_("State"), .codes = kx_import_record_state_codes)
KX_DECLARE_ENTITY (import_record, KX_IMPORT_RECORD_FIELDS)
/* clang-format on */

G_END_DECLS
