#include "models/kx-timeline.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-former-name.h"

static char *
dup_person (const char *user, gpointer data)
{
  if (g_str_equal (user, "clerk"))
    return g_strdup ("单小满");
  return g_strdup (g_str_equal (user, "reviewer") ? "安若素" : "");
}

static KxRecord *
make_slip (int state, int confirmed_on)
{
  KxRecord *record = kx_record_new (&kx_approval_entity, "slip", "370100/agreement");
  Kx_approval *slip = kx_approval (record);

  kx_approval_set_state (slip, state);
  kx_approval_set_by_name (slip, "仇正衡");
  kx_approval_set_by_post (slip, "分管负责人");
  kx_approval_set_registered_by (slip, "clerk");
  kx_approval_set_confirmed_by (slip, "reviewer");
  kx_approval_set_confirmed_on (slip, (KxDate){ confirmed_on });
  return record;
}

/* The events of the kind that tells of approvals; (element-type KxEvent) owned. */
static GPtrArray *
list_approvals (const KxRecord *record, GPtrArray *slips)
{
  KxTimelineRows rows = { .record = record, .approvals = slips, .dup_person = dup_person };
  GPtrArray *events = kx_timeline_new (&rows, (KxDate){ 20261130 });

  for (guint i = events->len; i-- > 0;)
    if (kx_event_get_kind (events->pdata[i]) != KX_EVENT_APPROVAL)
      g_ptr_array_remove_index (events, i);
  return events;
}

static void
test_an_approval_names_all_three (void)
{
  g_autoptr (KxRecord) agreement = kx_record_new (&kx_agreement_entity, "agreement", "370100/agreement");
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_autoptr (GPtrArray) events = NULL;

  g_ptr_array_add (slips, make_slip (kx_approval_state_confirmed, 20261120));
  events = list_approvals (agreement, slips);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (kx_event_get_words (events->pdata[0]), ==,
                   "Approved by 仇正衡 (分管负责人) on paper, entered by 单小满, confirmed by 安若素");
  g_assert_cmpint (kx_event_get_date (events->pdata[0]).ymd, ==, 20261120);
  g_assert_true (kx_event_get_entity (events->pdata[0]) == &kx_approval_entity);
  g_assert_cmpstr (kx_event_get_id (events->pdata[0]), ==, "slip");
}

/* What nobody confirmed, what was declined, and what lies in the trash is no approval. */
static void
test_only_what_was_confirmed_counts (void)
{
  static const int others[] = { kx_approval_state_prepared, kx_approval_state_sent,
                                kx_approval_state_answered, kx_approval_state_declined,
                                kx_approval_state_withdrawn };
  g_autoptr (KxRecord) agreement = kx_record_new (&kx_agreement_entity, "agreement", "370100/agreement");
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_autoptr (GPtrArray) events = NULL;
  KxRecord *deleted = make_slip (kx_approval_state_confirmed, 20261120);

  deleted->deleted_at = (KxTime){ 1795000000000 };
  g_ptr_array_add (slips, deleted);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_ptr_array_add (slips, make_slip (others[i], 20261120));
  events = list_approvals (agreement, slips);
  g_assert_cmpuint (events->len, ==, 0);
}

/* The newest first, and a slip tells of itself; a person who is not known here leaves no hole. */
static void
test_order_and_unknown_people (void)
{
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_autoptr (GPtrArray) events = NULL;
  KxRecord *slip = make_slip (kx_approval_state_confirmed, 20261118);

  kx_approval_set_confirmed_by (kx_approval (slip), "nobody");
  g_ptr_array_add (slips, slip);
  g_ptr_array_add (slips, make_slip (kx_approval_state_confirmed, 20261120));
  events = list_approvals (slip, slips);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpint (kx_event_get_date (events->pdata[0]).ymd, ==, 20261120);
  g_assert_true (g_str_has_suffix (kx_event_get_words (events->pdata[1]), "confirmed by —"));
}

static GPtrArray *
list_of (KxRecord *row)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);

  g_ptr_array_add (rows, row);
  return rows;
}

static KxEvent *
find_event (GPtrArray *events, const char *id, KxEventKind kind)
{
  for (guint i = 0; i < events->len; i++)
    if (g_strcmp0 (kx_event_get_id (events->pdata[i]), id) == 0 &&
        kx_event_get_kind (events->pdata[i]) == kind)
      return events->pdata[i];
  g_assert_not_reached ();
}

static KxRecord *
make_agreement (const char *id)
{
  KxRecord *record = kx_record_new (&kx_agreement_entity, id, "370100/agreement");

  kx_agreement_set_signed_on (kx_agreement (record), (KxDate){ 20260115 });
  record->created_at = (KxTime){ 1795000000000 };
  return record;
}

/* Also another row of the same kind is another row, and a slip is no page to open on its own page. */
static void
test_each_event_leads_somewhere (void)
{
  g_autoptr (KxRecord) record = make_agreement ("mine");
  KxRecord *name = kx_record_new (&kx_former_name_entity, "name", "370100/agency"),
           *file = kx_record_new (&kx_attachment_entity, "file", "370100/agreement");
  g_autoptr (GPtrArray) slips = list_of (make_slip (kx_approval_state_confirmed, 20261120)),
                        names = list_of (name), files = list_of (file),
                        others = list_of (make_agreement ("next")), events = NULL, own = NULL;
  KxTimelineRows rows = {
    .record = record, .names = names, .attachments = files, .approvals = slips, .others = others
  };

  kx_former_name_set_from_on (kx_former_name (name), (KxDate){ 20200101 });
  events = kx_timeline_new (&rows, (KxDate){ 20261130 });
  g_assert_cmpint (kx_event_get_target (find_event (events, "mine", KX_EVENT_RECORD)), ==,
                   KX_EVENT_TO_HISTORY);
  g_assert_cmpint (kx_event_get_target (find_event (events, "mine", KX_EVENT_MATTER)), ==, KX_EVENT_TO_FIELD);
  g_assert_cmpint (kx_event_get_target (find_event (events, "next", KX_EVENT_MATTER)), ==, KX_EVENT_TO_PAGE);
  g_assert_cmpint (kx_event_get_target (find_event (events, "name", KX_EVENT_NAME)), ==, KX_EVENT_TO_PART);
  g_assert_cmpint (kx_event_get_target (find_event (events, "file", KX_EVENT_DOCUMENT)), ==,
                   KX_EVENT_TO_DOCUMENT);
  g_assert_cmpint (kx_event_get_target (find_event (events, "slip", KX_EVENT_APPROVAL)), ==,
                   KX_EVENT_TO_PAGE);
  own = list_approvals (slips->pdata[0], slips);
  g_assert_cmpint (kx_event_get_target (own->pdata[0]), ==, KX_EVENT_TO_HISTORY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/an approval names all three", test_an_approval_names_all_three);
  g_test_add_func ("/timeline/only what was confirmed counts", test_only_what_was_confirmed_counts);
  g_test_add_func ("/timeline/order and unknown people", test_order_and_unknown_people);
  g_test_add_func ("/timeline/each event leads somewhere", test_each_event_leads_somewhere);
  return g_test_run ();
}
