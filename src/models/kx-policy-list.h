/* What governs an office, parameter by parameter: what holds today, whose word that is, what the office
 * entered itself and what it may enter, and examples from elsewhere. Read at once: packs are parsed once. */
#pragma once

#include "core/kx-policy-pack.h"

G_BEGIN_DECLS

/* Whether an office enters a value of its own. */
typedef enum
{
  KX_OWN_OPEN,
  KX_OWN_DECIDED, /* a document decides it as a duty */
  KX_OWN_NEVER    /* it is not for an office to settle */
} KxOwnMay;

typedef struct
{
  KxPolicyKey key;
  guint group; /* of kx_policy_group_label() */
  const KxParameter *now;
  KxOwnMay may;
  GPtrArray *own;      /* (element-type KxRecord) the office's values, the latest day first */
  GArray *suggestions; /* (element-type KxSuggestion) */
} KxPolicyRow;

typedef struct _KxPolicyList KxPolicyList;

/* NULL: what it needs is not on this computer. Free with kx_policy_list_free(). */
KxPolicyList *kx_policy_list_read (KxReader *reader, const char *office, KxDate today);

void kx_policy_list_free (KxPolicyList *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxPolicyList, kx_policy_list_free)

/* Borrowed: what the rows come from. */
const KxPolicy *kx_policy_list_get_policy (const KxPolicyList *list);

/* One for each key. Borrowed. */
const KxPolicyRow *kx_policy_list_get_row (const KxPolicyList *list, KxPolicyKey key);

/* The subjects to which the parameters belong, in their order; translated. */
guint kx_policy_n_groups (void);
const char *kx_policy_group_label (guint group);

/* FALSE: it has no value and cannot be given one, so it is found by searching only. */
gboolean kx_policy_row_is_listed (const KxPolicyRow *row);

/* Each word of `text` stands in the label, the value, the document or its words, whatever the case. */
gboolean kx_policy_row_matches (const KxPolicyRow *row, const char *text);

/* "2 agencies", "Yes". Free with g_free(). */
char *kx_policy_value_dup_words (KxPolicyKey key, KxValue value);

/* The value that holds, or that there is none and whether a document speaks of it. Free with g_free(). */
char *kx_policy_row_dup_value (const KxPolicyRow *row);

/* Whose word it is and how firm: "Duty · 山东省", "This office's own value since 2026-03-01"; "" for
 * nobody's. Free with g_free(). */
char *kx_policy_row_dup_authority (const KxPolicyRow *row);

/* Why the office enters no value, as a sentence; NULL when it may. */
const char *kx_policy_row_get_bar (const KxPolicyRow *row);

/* How one of `row->own` stands on this day: "In force", "Coming", "Earlier"; translated. */
const char *kx_policy_row_own_standing (const KxPolicyRow *row, const KxRecord *own, KxDate today);

/* The own value's value in words, also where it is none. Free with g_free(). */
char *kx_policy_row_dup_own (const KxPolicyRow *row, const KxRecord *own);

/* "Plan of action, 南人社发[2024]15号, of 2024-03-01": a document of a pack. Free with g_free(). */
char *kx_policy_document_dup_words (const KxPolicyDocument *document);

G_END_DECLS
