/* The audit trail: one chain for the whole store, whose head the service signs, and that anyone can compute
 * again. */
#pragma once

#include "core/kx-op.h"
#include "core/kx-role.h"
#include "store/kx-book.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One entry as it is written. Everything is borrowed. */
typedef struct
{
  gint64 seq;
  KxTime at;
  const char *actor, *device, *op;
  const char *kind; /* the op's kind, or the action's name */
  const char *entity, *row, *space;
  const KxRecord *before, *after; /* as everyone sees them, sealed fields masked; NULL: none */
} KxAuditEntry;

/* Appends to the chain inside the book's write transaction. */
gboolean kx_audit_append (KxBook *book, const KxAuditEntry *entry, GError **error);

typedef struct
{
  gint64 entries, rows, heads; /* checked */
  char *fault;                 /* owned; NULL: everything holds */
} KxAuditReport;

void kx_audit_report_clear (KxAuditReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxAuditReport, kx_audit_report_clear)

/* Computes every link again, compares the head with the counter row, each row with its last entry, and the
 * signed heads in the file `heads` (may be NULL) with the chain. FALSE with an error only when the store
 * cannot be read. */
gboolean kx_audit_verify (KxBook *book, const char *heads, KxAuditReport *ret_report, GError **error);

/* {n, seq, head, at, public_key, signature}. The signature is over the canonical text of the others. */
JsonObject *kx_audit_head (KxBook *book, KxTime at, GError **error);

/* Appends the signed head as one line to a file. */
gboolean kx_audit_write_head (KxBook *book, KxTime at, const char *path, GError **error);

/* Entries after number `after`, oldest first: whole for those whose row `actor` may read or who did it,
 * otherwise as leaf and link only, so that everyone can compute the chain. */
JsonArray *kx_audit_list (KxBook *book, const KxActor *actor, gint64 after, guint limit, gint64 *ret_last,
                          GError **error);

G_END_DECLS
