#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-objection.h"
#include "core/kx-test-packs.h"

typedef KxTestAdmission Fixture;

#define ROUND &kx_admission_round_entity
#define APPLICATION &kx_application_entity
#define CHECK(f, act, cells) kx_test_packs_check (f, act, cells, G_N_ELEMENTS (cells))
#define KX_N KX_N_POLICY

/* Columns: SD, ZB, NN, GD, CZ, HN, CN. */
#define ALL(item)                                                                                            \
  {                                                                                                          \
    item, item, item, item, item, item, item                                                                 \
  }
#define NOWHERE ALL (NULL)
#define ELSE KX_TEST_ELSEWHERE

static KxDecision *
decide (Fixture *f, const KxEntity *entity, const char *id, const char *action, const char *arguments,
        const KxActor *actor)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, entity, id, action, arguments);

  return kx_test_world_decide (f->world, op, actor);
}

/* With more places than a county may have. */
static KxDecision *
announce (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *round = kx_test_admission_draft_round (f, pack->county, 3, 20261012, 20261030);

  return decide (f, ROUND, round, "announce", "announced_on=2026-10-12", f->leader);
}

static void
test_announce (Fixture *f, gconstpointer data)
{
  static const KxTestCell cells[] = {
    { "layout-full", KX_POLICY_cap_county, KX_WARNS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
    { "layout-unlimited",
      KX_POLICY_cap_county,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { NULL, NULL, ELSE, "二（三）", ELSE, "二(二)", ELSE } },
    { "layout-unlimited",
      KX_POLICY_cap_county,
      KX_HOLDS,
      KX_SOURCE_NONE,
      { NULL, NULL, "", ELSE, "", ELSE, "" } },
    { "layout-principle",
      KX_POLICY_layout_principle,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { "（八）", "（八）", "10", "二（三）", "7", "二(二)", NULL } },
    { "layout-widening",
      KX_POLICY_layout_widening,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { NULL, NULL, "五(二)", NULL, "7", NULL, NULL } },
    { "authority-none", KX_N, KX_HOLDS, KX_SOURCE_PROGRAM, ALL ("") },
    { "same-officer", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, ALL ("") },
  };

  CHECK (f, announce, cells);
}

static KxDecision *
receive (Fixture *f, const KxTestPack *pack, int kind, int ownership, gboolean outside)
{
  const char *agency = kx_test_admission_add_agency (f);
  Kx_agency *row = kx_agency ((KxRecord *) kx_test_admission_row (f, &kx_agency_entity, agency));
  g_autoptr (KxOp) op = NULL;

  kx_agency_set_kind (row, kind);
  kx_agency_set_ownership (row, ownership);
  kx_agency_set_out_of_area (row, outside);
  op = kx_test_admission_apply (f, agency, NULL, pack->county, 20261102);
  return kx_test_world_decide (f->world, op, f->clerk);
}

static KxDecision *
receive_private (Fixture *f, const KxTestPack *pack)
{
  return receive (f, pack, kx_agency_kind_rehabilitation_hospital, kx_agency_ownership_private, FALSE);
}

static KxDecision *
receive_community (Fixture *f, const KxTestPack *pack)
{
  return receive (f, pack, kx_agency_kind_township_health_centre, kx_agency_ownership_public, FALSE);
}

static KxDecision *
receive_sanatorium (Fixture *f, const KxTestPack *pack)
{
  return receive (f, pack, kx_agency_kind_workers_sanatorium, kx_agency_ownership_public, FALSE);
}

static KxDecision *
receive_station (Fixture *f, const KxTestPack *pack)
{
  return receive (f, pack, kx_agency_kind_pneumoconiosis_station, kx_agency_ownership_public, FALSE);
}

static KxDecision *
receive_outside (Fixture *f, const KxTestPack *pack)
{
  return receive (f, pack, kx_agency_kind_rehabilitation_hospital, kx_agency_ownership_public, TRUE);
}

/* Never refused, whatever the kind of institution. */
static void
test_receive (Fixture *f, gconstpointer data)
{
  static const struct
  {
    KxTestAct act;
    KxTestCell cell;
  } kinds[] = {
    { receive_private,
      { "kind-of-agency",
        KX_POLICY_private_agencies,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { NULL, NULL, "10", NULL, "7", NULL, NULL } } },
    { receive_community,
      { "kind-of-agency",
        KX_POLICY_community_agencies,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { NULL, NULL, "10", NULL, NULL, NULL, NULL } } },
    { receive_sanatorium,
      { "kind-of-agency",
        KX_POLICY_sanatorium_agencies,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { "（八）", "（八）", "10", NULL, NULL, NULL, NULL } } },
    { receive_station,
      { "kind-of-agency",
        KX_POLICY_station_agencies,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { "（八）", "（八）", NULL, NULL, NULL, NULL, NULL } } },
    { receive_outside,
      { "kind-of-agency",
        KX_POLICY_outside_agencies,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { NULL, NULL, NULL, "二（四）", NULL, NULL, NULL } } },
    { receive_private,
      { "separate-department",
        KX_POLICY_separate_department,
        KX_HOLDS,
        KX_SOURCE_DOCUMENT,
        { NULL, NULL, NULL, NULL, NULL, "二(二)", NULL } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (KxDecision) decision = NULL;

      kx_test_packs_check (f, kinds[i].act, &kinds[i].cell, 1);
      decision = kinds[i].act (f, &kx_test_packs[KX_TEST_PACKS - 1]);
      g_assert_cmpint (decision->result, ==, KX_APPLIED);
    }
}

/* After the closing of its call, by an agency whose licence has run out and who left at fault. */
static KxDecision *
accept (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *round = kx_test_admission_round (f, pack->county, 1, 20261012, 20261030);
  const char *agency = kx_test_admission_add_agency (f);
  KxRecord *left = (KxRecord *) kx_test_world_add (f->world, &kx_exit_case_entity, kx_exit_case_state_closed);
  g_autoptr (KxOp) op = kx_test_admission_apply (f, agency, round, pack->county, 20261102);

  kx_record_drop ((KxRecord *) kx_test_admission_row (f, &kx_agency_entity, agency),
                  kx_agency_f_licence_no_end);
  kx_exit_case_set_agency (kx_exit_case (left), agency);
  kx_exit_case_set_at_fault (kx_exit_case (left), TRUE);
  kx_exit_case_set_ended_on (kx_exit_case (left), (KxDate){ 20260901 });
  g_free (left->space);
  left->space = g_strconcat (f->area, "/exit", NULL);
  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-02");
  return decide (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", f->clerk);
}

static KxDecision *
accept_under_a_ban (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "reapply_ban_months", "12");
  return accept (f, pack);
}

static KxDecision *
accept_incomplete (Fixture *f, const KxTestPack *pack)
{
  g_autoptr (KxOp) op =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, pack->county, 20261102);

  kx_test_world_do (f->world, op, f->clerk);
  return decide (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", f->clerk);
}

static void
test_accept (Fixture *f, gconstpointer data)
{
  static const KxTestCell cells[] = {
    { "after-closing", KX_N, KX_FAILS, KX_SOURCE_OFFICE, ALL ("") },
    { "licence-needed", KX_POLICY_medical_needs_licence, KX_WARNS, KX_SOURCE_LAW, ALL ("第三十条第六款") },
    { "banned", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
    { "in-time", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, NOWHERE },
    { "documents-missing", KX_N, KX_HOLDS, KX_SOURCE_PROGRAM, ALL ("") },
  };
  static const KxTestCell banned[] = {
    { "banned", KX_POLICY_reapply_ban_months, KX_FAILS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };
  static const KxTestCell incomplete[] = {
    { "documents-missing", KX_N, KX_FAILS, KX_SOURCE_PROGRAM, ALL ("") },
    { "after-closing", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
  };

  CHECK (f, accept, cells);
  CHECK (f, accept_under_a_ban, banned);
  CHECK (f, accept_incomplete, incomplete);
}

static KxDecision *
ask_supplement_of_nothing (Fixture *f, const KxTestPack *pack)
{
  g_autoptr (KxOp) op =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, pack->county, 20261102);

  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-02");
  return decide (f, APPLICATION, op->row, "ask_supplement", "asked_on=2026-11-03", f->clerk);
}

/* Long after it was asked for: without a term it does not lapse. */
static KxDecision *
accept_after_supplement (Fixture *f, const KxTestPack *pack)
{
  g_autoptr (KxOp) op =
      kx_test_admission_apply (f, kx_test_admission_add_agency (f), NULL, pack->county, 20260302);

  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_do (f, APPLICATION, op->row, "ask_supplement", "asked_on=2026-03-03", f->clerk);
  kx_test_admission_hand_in (f, op->row, "2026-11-02");
  return decide (f, APPLICATION, op->row, "accept", "accepted_on=2026-11-03", f->clerk);
}

static void
test_supplement (Fixture *f, gconstpointer data)
{
  static const KxTestCell nothing[] = {
    { "nothing-missing", KX_N, KX_FAILS, KX_SOURCE_PROGRAM, ALL ("") },
  };
  static const KxTestCell late[] = {
    { "in-time", KX_N, KX_HOLDS, KX_SOURCE_OFFICE, NOWHERE },
    { "documents-missing", KX_N, KX_HOLDS, KX_SOURCE_PROGRAM, ALL ("") },
  };

  CHECK (f, ask_supplement_of_nothing, nothing);
  CHECK (f, accept_after_supplement, late);
}

static KxDecision *
refuse (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_admission_accepted (f, NULL, pack->county, 20261102);
  KxDecision *decision =
      decide (f, APPLICATION, id, "refuse",
              "decided_on=2026-11-10\nrefusal_grounds= conditions \nreasons=不符", f->leader);

  /* The law on breaches of an agreement says nothing of those who have none. */
  for (guint i = 0; i < decision->findings->len; i++)
    g_assert_cmpstr (((KxFinding *) decision->findings->pdata[i])->cite.item, !=, "第四十三条");
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  return decision;
}

static KxDecision *
refuse_without_reasons (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_admission_accepted (f, NULL, pack->county, 20261102);

  return decide (f, APPLICATION, id, "refuse", "decided_on=2026-11-10\nrefusal_grounds= conditions ",
                 f->leader);
}

static void
test_refuse (Fixture *f, gconstpointer data)
{
  static const KxTestCell cells[] = {
    { "tiered-review", KX_POLICY_tiered_review, KX_HOLDS, KX_SOURCE_LAW, ALL ("第三十七条") },
    { "required", KX_N, KX_FAILS, KX_SOURCE_NONE, NOWHERE },
  };
  static const KxTestCell without[] = {
    { "required", KX_N, KX_FAILS, KX_SOURCE_NONE, ALL ("") },
  };

  CHECK (f, refuse, cells);
  CHECK (f, refuse_without_reasons, without);
}

static KxDecision *
publish (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, pack->county, 20261102, "90.00");

  return decide (f, APPLICATION, id, "publish", "publicity_from=2026-11-09\npublicity_until=2026-11-10",
                 f->leader);
}

static KxDecision *
publish_under_a_term (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "publicity_workdays", "5");
  return publish (f, pack);
}

static KxDecision *
admit_without_publicity (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = NULL;

  kx_test_admission_enter_own (f, "publicity_workdays", "5");
  id = kx_test_admission_assessed (f, NULL, pack->county, 20261102, "90.00");
  return decide (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader);
}

static void
test_publicity (Fixture *f, gconstpointer data)
{
  static const KxTestCell cells[] = {
    { "publicity-short", KX_N, KX_FAILS, KX_SOURCE_OFFICE, NOWHERE },
    { "publicity-end-needed", KX_N, KX_HOLDS, KX_SOURCE_PROGRAM, ALL ("") },
  };
  static const KxTestCell own[] = {
    { "publicity-short", KX_POLICY_publicity_workdays, KX_FAILS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };
  static const KxTestCell without[] = {
    { "publicity-needed", KX_POLICY_publicity_workdays, KX_FAILS, KX_SOURCE_OFFICE, ALL ("2020-01-01") },
  };

  CHECK (f, publish, cells);
  CHECK (f, publish_under_a_term, own);
  CHECK (f, admit_without_publicity, without);
}

static KxOp *
make_objection (Fixture *f, const char *application, int day)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (&kx_objection_entity);

  kx_objection_set_application (kx_objection (fields), application);
  kx_objection_set_received_on (kx_objection (fields), (KxDate){ day });
  kx_record_drop (fields, kx_objection_f_answer_by);
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_objection_entity, id, fields);
}

/* After the last day that was given by hand. */
static KxDecision *
object_late (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, pack->county, 20261102, "90.00");
  g_autoptr (KxOp) op = NULL;

  kx_test_admission_do (f, APPLICATION, id, "publish",
                        "publicity_from=2026-11-09\npublicity_until=2026-11-13\nobjection_until=2026-11-16",
                        f->leader);
  op = make_objection (f, id, 20261118);
  return kx_test_world_decide (f->world, op, f->clerk);
}

static KxDecision *
admit_with_an_objection (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, pack->county, 20261102, "90.00");
  g_autoptr (KxOp) op = make_objection (f, id, 20261109);

  kx_test_world_do (f->world, op, f->clerk);
  return decide (f, APPLICATION, id, "admit", "decided_on=2026-11-10", f->leader);
}

static void
test_objection (Fixture *f, gconstpointer data)
{
  static const KxTestCell late[] = { { "objection-late", KX_N, KX_WARNS, KX_SOURCE_OFFICE, ALL ("") } };
  static const KxTestCell open[] = { { "objection-open", KX_N, KX_FAILS, KX_SOURCE_PROGRAM, ALL ("") } };

  CHECK (f, object_late, late);
  CHECK (f, admit_with_an_objection, open);
}

/* Three who were ranked on three places, where Shandong has two. */
static KxDecision *
rank (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *round = kx_test_admission_round (f, pack->county, 3, 20261012, 20261030);

  for (guint i = 0; i < 3; i++)
    g_free (kx_test_admission_assessed (f, round, pack->county, 20261013, "90.00"));
  return decide (f, ROUND, round, "rank", "ranked_on=2026-11-02\n$reason=病人多", f->leader);
}

static KxDecision *
admit_unassessed (Fixture *f, const KxTestPack *pack)
{
  g_autofree char *id = kx_test_admission_accepted (f, NULL, pack->county, 20261102);

  kx_test_admission_fill (f, pack->county, 2);
  return decide (f, APPLICATION, id, "admit", "decided_on=2026-11-10\n$reason=病人多", f->leader);
}

static void
test_rank_and_admit (Fixture *f, gconstpointer data)
{
  static const KxTestCell ranked[] = {
    { "layout-full", KX_POLICY_cap_county, KX_FAILS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
    { "layout-unlimited",
      KX_POLICY_cap_county,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { NULL, NULL, ELSE, "二（三）", ELSE, "二(二)", ELSE } },
    { "assessment-needed",
      KX_POLICY_admission_assessment,
      KX_HOLDS,
      KX_SOURCE_DOCUMENT,
      { NULL, NULL, NULL, "二（五）" } },
  };
  static const KxTestCell admitted[] = {
    { "layout-full", KX_POLICY_cap_county, KX_FAILS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
    { "assessment-needed",
      KX_POLICY_admission_assessment,
      KX_FAILS,
      KX_SOURCE_DOCUMENT,
      { NULL, NULL, NULL, "二（五）" } },
  };

  CHECK (f, rank, ranked);
  CHECK (f, admit_unassessed, admitted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/packs-admission/" name, Fixture, NULL, kx_test_admission_set_up, func,                       \
              kx_test_admission_tear_down)
  ADD ("announce", test_announce);
  ADD ("receive", test_receive);
  ADD ("accept", test_accept);
  ADD ("supplement", test_supplement);
  ADD ("refuse", test_refuse);
  ADD ("publicity", test_publicity);
  ADD ("objection", test_objection);
  ADD ("rank and admit", test_rank_and_admit);
  return g_test_run ();
}
