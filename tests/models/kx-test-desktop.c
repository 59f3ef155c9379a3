#include "models/kx-test-desktop.h"

#include "core/entities/kx-area.h"
#include "core/entities/kx-office.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "sync/kx-mirror-row.h"

static void
on_done (GObject *object, GAsyncResult *result, gpointer data)
{
  GAsyncResult **ret_result = data;

  *ret_result = g_object_ref (result);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

void
kx_test_desktop_write (KxTestDesktop *desk, KxMirrorFunc func, gpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kx_mirror_write_async (desk->mirror, func, data, NULL, NULL, on_done, &result);
  kx_test_wait (is_set, &result);
  kx_mirror_write_finish (desk->mirror, result, &error);
  g_assert_no_error (error);
}

static gboolean
land (KxBook *book, gpointer data, GError **error)
{
  g_autoptr (KxMirrorSums) sums = kx_mirror_sums_new ();

  return kx_mirror_row_confirm (book, sums, data, FALSE, error) && kx_mirror_sums_write (sums, book, error);
}

void
kx_test_desktop_land (KxTestDesktop *desk, KxRecord *record)
{
  record->seq = MAX (record->seq, 1);
  record->created_at = record->updated_at = (KxTime){ 1782864000000 };
  g_free (record->created_by);
  record->created_by = g_strdup ("system");
  kx_test_desktop_write (desk, land, record);
  kx_record_free (record);
}

void
kx_test_desktop_land_pack (KxTestDesktop *desk, const char *text)
{
  g_autofree char *id = kx_test_id ();
  KxRecord *row = kx_test_pack_row (id, text);

  row->space = g_strdup ("000000/public");
  kx_test_desktop_land (desk, row);
}

void
kx_test_desktop_grant (KxTestDesktop *desk, int role)
{
  g_autoptr (KxActor) actor = kx_actor_copy (kx_mirror_get_actor (desk->mirror));

  kx_actor_grant (actor, role, "370100");
  kx_mirror_set_actor (desk->mirror, actor);
}

void
kx_test_desktop_land_zone (KxTestDesktop *desk, const char *id, const char *code, const char *name,
                           KxDate until)
{
  static gint64 seq = 100;
  KxRecord *zone = kx_record_new (&kx_area_entity, id, "000000/public");

  kx_area_set_code (kx_area (zone), code);
  kx_area_set_name (kx_area (zone), name);
  kx_area_set_level (kx_area (zone), kx_area_level_zone);
  if (until.ymd != 0)
    kx_area_set_until_on (kx_area (zone), until);
  zone->seq = ++seq;
  kx_test_desktop_land (desk, zone);
}

KxTestDesktop *
kx_test_desktop_new (void)
{
  KxTestDesktop *desk = g_new0 (KxTestDesktop, 1);
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (GError) error = NULL;
  KxRecord *office = kx_record_new (&kx_office_entity, KX_TEST_OFFICE, "370100/public");

  desk->folder = kx_test_make_folder ();
  desk->mirror = kx_mirror_open (desk->folder, NULL, &error);
  g_assert_no_error (error);
  desk->source = kx_mirror_source_new (desk->mirror);
  kx_mirror_set_actor (desk->mirror, clerk);
  kx_office_set_name (kx_office (office), "济南市社会保险事业中心");
  kx_office_set_area (kx_office (office), "370100");
  kx_office_set_kind (kx_office (office), kx_office_kind_centre);
  kx_test_desktop_land (desk, office);
  return desk;
}

void
kx_test_desktop_free (KxTestDesktop *desk)
{
  kx_test_finalize (desk->source);
  kx_mirror_close (desk->mirror);
  kx_test_finalize (desk->mirror);
  kx_test_remove_folder (desk->folder);
  g_free (desk);
}

void
kx_test_desktop_submit_all (KxTestDesktop *desk, GPtrArray *ops)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;

  kx_mirror_submit_async (desk->mirror, ops, NULL, on_done, &result);
  kx_test_wait (is_set, &result);
  decision = kx_mirror_submit_finish (desk->mirror, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; decision->result == KX_REJECTED && i < decision->findings->len; i++)
    g_test_message ("%s", ((KxFinding *) decision->findings->pdata[i])->code);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
}

void
kx_test_desktop_submit (KxTestDesktop *desk, KxOp *op)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);

  g_ptr_array_add (ops, op);
  kx_test_desktop_submit_all (desk, ops);
}

char *
kx_test_desktop_add_agency (KxTestDesktop *desk, const char *name)
{
  char *id = kx_test_id ();

  kx_test_desktop_submit (desk, kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL));
  return id;
}
