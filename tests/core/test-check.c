#include "core/kx-check.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-person.h"
#include "core/kx-test-world.h"

#include <string.h>

static const KxField text = { .name = "text", .kind = KX_TEXT };
static const KxField lines = { .name = "lines", .kind = KX_LONG_TEXT };
static const KxField person = { .name = "person", .kind = KX_TEXT, .flags = KX_PERSON };
static const KxField uscc = { .name = "uscc", .kind = KX_TEXT, .format = KX_FORMAT_USCC };
static const KxField area = { .name = "area", .kind = KX_TEXT, .format = KX_FORMAT_AREA };
static const KxField phone = { .name = "phone", .kind = KX_TEXT, .format = KX_FORMAT_PHONE };
static const KxField login = { .name = "login", .kind = KX_TEXT, .format = KX_FORMAT_LOGIN };
static const KxField sha = { .name = "sha", .kind = KX_TEXT, .format = KX_FORMAT_SHA256 };
static const KxField word = { .name = "word", .kind = KX_TEXT, .format = KX_FORMAT_ENTITY };
static const KxField ref = { .name = "ref", .kind = KX_REF, .target = "agency" };
static const KxField config = { .name = "config", .kind = KX_CONFIG, .max = 30 };
static const KxField number = { .name = "number", .kind = KX_INTEGER, .min = 2, .max = 9 };
static const KxField limited = { .name = "limited", .kind = KX_TEXT, .min = 2, .max = 4 };

static const struct
{
  const KxField *field;
  const char *given, *stored;
} forms[] = {
  { &text, "  泉城 康复  ", "泉城 康复" },
  { &text,
    "a\r\nb\nc\rd\xe2\x80\xa8"
    "e\tf",
    "a b c d e f" },
  { &text,
    "\xc2\xa0 a\xe3\x80\x80"
    "b\xe2\x80\x83"
    "c\xe2\x80\xaf"
    "d\xe2\x80\x83",
    "a b c d" },
  { &text,
    "\xef\xbb\xbf"
    "a\xe2\x80\x8b"
    "b\xe2\x80\xae"
    "c\xe2\x81\xa6"
    "d\xe2\x81\xa0\x01\x7f",
    "abcd" },
  { &text, "葛\xf3\xa0\x84\x80", "葛\xf3\xa0\x84\x80" }, /* a variant of a character is no control */
  { &text, " \t\n ", "" },
  { &lines, "a\r\nb\rc\n\n d\te \n", "a\nb\nc\n\n d\te" },
  { &person, "张 三", "张三" },
  { &person, "张\xe3\x80\x80三", "张三" },
  { &person, "张  三", "张三" },
  { &person, "张 三 丰", "张三丰" },
  { &person, "张三 李四", "张三 李四" },
  { &person, "欧阳 锋", "欧阳 锋" },
  { &person, "John  Smith", "John  Smith" },
  { &person, "J. R. Smith", "J. R. Smith" },
  { &person, "买买提•阿不都", "买买提·阿不都" },
  { &person, "买买提‧阿不都", "买买提·阿不都" },
  { &person, "买买提・阿不都", "买买提·阿不都" },
  { &person, "买买提.阿不都", "买买提·阿不都" },
  { &person, "买买提·阿不都", "买买提·阿不都" },
  { &person, "𠮷 䶮", "𠮷䶮" },
  { &uscc, " 9111 0000-600037341l ", "91110000600037341L" },
  { &area, "370102001002", "370102" },
  { &area, "450100－gx", "450100-GX" },
  { &login, " Zhang.San ", "zhang.san" },
  { &sha, "ABCDEF", "abcdef" },
  { &ref, "0197B2A0-0000-7000-8000-0000000000FF", "0197b2a0-0000-7000-8000-0000000000ff" },
  { &phone, "０531-5550", "０531-5550" },
};

static void
test_texts_are_stored_in_one_form (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *stored = kx_check_normalize (forms[i].field, forms[i].given);
      g_autofree char *again = kx_check_normalize (forms[i].field, stored);

      g_assert_cmpstr (stored, ==, forms[i].stored);
      g_assert_cmpstr (again, ==, stored);
    }
}

static void
test_normalising_twice_is_normalising_once (void)
{
  static const KxField *const fields[] = { &text, &lines, &person, &uscc, &area, &login, &sha, &ref };
  static const gunichar characters[] = { ' ',    '\t',   '\n',   '\r',    '.',    '-',    'a',    'Z',
                                         '0',    0x5F20, 0x4E09, 0x20BB7, 0xA0,   0x3000, 0x2003, 0x200B,
                                         0x2028, 0x202E, 0xFEFF, 0x2022,  0x30FB, 0xFF21, 1,      '\'' };

  for (guint n = 0; n < 40000; n++)
    {
      const KxField *field = fields[n % G_N_ELEMENTS (fields)];
      g_autoptr (GString) given = g_string_new (NULL);
      g_autofree char *once = NULL, *twice = NULL;

      for (int i = g_test_rand_int_range (0, 10); i > 0; i--)
        g_string_append_unichar (given, characters[g_test_rand_int_range (0, G_N_ELEMENTS (characters))]);
      once = kx_check_normalize (field, given->str);
      twice = kx_check_normalize (field, once);
      g_assert_cmpstr (once, ==, twice);
      g_assert_true (g_utf8_validate (once, -1, NULL));
    }
}

static void
assert_value (const KxField *field, KxValue value, const char *code)
{
  g_autoptr (KxFinding) finding = kx_check_value (field, value, (KxDate){ 20261122 });

  g_assert_cmpstr (finding != NULL ? finding->code : NULL, ==, code);
  if (finding == NULL)
    return;
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpstr (finding->field, ==, field->name);
  g_assert_cmpint (finding->cite.source, !=, KX_SOURCE_NONE);
  g_assert_false (g_str_has_suffix (finding->message, "."));
}

static void
test_values_are_held_to_their_form_and_limits (void)
{
  static const struct
  {
    const KxField *field;
    const char *value, *code;
  } texts[] = {
    { &limited, "泉城", NULL },
    { &limited, "泉城康复", NULL },
    { &limited, "泉", "too-short" },
    { &limited, "泉城康复院", "too-long" },
    { &uscc, "91110000600037341L", NULL },
    { &uscc, "91110000600037341M", "wrong-identifier" },
    { &uscc, "9111000060003734", "wrong-identifier" },
    { &area, "370102", NULL },
    { &area, "370100-GX", NULL },
    { &area, "370100/public", "wrong-identifier" },
    { &area, "3701", "wrong-identifier" },
    { &phone, "0531-55501234 转 8", NULL },
    { &phone, "+86 (531) 5550", NULL },
    { &phone, "none", "wrong-phone" },
    { &phone, "--", "wrong-phone" },
    { &phone, "138****5678", "wrong-phone" },
    { &login, "zhang.san-1_2", NULL },
    { &login, ".zhang", "wrong-login" },
    { &login, "Zhang", "wrong-login" },
    { &login, "zhang san", "wrong-login" },
    { &sha, "abc", "wrong-hash" },
    { &word, "former_name", NULL },
    { &word, "former-name", "wrong-word" },
    { &ref, WORLD_AGENCY, NULL },
    { &ref, "agency-1", "wrong-id" },
    { &ref, "0197b2a0-0000-0000-8000-000000000041", "wrong-id" },
    { &config, "{\"a\":[1,null]}", NULL },
    { &config, "{\"a\":1", "wrong-json" },
    { &config, "{'a':1}", "wrong-json" },
    { &config, "[\"1234567890123456789012345678\"]", "too-long" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_value (texts[i].field, (KxValue){ .TEXT = texts[i].value }, texts[i].code);
  assert_value (&number, (KxValue){ .INTEGER = 1 }, "too-small");
  assert_value (&number, (KxValue){ .INTEGER = 2 }, NULL);
  assert_value (&number, (KxValue){ .INTEGER = 9 }, NULL);
  assert_value (&number, (KxValue){ .INTEGER = 10 }, "too-large");
}

static void
test_the_letter_that_was_meant_is_named (void)
{
  g_autoptr (KxFinding) finding =
      kx_check_value (&uscc, (KxValue){ .TEXT = "9111OOOO600037341L" }, (KxDate){ 20261122 });
  g_autofree char *filled = kx_finding_fill (finding, finding->message);

  g_assert_nonnull (strstr (filled, "Character 5 "));
  g_assert_nonnull (strstr (filled, "perhaps 0 "));
  g_assert_null (strchr (filled, '{'));
}

static void
test_a_mask_of_a_mask_is_the_mask (void)
{
  static const char *const values[] = { "1",           "1234",        "12345678", "6222020200112233445",
                                        "13812345678", "0531-5550123" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint f = 0; f < 2; f++)
      {
        const KxField *field = f == 0 ? &phone : &text;
        g_autofree char *mask = kx_check_mask (field, values[i]), *again = kx_check_mask (field, mask);

        g_assert_cmpstr (mask, !=, values[i]);
        g_assert_cmpstr (mask, ==, again);
        g_assert_nonnull (strchr (mask, '*'));
      }
}

/* Makes an agency from the sample with one field changed. */
static KxOp *
make_agency (KxTestWorld *world, guint field, const char *value)
{
  g_autofree char *id = kx_test_world_id ();
  KxRecord *fields = kx_test_world_sample (&kx_agency_entity);

  kx_record_put (fields, field, (KxValue){ .TEXT = value });
  return kx_test_world_op (world, KX_OP_CREATE, &kx_agency_entity, id, fields);
}

static void
test_a_mask_is_never_taken_for_a_value (void)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370100");
  KxValue mask, account = { .TEXT = "6222020200112233445" };
  g_autoptr (KxOp) give =
      kx_test_world_patch (world, &kx_agency_entity, WORLD_AGENCY, kx_agency_f_bank_account, account);
  g_autoptr (KxOp) back = NULL, create = NULL;

  kx_test_world_do (world, give, clerk);
  mask = kx_record_get (kx_test_table_lookup (world->table, &kx_agency_entity, WORLD_AGENCY),
                        kx_agency_f_bank_account);
  g_assert_cmpstr (mask.TEXT, ==, "***************3445");
  back = kx_test_world_patch (world, &kx_agency_entity, WORLD_AGENCY, kx_agency_f_bank_account, mask);
  kx_test_world_refuse (world, back, clerk, "mask", "bank_account");
  create = make_agency (world, kx_agency_f_bank_account, mask.TEXT);
  kx_test_world_refuse (world, create, clerk, "mask", "bank_account");
}

static void
test_a_reference_names_a_living_row_that_one_may_see (void)
{
  static const char *const targets[] = { WORLD_NOBODY, WORLD_AGENCY, "", "person" };
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) admin = kx_test_world_actor (KX_ROLE_INDEX_admin, "370100");
  int field = kx_entity_field (kx_schema_entity (world->schema, "user"), "person");
  const KxEntity *user = kx_schema_entity (world->schema, "user");
  KxRecord *trashed = kx_record_copy (kx_test_table_lookup (world->table, &kx_person_entity, WORLD_PERSON));

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (KxOp) op =
          kx_test_world_patch (world, user, WORLD_OTHER_USER, (guint) field, (KxValue){ .REF = targets[i] });

      kx_test_world_refuse (world, op, admin,
                            i < 2    ? "missing-target"
                            : i == 2 ? "required"
                                     : "wrong-id",
                            "person");
    }
  trashed->deleted_at.ms = 1;
  g_free (trashed->id);
  trashed->id = g_strdup (WORLD_NOBODY);
  kx_test_table_add (world->table, trashed);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KxOp) op = kx_test_world_patch (world, user, WORLD_OTHER_USER, (guint) field,
                                                 (KxValue){ .REF = WORLD_NOBODY });

      kx_test_world_refuse (world, op, admin, "missing-target", "person");
      trashed->deleted_at.ms = 0;
      g_free (trashed->space);
      trashed->space = g_strdup ("450100/public");
    }
}

static void
test_a_value_is_unique_in_its_office_alone (void)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, "000000");
  const char *own =
      kx_record_get (kx_test_table_lookup (world->table, &kx_agency_entity, WORLD_AGENCY), kx_agency_f_uscc)
          .TEXT;
  const char *other =
      kx_record_get (kx_test_table_lookup (world->table, &kx_agency_entity, WORLD_OTHER_AGENCY),
                     kx_agency_f_uscc)
          .TEXT;
  g_autoptr (KxOp) twice = make_agency (world, kx_agency_f_uscc, own);
  g_autoptr (KxOp) elsewhere = make_agency (world, kx_agency_f_uscc, other), delete = NULL, again = NULL,
                   restore = NULL;
  g_autoptr (KxOp) itself = kx_test_world_patch (world, &kx_agency_entity, WORLD_AGENCY, kx_agency_f_uscc,
                                                 (KxValue){ .TEXT = own });

  kx_test_world_refuse (world, twice, clerk, "not-unique", "uscc");
  kx_test_world_do (world, elsewhere, clerk);
  kx_test_world_do (world, itself, clerk);
  /* A code in the trash is free, and keeps its row there once it is taken. */
  delete = kx_test_world_op (world, KX_OP_DELETE, &kx_agency_entity, WORLD_AGENCY, NULL);
  kx_test_world_do (world, delete, clerk);
  again = make_agency (world, kx_agency_f_uscc, own);
  kx_test_world_do (world, again, clerk);
  restore = kx_test_world_op (world, KX_OP_RESTORE, &kx_agency_entity, WORLD_AGENCY, NULL);
  kx_test_world_refuse (world, restore, clerk, "not-unique", "uscc");
}

/* Patches `field` of a row by the system, which holds every role, and expects this finding. */
static void
refuse_patch (KxTestWorld *world, const KxRecord *row, guint field, KxValue value, gboolean by_system,
              const char *code)
{
  g_autoptr (KxActor) actor = by_system ? kx_actor_new_system () : kx_actor_new ("somebody", "Somebody");
  g_autoptr (KxOp) op = kx_test_world_patch (world, row->entity, row->id, field, value);

  for (int role = 0; !by_system && role < KX_N_ROLES; role++)
    kx_actor_grant (actor, role, "000000");
  kx_test_world_refuse (world, op, actor, code, row->entity->fields[field].name);
}

/* Some rows are changed by steps alone. */
static gboolean
is_patched (const KxEntity *entity)
{
  return kx_lifecycle_knows (entity->lifecycle, KX_OP_PATCH, NULL) != NULL;
}

static void
test_what_the_flags_of_a_field_forbid_is_refused_for_every_entity (void)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  guint fixed = 0, set = 0, required = 0;

  for (guint e = 0; e < world->schema->n_entities; e++)
    {
      const KxRecord *row = kx_test_world_add (world, world->schema->entities[e], 0);

      for (guint i = 0; i < row->entity->n_fields && is_patched (row->entity); i++)
        {
          const KxField *field = &row->entity->fields[i];
          g_autofree char *owned = NULL;
          KxValue value = kx_test_world_random (field, &owned);

          while (kx_value_equal (field, value, kx_record_get (row, i)))
            {
              g_free (owned);
              value = kx_test_world_random (field, &owned);
            }
          if (field->flags & KX_SERVICE_SETS)
            set++, refuse_patch (world, row, i, value, FALSE, "read-only");
          if ((int) i == row->entity->state)
            refuse_patch (world, row, i, value, TRUE, "read-only");
          if (field->flags & KX_FIXED)
            fixed++, refuse_patch (world, row, i, value, TRUE, "fixed");
          if ((field->flags & KX_REQUIRED) && kx_field_is_text (field))
            required++, refuse_patch (world, row, i, (KxValue){ .TEXT = NULL }, TRUE, "required");
        }
    }
  g_assert_cmpuint (set, >=, 3);
  g_assert_cmpuint (fixed, >=, 20);
  g_assert_cmpuint (required, >=, 20);
}

static void
test_what_a_new_row_needs_is_asked_for_every_entity (void)
{
  g_autoptr (KxTestWorld) world = kx_test_world_new ();
  g_autoptr (KxActor) system = kx_actor_new_system ();

  for (guint e = 0; e < world->schema->n_entities; e++)
    for (guint i = 0; i < world->schema->entities[e]->n_fields; i++)
      for (guint null = 0; null < 2; null++)
        {
          const KxEntity *entity = world->schema->entities[e];
          KxRecord *fields = kx_test_world_sample (entity);
          g_autoptr (KxOp) op = kx_test_world_op (world, KX_OP_CREATE, entity, WORLD_NOBODY, fields);

          if ((entity->fields[i].flags & KX_REQUIRED) == 0 ||
              kx_lifecycle_knows (entity->lifecycle, KX_OP_CREATE, NULL) == NULL)
            continue;
          if (null)
            kx_record_put_null (fields, i);
          else
            kx_record_drop (fields, i);
          /* Without its kind an owner cannot even be named. */
          if (g_str_equal (entity->fields[i].name, "owner_entity"))
            kx_test_world_refuse (world, op, system, "required", "owner");
          else
            kx_test_world_refuse (world, op, system, "required", entity->fields[i].name);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/texts-are-stored-in-one-form", test_texts_are_stored_in_one_form);
  g_test_add_func ("/check/normalising-twice-is-normalising-once",
                   test_normalising_twice_is_normalising_once);
  g_test_add_func ("/check/values-are-held-to-their-form-and-limits",
                   test_values_are_held_to_their_form_and_limits);
  g_test_add_func ("/check/the-letter-that-was-meant-is-named", test_the_letter_that_was_meant_is_named);
  g_test_add_func ("/check/a-mask-of-a-mask-is-the-mask", test_a_mask_of_a_mask_is_the_mask);
  g_test_add_func ("/check/a-mask-is-never-taken-for-a-value", test_a_mask_is_never_taken_for_a_value);
  g_test_add_func ("/check/a-reference-names-a-living-row-that-one-may-see",
                   test_a_reference_names_a_living_row_that_one_may_see);
  g_test_add_func ("/check/a-value-is-unique-in-its-office-alone",
                   test_a_value_is_unique_in_its_office_alone);
  g_test_add_func ("/check/what-the-flags-of-a-field-forbid-is-refused-for-every-entity",
                   test_what_the_flags_of_a_field_forbid_is_refused_for_every_entity);
  g_test_add_func ("/check/what-a-new-row-needs-is-asked-for-every-entity",
                   test_what_a_new_row_needs_is_asked_for_every_entity);
  return g_test_run ();
}
