/* The preconditions of accounts, agencies, areas, attachments and imports. */
#include "core/kx-decide.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-area.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-grant.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/kx-test-world.h"

typedef struct
{
  KxTestWorld *world;
  KxActor *system, *admin; /* admin: of 370100 */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->system = kx_actor_new_system ();
  f->admin = kx_test_world_actor (KX_ROLE_INDEX_admin, "370100");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_world_free (f->world);
  kx_actor_free (f->system);
  kx_actor_free (f->admin);
}

/* Decides a create of the sample, of which `field` has another value or, for a NULL text, none. */
static KxDecision *
try_create (Fixture *f, KxRecord *fields)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, fields->entity, id, fields);

  return kx_test_world_decide (f->world, op, f->system);
}

/* Expects this finding with this verdict, and a refusal when it fails; KX_HOLDS is also that there is no
 * finding. */
static void
assert_verdict (KxDecision *decision, const char *code, const char *field, KxVerdict verdict)
{
  const KxFinding *finding = kx_test_world_finding (decision, code, field);
  g_autofree char *text = kx_test_world_describe (decision);

  if ((finding != NULL ? finding->verdict : KX_HOLDS) != verdict ||
      (decision->result == KX_REJECTED) != (verdict == KX_FAILS))
    g_error ("expected %s %s: %s", kx_verdict_name (verdict), code, text);
  if (finding != NULL)
    g_assert_false (g_str_has_suffix (finding->message, "."));
  kx_decision_free (decision);
}

static KxDecision *
try_text (Fixture *f, const KxEntity *entity, guint field, const char *value)
{
  KxRecord *fields = kx_test_world_sample (entity);

  kx_record_put (fields, field, (KxValue){ .TEXT = value });
  return try_create (f, fields);
}

static KxDecision *
try_op (Fixture *f, KxOpKind kind, const KxRecord *row, const KxActor *actor)
{
  g_autoptr (KxOp) op = kx_test_world_op (f->world, kind, row->entity, row->id, NULL);

  return kx_test_world_decide (f->world, op, actor);
}

static KxDecision *
try_action (Fixture *f, const KxEntity *entity, const char *row, const char *action, const char *argument,
            const KxActor *actor)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, entity, row, action, argument);

  return kx_test_world_decide (f->world, op, actor);
}

static void
test_an_agency_has_a_code_or_says_why_not (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      KxRecord *fields = kx_test_world_sample (&kx_agency_entity);

      if (i & 1)
        kx_record_drop (fields, kx_agency_f_uscc);
      if (i & 2)
        kx_record_drop (fields, kx_agency_f_no_uscc_reason);
      assert_verdict (try_create (f, fields), "code-or-reason", "uscc", i == 3 ? KX_FAILS : KX_HOLDS);
    }
}

static void
test_an_agency_lies_in_a_known_area (Fixture *f, gconstpointer data)
{
  KxRecord *outside = kx_test_world_sample (&kx_agency_entity);

  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_county, "370102"), "known-area", NULL,
                  KX_HOLDS);
  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_county, "999999"), "known-area", "county",
                  KX_FAILS);
  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_county, "370181"), "area-abolished", "county",
                  KX_WARNS);
  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_county, "370202"), "out-of-area", "county",
                  KX_WARNS);
  kx_agency_set_county (kx_agency (outside), "370202");
  kx_agency_set_out_of_area (kx_agency (outside), TRUE);
  assert_verdict (try_create (f, outside), "out-of-area", NULL, KX_HOLDS);
  /* A zone is known once it was added. */
  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_county, "370100-Q1"), "known-area", "county",
                  KX_FAILS);
  kx_test_world_add (f->world, &kx_area_entity, 0);
  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_county, "370100-Q1"), "known-area", "county",
                  KX_HOLDS);
}

static void
test_a_licence_has_an_end_or_none (Fixture *f, gconstpointer data)
{
  KxRecord *both = kx_test_world_sample (&kx_agency_entity),
           *endless = kx_test_world_sample (&kx_agency_entity);
  KxRecord *today = kx_test_world_sample (&kx_agency_entity),
           *past = kx_test_world_sample (&kx_agency_entity);

  kx_agency_set_licence_no_end (kx_agency (both), TRUE);
  assert_verdict (try_create (f, both), "date-and-no-end", "licence_valid_to", KX_FAILS);
  kx_agency_set_licence_no_end (kx_agency (endless), TRUE);
  kx_record_drop (endless, kx_agency_f_licence_valid_to);
  assert_verdict (try_create (f, endless), "licence-expired", NULL, KX_HOLDS);
  kx_agency_set_licence_valid_to (kx_agency (today), f->world->today);
  assert_verdict (try_create (f, today), "licence-expired", NULL, KX_HOLDS);
  kx_agency_set_licence_valid_to (kx_agency (past), (KxDate){ f->world->today.ymd - 1 });
  assert_verdict (try_create (f, past), "licence-expired", "licence_valid_to", KX_WARNS);
}

static void
test_the_same_name_in_one_office_is_noticed (Fixture *f, gconstpointer data)
{
  const char *own = kx_record_get (kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY),
                                   kx_agency_f_name)
                        .TEXT;
  const char *other =
      kx_record_get (kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_OTHER_AGENCY),
                     kx_agency_f_name)
          .TEXT;

  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_name, own), "same-name", "name", KX_WARNS);
  assert_verdict (try_text (f, &kx_agency_entity, kx_agency_f_name, other), "same-name", NULL, KX_HOLDS);
}

static void
test_only_a_sealed_value_that_is_there_is_revealed (Fixture *f, gconstpointer data)
{
  KxRecord *row = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY);

  assert_verdict (try_action (f, &kx_agency_entity, row->id, "reveal", "bank_account", f->system),
                  "not-sealed", NULL, KX_HOLDS);
  assert_verdict (try_action (f, &kx_agency_entity, row->id, "reveal", "name", f->system), "not-sealed",
                  "field", KX_FAILS);
  assert_verdict (try_action (f, &kx_agency_entity, row->id, "reveal", "moon", f->system), "not-sealed",
                  "field", KX_FAILS);
  kx_record_drop (row, kx_agency_f_bank_account);
  assert_verdict (try_action (f, &kx_agency_entity, row->id, "reveal", "bank_account", f->system), "no-value",
                  "field", KX_FAILS);
}

static void
test_first_days_come_before_last_days (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const KxEntity *entity;
    guint first, last;
  } pairs[] = {
    { &kx_former_name_entity, kx_former_name_f_from_on, kx_former_name_f_until_on },
    { &kx_credential_entity, kx_credential_f_issued_on, kx_credential_f_valid_to },
    { &kx_grant_entity, kx_grant_f_from_on, kx_grant_f_until_on },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    for (int ymd = 20291231; ymd <= 20300102; ymd += ymd == 20291231 ? 8870 : 1)
      {
        KxRecord *fields = kx_test_world_sample (pairs[i].entity);

        kx_record_put (fields, pairs[i].first, (KxValue){ .DATE.ymd = ymd });
        assert_verdict (try_create (f, fields), "dates-in-order", pairs[i].entity->fields[pairs[i].last].name,
                        ymd > 20300101 ? KX_FAILS : KX_HOLDS);
        fields = kx_test_world_sample (pairs[i].entity);
        kx_record_put (fields, pairs[i].first, (KxValue){ .DATE.ymd = ymd });
        kx_record_drop (fields, pairs[i].last);
        assert_verdict (try_create (f, fields), "dates-in-order", NULL, KX_HOLDS);
      }
}

static void
test_a_credential_without_end_has_no_last_day (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_test_world_sample (&kx_credential_entity);

  kx_credential_set_no_end (kx_credential (fields), TRUE);
  assert_verdict (try_create (f, fields), "date-and-no-end", "valid_to", KX_FAILS);
}

static KxDecision *
try_zone (Fixture *f, const char *code, const char *parent, int level)
{
  KxRecord *fields = kx_test_world_sample (&kx_area_entity);

  kx_area_set_code (kx_area (fields), code);
  kx_area_set_parent (kx_area (fields), parent);
  kx_area_set_level (kx_area (fields), level);
  return try_create (f, fields);
}

static void
test_people_add_zones_only (Fixture *f, gconstpointer data)
{
  assert_verdict (try_zone (f, "370100-GX", "370100", kx_area_level_zone), "zone-only", NULL, KX_HOLDS);
  assert_verdict (try_zone (f, "370199", "370100", kx_area_level_county), "zone-only", "code", KX_FAILS);
  assert_verdict (try_zone (f, "370199", "370100", kx_area_level_zone), "zone-only", "code", KX_FAILS);
  assert_verdict (try_zone (f, "370100-GX", "370100", kx_area_level_county), "zone-only", "code", KX_FAILS);
  assert_verdict (try_zone (f, "370100-GX", "370200", kx_area_level_zone), "zone-of-parent", "parent",
                  KX_FAILS);
  assert_verdict (try_zone (f, "370100-GX", NULL, kx_area_level_zone), "zone-of-parent", "parent", KX_FAILS);
  assert_verdict (try_zone (f, "379900-GX", "379900", kx_area_level_zone), "known-area", "parent", KX_FAILS);
}

static void
test_what_is_in_use_stays (Fixture *f, gconstpointer data)
{
  const KxRecord *zone = kx_test_world_add (f->world, &kx_area_entity, 0);
  const KxRecord *office = kx_test_world_add (f->world, &kx_office_entity, 0);
  const KxRecord *person = kx_test_world_add (f->world, &kx_person_entity, 0);
  KxRecord *agency = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_agency_entity, WORLD_AGENCY);
  KxRecord *user = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_user_entity, WORLD_OTHER_USER);
  const KxRecord *const rows[] = { zone, office, person };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_verdict (try_op (f, KX_OP_DELETE, rows[i], f->system), "in-use", NULL, KX_HOLDS);
  kx_agency_set_county (kx_agency (agency), "370100-Q1");
  kx_agency_set_office (kx_agency (agency), office->id);
  kx_user_set_person (kx_user (user), person->id);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KxDecision) decision = try_op (f, KX_OP_DELETE, rows[i], f->system);

      g_assert_cmpint (decision->result, ==, KX_REJECTED);
    }
  agency->deleted_at.ms = user->deleted_at.ms = 1;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KxDecision) decision = try_op (f, KX_OP_DELETE, rows[i], f->system);

      g_assert_cmpint (decision->result, ==, KX_APPLIED);
    }
}

static void
test_what_comes_back_needs_what_it_refers_to (Fixture *f, gconstpointer data)
{
  KxRecord *office = (KxRecord *) kx_test_world_add (f->world, &kx_office_entity, 0);
  KxRecord *agency = (KxRecord *) kx_test_world_add (f->world, &kx_agency_entity, 0);

  kx_agency_set_office (kx_agency (agency), office->id);
  agency->deleted_at.ms = office->deleted_at.ms = 1;
  assert_verdict (try_op (f, KX_OP_RESTORE, agency, f->system), "missing-target", "office", KX_FAILS);
  office->deleted_at.ms = 0;
  assert_verdict (try_op (f, KX_OP_RESTORE, agency, f->system), "missing-target", NULL, KX_HOLDS);
}

static void
test_an_office_works_in_a_known_area (Fixture *f, gconstpointer data)
{
  assert_verdict (try_text (f, &kx_office_entity, kx_office_f_area, "999999"), "known-area", "area",
                  KX_FAILS);
  assert_verdict (try_text (f, &kx_office_entity, kx_office_f_area, "370181"), "area-abolished", "area",
                  KX_WARNS);
  assert_verdict (try_text (f, &kx_office_entity, kx_office_f_area, "370000"), "known-area", NULL, KX_HOLDS);
}

static void
test_files_have_a_plain_name_and_are_no_programs (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name, *code;
  } names[] = {
    { "协议 2026（正本）.pdf", NULL },
    { "archive.tar.gz", NULL },
    { "exe", NULL },
    { ".profile", "plain-file-name" },
    { "..", "plain-file-name" },
    { "a/b.pdf", "plain-file-name" },
    { "a\\b.pdf", "plain-file-name" },
    { "C:x.pdf", "plain-file-name" },
    { "x.pdf|", "plain-file-name" },
    { "setup.exe", "not-a-program" },
    { "SETUP.EXE", "not-a-program" },
    { "setup.exe.", "not-a-program" },
    { "setup.exe. .", "not-a-program" },
    { "letter.pdf.js", "not-a-program" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_verdict (try_text (f, &kx_attachment_entity, kx_attachment_f_file_name, names[i].name),
                    names[i].code != NULL ? names[i].code : "not-a-program", NULL,
                    names[i].code != NULL ? KX_FAILS : KX_HOLDS);
}

static void
test_files_have_a_media_type (Fixture *f, gconstpointer data)
{
  static const char *const types[] = { "application/pdf", "image/svg+xml", "pdf", "/pdf", "a/",
                                       "a/b/c",           "a/b; c=d",      "A/B" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    assert_verdict (try_text (f, &kx_attachment_entity, kx_attachment_f_media_type, types[i]), "media-type",
                    "media_type", i < 2 ? KX_HOLDS : KX_FAILS);
}

static void
test_files_belong_to_records_that_take_them (Fixture *f, gconstpointer data)
{
  const KxRecord *file = kx_test_world_add (f->world, &kx_attachment_entity, 0);
  static const char *const owners[][2] = {
    { "attachment", NULL }, { "user", WORLD_USER }, { "agency", WORLD_AGENCY }, { "office", WORLD_OFFICE }
  };

  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      KxRecord *fields = kx_test_world_sample (&kx_attachment_entity);

      kx_attachment_set_owner_entity (kx_attachment (fields), owners[i][0]);
      kx_attachment_set_owner (kx_attachment (fields), owners[i][1] != NULL ? owners[i][1] : file->id);
      assert_verdict (try_create (f, fields), "owner-takes-files", "owner_entity",
                      i < 2 ? KX_FAILS : KX_HOLDS);
    }
}

static void
test_the_service_alone_says_that_a_file_is_stored (Fixture *f, gconstpointer data)
{
  const KxRecord *file = kx_test_world_add (f->world, &kx_attachment_entity, 0);
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxOp) op = kx_test_world_action (f->world, &kx_attachment_entity, file->id, "store", NULL);
  g_autoptr (KxDecision) again = NULL;

  kx_test_world_refuse (f->world, op, clerk, KX_CODE_ROLE, NULL);
  kx_test_world_do (f->world, op, f->system);
  g_assert_true (kx_attachment_get_stored (kx_attachment ((KxRecord *) file)));
  again = kx_test_world_decide (f->world, op, f->system);
  g_assert_cmpint (again->result, ==, KX_APPLIED);
  g_assert_cmpuint (again->changes->len, ==, 0);
}

static KxDecision *
try_finish (Fixture *f, gint64 read, gint64 created, gint64 updated)
{
  KxRecord *row =
      (KxRecord *) kx_test_world_add (f->world, &kx_import_record_entity, kx_import_record_state_running);

  kx_import_record_set_rows_read (kx_import_record (row), read);
  kx_import_record_set_rows_created (kx_import_record (row), created);
  kx_import_record_set_rows_updated (kx_import_record (row), updated);
  kx_record_drop (row, kx_import_record_f_rows_unchanged);
  return try_action (f, &kx_import_record_entity, row->id, "finish", NULL, f->system);
}

static void
test_an_import_accounts_for_every_row (Fixture *f, gconstpointer data)
{
  assert_verdict (try_finish (f, 5, 2, 3), "rows-add-up", "rows_read", KX_HOLDS);
  assert_verdict (try_finish (f, 0, 0, 0), "rows-add-up", "rows_read", KX_HOLDS);
  assert_verdict (try_finish (f, 6, 2, 3), "rows-add-up", "rows_read", KX_FAILS);
  assert_verdict (try_finish (f, 1, G_MAXINT64, G_MAXINT64), "rows-add-up", "rows_read", KX_FAILS);
}

static void
test_a_sign_in_name_is_given_once_in_the_whole_service (Fixture *f, gconstpointer data)
{
  KxRecord *other = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_user_entity, WORLD_OTHER_USER);
  g_autofree char *name = g_strdup (kx_user_get_name (kx_user (other)));

  kx_user_set_office (kx_user (other), WORLD_OTHER_OFFICE);
  assert_verdict (try_text (f, &kx_user_entity, kx_user_f_name, name), "name-taken", "name", KX_FAILS);
  other->deleted_at.ms = 1;
  assert_verdict (try_text (f, &kx_user_entity, kx_user_f_name, name), "name-taken", "name", KX_HOLDS);
}

static void
test_nobody_disables_the_own_account (Fixture *f, gconstpointer data)
{
  assert_verdict (try_action (f, &kx_user_entity, WORLD_USER, "disable", NULL, f->admin), "oneself", NULL,
                  KX_FAILS);
  assert_verdict (try_action (f, &kx_user_entity, WORLD_OTHER_USER, "disable", NULL, f->admin), "oneself",
                  NULL, KX_HOLDS);
}

/* Makes the second account an administrator too, with a grant that runs to `until` (0: without end). */
static KxRecord *
add_administrator (Fixture *f, int until)
{
  KxRecord *grant = (KxRecord *) kx_test_world_add (f->world, &kx_grant_entity, 0);

  kx_grant_set_user (kx_grant (grant), WORLD_OTHER_USER);
  kx_grant_set_role (kx_grant (grant), KX_ROLE_INDEX_admin);
  kx_record_drop (grant, kx_grant_f_from_on);
  kx_record_drop (grant, kx_grant_f_until_on);
  if (until != 0)
    kx_grant_set_until_on (kx_grant (grant), (KxDate){ until });
  return grant;
}

/* Every way to take the first administrator away. */
static void
assert_last (Fixture *f, KxVerdict verdict)
{
  const KxRecord *grant = kx_test_table_lookup (f->world->table, &kx_grant_entity, WORLD_GRANT);
  g_autoptr (KxOp) end = kx_test_world_patch (f->world, &kx_grant_entity, WORLD_GRANT, kx_grant_f_until_on,
                                              (KxValue){ .DATE.ymd = f->world->today.ymd - 1 });
  g_autoptr (KxOp) later = kx_test_world_patch (f->world, &kx_grant_entity, WORLD_GRANT, kx_grant_f_until_on,
                                                (KxValue){ .DATE.ymd = f->world->today.ymd });

  assert_verdict (try_action (f, &kx_user_entity, WORLD_USER, "disable", NULL, f->system),
                  "last-administrator", NULL, verdict);
  assert_verdict (try_op (f, KX_OP_DELETE, grant, f->system), "last-administrator", NULL, verdict);
  assert_verdict (kx_test_world_decide (f->world, end, f->system), "last-administrator", NULL, verdict);
  assert_verdict (kx_test_world_decide (f->world, later, f->system), "last-administrator", NULL, KX_HOLDS);
}

static void
test_the_last_administrator_remains (Fixture *f, gconstpointer data)
{
  KxRecord *user = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_user_entity, WORLD_OTHER_USER),
           *grant;

  assert_last (f, KX_FAILS);
  grant = add_administrator (f, 0);
  assert_last (f, KX_HOLDS);
  kx_record_put (user, kx_user_f_state, (KxValue){ .CODE = kx_user_state_disabled });
  assert_last (f, KX_FAILS);
  kx_record_put (user, kx_user_f_state, (KxValue){ .CODE = kx_user_state_active });
  kx_user_set_until_on (kx_user (user), (KxDate){ f->world->today.ymd - 1 });
  assert_last (f, KX_FAILS);
  kx_record_drop (user, kx_user_f_until_on);
  user->deleted_at.ms = 1;
  assert_last (f, KX_FAILS);
  user->deleted_at.ms = 0;
  kx_grant_set_until_on (kx_grant (grant), (KxDate){ f->world->today.ymd - 1 });
  assert_last (f, KX_FAILS);
  kx_record_drop (grant, kx_grant_f_until_on);
  grant->deleted_at.ms = 1;
  assert_last (f, KX_FAILS);
}

static void
test_an_account_that_administers_nothing_may_go (Fixture *f, gconstpointer data)
{
  KxRecord *grant = (KxRecord *) kx_test_table_lookup (f->world->table, &kx_grant_entity, WORLD_GRANT);
  const KxRecord *clerk = kx_test_world_add (f->world, &kx_grant_entity, 0);

  /* Also where nobody administers the service at all. */
  grant->deleted_at.ms = 1;
  assert_verdict (try_action (f, &kx_user_entity, WORLD_OTHER_USER, "disable", NULL, f->system),
                  "last-administrator", NULL, KX_HOLDS);
  assert_verdict (try_op (f, KX_OP_DELETE, clerk, f->system), "last-administrator", NULL, KX_HOLDS);
}

static void
test_one_grants_what_one_administers (Fixture *f, gconstpointer data)
{
  static const char *const areas[] = { "370100", "370102", "370100-GX", "370000", "370200", "000000" };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      KxRecord *fields = kx_test_world_sample (&kx_grant_entity);
      g_autofree char *id = kx_test_world_id ();
      g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, &kx_grant_entity, id, fields);

      kx_grant_set_area (kx_grant (fields), areas[i]);
      if (i == 2)
        kx_area_set_code (kx_area ((KxRecord *) kx_test_world_add (f->world, &kx_area_entity, 0)), areas[i]);
      assert_verdict (kx_test_world_decide (f->world, op, f->admin), "area-not-yours", "area",
                      i < 3 ? KX_HOLDS : KX_FAILS);
    }
  assert_verdict (try_text (f, &kx_grant_entity, kx_grant_f_area, "999999"), "known-area", "area", KX_FAILS);
}

static void
test_administration_beside_a_duty_is_noticed (Fixture *f, gconstpointer data)
{
  KxRecord *duty = kx_test_world_sample (&kx_grant_entity), *admin = kx_test_world_sample (&kx_grant_entity);
  KxRecord *more = kx_test_world_sample (&kx_grant_entity);

  kx_grant_set_user (kx_grant (duty), WORLD_USER);
  assert_verdict (try_create (f, duty), "administration-apart", "role", KX_WARNS);
  kx_grant_set_role (kx_grant (admin), KX_ROLE_INDEX_admin);
  assert_verdict (try_create (f, admin), "administration-apart", NULL, KX_HOLDS);
  kx_test_world_add (f->world, &kx_grant_entity, 0);
  kx_grant_set_role (kx_grant (more), KX_ROLE_INDEX_reviewer);
  assert_verdict (try_create (f, more), "administration-apart", NULL, KX_HOLDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rules/an-agency-has-a-code-or-says-why-not", Fixture, NULL, set_up,
              test_an_agency_has_a_code_or_says_why_not, tear_down);
  g_test_add ("/rules/an-agency-lies-in-a-known-area", Fixture, NULL, set_up,
              test_an_agency_lies_in_a_known_area, tear_down);
  g_test_add ("/rules/a-licence-has-an-end-or-none", Fixture, NULL, set_up, test_a_licence_has_an_end_or_none,
              tear_down);
  g_test_add ("/rules/the-same-name-in-one-office-is-noticed", Fixture, NULL, set_up,
              test_the_same_name_in_one_office_is_noticed, tear_down);
  g_test_add ("/rules/only-a-sealed-value-that-is-there-is-revealed", Fixture, NULL, set_up,
              test_only_a_sealed_value_that_is_there_is_revealed, tear_down);
  g_test_add ("/rules/first-days-come-before-last-days", Fixture, NULL, set_up,
              test_first_days_come_before_last_days, tear_down);
  g_test_add ("/rules/a-credential-without-end-has-no-last-day", Fixture, NULL, set_up,
              test_a_credential_without_end_has_no_last_day, tear_down);
  g_test_add ("/rules/people-add-zones-only", Fixture, NULL, set_up, test_people_add_zones_only, tear_down);
  g_test_add ("/rules/what-is-in-use-stays", Fixture, NULL, set_up, test_what_is_in_use_stays, tear_down);
  g_test_add ("/rules/what-comes-back-needs-what-it-refers-to", Fixture, NULL, set_up,
              test_what_comes_back_needs_what_it_refers_to, tear_down);
  g_test_add ("/rules/an-office-works-in-a-known-area", Fixture, NULL, set_up,
              test_an_office_works_in_a_known_area, tear_down);
  g_test_add ("/rules/files-have-a-plain-name-and-are-no-programs", Fixture, NULL, set_up,
              test_files_have_a_plain_name_and_are_no_programs, tear_down);
  g_test_add ("/rules/files-have-a-media-type", Fixture, NULL, set_up, test_files_have_a_media_type,
              tear_down);
  g_test_add ("/rules/files-belong-to-records-that-take-them", Fixture, NULL, set_up,
              test_files_belong_to_records_that_take_them, tear_down);
  g_test_add ("/rules/the-service-alone-says-that-a-file-is-stored", Fixture, NULL, set_up,
              test_the_service_alone_says_that_a_file_is_stored, tear_down);
  g_test_add ("/rules/an-import-accounts-for-every-row", Fixture, NULL, set_up,
              test_an_import_accounts_for_every_row, tear_down);
  g_test_add ("/rules/a-sign-in-name-is-given-once-in-the-whole-service", Fixture, NULL, set_up,
              test_a_sign_in_name_is_given_once_in_the_whole_service, tear_down);
  g_test_add ("/rules/nobody-disables-the-own-account", Fixture, NULL, set_up,
              test_nobody_disables_the_own_account, tear_down);
  g_test_add ("/rules/the-last-administrator-remains", Fixture, NULL, set_up,
              test_the_last_administrator_remains, tear_down);
  g_test_add ("/rules/an-account-that-administers-nothing-may-go", Fixture, NULL, set_up,
              test_an_account_that_administers_nothing_may_go, tear_down);
  g_test_add ("/rules/one-grants-what-one-administers", Fixture, NULL, set_up,
              test_one_grants_what_one_administers, tear_down);
  g_test_add ("/rules/administration-beside-a-duty-is-noticed", Fixture, NULL, set_up,
              test_administration_beside_a_duty_is_noticed, tear_down);
  return g_test_run ();
}
