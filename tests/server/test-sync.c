/* The service as desktops meet it that work offline: devices, the feed, what they send. */
#include "server/kx-test-desk.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-store.h"
#include "store/kx-backup.h"
#include "store/kx-device.h"

#include <string.h>
#include <zlib.h>

static void
test_the_service_tells_what_a_desktop_needs (Desk *f, gconstpointer data)
{
  g_autoptr (JsonObject) root = desk_ask_json (f, 200, NULL, "GET", "/v1", NULL), range = NULL;

  range = json_object_ref (json_object_get_object_member (root, "schema"));
  g_assert_cmpint (json_object_get_int_member (range, "min"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (range, "max"), ==, kx_schema_get ()->version);
  g_assert_cmpuint (strlen (json_object_get_string_member (root, "seal_key")), ==, 64);
  g_assert_true (kx_uuid_is_valid (json_object_get_string_member (root, "generation")));
}

static void
test_a_device_s_token_opens_what_it_may (Desk *f, gconstpointer data)
{
  g_autofree char *row = g_strconcat ("/v1/agencies/", f->agency, NULL);
  g_autofree char *history = g_strconcat (row, "/history", NULL);
  g_autofree char *read = desk_ask (f, f->one, "GET", row, NULL, NULL, NULL);
  g_autofree char *lines = desk_ask (f, f->one, "GET", history, NULL, NULL, NULL);
  g_autofree char *who = desk_ask (f, f->one, "GET", "/v1/sessions/current", NULL, NULL, NULL);
  g_autofree char *patch =
      desk_ask (f, f->one, "PATCH", row, "If-Match: *\r\n", "application/merge-patch+json", "{}");
  g_autofree char *another =
      desk_ask (f, f->one, "POST", "/v1/devices", NULL, "application/json", "{\"name\":\"x\"}");
  g_autofree char *out = desk_ask (f, f->one, "DELETE", "/v1/sessions/current", NULL, NULL, NULL);
  g_autofree char *unknown = desk_get_page (f, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL);
  g_autofree char *session = desk_push (f, f->clerk, "", NULL);
  g_autofree char *blob = desk_ask (f, f->one, "PUT", "/v1/blobs/00", NULL, "application/octet-stream", "x");

  g_assert_cmpuint (kx_test_answer_status (read), ==, 200);
  g_assert_cmpuint (kx_test_answer_status (lines), ==, 200);
  g_assert_cmpuint (kx_test_answer_status (who), ==, 200);
  g_assert_null (strstr (who, "expires_at"));
  g_assert_nonnull (strstr (who, "\"grants\":[{"));
  kx_test_assert_problem (patch, 403, "session-needed");
  kx_test_assert_problem (another, 403, "session-needed");
  kx_test_assert_problem (out, 403, "session-needed");
  kx_test_assert_problem (unknown, 401, "signed-out");
  kx_test_assert_problem (blob, 422, "wrong-hash");
  kx_test_assert_problem (session, 403, "device-needed");
}

static guint
count_devices (Desk *f, const char *token)
{
  g_autoptr (JsonObject) list = desk_ask_json (f, 200, token, "GET", "/v1/devices", NULL);

  return json_array_get_length (json_object_get_array_member (list, "items"));
}

static void
test_devices_are_listed_and_revoked_by_those_who_may (Desk *f, gconstpointer data)
{
  g_autofree char *path = g_strconcat ("/v1/devices/", f->one_id, NULL);
  g_autofree char *foreign = desk_ask (f, f->other, "DELETE", path, NULL, NULL, NULL);
  g_autofree char *by_device = desk_ask (f, f->two, "DELETE", path, NULL, NULL, NULL);
  g_autofree char *none =
      desk_ask (f, f->clerk, "DELETE", "/v1/devices/0197b2a0-0000-7000-8000-0000000000aa", NULL, NULL, NULL);
  g_autofree char *before = desk_get_page (f, f->one, NULL), *revoked = NULL, *after = NULL, *pushed = NULL,
                  *again = NULL;
  g_autofree char *own_id = NULL, *own = NULL, *itself = NULL, *own_path = NULL;

  kx_test_assert_problem (foreign, 404, "not-found");
  kx_test_assert_problem (by_device, 404, "not-found");
  kx_test_assert_problem (none, 404, "not-found");
  g_assert_cmpuint (kx_test_answer_status (before), ==, 200);
  g_assert_cmpuint (count_devices (f, f->clerk), ==, 1);
  g_assert_cmpuint (count_devices (f, f->one), ==, 1);
  g_assert_cmpuint (count_devices (f, f->qingdao), ==, 0);
  g_assert_cmpuint (count_devices (f, f->admin), ==, 2);
  revoked = desk_ask (f, f->admin, "DELETE", path, NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (revoked), ==, 204);
  after = desk_get_page (f, f->one, NULL);
  pushed = desk_push (f, f->one, "", NULL);
  kx_test_assert_problem (after, 401, "device-revoked");
  kx_test_assert_problem (pushed, 401, "device-revoked");
  again = desk_ask (f, f->admin, "DELETE", path, NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (again), ==, 204);
  /* A device may end itself. */
  own = desk_register_device (f, f->clerk, "第二台", &own_id);
  own_path = g_strconcat ("/v1/devices/", own_id, NULL);
  itself = desk_ask (f, own, "DELETE", own_path, NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (itself), ==, 204);
}

static void
test_a_closed_account_revokes_its_devices (Desk *f, gconstpointer data)
{
  g_autoptr (JsonObject) users = desk_ask_json (f, 200, f->admin, "GET", "/v1/users?name=clerk", NULL);
  JsonObject *user = json_array_get_object_element (json_object_get_array_member (users, "items"), 0);
  g_autofree char *path =
      g_strdup_printf ("/v1/users/%s/actions/disable", json_object_get_string_member (user, "id"));
  g_autofree char *match =
      g_strdup_printf ("If-Match: \"%d\"\r\n", (int) json_object_get_int_member (user, "seq"));
  g_autofree char *before = desk_get_page (f, f->one, NULL);
  g_autofree char *disabled =
      desk_ask (f, f->admin, "POST", path, match, "application/json", "{\"$reason\":\"离职\"}");
  g_autofree char *after = desk_get_page (f, f->one, NULL);

  g_assert_cmpuint (kx_test_answer_status (before), ==, 200);
  g_assert_cmpuint (kx_test_answer_status (disabled), ==, 200);
  kx_test_assert_problem (after, 401, "device-revoked");
}

static void
test_the_last_visit_of_a_device_is_written_down (Desk *f, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  KxTime seen = { 0 };

  f->now += 3600 * G_GINT64_CONSTANT (1000);
  g_free (desk_get_page (f, f->one, NULL));
  while (seen.ms != f->now && g_get_monotonic_time () < deadline)
    {
      KxBook *reader = kx_store_take_reader (f->store, NULL);
      g_autoptr (KxDevice) device = kx_device_get (reader, f->one_id, NULL);

      seen = device->seen_at;
      kx_store_give_reader (f->store, reader);
      g_usleep (1000);
    }
  g_assert_cmpint (seen.ms, ==, f->now);
}

static void
test_two_devices_come_to_the_same_rows (Desk *f, gconstpointer data)
{
  g_autoptr (KxTestCopy) one = kx_test_copy_new (), two = kx_test_copy_new ();
  gint64 seen = desk_get_seq (f);
  g_autoptr (KxWireResult) first = NULL, second = NULL, third = NULL;
  const KxRecord *conflict;

  desk_pull (f, one, f->one);
  desk_pull (f, two, f->two);
  first = desk_push_op (f, f->one, 1, desk_patch_op (f, seen, kx_agency_f_address, "一号"));
  second = desk_push_op (f, f->two, 1, desk_patch_op (f, seen, kx_agency_f_phone, "2"));
  third = desk_push_op (f, f->two, 2, desk_patch_op (f, seen, kx_agency_f_address, "二号"));
  g_assert_cmpint (first->result, ==, KX_APPLIED);
  g_assert_cmpint (second->result, ==, KX_MERGED);
  g_assert_cmpint (third->result, ==, KX_CONFLICT);
  desk_pull (f, one, f->one);
  desk_pull (f, two, f->two);
  g_assert_nonnull (strstr (kx_test_copy_lookup (one, "agency", f->agency), "一号"));
  g_assert_cmpstr (kx_test_copy_lookup (one, "agency", f->agency), ==,
                   kx_test_copy_lookup (two, "agency", f->agency));
  /* Both see the conflict, which is what the second was told at once. */
  conflict = third->rows->pdata[1];
  g_assert_nonnull (strstr (kx_test_copy_lookup (one, "conflict", conflict->id), "\"mine\":\"二号\""));
  g_assert_cmpstr (kx_test_copy_lookup (one, "conflict", conflict->id), ==,
                   kx_test_copy_lookup (two, "conflict", conflict->id));
  {
    KxBook *reader = kx_store_take_reader (f->store, NULL);
    g_autoptr (KxActor) actor = kx_test_actor ("x", KX_ROLE_INDEX_clerk, "370100");

    kx_test_copy_assert_right (one, reader, actor);
    kx_test_copy_assert_right (two, reader, actor);
    kx_store_give_reader (f->store, reader);
  }
}

static void
test_a_resend_is_answered_with_the_same_bytes (Desk *f, gconstpointer data)
{
  gint64 seen = desk_get_seq (f);
  g_autoptr (KxOp) op = desk_patch_op (f, seen, kx_agency_f_address, "一号"),
                   wrong = desk_patch_op (f, seen, kx_agency_f_name, "x"),
                   behind = desk_patch_op (f, seen, kx_agency_f_phone, "1");
  g_autoptr (GString) batch = g_string_new (NULL), far = g_string_new (NULL);
  g_autofree char *first = NULL, *second = NULL, *gap = NULL, *acked = NULL, *empty = NULL, *lost = NULL;

  kx_test_batch_add (batch, 1, op);
  kx_test_batch_add (batch, 2, wrong);
  kx_test_batch_add (batch, 3, behind);
  kx_test_batch_add (far, 9, behind);
  first = desk_push (f, f->one, batch->str, NULL);
  second = desk_push (f, f->one, batch->str, NULL);
  g_assert_cmpuint (kx_test_answer_status (first), ==, 200);
  g_assert_nonnull (strstr (first, "\"held\""));
  g_assert_cmpstr (kx_test_answer_body (first), ==, kx_test_answer_body (second));
  gap = desk_push (f, f->one, far->str, NULL);
  kx_test_assert_problem (gap, 409, "sequence-gap");
  g_assert_nonnull (strstr (gap, "\"args\":{\"last_n\":\"3\"}"));
  empty = desk_push (f, f->one, "", "?ack=3");
  g_assert_cmpuint (kx_test_answer_status (empty), ==, 200);
  acked = desk_push (f, f->one, batch->str, NULL);
  kx_test_assert_problem (acked, 409, "already-acknowledged");
  g_assert_nonnull (strstr (acked, "\"args\":{\"last_n\":\"3\"}"));
  lost = desk_push (f, f->one, "", "?ack=7");
  kx_test_assert_problem (lost, 409, "sequence-gap");
}

static void
test_what_cannot_be_read_changes_nothing (Desk *f, gconstpointer data)
{
  gint64 seen = desk_get_seq (f);
  g_autoptr (KxOp) op = desk_patch_op (f, seen, kx_agency_f_address, "一号");
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *broken = NULL, *old = NULL, *header = NULL, *query = NULL, *number = NULL, *other = NULL;

  kx_test_batch_add (batch, 1, op);
  g_string_append (batch, "{\"n\":2,");
  broken = desk_push (f, f->one, batch->str, NULL);
  kx_test_assert_problem (broken, 400, "wrong-batch");
  g_assert_nonnull (strstr (broken, "Line 2"));
  g_string_truncate (batch, batch->len - 7);
  old = desk_ask (f, f->one, "POST", "/v1/sync/push", "Sync-Schema: 0\r\n", NDJSON, batch->str);
  kx_test_assert_problem (old, 426, "client-too-old");
  header = desk_ask (f, f->one, "POST", "/v1/sync/push", "Sync-Schema: new\r\n", NDJSON, batch->str);
  kx_test_assert_problem (header, 400, "wrong-header");
  query = desk_push (f, f->one, batch->str, "?nack=1");
  kx_test_assert_problem (query, 400, "wrong-query");
  number = desk_push (f, f->one, batch->str, "?ack=-1");
  kx_test_assert_problem (number, 400, "wrong-query");
  other = desk_ask (f, f->one, "POST", "/v1/sync/push", "Sync-Generation: another\r\n", NDJSON, batch->str);
  kx_test_assert_problem (other, 409, "generation-changed");
  g_assert_cmpint (desk_get_seq (f), ==, seen);
}

static void
test_rows_of_others_are_not_told (Desk *f, gconstpointer data)
{
  g_autofree char *token = desk_register_device (f, f->qingdao, "青岛", NULL);
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autoptr (KxWireResult) result =
      desk_push_op (f, token, 1, desk_patch_op (f, desk_get_seq (f), kx_agency_f_address, "一号"));

  desk_pull (f, mirror, token);
  g_assert_null (strstr (mirror->wire->str, "济南康复医院"));
  g_assert_null (strstr (mirror->wire->str, f->agency));
  g_assert_cmpint (result->result, ==, KX_REJECTED);
  g_assert_cmpstr (((KxFinding *) result->findings->pdata[0])->code, ==, "not-found");
  g_assert_cmpuint (result->rows->len, ==, 0);
}

/* The id of the clerk's account. */
static char *
find_user (Desk *f, const char *name)
{
  g_autofree char *path = g_strconcat ("/v1/users?name=", name, NULL);
  g_autoptr (JsonObject) users = desk_ask_json (f, 200, f->admin, "GET", path, NULL);

  return g_strdup (json_object_get_string_member (
      json_array_get_object_element (json_object_get_array_member (users, "items"), 0), "id"));
}

static void
test_a_grant_opens_and_closes_spaces (Desk *f, gconstpointer data)
{
  g_autofree char *token = desk_register_device (f, f->qingdao, "青岛", NULL),
                  *user = find_user (f, "qingdao");
  g_autofree char *body =
      g_strdup_printf ("{\"user\":\"%s\",\"role\":\"observer\",\"area\":\"370100\"}", user);
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autoptr (JsonObject) grant = NULL;
  g_autofree char *path = NULL, *deleted = NULL, *changed = NULL,
                  *row = g_strconcat ("/v1/agencies/", f->agency, NULL);

  desk_pull (f, mirror, token);
  grant = desk_ask_json (f, 201, f->admin, "POST", "/v1/grants", body);
  desk_pull (f, mirror, token);
  g_assert_cmpuint (mirror->joins, >, 0);
  g_assert_nonnull (kx_test_copy_lookup (mirror, "agency", f->agency));
  path = g_strconcat ("/v1/grants/", json_object_get_string_member (grant, "id"), NULL);
  deleted = desk_ask (f, f->admin, "DELETE", path, "If-Match: *\r\n", NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (deleted), ==, 204);
  changed = desk_ask (f, f->clerk, "PATCH", row, "If-Match: *\r\n", "application/merge-patch+json",
                      "{\"address\":\"秘密地址\"}");
  g_assert_cmpuint (kx_test_answer_status (changed), ==, 200);
  desk_pull (f, mirror, token);
  g_assert_cmpuint (mirror->leaves, >, 0);
  g_assert_null (kx_test_copy_lookup (mirror, "agency", f->agency));
  g_assert_null (strstr (mirror->wire->str, "秘密地址"));
  g_assert_null (strstr (mirror->wire->str, f->agency));
}

static void
test_a_wrong_cursor_is_refused (Desk *f, gconstpointer data)
{
  g_autofree char *wrong = desk_get_page (f, f->one, "nonsense"),
                  *other = desk_get_page (f, f->one, "another.none.1");
  g_autofree char *none = desk_ask (f, f->one, "GET", "/v1/sync/changes?limit=0", NULL, NULL, NULL);
  g_autofree char *name = desk_ask (f, f->one, "GET", "/v1/sync/changes?sinse=x", NULL, NULL, NULL);
  g_autofree char *old = desk_ask (f, f->one, "GET", "/v1/sync/changes", "Sync-Schema: 0\r\n", NULL, NULL);
  g_autofree char *restored =
      desk_ask (f, f->one, "GET", "/v1/sync/changes", "Sync-Generation: another\r\n", NULL, NULL);

  kx_test_assert_problem (wrong, 400, "wrong-cursor");
  kx_test_assert_problem (other, 410, "generation-changed");
  kx_test_assert_problem (none, 400, "wrong-query");
  kx_test_assert_problem (name, 400, "wrong-query");
  kx_test_assert_problem (old, 426, "client-too-old");
  kx_test_assert_problem (restored, 410, "generation-changed");
}

static void
test_a_restored_store_is_another_generation (Desk *f, gconstpointer data)
{
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autofree char *lost_id = NULL, *lost = desk_register_device (f, f->clerk, "丢失", &lost_id), *path = NULL;
  g_autofree char *revoked = NULL, *changes = NULL, *gone = NULL, *stolen = NULL, *gap = NULL;
  g_autoptr (JsonObject) root = desk_ask_json (f, 200, NULL, "GET", "/v1", NULL), then = NULL;
  g_autoptr (KxWireResult) first = NULL, second = NULL, after = NULL;
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seen = desk_get_seq (f);

  first = desk_push_op (f, f->one, 1, desk_patch_op (f, seen, kx_agency_f_address, "一号"));
  kx_backup_write (f->store, f->backup, NULL, &error);
  g_assert_no_error (error);
  second = desk_push_op (f, f->one, 2, desk_patch_op (f, seen, kx_agency_f_address, "二号"));
  path = g_strconcat ("/v1/devices/", lost_id, NULL);
  revoked = desk_ask (f, f->clerk, "DELETE", path, NULL, NULL, NULL);
  g_assert_cmpuint (kx_test_answer_status (revoked), ==, 204);
  desk_pull (f, mirror, f->one);
  desk_close_service (f);
  kx_backup_restore (f->backup, f->folder, NULL, NULL, &error);
  g_assert_no_error (error);
  desk_open_service (f);
  then = desk_ask_json (f, 200, NULL, "GET", "/v1", NULL);
  g_assert_cmpstr (json_object_get_string_member (then, "generation"), !=,
                   json_object_get_string_member (root, "generation"));
  changes = desk_get_page (f, f->one, mirror->cursor);
  kx_test_assert_problem (changes, 410, "generation-changed");
  gone = desk_ask (f, f->clerk, "GET", "/v1/agencies", NULL, NULL, NULL);
  kx_test_assert_problem (gone, 401, "signed-out");
  /* What was revoked after the backup is still. */
  stolen = desk_get_page (f, lost, NULL);
  kx_test_assert_problem (stolen, 401, "device-revoked");
  /* The device's count went back: it is told, and goes on from there. */
  op = desk_patch_op (f, seen, kx_agency_f_address, "三号");
  kx_test_batch_add (batch, 3, op);
  gap = desk_push (f, f->one, batch->str, NULL);
  kx_test_assert_problem (gap, 409, "sequence-gap");
  g_assert_nonnull (strstr (gap, "\"args\":{\"last_n\":\"1\"}"));
  after = desk_push_op (f, f->one, 2, g_steal_pointer (&op));
  g_assert_cmpint (after->result, ==, KX_APPLIED);
}

static void
test_sums_are_those_of_the_rows (Desk *f, gconstpointer data)
{
  g_autoptr (KxTestCopy) mirror = kx_test_copy_new ();
  g_autoptr (JsonObject) all = NULL, some = NULL;
  JsonObject *spaces, *space;
  const KxWireSpace *known;
  g_autofree char *sum = NULL;

  desk_pull (f, mirror, f->one);
  all = desk_ask_json (f, 200, f->one, "GET", "/v1/sync/verify", NULL);
  some = desk_ask_json (f, 200, f->one, "GET", "/v1/sync/verify?space=370100/agency,370200/agency", NULL);
  g_assert_cmpstr (json_object_get_string_member (all, "cursor"), ==, mirror->cursor);
  spaces = json_object_get_object_member (all, "spaces");
  g_assert_cmpuint (json_object_get_size (spaces), ==, g_hash_table_size (mirror->spaces));
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (some, "spaces")), ==, 1);
  space = json_object_get_object_member (spaces, "370100/agency");
  known = g_hash_table_lookup (mirror->spaces, "370100/agency");
  sum = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", known->sum);
  g_assert_cmpstr (json_object_get_string_member (space, "sum"), ==, sum);
  g_assert_cmpint (json_object_get_int_member (space, "count"), ==, known->count);
  g_assert_true (json_object_has_member (json_object_get_object_member (space, "tables"), "agency"));
}

static char *
unpack (const char *bytes, gsize size)
{
  char *text = g_malloc0 (1024 * 1024);
  z_stream stream = { .next_in = (Bytef *) bytes,
                      .avail_in = (uInt) size,
                      .next_out = (Bytef *) text,
                      .avail_out = 1024 * 1024 - 1 };

  g_assert_cmpint (inflateInit2 (&stream, 15 + 16), ==, Z_OK);
  g_assert_cmpint (inflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  inflateEnd (&stream);
  return text;
}

static void
test_pages_are_packed_for_distant_peers (Desk *f, gconstpointer data)
{
  g_autofree char *request = desk_write_request (f->one, "GET", "/v1/sync/changes",
                                                 "Connection: close\r\nAccept-Encoding: gzip\r\n"
                                                 "X-Forwarded-For: 203.0.113.7\r\n",
                                                 NULL, NULL);
  g_autofree char *plain = desk_get_page (f, f->one, NULL), *packed = NULL, *coding = NULL, *text = NULL;
  g_autoptr (GSocketConnection) connection = kx_test_server_connect (f->server);
  const char *body;
  gsize size;

  kx_test_send (connection, request, -1);
  packed = kx_test_receive (connection, &size);
  coding = kx_test_answer_header (packed, "Content-Encoding");
  g_assert_cmpstr (coding, ==, "gzip");
  body = kx_test_answer_body (packed);
  text = unpack (body, size - (gsize) (body - packed));
  g_assert_cmpstr (text, ==, kx_test_answer_body (plain));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sync/" name, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("the-service-tells-what-a-desktop-needs", test_the_service_tells_what_a_desktop_needs);
  ADD ("a-device-s-token-opens-what-it-may", test_a_device_s_token_opens_what_it_may);
  ADD ("devices-are-listed-and-revoked-by-those-who-may",
       test_devices_are_listed_and_revoked_by_those_who_may);
  ADD ("a-closed-account-revokes-its-devices", test_a_closed_account_revokes_its_devices);
  ADD ("the-last-visit-of-a-device-is-written-down", test_the_last_visit_of_a_device_is_written_down);
  ADD ("two-devices-come-to-the-same-rows", test_two_devices_come_to_the_same_rows);
  ADD ("a-resend-is-answered-with-the-same-bytes", test_a_resend_is_answered_with_the_same_bytes);
  ADD ("what-cannot-be-read-changes-nothing", test_what_cannot_be_read_changes_nothing);
  ADD ("rows-of-others-are-not-told", test_rows_of_others_are_not_told);
  ADD ("a-grant-opens-and-closes-spaces", test_a_grant_opens_and_closes_spaces);
  ADD ("a-wrong-cursor-is-refused", test_a_wrong_cursor_is_refused);
  ADD ("a-restored-store-is-another-generation", test_a_restored_store_is_another_generation);
  ADD ("sums-are-those-of-the-rows", test_sums_are_those_of_the_rows);
  ADD ("pages-are-packed-for-distant-peers", test_pages_are_packed_for_distant_peers);
  return g_test_run ();
}
