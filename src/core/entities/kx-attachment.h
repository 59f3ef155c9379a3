/* An attachment: a file that belongs to another row and is read by whoever may read that row. The row may
 * come before its bytes; the service says when they are stored. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

#define KX_ATTACHMENT_MAX_BYTES (20 * 1024 * 1024)

/* clang-format off */
#define KX_ATTACHMENT_FIELDS(F) \
  F (attachment, owner_entity, TEXT,    KX_REQUIRED | KX_FIXED, 1, N_("Kind of record it belongs to"), .max = 40, .format = KX_FORMAT_ENTITY) \
  F (attachment, owner,        REF,     KX_REQUIRED | KX_FIXED | KX_PARENT, 1, N_("Record it belongs to"), .target = "*") \
  F (attachment, title,        TEXT,    KX_REQUIRED | KX_TITLE, 1, N_("Title"), .max = 120) \
  F (attachment, file_name,    TEXT,    KX_REQUIRED | KX_FIXED, 1, N_("File name"), .max = 200) \
  F (attachment, media_type,   TEXT,    KX_REQUIRED | KX_FIXED, 1, N_("Media type"), .max = 100) \
  F (attachment, size,         INTEGER, KX_REQUIRED | KX_FIXED, 1, N_("Size in bytes"), .max = KX_ATTACHMENT_MAX_BYTES) \
  F (attachment, sha256,       TEXT,    KX_REQUIRED | KX_FIXED, 1, N_("SHA-256"), .max = 64, .format = KX_FORMAT_SHA256) \
  F (attachment, stored,       BOOLEAN, KX_SERVICE_SETS, 1, N_("Stored"))
KX_DECLARE_ENTITY (attachment, KX_ATTACHMENT_FIELDS)
/* clang-format on */

G_END_DECLS
