#include "core/entities/kx-agency.h"
#include "desktop/form/kx-form-draft.h"

#include <string.h>

#define ROW "0192f0c4-9d7e-7000-8000-000000000001"

static KxFormDraft *
make_draft (void)
{
  KxFormDraft *draft = kx_form_draft_new (&kx_agency_entity, ROW, 17);

  draft->at.ms = 1764066123456;
  kx_form_draft_put (draft, kx_agency_f_name, "A&B<康复>\"医院\"\n", "旧名");
  kx_form_draft_put (draft, kx_agency_f_beds, "12x", NULL);
  return draft;
}

static void
test_a_draft_comes_back_as_it_was_typed (void)
{
  g_autoptr (KxFormDraft) draft = make_draft (), back = NULL;
  g_autofree char *json = NULL;

  kx_form_draft_put (draft, kx_agency_f_bank_account, "6222 0000 1111", "****1234");
  kx_form_draft_put (draft, kx_agency_f_bank_account, "6222 0000 1112", "****1234");
  json = kx_form_draft_to_json (draft);
  g_assert_null (strstr (json, "6222"));
  back = kx_form_draft_from_json (&kx_agency_entity, json);
  g_assert_nonnull (back);
  g_assert_cmpstr (back->row, ==, ROW);
  g_assert_cmpint (back->base, ==, 17);
  g_assert_cmpint (back->at.ms, ==, 1764066123456);
  g_assert_cmpuint (g_hash_table_size (back->typed), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (back->typed, "name"), ==, "A&B<康复>\"医院\"\n");
  g_assert_cmpstr (g_hash_table_lookup (back->typed, "beds"), ==, "12x");
  g_assert_cmpstr (g_hash_table_lookup (back->was, "name"), ==, "旧名");
  g_assert_cmpstr (g_hash_table_lookup (back->was, "beds"), ==, "");
  g_assert_cmpuint (g_strv_length (back->sealed), ==, 1);
  g_assert_cmpstr (back->sealed[0], ==, "bank_account");
}

static void
test_only_drafts_of_the_entity_are_read (void)
{
  g_autoptr (KxFormDraft) draft = make_draft ();
  g_autofree char *json = kx_form_draft_to_json (draft);
  static const char *const wrong[] = {
    "",
    "{",
    "[]",
    "{}",
    "{\"draft\":2,\"entity\":\"agency\",\"row\":\"x\"}",
    "{\"draft\":1,\"entity\":\"agency\"}",
    "{\"draft\":1,\"entity\":\"office\",\"row\":\"x\"}",
  };

  g_assert_null (kx_form_draft_from_json (kx_schema_entity (kx_schema_get (), "office"), json));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (kx_form_draft_from_json (&kx_agency_entity, wrong[i]));
}

static void
test_what_is_unknown_or_of_a_wrong_type_is_passed_over (void)
{
  static const char json[] =
      "{\"draft\":1,\"entity\":\"agency\",\"row\":\"x\",\"base\":\"17\",\"typed\":{\"later_field\":"
      "\"1\",\"name\":\"甲\",\"beds\":12},\"was\":[],\"sealed\":[\"later_field\",1]}";
  g_autoptr (KxFormDraft) draft = kx_form_draft_from_json (&kx_agency_entity, json);

  g_assert_nonnull (draft);
  g_assert_cmpint (draft->base, ==, 0);
  g_assert_cmpuint (g_hash_table_size (draft->typed), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (draft->typed, "name"), ==, "甲");
  g_assert_null (draft->sealed[0]);
  g_assert_false (kx_form_draft_is_empty (draft));
}

static void
test_a_draft_without_keys_is_empty (void)
{
  g_autoptr (KxFormDraft) draft = kx_form_draft_new (&kx_agency_entity, ROW, 0);

  g_assert_true (kx_form_draft_is_empty (draft));
  kx_form_draft_put (draft, kx_agency_f_contact_phone, "1", NULL);
  g_assert_false (kx_form_draft_is_empty (draft));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-draft/a draft comes back as it was typed", test_a_draft_comes_back_as_it_was_typed);
  g_test_add_func ("/form-draft/only drafts of the entity are read", test_only_drafts_of_the_entity_are_read);
  g_test_add_func ("/form-draft/what is unknown or of a wrong type is passed over",
                   test_what_is_unknown_or_of_a_wrong_type_is_passed_over);
  g_test_add_func ("/form-draft/a draft without keys is empty", test_a_draft_without_keys_is_empty);
  return g_test_run ();
}
