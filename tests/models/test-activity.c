/* The lists of the page Activity: what waits or was refused, conflicts, notices. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-conflict-list.h"
#include "models/kx-notice-list.h"
#include "models/kx-outbox-list.h"
#include "models/kx-test-desktop.h"
#include "models/kx-todo-list.h"
#include "store/kx-row.h"
#include "sync/kx-mirror-push.h"

typedef struct
{
  KxTestDesktop *desk;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_desktop_free (f->desk);
}

typedef struct
{
  GListModel *model;
  guint n;
} Waiting;

static gboolean
has_n (gpointer data)
{
  Waiting *waiting = data;

  return g_list_model_get_n_items (waiting->model) == waiting->n;
}

static void
wait_for (GListModel *model, guint n)
{
  Waiting waiting = { model, n };

  kx_test_wait (has_n, &waiting);
}

static KxOutboxItem *
out_item (KxOutboxList *list, KxOutState state, guint position)
{
  return g_list_model_get_item (kx_outbox_list_get_state (list, state), position);
}

static void
on_changed (gpointer object, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_what_waits_is_put_into_words (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOutboxList) list = kx_outbox_list_new (f->desk->source);
  g_autofree char *id = kx_test_desktop_add_agency (f->desk, "甲医院");
  g_autoptr (KxOutboxItem) item = NULL;
  gboolean changed = FALSE;

  wait_for (kx_outbox_list_get_state (list, KX_OUT_WAITING), 1);
  item = out_item (list, KX_OUT_WAITING, 0);
  g_assert_cmpstr (kx_outbox_item_get_text (item), ==, "Add agency");
  g_assert_cmpstr (kx_outbox_item_get_subject (item), ==, "甲医院");
  g_assert_null (kx_outbox_item_get_why (item));
  g_assert_cmpstr (kx_outbox_item_get_id (item), ==, id);
  g_assert_true (kx_outbox_item_get_entity (item) == &kx_agency_entity);
  g_assert_false (kx_outbox_item_can_retry (item));
  g_assert_true (kx_outbox_item_can_discard (item));
  g_assert_cmpuint (kx_outbox_item_get_lines (item)->len, ==, 3);
  g_signal_connect (item, "changed", G_CALLBACK (on_changed), &changed);
  kx_test_desktop_submit (f->desk, kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_name, "乙医院"));
  kx_test_wait (is_true, &changed);
  g_assert_cmpstr (kx_outbox_item_get_subject (item), ==, "乙医院");
  g_signal_handlers_disconnect_by_data (item, &changed);
  g_clear_object (&item);
  g_assert_finalize_object (g_steal_pointer (&list));
}

typedef struct
{
  gint64 id;
  KxOutState state;
} Move;

static gboolean
move_op (KxBook *book, gpointer data, GError **error)
{
  const Move *move = data;

  return kx_mirror_outbox_set_state (
      book, move->id, move->state,
      "{\"n\":1,\"result\":\"rejected\",\"seq\":0,\"findings\":[{\"code\":\"same-name\",\"field\":\"name\","
      "\"message\":\"Another agency of this office has the same "
      "name\",\"verdict\":\"fails\",\"args\":{}}],\"rows\":[]}",
      error);
}

static void
test_what_was_refused_says_why (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOutboxList) list = kx_outbox_list_new (f->desk->source);
  g_autoptr (KxTodoList) todos = kx_todo_list_new (KX_ROW_SOURCE (f->desk->source));
  g_autofree char *id = kx_test_desktop_add_agency (f->desk, "甲医院");
  g_autoptr (KxOutboxItem) item = NULL;
  g_autoptr (KxTodo) todo = NULL;
  Move move = { .state = KX_OUT_REFUSED };

  wait_for (kx_outbox_list_get_state (list, KX_OUT_WAITING), 1);
  item = out_item (list, KX_OUT_WAITING, 0);
  move.id = kx_outbox_item_get_number (item);
  g_clear_object (&item);
  kx_test_desktop_write (f->desk, move_op, &move);
  wait_for (kx_outbox_list_get_state (list, KX_OUT_REFUSED), 1);
  wait_for (kx_outbox_list_get_state (list, KX_OUT_WAITING), 0);
  item = out_item (list, KX_OUT_REFUSED, 0);
  g_assert_cmpstr (kx_outbox_item_get_why (item), ==, "Another agency of this office has the same name");
  g_assert_cmpstr (kx_outbox_item_get_subject (item), ==, "甲医院");
  g_assert_true (kx_outbox_item_can_retry (item));
  wait_for (kx_todo_list_get_group (todos, KX_TODO_WEEK), 1);
  todo = g_list_model_get_item (kx_todo_list_get_group (todos, KX_TODO_WEEK), 0);
  g_assert_cmpint (kx_todo_get_kind (todo), ==, KX_TODO_REFUSED);
  g_assert_cmpstr (kx_todo_get_why (todo), ==, "Another agency of this office has the same name");
  g_clear_object (&todo);
  g_assert_finalize_object (g_steal_pointer (&todos));
  g_clear_object (&item);
  g_assert_finalize_object (g_steal_pointer (&list));
}

static gboolean
send_and_fail (KxBook *book, gpointer data, GError **error)
{
  g_autoptr (GBytes) batch = kx_mirror_push_take (book, 10, 100000, error);

  return batch != NULL && kx_mirror_push_note_failure (book, data, error);
}

static void
note_failure (Fixture *f, const char *message)
{
  kx_test_desktop_write (f->desk, send_and_fail, (gpointer) message);
}

static void
test_a_failure_on_the_way_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOutboxList) list = NULL;
  g_autofree char *id = kx_test_desktop_add_agency (f->desk, "甲医院");
  g_autoptr (KxOutboxItem) item = NULL;
  gboolean changed = FALSE;

  note_failure (f, "No route");
  list = kx_outbox_list_new (f->desk->source);
  wait_for (kx_outbox_list_get_state (list, KX_OUT_SENT), 1);
  item = out_item (list, KX_OUT_SENT, 0);
  g_assert_cmpint (kx_outbox_item_get_state (item), ==, KX_OUT_SENT);
  g_assert_cmpstr (kx_outbox_item_get_why (item), ==, "No route");
  g_assert_false (kx_outbox_item_can_discard (item));
  g_signal_connect (item, "changed", G_CALLBACK (on_changed), &changed);
  note_failure (f, "Timed out");
  kx_test_wait (is_true, &changed);
  g_assert_cmpstr (kx_outbox_item_get_why (item), ==, "Timed out");
  g_assert_cmpuint (kx_outbox_item_get_tries (item), ==, 2);
  g_signal_handlers_disconnect_by_data (item, &changed);
  g_clear_object (&item);
  g_assert_finalize_object (g_steal_pointer (&list));
}

#define ROW "0197b2a0-0000-7000-8000-0000000000a1"
#define CONFLICT "0197b2a0-0000-7000-8000-0000000000c1"

/* The service has the row and a conflict about one of its fields. */
static void
land_conflict (Fixture *f, const char *field, int kind, const char *theirs, const char *mine)
{
  KxRecord *row = kx_record_new (&kx_agency_entity, ROW, "370100/agency"),
           *conflict = kx_record_new (&kx_conflict_entity, CONFLICT, "370100/agency");
  Kx_conflict *x = kx_conflict (conflict);

  kx_agency_set_name (kx_agency (row), "甲医院");
  kx_agency_set_office (kx_agency (row), KX_TEST_OFFICE);
  kx_agency_set_no_uscc_reason (kx_agency (row), "军队医院");
  kx_agency_set_address (kx_agency (row), "二号");
  kx_test_desktop_land (f->desk, row);
  kx_conflict_set_owner_entity (x, "agency");
  kx_conflict_set_owner (x, ROW);
  if (field != NULL)
    kx_conflict_set_field (x, field);
  kx_conflict_set_kind (x, kind);
  if (theirs != NULL)
    kx_conflict_set_theirs (x, theirs);
  if (mine != NULL)
    kx_conflict_set_mine (x, mine);
  kx_conflict_set_their_author (x, "0197b2a0-0000-7000-8000-0000000000b1");
  kx_conflict_set_my_author (x, "clerk");
  kx_conflict_set_proposed_at (x, (KxTime){ 1782864000000 });
  kx_conflict_set_state (x, kx_conflict_state_open);
  kx_test_desktop_land (f->desk, conflict);
}

static KxRecord *
read_row (Fixture *f, const KxEntity *entity, const char *id)
{
  KxBook *reader = kx_mirror_take_reader (f->desk->mirror, NULL);
  KxRecord *row = kx_row_get (reader, entity, id, NULL);

  kx_mirror_give_reader (f->desk->mirror, reader);
  return row;
}

/* Settles the one conflict there is. */
static void
settle (Fixture *f, KxConflictList *list, int outcome, const char *edited)
{
  g_autoptr (KxConflictItem) item = g_list_model_get_item (kx_conflict_list_get_model (list), 0);
  GPtrArray *ops = kx_conflict_item_make_ops (item, f->desk->mirror, outcome, edited);

  g_assert_nonnull (ops);
  kx_test_desktop_submit_all (f->desk, ops);
  wait_for (kx_conflict_list_get_model (list), 0);
}

static void
test_a_conflict_is_settled_in_three_ways (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int outcome;
    const char *edited, *address;
  } cases[] = { { kx_conflict_outcome_keep_theirs, NULL, "二号" },
                { kx_conflict_outcome_keep_mine, NULL, "三号" },
                { kx_conflict_outcome_edited, "四号", "四号" },
                { kx_conflict_outcome_edited, NULL, NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxConflictList) list = NULL;
      g_autoptr (KxRecord) row = NULL, conflict = NULL;

      if (i > 0)
        {
          kx_test_desktop_free (f->desk);
          f->desk = kx_test_desktop_new ();
        }
      land_conflict (f, "address", kx_conflict_kind_field, "二号", "三号");
      list = kx_conflict_list_new (f->desk->source);
      wait_for (kx_conflict_list_get_model (list), 1);
      settle (f, list, cases[i].outcome, cases[i].edited);
      row = read_row (f, &kx_agency_entity, ROW);
      conflict = read_row (f, &kx_conflict_entity, CONFLICT);
      g_assert_cmpstr (kx_agency_get_address (kx_agency (row)), ==, cases[i].address);
      g_assert_cmpint (kx_conflict_get_state (kx_conflict (conflict)), ==, kx_conflict_state_closed);
      g_assert_cmpint (kx_conflict_get_outcome (kx_conflict (conflict)), ==, cases[i].outcome);
      g_assert_finalize_object (g_steal_pointer (&list));
    }
}

static void
test_a_conflict_is_put_into_words (Fixture *f, gconstpointer data)
{
  g_autoptr (KxConflictList) list = NULL;
  g_autoptr (KxConflictItem) item = NULL;
  g_autoptr (GPtrArray) found = NULL, none = NULL;

  land_conflict (f, "kind", kx_conflict_kind_field, "other", "workers_sanatorium");
  list = kx_conflict_list_new (f->desk->source);
  wait_for (kx_conflict_list_get_model (list), 1);
  item = g_list_model_get_item (kx_conflict_list_get_model (list), 0);
  g_assert_cmpstr (kx_conflict_item_get_subject (item), ==, "甲医院");
  g_assert_cmpstr (kx_conflict_item_get_label (item), ==, "Kind of institution");
  g_assert_cmpstr (kx_conflict_item_get_theirs (item), ==, "Other kind");
  g_assert_cmpstr (kx_conflict_item_get_mine (item), ==, "Workers' sanatorium");
  g_assert_cmpstr (kx_conflict_item_get_base (item), ==, "");
  g_assert_cmpstr (kx_conflict_item_get_mine_text (item), ==, "workers_sanatorium");
  g_assert_cmpstr (kx_conflict_item_get_my_author (item), ==, "you");
  g_assert_cmpstr (kx_conflict_item_get_their_author (item), ==, "a colleague");
  g_assert_cmpstr (kx_conflict_item_get_sentence (item), ==,
                   "“Kind of institution” was changed by a colleague, and without knowing of it by you");
  g_assert_cmpint (kx_conflict_item_get_at (item).ms, ==, 1782864000000);
  found = kx_conflict_list_find (list, &kx_agency_entity, ROW);
  none = kx_conflict_list_find (list, &kx_agency_entity, "another");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_ptr_array_set_size (found, 0);
  g_assert_null (kx_conflict_item_make_ops (item, f->desk->mirror, kx_conflict_outcome_edited, "nothing"));
  g_clear_object (&item);
  g_assert_finalize_object (g_steal_pointer (&list));
}

static void
test_a_sealed_value_has_to_be_typed_again (Fixture *f, gconstpointer data)
{
  g_autoptr (KxConflictList) list = NULL;
  g_autoptr (KxConflictItem) item = NULL;

  land_conflict (f, "bank_account", kx_conflict_kind_field, "****1234", "****5678");
  list = kx_conflict_list_new (f->desk->source);
  wait_for (kx_conflict_list_get_model (list), 1);
  item = g_list_model_get_item (kx_conflict_list_get_model (list), 0);
  g_assert_false (kx_conflict_item_can_keep_mine (item));
  g_assert_null (kx_conflict_item_make_ops (item, f->desk->mirror, kx_conflict_outcome_keep_mine, NULL));
  g_clear_object (&item);
  g_assert_finalize_object (g_steal_pointer (&list));
}

static void
test_a_deletion_after_all (Fixture *f, gconstpointer data)
{
  g_autoptr (KxConflictList) list = NULL;
  g_autoptr (KxConflictItem) item = NULL;
  g_autoptr (KxRecord) row = NULL;

  land_conflict (f, NULL, kx_conflict_kind_delete, "address beds", NULL);
  list = kx_conflict_list_new (f->desk->source);
  wait_for (kx_conflict_list_get_model (list), 1);
  item = g_list_model_get_item (kx_conflict_list_get_model (list), 0);
  g_assert_cmpint (kx_conflict_item_get_field (item), ==, -1);
  g_assert_cmpstr (kx_conflict_item_get_sentence (item), ==,
                   "a colleague changed it (Address, Rehabilitation beds) while you deleted it");
  g_clear_object (&item);
  settle (f, list, kx_conflict_outcome_keep_mine, NULL);
  row = read_row (f, &kx_agency_entity, ROW);
  g_assert_cmpint (row->deleted_at.ms, !=, 0);
  g_assert_finalize_object (g_steal_pointer (&list));
}

static void
test_notices_come_newest_first (Fixture *f, gconstpointer data)
{
  g_autoptr (KxNoticeList) list = kx_notice_list_new (f->desk->source);
  GListModel *model = kx_notice_list_get_model (list);
  g_autoptr (KxNoticeItem) first = NULL, still = NULL, newest = NULL;

  kx_mirror_add_notice (f->desk->mirror, "一");
  wait_for (model, 1);
  first = g_list_model_get_item (model, 0);
  g_assert_cmpstr (kx_notice_item_get_text (first), ==, "一");
  g_assert_cmpint (kx_notice_item_get_at (first).ms, >, 1700000000000);
  kx_mirror_add_notice (f->desk->mirror, "二");
  kx_mirror_add_notice (f->desk->mirror, "二");
  wait_for (model, 3);
  newest = g_list_model_get_item (model, 0);
  still = g_list_model_get_item (model, 2);
  g_assert_cmpstr (kx_notice_item_get_text (newest), ==, "二");
  g_assert_true (still == first);
  g_clear_object (&first);
  g_clear_object (&still);
  g_clear_object (&newest);
  g_assert_finalize_object (g_steal_pointer (&list));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/activity/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-waits-is-put-into-words", test_what_waits_is_put_into_words);
  ADD ("what-was-refused-says-why", test_what_was_refused_says_why);
  ADD ("a-failure-on-the-way-is-told", test_a_failure_on_the_way_is_told);
  ADD ("a-conflict-is-settled-in-three-ways", test_a_conflict_is_settled_in_three_ways);
  ADD ("a-conflict-is-put-into-words", test_a_conflict_is_put_into_words);
  ADD ("a-sealed-value-has-to-be-typed-again", test_a_sealed_value_has_to_be_typed_again);
  ADD ("a-deletion-after-all", test_a_deletion_after_all);
  ADD ("notices-come-newest-first", test_notices_come_newest_first);
  return g_test_run ();
}
