#include "core/rules/kx-agreement-content-rules.h"

#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/rules/kx-agreement-part-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

#include <string.h>

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

/* What a province asks of its own agreements: elsewhere an example. */
static const KxCite example = { .source = KX_SOURCE_ANALOGY,
                                .document = "河南省工伤保险条例",
                                .item = "第三十七条第二款",
                                .quote =
                                    "包括服务对象、范围、质量、期限及解除协议条件、费用审核结算办法等内容" };

/* Made for administrative agreements; whether this is one is open. */
static const KxCite arbitration = { .source = KX_SOURCE_ANALOGY,
                                    .document = "最高人民法院关于审理行政协议案件若干问题的规定",
                                    .item = "第二十六条",
                                    .quote = "行政协议约定仲裁条款的，人民法院应当确认该条款无效" };

char **
kx_rule_parts (const char *text)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr (GRegex) between = g_regex_new ("[、，；,;\\n]", 0, 0, NULL);
  g_auto (GStrv) parts = g_regex_split (between, text, 0);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (list, parts[i]);
  return g_strv_builder_end (list);
}

char **
kx_rule_listed (const KxPolicy *policy, KxPolicyKey key)
{
  const KxParameter *rule = kx_policy_get (policy, key);

  return rule->set && rule->value.TEXT != NULL ? kx_rule_parts (rule->value.TEXT) : NULL;
}

/* The line of the checklist for what a document calls so; NULL: there is none. */
static const KxRecord *
find_line (GPtrArray *lines, const char *words)
{
  int subject = kx_agreement_clause_subject_of (words);

  for (guint i = 0; i < lines->len; i++)
    if (kx_record_get (lines->pdata[i], kx_agreement_clause_f_subject).CODE == subject &&
        (subject != kx_agreement_clause_subject_other ||
         g_strcmp0 (kx_record_get (lines->pdata[i], kx_agreement_clause_f_title).TEXT, words) == 0))
      return lines->pdata[i];
  return NULL;
}

static gboolean
is_in (const KxRecord *line, int state)
{
  return kx_record_get (line, kx_agreement_clause_f_state).CODE == state;
}

/* What a document wants as a duty must be in the text; what the office wants itself it may find not to apply,
 * with the reason. */
static void
check_wanted (const KxPolicy *policy, GPtrArray *lines, GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, KX_POLICY_agreement_clauses);
  g_auto (GStrv) wanted = kx_rule_listed (policy, KX_POLICY_agreement_clauses);
  gboolean own = rule->cite.force == KX_FORCE_OWN_VALUE;

  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    {
      const KxRecord *line = find_line (lines, wanted[i]);
      gboolean there = line != NULL && (is_in (line, kx_agreement_clause_state_there) ||
                                        (own && is_in (line, kx_agreement_clause_state_not_needed)));
      KxVerdict lacks = own || rule->cite.force == KX_FORCE_DUTY ? KX_FAILS : KX_WARNS;
      KxFinding *finding = kx_finding_new (there ? KX_HOLDS : lacks, "clause-needed", NULL,
                                           N_ ("The agreement must deal with: {subject}"));

      finding->cite = rule->cite;
      g_ptr_array_add (findings, kx_finding_arg (finding, "subject", wanted[i]));
    }
}

static guint
count_lines (GPtrArray *lines, int state)
{
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    n += is_in (lines->pdata[i], state);
  return n;
}

static void
warn_of (GPtrArray *findings, guint n, const char *code, const char *message, const KxCite *cite)
{
  if (n > 0)
    kx_finding_arg_int (kx_rule_warn (findings, code, NULL, message, cite), "n", n);
}

/* Nothing is withheld, and nobody suspended, but as the text says. */
static void
check_means (const KxPolicy *policy, GPtrArray *lines, GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, KX_POLICY_withhold_needs_clause);

  for (guint i = 0; rule->set && rule->value.BOOLEAN && i < lines->len; i++)
    if (is_in (lines->pdata[i], kx_agreement_clause_state_missing) &&
        kx_record_get (lines->pdata[i], kx_agreement_clause_f_subject).CODE ==
            kx_agreement_clause_subject_violations)
      kx_rule_warn (findings, "no-means", NULL,
                    N_ ("Without a clause on breaches no fee can be withheld and no service suspended"),
                    &rule->cite);
}

static void
check_clauses (const KxScene *scene, const KxPolicy *policy, GPtrArray *findings)
{
  g_autoptr (GPtrArray) lines =
      kx_rule_agreement_parts (scene, &kx_agreement_clause_entity, scene->op->row, findings);
  guint open, missing;

  if (lines == NULL)
    return;
  open = count_lines (lines, kx_agreement_clause_state_open);
  missing = count_lines (lines, kx_agreement_clause_state_missing);
  check_wanted (policy, lines, findings);
  check_means (policy, lines, findings);
  warn_of (findings, open, "clauses-open", N_ ("Subjects of the checklist that nobody looked at: {n}"),
           &program_rule);
  warn_of (findings, missing, "clauses-missing", N_ ("Subjects with which the text does not deal: {n}"),
           &example);
  if (open + missing == 0 && lines->len > 0)
    kx_rule_add (findings, TRUE, "clauses-open", NULL, N_ ("The checklist of clauses is done"),
                 &program_rule);
}

/* A share beside the one that the office or a document gives. */
static void
compare_share (const KxPolicy *policy, KxPolicyKey key, const KxRecord *row, guint share, const char *message,
               GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, key);

  if (rule->set && kx_record_has (row, share) &&
      kx_record_get (row, share).DECIMAL.scaled != rule->value.DECIMAL.scaled)
    kx_rule_warn (findings, "other-share", row->entity->fields[share].name, message, &rule->cite);
}

void
kx_rule_payment (const KxPolicy *policy, const KxRecord *payment, GPtrArray *findings)
{
  static const KxPolicyKey ways[] = { [kx_agreement_payment_method_item] = KX_POLICY_payment_item,
                                      [kx_agreement_payment_method_disease] = KX_POLICY_payment_disease,
                                      [kx_agreement_payment_method_bed_day] = KX_POLICY_payment_bed_day,
                                      [kx_agreement_payment_method_capita] = KX_POLICY_payment_capita };
  int way = kx_record_get (payment, kx_agreement_payment_f_method).CODE;
  const KxParameter *rule = kx_policy_get (policy, ways[way]);

  if (rule->set && !rule->value.BOOLEAN)
    kx_rule_warn (findings, "way-of-payment", "method", N_ ("This way of payment is not meant to be used"),
                  &rule->cite);
  else
    kx_rule_note (policy, ways[way], "way-of-payment", "method",
                  N_ ("What the policy says of this way of payment is noted"), findings);
  compare_share (policy, KX_POLICY_surplus_retained_pct, payment, kx_agreement_payment_f_surplus_pct,
                 N_ ("Another share of the surplus is the rule"), findings);
  compare_share (policy, KX_POLICY_overrun_shared_pct, payment, kx_agreement_payment_f_overrun_pct,
                 N_ ("Another share of overruns is the rule"), findings);
  compare_share (policy, KX_POLICY_deposit_pct, payment, kx_agreement_payment_f_deposit_pct,
                 N_ ("Another deposit is the rule"), findings);
}

/* Without a table of its own the agreement lets nothing be withheld. */
static void
check_deposit (const KxScene *scene, const KxPolicy *policy, gboolean kept_back, GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, KX_POLICY_withhold_needs_clause);
  g_autoptr (GPtrArray) table =
      kx_rule_agreement_parts (scene, &kx_agreement_deposit_entity, scene->op->row, findings);

  if (table == NULL)
    return;
  if (kept_back && table->len == 0)
    kx_rule_warn (findings, "no-deposit-table", NULL,
                  N_ ("No table is annexed by which the deposit is released: nothing may be withheld"),
                  rule->set ? &rule->cite : &office_rule);
  if (!kept_back && table->len > 0)
    kx_rule_warn (findings, "no-deposit", NULL,
                  N_ ("There is a table for a deposit, and no way of payment keeps one back"), &program_rule);
  for (guint i = 0; i < table->len; i++)
    kx_rule_share (policy, table->pdata[i], kx_agreement_deposit_f_release_pct, kx_agreement_deposit_f_clause,
                   findings);
}

static void
check_payments (const KxScene *scene, const KxPolicy *policy, GPtrArray *findings)
{
  g_autoptr (GPtrArray) payments =
      kx_rule_agreement_parts (scene, &kx_agreement_payment_entity, scene->op->row, findings);
  gboolean kept_back = FALSE;

  if (payments == NULL)
    return;
  if (payments->len == 0)
    kx_rule_warn (findings, "no-payment", NULL, N_ ("No way of payment is on record"), &program_rule);
  for (guint i = 0; i < payments->len; i++)
    {
      kx_rule_payment_shares (policy, payments->pdata[i], findings);
      kx_rule_payment (policy, payments->pdata[i], findings);
      kept_back |= kx_record_has (payments->pdata[i], kx_agreement_payment_f_deposit_pct);
    }
  check_deposit (scene, policy, kept_back, findings);
}

/* Another version than the current one is a warning, which the reason on record explains. */
static void
check_version (const KxScene *scene, const KxPolicy *policy, KxPolicyKey key, guint field,
               GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, key);
  const char *name = kx_agreement_entity.fields[field].name;
  const char *version = kx_record_get (scene->after, field).TEXT;
  gboolean reasoned = kx_record_has (scene->after, kx_agreement_f_version_reason);
  KxFinding *finding;

  if (!rule->set || rule->value.TEXT == NULL)
    return;
  if (g_strcmp0 (version, rule->value.TEXT) == 0)
    finding = kx_finding_new (KX_HOLDS, "other-version", name, N_ ("The current version is {version}"));
  else
    finding = kx_finding_new (KX_WARNS, "other-version", reasoned ? name : "version_reason",
                              reasoned ? N_ ("The current version is {version}; why it is another is on "
                                             "record")
                                       : N_ ("The current version is {version}; why it is another is not on "
                                             "record"));
  finding->cite = rule->cite;
  g_ptr_array_add (findings, kx_finding_arg (finding, "version", rule->value.TEXT));
}

/* The words of the record are among those of the document, 急性期 in 工伤康复急性期 as well. */
static gboolean
is_listed (char **listed, const char *words)
{
  for (guint i = 0; listed[i] != NULL; i++)
    if (strstr (listed[i], words) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_phases (const KxScene *scene, const KxPolicy *policy, GPtrArray *findings)
{
  const KxParameter *rule = kx_policy_get (policy, KX_POLICY_phases);
  const char *phases = kx_record_get (scene->after, kx_agreement_f_phases).TEXT;
  g_auto (GStrv) listed = kx_rule_listed (policy, KX_POLICY_phases), said = NULL;

  if (listed == NULL || phases == NULL)
    return;
  said = kx_rule_parts (phases);
  for (guint i = 0; said[i] != NULL; i++)
    {
      gboolean within = is_listed (listed, said[i]);
      KxFinding *finding = kx_finding_new (within ? KX_HOLDS : KX_WARNS, "other-phase", "phases",
                                           within ? N_ ("{phase} is a phase of which the document speaks")
                                                  : N_ ("The document speaks of no phase {phase}"));

      finding->cite = rule->cite;
      g_ptr_array_add (findings, kx_finding_arg (finding, "phase", said[i]));
    }
}

static void
check_disputes (const KxScene *scene, GPtrArray *findings)
{
  if (kx_record_get (scene->after, kx_agreement_f_dispute_paths).CODES.bits >>
          kx_agreement_dispute_paths_arbitration &
      1)
    kx_rule_warn (findings, "arbitration", "dispute_paths",
                  N_ ("A clause on arbitration is void in an administrative agreement"), &arbitration);
}

void
kx_rule_agreement_contents (const KxScene *scene, const KxPolicy *policy, GPtrArray *findings)
{
  check_clauses (scene, policy, findings);
  check_payments (scene, policy, findings);
  check_version (scene, policy, KX_POLICY_template_version, kx_agreement_f_template_version, findings);
  check_version (scene, policy, KX_POLICY_catalogue_version, kx_agreement_f_catalogue_version, findings);
  check_phases (scene, policy, findings);
  check_disputes (scene, findings);
}
