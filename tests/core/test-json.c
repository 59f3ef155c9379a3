#include "core/kx-json.h"

#include <string.h>

typedef struct
{
  const char *text;
  gsize length; /* 0: up to the NUL */
  KxJsonErrorCode code;
  int offset; /* -1: not compared */
  const char *pointer;
} Refused;

#define BAD(text, code, offset, pointer)                                                                     \
  {                                                                                                          \
    text, sizeof text - 1, KX_JSON_ERROR_##code, offset, pointer                                             \
  }

/* clang-format off */
static const Refused refused[] = {
  BAD ("", SYNTAX, 0, ""), BAD (" \n", SYNTAX, 2, ""),
  BAD ("[", SYNTAX, 1, "/0"), BAD ("{", SYNTAX, 1, ""), BAD ("]", SYNTAX, 0, ""), BAD ("}", SYNTAX, 0, ""),
  BAD ("[1", SYNTAX, 2, ""), BAD ("[1,", SYNTAX, 3, "/1"), BAD ("[1,]", SYNTAX, 3, "/1"), BAD ("[,1]", SYNTAX, 1, "/0"),
  BAD ("[1 2]", SYNTAX, 3, ""), BAD ("[1}", SYNTAX, 2, ""), BAD ("{\"a\":1]", SYNTAX, 6, ""),
  BAD ("{\"a\"", SYNTAX, 4, "/a"), BAD ("{\"a\":", SYNTAX, 5, "/a"), BAD ("{\"a\":}", SYNTAX, 5, "/a"),
  BAD ("{\"a\" 1}", SYNTAX, 5, "/a"), BAD ("{\"a\":1,}", SYNTAX, 7, ""), BAD ("{\"a\":1 \"b\":2}", SYNTAX, 7, ""),
  BAD ("{,}", SYNTAX, 1, ""), BAD ("{a:1}", SYNTAX, 1, ""), BAD ("{'a':1}", SYNTAX, 1, ""), BAD ("{1:1}", SYNTAX, 1, ""),
  BAD ("{\"a\":1,\"b\"::2}", SYNTAX, 11, "/b"), BAD ("{\"a\",\"b\"}", SYNTAX, 4, "/a"),
  BAD ("'a'", SYNTAX, 0, ""), BAD ("tru", SYNTAX, 0, ""), BAD ("True", SYNTAX, 0, ""), BAD ("nul", SYNTAX, 0, ""),
  BAD ("NaN", SYNTAX, 0, ""), BAD ("[-Infinity]", SYNTAX, 2, "/0"), BAD ("undefined", SYNTAX, 0, ""),
  BAD ("var x = {}", SYNTAX, 0, ""), BAD ("/* c */1", SYNTAX, 0, ""), BAD ("[1 // c\n]", SYNTAX, 3, ""),
  BAD ("# c\n1", SYNTAX, 0, ""), BAD ("[\xc2\xa0" "1]", SYNTAX, 1, "/0"), BAD ("[\f1]", SYNTAX, 1, "/0"),
  BAD ("01", SYNTAX, 0, ""), BAD ("-01", SYNTAX, 1, ""), BAD ("00", SYNTAX, 0, ""), BAD ("-", SYNTAX, 1, ""),
  BAD ("+1", SYNTAX, 0, ""), BAD (".5", SYNTAX, 0, ""), BAD ("1.", SYNTAX, 2, ""), BAD ("1.e5", SYNTAX, 2, ""),
  BAD ("1e", SYNTAX, 2, ""), BAD ("1e+", SYNTAX, 3, ""), BAD ("1E-x", SYNTAX, 3, ""), BAD ("--1", SYNTAX, 1, ""),
  BAD ("1.5.5", TRAILING, 3, ""), BAD ("0x1F", TRAILING, 1, ""), BAD ("1_000", TRAILING, 1, ""), BAD ("1a", TRAILING, 1, ""),
  BAD ("9223372036854775808", RANGE, 0, ""), BAD ("-9223372036854775809", RANGE, 0, ""),
  BAD ("[1,18446744073709551616]", RANGE, 3, "/1"), BAD ("{\"n\":123456789012345678901234567890}", RANGE, 5, "/n"),
  BAD ("\"", SYNTAX, 1, ""), BAD ("\"a", SYNTAX, 2, ""), BAD ("\"a\\", SYNTAX, 3, ""), BAD ("\"\\\"", SYNTAX, 3, ""),
  BAD ("\"\\x41\"", SYNTAX, 1, ""), BAD ("\"\\a\"", SYNTAX, 1, ""), BAD ("\"\\u12\"", SYNTAX, 1, ""),
  BAD ("\"\\u12g4\"", SYNTAX, 1, ""), BAD ("\"\\U1234\"", SYNTAX, 1, ""), BAD ("\"\\'\"", SYNTAX, 1, ""),
  BAD ("\"\t\"", SYNTAX, 1, ""), BAD ("\"\n\"", SYNTAX, 1, ""), BAD ("\"\x1f\"", SYNTAX, 1, ""),
  BAD ("\"\\ud800\"", ENCODING, 1, ""), BAD ("\"\\udc00\"", ENCODING, 1, ""), BAD ("\"\\ud800\\u0041\"", ENCODING, 1, ""),
  BAD ("\"\\ud800\\ud800\"", ENCODING, 1, ""), BAD ("\"\\ud83d\\n\"", ENCODING, 1, ""), BAD ("\"\\udc00\\ud800\"", ENCODING, 1, ""),
  BAD ("\"\xff\"", ENCODING, 1, ""), BAD ("\"a\xe4\xb8\"", ENCODING, 2, ""), BAD ("\"\xc0\xaf\"", ENCODING, 1, ""),
  BAD ("\"\xed\xa0\x80\"", ENCODING, 1, ""), BAD ("\"\xf4\x90\x80\x80\"", ENCODING, 1, ""), BAD ("\"\xd6\xd0\"", ENCODING, 1, ""),
  BAD ("[0,{\"a\":\"x\xe9\"}]", ENCODING, 10, "/1/a"), BAD ("{\"\xe9\":1}", ENCODING, 2, ""),
  BAD ("\xef\xbb\xbf{}", ENCODING, 0, ""), BAD ("\xff\xfe{\0}\0", SYNTAX, 0, ""),
  BAD ("\"\\u0000\"", NUL, 1, ""), BAD ("\"a\0b\"", NUL, 2, ""), BAD ("\0", NUL, 0, ""), BAD ("{}\0", NUL, 2, ""),
  BAD ("[1,\0]", NUL, 3, "/1"), BAD ("{\"a\\u0000\":1}", NUL, 3, ""), BAD ("\"\\\0\"", NUL, 2, ""),
  BAD ("{}{}", TRAILING, 2, ""), BAD ("1 2", TRAILING, 2, ""), BAD ("[1],", TRAILING, 3, ""), BAD ("null;", TRAILING, 4, ""),
  BAD ("{\"a\":1,\"a\":2}", DUPLICATE, 11, "/a"), BAD ("{\"a\":1,\"\\u0061\":2}", DUPLICATE, 16, "/a"),
  BAD ("[{\"x\":{\"\":1,\"\":1}}]", DUPLICATE, 15, "/0/x/"), BAD ("{\"a/b\":[0,{\"~\":?}]}", SYNTAX, 15, "/a~1b/1/~0"),
};

static const char *const accepted[] = {
  "0", "-0", "1", "-1", "1.5", "-0.0", "1e5", "1E5", "1e+5", "1e-5", "0e1", "1.25e400", "123456789012345678901234567890.0",
  "9223372036854775807", "-9223372036854775808", "true", "false", "null", "\"\"", "\"a\"", " 1 ", "\t\r\n[]\n", "{}",
  "[[]]", "[{}]", "{\"\":1}", "{\"a\":{\"a\":{\"a\":1}}}", "[1,[2,[3]],{}]", "{\"a\":[],\"A\":{}}", "\"\x7f\"",
  "\"\\u007f\\u0080\\uffff\"", "\"\\/\\\\\"", "\"\xf4\x8f\xbf\xbf\"", "\"中文𠮷\"", "\"\xef\xbb\xbf\"", "[\"\xe2\x80\xa8\"]",
};
/* clang-format on */

static KxJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  KxJson *json = kx_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return json;
}

static void
test_what_is_not_json_is_refused_with_its_place (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      /* A block of exactly the length, so that a sanitizer sees one byte too far. */
      g_autofree char *bytes = g_memdup2 (refused[i].text, refused[i].length);
      gsize offset;
      const char *pointer;

      g_test_message ("case %u", i);
      g_assert_null (kx_json_parse (bytes, refused[i].length, &error));
      g_assert_error (error, KX_JSON_ERROR, (int) refused[i].code);
      g_assert_true (kx_json_error_get_place (error, &offset, &pointer));
      g_assert_cmpint ((int) offset, ==, refused[i].offset);
      g_assert_cmpstr (pointer, ==, refused[i].pointer);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_json_is_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (KxJson) json = NULL;

      g_test_message ("case %u", i);
      json = parse (accepted[i]);
      g_assert_nonnull (json);
    }
}

static void
test_a_tree_keeps_order_values_and_places (void)
{
  g_autoptr (KxJson) json =
      parse ("{\"b\":[1,-2.50,\"济南\\n\\ud83d\\ude00\",true,null],\"a\":{\"\\u6d4e\":false},\"c\":[]}");
  const KxJsonNode *root = kx_json_get_root (json), *list, *member;
  gsize length;

  g_assert_cmpint (kx_json_node_get_type (root), ==, KX_JSON_OBJECT);
  g_assert_cmpuint (kx_json_node_get_n_children (root), ==, 3);
  g_assert_null (kx_json_node_get_name (root));
  g_assert_cmpstr (kx_json_node_get_name (kx_json_node_get_child (root, 0)), ==, "b");
  g_assert_cmpstr (kx_json_node_get_name (kx_json_node_get_child (root, 1)), ==, "a");
  list = kx_json_node_member (root, "b");
  g_assert_cmpuint (kx_json_node_get_offset (list), ==, 5);
  g_assert_cmpuint (kx_json_node_get_n_children (list), ==, 5);
  g_assert_cmpint (kx_json_node_get_integer (kx_json_node_get_child (list, 0)), ==, 1);
  g_assert_cmpint (kx_json_node_get_type (kx_json_node_get_child (list, 1)), ==, KX_JSON_NUMBER);
  g_assert_cmpstr (kx_json_node_get_text (kx_json_node_get_child (list, 1), NULL), ==, "-2.50");
  g_assert_cmpstr (kx_json_node_get_text (kx_json_node_get_child (list, 2), &length), ==, "济南\n😀");
  g_assert_cmpuint (length, ==, 11);
  g_assert_true (kx_json_node_get_boolean (kx_json_node_get_child (list, 3)));
  g_assert_cmpint (kx_json_node_get_type (kx_json_node_get_child (list, 4)), ==, KX_JSON_NULL);
  g_assert_null (kx_json_node_get_name (kx_json_node_get_child (list, 4)));
  member = kx_json_node_member (kx_json_node_member (root, "a"), "济");
  g_assert_false (kx_json_node_get_boolean (member));
  g_assert_cmpuint (kx_json_node_get_n_children (kx_json_node_member (root, "c")), ==, 0);
  g_assert_null (kx_json_node_member (root, "d"));
  g_assert_null (kx_json_node_member (list, "a"));
}

static void
test_integers_are_exact_to_the_last_bit (void)
{
  static const gint64 values[] = { 0,
                                   1,
                                   -1,
                                   G_MAXINT32,
                                   G_MININT32,
                                   G_MAXUINT32,
                                   G_MAXINT64,
                                   G_MAXINT64 - 1,
                                   G_MININT64,
                                   G_MININT64 + 1,
                                   (G_GINT64_CONSTANT (1) << 53) + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, values[i]);
      g_autoptr (KxJson) json = parse (text);

      g_assert_cmpint (kx_json_node_get_integer (kx_json_get_root (json)), ==, values[i]);
    }
}

static void
test_depth_ends_at_the_limit (void)
{
  for (int depth = KX_JSON_DEPTH - 1; depth <= KX_JSON_DEPTH + 1; depth++)
    for (int objects = 0; objects < 2; objects++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (KxJson) json = NULL;
        g_autoptr (GString) text = g_string_new (NULL);

        for (int i = 0; i < depth; i++)
          g_string_append (text, objects ? "{\"a\":" : "[");
        g_string_append_c (text, '1');
        for (int i = 0; i < depth; i++)
          g_string_append_c (text, objects ? '}' : ']');
        json = kx_json_parse (text->str, text->len, &error);
        if (depth <= KX_JSON_DEPTH)
          g_assert_nonnull (json);
        else
          g_assert_error (error, KX_JSON_ERROR, KX_JSON_ERROR_DEPTH);
      }
}

static void
test_a_hundred_thousand_brackets_do_no_harm (void)
{
  g_autofree char *text = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_json_parse (text, 100000, &error));
  g_assert_error (error, KX_JSON_ERROR, KX_JSON_ERROR_DEPTH);
}

/* An object of @n members with names of equal length; member @n - 1 bears the name of member @twice, if any.
 */
static GString *
make_large_object (guint n, int twice)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"m%07u\":%u", i > 0 ? "," : "",
                            i == n - 1 && twice >= 0 ? (guint) twice : i, i);
  return g_string_append_c (text, '}');
}

static void
test_large_objects_are_searched_for_duplicates_by_sorting (void)
{
  static const guint sizes[] = { 2, 15, 16, 17, 18, 1000, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint n = sizes[i], places[] = { 0, n / 2 - 1, n - 2 };
      g_autoptr (GString) text = make_large_object (n, -1);
      g_autoptr (KxJson) json = parse (text->str);

      g_assert_cmpuint (kx_json_node_get_n_children (kx_json_get_root (json)), ==, n);
      for (guint j = 0; j < n; j += MAX (1, n / 100))
        g_assert_cmpint (kx_json_node_get_integer (kx_json_node_get_child (kx_json_get_root (json), j)), ==,
                         j);
      for (guint j = 0; j < G_N_ELEMENTS (places); j++)
        {
          g_autoptr (GString) bad = make_large_object (n, (int) places[j]);
          g_autoptr (GError) error = NULL;
          g_autofree char *expected = g_strdup_printf ("/m%07u", places[j]);
          const char *pointer;
          gsize offset;

          g_assert_null (kx_json_parse (bad->str, bad->len, &error));
          g_assert_error (error, KX_JSON_ERROR, KX_JSON_ERROR_DUPLICATE);
          g_assert_true (kx_json_error_get_place (error, &offset, &pointer));
          g_assert_cmpstr (pointer, ==, expected);
        }
    }
}

static void
test_a_document_does_not_need_its_input_any_more (void)
{
  char text[] = "{\"name\":\"康协\"}";
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);

  memset (text, 'x', sizeof text);
  g_assert_cmpstr (kx_json_node_get_text (kx_json_node_member (kx_json_get_root (json), "name"), NULL), ==,
                   "康协");
}

static void
test_every_prefix_of_a_document_is_refused (void)
{
  static const char text[] = "{\"a\":[1,2.5,\"\\u4e2d文\\ud83d\\ude00\",{\"b\":null,\"c\":true}],\"d\":-12}";

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *bytes = g_memdup2 (text, length);
      g_autoptr (GError) error = NULL;

      g_assert_null (kx_json_parse (bytes, length, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/what is not json is refused with its place",
                   test_what_is_not_json_is_refused_with_its_place);
  g_test_add_func ("/json/json is accepted", test_json_is_accepted);
  g_test_add_func ("/json/a tree keeps order, values and places", test_a_tree_keeps_order_values_and_places);
  g_test_add_func ("/json/integers are exact to the last bit", test_integers_are_exact_to_the_last_bit);
  g_test_add_func ("/json/depth ends at the limit", test_depth_ends_at_the_limit);
  g_test_add_func ("/json/a hundred thousand brackets do no harm",
                   test_a_hundred_thousand_brackets_do_no_harm);
  g_test_add_func ("/json/large objects are searched for duplicates by sorting",
                   test_large_objects_are_searched_for_duplicates_by_sorting);
  g_test_add_func ("/json/a document does not need its input any more",
                   test_a_document_does_not_need_its_input_any_more);
  g_test_add_func ("/json/every prefix of a document is refused", test_every_prefix_of_a_document_is_refused);
  return g_test_run ();
}
