/* A policy pack: what the documents of one jurisdiction decide, read from a file of data/policies. */
#pragma once

#include "core/kx-policy.h"

G_BEGIN_DECLS

#define KX_POLICY_ERROR (kx_policy_error_quark ())
GQuark kx_policy_error_quark (void);

typedef enum
{
  KX_POLICY_ERROR_BROKEN /* the message begins with the JSON pointer of what is wrong */
} KxPolicyErrorCode;

/* Most characters of quoted words. */
#define KX_POLICY_QUOTE_CHARS 60

/* A number from elsewhere, shown as an example beside an empty own value; never a policy. */
typedef struct
{
  KxValue value;
  KxCite cite;
} KxSuggestion;

/* Strict: whatever the schema of the packs does not name is refused. Free with kx_policy_pack_unref(). */
KxPolicyPack *kx_policy_pack_parse (const char *bytes, gsize length, GError **error);

/* The pack of a row's text, parsed once for each text and kept as long as the program runs: rows of packs
 * never change, and there are few. Any thread. Borrowed; NULL with an error for a text that is none. */
const KxPolicyPack *kx_policy_pack_get (const char *text, GError **error);

KxPolicyPack *kx_policy_pack_ref (KxPolicyPack *pack);
void kx_policy_pack_unref (KxPolicyPack *pack);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxPolicyPack, kx_policy_pack_unref)

/* "SD"; the one it builds upon, or NULL; the area whose offices it governs; 山东省. */
const char *kx_policy_pack_get_code (const KxPolicyPack *pack);
const char *kx_policy_pack_get_extends (const KxPolicyPack *pack);
const char *kx_policy_pack_get_area (const KxPolicyPack *pack);
const char *kx_policy_pack_get_name (const KxPolicyPack *pack);

/* First and last day on which it holds; 0: no last one. */
KxDate kx_policy_pack_get_valid_from (const KxPolicyPack *pack);
KxDate kx_policy_pack_get_valid_to (const KxPolicyPack *pack);

/* The pack's text without blanks, and the hash of that, which is its name among packs. */
const char *kx_policy_pack_get_text (const KxPolicyPack *pack);
const char *kx_policy_pack_get_hash (const KxPolicyPack *pack);

/* A document that a pack quotes from, as its file has them one after another. */
typedef struct
{
  const char *title, *number; /* number: 鲁人社发〔2023〕17号; NULL: it has none */
  KxDate date;                /* 0: none is given */
  KxSource kind;
} KxPolicyDocument;

guint kx_policy_pack_get_n_documents (const KxPolicyPack *pack);
const KxPolicyDocument *kx_policy_pack_get_document (const KxPolicyPack *pack, guint i);

/* NULL: the pack does not mention it. */
const KxParameter *kx_policy_pack_get_parameter (const KxPolicyPack *pack, KxPolicyKey key);

/* NULL: it has no word of its own. */
const char *kx_policy_pack_get_term (const KxPolicyPack *pack, const char *name);

/* (element-type KxSuggestion); NULL: none. Borrowed. */
GArray *kx_policy_pack_get_suggestions (const KxPolicyPack *pack, KxPolicyKey key);

G_END_DECLS
