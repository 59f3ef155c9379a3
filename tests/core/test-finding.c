#include "core/kx-finding.h"

static void
test_arguments_fill_their_places (void)
{
  static const struct
  {
    const char *wording, *filled;
  } words[] = {
    { "At most {max} of {name}", "At most 12 of {max}" },
    { "{name}{name}", "{max}{max}" },
    { "没有 {max}。", "没有 12。" },
    { "{other} {} {max", "{other} {} {max" },
    { "{{max}}", "{12}" },
    { "{ma} {maxi}", "{ma} {maxi}" },
    { "", "" },
    { "}{", "}{" },
  };
  g_autoptr (KxFinding) finding = kx_finding_new (KX_FAILS, "too-long", "name", "At most {max} of {name}");

  kx_finding_arg (kx_finding_arg_int (finding, "max", 12), "name", "{max}");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *filled = kx_finding_fill (finding, words[i].wording);

      g_assert_cmpstr (filled, ==, words[i].filled);
    }
}

static void
test_an_argument_without_text_is_empty (void)
{
  g_autoptr (KxFinding) finding = kx_finding_new (KX_WARNS, "gone", NULL, "<{name}>");
  g_autofree char *filled = NULL;

  kx_finding_arg (finding, "name", NULL);
  filled = kx_finding_fill (finding, finding->message);
  g_assert_cmpstr (filled, ==, "<>");
}

static void
test_only_a_failure_refuses (void)
{
  g_autoptr (GPtrArray) findings = kx_findings_new ();

  g_assert_false (kx_findings_refuse (findings));
  for (int verdict = KX_HOLDS; verdict <= KX_CANNOT_TELL; verdict++)
    if (verdict != KX_FAILS)
      g_ptr_array_add (findings, kx_finding_new ((KxVerdict) verdict, "x", NULL, "x"));
  g_assert_false (kx_findings_refuse (findings));
  g_ptr_array_add (findings, kx_finding_new (KX_FAILS, "x", NULL, "x"));
  g_assert_true (kx_findings_refuse (findings));
}

static void
test_verdicts_sources_and_forces_have_names_of_their_own (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_null (kx_source_name (KX_SOURCE_NONE));
  g_assert_null (kx_force_name (KX_FORCE_NONE));
  for (int i = KX_HOLDS; i <= KX_CANNOT_TELL; i++)
    g_assert_true (g_hash_table_add (names, (gpointer) kx_verdict_name ((KxVerdict) i)));
  for (int i = KX_SOURCE_LAW; i <= KX_SOURCE_PROGRAM; i++)
    g_assert_true (g_hash_table_add (names, (gpointer) kx_source_name ((KxSource) i)));
  for (int i = KX_FORCE_DUTY; i <= KX_FORCE_OWN_VALUE; i++)
    g_assert_true (g_hash_table_add (names, (gpointer) kx_force_name ((KxForce) i)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/arguments-fill-their-places", test_arguments_fill_their_places);
  g_test_add_func ("/finding/an-argument-without-text-is-empty", test_an_argument_without_text_is_empty);
  g_test_add_func ("/finding/only-a-failure-refuses", test_only_a_failure_refuses);
  g_test_add_func ("/finding/verdicts-sources-and-forces-have-names-of-their-own",
                   test_verdicts_sources_and_forces_have_names_of_their_own);
  return g_test_run ();
}
