/* Wrong bodies. */
#include "server/kx-hostile.h"

#include <string.h>
#include <zlib.h>

#define MEBIBYTE (1024 * 1024)

static void
ask_with_needless_body (Hostile *h, const KxTestOperation *operation)
{
  g_autoptr (KxTestAsk) ask = NULL;

  if (operation->type != NULL)
    return;
  ask = hostile_right (h, operation);
  kx_test_ask_set_body (ask, "application/json", "{}", -1);
  hostile_send (h, ask, "a body that is not taken", "400");
  ask->chunked = TRUE;
  hostile_send (h, ask, "a chunked body that is not taken", "400");
}

static void
ask_with_wrong_type (Hostile *h, const KxTestOperation *operation)
{
  static const char *const types[] = { "text/plain",
                                       "application/xml",
                                       "application/x-www-form-urlencoded",
                                       "multipart/form-data; boundary=x",
                                       "application/octet-stream",
                                       "application/json; charset=gbk",
                                       "application/merge-patch+json; charset=utf-16",
                                       "application/x-ndjson",
                                       "nonsense",
                                       NULL };
  const char *other;

  if (operation->body == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    hostile_send_with (h, operation, "Content-Type", types[i], types[i] != NULL ? types[i] : "no media type",
                       "415");
  other =
      g_str_equal (operation->type, "application/json") ? "application/merge-patch+json" : "application/json";
  hostile_send_with (h, operation, "Content-Type", other, "the other media type", "415");
  hostile_send_with (h, operation, "Content-Encoding", "br", "an unknown coding", "415");
  hostile_send_with (h, operation, "Content-Encoding", "gzip, gzip", "two codings", "415");
}

static char *
nested (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, "{\"a\":");
  g_string_append (text, "1");
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "}");
  return g_string_free (text, FALSE);
}

static void
ask_without_json (Hostile *h, const KxTestOperation *operation)
{
  static const char *const bad[] = { "{",
                                     "}",
                                     "nonsense",
                                     "{'a':1}",
                                     "{\"a\":1,}",
                                     "{\"a\" 1}",
                                     "// c\n{}",
                                     "{} {}",
                                     "{}x",
                                     "\xef\xbb\xbf{}",
                                     "{\"a\":\"\xff\"}",
                                     "{\"\xc3\x28\":1}",
                                     "{\"a\":\"\\u0000\"}",
                                     "{\"a\\u0000\":1}",
                                     "{\"a\":\"\\ud800\"}",
                                     "{\"a\":\"\n\"}",
                                     "{\"a\":01}",
                                     "{\"a\":.5}",
                                     "{\"a\":NaN}",
                                     "{\"a\":9223372036854775808}",
                                     "{\"a\":-99999999999999999999999999999}",
                                     "{\"a\":1,\"a\":1}",
                                     "{\"a\":{\"b\":1,\"\\u0062\":2}}",
                                     "\"a" };
  static const char *const others[] = { "[]", "[{}]", "\"x\"", "1", "null", "true", "1.5" };
  g_autofree char *deep = nested (33), *deeper = g_strnfill (100000, '[');
  const char *statuses;

  if (operation->body == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    hostile_send_body (h, operation, bad[i], -1, bad[i], "400");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    hostile_send_body (h, operation, others[i], -1, others[i], "400");
  hostile_send_body (h, operation, "{\"a\":\0}", 7, "NUL", "400");
  hostile_send_body (h, operation, "{}\0", 3, "NUL behind", "400");
  hostile_send_body (h, operation, deep, -1, "33 levels", "400");
  if (!g_str_equal (operation->tag, "sessions"))
    hostile_send_body (h, operation, deeper, -1, "100000 levels", "400");
  if (!operation->body_needed)
    return;
  /* The body of a step or of a deletion may be missing; what is needed of it may not. */
  statuses = strstr (operation->path, "/actions/") != NULL || g_str_equal (operation->method, "DELETE")
                 ? "422"
                 : "400";
  hostile_send_body (h, operation, "", 0, "an empty body", statuses);
  hostile_send_body (h, operation, NULL, 0, "no body", statuses);
}

static void
ask_with_double_member (Hostile *h, const KxTestOperation *operation)
{
  g_autoptr (JsonObject) body = operation->body != NULL ? hostile_body (h, operation) : NULL;
  g_autoptr (GList) members = body != NULL ? json_object_get_members (body) : NULL;

  for (GList *link = members; link != NULL; link = link->next)
    {
      g_autofree char *text = hostile_text (body, NULL, NULL);
      g_autofree char *value = json_to_string (json_object_get_member (body, link->data), FALSE);
      g_autofree char *twice = NULL;

      text[strlen (text) - 1] = '\0';
      twice = g_strdup_printf ("%s,\"%s\":%s}", text, (char *) link->data, value);
      hostile_send_body (h, operation, twice, -1, "a member twice", "400");
    }
}

/* Members that the body does not have: unknown ones, and what the service sets. */
static void
ask_with_unknown_member (Hostile *h, const KxTestOperation *operation)
{
  static const char *const names[] = { "nonsense",   "seq",        "space",      "created_at",
                                       "created_by", "updated_at", "updated_by", "deleted_at",
                                       "__proto__",  "",           "$Reason",    "名称" };

  if (operation->body == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    hostile_send_member (h, operation, names[i], "1", "422");
  if (kx_test_spec_get (h->spec, operation->body, "properties", "id", NULL) == NULL)
    hostile_send_member (h, operation, "id", "\"" HOSTILE_UNKNOWN_ID "\"", "422");
}

/* What the row shows as readOnly, given from outside. */
static void
ask_with_read_only_member (Hostile *h, const KxTestOperation *operation)
{
  g_auto (GStrv) words = g_strsplit (operation->id, ".", 2);
  g_autofree char *get = g_strconcat (words[0], ".get", NULL);
  const KxTestOperation *read;
  const KxJsonNode *properties;

  if (!hostile_is_create (operation) && !g_str_has_suffix (operation->id, ".patch"))
    return;
  read = kx_test_spec_find (h->spec, get);
  properties = kx_test_spec_get (h->spec, read->node, "responses", "200", "content", "application/json",
                                 "schema", "properties", NULL);
  for (guint i = 0; i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);

      if (kx_test_node_flag (property, "readOnly"))
        hostile_send_member (
            h, operation, kx_json_node_get_name (property),
            g_str_equal (kx_test_schema_type (property), "boolean") ? "true" : "\"finished\"", "422");
    }
}

/* What was never given stays so: null is then the present value of what is given once. */
static gboolean
is_as_it_is (Hostile *h, const KxTestOperation *operation, const KxJsonNode *property, const char *raw)
{
  return g_str_has_suffix (operation->id, ".patch") && kx_test_node_flag (property, "x-fixed") &&
         g_str_equal (raw, "null") &&
         !json_object_has_member (hostile_row (h, operation, TRUE), kx_json_node_get_name (property));
}

/* Every member of the body with every value that is wrong for it. An integer beyond 64 bits is no JSON here.
 */
static void
ask_with_wrong_members (Hostile *h, const KxTestOperation *operation)
{
  const KxJsonNode *properties =
      operation->body != NULL ? kx_json_node_member (operation->body, "properties") : NULL;

  for (guint i = 0; properties != NULL && i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property);
      g_autoptr (GPtrArray) wrongs = kx_test_schema_wrongs (property);
      /* A new area's or office's own code says where the role has to be held: another one is nobody's. */
      gboolean own_area = (g_str_equal (operation->tag, "areas") && g_str_equal (name, "code")) ||
                          (g_str_equal (operation->tag, "offices") && g_str_equal (name, "area"));
      const char *statuses = own_area ? "422 403" : "422";

      for (guint w = 0; w < wrongs->len; w++)
        if (!is_as_it_is (h, operation, property, wrongs->pdata[w]))
          hostile_send_member (h, operation, name, wrongs->pdata[w], statuses);
      if (kx_test_node_has (operation->body, "required", name))
        hostile_send_member (h, operation, name, NULL, statuses);
      hostile_send_member (h, operation, name, "9223372036854775808", "400");
    }
}

static void
ask_with_mask (Hostile *h, const KxTestOperation *operation)
{
  const KxJsonNode *properties =
      operation->body != NULL ? kx_json_node_member (operation->body, "properties") : NULL;
  JsonObject *row = g_str_has_suffix (operation->id, ".patch") ? hostile_row (h, operation, TRUE) : NULL;

  for (guint i = 0; row != NULL && i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property);
      g_autofree char *raw = NULL;

      if (!kx_test_node_flag (property, "x-sealed") || !json_object_has_member (row, name))
        continue;
      raw = json_to_string (json_object_get_member (row, name), FALSE);
      hostile_send_member (h, operation, name, raw, "422");
    }
}

/* What is given once, given otherwise. */
static void
ask_with_fixed_member (Hostile *h, const KxTestOperation *operation)
{
  const KxJsonNode *properties =
      operation->body != NULL ? kx_json_node_member (operation->body, "properties") : NULL;

  if (!g_str_has_suffix (operation->id, ".patch"))
    return;
  for (guint i = 0; i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i),
                       *codes = kx_json_node_member (property, "enum");
      const char *format = kx_test_node_text (property, "format"), *type = kx_test_schema_type (property);
      JsonObject *row = hostile_row (h, operation, TRUE);
      const char *name = kx_json_node_get_name (property), *now, *code;
      g_autofree char *raw = NULL;

      if (!kx_test_node_flag (property, "x-fixed"))
        continue;
      now = g_str_equal (type, "string") ? json_object_get_string_member_with_default (row, name, "") : "";
      code = codes != NULL ? kx_json_node_get_text (kx_json_node_get_child (codes, 0), NULL) : NULL;
      if (g_strcmp0 (code, now) == 0)
        code = kx_json_node_get_text (kx_json_node_get_child (codes, 1), NULL);
      raw = g_str_equal (type, "integer")     ? g_strdup ("77777")
            : g_str_equal (type, "")          ? g_strdup ("{\"other\":true}")
            : code != NULL                    ? g_strdup_printf ("\"%s\"", code)
            : g_strcmp0 (format, "uuid") == 0 ? g_strdup_printf ("\"%s\"", HOSTILE_UNKNOWN_ID)
            : g_strcmp0 (format, "date") == 0 ? g_strdup ("\"2039-09-09\"")
                                              : g_strdup_printf ("\"%sx\"", now);
      hostile_send_member (h, operation, name, raw, "422");
    }
}

/* A gzip stream of `size` blanks. */
static GByteArray *
make_gzip (gsize size)
{
  g_autofree char *plain = g_strnfill (size, ' ');
  GByteArray *packed = g_byte_array_sized_new ((guint) size / 100 + 1000);
  z_stream stream = { .next_in = (Bytef *) plain, .avail_in = (uInt) size };

  g_byte_array_set_size (packed, (guint) size / 100 + 1000);
  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  stream.next_out = packed->data;
  stream.avail_out = packed->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (packed, (guint) stream.total_out);
  deflateEnd (&stream);
  return packed;
}

static void
ask_with_wrong_coding (Hostile *h, const KxTestOperation *operation)
{
  static GByteArray *bomb;
  g_autoptr (GByteArray) good = make_gzip (100);
  g_autoptr (KxTestAsk) ask = NULL;
  gboolean taken = operation->body != NULL;

  if (operation->type == NULL)
    return;
  if (bomb == NULL)
    bomb = make_gzip (24 * MEBIBYTE);
  ask = hostile_ask_with (h, operation, "Content-Encoding", "gzip");
  hostile_send (h, ask, "gzip that is none", "400");
  kx_test_ask_set_body (ask, operation->type, bomb->data, bomb->len);
  hostile_send (h, ask, "a gzip bomb", "413");
  ask->chunked = TRUE;
  hostile_send (h, ask, "a gzip bomb in chunks", "413");
  ask->chunked = FALSE;
  kx_test_ask_set_body (ask, operation->type, good->data, good->len / 2);
  hostile_send (h, ask, "half a gzip", "400");
  g_byte_array_append (good, (const guint8 *) "more", 4);
  kx_test_ask_set_body (ask, operation->type, good->data, good->len);
  hostile_send (h, ask, "more behind the gzip", "400");
  g_byte_array_set_size (good, good->len - 4);
  kx_test_ask_set_body (ask, operation->type, good->data, good->len);
  if (taken)
    hostile_send (h, ask, "blanks only", "400");
}

static void
ask_with_large_body (Hostile *h, const KxTestOperation *operation)
{
  gsize size = operation->body == NULL                    ? 20 * MEBIBYTE
               : g_str_equal (operation->tag, "sessions") ? 4096
                                                          : MEBIBYTE;
  g_autofree char *large = NULL;
  g_autoptr (KxTestAsk) ask = NULL;
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, size + 1);

  if (operation->type == NULL)
    return;
  large = g_strnfill (size + 1, ' ');
  ask = hostile_right (h, operation);
  kx_test_ask_set_body (ask, operation->type, large, (gssize) size + 1);
  hostile_send (h, ask, "a body that is too large", "413");
  ask->chunked = TRUE;
  hostile_send (h, ask, "a chunked body that is too large", "413");
  kx_test_ask_set_body (ask, operation->type, NULL, 0);
  ask->chunked = FALSE;
  kx_test_ask_set (ask, "Expect", "100-continue");
  kx_test_ask_set (ask, "Content-Length", length);
  hostile_send (h, ask, "a large body announced", "413");
  kx_test_ask_set (ask, "Content-Length", "99999999999999999999999999");
  hostile_send (h, ask, "a length without end announced", "413 400");
}

const HostileWrong *
hostile_wrong_body (gsize *ret_n)
{
  static const HostileWrong wrongs[] = {
    { "needless body", ask_with_needless_body },
    { "media type", ask_with_wrong_type },
    { "JSON", ask_without_json },
    { "double member", ask_with_double_member },
    { "unknown member", ask_with_unknown_member },
    { "read-only member", ask_with_read_only_member },
    { "members", ask_with_wrong_members },
    { "mask", ask_with_mask },
    { "fixed member", ask_with_fixed_member },
    { "coding", ask_with_wrong_coding },
    { "size", ask_with_large_body },
  };

  *ret_n = G_N_ELEMENTS (wrongs);
  return wrongs;
}
