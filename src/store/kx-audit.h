/* The audit trail: one chain for the whole store, whose head the service signs, and that anyone can compute
 * again. */
#pragma once

#include "core/kx-json.h"
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

/* The entries of one row at or after `since`, oldest first and whole, each with the link before it as
 * "previous", so that it can be computed by itself. Whoever asks has seen to it that they may be shown. */
JsonArray *kx_audit_of_row (KxBook *book, const char *entity, const char *row, KxTime since, GError **error);

/* An entry of such an excerpt, read back; texts are borrowed from the JSON it was read from. */
typedef struct
{
  gint64 n;
  const char *entity, *row;
  gboolean holds;     /* leaf and link are what its members make */
  gboolean has_after; /* it says how the row stood after it */
  guint8 salt[16], after[KX_AUDIT_HASH_SIZE];
} KxAuditExcerpt;

/* FALSE: no entry of an excerpt. */
gboolean kx_audit_excerpt_read (const KxJsonNode *entry, KxAuditExcerpt *ret_excerpt);

/* Whether these canonical bytes are the row as it stood after the entry. */
gboolean kx_audit_excerpt_is_row (const KxAuditExcerpt *excerpt, const char *canonical, gsize length);

/* Whether a head, as kx_audit_head() made it, has a signature that holds; `ret_key` gets its key. */
gboolean kx_audit_head_holds (const KxJsonNode *head, guint8 ret_key[KX_PUBLIC_KEY_SIZE]);

G_END_DECLS
