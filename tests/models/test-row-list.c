#include "models/kx-row-list.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-crypto.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-row-list-private.h"
#include "models/kx-display.h"
#include "store/kx-apply.h"
#include "store/kx-list.h"
#include "store/kx-row.h"

#include <string.h>

static const char *const stems[] = { "安康", "博爱", "仁爱", "同仁", "协和",
                                     "中心", "第一", "第二", "惠民", "济生" };
static const char *const kinds[] = { "医院", "康复医院", "康复中心", "中医院", "疗养院" };

/* A list, and what a view of it would believe: how many rows, and the items of some of them. */
typedef struct
{
  KxTestSource *source;
  KxRowList *list;
  GThread *main;
  guint n_rows, n_signals, n_named;
  GPtrArray *held; /* (element-type KxRowItem) owned; what a view holds */
  GPtrArray *ids;  /* (element-type utf8) owned; all rows ever made */
} Fixture;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Fixture *f = data;

  g_assert_true (g_thread_self () == f->main);
  g_assert_cmpuint (position, <=, f->n_rows);
  g_assert_cmpuint (removed, <=, f->n_rows - position);
  g_assert_true (removed > 0 || added > 0);
  f->n_rows += added - removed;
  f->n_signals++;
  g_assert_cmpuint (f->n_rows, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < MIN (added, 30); i++)
    {
      g_autoptr (KxRowItem) item = g_list_model_get_item (model, position + i);

      g_assert_cmpuint (kx_row_item_get_position (item), ==, position + i);
    }
}

static char *
random_name (Fixture *f)
{
  return g_strdup_printf ("%s%s%u", stems[g_test_rand_int_range (0, G_N_ELEMENTS (stems))],
                          kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))], f->n_named++ % 400);
}

static void
add_row (Fixture *f, const char *name)
{
  char *id = kx_test_id ();
  g_autofree char *made = name == NULL ? random_name (f) : NULL;
  KxOp *op =
      kx_test_agency_op (kx_schema_get (), id, f->ids->len % 3 == 2 ? KX_TEST_OTHER_OFFICE : KX_TEST_OFFICE,
                         name != NULL ? name : made, NULL);

  if (g_test_rand_bit ())
    kx_agency_set_beds (kx_agency (op->fields), g_test_rand_int_range (0, 5));
  g_ptr_array_add (f->ids, id);
  kx_test_source_apply (f->source, op);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->main = g_thread_self ();
  f->source = kx_test_source_new ();
  f->ids = g_ptr_array_new_with_free_func (g_free);
  f->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    add_row (f, NULL);
  f->list = kx_row_list_new (KX_ROW_SOURCE (f->source));
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed), f);
}

static gboolean
is_at_rest (gpointer data)
{
  KxRowList *list = data;

  return list->walk == NULL && list->update == NULL && list->applying == NULL && list->reading == NULL &&
         list->want_source == 0 && list->more_source == 0 &&
         (list->error != NULL || (!list->all_changed && g_hash_table_size (list->changed) == 0));
}

static void
wait_for_rest (Fixture *f)
{
  kx_test_wait (is_at_rest, f->list);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (f->list, f);
  g_ptr_array_unref (f->held);
  kx_test_finalize (f->list);
  g_ptr_array_unref (f->ids);
  kx_test_finalize (f->source);
}

/* The ids that a list of the store gives for the same question, joined. */
static char *
expected_ids (Fixture *f, const KxFilter *filter)
{
  GString *ids = g_string_new (NULL);
  g_autofree char *after = NULL;
  KxListQuery query;

  kx_filter_to_query (filter, kx_display_today (), &query);
  query.limit = 100;
  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxListPage) page = NULL;

      query.after = after;
      page = kx_list_run (kx_test_source_get_writer (f->source), &query, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < page->records->len; i++)
        g_string_append_printf (ids, "%s\n", ((KxRecord *) page->records->pdata[i])->id);
      g_free (after);
      after = g_steal_pointer (&page->next);
    }
  while (after != NULL);
  return g_string_free (ids, FALSE);
}

/* Every row of the list, each waited for. */
static char *
listed_ids (Fixture *f)
{
  GString *ids = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (f->list));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (f->list), i));
  wait_for_rest (f);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (kx_row_item_get_position (items->pdata[i]), ==, i);
      g_assert_false (kx_row_item_is_loading (items->pdata[i]));
      g_string_append_printf (ids, "%s\n", kx_row_item_get_id (items->pdata[i]));
    }
  return g_string_free (ids, FALSE);
}

static void
assert_lists_what_the_store_does (Fixture *f)
{
  g_autofree char *expected = NULL, *listed = NULL;
  gboolean exact;

  wait_for_rest (f);
  g_assert_null (kx_row_list_get_error (f->list));
  expected = expected_ids (f, kx_row_list_get_filter (f->list));
  listed = listed_ids (f);
  g_assert_cmpstr (listed, ==, expected);
  g_assert_cmpuint (kx_row_list_get_n_found (f->list, &exact), ==, f->n_rows);
  g_assert_true (exact);
}

static void
show (Fixture *f, int sort, gboolean descending, const char *q)
{
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agency_entity);

  filter->sort = sort;
  filter->descending = descending;
  kx_filter_set_q (filter, q);
  kx_row_list_set_filter (f->list, filter);
}

static void
test_a_list_shows_what_the_store_lists (Fixture *f, gconstpointer data)
{
  static const int sorts[] = { KX_SORT_TITLE, KX_SORT_ID, kx_agency_f_beds, kx_agency_f_office };
  static const char *const searches[] = { NULL, "安康", "yy", "1", "没有的" };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sorts) * G_N_ELEMENTS (searches) * 2; i++)
    {
      show (f, sorts[i / 2 % G_N_ELEMENTS (sorts)], i % 2, searches[i / 2 / G_N_ELEMENTS (sorts)]);
      assert_lists_what_the_store_does (f);
      g_assert_cmpuint (kx_row_list_get_n_total (f->list), ==, f->ids->len);
    }
}

static void
test_items_are_there_at_once_and_keep_identity (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRowItem) far = NULL, again = NULL;
  guint loading_at_once = 0;

  show (f, KX_SORT_TITLE, FALSE, NULL);
  while (g_list_model_get_n_items (G_LIST_MODEL (f->list)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_rows, ==, f->ids->len); /* all are counted before all are walked */
  far = g_list_model_get_item (G_LIST_MODEL (f->list), f->n_rows - 1);
  again = g_list_model_get_item (G_LIST_MODEL (f->list), f->n_rows - 1);
  g_assert_true (far == again);
  loading_at_once += kx_row_item_is_loading (far);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (f->list), f->n_rows));
  wait_for_rest (f);
  g_assert_cmpuint (loading_at_once, ==, 1);
  g_assert_false (kx_row_item_is_loading (far));
  g_assert_nonnull (kx_row_item_get_record (far));
  g_assert_cmpstr (kx_row_item_get_ref_title (far, kx_agency_f_office), !=, NULL);
  g_clear_object (&again);
  again = g_list_model_get_item (G_LIST_MODEL (f->list), f->n_rows - 1);
  g_assert_true (far == again);
}

static KxRowItem *
item_called (Fixture *f, const char *name)
{
  for (guint i = 0; i < f->held->len; i++)
    {
      g_autofree char *title = kx_row_item_dup_title (f->held->pdata[i]);

      if (g_str_equal (title, name))
        return f->held->pdata[i];
    }
  return NULL;
}

static void
hold (Fixture *f)
{
  g_ptr_array_set_size (f->held, 0);
  for (guint i = 0; i < f->n_rows; i++)
    g_ptr_array_add (f->held, g_list_model_get_item (G_LIST_MODEL (f->list), i));
  wait_for_rest (f);
}

static void
rename_row (Fixture *f, const char *id, guint field, const char *text)
{
  g_autoptr (KxRecord) row = kx_row_get (kx_test_source_get_writer (f->source), &kx_agency_entity, id, NULL);

  kx_test_source_apply (f->source, kx_test_patch_op (&kx_agency_entity, id, row->seq, field, text));
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_the_least_is_told_of_a_change (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "白云医院", "长青医院", "大同医院", "福寿医院", "光明医院" };
  g_autofree char *id = NULL;
  KxRowItem *middle;
  guint before, notified = 0, position;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_row (f, names[i]);
  show (f, KX_SORT_TITLE, FALSE, NULL);
  wait_for_rest (f);
  hold (f);
  middle = item_called (f, "大同医院");
  id = g_strdup (kx_row_item_get_id (middle));
  g_signal_connect (middle, "notify::record", G_CALLBACK (on_notify), &notified);
  before = f->n_signals;
  /* Another address: the row is read anew, nothing moves. */
  rename_row (f, id, kx_agency_f_address, "人民路1号");
  wait_for_rest (f);
  g_assert_cmpuint (f->n_signals, ==, before);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpstr (kx_record_get (kx_row_item_get_record (middle), kx_agency_f_address).TEXT, ==,
                   "人民路1号");
  /* Another name between the same neighbours. */
  rename_row (f, id, kx_agency_f_name, "大兴医院");
  wait_for_rest (f);
  g_assert_cmpuint (f->n_signals, ==, before);
  g_assert_cmpuint (notified, ==, 2);
  /* To the end: out here, in there; the item is the same. */
  rename_row (f, id, kx_agency_f_name, "和平医院");
  wait_for_rest (f);
  g_assert_cmpuint (f->n_signals, ==, before + 2);
  g_assert_cmpuint (kx_row_item_get_position (middle), ==, 4);
  g_assert_true (kx_row_list_find (f->list, id, &position));
  g_assert_cmpuint (position, ==, 4);
  /* One more row. */
  add_row (f, "安定医院");
  wait_for_rest (f);
  g_assert_cmpuint (f->n_signals, ==, before + 3);
  g_assert_cmpuint (kx_row_item_get_position (middle), ==, 5);
  /* Gone, and its item stands nowhere. */
  {
    g_autofree char *op_id = kx_test_id ();

    kx_test_source_apply (f->source, kx_op_new (KX_OP_DELETE, &kx_agency_entity, op_id, id, NULL));
  }
  wait_for_rest (f);
  g_assert_cmpuint (f->n_signals, ==, before + 4);
  g_assert_false (kx_row_list_find (f->list, id, &position));
  assert_lists_what_the_store_does (f);
  g_signal_handlers_disconnect_by_data (middle, &notified);
}

/* One of the things people do to rows. */
static void
change_something (Fixture *f)
{
  const char *id = f->ids->pdata[g_test_rand_int_range (0, (gint) f->ids->len)];
  g_autoptr (KxRecord) row = kx_row_get (kx_test_source_get_writer (f->source), &kx_agency_entity, id, NULL);
  g_autofree char *op_id = kx_test_id (), *name = random_name (f);
  KxOp *op;

  if (row == NULL)
    return;
  if (row->deleted_at.ms != 0)
    {
      kx_test_source_apply (f->source, kx_op_new (KX_OP_RESTORE, &kx_agency_entity, op_id, id, NULL));
      return;
    }
  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      add_row (f, NULL);
      break;
    case 1:
      kx_test_source_apply (f->source, kx_op_new (KX_OP_DELETE, &kx_agency_entity, op_id, id, NULL));
      break;
    case 2:
      rename_row (f, id, kx_agency_f_address, name);
      break;
    case 3:
      op = kx_test_patch_op (&kx_agency_entity, id, row->seq, kx_agency_f_address, name);
      kx_agency_set_beds (kx_agency (op->fields), g_test_rand_int_range (0, 5));
      kx_test_source_apply (f->source, op);
      break;
    default:
      rename_row (f, id, kx_agency_f_name, name);
    }
}

/* The items that a view holds are still those of their rows. */
static void
assert_identity_kept (Fixture *f)
{
  for (guint i = 0; i < f->held->len; i++)
    {
      KxRowItem *item = f->held->pdata[i];
      guint position = kx_row_item_get_position (item);
      g_autoptr (KxRowItem) there = NULL;

      if (position == KX_ROW_ITEM_NOWHERE)
        continue;
      there = g_list_model_get_item (G_LIST_MODEL (f->list), position);
      g_assert_true (there == item);
    }
}

static void
change_at_random (Fixture *f, guint rounds, guint most_at_once)
{
  for (guint round = 0; round < rounds; round++)
    {
      guint n = (guint) g_test_rand_int_range (1, (gint) most_at_once + 1);

      if (round % 5 == 0)
        {
          wait_for_rest (f);
          hold (f);
        }
      for (guint i = 0; i < n; i++)
        {
          change_something (f);
          /* Now and then while the list is looking for what came before. */
          if (g_test_rand_bit ())
            g_main_context_iteration (NULL, FALSE);
        }
      if (round % 7 == 3)
        kx_row_source_emit_changed (KX_ROW_SOURCE (f->source), &kx_agency_entity, NULL);
      if (round % 3 == 0)
        {
          assert_lists_what_the_store_does (f);
          assert_identity_kept (f);
        }
    }
  assert_lists_what_the_store_does (f);
}

static void
test_random_changes_end_in_what_the_store_lists (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int sort;
    gboolean descending;
    const char *q;
  } cases[] = { { KX_SORT_TITLE, FALSE, NULL },
                { kx_agency_f_beds, TRUE, NULL },
                { KX_SORT_SEQ, TRUE, NULL },
                { KX_SORT_TITLE, FALSE, "康复" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      show (f, cases[i].sort, cases[i].descending, cases[i].q);
      change_at_random (f, 20, 12);
    }
}

static void
test_conditions_hold_while_rows_change (Fixture *f, gconstpointer data)
{
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agency_entity);

  kx_filter_put (filter, kx_agency_f_beds, KX_ABOVE, (KxValue){ .INTEGER = 2 });
  kx_filter_set_area (filter, "370100");
  kx_row_list_set_filter (f->list, filter);
  change_at_random (f, 20, 8);
  filter->trashed = TRUE;
  kx_filter_drop (filter, kx_agency_f_beds);
  kx_row_list_set_filter (f->list, filter);
  change_at_random (f, 20, 8);
  g_assert_cmpuint (f->n_rows, >, 0);
}

static void
add_agreement (Fixture *f, const char *agency)
{
  KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  g_autofree char *op_id = kx_test_id (), *id = kx_test_id ();

  kx_agreement_set_office (kx_agreement (fields), KX_TEST_OFFICE);
  kx_agreement_set_agency (kx_agreement (fields), agency);
  kx_agreement_set_kind (kx_agreement (fields), kx_agreement_kind_medical);
  kx_test_source_apply (f->source, kx_op_new (KX_OP_CREATE, &kx_agreement_entity, op_id, id, fields));
}

/* Expects these agencies in the list of agreements, and in brackets by what else each was found. */
static void
assert_order (Fixture *f, const char *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  wait_for_rest (f);
  hold (f);
  for (guint i = 0; i < f->held->len; i++)
    {
      const char *title = kx_row_item_get_ref_title (f->held->pdata[i], kx_agreement_f_agency);
      const char *match = kx_row_item_get_match (f->held->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", title != NULL ? title : "?");
      if (match != NULL)
        g_string_append_printf (text, "(%s)", match);
    }
  g_assert_cmpstr (text->str, ==, names);
}

/* Agreements stand in the order of their agencies' names, are found as these are, and follow when an agency
 * gets another name or a former one.
 */
static void
test_agreements_follow_the_names_of_their_agencies (Fixture *f, gconstpointer data)
{
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agreement_entity);
  g_autofree char *op_id = kx_test_id (), *former = kx_test_id ();
  KxRecord *name = kx_record_new (&kx_former_name_entity, NULL, NULL);
  const char *a, *b;

  add_row (f, "白云医院");
  add_row (f, "长青医院");
  a = f->ids->pdata[0];
  b = f->ids->pdata[1];
  add_agreement (f, b);
  add_agreement (f, a);
  filter->sort = kx_agreement_f_agency;
  kx_row_list_set_filter (f->list, filter);
  assert_order (f, "白云医院 长青医院");
  rename_row (f, a, kx_agency_f_name, "福寿医院");
  assert_order (f, "长青医院 福寿医院");
  kx_filter_set_q (filter, "工人疗养院");
  kx_row_list_set_filter (f->list, filter);
  assert_order (f, "");
  kx_former_name_set_agency (kx_former_name (name), a);
  kx_former_name_set_name (kx_former_name (name), "工人疗养院");
  kx_test_source_apply (f->source, kx_op_new (KX_OP_CREATE, &kx_former_name_entity, op_id, former, name));
  assert_order (f, "福寿医院(工人疗养院)");
  kx_filter_set_q (filter, "changqing");
  kx_row_list_set_filter (f->list, filter);
  assert_order (f, "长青医院");
  rename_row (f, b, kx_agency_f_name, "光明医院");
  assert_order (f, "");
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer data)
{
  GAsyncResult **ret_result = data;

  *ret_result = g_object_ref (result);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static void
test_a_row_is_found_although_it_was_never_read (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL, missing = NULL, ids = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRowItem) item = NULL;
  const guint positions[] = { 0, 500, 99999 };
  guint position = 0;

  show (f, KX_SORT_TITLE, TRUE, NULL);
  wait_for_rest (f);
  kx_row_list_find_async (f->list, f->ids->pdata[333], NULL, on_found, &result);
  kx_row_list_find_async (f->list, "nothing", NULL, on_found, &missing);
  kx_row_list_list_ids_async (f->list, positions, 3, NULL, on_found, &ids);
  kx_test_wait (is_set, &result);
  kx_test_wait (is_set, &missing);
  kx_test_wait (is_set, &ids);
  g_assert_true (kx_row_list_find_finish (f->list, result, &position, &error));
  item = g_list_model_get_item (G_LIST_MODEL (f->list), position);
  wait_for_rest (f);
  g_assert_cmpstr (kx_row_item_get_id (item), ==, f->ids->pdata[333]);
  g_assert_false (kx_row_list_find_finish (f->list, missing, &position, &error));
  g_assert_no_error (error);
  listed = kx_row_list_list_ids_finish (f->list, ids, &error);
  g_assert_cmpuint (listed->len, ==, 2);
  g_clear_object (&item);
  item = g_list_model_get_item (G_LIST_MODEL (f->list), 500);
  wait_for_rest (f);
  g_assert_cmpstr (kx_row_item_get_id (item), ==, listed->pdata[1]);
}

static void
add_former_name (Fixture *f, const char *agency, const char *name)
{
  KxRecord *fields = kx_record_new (&kx_former_name_entity, NULL, NULL);
  g_autofree char *id = kx_test_id (), *op_id = kx_test_id ();

  kx_former_name_set_agency (kx_former_name (fields), agency);
  kx_former_name_set_name (kx_former_name (fields), name);
  kx_test_source_apply (f->source, kx_op_new (KX_OP_CREATE, &kx_former_name_entity, op_id, id, fields));
}

static void
test_a_search_says_by_what_else_it_found_a_row (Fixture *f, gconstpointer data)
{
  g_autoptr (KxRowItem) item = NULL;

  show (f, KX_SORT_TITLE, FALSE, "趵突泉");
  assert_lists_what_the_store_does (f);
  g_assert_cmpuint (f->n_rows, ==, 0);
  add_former_name (f, f->ids->pdata[5], "趵突泉疗养院");
  assert_lists_what_the_store_does (f);
  g_assert_cmpuint (f->n_rows, ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (f->list), 0);
  wait_for_rest (f);
  g_assert_cmpstr (kx_row_item_get_match (item), ==, "趵突泉疗养院");
  rename_row (f, f->ids->pdata[5], kx_agency_f_name, "趵突泉医院");
  wait_for_rest (f);
  g_assert_null (kx_row_item_get_match (item));
}

static gboolean
has_error (gpointer data)
{
  return kx_row_list_get_error (data) != NULL;
}

static void
test_what_cannot_be_read_is_said_and_read_later (Fixture *f, gconstpointer data)
{
  kx_test_source_set_broken (f->source, TRUE);
  show (f, KX_SORT_TITLE, FALSE, NULL);
  kx_test_wait (has_error, f->list);
  g_assert_error (kx_row_list_get_error (f->list), KX_DB_ERROR, KX_DB_ERROR_CORRUPT);
  g_assert_false (kx_row_list_is_loading (f->list));
  kx_test_source_set_broken (f->source, FALSE);
  kx_row_list_reload (f->list);
  assert_lists_what_the_store_does (f);
  /* Of rows that stand there. */
  kx_test_source_set_broken (f->source, TRUE);
  add_row (f, NULL);
  kx_test_wait (has_error, f->list);
  g_assert_cmpuint (f->n_rows, ==, f->ids->len - 1);
  kx_test_source_set_broken (f->source, FALSE);
  kx_row_list_reload (f->list);
  assert_lists_what_the_store_does (f);
}

static void
test_rows_with_other_numbers_begin_anew (Fixture *f, gconstpointer data)
{
  KxBook *writer = kx_test_source_get_writer (f->source);
  g_autoptr (GError) error = NULL;

  show (f, KX_SORT_TITLE, FALSE, NULL);
  wait_for_rest (f);
  hold (f);
  g_assert_true (kx_db_run (writer->db, "UPDATE agency SET no = -no", NULL, 0, &error));
  g_assert_true (kx_db_run (writer->db, "UPDATE agency SET no = 100000 + no", NULL, 0, &error));
  kx_row_source_emit_changed (KX_ROW_SOURCE (f->source), &kx_agency_entity, NULL);
  assert_lists_what_the_store_does (f);
  /* The same numbers, for other rows: shifted by one. */
  hold (f);
  g_assert_true (kx_db_run (writer->db, "UPDATE agency SET no = -no", NULL, 0, &error));
  g_assert_true (kx_db_run (writer->db, "UPDATE agency SET no = 1 - no", NULL, 0, &error));
  kx_row_source_emit_changed (KX_ROW_SOURCE (f->source), &kx_agency_entity, NULL);
  assert_lists_what_the_store_does (f);
}

static void
test_typing_leaves_the_rows_of_before_until_others_come (Fixture *f, gconstpointer data)
{
  guint all;

  show (f, KX_SORT_TITLE, FALSE, NULL);
  wait_for_rest (f);
  all = f->n_rows;
  show (f, KX_SORT_TITLE, FALSE, "安");
  show (f, KX_SORT_TITLE, FALSE, "安康");
  g_assert_cmpuint (f->n_rows, ==, all);
  g_assert_true (kx_row_list_is_loading (f->list));
  assert_lists_what_the_store_does (f);
  g_assert_cmpuint (f->n_rows, <, all);
  show (f, KX_SORT_TITLE, FALSE, NULL);
  assert_lists_what_the_store_does (f);
}

/* More hits than are walked at once. */
static void
test_a_long_search_is_walked_on_when_somebody_scrolls (Fixture *f, gconstpointer data)
{
  KxBook *writer = kx_test_source_get_writer (f->source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRowItem) last = NULL;
  gboolean exact;

  g_assert_true (kx_book_begin (writer, &error));
  for (guint i = 0; i < 6000; i++)
    {
      g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("泉城医院%u", i);
      g_autoptr (KxRecord) record = kx_record_new (&kx_agency_entity, id, "370100/agency");

      kx_agency_set_name (kx_agency (record), name);
      kx_agency_set_office (kx_agency (record), KX_TEST_OFFICE);
      g_assert_true (kx_apply_bare (writer, record, (KxTime){ 1 }, &error));
    }
  g_assert_true (kx_book_commit (writer, &error));
  show (f, KX_SORT_TITLE, FALSE, "泉城");
  wait_for_rest (f);
  g_assert_cmpuint (kx_row_list_get_n_found (f->list, &exact), >=, KX_ROW_LIST_SEARCH_MOST);
  g_assert_cmpuint (f->n_rows, <, 6000);
  g_assert_false (exact);
  last = g_list_model_get_item (G_LIST_MODEL (f->list), f->n_rows - 1);
  wait_for_rest (f);
  g_assert_cmpuint (kx_row_list_get_n_found (f->list, &exact), ==, 6000);
  g_assert_true (exact);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, n, func)                                                                                   \
  g_test_add ("/row-list/" name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("a-list-shows-what-the-store-lists", 150, test_a_list_shows_what_the_store_lists);
  ADD ("items-are-there-at-once-and-keep-identity", 600, test_items_are_there_at_once_and_keep_identity);
  ADD ("the-least-is-told-of-a-change", 0, test_the_least_is_told_of_a_change);
  ADD ("random-changes-end-in-what-the-store-lists", 250, test_random_changes_end_in_what_the_store_lists);
  ADD ("conditions-hold-while-rows-change", 120, test_conditions_hold_while_rows_change);
  ADD ("agreements-follow-the-names-of-their-agencies", 0,
       test_agreements_follow_the_names_of_their_agencies);
  ADD ("a-row-is-found-although-it-was-never-read", 700, test_a_row_is_found_although_it_was_never_read);
  ADD ("a-search-says-by-what-else-it-found-a-row", 20, test_a_search_says_by_what_else_it_found_a_row);
  ADD ("what-cannot-be-read-is-said-and-read-later", 50, test_what_cannot_be_read_is_said_and_read_later);
  ADD ("rows-with-other-numbers-begin-anew", 300, test_rows_with_other_numbers_begin_anew);
  ADD ("typing-leaves-the-rows-of-before-until-others-come", 200,
       test_typing_leaves_the_rows_of_before_until_others_come);
  ADD ("a-long-search-is-walked-on-when-somebody-scrolls", 0,
       test_a_long_search_is_walked_on_when_somebody_scrolls);
  return g_test_run ();
}
