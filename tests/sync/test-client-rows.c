/* What the desktop asks the real service for beside synchronisation. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-user.h"
#include "lib/kx-test-store.h"
#include "sync/kx-client-row.h"
#include "sync/kx-test-desk.h"
#include "sync/kx-test-wait.h"

static KxTestDesk *desk;

static KxRecord *
apply (KxClient *client, const KxOp *op, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_apply_async (client, op, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_client_apply_finish (client, result, error);
}

static KxOp *
make_op (KxOpKind kind, const KxRecord *row, const char *reason)
{
  g_autofree char *id = kx_test_id ();
  KxOp *op = kx_op_new (kind, row->entity, id, row->id, NULL);

  op->base = row->seq;
  op->reason = g_strdup (reason);
  return op;
}

static KxRecord *
get (KxClient *client, const KxRecord *row, gint64 as_of, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kx_client_get_row_async (client, row->entity, row->id, as_of, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  return kx_client_get_row_finish (client, result, error);
}

static void
test_list (void)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (desk, "clerk");
  g_autofree char *after = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint pages = 0;

  do
    {
      GAsyncResult *waiting = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (KxClientPage) page = NULL;
      g_autoptr (GError) error = NULL;

      kx_client_list_async (client, &kx_agency_entity, "limit=7&sort=name", after, NULL, kx_test_take_result,
                            &waiting);
      result = kx_test_await (&waiting);
      page = kx_client_list_finish (client, result, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < page->rows->len; i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (((KxRecord *) page->rows->pdata[i])->id)));
      g_free (after);
      after = g_strdup (page->next);
      pages++;
    }
  while (after != NULL);
  g_assert_cmpuint (pages, >, 1);
  g_assert_cmpuint (g_hash_table_size (seen), >, 7);
}

static void
test_history (void)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (desk, "clerk");
  g_autoptr (KxRecord) row = kx_test_desk_find (client, &kx_agency_entity, "limit=1"), after = NULL,
                       then = NULL, before = NULL;
  g_autoptr (KxOp) op = make_op (KX_OP_PATCH, row, "They moved"), again = NULL;
  g_autoptr (GError) error = NULL, changed = NULL, missing = NULL;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  const KxClientChange *change;
  gint64 next = -1;

  op->fields = kx_record_new (row->entity, NULL, NULL);
  kx_agency_set_note (kx_agency (op->fields), "“二层\n\t新址”");
  after = apply (client, op, &error);
  g_assert_no_error (error);
  g_assert_cmpint (after->seq, >, row->seq);
  g_assert_cmpstr (kx_agency_get_note ((Kx_agency *) after), ==, "“二层\n\t新址”");
  /* Once more the same op does nothing twice; another on the old row is told what stands. */
  then = apply (client, op, &error);
  g_assert_no_error (error);
  g_assert_cmpint (then->seq, ==, after->seq);
  again = make_op (KX_OP_PATCH, row, NULL);
  again->fields = kx_record_copy (op->fields);
  g_assert_null (apply (client, again, &changed));
  g_assert_error (changed, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CHANGED);
  kx_client_get_history_async (client, row->entity, row->id, 0, 100, NULL, kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  changes = kx_client_get_history_finish (client, result, &next, &error);
  g_assert_no_error (error);
  change = changes->pdata[0];
  g_assert_cmpint (change->seq, ==, after->seq);
  g_assert_cmpstr (change->field, ==, "note");
  g_assert_cmpstr (change->new_text, ==, "“二层\n\t新址”");
  g_assert_cmpstr (change->reason, ==, "They moved");
  g_assert_nonnull (change->by_name);
  g_assert_cmpint (next, ==, 0);
  before = get (client, row, row->seq, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kx_agency_get_note ((Kx_agency *) before), ==, kx_agency_get_note ((Kx_agency *) row));
  g_assert_null (get (client, row, 1, &missing));
  g_assert_error (missing, KX_CLIENT_ERROR, KX_CLIENT_ERROR_NOT_FOUND);
}

static void
test_refused (void)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (desk, "clerk");
  g_autoptr (KxRecord) row = kx_test_desk_find (client, &kx_agency_entity, "limit=1");
  g_autoptr (KxOp) op = make_op (KX_OP_PATCH, row, NULL);
  g_autoptr (GError) error = NULL;
  KxClientFinding finding;

  op->fields = kx_record_new (row->entity, NULL, NULL);
  kx_agency_set_uscc (kx_agency (op->fields), "123");
  g_assert_null (apply (client, op, &error));
  g_assert_error (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED);
  g_assert_true (kx_client_error_get_finding (error, 0, &finding));
  g_assert_cmpstr (finding.field, ==, "uscc");
  g_assert_nonnull (finding.message);
}

static void
test_life (void)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (desk, "clerk");
  g_autoptr (KxRecord) other = kx_test_desk_find (client, &kx_agency_entity, "limit=1"), made = NULL,
                       added = NULL, back = NULL;
  g_autofree char *id = kx_test_id (), *uscc = kx_test_credit_code (777);
  g_autoptr (KxOp) create = kx_test_agency_op (
      kx_schema_get (), id, kx_agency_get_office ((Kx_agency *) other), "新建康复医院", uscc);
  g_autoptr (KxOp) add = NULL, delete = NULL, restore = NULL;
  g_autoptr (GError) error = NULL, gone = NULL;

  made = apply (client, create, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made->id, ==, id);
  add = make_op (KX_OP_ADD, made, NULL);
  add->fields = kx_record_new (made->entity, NULL, NULL);
  kx_agency_set_scopes_offered (kx_agency (add->fields), (KxCodes){ 1 });
  added = apply (client, add, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kx_agency_get_scopes_offered ((Kx_agency *) added).bits & 1, ==, 1);
  delete = make_op (KX_OP_DELETE, added, "By mistake");
  g_assert_null (apply (client, delete, &error));
  g_assert_no_error (error);
  g_assert_null (get (client, made, 0, &gone));
  g_assert_error (gone, KX_CLIENT_ERROR, KX_CLIENT_ERROR_NOT_FOUND);
  g_clear_pointer (&back, kx_record_free);
  back = get (client, made, added->seq, &error);
  g_assert_no_error (error);
  restore = make_op (KX_OP_RESTORE, added, NULL);
  restore->base = added->seq + 1;
  g_clear_pointer (&back, kx_record_free);
  back = apply (client, restore, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->deleted_at.ms, ==, 0);
}

static void
test_reveal (void)
{
  g_autoptr (KxClient) client = kx_test_desk_sign_in (desk, "clerk");
  g_autoptr (KxRecord) row = kx_test_desk_find (client, &kx_agency_entity, "limit=1"), patched = NULL;
  g_autoptr (KxOp) op = make_op (KX_OP_PATCH, row, NULL);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  op->fields = kx_record_new (row->entity, NULL, NULL);
  kx_agency_set_contact_phone (kx_agency (op->fields), "13805310001");
  patched = apply (client, op, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kx_agency_get_contact_phone ((Kx_agency *) patched), !=, "13805310001");
  kx_client_reveal_async (client, row->entity, row->id, "contact_phone", "To call them", NULL,
                          kx_test_take_result, &waiting);
  result = kx_test_await (&waiting);
  value = kx_client_reveal_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "13805310001");
}

static void
test_accounts (void)
{
  g_autoptr (KxClient) admin = kx_test_desk_sign_in (desk, "admin");
  g_autoptr (KxRecord) user = kx_test_desk_find (admin, &kx_user_entity, "name=observer"), disabled = NULL,
                       enabled = NULL;
  g_autoptr (KxOp) disable = make_op (KX_OP_ACTION, user, "Left the office"), enable = NULL;
  g_autoptr (GError) error = NULL;

  disable->action = g_strdup ("disable");
  disabled = apply (admin, disable, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kx_user_get_state ((Kx_user *) disabled), ==, kx_user_state_disabled);
  enable = make_op (KX_OP_ACTION, disabled, "Came back");
  enable->action = g_strdup ("enable");
  enabled = apply (admin, enable, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  desk = kx_test_desk_new ();
  g_test_add_func ("/client-rows/a list comes page by page", test_list);
  g_test_add_func ("/client-rows/a change, its history and the row as it stood", test_history);
  g_test_add_func ("/client-rows/a refusal names the field", test_refused);
  g_test_add_func ("/client-rows/a row is made, added to, deleted and restored", test_life);
  g_test_add_func ("/client-rows/a sealed value is revealed with a reason", test_reveal);
  g_test_add_func ("/client-rows/accounts are administered", test_accounts);
  status = g_test_run ();
  kx_test_desk_free (desk);
  return status;
}
