#include "models/kx-record-model.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/entities/kx-office.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#define AGENCY "0197b2a0-0000-7000-8000-0000000000a1"

typedef struct
{
  KxTestSource *source;
  KxRecordModel *model;
  guint n_notified;
} Fixture;

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++((Fixture *) data)->n_notified;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->source = kx_test_source_new ();
  kx_test_source_apply (f->source,
                        kx_test_agency_op (kx_schema_get (), AGENCY, KX_TEST_OFFICE, "甲医院", NULL));
  f->model = kx_record_model_new (KX_ROW_SOURCE (f->source), &kx_agency_entity, AGENCY);
  g_signal_connect (f->model, "notify::record", G_CALLBACK (on_notify), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (f->model, f);
  kx_test_finalize (f->model);
  kx_test_finalize (f->source);
}

static gboolean
is_loaded (gpointer data)
{
  return !kx_record_model_is_loading (data);
}

static gboolean
is_notified (gpointer data)
{
  return ((Fixture *) data)->n_notified > 0;
}

static void
wait_for_notify (Fixture *f)
{
  f->n_notified = 0;
  kx_test_wait (is_notified, f);
}

static void
patch (Fixture *f, const KxEntity *entity, const char *id, guint field, const char *text)
{
  g_autoptr (KxRecord) row = kx_row_get (kx_test_source_get_writer (f->source), entity, id, NULL);

  kx_test_source_apply (f->source, kx_test_patch_op (entity, id, row->seq, field, text));
}

static void
test_a_row_is_read_and_follows (Fixture *f, gconstpointer data)
{
  g_autofree char *title = NULL, *none = kx_record_model_dup_title (f->model), *status = NULL;

  g_assert_true (kx_record_model_is_loading (f->model));
  g_assert_null (kx_record_model_get_record (f->model));
  g_assert_cmpstr (none, ==, "");
  wait_for_notify (f);
  g_assert_false (kx_record_model_is_loading (f->model));
  g_assert_false (kx_record_model_is_missing (f->model));
  title = kx_record_model_dup_title (f->model);
  g_assert_cmpstr (title, ==, "甲医院");
  g_assert_cmpstr (kx_record_model_get_ref_title (f->model, kx_agency_f_office), ==,
                   "济南市社会保险事业中心");
  status = kx_record_model_dup_text (f->model, kx_agency_f_office);
  g_assert_cmpstr (status, ==, "济南市社会保险事业中心");
  patch (f, &kx_agency_entity, AGENCY, kx_agency_f_name, "乙医院");
  wait_for_notify (f);
  g_free (title);
  title = kx_record_model_dup_title (f->model);
  g_assert_cmpstr (title, ==, "乙医院");
}

static void
test_what_it_refers_to_follows_too (Fixture *f, gconstpointer data)
{
  KxBook *writer = kx_test_source_get_writer (f->source);
  g_autoptr (GError) error = NULL;

  wait_for_notify (f);
  g_assert_true (kx_db_run (writer->db, "UPDATE office SET name = '新名称'", NULL, 0, &error));
  kx_test_source_tell (f->source, &kx_office_entity, KX_TEST_OFFICE, NULL);
  wait_for_notify (f);
  g_assert_cmpstr (kx_record_model_get_ref_title (f->model, kx_agency_f_office), ==, "新名称");
}

static void
test_the_trash_and_nothing_are_told_apart (Fixture *f, gconstpointer data)
{
  g_autofree char *op_id = kx_test_id ();
  g_autoptr (KxRecordModel) nothing =
      kx_record_model_new (KX_ROW_SOURCE (f->source), &kx_agency_entity, "nothing");

  kx_test_wait (is_loaded, nothing);
  g_assert_true (kx_record_model_is_missing (nothing));
  kx_test_wait (is_loaded, f->model);
  kx_test_source_apply (f->source, kx_op_new (KX_OP_DELETE, &kx_agency_entity, op_id, AGENCY, NULL));
  wait_for_notify (f);
  g_assert_false (kx_record_model_is_missing (f->model));
  g_assert_cmpint (kx_record_model_get_record (f->model)->deleted_at.ms, !=, 0);
}

static void
test_an_error_is_told_and_the_row_stays (Fixture *f, gconstpointer data)
{
  wait_for_notify (f);
  kx_test_source_set_broken (f->source, TRUE);
  kx_record_model_reload (f->model);
  while (kx_record_model_get_error (f->model) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (kx_record_model_get_record (f->model));
  kx_test_source_set_broken (f->source, FALSE);
  kx_record_model_reload (f->model);
  wait_for_notify (f);
  g_assert_null (kx_record_model_get_error (f->model));
}

static gboolean
has_two (gpointer data)
{
  return g_list_model_get_n_items (data) == 2 && !kx_row_list_is_loading (data);
}

static void
add_child (Fixture *f, KxRecord *fields)
{
  g_autofree char *id = kx_test_id (), *op_id = kx_test_id ();

  kx_test_source_apply (f->source, kx_op_new (KX_OP_CREATE, fields->entity, op_id, id, fields));
}

static void
add_attachment (Fixture *f, const char *title)
{
  KxRecord *fields = kx_record_new (&kx_attachment_entity, NULL, NULL);
  Kx_attachment *attachment = kx_attachment (fields);

  kx_attachment_set_owner_entity (attachment, "agency");
  kx_attachment_set_owner (attachment, AGENCY);
  kx_attachment_set_title (attachment, title);
  kx_attachment_set_file_name (attachment, "a.pdf");
  kx_attachment_set_media_type (attachment, "application/pdf");
  kx_attachment_set_size (attachment, 12);
  kx_attachment_set_sha256 (attachment, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  add_child (f, fields);
}

static void
test_children_are_lists_that_follow (Fixture *f, gconstpointer data)
{
  KxRowList *names = kx_record_model_get_children (f->model, &kx_former_name_entity);
  KxRowList *files = kx_record_model_get_children (f->model, &kx_attachment_entity);

  g_assert_true (names == kx_record_model_get_children (f->model, &kx_former_name_entity));
  for (guint i = 0; i < 2; i++)
    {
      KxRecord *name = kx_record_new (&kx_former_name_entity, NULL, NULL);

      kx_former_name_set_agency (kx_former_name (name), AGENCY);
      kx_former_name_set_name (kx_former_name (name), i == 0 ? "旧名一" : "旧名二");
      add_child (f, name);
      add_attachment (f, i == 0 ? "执业许可证" : "营业执照");
    }
  kx_test_wait (has_two, names);
  kx_test_wait (has_two, files);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/record-model/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-row-is-read-and-follows", test_a_row_is_read_and_follows);
  ADD ("what-it-refers-to-follows-too", test_what_it_refers_to_follows_too);
  ADD ("the-trash-and-nothing-are-told-apart", test_the_trash_and_nothing_are_told_apart);
  ADD ("an-error-is-told-and-the-row-stays", test_an_error_is_told_and_the_row_stays);
  ADD ("children-are-lists-that-follow", test_children_are_lists_that_follow);
  return g_test_run ();
}
