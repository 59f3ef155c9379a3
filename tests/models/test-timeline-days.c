#include "models/kx-timeline.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-rectification.h"
#include "lib/kx-test-store.h"
#include "models/kx-timeline-days.h"

#include <string.h>

static const KxDate today = { 20261126 };

static KxRecord *
make (const KxEntity *entity, int state)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *record = kx_record_new (entity, id, "370100/agreement");

  kx_record_put (record, (guint) entity->state, (KxValue){ .CODE = state });
  return record;
}

static KxRecord *
make_agreement (int state)
{
  KxRecord *record = make (&kx_agreement_entity, state);
  Kx_agreement *agreement = kx_agreement (record);

  kx_agreement_set_number (agreement, "济康协〔2026〕01号");
  kx_agreement_set_starts_on (agreement, (KxDate){ 20260201 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20270131 });
  return record;
}

/* The events as lines: day, words, and a star for what is ahead. */
static char *
dup_lines (const KxRecord *record, GPtrArray *others)
{
  KxTimelineRows rows = { .record = record, .others = others };
  g_autoptr (GPtrArray) events = kx_timeline_new (&rows, today);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (lines, "%d %s%s\n", kx_event_get_date (events->pdata[i]).ymd,
                            kx_event_get_words (events->pdata[i]),
                            kx_event_is_ahead (events->pdata[i]) ? "*" : "");
  return g_string_free (lines, FALSE);
}

static void
test_the_days_of_an_agreement_are_told (void)
{
  g_autoptr (KxRecord) record = make_agreement (kx_agreement_state_signed);
  g_autofree char *lines = NULL;

  kx_agreement_set_agency_signed_on (kx_agreement (record), (KxDate){ 20260110 });
  kx_agreement_set_signed_on (kx_agreement (record), (KxDate){ 20260115 });
  lines = dup_lines (record, NULL);
  g_assert_cmpstr (lines, ==,
                   "20270131 Term of the agreement ends: 济康协〔2026〕01号*\n"
                   "20260201 Term of the agreement begins: 济康协〔2026〕01号\n"
                   "20260115 Agreement signed: 济康协〔2026〕01号\n"
                   "20260110 Agreement signed by the agency: 济康协〔2026〕01号\n");
}

static void
test_a_draft_has_no_term_yet (void)
{
  g_autoptr (KxRecord) record = make_agreement (kx_agreement_state_draft);
  g_autofree char *lines = dup_lines (record, NULL);

  g_assert_cmpstr (lines, ==, "");
}

static void
test_an_end_takes_the_place_of_the_term (void)
{
  g_autoptr (KxRecord) record = make_agreement (kx_agreement_state_ended);
  g_autofree char *lines = NULL;

  kx_agreement_set_ended_on (kx_agreement (record), (KxDate){ 20260630 });
  lines = dup_lines (record, NULL);
  g_assert_cmpstr (lines, ==,
                   "20260630 Agreement ended: 济康协〔2026〕01号\n"
                   "20260201 Term of the agreement begins: 济康协〔2026〕01号\n");
}

static void
test_days_of_other_rows_stand_between (void)
{
  g_autoptr (KxRecord) record = make_agreement (kx_agreement_state_signed);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  KxRecord *application = make (&kx_application_entity, kx_application_state_admitted);
  KxRecord *notice = make (&kx_rectification_entity, kx_rectification_state_reported);
  g_autofree char *lines = NULL;

  kx_application_set_number (kx_application (application), "申〔2025〕7号");
  kx_application_set_received_on (kx_application (application), (KxDate){ 20251110 });
  kx_rectification_set_number (kx_rectification (notice), "改〔2026〕2号");
  kx_rectification_set_issued_on (kx_rectification (notice), (KxDate){ 20260401 });
  kx_rectification_set_due_on (kx_rectification (notice), (KxDate){ 20260501 });
  kx_rectification_set_reported_on (kx_rectification (notice), (KxDate){ 20260428 });
  g_ptr_array_add (others, application);
  g_ptr_array_add (others, notice);
  lines = dup_lines (record, others);
  /* What was reported in time is due no more. */
  g_assert_cmpstr (lines, ==,
                   "20270131 Term of the agreement ends: 济康协〔2026〕01号*\n"
                   "20260428 Rectification reported: 改〔2026〕2号\n"
                   "20260401 Rectification issued: 改〔2026〕2号\n"
                   "20260201 Term of the agreement begins: 济康协〔2026〕01号\n"
                   "20251110 Application received: 申〔2025〕7号\n");
}

static void
test_the_tables_name_what_they_say (void)
{
  guint n;
  const KxTimelineDay *days = kx_timeline_days (&n);
  const KxTimelineChild *children;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (days[i].entity->fields[days[i].field].kind, ==, KX_DATE);
      g_assert_nonnull (strstr (days[i].words, "{name}"));
    }
  children = kx_timeline_children (&n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (children[i].entity->fields[children[i].field].target, ==, children[i].of->name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/the days of an agreement are told", test_the_days_of_an_agreement_are_told);
  g_test_add_func ("/timeline/a draft has no term yet", test_a_draft_has_no_term_yet);
  g_test_add_func ("/timeline/an end takes the place of the term", test_an_end_takes_the_place_of_the_term);
  g_test_add_func ("/timeline/days of other rows stand between", test_days_of_other_rows_stand_between);
  g_test_add_func ("/timeline/the tables name what they say", test_the_tables_name_what_they_say);
  return g_test_run ();
}
