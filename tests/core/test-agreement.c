#include "core/entities/kx-agreement.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/kx-calendar.h"
#include "core/kx-layout.h"
#include "core/kx-test-world.h"
#include "core/rules/kx-policy-rules.h"
#include "lib/kx-test-policy.h"

#include <string.h>

#define COUNTY "370102"
#define CITY "370100"
#define COUNTY_OFFICE "0197b2a0-0000-7000-8000-000000000003" /* 历下区, below WORLD_OFFICE */

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *reviewer, *leader;
} Fixture;

static void
add_pack (KxTestWorld *world, const char *text)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *row = kx_test_pack_row (id, text);

  row->space = g_strdup ("000000/public");
  row->seq = 5;
  kx_test_table_add (world->table, row);
}

static KxActor *
make_actor (const char *user, int role)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, role, CITY);
  return actor;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  KxRecord *office;

  f->world = kx_test_world_new ();
  f->clerk = make_actor ("zhang", KX_ROLE_INDEX_clerk);
  f->reviewer = make_actor ("li", KX_ROLE_INDEX_reviewer);
  f->leader = make_actor ("wang", KX_ROLE_INDEX_leader);
  office = kx_record_new (&kx_office_entity, COUNTY_OFFICE, COUNTY "/public");
  kx_office_set_name (kx_office (office), "历下区社保中心");
  kx_office_set_area (kx_office (office), COUNTY);
  kx_office_set_kind (kx_office (office), kx_office_kind_centre);
  kx_test_table_add (f->world->table, office);
  add_pack (f->world, kx_test_pack_country);
  add_pack (f->world, kx_test_pack_province);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->reviewer);
  kx_actor_free (f->leader);
  kx_test_world_free (f->world);
}

/* An agency of an office, as it has to be for signing. Borrowed. */
static const char *
add_agency (Fixture *f, const char *office)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_agency_entity, 0);
  Kx_agency *agency = kx_agency (row);

  kx_agency_set_office (agency, office);
  kx_agency_set_licence_no_end (agency, TRUE);
  kx_record_drop (row, kx_agency_f_licence_valid_to);
  kx_record_drop (row, kx_agency_f_out_of_area);
  g_free (row->space);
  row->space = g_strdup (g_str_equal (office, COUNTY_OFFICE) ? COUNTY "/agency" : CITY "/agency");
  return row->id;
}

static KxOp *
make_draft (Fixture *f, const char *office, const char *agency, int toward, const char *area)
{
  g_autofree char *id = kx_test_world_id (), *number = g_strdup_printf ("协议%s", id);
  KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  Kx_agreement *agreement = kx_agreement (fields);

  kx_agreement_set_office (agreement, office);
  kx_agreement_set_agency (agreement, agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, number);
  kx_agreement_set_scopes (agreement, (KxCodes){ 1 });
  kx_agreement_set_rehab_types (agreement, (KxCodes){ 1 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20270101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20281231 });
  if (area != NULL)
    {
      kx_agreement_set_counts_toward (agreement, toward);
      kx_agreement_set_counts_area (agreement, area);
    }
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_agreement_entity, id, fields);
}

/* A draft that stands; its id, owned. */
static char *
draw_up (Fixture *f, const char *office, const char *agency, int toward, const char *area)
{
  g_autoptr (KxOp) op = make_draft (f, office, agency, toward, area);

  kx_test_world_do (f->world, op, f->clerk);
  return g_strdup (op->row);
}

static KxOp *
make_action (Fixture *f, const char *id, const char *action)
{
  return kx_test_world_action (f->world, &kx_agreement_entity, id, action, NULL);
}

static void
act (Fixture *f, const char *id, const char *action, const KxActor *actor)
{
  g_autoptr (KxOp) op = make_action (f, id, action);

  kx_test_world_do (f->world, op, actor);
}

static KxOp *
make_signing (Fixture *f, const char *id, const char *action, int day)
{
  KxOp *op = kx_test_world_action (f->world, &kx_agreement_entity, id, action, NULL);

  kx_signing_set_signed_on (kx_signing (op->fields), (KxDate){ day });
  kx_signing_set_signer (kx_signing (op->fields), "王五");
  return op;
}

/* Up to the agency's signature. */
static void
bring_to_signing (Fixture *f, const char *id)
{
  g_autoptr (KxOp) op = NULL;

  act (f, id, "submit", f->clerk);
  act (f, id, "approve", f->reviewer);
  op = make_signing (f, id, "agency_sign", 20261120);
  kx_test_world_do (f->world, op, f->clerk);
}

static void
sign (Fixture *f, const char *id)
{
  g_autoptr (KxOp) op = make_signing (f, id, "sign", 20261121);

  kx_test_world_do (f->world, op, f->leader);
}

static char *
signed_one (Fixture *f, int toward, const char *area)
{
  char *id = draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), toward, area);

  bring_to_signing (f, id);
  sign (f, id);
  return id;
}

static int
state_of (Fixture *f, const char *id)
{
  return kx_record_get (kx_test_table_lookup (f->world->table, &kx_agreement_entity, id),
                        kx_agreement_f_state)
      .CODE;
}

static void
test_from_draft_to_signature (Fixture *f, gconstpointer data)
{
  g_autofree char *id = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  const KxRecord *row = kx_test_table_lookup (f->world->table, &kx_agreement_entity, id);

  g_assert_cmpint (state_of (f, id), ==, kx_agreement_state_signed);
  g_assert_cmpint (kx_record_get (row, kx_agreement_f_agency_signed_on).DATE.ymd, ==, 20261120);
  g_assert_cmpint (kx_record_get (row, kx_agreement_f_signed_on).DATE.ymd, ==, 20261121);
  g_assert_cmpstr (kx_record_get (row, kx_agreement_f_proposed_by).REF, ==, "zhang");
  g_assert_cmpstr (kx_record_get (row, kx_agreement_f_approved_by).REF, ==, "li");
  g_assert_true (kx_agreement_runs (row));
}

static void
test_the_limit_stands_in_the_words_of_the_document (Fixture *f, gconstpointer data)
{
  g_autofree char *first = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autofree char *second = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autofree char *third =
      draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxOp) op = NULL, patch = NULL;
  g_autoptr (KxDecision) decision = NULL;
  const KxFinding *finding;

  bring_to_signing (f, third);
  op = make_signing (f, third, "sign", 20261121);
  decision = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  finding = kx_test_world_finding (decision, "layout-full", "counts_area");
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpstr (finding->cite.quote, ==, "每个县（市、区）不超过2家");
  g_assert_cmpstr (finding->args[0].text, ==, "2");
  g_assert_cmpstr (finding->args[1].text, ==, "2");
  /* A reason does not help where the document decides it as a duty. */
  act (f, third, "return", f->reviewer);
  patch = kx_test_world_patch (f->world, &kx_agreement_entity, third, kx_agreement_f_layout_reason,
                               (KxValue){ .TEXT = "尘肺病人多" });
  kx_test_world_do (f->world, patch, f->clerk);
  bring_to_signing (f, third);
  g_clear_pointer (&op, kx_op_free);
  op = make_signing (f, third, "sign", 20261121);
  kx_test_world_refuse (f->world, op, f->leader, "layout-full", "counts_area");
  /* One leaves, and there is room. */
  {
    g_autoptr (KxOp) end = kx_test_world_action (f->world, &kx_agreement_entity, first, "end", "2026-11-22");

    kx_agreement_end_set_ending (kx_agreement_end (end->fields), kx_agreement_ending_merged);
    kx_test_world_do (f->world, end, f->leader);
  }
  sign (f, third);
}

/* Before signing it is a note. */
static void
test_a_full_place_is_noted_from_the_draft_on (Fixture *f, gconstpointer data)
{
  g_autofree char *first = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autofree char *second = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxOp) op =
      make_draft (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->clerk);

  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_cmpint (kx_test_world_finding (decision, "layout-full", "counts_area")->verdict, ==, KX_WARNS);
}

static void
enter_own (Fixture *f, const char *parameter, const char *value)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_own_value_entity, NULL, NULL);
  Kx_own_value *own = kx_own_value (fields);
  g_autoptr (KxOp) op = NULL;

  kx_own_value_set_office (own, WORLD_OFFICE);
  kx_own_value_set_parameter (own, parameter);
  kx_own_value_set_value (own, value);
  kx_own_value_set_from_on (own, (KxDate){ 20260101 });
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_own_value_entity, id, fields);
  kx_test_world_do (f->world, op, f->leader);
}

static void
drop_packs (Fixture *f)
{
  g_autoptr (GPtrArray) packs = NULL;
  KxQuery query = { .entity = &kx_pack_entity };

  kx_reader_list (kx_test_table_get_reader (f->world->table), &query, 10, &packs);
  for (guint i = 0; i < packs->len; i++)
    ((KxRecord *) kx_test_table_lookup (f->world->table, &kx_pack_entity, ((KxRecord *) packs->pdata[i])->id))
        ->deleted_at.ms = 1;
}

static void
test_with_the_base_alone_nothing_is_limited (Fixture *f, gconstpointer data)
{
  drop_packs (f);
  add_pack (f->world, kx_test_pack_country);
  for (guint i = 0; i < 5; i++)
    g_free (signed_one (f, kx_agreement_counts_toward_county, COUNTY));
}

/* What the office set itself can be passed with a reason. */
static void
test_an_own_limit_can_be_passed_with_a_reason (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (KxOp) op = NULL, patch = NULL;

  drop_packs (f);
  enter_own (f, "cap_county", "1");
  first = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  second = draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  bring_to_signing (f, second);
  op = make_signing (f, second, "sign", 20261121);
  kx_test_world_refuse (f->world, op, f->leader, "layout-full", "layout_reason");
  act (f, second, "return", f->leader);
  patch = kx_test_world_patch (f->world, &kx_agreement_entity, second, kx_agreement_f_layout_reason,
                               (KxValue){ .TEXT = "山区路远" });
  kx_test_world_do (f->world, patch, f->clerk);
  bring_to_signing (f, second);
  sign (f, second);
}

/* Agencies count, not agreements: the renewal of one that is counted takes no place. */
static void
test_a_renewal_takes_no_second_place (Fixture *f, gconstpointer data)
{
  g_autofree char *first = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autofree char *second = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  const char *agency = kx_record_get (kx_test_table_lookup (f->world->table, &kx_agreement_entity, first),
                                      kx_agreement_f_agency)
                           .REF;
  g_autoptr (KxOp) again = make_draft (f, WORLD_OFFICE, agency, kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxOp) renewal = make_draft (f, WORLD_OFFICE, agency, kx_agreement_counts_toward_county, COUNTY);

  kx_test_world_refuse (f->world, again, f->clerk, "second-agreement", "agency");
  kx_agreement_set_previous (kx_agreement (renewal->fields), first);
  kx_agreement_set_starts_on (kx_agreement (renewal->fields), (KxDate){ 20290101 });
  kx_agreement_set_ends_on (kx_agreement (renewal->fields), (KxDate){ 20301231 });
  kx_test_world_do (f->world, renewal, f->clerk);
  bring_to_signing (f, renewal->row);
  sign (f, renewal->row);
}

static void
test_city_level_and_counties_are_counted_apart (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    g_free (signed_one (f, kx_agreement_counts_toward_city_level, CITY));
  for (guint i = 0; i < 2; i++)
    g_free (signed_one (f, kx_agreement_counts_toward_county, COUNTY));
  for (guint i = 0; i < 2; i++)
    g_free (signed_one (f, kx_agreement_counts_toward_county, "370103"));
}

static void
test_a_place_is_one_of_the_office (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int toward;
    const char *area, *code;
  } places[] = {
    { kx_agreement_counts_toward_county, "450102", "place-elsewhere" },
    { kx_agreement_counts_toward_county, CITY, "place-of-another-kind" },
    { kx_agreement_counts_toward_city_level, COUNTY, "place-of-another-kind" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (KxOp) op =
          make_draft (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), places[i].toward, places[i].area);

      kx_test_world_refuse (f->world, op, f->clerk, places[i].code, "counts_area");
    }
}

static void
test_one_does_not_approve_what_one_proposed (Fixture *f, gconstpointer data)
{
  g_autofree char *id =
      draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxActor) both = make_actor ("zhang", KX_ROLE_INDEX_reviewer);
  g_autoptr (KxOp) op = NULL, wrong = NULL;

  act (f, id, "submit", f->clerk);
  op = make_action (f, id, "approve");
  kx_test_world_refuse (f->world, op, both, "same-officer", NULL);
  wrong = make_action (f, id, "approve");
  kx_test_world_refuse (f->world, wrong, f->clerk, "approval-needed", NULL);
}

static void
test_what_lacks_is_named_one_by_one (Fixture *f, gconstpointer data)
{
  g_autofree char *id = draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), 0, NULL);
  g_autoptr (KxOp) submit = make_action (f, id, "submit");

  kx_test_world_refuse (f->world, submit, f->clerk, "incomplete", "counts_toward");
  kx_test_world_refuse (f->world, submit, f->clerk, "incomplete", "counts_area");
}

static void
test_medical_rehabilitation_needs_a_licence (Fixture *f, gconstpointer data)
{
  const char *agency = add_agency (f, WORLD_OFFICE);
  KxRecord *row = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_agency_entity, agency);
  g_autofree char *id = NULL;
  g_autoptr (KxOp) submit = NULL;
  g_autoptr (KxDecision) decision = NULL;

  kx_record_drop (row, kx_agency_f_licence_no_end);
  kx_agency_set_licence_valid_to (kx_agency (row), (KxDate){ 20261121 });
  id = draw_up (f, WORLD_OFFICE, agency, kx_agreement_counts_toward_county, COUNTY);
  submit = make_action (f, id, "submit");
  /* No pack here says so: a note. */
  decision = kx_test_world_decide (f->world, submit, f->clerk);
  g_assert_cmpint (kx_test_world_finding (decision, "licence-needed", "rehab_types")->verdict, ==, KX_WARNS);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
}

/* On its last day at the latest, by either side, whenever that is entered. */
static void
test_a_term_that_is_over_is_not_signed (Fixture *f, gconstpointer data)
{
  g_autofree char *id =
      draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  KxRecord *row = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_agreement_entity, id);
  g_autoptr (KxOp) agency = NULL, late = NULL, office = NULL;

  kx_agreement_set_starts_on (kx_agreement (row), (KxDate){ 20251121 });
  kx_agreement_set_ends_on (kx_agreement (row), (KxDate){ 20261120 });
  act (f, id, "submit", f->clerk);
  act (f, id, "approve", f->reviewer);
  late = make_signing (f, id, "agency_sign", 20261121);
  kx_test_world_refuse (f->world, late, f->clerk, "signed-after-end", "signed_on");
  agency = make_signing (f, id, "agency_sign", 20261120);
  kx_test_world_do (f->world, agency, f->clerk);
  g_clear_pointer (&late, kx_op_free);
  late = make_signing (f, id, "sign", 20261121);
  kx_test_world_refuse (f->world, late, f->leader, "signed-after-end", "signed_on");
  office = make_signing (f, id, "sign", 20261120);
  kx_test_world_do (f->world, office, f->leader);
}

static void
test_what_was_signed_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *id = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxOp) number = kx_test_world_patch (f->world, &kx_agreement_entity, id, kx_agreement_f_number,
                                                 (KxValue){ .TEXT = "另一号" });
  g_autoptr (KxOp) plaque = kx_test_world_patch (f->world, &kx_agreement_entity, id, kx_agreement_f_plaque_no,
                                                 (KxValue){ .TEXT = "济康牌001" });

  kx_test_world_refuse (f->world, number, f->clerk, "signed-stays", "number");
  kx_test_world_do (f->world, plaque, f->clerk);
}

static void
take_over (Fixture *f, const char *id)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, &kx_agreement_entity, id, "take_over", "signed");

  kx_test_world_do (f->world, op, f->clerk);
}

/* Paper says what it says: one that was signed late runs out on its last day all the same. */
static void
test_paper_that_was_signed_late_runs_out (Fixture *f, gconstpointer data)
{
  g_autofree char *id =
      draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  KxRecord *row = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_agreement_entity, id);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxDecision) decision = NULL;

  kx_agreement_set_starts_on (kx_agreement (row), (KxDate){ 20251101 });
  kx_agreement_set_ends_on (kx_agreement (row), (KxDate){ 20261031 });
  kx_agreement_set_signed_on (kx_agreement (row), (KxDate){ 20261102 });
  take_over (f, id);
  op = kx_test_world_action (f->world, &kx_agreement_entity, id, "end", "2026-10-31");
  kx_agreement_end_set_ending (kx_agreement_end (op->fields), kx_agreement_ending_expired);
  decision = kx_test_world_decide (f->world, op, f->leader);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_cmpint (kx_test_world_finding (decision, "ended-before-signed", "ended_on")->verdict, ==,
                   KX_WARNS);
}

/* More than the limit runs already: it comes in, it counts, and only the next signing is blocked. */
static void
test_what_runs_on_paper_comes_in_as_it_stands (Fixture *f, gconstpointer data)
{
  g_autofree char *next = NULL;
  g_autoptr (KxOp) sign_next = NULL, same = NULL, confirm = NULL, again = NULL, draft = NULL;
  g_autoptr (KxActor) clerk_reviewer = make_actor ("zhang", KX_ROLE_INDEX_reviewer);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE),
                                     kx_agreement_counts_toward_county, i < 3 ? COUNTY : NULL);

      take_over (f, id);
      g_assert_cmpint (state_of (f, id), ==, kx_agreement_state_signed);
      if (i > 0)
        continue;
      same = make_action (f, id, "confirm_take_over");
      kx_test_world_refuse (f->world, same, clerk_reviewer, "same-officer", NULL);
      confirm = make_action (f, id, "confirm_take_over");
      kx_test_world_do (f->world, confirm, f->reviewer);
      again = make_action (f, id, "confirm_take_over");
      kx_test_world_refuse (f->world, again, f->reviewer, "confirmed-already", NULL);
    }
  next = draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, COUNTY);
  draft = kx_test_world_action (f->world, &kx_agreement_entity, next, "take_over", "approved");
  kx_test_world_refuse (f->world, draft, f->clerk, "taken-over-unsigned", "state");
  bring_to_signing (f, next);
  sign_next = make_signing (f, next, "sign", 20261121);
  kx_test_world_refuse (f->world, sign_next, f->leader, "layout-full", "counts_area");
}

/* An agreement that runs on paper is moved to where it counts: a full place is told, and refuses nothing. */
static void
test_what_came_in_is_moved_with_a_note (Fixture *f, gconstpointer data)
{
  g_autofree char *first = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autofree char *second = signed_one (f, kx_agreement_counts_toward_county, COUNTY);
  g_autofree char *moved =
      draw_up (f, WORLD_OFFICE, add_agency (f, WORLD_OFFICE), kx_agreement_counts_toward_county, "370103");
  g_autoptr (KxOp) op = NULL, note = NULL;
  g_autoptr (KxDecision) decision = NULL, noted = NULL;

  take_over (f, moved);
  op = kx_test_world_patch (f->world, &kx_agreement_entity, moved, kx_agreement_f_counts_area,
                            (KxValue){ .TEXT = COUNTY });
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_cmpint (kx_test_world_finding (decision, "layout-full", "counts_area")->verdict, ==, KX_WARNS);
  note = kx_test_world_patch (f->world, &kx_agreement_entity, moved, kx_agreement_f_note,
                              (KxValue){ .TEXT = "已核对" });
  noted = kx_test_world_decide (f->world, note, f->clerk);
  g_assert_null (kx_test_world_finding (noted, "layout-full", NULL));
}

static void
test_a_device_without_the_rows_cannot_tell (Fixture *f, gconstpointer data)
{
  const char *agency = add_agency (f, WORLD_OFFICE);
  g_autoptr (KxOp) op = make_draft (f, WORLD_OFFICE, agency, kx_agreement_counts_toward_county, COUNTY);
  g_autoptr (KxDecision) decision = NULL;

  kx_test_table_remove_space (f->world->table, COUNTY "/agreement");
  f->world->on_device = TRUE;
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
  g_assert_false (decision->certain);
}

/* Agencies of a place that have an agreement which runs. */
static guint
used_at (Fixture *f, const char *area)
{
  g_autoptr (KxPolicy) policy = NULL;
  KxLayoutPlace place = { g_str_equal (area, CITY) ? kx_agreement_counts_toward_city_level
                                                   : kx_agreement_counts_toward_county,
                          area };
  KxLayoutCount count;

  kx_policy_read (kx_test_table_get_reader (f->world->table), WORLD_OFFICE, f->world->today, &policy);
  kx_layout_count (kx_test_table_get_reader (f->world->table), policy, &place, NULL, &count);
  return count.used;
}

/* Whatever two offices do in whatever order, no place gets more than its limit. */
static void
test_limits_hold_under_any_order (Fixture *f, gconstpointer data)
{
  static const char *const areas[] = { COUNTY, "370103", CITY };
  static const char *const steps[] = { "submit", "approve", "agency_sign", "sign", "return", "end" };
  g_autoptr (GPtrArray) agencies = g_ptr_array_new (), agreements = g_ptr_array_new_with_free_func (g_free);
  guint signatures = 0, refusals = 0;

  for (guint i = 0; i < 14; i++)
    g_ptr_array_add (agencies, (gpointer) add_agency (f, i < 10 ? WORLD_OFFICE : COUNTY_OFFICE));
  for (guint turn = 0; turn < 3000; turn++)
    {
      guint n = (guint) g_test_rand_int_range (0, (int) agencies->len);
      const char *area = areas[g_test_rand_int_range (0, n < 10 ? 3 : 1)];
      g_autoptr (KxOp) op = NULL;
      g_autoptr (KxDecision) decision = NULL;
      const KxActor *actors[] = { f->clerk, f->reviewer, f->clerk, f->leader, f->reviewer, f->leader };
      guint s = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (steps));
      const KxActor *actor = f->clerk;

      if (agreements->len == 0 || g_test_rand_int_range (0, 4) == 0)
        op = make_draft (f, n < 10 ? WORLD_OFFICE : COUNTY_OFFICE, agencies->pdata[n],
                         g_str_equal (area, CITY) ? kx_agreement_counts_toward_city_level
                                                  : kx_agreement_counts_toward_county,
                         area);
      else
        {
          const char *step = steps[s];
          const char *id = agreements->pdata[g_test_rand_int_range (0, (int) agreements->len)];

          op = g_str_has_suffix (step, "sign") ? make_signing (f, id, step, 20261121)
                                               : make_action (f, id, step);
          actor = actors[s];
          if (g_str_equal (step, "end"))
            {
              kx_agreement_end_set_ended_on (kx_agreement_end (op->fields), f->world->today);
              kx_agreement_end_set_ending (kx_agreement_end (op->fields), kx_agreement_ending_expired);
            }
        }
      decision = kx_test_world_decide (f->world, op, actor);
      refusals +=
          kx_test_world_finding (decision, "layout-full", NULL) != NULL && decision->result == KX_REJECTED;
      if (decision->result == KX_REJECTED)
        continue;
      kx_test_table_apply (f->world->table, decision, op, actor->user, (KxTime){ turn + 1 });
      if (op->kind == KX_OP_CREATE)
        g_ptr_array_add (agreements, g_strdup (op->row));
      signatures += op->kind == KX_OP_ACTION && g_str_equal (op->action, "sign");
      g_assert_cmpuint (used_at (f, COUNTY), <=, 2);
      g_assert_cmpuint (used_at (f, "370103"), <=, 2);
      g_assert_cmpuint (used_at (f, CITY), <=, 3);
    }
  g_test_message ("%u signatures, %u refused by a limit", signatures, refusals);
  g_assert_cmpuint (signatures, >, 7);
  g_assert_cmpuint (refusals, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/agreement/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("from-draft-to-signature", test_from_draft_to_signature);
  ADD ("limit-in-words", test_the_limit_stands_in_the_words_of_the_document);
  ADD ("noted-from-the-draft-on", test_a_full_place_is_noted_from_the_draft_on);
  ADD ("base-alone", test_with_the_base_alone_nothing_is_limited);
  ADD ("own-limit", test_an_own_limit_can_be_passed_with_a_reason);
  ADD ("renewal", test_a_renewal_takes_no_second_place);
  ADD ("counted-apart", test_city_level_and_counties_are_counted_apart);
  ADD ("place", test_a_place_is_one_of_the_office);
  ADD ("other-officer", test_one_does_not_approve_what_one_proposed);
  ADD ("incomplete", test_what_lacks_is_named_one_by_one);
  ADD ("licence", test_medical_rehabilitation_needs_a_licence);
  ADD ("signed-in-its-term", test_a_term_that_is_over_is_not_signed);
  ADD ("paper-signed-late", test_paper_that_was_signed_late_runs_out);
  ADD ("signed-stays", test_what_was_signed_stays);
  ADD ("taken-over", test_what_runs_on_paper_comes_in_as_it_stands);
  ADD ("moved", test_what_came_in_is_moved_with_a_note);
  ADD ("cannot-tell", test_a_device_without_the_rows_cannot_tell);
  ADD ("any-order", test_limits_hold_under_any_order);
  return g_test_run ();
}
