/* What governs an office: the parameters that policy documents give, each with the words that give it, and
 * what the office entered itself where they give none.
 *
 * A parameter without a value is no number: nothing is blocked by it, and a period that it would give is
 * asked for. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-policy-parameters.h"
#include "core/kx-reader.h"

G_BEGIN_DECLS

/* Flags of a parameter. */
enum
{
  KX_POLICY_OWN = 1 << 0 /* an office may enter a value of its own */
};

#define KX_POLICY_KEY(name, kind, unit, flags, label) KX_POLICY_##name,
typedef enum
{
  KX_POLICY_PARAMETERS (KX_POLICY_KEY) KX_N_POLICY
} KxPolicyKey;
#undef KX_POLICY_KEY

#define KX_POLICY_UNIT(name, label) KX_UNIT_##name,
typedef enum
{
  KX_POLICY_UNITS (KX_POLICY_UNIT) KX_N_UNITS
} KxPolicyUnit;
#undef KX_POLICY_UNIT

/* What a parameter is, whoever gives it a value: its name and label, kind (KX_INTEGER, KX_DECIMAL with two
 * digits, KX_BOOLEAN, KX_TEXT), unit, and whether an office may enter a value of its own. */
typedef struct
{
  KxField field;
  KxPolicyUnit unit;
  gboolean own;
} KxPolicyLine;

const KxPolicyLine *kx_policy_line (KxPolicyKey key);

/* FALSE: there is no parameter of that name. */
gboolean kx_policy_key_from_name (const char *name, KxPolicyKey *ret_key);

/* msgid, "" for KX_UNIT_NONE */
const char *kx_policy_unit_label (KxPolicyUnit unit);

/* A parameter as it holds for somebody. */
typedef struct
{
  gboolean set;   /* FALSE: `value` is none, though there may be words about it */
  KxValue value;  /* of the line's kind */
  KxCite cite;    /* its source is KX_SOURCE_NONE where no document speaks of it */
  const char *by; /* the pack's name, 山东省; NULL: silent, or the office itself */
} KxParameter;

typedef struct _KxPolicy KxPolicy;
typedef struct _KxPolicyPack KxPolicyPack; /* core/kx-policy-pack.h */

/**
 * kx_policy_read:
 * @reader: where packs and own values are asked for
 * @office: id of an office
 * @date: the day whose rules count: that of the act, not of its entry
 * @ret_policy: (out): free with kx_policy_free(); NULL unless the answer is KX_KNOWN
 *
 * Puts together what holds for the office: the pack of the country, over it those of its province and city as
 * they extend one another, over them the values it entered itself. An office whose area has no pack of its
 * own has the country's alone; without any pack nothing is set.
 */
KxAnswer kx_policy_read (KxReader *reader, const char *office, KxDate date, KxPolicy **ret_policy);

/* The same for an area in which no office is known: packs alone. */
KxAnswer kx_policy_read_for_area (KxReader *reader, const char *area, KxDate date, KxPolicy **ret_policy);

void kx_policy_free (KxPolicy *policy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxPolicy, kx_policy_free)

/* The packs that went into it, the most special first. */
guint kx_policy_get_n_packs (const KxPolicy *policy);
const KxPolicyPack *kx_policy_get_pack (const KxPolicy *policy, guint i);

/* Never NULL. Its texts outlive the policy. */
const KxParameter *kx_policy_get (const KxPolicy *policy, KxPolicyKey key);

/* FALSE, and nothing set, when the parameter has no value: there is no number to go by. */
gboolean kx_policy_integer (const KxPolicy *policy, KxPolicyKey key, gint64 *ret_number);

/* The parameter is set and TRUE. */
gboolean kx_policy_is (const KxPolicy *policy, KxPolicyKey key);

/* What the most special pack calls something ("agency", "coordinator"), or NULL. */
const char *kx_policy_term (const KxPolicy *policy, const char *name);

/* Whether the office may enter a value of its own: the line allows it, and no document decides it as a duty.
 */
gboolean kx_policy_may_own (const KxPolicy *policy, KxPolicyKey key);

/* Whether the same holds on that day as on the one it was read for, because nothing of it begins or ends
 * between: who needs many days reads each span once. */
gboolean kx_policy_holds_on (const KxPolicy *policy, KxDate day);

/* Names all that went into it: the same text for the same packs and own values. Borrowed. */
const char *kx_policy_stamp (const KxPolicy *policy);

G_END_DECLS
