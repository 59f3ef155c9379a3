/* The addresses by which a desktop works offline. */
#include "server/kx-openapi-private.h"
#include "store/kx-device.h"

#define LINES "application/x-ndjson"
#define EVENTS "text/event-stream"

static void
write_devices (JsonBuilder *out)
{
  static const KxSpecAnswer made = { 201, "Registered", "application/json", "DeviceMade", { "Location" } };
  static const KxSpecAnswer found = { 200, "Devices, the newest first", "application/json", "DeviceList" };
  static const KxSpecAnswer ended = { 204, "Revoked" };

  kx_spec_begin_path (out, "/v1/devices", NULL);
  kx_spec_begin_operation (
      out, "post", "devices", "devices.register", "Register a device",
      "Gives a desktop a token of its own, which does not expire. Only a session does it.");
  kx_spec_body (out, "application/json", "DeviceNew", TRUE);
  kx_spec_end_operation (out, &made, 1,
                         KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_403 | KX_SPEC_409 | KX_SPEC_422);
  kx_spec_begin_operation (out, "get", "devices", "devices.read", "Devices",
                           "One's own; an administrator's list has those of the users of his area.");
  kx_spec_end_operation (out, &found, 1, KX_SPEC_SIGNED);
  kx_spec_end (out);
  kx_spec_begin_path (out, "/v1/devices/{id}", "Id");
  kx_spec_begin_operation (out, "delete", "devices", "devices.revoke", "Revoke a device",
                           "Its token opens nothing any more, and the desktop wipes what it holds.");
  kx_spec_end_operation (out, &ended, 1, KX_SPEC_WRITE | KX_SPEC_404);
  kx_spec_end (out);
}

static void
begin_parameters (JsonBuilder *out)
{
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "SyncSchema");
}

static void
write_changes (JsonBuilder *out)
{
  static const KxSpecAnswer page = { 200, "Lines of JSON, a commit line last", LINES };
  static const KxSpecAnswer sums = { 200, "Counts and sums", "application/json", "SpaceSums" };

  kx_spec_begin_path (out, "/v1/sync/changes", NULL);
  kx_spec_begin_operation (out, "get", "sync", "sync.changes", "What changed",
                           "Everything that is open to the person, in the order of its seq: `row` with a row "
                           "as it stands, `gone` with one "
                           "that is no more or stands elsewhere, `join` and `leave` for spaces that were "
                           "opened or closed, and `commit` "
                           "with the next cursor, whether there is more, and counts and sums of spaces. What "
                           "comes before a commit line "
                           "holds together with its cursor or not at all.");
  begin_parameters (out);
  kx_spec_ref (out, NULL, "parameters", "SyncGeneration");
  kx_spec_ref (out, NULL, "parameters", "Since");
  kx_spec_ref (out, NULL, "parameters", "FeedLimit");
  kx_spec_end_list (out);
  kx_spec_end_operation (out, &page, 1, KX_SPEC_SIGNED | KX_SPEC_410 | KX_SPEC_426);
  kx_spec_end (out);
  kx_spec_begin_path (out, "/v1/sync/verify", NULL);
  kx_spec_begin_operation (
      out, "get", "sync", "sync.verify", "What spaces hold",
      "How many rows, those in the trash too, and the sum modulo 2^64 of the first 8 bytes "
      "(little endian) of the BLAKE2b-256 of each row's bytes in the feed.");
  begin_parameters (out);
  kx_spec_ref (out, NULL, "parameters", "Spaces");
  kx_spec_end_list (out);
  kx_spec_end_operation (out, &sums, 1, KX_SPEC_SIGNED | KX_SPEC_426);
  kx_spec_end (out);
}

static void
write_push (JsonBuilder *out)
{
  static const KxSpecAnswer answers = { 200, "One line for each op, in order", LINES };

  kx_spec_begin_path (out, "/v1/sync/push", NULL);
  kx_spec_begin_operation (out, "post", "sync", "sync.push", "Send changes",
                           "One op a line, as SyncOp says, numbered by the device without gaps. Ops of one "
                           "tx are applied together or not at "
                           "all. A line of the answer has `n`, `result` (applied, merged, conflict, "
                           "rejected, or held behind a refused op), "
                           "`seq`, `findings`, and `rows` as they stand now. What is sent again is answered "
                           "with the same bytes until `ack` "
                           "says that they came.");
  begin_parameters (out);
  kx_spec_ref (out, NULL, "parameters", "SyncGeneration");
  kx_spec_ref (out, NULL, "parameters", "Ack");
  kx_spec_end_list (out);
  kx_spec_begin (out, "requestBody");
  kx_spec_flag (out, "required", TRUE);
  kx_spec_begin (out, "content");
  kx_spec_begin (out, LINES);
  kx_spec_ref (out, "x-line", "schemas", "SyncOp");
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end_operation (out, &answers, 1,
                         KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_403 | KX_SPEC_409 | KX_SPEC_426);
  kx_spec_end (out);
}

static void
write_events (JsonBuilder *out)
{
  static const KxSpecAnswer events = { 200, "Events without end", EVENTS, NULL, { "X-Accel-Buffering" } };

  kx_spec_begin_path (out, "/v1/sync/events", NULL);
  kx_spec_begin_operation (
      out, "get", "sync", "sync.events", "Be told of changes",
      "`event: poke` with the newest seq as its id, at once and after every commit; of several only "
      "the latest. A comment every 20 seconds. It ends with the session or device.");
  begin_parameters (out);
  kx_spec_end_list (out);
  kx_spec_end_operation (out, &events, 1, KX_SPEC_SIGNED | KX_SPEC_426 | KX_SPEC_429);
  kx_spec_end (out);
}

void
kx_spec_write_sync (JsonBuilder *out)
{
  write_devices (out);
  write_changes (out);
  write_push (out);
  write_events (out);
}

static void
write_device_schemas (JsonBuilder *out)
{
  static const KxSpecMember made[] = {
    { "id!", "string", "uuid", NULL },
    { "token!", "string", NULL, "Only here; nobody can give it again." },
    { "name!", "string", NULL, NULL },
    { "created_at!", "string", "date-time", NULL },
    { "generation!", "string", NULL, "Of the store." },
    { "seal_key!", "string", NULL, "X25519, hexadecimal." },
    { "last_n!", "integer", "int64", "The last op that was decided." },
  };
  static const KxSpecMember device[] = {
    { "id!", "string", "uuid", NULL },
    { "name!", "string", NULL, NULL },
    { "user!", "string", NULL, "Id of the user." },
    { "user_name", "string", NULL, "Name of the person." },
    { "created_at!", "string", "date-time", NULL },
    { "seen_at!", "string", "date-time", "When it was there last, to some minutes." },
    { "revoked_at", "string", "date-time", "Missing: it is not." },
  };
  static const KxSpecMember list[] = { { "items!", "array", "Device", NULL } };
  static const char *const needed[] = { "name", NULL };

  kx_spec_begin (out, "DeviceNew");
  kx_spec_text (out, "type", "object");
  kx_spec_flag (out, "additionalProperties", FALSE);
  kx_spec_texts (out, "required", needed);
  kx_spec_begin (out, "properties");
  kx_spec_begin (out, "name");
  kx_spec_text (out, "type", "string");
  kx_spec_number (out, "minLength", 1);
  kx_spec_number (out, "maxLength", KX_DEVICE_NAME_CHARS);
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_object (out, "DeviceMade", made, G_N_ELEMENTS (made), FALSE);
  kx_spec_object (out, "Device", device, G_N_ELEMENTS (device), FALSE);
  kx_spec_object (out, "DeviceList", list, G_N_ELEMENTS (list), FALSE);
}

void
kx_spec_write_sync_schemas (JsonBuilder *out)
{
  static const KxSpecMember op[] = {
    { "n!", "integer", "int64", "1, 2, 3 … of the device." },
    { "op!", "string", "uuid", "Made when the person acted; the same op is applied once." },
    { "tx!", "string", "uuid", "Ops of one tx stand together." },
    { "tx_size!", "integer", NULL, "How many they are, at most 1000." },
    { "kind!", "string", NULL, "create, patch, add, remove, action, delete or restore." },
    { "entity!", "string", NULL, NULL },
    { "row!", "string", "uuid", NULL },
    { "action", "string", NULL, "Of kind action." },
    { "base", "integer", "int64", "The seq of the row that the person saw; 0: the device made it." },
    { "fields", "object", NULL, "New values, null for none, or the arguments of an action." },
    { "was", "object", NULL, "What they replaced." },
    { "reason", "string", NULL, NULL },
    { "at!", "string", "date-time", "When the person acted; shown, never compared." },
  };
  static const KxSpecMember sums[] = {
    { "cursor!", "string", NULL, "The place in the feed where this is so." },
    { "spaces!", "object", NULL, "By space: count, sum, and both by table in `tables`." },
  };

  write_device_schemas (out);
  kx_spec_object (out, "SyncOp", op, G_N_ELEMENTS (op), FALSE);
  kx_spec_object (out, "SpaceSums", sums, G_N_ELEMENTS (sums), FALSE);
}
