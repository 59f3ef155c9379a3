#include "core/kx-json-write.h"

#include "core/kx-field.h"

#include <string.h>

static char *
write_again (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), &error);
  GString *out = g_string_new (NULL);

  g_assert_no_error (error);
  kx_json_write_node (out, kx_json_get_root (json));
  return g_string_free (out, FALSE);
}

static void
test_a_value_comes_out_compact_and_in_order (void)
{
  static const char *const cases[][2] = {
    { " { \"b\" : [ 1 , -2 , 1.50, 1E5 ] , \"a\" : { } } ", "{\"b\":[1,-2,1.50,1E5],\"a\":{}}" },
    { "[true,false,null,[]]", "[true,false,null,[]]" },
    { "\"\\u0041\\u00e9\\n\\/\\\"\\\\\\b\\f\\r\\t\\u001f\"", "\"Aé\\n/\\\"\\\\\\b\\f\\r\\t\\u001f\"" },
    { "{\"\\u0022\":\"泉城\"}", "{\"\\\"\":\"泉城\"}" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "9223372036854775807", "9223372036854775807" },
    { "\"\"", "\"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *once = write_again (cases[i][0]), *twice = write_again (once);

      g_assert_cmpstr (once, ==, cases[i][1]);
      g_assert_cmpstr (twice, ==, once);
    }
}

static void
test_any_text_survives (void)
{
  for (guint n = 0; n < 2000; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL), out = g_string_new (NULL);
      g_autoptr (KxJson) json = NULL;
      g_autoptr (GError) error = NULL;

      for (int length = g_test_rand_int_range (0, 40); length > 0; length--)
        {
          gunichar c = (gunichar) (g_test_rand_bit () ? g_test_rand_int_range (1, 0x80)
                                                      : g_test_rand_int_range (1, 0x110000));

          if (g_unichar_validate (c))
            g_string_append_unichar (text, c);
        }
      kx_json_write_string (out, text->str);
      json = kx_json_parse (out->str, out->len, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (kx_json_node_get_text (kx_json_get_root (json), NULL), ==, text->str);
    }
}

static void
test_times_are_written_and_read_to_the_millisecond (void)
{
  static const struct
  {
    gint64 ms;
    const char *text;
  } cases[] = { { 0, "1970-01-01T00:00:00.000Z" },
                { -1, "1969-12-31T23:59:59.999Z" },
                { 1782894600123, "2026-07-01T08:30:00.123Z" },
                { 951782399999, "2000-02-28T23:59:59.999Z" },
                { 951782400000, "2000-02-29T00:00:00.000Z" } };
  static const char *const others[] = { "2026-07-01T16:30:00.123+08:00", "2026-07-01T08:30:00.123000Z" };
  static const char *const wrong[] = { "2026-02-29T08:30:00.000Z", "2026-07-01T24:30:00.000Z",
                                       "2026-07-01T08:60:00.000Z", "2026-07-01 08:30:00.000Z",
                                       "2026-07-01T08:3x:00.000Z", "" };
  KxTime time = { 5 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kx_time_to_text ((KxTime){ cases[i].ms });

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (kx_time_from_text (text, &time));
      g_assert_cmpint (time.ms, ==, cases[i].ms);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_true (kx_time_from_text (others[i], &time));
      g_assert_cmpint (time.ms, ==, 1782894600123);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (kx_time_from_text (wrong[i], &time));
  g_assert_cmpint (time.ms, ==, 1782894600123);
}

/* At every place of a text of every length, before bytes of whatever value. */
static void
test_each_place_is_escaped (void)
{
  static const char marks[] = { '\n', '\x01', '\x1f', '"', '\\' };
  static const char others[] = { 'a', ' ', '\xe4', '\x7f' };

  for (guint m = 0; m < G_N_ELEMENTS (marks); m++)
    for (guint o = 0; o < G_N_ELEMENTS (others); o++)
      for (gsize length = 1; length <= 40; length++)
        for (gsize place = 0; place < length; place++)
          {
            g_autofree char *text = g_strnfill (length, others[o]);
            g_autoptr (GString) out = g_string_new (NULL);

            text[place] = marks[m];
            kx_json_write_bytes (out, text, length);
            g_assert_cmpint (out->str[1 + place], ==, '\\');
            g_assert_cmpuint (out->len, ==,
                              length + 2 + ((guchar) marks[m] < 0x20 && marks[m] != '\n' ? 5 : 1));
          }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-write/a-value-comes-out-compact-and-in-order",
                   test_a_value_comes_out_compact_and_in_order);
  g_test_add_func ("/json-write/any-text-survives", test_any_text_survives);
  g_test_add_func ("/json-write/each-place-is-escaped", test_each_place_is_escaped);
  g_test_add_func ("/json-write/times-are-written-and-read-to-the-millisecond",
                   test_times_are_written_and_read_to_the_millisecond);
  return g_test_run ();
}
