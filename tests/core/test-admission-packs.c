#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-objection.h"
#include "core/kx-test-admission.h"

#include <string.h>

typedef KxTestAdmission Fixture;

#define ROUND &kx_admission_round_entity
#define APPLICATION &kx_application_entity

/* The five documents, Zibo under Shandong's, and an office of a province that has none. Each with a city and
 * a county of it, the most agencies in a county and at city level (0: no limit), and the words about it. */
static const struct
{
  const char *code, *city, *county;
  guint county_limit, city_limit;
  const char *words;
  const char *assessment;
} packs[] = {
  { "SD", "370100", "370102", 2, 3, "每个县（市、区）不超过2家", NULL },
  { "ZB", "370300", "370302", 2, 3, "每个县（市、区）不超过2家", NULL },
  { "NN", "450100", "450102", 0, 0, NULL, NULL },
  { "GD", "440100", "440103", 0, 0, "科学确定协议机构的数量和结构",
    "健全协议机构准入评估和定期考核评估制度" },
  { "CZ", "320400", "320402", 0, 0, NULL, NULL },
  { "HN", "460100", "460105", 0, 0, "科学确定协议机构的数量和结构", NULL },
  { "CN", "410100", "410102", 0, 0, NULL, NULL },
};

#define EACH_PACK(f, p) for (guint p = 0; p < G_N_ELEMENTS (packs) && enter_pack (f, p); p++)

static gboolean
enter_pack (Fixture *f, guint p)
{
  kx_test_admission_enter_pack (f, packs[p].code, packs[p].city);
  return TRUE;
}

static KxDecision *
decide (Fixture *f, const char *application, const char *action, const char *arguments, const KxActor *actor)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, APPLICATION, application, action, arguments);

  return kx_test_world_decide (f->world, op, actor);
}

static void
test_the_wrong_person (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    g_autofree char *id = kx_test_admission_assessed (f, NULL, packs[p].county, 20261102, "90.00");
    g_autoptr (KxActor) accepted_it = kx_actor_new ("zhang", "zhang");
    g_autoptr (KxDecision) decision = NULL;
    const KxFinding *finding;

    kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->clerk,
                              "approval-needed");
    kx_test_admission_refuse (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->reviewer,
                              KX_CODE_ROLE);
    kx_actor_grant (accepted_it, KX_ROLE_INDEX_leader, packs[p].city);
    decision = decide (f, id, "admit", "decided_on=2026-11-10", accepted_it);
    finding = kx_test_world_finding (decision, "same-officer", NULL);
    g_assert_cmpint (finding->verdict, ==, KX_FAILS);
    /* The law asks for review in tiers, not for this person or that one. */
    g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
  }
}

static void
test_too_early (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    g_autofree char *id = kx_test_admission_assessed (f, NULL, packs[p].county, 20261030, "90.00");
    g_autoptr (KxDecision) decision = NULL;
    const KxFinding *finding;

    kx_test_admission_do (f, APPLICATION, id, "publish",
                          "publicity_from=2026-11-09\npublicity_until=2026-11-13", f->leader);
    decision = decide (f, id, "admit", "decided_on=2026-11-13", f->leader);
    finding = kx_test_world_finding (decision, "publicity-runs", NULL);
    g_assert_cmpint (finding->verdict, ==, KX_FAILS);
    /* No document asks for a notice before the signing. */
    g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_OFFICE);
    kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-16", f->leader);
  }
}

static void
assert_full (const KxDecision *decision, const char *quote, gboolean refused)
{
  const KxFinding *finding = kx_test_world_finding (decision, "layout-full", "counts_area");

  g_assert_cmpint (decision->result == KX_REJECTED, ==, refused);
  g_assert_cmpint (finding->verdict, ==, refused ? KX_FAILS : KX_WARNS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_DOCUMENT);
  g_assert_cmpint (finding->cite.force, ==, KX_FORCE_DUTY);
  g_assert_nonnull (strstr (finding->cite.document, "鲁人社发〔2023〕17号"));
  g_assert_cmpstr (finding->cite.item, ==, "（八）");
  g_assert_cmpstr (finding->cite.quote, ==, quote);
}

/* One more than the document allows is refused in its words, and no reason helps; up to it, and where no
 * document gives a number, nobody is. */
static void
check_limit (Fixture *f, guint p, const char *area, guint limit, const char *quote)
{
  g_autofree char *id = NULL, *last = NULL;
  g_autoptr (KxDecision) decision = NULL, received = NULL;
  g_autoptr (KxOp) op = NULL;

  kx_test_admission_fill (f, area, limit > 0 ? limit - 1 : 9);
  id = kx_test_admission_assessed (f, NULL, area, 20261102, "90.00");
  kx_test_admission_do (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader);
  if (limit == 0)
    return;
  kx_test_admission_fill (f, area, 1);
  last = kx_test_admission_assessed (f, NULL, area, 20261102, "95.00");
  decision = decide (f, last, "admit", "decided_on=2026-11-10\n$reason=病人多", f->leader);
  assert_full (decision, quote, TRUE);
  /* It is shown from the receipt on. */
  op = kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, area, 20261102);
  received = kx_test_world_decide (f->world, op, f->clerk);
  assert_full (received, quote, FALSE);
}

static void
test_beyond_the_limit (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    check_limit (f, p, packs[p].county, packs[p].county_limit, packs[p].words);
    check_limit (f, p, packs[p].city, packs[p].city_limit, "市本级不超过3家");
  }
}

/* Words without a number are shown, and never act like one. */
static void
test_words_without_a_number (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    g_autoptr (KxOp) op =
        kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, packs[p].county, 20261102);
    g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->clerk);
    const KxFinding *finding = kx_test_world_finding (decision, "layout-unlimited", NULL);

    if (packs[p].county_limit > 0)
      {
        g_assert_null (finding);
        continue;
      }
    g_assert_cmpint (finding->verdict, ==, KX_HOLDS);
    g_assert_cmpstr (finding->cite.quote, ==, packs[p].words);
  }
}

/* What a document says and nobody can be refused for is shown: the kind of institution at the receipt, the
 * principle of the layout at the announcement. */
static void
test_what_refuses_nothing_is_shown (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *code, *kind, *principle;
  } words[] = {
    { "SD", "可以将符合条件的“工人疗养院”“优抚医院”、尘肺病康复站（点）、残疾人康复服务机构按规定纳入",
      "按照“工伤康复相对集中”的原则" },
    { "NN",
      "适时将符合条件的“工人疗养院”、“优抚医院”、乡镇卫生院或社区卫生服务中心、残疾人康复服务机构按规定纳入",
      "按照“工伤康复相对集中”的原则" },
    { "GD", NULL, "逐步构建布局合理、优势互补、省市联动、资源共享的工伤康复服务体系" },
    { "CZ", NULL, "坚持区域布局与康复需求相匹配的要求" },
    { "HN", NULL, "逐步构建布局合理、优势互补、省市联动、资源共享的工伤康复服务网络" },
  };

  EACH_PACK (f, p)
  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    {
      const char *agency;
      g_autoptr (KxOp) op = NULL, announce = NULL;
      g_autoptr (KxDecision) received = NULL, decision = NULL;
      const KxFinding *kind, *principle;
      KxRecord *round;

      if (!g_str_equal (words[w].code, packs[p].code))
        continue;
      agency = kx_test_admission_add_agency (f);
      kx_agency_set_kind (kx_agency ((KxRecord *) kx_test_admission_row (f, &kx_agency_entity, agency)),
                          kx_agency_kind_workers_sanatorium);
      op = kx_test_admission_apply (f, agency, NULL, packs[p].county, 20261102);
      received = kx_test_world_decide (f->world, op, f->clerk);
      kind = kx_test_world_finding (received, "kind-of-agency", NULL);
      g_assert_cmpint (received->result, ==, KX_APPLIED);
      g_assert_cmpstr (kind != NULL ? kind->cite.quote : NULL, ==, words[w].kind);
      round = (KxRecord *) kx_test_world_add (f->world, ROUND, kx_admission_round_state_draft);
      kx_admission_round_set_office (kx_admission_round (round), f->office);
      announce = kx_test_admission_step (f, ROUND, round->id, "announce", "announced_on=2026-11-20");
      decision = kx_test_world_decide (f->world, announce, f->leader);
      principle = kx_test_world_finding (decision, "layout-principle", NULL);
      g_assert_cmpint (principle->verdict, ==, KX_HOLDS);
      g_assert_cmpstr (principle->cite.quote, ==, words[w].principle);
    }
}

/* Guangdong wants an assessment before the admission; elsewhere the step may be left out. */
static void
test_the_assessment (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    g_autofree char *id = kx_test_admission_accepted (f, NULL, packs[p].county, 20261102);
    g_autofree char *round = kx_test_admission_round (f, packs[p].county, 1, 20261012, 20261030);
    g_autofree char *in_round = kx_test_admission_accepted (f, round, packs[p].county, 20261013);
    g_autoptr (KxDecision) decision = decide (f, id, "admit", "decided_on=2026-11-10", f->leader);
    const KxFinding *finding = kx_test_world_finding (decision, "assessment-needed", NULL);

    if (packs[p].assessment == NULL)
      {
        g_assert_null (finding);
        g_assert_cmpint (decision->result, ==, KX_APPLIED);
        kx_test_admission_do (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader);
        continue;
      }
    g_assert_cmpint (finding->verdict, ==, KX_FAILS);
    g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_DOCUMENT);
    g_assert_cmpstr (finding->cite.quote, ==, packs[p].assessment);
    kx_test_admission_refuse (f, ROUND, round, "rank", "ranked_on=2026-11-02", f->leader,
                              "assessment-needed");
  }
}

/* That medical rehabilitation needs a licence is said by the law everywhere, and decided at the signing. */
static void
test_the_licence (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    const char *agency = kx_test_admission_add_agency (f);
    KxRecord *row = (KxRecord *) kx_test_admission_row (f, &kx_agency_entity, agency);
    g_autoptr (KxOp) op = kx_test_admission_apply (f, agency, NULL, packs[p].county, 20261102);
    g_autoptr (KxDecision) decision = NULL;
    const KxFinding *finding;

    kx_record_drop (row, kx_agency_f_licence_no_end);
    kx_test_world_do (f->world, op, f->clerk);
    kx_test_admission_hand_in (f, op->row, "2026-11-02");
    decision = decide (f, op->row, "accept", "accepted_on=2026-11-03", f->clerk);
    finding = kx_test_world_finding (decision, "licence-needed", NULL);
    g_assert_cmpint (finding->verdict, ==, KX_WARNS);
    g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_LAW);
    g_assert_cmpstr (finding->cite.item, ==, "第三十条第六款");
  }
}

static KxDecision *
decide_signing (Fixture *f, const Kx_agreement *agreement)
{
  g_autoptr (KxOp) op =
      kx_test_admission_step (f, &kx_agreement_entity, ((const KxRecord *) agreement)->id, "sign",
                              "signed_on=2026-11-13\nsigner=李主任\n$reason=病人多");

  return kx_test_world_decide (f->world, op, f->leader);
}

/* The limit is looked at once more when the office signs: others may have come in since the admission. */
static void
check_signing (Fixture *f, guint p, const char *area, guint limit, const char *quote)
{
  const Kx_agreement *agreement;
  g_autoptr (KxDecision) free = NULL, full = NULL;

  kx_test_admission_fill (f, area, limit > 0 ? limit - 1 : 9);
  agreement = kx_test_admission_to_signing (f, area);
  free = decide_signing (f, agreement);
  g_assert_cmpint (free->result, ==, KX_APPLIED);
  if (limit == 0)
    return;
  kx_test_admission_fill (f, area, 1);
  full = decide_signing (f, agreement);
  assert_full (full, quote, TRUE);
}

static void
test_the_signing (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    check_signing (f, p, packs[p].county, packs[p].county_limit, packs[p].words);
    check_signing (f, p, packs[p].city, packs[p].city_limit, "市本级不超过3家");
  }
}

static void
test_the_signing_needs_a_licence (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    const Kx_agreement *agreement = kx_test_admission_to_signing (f, packs[p].county);
    KxRecord *agency =
        (KxRecord *) kx_test_admission_row (f, &kx_agency_entity, kx_agreement_get_agency (agreement));
    g_autoptr (KxDecision) decision = NULL;
    const KxFinding *finding;

    kx_record_drop (agency, kx_agency_f_licence_no_end);
    decision = decide_signing (f, agreement);
    finding = kx_test_world_finding (decision, "licence-needed", NULL);
    g_assert_cmpint (decision->result, ==, KX_REJECTED);
    g_assert_cmpint (finding->verdict, ==, KX_FAILS);
    g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_LAW);
    g_assert_cmpstr (finding->cite.item, ==, "第三十条第六款");
  }
}

/* Documents refuse for what they say and nothing else; no law refuses here at all, and where a finding fails
 * it says what kind of rule it is. */
static void
assert_honest (guint p, const KxDecision *decision)
{
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (finding->verdict != KX_FAILS)
        continue;
      g_assert_cmpint (finding->cite.source, !=, KX_SOURCE_LAW);
      if (finding->cite.source == KX_SOURCE_DOCUMENT)
        g_assert_true ((g_str_equal (finding->code, "layout-full") && packs[p].county_limit > 0) ||
                       (g_str_equal (finding->code, "assessment-needed") && packs[p].assessment != NULL));
    }
}

static const KxActor *
any_actor (Fixture *f)
{
  const KxActor *actors[] = { f->clerk, f->other_clerk, f->reviewer, f->leader };

  return actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))];
}

/* Any step on any application by anybody, done where it is let through. */
static void
take_any_step (Fixture *f, guint p, GPtrArray *ids)
{
  static const struct
  {
    const char *action, *arguments;
  } steps[] = {
    { "ask_supplement", "asked_on=2026-11-04" },
    { "accept", "accepted_on=2026-11-05" },
    { "start_assessment", "assessment_from=2026-11-05" },
    { "enter_result", "assessment=passed\nassessed_on=2026-11-06" },
    { "enter_result", "assessment=failed\nassessed_on=2026-11-06" },
    { "publish", "publicity_from=2026-11-09\npublicity_until=2026-11-13" },
    { "admit", "decided_on=2026-11-12" },
    { "admit", "decided_on=2026-11-18" },
    { "refuse", "decided_on=2026-11-18\nrefusal_grounds= conditions no_place \nreasons=不符" },
    { "withdraw", "withdrawn_on=2026-11-18\n$reason=撤回" },
  };
  const char *id = ids->pdata[g_test_rand_int_range (0, (int) ids->len)];
  /* What ends an application comes last, and seldom. */
  guint s = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (steps) - (g_test_rand_int_range (0, 20) ? 2 : 0));
  const KxActor *actor = any_actor (f);
  g_autoptr (KxOp) op = kx_test_admission_step (f, APPLICATION, id, steps[s].action, steps[s].arguments);
  g_autoptr (KxDecision) decision = NULL;

  if (g_str_equal (steps[s].action, "accept") && g_test_rand_bit () &&
      kx_application_is_open (kx_test_admission_row (f, APPLICATION, id)))
    kx_test_admission_hand_in (f, id, "2026-11-04");
  op->base = kx_test_admission_row (f, APPLICATION, id)->seq;
  decision = kx_test_world_decide (f->world, op, actor);
  g_assert_true (decision->certain && !decision->broken);
  assert_honest (p, decision);
  if (decision->result != KX_REJECTED)
    kx_test_world_do (f->world, op, actor);
}

static void
test_no_null_acts_like_a_number (Fixture *f, gconstpointer data)
{
  EACH_PACK (f, p)
  {
    g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
    guint admitted = 0;

    for (guint i = 0; i < 12; i++)
      {
        g_autoptr (KxOp) op =
            kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, packs[p].county, 20261102);

        kx_test_world_do (f->world, op, f->clerk);
        g_ptr_array_add (ids, g_strdup (op->row));
      }
    for (guint turn = 0; turn < 700; turn++)
      take_any_step (f, p, ids);
    for (guint i = 0; i < ids->len; i++)
      admitted += kx_test_admission_state (f, ids->pdata[i]) == kx_application_state_admitted;
    g_test_message ("%u admitted", admitted);
    g_assert_cmpuint (admitted, >, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/admission-packs/" name, Fixture, NULL, kx_test_admission_set_up, func,                       \
              kx_test_admission_tear_down)
  ADD ("wrong-person", test_the_wrong_person);
  ADD ("too-early", test_too_early);
  ADD ("beyond-the-limit", test_beyond_the_limit);
  ADD ("words-without-a-number", test_words_without_a_number);
  ADD ("what-refuses-nothing", test_what_refuses_nothing_is_shown);
  ADD ("assessment", test_the_assessment);
  ADD ("licence", test_the_licence);
  ADD ("signing", test_the_signing);
  ADD ("signing-needs-a-licence", test_the_signing_needs_a_licence);
  ADD ("no-null-acts-like-a-number", test_no_null_acts_like_a_number);
  return g_test_run ();
}
