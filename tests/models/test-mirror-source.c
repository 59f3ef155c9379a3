#include "models/kx-mirror-source.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-record-model.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxRowList *list;
  const char *names;
  GPtrArray *held; /* (element-type KxRowItem) owned; rows that nobody holds are not read */
  char *listed;    /* owned */
} Waiting;

/* The list shows these names, in this order. */
static gboolean
shows_names (gpointer data)
{
  Waiting *waiting = data;
  GString *listed = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (waiting->list)); i++)
    {
      KxRowItem *item = g_list_model_get_item (G_LIST_MODEL (waiting->list), i);
      g_autofree char *title = kx_row_item_dup_title (item);

      g_ptr_array_add (waiting->held, item);
      g_string_append_printf (listed, "%s%s", i > 0 ? " " : "", title);
    }
  g_free (waiting->listed);
  waiting->listed = g_string_free (listed, FALSE);
  return g_str_equal (waiting->listed, waiting->names);
}

static void
wait_for_names (KxRowList *list, const char *names)
{
  Waiting waiting = { list, names, g_ptr_array_new_with_free_func (g_object_unref), NULL };

  kx_test_wait (shows_names, &waiting);
  g_ptr_array_unref (waiting.held);
  g_free (waiting.listed);
}

static gboolean
has_new_title (gpointer model)
{
  g_autofree char *title = kx_record_model_dup_title (model);

  return g_str_equal (title, "白云医院");
}

static void
test_a_list_follows_what_a_person_does (void)
{
  KxTestDesktop *desk = kx_test_desktop_new ();
  g_autoptr (KxRowList) list = kx_row_list_new (KX_ROW_SOURCE (desk->source));
  g_autoptr (KxFilter) filter = kx_filter_new (&kx_agency_entity);
  g_autoptr (KxRecordModel) model = NULL;
  g_autofree char *first = NULL, *second = NULL;

  g_assert_true (kx_mirror_source_get_mirror (desk->source) == desk->mirror);
  g_assert_cmpint (kx_row_source_get_today (KX_ROW_SOURCE (desk->source)).ymd, ==,
                   kx_mirror_today (desk->mirror).ymd);
  first = kx_test_desktop_add_agency (desk, "长青医院");
  kx_row_list_set_filter (list, filter);
  wait_for_names (list, "长青医院");
  second = kx_test_desktop_add_agency (desk, "安康医院");
  wait_for_names (list, "安康医院 长青医院");
  model = kx_record_model_new (KX_ROW_SOURCE (desk->source), &kx_agency_entity, first);
  kx_test_desktop_submit (desk, kx_test_patch_op (&kx_agency_entity, first, 0, kx_agency_f_name, "白云医院"));
  wait_for_names (list, "安康医院 白云医院");
  kx_filter_set_q (filter, "baiyun");
  kx_row_list_set_filter (list, filter);
  wait_for_names (list, "白云医院");
  kx_test_wait (has_new_title, model);
  kx_test_finalize (g_steal_pointer (&model));
  kx_test_finalize (g_steal_pointer (&list));
  kx_test_desktop_free (desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mirror-source/a-list-follows-what-a-person-does",
                   test_a_list_follows_what_a_person_does);
  return g_test_run ();
}
