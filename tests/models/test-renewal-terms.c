#include "models/kx-renewal-terms.h"

#include "core/entities/kx-credential.h"

static KxRecord *
make_agreement (int starts, int ends, guint64 scopes, const char *text)
{
  KxRecord *record = kx_record_new (&kx_agreement_entity, "a", NULL);
  Kx_agreement *row = kx_agreement (record);

  kx_agreement_set_starts_on (row, (KxDate){ starts });
  kx_agreement_set_ends_on (row, (KxDate){ ends });
  kx_agreement_set_scopes (row, (KxCodes){ scopes });
  if (text != NULL)
    kx_agreement_set_template_name (row, text);
  /* None of these is a term. */
  kx_agreement_set_number (row, text != NULL ? text : "1");
  kx_agreement_set_note (row, text != NULL ? text : "2");
  return record;
}

/* Any kind of row that belongs to something serves. */
static void
add_part (GPtrArray *parts, int kind, const char *number)
{
  KxRecord *record = kx_record_new (&kx_credential_entity, number, NULL);

  kx_credential_set_agency (kx_credential (record), "a");
  kx_credential_set_kind (kx_credential (record), kind);
  kx_credential_set_number (kx_credential (record), number);
  g_ptr_array_add (parts, record);
}

static char *
tell (const GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KxTermsLine *line = lines->pdata[i];

      g_string_append_printf (text, "%s: %s > %s\n", line->label, line->old != NULL ? line->old : "-",
                              line->now != NULL ? line->now : "-");
    }
  return g_string_free (text, FALSE);
}

static void
assert_compared (const KxRecord *old, const KxRecord *now, const GPtrArray *old_parts, const GPtrArray *parts,
                 const char *expected)
{
  g_autoptr (GPtrArray) lines = kx_renewal_compare (old, now, old_parts, parts, &kx_terms_spoken);
  g_autofree char *found = tell (lines);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_only_what_differs_is_told (void)
{
  g_autoptr (KxRecord) old = make_agreement (20250101, 20261231, 1, "2025年文本");
  g_autoptr (KxRecord) same = make_agreement (20250101, 20261231, 1, "2025年文本");
  g_autoptr (KxRecord) now = make_agreement (20270101, 20281231, 3, NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  assert_compared (old, same, none, none, "");
  assert_compared (old, now, none, none,
                   "Starts on: 2025-01-01 > 2027-01-01\n"
                   "Ends on: 2026-12-31 > 2028-12-31\n"
                   "Scopes of service: Inpatient > Inpatient, Outpatient\n"
                   "Text of the agreement: 2025年文本 > -\n");
}

static void
test_rows_are_told_by_what_they_are (void)
{
  g_autoptr (KxRecord) agreement = make_agreement (20250101, 20261231, 1, NULL);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free),
                        now = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);

  add_part (old, kx_credential_kind_practice_licence, "1");
  add_part (old, kx_credential_kind_business_licence, "2");
  add_part (old, kx_credential_kind_designation, "3");
  add_part (now, kx_credential_kind_designation, "3");
  add_part (now, kx_credential_kind_practice_licence, "9");
  add_part (now, kx_credential_kind_other, "4");
  assert_compared (agreement, agreement, old, now,
                   "Credential: Medical institution practice licence: 1 > 9\n"
                   "Credential: Business licence: 2 > -\n"
                   "Credential: Other credential: - > 4\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal-terms/only what differs is told", test_only_what_differs_is_told);
  g_test_add_func ("/renewal-terms/rows are told by what they are", test_rows_are_told_by_what_they_are);
  return g_test_run ();
}
