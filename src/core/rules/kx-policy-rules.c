#include "core/rules/kx-policy-rules.h"

#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/kx-policy-pack.h"
#include "core/rules/kx-rule.h"

/* A hundred years are longer than any term, and than the calendar. */
#define LONGEST_MONTHS 1200

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

static gboolean
says (const KxRecord *row, guint field, const char *text)
{
  return g_strcmp0 (kx_record_get (row, field).TEXT, text) == 0;
}

void
kx_guard_pack (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *row = scene->after;
  const char *text = kx_record_get (row, kx_pack_f_contents).CONFIG;
  g_autoptr (GError) error = NULL;
  const KxPolicyPack *pack = text != NULL ? kx_policy_pack_get (text, &error) : NULL;

  if (pack == NULL)
    {
      KxFinding *finding =
          kx_finding_new (KX_FAILS, "broken-pack", "contents", N_ ("This is no policy pack: {reason}"));

      finding->cite = program_rule;
      g_ptr_array_add (findings, kx_finding_arg (finding, "reason", error != NULL ? error->message : "/"));
      return;
    }
  kx_rule_add (findings,
               says (row, kx_pack_f_code, kx_policy_pack_get_code (pack)) &&
                   says (row, kx_pack_f_name, kx_policy_pack_get_name (pack)) &&
                   says (row, kx_pack_f_area, kx_policy_pack_get_area (pack)) &&
                   says (row, kx_pack_f_extends, kx_policy_pack_get_extends (pack)) &&
                   says (row, kx_pack_f_hash, kx_policy_pack_get_hash (pack)) &&
                   kx_record_get (row, kx_pack_f_valid_from).DATE.ymd ==
                       kx_policy_pack_get_valid_from (pack).ymd &&
                   kx_record_get (row, kx_pack_f_valid_to).DATE.ymd == kx_policy_pack_get_valid_to (pack).ymd,
               "pack-differs", NULL, N_ ("The row must say what stands in the pack"), &program_rule);
}

KxPolicy *
kx_rule_policy (const KxScene *scene, const char *office, KxDate date, GPtrArray *findings)
{
  KxPolicy *policy = NULL;

  if (office != NULL && kx_policy_read (scene->reader, office, date, &policy) == KX_KNOWN)
    return policy;
  g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "policy-not-here", NULL,
                                             N_ ("The policy that governs this office must be here")));
  return NULL;
}

void
kx_rule_note (const KxPolicy *policy, KxPolicyKey key, const char *code, const char *field,
              const char *message, GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, key);

  if (rule->cite.source != KX_SOURCE_NONE)
    kx_rule_add (findings, TRUE, code, field, message, &rule->cite);
}

static gboolean
get_months (const KxPolicy *policy, KxPolicyKey key, gint64 *ret_months)
{
  return kx_policy_integer (policy, key, ret_months) && *ret_months <= LONGEST_MONTHS;
}

gboolean
kx_rule_months_after (const KxPolicy *policy, KxPolicyKey key, KxDate from, KxDate *ret_day)
{
  gint64 months;

  if (!get_months (policy, key, &months))
    return FALSE;
  *ret_day = kx_date_add_months (from, (int) months);
  return TRUE;
}

void
kx_rule_add_months (const KxPolicy *policy, KxPolicyKey key, KxVerdict verdict, const char *code,
                    const char *field, const char *message, GPtrArray *findings)
{
  KxFinding *finding = kx_finding_new (verdict, code, field, message);
  gint64 months = 0;

  get_months (policy, key, &months);
  finding->cite = kx_policy_get (policy, key)->cite;
  g_ptr_array_add (findings, kx_finding_arg_int (finding, "months", months));
}

/* Where a document decides it as a duty, its words stand beside the refusal. */
static void
check_open (const KxScene *scene, KxPolicyKey key, GPtrArray *findings)
{
  const char *office = kx_record_get (scene->after, kx_own_value_f_office).REF;
  KxDate from = kx_record_get (scene->after, kx_own_value_f_from_on).DATE;
  g_autoptr (KxPolicy) policy = kx_rule_policy (scene, office, from, findings);

  if (policy == NULL)
    return;
  if (!kx_policy_line (key)->own)
    kx_rule_add (findings, FALSE, "not-of-an-office", "parameter",
                 N_ ("An office enters no value of its own for this parameter"), &program_rule);
  else
    kx_rule_add (findings, kx_policy_may_own (policy, key), "decided-above", "parameter",
                 N_ ("No document may have decided this as a duty"), &kx_policy_get (policy, key)->cite);
}

void
kx_guard_own_value (const KxScene *scene, GPtrArray *findings)
{
  const char *name = kx_record_get (scene->after, kx_own_value_f_parameter).TEXT;
  const char *text = kx_record_get (scene->after, kx_own_value_f_value).TEXT;
  const KxField *field;
  KxPolicyKey key;
  KxValue value;

  if (name == NULL)
    return;
  if (!kx_policy_key_from_name (name, &key))
    {
      kx_rule_add (findings, FALSE, "no-such-parameter", "parameter", N_ ("There is no such parameter"),
                   &program_rule);
      return;
    }
  check_open (scene, key, findings);
  field = &kx_policy_line (key)->field;
  /* None: what was entered before ends. */
  if (text == NULL)
    return;
  kx_rule_add (findings,
               kx_value_from_text (field, text, &value) &&
                   !(field->kind == KX_INTEGER && value.INTEGER < 0) &&
                   !(field->kind == KX_DECIMAL && value.DECIMAL.scaled < 0),
               "wrong-value", "value", N_ ("The value must be of the parameter's kind, and not below zero"),
               &program_rule);
}

void
kx_guard_own_value_day (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_own_value_entity, .n_terms = 3, .except = scene->op->row };
  const guint fields[] = { kx_own_value_f_office, kx_own_value_f_parameter, kx_own_value_f_from_on };
  KxDate from = kx_record_get (scene->after, kx_own_value_f_from_on).DATE;
  gint64 others = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!kx_record_has (scene->after, fields[i]))
        return;
      query.terms[i] = (KxTerm){ .field = fields[i], .value = kx_record_get (scene->after, fields[i]) };
    }
  if (kx_reader_count (scene->reader, &query, &others) == KX_KNOWN)
    kx_rule_add (findings, others == 0, "value-of-that-day", "from_on",
                 N_ ("No other value of this parameter may begin on the same day"), &program_rule);
  if (from.ymd < scene->today.ymd)
    {
      KxFinding *finding =
          kx_finding_new (KX_WARNS, "day-has-passed", "from_on",
                          N_ ("This day has passed: what was done since then is judged by the new value"));

      finding->cite = program_rule;
      g_ptr_array_add (findings, finding);
    }
}

void
kx_guard_own_value_ahead (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, kx_record_get (scene->row, kx_own_value_f_from_on).DATE.ymd > scene->today.ymd,
               "value-was-in-force", NULL,
               N_ ("A value that is in force stays on record; enter the one that follows it"), &program_rule);
}
