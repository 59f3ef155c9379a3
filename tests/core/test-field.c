#include "core/kx-field.h"

#include "core/kx-test-world.h"

#include <string.h>

static const KxCodeName words[] = {
  { "low", "Low" }, { "high", "High" }, { "higher", "Higher" }, { NULL, NULL }
};

/* One field of every kind, decimals with none, two and six digits. */
static const KxField fields[] = {
  { .name = "text", .kind = KX_TEXT },
  { .name = "long_text", .kind = KX_LONG_TEXT },
  { .name = "code", .kind = KX_CODE, .codes = words },
  { .name = "codes", .kind = KX_CODES, .codes = words },
  { .name = "ref", .kind = KX_REF, .target = "agency" },
  { .name = "integer", .kind = KX_INTEGER },
  { .name = "boolean", .kind = KX_BOOLEAN },
  { .name = "whole", .kind = KX_DECIMAL },
  { .name = "money", .kind = KX_DECIMAL, .digits = 2 },
  { .name = "share", .kind = KX_DECIMAL, .digits = 6 },
  { .name = "date", .kind = KX_DATE },
  { .name = "time", .kind = KX_TIME },
  { .name = "config", .kind = KX_CONFIG },
};

static const KxField *
field_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].name, name))
      return &fields[i];
  g_assert_not_reached ();
}

static void
test_every_value_comes_back_from_its_text (void)
{
  guint64 kinds = 0;

  for (guint n = 0; n < 20000; n++)
    {
      const KxField *field = &fields[n % G_N_ELEMENTS (fields)];
      g_autofree char *owned = NULL, *text = NULL, *again = NULL;
      KxValue value = kx_test_world_random (field, &owned), back = { 0 };

      text = kx_value_to_text (field, value);
      g_assert_true (kx_value_from_text (field, text, &back));
      g_assert_true (kx_value_equal (field, value, back));
      again = kx_value_to_text (field, back);
      g_assert_cmpstr (text, ==, again);
      kinds |= G_GUINT64_CONSTANT (1) << field->kind;
    }
  g_assert_cmphex (kinds, ==, (G_GUINT64_CONSTANT (1) << KX_N_KINDS) - 1);
}

static void
test_different_values_have_different_texts (void)
{
  for (guint n = 0; n < 20000; n++)
    {
      const KxField *field = &fields[n % G_N_ELEMENTS (fields)];
      g_autofree char *x = NULL, *y = NULL, *x_text = NULL, *y_text = NULL;
      KxValue a = kx_test_world_random (field, &x), b = kx_test_world_random (field, &y);

      x_text = kx_value_to_text (field, a);
      y_text = kx_value_to_text (field, b);
      g_assert_cmpint (kx_value_equal (field, a, b), ==, g_str_equal (x_text, y_text));
    }
}

static void
test_texts_have_one_canonical_form (void)
{
  static const struct
  {
    const char *field, *given, *canonical;
  } forms[] = {
    { "codes", "", " " },
    { "codes", " high low ", " low high " },
    { "codes", "high high", " high " },
    { "integer", "-0", "0" },
    { "integer", "-9223372036854775808", "-9223372036854775808" },
    { "money", "12", "12.00" },
    { "money", "12.5", "12.50" },
    { "money", "-0.01", "-0.01" },
    { "money", "-92233720368547758.08", "-92233720368547758.08" },
    { "whole", "-7", "-7" },
    { "share", "0.000001", "0.000001" },
    { "time", "2026-07-01T16:30:00+08:00", "2026-07-01T08:30:00.000Z" },
    { "time", "2026-07-01T08:30:00.5Z", "2026-07-01T08:30:00.500Z" },
    { "time", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
    { "time", "1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000Z" },
    { "time", "2199-12-31T23:59:59.999Z", "2199-12-31T23:59:59.999Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const KxField *field = field_named (forms[i].field);
      g_autofree char *text = NULL;
      KxValue value;

      g_assert_true (kx_value_from_text (field, forms[i].given, &value));
      text = kx_value_to_text (field, value);
      g_assert_cmpstr (text, ==, forms[i].canonical);
    }
}

static void
test_other_forms_are_refused_and_leave_the_value_alone (void)
{
  static const struct
  {
    const char *field, *text;
  } forms[] = {
    { "code", "" },
    { "code", "hig" },
    { "code", "High" },
    { "code", "high " },
    { "codes", "low middle" },
    { "codes", "low,high" },
    { "integer", "" },
    { "integer", "-" },
    { "integer", "+1" },
    { "integer", "01" },
    { "integer", "1.0" },
    { "integer", " 1" },
    { "integer", "9223372036854775808" },
    { "boolean", "" },
    { "boolean", "1" },
    { "boolean", "TRUE" },
    { "money", "" },
    { "money", "." },
    { "money", "1." },
    { "money", ".5" },
    { "money", "1.234" },
    { "money", "1.2.3" },
    { "money", "1,50" },
    { "money", "--1" },
    { "money", "92233720368547758.08" },
    { "whole", "1.0" },
    { "date", "" },
    { "date", "2026-02-29" },
    { "date", "2026-7-1" },
    { "date", "20260701" },
    { "date", "2026-07-01 " },
    { "time", "" },
    { "time", "2026-07-01" },
    { "time", "2026-07-01T08:30:00" },
    { "time", "2026-02-30T08:30:00Z" },
    { "time", "1899-12-31T23:59:59Z" },
    { "time", "1900-01-01T00:00:00+14:00" },
    { "time", "2200-01-01T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      KxValue value, untouched;

      memset (&value, 0x5a, sizeof value);
      untouched = value;
      if (kx_value_from_text (field_named (forms[i].field), forms[i].text, &value))
        g_error ("%s takes \"%s\"", forms[i].field, forms[i].text);
      g_assert_cmpmem (&value, sizeof value, &untouched, sizeof untouched);
    }
}

static void
test_any_text_is_refused_or_has_a_canonical_form (void)
{
  static const char alphabet[] = "0129-+.:TZ e low";

  for (guint n = 0; n < 50000; n++)
    {
      const KxField *field = &fields[n % G_N_ELEMENTS (fields)];
      char text[28] = { 0 };
      KxValue value, back;

      for (int i = g_test_rand_int_range (0, (int) sizeof text); i > 0; i--)
        text[i - 1] = alphabet[g_test_rand_int_range (0, (int) sizeof alphabet - 1)];
      if (kx_value_from_text (field, text, &value))
        {
          g_autofree char *canonical = kx_value_to_text (field, value);

          g_assert_true (kx_value_from_text (field, canonical, &back));
          g_assert_true (kx_value_equal (field, value, back));
        }
    }
}

static void
test_every_field_of_the_schema_is_sound (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint e = 0; e < schema->n_entities; e++)
    for (guint i = 0; i < schema->entities[e]->n_fields; i++)
      {
        const KxField *field = &schema->entities[e]->fields[i];
        gboolean coded = field->kind == KX_CODE || field->kind == KX_CODES;

        g_assert_cmpint (coded, ==, field->codes != NULL);
        g_assert_cmpint (field->kind == KX_REF, ==, field->target != NULL);
        g_assert_cmpuint (kx_field_n_codes (field), <=, 64);
        g_assert_true (field->label != NULL && *field->label != '\0');
        g_assert_true (field->since >= 1 && field->since <= schema->version);
        g_assert_cmpint (kx_entity_field (schema->entities[e], field->name), ==, (int) i);
        for (guint c = 0; c < kx_field_n_codes (field); c++)
          g_assert_cmpint (kx_field_code (field, field->codes[c].name, strlen (field->codes[c].name)), ==,
                           (int) c);
        if (field->flags & KX_SEALED)
          g_assert_true (field->kind == KX_TEXT);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/every-value-comes-back-from-its-text", test_every_value_comes_back_from_its_text);
  g_test_add_func ("/field/different-values-have-different-texts",
                   test_different_values_have_different_texts);
  g_test_add_func ("/field/texts-have-one-canonical-form", test_texts_have_one_canonical_form);
  g_test_add_func ("/field/other-forms-are-refused-and-leave-the-value-alone",
                   test_other_forms_are_refused_and_leave_the_value_alone);
  g_test_add_func ("/field/any-text-is-refused-or-has-a-canonical-form",
                   test_any_text_is_refused_or_has_a_canonical_form);
  g_test_add_func ("/field/every-field-of-the-schema-is-sound", test_every_field_of_the_schema_is_sound);
  return g_test_run ();
}
