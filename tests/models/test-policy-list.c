#include "models/kx-policy-list.h"

#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#define TODAY ((KxDate){ 20260701 })

typedef struct
{
  KxTestSource *source;
  KxPolicyList *list;
} Fixture;

static void
land_pack (Fixture *f, const char *text)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_test_pack_row (id, text);

  row->space = g_strdup ("000000/public");
  kx_test_source_land (f->source, row);
}

/* `value` NULL: none from that day on. */
static void
land_own (Fixture *f, const char *parameter, int from, const char *value)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (&kx_own_value_entity, id, "370100/public");
  Kx_own_value *row = kx_own_value (record);

  kx_own_value_set_office (row, KX_TEST_OFFICE);
  kx_own_value_set_parameter (row, parameter);
  kx_own_value_set_from_on (row, (KxDate){ from });
  if (value != NULL)
    kx_own_value_set_value (row, value);
  kx_test_source_land (f->source, record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->source = kx_test_source_new ();
  land_pack (f, kx_test_pack_country);
  land_pack (f, kx_test_pack_province);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->list, kx_policy_list_free);
  kx_test_finalize (f->source);
}

static const KxPolicyRow *
read_row (Fixture *f, KxPolicyKey key)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (kx_test_source_get_writer (f->source));

  g_clear_pointer (&f->list, kx_policy_list_free);
  f->list = kx_policy_list_read (reader, KX_TEST_OFFICE, TODAY);
  g_assert_nonnull (f->list);
  return kx_policy_list_get_row (f->list, key);
}

static void
assert_says (const KxPolicyRow *row, const char *value, const char *authority)
{
  g_autofree char *found = kx_policy_row_dup_value (row), *whose = kx_policy_row_dup_authority (row);

  g_assert_cmpstr (found, ==, value);
  g_assert_cmpstr (whose, ==, authority);
}

static void
test_one_is_not_said_as_many (Fixture *f, gconstpointer data)
{
  static const struct
  {
    KxPolicyKey key;
    gint64 n;
    const char *words;
  } cases[] = {
    { KX_POLICY_cap_county, 1, "1 agency" },
    { KX_POLICY_cap_county, 2, "2 agencies" },
    { KX_POLICY_acceptance_workdays, 1, "1 working day" },
    { KX_POLICY_agreement_months, 1, "1 month" },
    { KX_POLICY_agreement_months, 0, "0 months" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = kx_policy_value_dup_words (cases[i].key, (KxValue){ .INTEGER = cases[i].n });

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_a_duty_is_no_office_s_to_change (Fixture *f, gconstpointer data)
{
  const KxPolicyRow *row = read_row (f, KX_POLICY_cap_county);

  assert_says (row, "2 agencies", "Duty · 山东省");
  g_assert_cmpint (row->may, ==, KX_OWN_DECIDED);
  g_assert_cmpstr (kx_policy_row_get_bar (row), ==,
                   "A document decides this as a duty, so the office enters no value of its own.");
  row = kx_policy_list_get_row (f->list, KX_POLICY_negotiation);
  g_assert_cmpint (row->may, ==, KX_OWN_NEVER);
  g_assert_false (kx_policy_row_is_listed (row));
}

static void
test_what_is_silent_is_open (Fixture *f, gconstpointer data)
{
  const KxPolicyRow *row = read_row (f, KX_POLICY_reapply_ban_months);

  assert_says (row, "No value: no document speaks of it", "");
  g_assert_cmpint (row->may, ==, KX_OWN_OPEN);
  g_assert_true (kx_policy_row_is_listed (row));
  g_assert_null (kx_policy_row_get_bar (row));
  /* An example of the country's pack is found through the province's. */
  g_assert_cmpuint (row->suggestions->len, ==, 1);
  g_assert_cmpint (g_array_index (row->suggestions, KxSuggestion, 0).value.INTEGER, ==, 12);
}

static void
test_own_values_follow_one_another (Fixture *f, gconstpointer data)
{
  static const char *const standing[] = { "Coming", "In force", "Earlier" };
  static const char *const words[] = { "No own value", "7 working days", "3 working days" };
  const KxPolicyRow *row;

  land_own (f, "publicity_workdays", 20260701, "7");
  land_own (f, "publicity_workdays", 20270101, NULL);
  land_own (f, "publicity_workdays", 20250101, "3");
  row = read_row (f, KX_POLICY_publicity_workdays);
  /* Only encouraged by the document. */
  assert_says (row, "7 working days", "This office's own value since 2026-07-01");
  g_assert_cmpint (row->now->cite.source, ==, KX_SOURCE_OFFICE);
  g_assert_cmpuint (row->own->len, ==, 3);
  for (guint i = 0; i < row->own->len; i++)
    {
      g_autofree char *own = kx_policy_row_dup_own (row, row->own->pdata[i]);

      g_assert_cmpstr (kx_policy_row_own_standing (row, row->own->pdata[i], TODAY), ==, standing[i]);
      g_assert_cmpstr (own, ==, words[i]);
    }
}

static void
test_a_document_overrules (Fixture *f, gconstpointer data)
{
  const KxPolicyRow *row;

  land_own (f, "cap_county", 20260101, "5");
  row = read_row (f, KX_POLICY_cap_county);
  assert_says (row, "2 agencies", "Duty · 山东省");
  g_assert_cmpstr (kx_policy_row_own_standing (row, row->own->pdata[0], TODAY), ==,
                   "Overruled by a document");
}

static void
test_a_search_looks_at_words_and_values (Fixture *f, gconstpointer data)
{
  const KxPolicyRow *row = read_row (f, KX_POLICY_cap_county);

  g_assert_true (kx_policy_row_matches (row, "COUNTY agencies"));
  g_assert_true (kx_policy_row_matches (row, "鲁人社发 不超过2家"));
  g_assert_true (kx_policy_row_matches (row, "  duty"));
  g_assert_false (kx_policy_row_matches (row, "county exit"));
}

static void
test_packs_name_their_documents (Fixture *f, gconstpointer data)
{
  const KxPolicy *policy;
  g_autofree char *words = NULL;

  read_row (f, KX_POLICY_cap_county);
  policy = kx_policy_list_get_policy (f->list);
  g_assert_cmpuint (kx_policy_get_n_packs (policy), ==, 2);
  g_assert_cmpstr (kx_policy_pack_get_name (kx_policy_get_pack (policy, 0)), ==, "山东省");
  g_assert_cmpuint (kx_policy_pack_get_n_documents (kx_policy_get_pack (policy, 0)), ==, 1);
  words = kx_policy_document_dup_words (kx_policy_pack_get_document (kx_policy_get_pack (policy, 0), 0));
  g_assert_cmpstr (words, ==, "实施意见 · 鲁人社发〔2023〕17号");
}

/* Each group has parameters, all of them one after another. */
static void
test_groups_cover_all (Fixture *f, gconstpointer data)
{
  guint before = 0;

  read_row (f, KX_POLICY_cap_county);
  for (guint key = 0; key < KX_N_POLICY; key++)
    {
      guint group = kx_policy_list_get_row (f->list, (KxPolicyKey) key)->group;

      g_assert_true (group == before || group == before + 1);
      before = group;
    }
  g_assert_cmpuint (before + 1, ==, kx_policy_n_groups ());
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/policy-list/one is not said as many", test_one_is_not_said_as_many);
  ADD ("/policy-list/a duty is no office's to change", test_a_duty_is_no_office_s_to_change);
  ADD ("/policy-list/what is silent is open", test_what_is_silent_is_open);
  ADD ("/policy-list/own values follow one another", test_own_values_follow_one_another);
  ADD ("/policy-list/a document overrules", test_a_document_overrules);
  ADD ("/policy-list/a search looks at words and values", test_a_search_looks_at_words_and_values);
  ADD ("/policy-list/packs name their documents", test_packs_name_their_documents);
  ADD ("/policy-list/groups cover all", test_groups_cover_all);
  return g_test_run ();
}
