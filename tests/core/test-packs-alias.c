/* Undoing the link between two records of one institution corrects a fact: it goes through, and says which
 * place goes beyond its limit by it, in the words of the document that sets the limit. */
#include "core/kx-layout.h"
#include "core/kx-test-packs.h"

typedef KxTestAdmission Fixture;

#define AGENCY &kx_agency_entity
#define CHECK(f, act, cells) kx_test_packs_check (f, act, cells, G_N_ELEMENTS (cells))

/* Columns: SD, ZB, NN, GD, CZ, HN, CN. */
#define ELSE KX_TEST_ELSEWHERE
#define OWN "2020-01-01"

/* An agreement with the agency that runs in the place. Borrowed. */
static Kx_agreement *
add_agreement (Fixture *f, const char *agency, int toward, const char *area)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_agreement_entity, kx_agreement_state_signed);
  Kx_agreement *agreement = kx_agreement (row);

  g_free (row->space);
  row->space = g_strconcat (f->area, "/agreement", NULL);
  kx_agreement_set_office (agreement, f->office);
  kx_agreement_set_agency (agreement, agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_counts_toward (agreement, toward);
  kx_agreement_set_counts_area (agreement, area);
  return agreement;
}

/* A second record of `main`, linked to it; its id, borrowed. */
static const char *
add_alias (Fixture *f, const char *main)
{
  const char *alias = kx_test_admission_add_agency (f);

  kx_agency_set_alias_of (kx_agency ((KxRecord *) kx_test_admission_row (f, AGENCY, alias)), main);
  return alias;
}

/* Never refused. */
static KxDecision *
undo (Fixture *f, const char *alias)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, AGENCY, alias, "unlink_alias", NULL);
  KxDecision *decision = kx_test_world_decide (f->world, op, f->clerk);

  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  return decision;
}

static const char *
add_pair (Fixture *f, int toward, const char *area)
{
  const char *main = kx_test_admission_add_agency (f), *alias = add_alias (f, main);

  add_agreement (f, main, toward, area);
  add_agreement (f, alias, toward, area);
  /* Two agreements in one place are told of once. */
  kx_agreement_set_state (add_agreement (f, alias, toward, area), kx_agreement_state_terminating);
  return alias;
}

static guint
count_findings (const KxDecision *decision, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < decision->findings->len; i++)
    n += g_str_equal (((KxFinding *) decision->findings->pdata[i])->code, code);
  return n;
}

/* The pair is the second of two. */
static KxDecision *
undo_in_a_full_county (Fixture *f, const KxTestPack *pack)
{
  const char *alias = add_pair (f, kx_agreement_counts_toward_county, pack->county);
  KxDecision *decision;

  kx_test_admission_fill (f, pack->county, 1);
  decision = undo (f, alias);
  g_assert_cmpuint (count_findings (decision, "layout-counts-twice"), <=, 1);
  return decision;
}

static KxDecision *
undo_in_a_full_city (Fixture *f, const KxTestPack *pack)
{
  const char *alias = add_pair (f, kx_agreement_counts_toward_city_level, pack->city);

  for (guint i = 0; i < 2; i++)
    add_agreement (f, kx_test_admission_add_agency (f), kx_agreement_counts_toward_city_level, pack->city);
  return undo (f, alias);
}

static KxDecision *
undo_with_room (Fixture *f, const KxTestPack *pack)
{
  return undo (f, add_pair (f, kx_agreement_counts_toward_county, pack->county));
}

static KxDecision *
undo_under_an_own_limit (Fixture *f, const KxTestPack *pack)
{
  kx_test_admission_enter_own (f, "cap_county", "2");
  return undo_in_a_full_county (f, pack);
}

static void
test_a_place_goes_beyond_its_limit (Fixture *f, gconstpointer data)
{
  static const KxTestCell county[] = {
    { "layout-counts-twice", KX_POLICY_cap_county, KX_WARNS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
  };
  static const KxTestCell city[] = {
    { "layout-counts-twice", KX_POLICY_cap_city_level, KX_WARNS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
  };
  static const KxTestCell room[] = {
    { "layout-counts-twice", KX_POLICY_cap_county, KX_HOLDS, KX_SOURCE_DOCUMENT, { "（八）", "（八）" } },
  };
  static const KxTestCell own[] = {
    { "layout-counts-twice",
      KX_POLICY_cap_county,
      KX_WARNS,
      KX_SOURCE_OFFICE,
      { ELSE, ELSE, OWN, OWN, OWN, OWN, OWN } },
    { "layout-counts-twice",
      KX_POLICY_cap_county,
      KX_WARNS,
      KX_SOURCE_DOCUMENT,
      { "（八）", "（八）", ELSE, ELSE, ELSE, ELSE, ELSE } },
  };

  CHECK (f, undo_in_a_full_county, county);
  CHECK (f, undo_in_a_full_city, city);
  CHECK (f, undo_with_room, room);
  CHECK (f, undo_under_an_own_limit, own);
}

/* The main record counts elsewhere: the place had one agency before, and has it after. */
static KxDecision *
undo_of_other_places (Fixture *f, const KxTestPack *pack)
{
  const char *main = kx_test_admission_add_agency (f), *alias = add_alias (f, main);

  add_agreement (f, main, kx_agreement_counts_toward_city_level, pack->city);
  add_agreement (f, alias, kx_agreement_counts_toward_county, pack->county);
  kx_test_admission_fill (f, pack->county, 2);
  return undo (f, alias);
}

/* Nothing of the second record runs. */
static KxDecision *
undo_of_what_is_over (Fixture *f, const KxTestPack *pack)
{
  const char *main = kx_test_admission_add_agency (f), *alias = add_alias (f, main);

  add_agreement (f, main, kx_agreement_counts_toward_county, pack->county);
  kx_agreement_set_state (add_agreement (f, alias, kx_agreement_counts_toward_county, pack->county),
                          kx_agreement_state_ended);
  kx_agreement_set_state (add_agreement (f, alias, kx_agreement_counts_toward_county, pack->county),
                          kx_agreement_state_draft);
  kx_test_admission_fill (f, pack->county, 1);
  return undo (f, alias);
}

/* Agreements on devices count in no layout. */
static KxDecision *
undo_of_another_kind (Fixture *f, const KxTestPack *pack)
{
  const char *main = kx_test_admission_add_agency (f), *alias = add_alias (f, main);

  add_agreement (f, main, kx_agreement_counts_toward_county, pack->county);
  kx_agreement_set_kind (add_agreement (f, alias, kx_agreement_counts_toward_county, pack->county),
                         kx_agreement_kind_device);
  kx_test_admission_fill (f, pack->county, 1);
  return undo (f, alias);
}

static void
test_nothing_is_said_where_nothing_is_added (Fixture *f, gconstpointer data)
{
  static const KxTestCell none[] = {
    { "layout-counts-twice", KX_N_POLICY, KX_WARNS, KX_SOURCE_DOCUMENT, { NULL } },
  };

  CHECK (f, undo_of_other_places, none);
  CHECK (f, undo_of_what_is_over, none);
  CHECK (f, undo_of_another_kind, none);
}

/* The number that is told is the one that stands afterwards. */
static void
test_what_is_told_comes_true (Fixture *f, gconstpointer data)
{
  const KxLayoutPlace place = { kx_agreement_counts_toward_county, "370102" };
  g_autoptr (KxPolicy) policy = NULL;
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autofree char *words = NULL;
  const KxFinding *finding;
  const char *alias;
  KxLayoutCount count;

  kx_test_admission_enter_pack (f, "SD", "370100");
  alias = add_pair (f, kx_agreement_counts_toward_county, "370102");
  kx_test_admission_fill (f, "370102", 2);
  op = kx_test_world_action (f->world, AGENCY, alias, "unlink_alias", NULL);
  decision = kx_test_world_decide (f->world, op, f->clerk);
  finding = kx_test_world_finding (decision, "layout-counts-twice", "alias_of");
  words = kx_finding_fill (finding, finding->message);
  g_assert_cmpstr (words, ==,
                   "Each record counts by itself then: 历下区 has 4 agencies, more than the limit of 2");
  kx_test_world_do (f->world, op, f->clerk);
  policy = kx_test_packs_policy (f);
  g_assert_cmpint (kx_layout_count (kx_test_table_get_reader (f->world->table), policy, &place, NULL, &count),
                   ==, KX_KNOWN);
  g_assert_cmpuint (count.used, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/packs-alias/" name, Fixture, NULL, kx_test_admission_set_up, func,                           \
              kx_test_admission_tear_down)
  ADD ("a place goes beyond its limit", test_a_place_goes_beyond_its_limit);
  ADD ("nothing is said where nothing is added", test_nothing_is_said_where_nothing_is_added);
  ADD ("what is told comes true", test_what_is_told_comes_true);
  return g_test_run ();
}
