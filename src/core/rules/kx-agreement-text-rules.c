#include "core/rules/kx-agreement-text-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/kx-calendar.h"
#include "core/rules/kx-agreement-content-rules.h"
#include "core/rules/kx-agreement-rules.h"
#include "core/rules/kx-policy-rules.h"
#include "core/rules/kx-rule.h"

static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static const struct
{
  int scope;
  KxPolicyKey key;
  const char *undesignated;
} scopes[] = {
  { kx_agency_scopes_offered_inpatient, KX_POLICY_scope_inpatient,
    N_ ("Inpatient rehabilitation is a pilot, and no designation for it is on record") },
  { kx_agency_scopes_offered_outpatient, KX_POLICY_scope_outpatient,
    N_ ("Outpatient rehabilitation is a pilot, and no designation for it is on record") },
  { kx_agency_scopes_offered_community, KX_POLICY_scope_community,
    N_ ("Community rehabilitation is a pilot, and no designation for it is on record") },
  { kx_agency_scopes_offered_home, KX_POLICY_scope_home,
    N_ ("Rehabilitation at home is a pilot, and no designation for it is on record") },
};

static gboolean
is_rehabilitation (const KxScene *scene)
{
  return kx_record_get (scene->after, kx_agreement_f_kind).CODE == kx_agreement_kind_rehabilitation;
}

static KxPolicy *
get_policy (const KxScene *scene, GPtrArray *findings)
{
  return kx_rule_policy (scene, kx_record_get (scene->after, kx_agreement_f_office).REF,
                         kx_rule_agreement_day (scene), findings);
}

/* The document gives the pilot to one agency. */
static void
judge_pilot_agency (const KxScene *scene, const KxPolicy *policy, const KxCite *cite, GPtrArray *findings)
{
  const char *named = kx_policy_get (policy, KX_POLICY_pilot_agency)->value.TEXT;
  const char *id = kx_record_get (scene->after, kx_agreement_f_agency).REF;
  g_autoptr (KxRecord) agency = NULL;
  gboolean same;
  KxFinding *finding;

  if (id == NULL || kx_reader_get (scene->reader, &kx_agency_entity, id, &agency) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agency-not-here", "agency",
                                                 N_ ("The record of the agency must be here")));
      return;
    }
  /* That there is none is told where references are looked at. */
  if (agency == NULL)
    return;
  same = g_strcmp0 (kx_record_get (agency, kx_agency_f_name).TEXT, named) == 0;
  finding = kx_finding_new (same ? KX_HOLDS : KX_WARNS, "pilot-scope", "scopes",
                            same ? N_ ("The pilot was given to {agency}")
                                 : N_ ("The pilot was given to {agency}, and this is another agency"));
  finding->cite = *cite;
  g_ptr_array_add (findings, kx_finding_arg (finding, "agency", named));
}

static void
check_pilots (const KxScene *scene, GPtrArray *findings)
{
  guint64 offered = kx_record_get (scene->after, kx_agreement_f_scopes).CODES.bits;
  g_autoptr (KxPolicy) policy = NULL;

  if (!is_rehabilitation (scene) || offered == 0)
    return;
  policy = get_policy (scene, findings);
  for (guint i = 0; policy != NULL && i < G_N_ELEMENTS (scopes); i++)
    {
      const KxParameter *rule = kx_policy_get (policy, scopes[i].key);

      if (!(offered >> scopes[i].scope & 1) || rule->cite.force != KX_FORCE_PILOT)
        continue;
      if (kx_policy_get (policy, KX_POLICY_pilot_agency)->set)
        judge_pilot_agency (scene, policy, &rule->cite, findings);
      else
        kx_rule_warn (findings, "pilot-scope", "scopes", scopes[i].undesignated, &rule->cite);
    }
}

/* What is said instead of the text's name stands in history. */
static void
ask_reason (const KxScene *scene, const char *message, GPtrArray *findings)
{
  g_autofree char *reason = g_strstrip (g_strdup (scene->op->reason != NULL ? scene->op->reason : ""));

  if (scene->op->kind == KX_OP_ACTION && g_str_equal (scene->op->action, "sign"))
    kx_rule_add (findings, *reason != '\0', "reason-needed", "$reason", message, &office_rule);
}

/* A name without spaces, the marks of a title, and the difference of large and small letters. Owned. */
static char *
dup_plain_name (const char *name)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);

  for (const char *at = normal; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isspace (c) && c != 0x300A && c != 0x300B)
        g_string_append_unichar (plain, c);
    }
  return g_utf8_casefold (plain->str, -1);
}

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *first = dup_plain_name (a), *second = dup_plain_name (b);

  return g_str_equal (first, second);
}

static void
check_text (const KxScene *scene, GPtrArray *findings)
{
  const char *text = kx_record_get (scene->after, kx_agreement_f_template_name).TEXT;
  g_autoptr (KxPolicy) policy = NULL;
  const KxParameter *name;
  const KxCite *cite;
  KxFinding *finding;
  gboolean same;

  if (!is_rehabilitation (scene))
    return;
  policy = get_policy (scene, findings);
  if (policy == NULL || !kx_policy_is (policy, KX_POLICY_unified_template))
    return;
  cite = &kx_policy_get (policy, KX_POLICY_unified_template)->cite;
  name = kx_policy_get (policy, KX_POLICY_unified_template_name);
  if (text == NULL)
    {
      kx_rule_warn (findings, "unified-text", "template_name",
                    N_ ("The unified text is wanted, and the record does not say which text this is"), cite);
      ask_reason (scene, N_ ("Signing a text that is not named needs a reason"), findings);
      return;
    }
  same = !name->set || is_same_name (text, name->value.TEXT);
  finding = kx_finding_new (same ? KX_HOLDS : KX_WARNS, "unified-text", "template_name",
                            same ? N_ ("The unified text is wanted; this one is {text}")
                                 : N_ ("The unified text is {name}; this one is {text}"));
  finding->cite = *cite;
  if (!same)
    kx_finding_arg (finding, "name", name->value.TEXT);
  g_ptr_array_add (findings, kx_finding_arg (finding, "text", text));
  if (!same)
    ask_reason (scene, N_ ("Signing another text than the unified one needs a reason"), findings);
}

/* Where the office limits how long an agreement runs, a longer one is noted. */
static void
check_length (const KxScene *scene, GPtrArray *findings)
{
  KxDate starts = kx_record_get (scene->after, kx_agreement_f_starts_on).DATE;
  KxDate ends = kx_record_get (scene->after, kx_agreement_f_ends_on).DATE;
  g_autoptr (KxPolicy) policy = NULL;
  gboolean within;
  KxDate over;

  if (starts.ymd == 0 || ends.ymd == 0)
    return;
  policy = get_policy (scene, findings);
  if (policy == NULL || !kx_rule_months_after (policy, KX_POLICY_agreement_months, starts, &over))
    return;
  within = ends.ymd < over.ymd;
  kx_rule_add_months (
      policy, KX_POLICY_agreement_months, within ? KX_HOLDS : KX_WARNS, "agreement-length", "ends_on",
      within ? N_ ("It runs for {months} months at most") : N_ ("It runs for longer than {months} months"),
      findings);
}

gboolean
kx_rule_public_agency (const KxScene *scene, GPtrArray *findings)
{
  const char *id = kx_record_get (scene->row, kx_agreement_f_agency).REF;
  g_autoptr (KxRecord) agency = NULL;

  if (kx_reader_get (scene->reader, &kx_agency_entity, id, &agency) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "agency-not-here", "agency",
                                                 N_ ("The record of the agency must be here")));
      return FALSE;
    }
  return agency != NULL && kx_record_has (agency, kx_agency_f_ownership) &&
         kx_record_get (agency, kx_agency_f_ownership).CODE == kx_agency_ownership_public;
}

void
kx_guard_agreement_ground (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *given = scene->op->fields;
  g_autoptr (KxPolicy) policy = NULL;
  const KxParameter *bar;
  int ending;

  if (given == NULL || !kx_record_has (given, kx_agreement_end_f_ending) ||
      !kx_record_has (given, kx_agreement_end_f_ended_on))
    return;
  policy = kx_rule_policy (scene, kx_record_get (scene->row, kx_agreement_f_office).REF,
                           kx_record_get (given, kx_agreement_end_f_ended_on).DATE, findings);
  if (policy == NULL)
    return;
  ending = kx_record_get (given, kx_agreement_end_f_ending).CODE;
  if (ending == kx_agreement_ending_unpaid)
    kx_rule_note (policy, KX_POLICY_unpaid_agency_leaves, "unpaid-agency", "ending",
                  N_ ("An agency that is not paid in time may end the agreement"), findings);
  if (ending == kx_agreement_ending_terminated)
    {
      kx_rule_note (policy, KX_POLICY_exit_mechanism, "exit-mechanism", "ending",
                    N_ ("What the policy says of an exit is noted"), findings);
      kx_rule_note (policy, KX_POLICY_result_exit, "exit-by-result", "ending",
                    N_ ("What the policy says of results and exit is noted"), findings);
    }
  bar = kx_policy_get (policy, KX_POLICY_public_hospitals_leave);
  if (ending == kx_agreement_ending_agency_left && bar->set && !bar->value.BOOLEAN &&
      kx_rule_public_agency (scene, findings))
    kx_rule_warn (findings, "public-hospital-leaves", "ending", N_ ("A public hospital may not ask to leave"),
                  &bar->cite);
}

static void
note_contents (const KxScene *scene, GPtrArray *findings)
{
  g_autoptr (KxPolicy) policy = is_rehabilitation (scene) ? get_policy (scene, findings) : NULL;

  if (policy == NULL)
    return;
  kx_rule_note (policy, KX_POLICY_detailed_clauses, "detailed-clauses", NULL,
                N_ ("What the policy says of the clauses is noted"), findings);
  kx_rule_note (policy, KX_POLICY_catalogue_upkeep, "catalogue-upkeep", NULL,
                N_ ("What the policy says of the catalogues is noted"), findings);
  kx_rule_agreement_contents (scene, policy, findings);
}

void
kx_guard_agreement_terms (const KxScene *scene, GPtrArray *findings)
{
  check_pilots (scene, findings);
  check_text (scene, findings);
  check_length (scene, findings);
  note_contents (scene, findings);
}
