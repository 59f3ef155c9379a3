/* What writing and checking the audit trail share. */
#pragma once

#include "store/kx-audit.h"

G_BEGIN_DECLS

#define KX_AUDIT_SALT_SIZE 16

/* The members of an entry, as written and as read back; borrowed. */
typedef struct
{
  gint64 seq, at;
  const char *actor, *device, *op, *kind, *entity, *row, *space;
  const void *salt, *before, *after;
} KxAuditParts;

/* The hash of a row as everyone sees it; the salt keeps others from guessing values. */
void kx_audit_hash_record (const KxRecord *record, const guint8 salt[KX_AUDIT_SALT_SIZE],
                           guint8 ret_hash[KX_AUDIT_HASH_SIZE]);

void kx_audit_hash_leaf (const KxAuditParts *parts, guint8 ret_leaf[KX_AUDIT_HASH_SIZE]);

/* The link of an entry: the hash of the link before it and its own leaf. `ret_link` may be `previous`. */
void kx_audit_hash_link (const guint8 previous[KX_AUDIT_HASH_SIZE], const guint8 leaf[KX_AUDIT_HASH_SIZE],
                         guint8 ret_link[KX_AUDIT_HASH_SIZE]);

/* The bytes that the signature of a head is over. Free with g_free(). */
char *kx_audit_head_text (gint64 n, gint64 seq, const char *head, const char *at);

G_END_DECLS
