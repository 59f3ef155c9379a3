/* A conflict: two people changed one field of a row without knowing of each other, or one deleted what the
 * other changed. What stood stays; what was proposed is kept here until a person decides. There is one for
 * each row, field and device: a newer proposal of the same device takes the place of the older. Only the
 * service writes it. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_CONFLICT_KINDS(C) \
  C (conflict, kind, field, N_("Two values")) \
  C (conflict, kind, delete, N_("Changed while it was deleted"))
KX_DECLARE_CODES (conflict, kind, KX_CONFLICT_KINDS)

#define KX_CONFLICT_STATES(C) \
  C (conflict, state, open, N_("Open")) \
  C (conflict, state, closed, N_("Closed"))
KX_DECLARE_CODES (conflict, state, KX_CONFLICT_STATES)

#define KX_CONFLICT_OUTCOMES(C) \
  C (conflict, outcome, keep_theirs, N_("The value that stood")) \
  C (conflict, outcome, keep_mine, N_("The value that was proposed")) \
  C (conflict, outcome, edited, N_("Another value"))
KX_DECLARE_CODES (conflict, outcome, KX_CONFLICT_OUTCOMES)

/* Values are texts as history has them, those of sealed fields masks. Of kind `delete`, `field` is empty and `theirs`
 * names the fields that were changed meanwhile, parted by blanks. */
#define KX_CONFLICT_FIELDS(F) \
  F (conflict, owner_entity, TEXT,      KX_REQUIRED | KX_FIXED | KX_SERVICE_SETS, 1, N_("Kind of record it belongs to"), .max = 40, .format = KX_FORMAT_ENTITY) \
  F (conflict, owner,        REF,       KX_REQUIRED | KX_FIXED | KX_SERVICE_SETS | KX_PARENT, 1, N_("Record it belongs to"), .target = "*") \
  F (conflict, field,        TEXT,      KX_FIXED | KX_SERVICE_SETS, 1, N_("Field"), .max = 64) \
  F (conflict, kind,         CODE,      KX_REQUIRED | KX_FIXED | KX_SERVICE_SETS, 1, N_("Kind"), .codes = kx_conflict_kind_codes) \
  F (conflict, theirs,       LONG_TEXT, KX_SERVICE_SETS, 1, N_("Value that stands")) \
  F (conflict, mine,         LONG_TEXT, KX_SERVICE_SETS, 1, N_("Value that was proposed")) \
  F (conflict, base,         LONG_TEXT, KX_SERVICE_SETS, 1, N_("Value that both began from")) \
  F (conflict, their_author, TEXT,      KX_SERVICE_SETS, 1, N_("Whose value stands"), .max = 36) \
  F (conflict, my_author,    TEXT,      KX_SERVICE_SETS, 1, N_("Whose proposal it is"), .max = 36) \
  F (conflict, my_device,    TEXT,      KX_SERVICE_SETS, 1, N_("Device it came from"), .max = 36) \
  F (conflict, proposed_at,  TIME,      KX_SERVICE_SETS, 1, N_("Proposed at")) \
  F (conflict, state,        CODE,      KX_SERVICE_SETS, 1, N_("State"), .codes = kx_conflict_state_codes) \
  F (conflict, outcome,      CODE,      KX_SERVICE_SETS, 1, N_("Outcome"), .codes = kx_conflict_outcome_codes)
KX_DECLARE_ENTITY (conflict, KX_CONFLICT_FIELDS)

/* Arguments of the action that closes it. */
#define KX_CLOSE_FIELDS(F) \
  F (close, outcome, CODE, KX_REQUIRED, 1, N_("Outcome"), .codes = kx_conflict_outcome_codes)
KX_DECLARE_ENTITY (close, KX_CLOSE_FIELDS)
/* clang-format on */

G_END_DECLS
