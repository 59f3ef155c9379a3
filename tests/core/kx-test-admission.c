#include "core/kx-test-admission.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-round-place.h"
#include "core/kx-calendar.h"
#include "lib/kx-test-policy.h"

#include <string.h>

static KxActor *
make_actor (const char *user, int role)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, role, "000000");
  return actor;
}

void
kx_test_admission_set_up (KxTestAdmission *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = make_actor ("zhang", KX_ROLE_INDEX_clerk);
  f->other_clerk = make_actor ("zhao", KX_ROLE_INDEX_clerk);
  f->reviewer = make_actor ("li", KX_ROLE_INDEX_reviewer);
  f->leader = make_actor ("wang", KX_ROLE_INDEX_leader);
  f->office = g_strdup (WORLD_OFFICE);
  f->area = g_strdup ("370100");
}

void
kx_test_admission_tear_down (KxTestAdmission *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->other_clerk);
  kx_actor_free (f->reviewer);
  kx_actor_free (f->leader);
  kx_test_world_free (f->world);
  g_free (f->office);
  g_free (f->area);
}

void
kx_test_admission_add_pack (KxTestAdmission *f, const char *code)
{
  g_autofree char *name = g_strconcat (code, ".json", NULL), *text = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "policies", name, NULL);
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (GError) error = NULL;
  KxRecord *row;
  const char *extends;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  row = kx_test_pack_row (id, text);
  row->space = g_strdup ("000000/public");
  row->seq = 5;
  extends = kx_record_get (row, (guint) kx_entity_field (row->entity, "extends")).TEXT;
  if (extends != NULL)
    kx_test_admission_add_pack (f, extends);
  kx_test_table_add (f->world->table, row);
}

void
kx_test_admission_move (KxTestAdmission *f, const char *area)
{
  g_autofree char *space = g_strconcat (area, "/public", NULL), *id = kx_test_world_id ();
  KxRecord *office = kx_record_new (&kx_office_entity, id, space);

  kx_office_set_name (kx_office (office), "社保中心");
  kx_office_set_area (kx_office (office), area);
  kx_office_set_kind (kx_office (office), kx_office_kind_centre);
  kx_test_table_add (f->world->table, office);
  g_free (f->office);
  g_free (f->area);
  f->office = g_steal_pointer (&id);
  f->area = g_strdup (area);
}

void
kx_test_admission_enter_pack (KxTestAdmission *f, const char *code, const char *city)
{
  kx_test_admission_tear_down (f, NULL);
  kx_test_admission_set_up (f, NULL);
  kx_test_admission_add_pack (f, code);
  kx_test_admission_move (f, city);
  g_test_message ("%s", code);
}

void
kx_test_admission_enter_own (KxTestAdmission *f, const char *parameter, const char *value)
{
  g_autofree char *id = kx_test_world_id (), *space = g_strconcat (f->area, "/public", NULL);
  KxRecord *row = kx_record_new (&kx_own_value_entity, id, space);

  kx_own_value_set_office (kx_own_value (row), f->office);
  kx_own_value_set_parameter (kx_own_value (row), parameter);
  kx_own_value_set_value (kx_own_value (row), value);
  kx_own_value_set_document (kx_own_value (row), "中心办〔2020〕1号");
  kx_own_value_set_from_on (kx_own_value (row), (KxDate){ 20200101 });
  row->seq = 5;
  kx_test_table_add (f->world->table, row);
}

const char *
kx_test_admission_add_agency (KxTestAdmission *f)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_agency_entity, 0);
  Kx_agency *agency = kx_agency (row);

  kx_agency_set_office (agency, f->office);
  kx_agency_set_licence_no_end (agency, TRUE);
  kx_record_drop (row, kx_agency_f_licence_valid_to);
  kx_record_drop (row, kx_agency_f_out_of_area);
  g_free (row->space);
  row->space = g_strconcat (f->area, "/agency", NULL);
  return row->id;
}

void
kx_test_admission_add_signed (KxTestAdmission *f, int toward, const char *area)
{
  g_autofree char *id = kx_test_world_id (), *space = g_strconcat (f->area, "/agreement", NULL);
  KxRecord *row = kx_record_new (&kx_agreement_entity, id, space);
  Kx_agreement *agreement = kx_agreement (row);

  kx_agreement_set_office (agreement, f->office);
  kx_agreement_set_agency (agreement, kx_test_admission_add_agency (f));
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_counts_toward (agreement, toward);
  kx_agreement_set_counts_area (agreement, area);
  row->seq = 5;
  kx_test_table_add (f->world->table, row);
}

KxOp *
kx_test_admission_apply (KxTestAdmission *f, const char *agency, const char *round, const char *area, int day)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_application_entity, NULL, NULL);
  Kx_application *application = kx_application (fields);

  kx_application_set_office (application, f->office);
  kx_application_set_agency (application, agency);
  if (round != NULL)
    kx_application_set_round (application, round);
  kx_application_set_received_on (application, (KxDate){ day });
  kx_application_set_scopes (application, (KxCodes){ 3 });
  kx_application_set_rehab_types (application, (KxCodes){ 1 });
  if (area != NULL)
    {
      kx_application_set_counts_toward (application, g_str_equal (area, f->area)
                                                         ? kx_agreement_counts_toward_city_level
                                                         : kx_agreement_counts_toward_county);
      kx_application_set_counts_area (application, area);
    }
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_application_entity, id, fields);
}

KxOp *
kx_test_admission_step (KxTestAdmission *f, const KxEntity *entity, const char *row, const char *action,
                        const char *arguments)
{
  KxOp *op = kx_test_world_action (f->world, entity, row, action, NULL);
  g_auto (GStrv) lines = g_strsplit (arguments != NULL ? arguments : "", "\n", -1);

  g_clear_pointer (&op->reason, g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *text = strchr (lines[i], '=');
      int field;
      KxValue value;

      g_assert_nonnull (text);
      *text++ = '\0';
      if (g_str_equal (lines[i], "$reason"))
        {
          op->reason = g_strdup (text);
          continue;
        }
      field = kx_entity_field (op->fields->entity, lines[i]);
      g_assert_cmpint (field, >=, 0);
      g_assert_true (kx_value_from_text (&op->fields->entity->fields[field], text, &value));
      kx_record_put (op->fields, (guint) field, value);
    }
  return op;
}

void
kx_test_admission_do (KxTestAdmission *f, const KxEntity *entity, const char *row, const char *action,
                      const char *arguments, const KxActor *actor)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, entity, row, action, arguments);

  kx_test_world_do (f->world, op, actor);
}

void
kx_test_admission_refuse (KxTestAdmission *f, const KxEntity *entity, const char *row, const char *action,
                          const char *arguments, const KxActor *actor, const char *code)
{
  g_autoptr (KxOp) op = kx_test_admission_step (f, entity, row, action, arguments);

  kx_test_world_refuse (f->world, op, actor, code, NULL);
}

const KxRecord *
kx_test_admission_part (KxTestAdmission *f, const KxEntity *entity, const char *application, guint index)
{
  KxQuery query = { .entity = entity,
                    .terms = { { .field = (guint) kx_entity_flagged (entity, KX_PARENT),
                                 .value.REF = application } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_cmpint (kx_reader_list (kx_test_table_get_reader (f->world->table), &query, 100, &rows), ==,
                   KX_KNOWN);
  return index < rows->len
             ? kx_test_table_lookup (f->world->table, entity, ((KxRecord *) rows->pdata[index])->id)
             : NULL;
}

void
kx_test_admission_hand_in (KxTestAdmission *f, const char *application, const char *day)
{
  const KxRecord *item;

  for (guint i = 0; (item = kx_test_admission_part (f, &kx_application_item_entity, application, i)) != NULL;
       i++)
    {
      KxRecord *fields = kx_record_new (&kx_application_item_entity, NULL, NULL);
      g_autoptr (KxOp) op = NULL;
      KxDate date;

      g_assert_true (kx_date_parse (day, &date));
      kx_application_item_set_state (kx_application_item (fields), kx_application_item_state_there);
      kx_application_item_set_received_on (kx_application_item (fields), date);
      op = kx_test_world_op (f->world, KX_OP_PATCH, &kx_application_item_entity, item->id, fields);
      kx_test_world_do (f->world, op, f->clerk);
    }
}

char *
kx_test_admission_accepted (KxTestAdmission *f, const char *round, const char *area, int day)
{
  g_autoptr (KxOp) op = kx_test_admission_apply (f, kx_test_admission_add_agency (f), round, area, day);
  g_autofree char *received = kx_date_format ((KxDate){ day });
  g_autofree char *next = kx_date_format (kx_date_add_days ((KxDate){ day }, 1));
  g_autofree char *accepted = g_strconcat ("accepted_on=", next, NULL);

  kx_test_world_do (f->world, op, f->clerk);
  kx_test_admission_hand_in (f, op->row, received);
  kx_test_admission_do (f, &kx_application_entity, op->row, "accept", accepted, f->clerk);
  return g_strdup (op->row);
}

char *
kx_test_admission_assessed (KxTestAdmission *f, const char *round, const char *area, int day,
                            const char *score)
{
  char *id = kx_test_admission_accepted (f, round, area, day);
  g_autofree char *next = kx_date_format (kx_date_add_days ((KxDate){ day }, 1));
  g_autofree char *begun = g_strconcat ("assessment_from=", next, NULL);
  g_autofree char *result = g_strconcat ("assessment=passed\nassessed_on=", next, "\nscore=", score, NULL);

  kx_test_admission_do (f, &kx_application_entity, id, "start_assessment", begun, f->clerk);
  kx_test_admission_do (f, &kx_application_entity, id, "enter_result", result, f->other_clerk);
  return id;
}

static void
add_place (KxTestAdmission *f, const char *round, const char *area, int places)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_round_place_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_round_place_set_round (kx_round_place (fields), round);
  kx_round_place_set_counts_toward (kx_round_place (fields), g_str_equal (area, f->area)
                                                                 ? kx_agreement_counts_toward_city_level
                                                                 : kx_agreement_counts_toward_county);
  kx_round_place_set_counts_area (kx_round_place (fields), area);
  kx_round_place_set_places (kx_round_place (fields), places);
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_round_place_entity, id, fields);
  kx_test_world_do (f->world, op, f->clerk);
}

char *
kx_test_admission_draft_round (KxTestAdmission *f, const char *area, int places, int opens, int closes)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_record_new (&kx_admission_round_entity, NULL, NULL);
  Kx_admission_round *round = kx_admission_round (fields);
  g_autoptr (KxOp) op = NULL;

  kx_admission_round_set_office (round, f->office);
  kx_admission_round_set_title (round, "2026年度准入公告");
  kx_admission_round_set_opens_on (round, (KxDate){ opens });
  kx_admission_round_set_closes_on (round, (KxDate){ closes });
  kx_admission_round_set_closes_at (round, "17:00");
  kx_admission_round_set_conditions (round, "设有康复医学科");
  kx_admission_round_set_contact (round, "张三");
  op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_admission_round_entity, id, fields);
  kx_test_world_do (f->world, op, f->clerk);
  add_place (f, id, area, places);
  return g_steal_pointer (&id);
}

char *
kx_test_admission_round (KxTestAdmission *f, const char *area, int places, int opens, int closes)
{
  char *id = kx_test_admission_draft_round (f, area, places, opens, closes);
  g_autofree char *day = kx_date_format ((KxDate){ opens });
  g_autofree char *announced = g_strconcat ("announced_on=", day, NULL);

  kx_test_admission_do (f, &kx_admission_round_entity, id, "announce", announced, f->leader);
  return id;
}

Kx_agreement *
kx_test_admission_to_signing (KxTestAdmission *f, const char *area)
{
  g_autofree char *id = kx_test_admission_assessed (f, NULL, area, 20261102, "90.00");
  const KxRecord *application;
  Kx_agreement *agreement;

  kx_test_admission_do (f, &kx_application_entity, id, "admit", "decided_on=2026-11-10", f->leader);
  application = kx_test_admission_row (f, &kx_application_entity, id);
  agreement = kx_agreement ((KxRecord *) kx_test_admission_row (
      f, &kx_agreement_entity, kx_record_get (application, kx_application_f_agreement).REF));
  kx_agreement_set_state (agreement, kx_agreement_state_agency_signed);
  kx_agreement_set_agency_signed_on (agreement, (KxDate){ 20261112 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20270101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20281231 });
  kx_agreement_set_rehab_types (agreement, (KxCodes){ 1u << kx_agreement_rehab_types_medical });
  return agreement;
}

void
kx_test_admission_fill (KxTestAdmission *f, const char *area, guint n)
{
  for (guint i = 0; i < n; i++)
    kx_test_admission_add_signed (f,
                                  g_str_equal (f->area, area) ? kx_agreement_counts_toward_city_level
                                                              : kx_agreement_counts_toward_county,
                                  area);
}

const KxRecord *
kx_test_admission_row (KxTestAdmission *f, const KxEntity *entity, const char *id)
{
  return kx_test_table_lookup (f->world->table, entity, id);
}

int
kx_test_admission_state (KxTestAdmission *f, const char *application)
{
  return kx_record_get (kx_test_admission_row (f, &kx_application_entity, application),
                        kx_application_f_state)
      .CODE;
}

Kx_agreement *
kx_test_admission_running (KxTestAdmission *f, const char *area, int ends)
{
  static const char *const counties[] = { "370102", "370103", "370104", "370105", "370112", "370113" };
  static guint n = 0;
  Kx_agreement *agreement =
      kx_test_admission_to_signing (f, area != NULL ? area : counties[n++ % G_N_ELEMENTS (counties)]);

  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_signed_on (agreement, (KxDate){ 20250110 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20250101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ ends });
  return agreement;
}
