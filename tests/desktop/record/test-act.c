#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/kx-crypto.h"
#include "desktop/record/kx-act.h"

#define ROW "0192f0c4-9d7e-7000-8000-000000000001"

static KxRecord *
make_agency (void)
{
  KxRecord *record = kx_record_new (&kx_agency_entity, ROW, "370102/agency");

  record->seq = 17;
  kx_agency_set_name (kx_agency (record), "甲医院");
  kx_agency_set_beds (kx_agency (record), 20);
  kx_agency_set_scopes_offered (kx_agency (record), (KxCodes){ 3 });
  return record;
}

static void
test_a_change_keeps_what_it_replaces (void)
{
  g_autoptr (KxRecord) row = make_agency (), patch = kx_record_new (&kx_agency_entity, NULL, NULL);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  const KxOp *op;

  kx_agency_set_name (kx_agency (patch), "甲医院");
  kx_agency_set_beds (kx_agency (patch), 30);
  kx_agency_set_phone (kx_agency (patch), "1");
  g_assert_cmpuint (kx_act_change (acts, row, patch), ==, 1);
  op = acts->pdata[0];
  g_assert_cmpint (op->kind, ==, KX_OP_PATCH);
  g_assert_cmpstr (op->row, ==, ROW);
  g_assert_cmpint (op->base, ==, 17);
  g_assert_true (kx_uuid_is_valid (op->id));
  g_assert_false (kx_record_mentions (op->fields, kx_agency_f_name));
  g_assert_cmpint (kx_agency_get_beds ((Kx_agency *) op->fields), ==, 30);
  g_assert_cmpint (kx_agency_get_beds ((Kx_agency *) op->was), ==, 20);
  g_assert_true (kx_record_mentions (op->was, kx_agency_f_phone));
  g_assert_false (kx_record_has (op->was, kx_agency_f_phone));
}

static void
test_members_of_a_set_come_and_go (void)
{
  g_autoptr (KxRecord) row = make_agency (), patch = kx_record_new (&kx_agency_entity, NULL, NULL);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  const KxOp *more, *fewer;

  kx_agency_set_scopes_offered (kx_agency (patch), (KxCodes){ 6 });
  g_assert_cmpuint (kx_act_change (acts, row, patch), ==, 2);
  more = acts->pdata[0];
  fewer = acts->pdata[1];
  g_assert_cmpint (more->kind, ==, KX_OP_ADD);
  g_assert_cmpuint (kx_agency_get_scopes_offered ((Kx_agency *) more->fields).bits, ==, 4);
  g_assert_cmpint (fewer->kind, ==, KX_OP_REMOVE);
  g_assert_cmpuint (kx_agency_get_scopes_offered ((Kx_agency *) fewer->fields).bits, ==, 1);
  kx_record_put_null (patch, kx_agency_f_scopes_offered);
  g_ptr_array_set_size (acts, 0);
  g_assert_cmpuint (kx_act_change (acts, row, patch), ==, 1);
  fewer = acts->pdata[0];
  g_assert_cmpint (fewer->kind, ==, KX_OP_REMOVE);
  g_assert_cmpuint (kx_agency_get_scopes_offered ((Kx_agency *) fewer->fields).bits, ==, 3);
}

static void
test_nothing_changed_is_no_op (void)
{
  g_autoptr (KxRecord) row = make_agency ();
  g_autoptr (GPtrArray) acts = kx_act_new ();

  g_assert_cmpuint (kx_act_change (acts, row, row), ==, 0);
  g_assert_cmpuint (acts->len, ==, 0);
}

static void
test_rows_are_made_and_deleted (void)
{
  g_autoptr (KxRecord) row = make_agency (), close = kx_record_new (&kx_close_entity, NULL, NULL);
  g_autoptr (GPtrArray) acts = kx_act_new ();

  g_assert_cmpint (kx_act_create (acts, ROW, kx_record_copy (row))->base, ==, 0);
  g_assert_cmpint (kx_act_delete (acts, row)->base, ==, 17);
  g_assert_cmpint (kx_act_restore (acts, row)->kind, ==, KX_OP_RESTORE);
  kx_close_set_outcome (kx_close (close), kx_conflict_outcome_keep_mine);
  g_assert_cmpstr (kx_act_step (acts, row, "close", g_steal_pointer (&close))->action, ==, "close");
  g_assert_cmpuint (acts->len, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/act/a change keeps what it replaces", test_a_change_keeps_what_it_replaces);
  g_test_add_func ("/act/members of a set come and go", test_members_of_a_set_come_and_go);
  g_test_add_func ("/act/nothing changed is no op", test_nothing_changed_is_no_op);
  g_test_add_func ("/act/rows are made and deleted", test_rows_are_made_and_deleted);
  return g_test_run ();
}
