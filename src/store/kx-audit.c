#include "store/kx-audit-private.h"

#include "core/kx-wire-record.h"

#include <string.h>

/* Every text is preceded by its length, so that no two entries have the same canonical bytes. */
static void
append_text (GString *out, const char *text)
{
  if (text == NULL)
    g_string_append (out, "-\n");
  else
    g_string_append_printf (out, "%" G_GSIZE_FORMAT " %s\n", strlen (text), text);
}

static void
append_bytes (GString *out, const void *bytes, gsize size)
{
  g_autofree char *text = bytes != NULL ? kx_base64url_encode (bytes, size) : NULL;

  append_text (out, text);
}

void
kx_audit_hash_record (const KxRecord *record, const guint8 salt[KX_AUDIT_SALT_SIZE],
                      guint8 ret_hash[KX_AUDIT_HASH_SIZE])
{
  g_autofree char *canonical = kx_wire_canonical (record);
  g_autoptr (GString) text = g_string_new_len ((const char *) salt, KX_AUDIT_SALT_SIZE);

  g_string_append (text, canonical);
  kx_hash (text->str, text->len, ret_hash);
}

void
kx_audit_hash_leaf (const KxAuditParts *parts, guint8 ret_leaf[KX_AUDIT_HASH_SIZE])
{
  g_autoptr (GString) text = g_string_new ("kangxie-audit-1\n");

  g_string_append_printf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", parts->seq, parts->at);
  append_text (text, parts->actor);
  append_text (text, parts->device);
  append_text (text, parts->op);
  append_text (text, parts->kind);
  append_text (text, parts->entity);
  append_text (text, parts->row);
  append_text (text, parts->space);
  append_bytes (text, parts->salt, KX_AUDIT_SALT_SIZE);
  append_bytes (text, parts->before, KX_AUDIT_HASH_SIZE);
  append_bytes (text, parts->after, KX_AUDIT_HASH_SIZE);
  kx_hash (text->str, text->len, ret_leaf);
}

void
kx_audit_hash_link (const guint8 previous[KX_AUDIT_HASH_SIZE], const guint8 leaf[KX_AUDIT_HASH_SIZE],
                    guint8 ret_link[KX_AUDIT_HASH_SIZE])
{
  guint8 both[2 * KX_AUDIT_HASH_SIZE];

  memcpy (both, previous, KX_AUDIT_HASH_SIZE);
  memcpy (both + KX_AUDIT_HASH_SIZE, leaf, KX_AUDIT_HASH_SIZE);
  kx_hash (both, sizeof both, ret_link);
}

gboolean
kx_audit_append (KxBook *book, const KxAuditEntry *entry, GError **error)
{
  guint8 salt[KX_AUDIT_SALT_SIZE], before[KX_AUDIT_HASH_SIZE], after[KX_AUDIT_HASH_SIZE],
      leaf[KX_AUDIT_HASH_SIZE];
  KxAuditParts parts = { entry->seq,    entry->at.ms, entry->actor, entry->device, entry->op, entry->kind,
                         entry->entity, entry->row,   entry->space, salt,          NULL,      NULL };

  kx_random (salt, sizeof salt);
  if (entry->before != NULL)
    kx_audit_hash_record (entry->before, salt, before);
  if (entry->after != NULL)
    kx_audit_hash_record (entry->after, salt, after);
  parts.before = entry->before != NULL ? before : NULL;
  parts.after = entry->after != NULL ? after : NULL;
  kx_audit_hash_leaf (&parts, leaf);
  kx_audit_hash_link (book->audit_head, leaf, book->audit_head);
  book->audit_n++;
  {
    KxDbArg args[] = { KX_ARG_INTEGER (book->audit_n),
                       KX_ARG_INTEGER (entry->seq),
                       KX_ARG_INTEGER (entry->at.ms),
                       KX_ARG_TEXT (entry->actor),
                       KX_ARG_TEXT (entry->device),
                       KX_ARG_TEXT (entry->op),
                       KX_ARG_TEXT (entry->kind),
                       KX_ARG_TEXT (entry->entity),
                       KX_ARG_TEXT (entry->row),
                       KX_ARG_TEXT (entry->space),
                       KX_ARG_BYTES (salt, sizeof salt),
                       KX_ARG_BYTES (parts.before, KX_AUDIT_HASH_SIZE),
                       KX_ARG_BYTES (parts.after, KX_AUDIT_HASH_SIZE),
                       KX_ARG_BYTES (leaf, sizeof leaf),
                       KX_ARG_BYTES (book->audit_head, KX_AUDIT_HASH_SIZE) };

    return kx_db_run (
        book->db,
        "INSERT INTO audit (n, seq, at, actor, device, op, kind, entity, row, space, salt, hash_before, "
        "hash_after, leaf, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
        "$15)",
        args, G_N_ELEMENTS (args), error);
  }
}

void
kx_audit_report_clear (KxAuditReport *report)
{
  g_clear_pointer (&report->fault, g_free);
}
