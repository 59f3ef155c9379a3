#include "core/kx-test-packs.h"

const KxTestPack kx_test_packs[KX_TEST_PACKS] = {
  { "SD", "370100", "370102" }, { "ZB", "370300", "370302" }, { "NN", "450100", "450102" },
  { "GD", "440100", "440103" }, { "CZ", "320400", "320402" }, { "HN", "460100", "460105" },
  { "CN", "410100", "410102" },
};

KxPolicy *
kx_test_packs_policy (KxTestAdmission *f)
{
  KxPolicy *policy = NULL;

  g_assert_cmpint (
      kx_policy_read (kx_test_table_get_reader (f->world->table), f->office, f->world->today, &policy), ==,
      KX_KNOWN);
  return policy;
}

static void
check_cell (KxTestAdmission *f, const KxTestPack *pack, const KxDecision *decision, const KxTestCell *cell,
            const char *item)
{
  const KxFinding *finding = kx_test_world_finding (decision, cell->code, NULL);
  g_autofree char *all = kx_test_world_describe (decision);
  g_autoptr (KxPolicy) policy = kx_test_packs_policy (f);
  const KxCite *words = cell->key != KX_N_POLICY ? &kx_policy_get (policy, cell->key)->cite : NULL;

  if (g_strcmp0 (item, KX_TEST_ELSEWHERE) == 0)
    return;
  if (item == NULL && finding != NULL)
    g_error ("%s: %s is found: %s", pack->code, cell->code, all);
  if (item == NULL)
    return;
  if (finding == NULL)
    g_error ("%s: %s is not found: %s", pack->code, cell->code, all);
  if (finding->verdict != cell->verdict || finding->cite.source != cell->source)
    g_error ("%s: %s has verdict %d and source %d: %s", pack->code, cell->code, finding->verdict,
             finding->cite.source, all);
  g_assert_cmpstr (finding->cite.item != NULL ? finding->cite.item : "", ==, item);
  if (words == NULL)
    return;
  g_assert_cmpstr (finding->cite.quote, ==, words->quote);
  g_assert_cmpstr (finding->cite.document, ==, words->document);
  /* An own value has a document and a day, but no words. */
  g_assert_true (*item == '\0' || cell->source == KX_SOURCE_OFFICE || words->quote != NULL);
}

void
kx_test_packs_check (KxTestAdmission *f, KxTestAct act, const KxTestCell *cells, guint n_cells)
{
  for (guint p = 0; p < KX_TEST_PACKS; p++)
    {
      const KxTestPack *pack = &kx_test_packs[p];
      g_autoptr (KxDecision) decision = NULL;

      kx_test_admission_enter_pack (f, pack->code, pack->city);
      decision = act (f, pack);
      g_assert_true (decision->certain && !decision->broken);
      for (guint i = 0; i < n_cells; i++)
        check_cell (f, pack, decision, &cells[i], cells[i].items[p]);
    }
}
