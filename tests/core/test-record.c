#include "core/kx-record.h"

#include "core/entities/kx-agency.h"
#include "core/kx-test-world.h"

static KxRecord *
make (void)
{
  return kx_record_new (&kx_agency_entity, WORLD_AGENCY, "370100/agency");
}

static void
test_a_field_is_a_value_null_or_not_mentioned (void)
{
  g_autoptr (KxRecord) record = make ();

  g_assert_false (kx_record_mentions (record, kx_agency_f_beds));
  g_assert_cmpint (kx_agency_get_beds (kx_agency (record)), ==, 0);
  kx_agency_set_beds (kx_agency (record), 0);
  g_assert_true (kx_record_has (record, kx_agency_f_beds));
  kx_record_put_null (record, kx_agency_f_beds);
  g_assert_true (kx_record_mentions (record, kx_agency_f_beds));
  g_assert_false (kx_record_has (record, kx_agency_f_beds));
  g_assert_null (kx_record_text (record, kx_agency_f_beds));
  kx_record_drop (record, kx_agency_f_beds);
  g_assert_false (kx_record_mentions (record, kx_agency_f_beds));
}

static void
test_there_is_one_way_to_have_nothing (void)
{
  static const KxValue nothing[] = { { .TEXT = NULL }, { .TEXT = "" } };
  g_autoptr (KxRecord) record = make ();

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      kx_agency_set_name (kx_agency (record), "泉城康复医院");
      kx_record_put (record, kx_agency_f_name, nothing[i]);
      g_assert_true (kx_record_mentions (record, kx_agency_f_name));
      g_assert_false (kx_record_has (record, kx_agency_f_name));
    }
  kx_record_put (record, kx_agency_f_scopes_offered, (KxValue){ .CODES.bits = 0 });
  g_assert_true (kx_record_mentions (record, kx_agency_f_scopes_offered));
  g_assert_false (kx_record_has (record, kx_agency_f_scopes_offered));
}

static void
test_texts_are_copied_also_from_the_record_itself (void)
{
  g_autoptr (KxRecord) record = make ();
  char text[] = "before";

  kx_agency_set_name (kx_agency (record), text);
  text[0] = 'x';
  g_assert_cmpstr (kx_agency_get_name (kx_agency (record)), ==, "before");
  kx_agency_set_name (kx_agency (record), kx_agency_get_name (kx_agency (record)));
  g_assert_cmpstr (kx_agency_get_name (kx_agency (record)), ==, "before");
  kx_record_take (record, record, kx_agency_f_name);
  g_assert_cmpstr (kx_agency_get_name (kx_agency (record)), ==, "before");
}

/* A record in which each field is, by chance, a value, null or not mentioned. */
static KxRecord *
make_random (const KxEntity *entity)
{
  KxRecord *record = kx_record_new (entity, WORLD_AGENCY, "370100/agency");

  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_autofree char *text = NULL;
      KxValue value = kx_test_world_random (&entity->fields[i], &text);
      int chance = g_test_rand_int_range (0, 3);

      if (chance == 0)
        kx_record_put_null (record, i);
      else if (chance == 1)
        kx_record_put (record, i, value);
    }
  return record;
}

static void
assert_alike (const KxRecord *a, const KxRecord *b, guint i)
{
  g_assert_cmpint (kx_record_mentions (a, i), ==, kx_record_mentions (b, i));
  g_assert_true (kx_record_same (a, b, i));
}

static void
test_a_copy_holds_all_and_shares_nothing (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint n = 0; n < 200; n++)
    {
      g_autoptr (KxRecord) record = make_random (schema->entities[n % schema->n_entities]), copy = NULL;
      guint last = record->entity->n_fields - 1;

      record->seq = 12;
      record->no = 3;
      record->created_by = g_strdup ("a");
      record->updated_by = g_strdup ("b");
      record->created_at.ms = 1;
      record->updated_at.ms = 2;
      record->deleted_at.ms = 4;
      kx_record_stamp (record, last, 11, "device", "user");
      copy = kx_record_copy (record);
      for (guint i = 0; i < record->entity->n_fields; i++)
        {
          assert_alike (record, copy, i);
          kx_record_drop (record, i);
        }
      kx_record_stamp (record, last, 13, NULL, NULL);
      g_assert_cmpint (copy->seq + copy->no + copy->created_at.ms + copy->updated_at.ms + copy->deleted_at.ms,
                       ==, 22);
      g_assert_cmpstr (copy->created_by, ==, "a");
      g_assert_cmpstr (copy->updated_by, ==, "b");
      g_assert_cmpstr (copy->id, ==, WORLD_AGENCY);
      g_assert_cmpint (copy->stamps[last].seq, ==, 11);
      g_assert_cmpstr (copy->stamps[last].device, ==, "device");
    }
}

static void
test_a_patch_puts_what_it_mentions_and_nothing_else (void)
{
  const KxSchema *schema = kx_schema_get ();

  for (guint n = 0; n < 500; n++)
    {
      const KxEntity *entity = schema->entities[n % schema->n_entities];
      g_autoptr (KxRecord) before = make_random (entity), patch = make_random (entity);
      g_autoptr (KxRecord) after = kx_record_copy (before);

      kx_record_apply (after, patch);
      for (guint i = 0; i < entity->n_fields; i++)
        assert_alike (after, kx_record_mentions (patch, i) ? patch : before, i);
    }
}

static void
test_spaces_name_their_area_and_drawer (void)
{
  static const struct
  {
    const char *space, *area, *drawer;
  } spaces[] = {
    { "370102/agency", "370102", "agency" },
    { "370100-GX/agency", "370100-GX", "agency" },
    { "000000/public", "000000", "public" },
    { "visit/0197b2a0", "visit", "" },
    { "370102", "370102", "" },
    { "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    {
      g_autofree char *area = kx_space_area (spaces[i].space);

      g_assert_cmpstr (area, ==, spaces[i].area);
      g_assert_cmpstr (kx_space_drawer (spaces[i].space), ==, spaces[i].drawer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/a-field-is-a-value-null-or-not-mentioned",
                   test_a_field_is_a_value_null_or_not_mentioned);
  g_test_add_func ("/record/there-is-one-way-to-have-nothing", test_there_is_one_way_to_have_nothing);
  g_test_add_func ("/record/texts-are-copied-also-from-the-record-itself",
                   test_texts_are_copied_also_from_the_record_itself);
  g_test_add_func ("/record/a-copy-holds-all-and-shares-nothing", test_a_copy_holds_all_and_shares_nothing);
  g_test_add_func ("/record/a-patch-puts-what-it-mentions-and-nothing-else",
                   test_a_patch_puts_what_it_mentions_and_nothing_else);
  g_test_add_func ("/record/spaces-name-their-area-and-drawer", test_spaces_name_their_area_and_drawer);
  return g_test_run ();
}
