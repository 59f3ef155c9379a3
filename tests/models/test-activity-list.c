#include "models/kx-activity-list.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-desktop.h"

typedef struct
{
  KxTestDesktop *desk;
  KxActivityList *list;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_desktop_new ();
  f->list = kx_activity_list_new (f->desk->mirror);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_test_finalize (f->list);
  kx_test_desktop_free (f->desk);
}

static const KxActivity *
first_of (Fixture *f, KxActivityKind kind)
{
  g_autoptr (KxActivityItem) item = g_list_model_get_item (kx_activity_list_get_kind (f->list, kind), 0);

  return item != NULL ? kx_activity_item_get (item) : NULL; /* the list has it */
}

static gboolean
has_waiting (gpointer data)
{
  const KxActivityWaiting *waiting = kx_activity_list_get_waiting (((Fixture *) data)->list);

  return waiting != NULL && waiting->count == 1;
}

static void
test_what_waits_is_counted (Fixture *f, gconstpointer data)
{
  g_autofree char *agency = NULL;

  g_assert_true (kx_activity_list_is_loading (f->list));
  agency = kx_test_desktop_add_agency (f->desk, "甲医院");
  kx_test_wait (has_waiting, f);
  g_assert_cmpint (kx_activity_list_get_waiting (f->list)->oldest.ms, >, 0);
  g_assert_cmpuint (kx_activity_list_get_waiting (f->list)->tries, ==, 0);
  g_assert_cmpuint (kx_activity_list_get_badge (f->list), ==, 0);
}

#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static gboolean
add_upload (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_upload_add (book, DIGEST, "/tmp/执照.pdf", 2000, (KxTime){ 1782864000000 }, error);
}

static gboolean
fail_upload (KxBook *book, gpointer data, GError **error)
{
  return kx_mirror_upload_finish (book, DIGEST, "too-large", "The file is too large", error);
}

static gboolean
has_failed_file (gpointer data)
{
  Fixture *f = data;

  return first_of (f, KX_ACTIVITY_FILE) != NULL && first_of (f, KX_ACTIVITY_FILE)->failed;
}

/* No record has it: the mirror does not count it, nor tells of it. */
static gboolean
has_waiting_file (gpointer data)
{
  Fixture *f = data;

  kx_activity_list_reload (f->list);
  return first_of (f, KX_ACTIVITY_FILE) != NULL && !first_of (f, KX_ACTIVITY_FILE)->failed;
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_a_file_says_why_it_was_not_taken (Fixture *f, gconstpointer data)
{
  g_autoptr (KxActivityItem) item = NULL;
  guint n = 0;

  kx_test_desktop_write (f->desk, add_upload, NULL);
  kx_test_wait (has_waiting_file, f);
  g_assert_cmpstr (first_of (f, KX_ACTIVITY_FILE)->title, ==, "执照.pdf");
  g_assert_null (first_of (f, KX_ACTIVITY_FILE)->reason);
  item = g_list_model_get_item (kx_activity_list_get_kind (f->list, KX_ACTIVITY_FILE), 0);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (count), &n);
  kx_test_desktop_write (f->desk, fail_upload, NULL);
  kx_test_wait (has_failed_file, f);
  /* It is the same line, which tells that it changed. */
  g_assert_true (first_of (f, KX_ACTIVITY_FILE) == kx_activity_item_get (item));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (kx_activity_item_get (item)->reason, ==, "The file is too large");
  g_assert_cmpuint (kx_activity_list_get_badge (f->list), ==, 1);
  g_signal_handlers_disconnect_by_data (item, &n);
}

static gboolean
has_draft (gpointer data)
{
  Fixture *f = data;

  kx_activity_list_reload (f->list);
  return first_of (f, KX_ACTIVITY_DRAFT) != NULL;
}

static void
test_a_draft_is_readable_whatever_it_is (Fixture *f, gconstpointer data)
{
  const KxActivity *draft;

  kx_mirror_put_draft (f->desk->mirror, "unknown_thing/1", "no JSON");
  kx_test_wait (has_draft, f);
  draft = first_of (f, KX_ACTIVITY_DRAFT);
  g_assert_null (draft->entity);
  g_assert_cmpstr (draft->text, ==, "no JSON");
  g_assert_cmpstr (draft->title, ==, "unknown_thing/1");
}

/* What was typed for a step is said in words, and so is its reason. */
/* No key and no JSON is shown. */
static void
test_choices_are_named (Fixture *f, gconstpointer data)
{
  const KxActivity *draft;

  kx_mirror_put_draft (f->desk->mirror, "renewal/renew", "{\"ids\":[]}");
  kx_test_wait (has_draft, f);
  draft = first_of (f, KX_ACTIVITY_DRAFT);
  g_assert_cmpstr (draft->title, ==, "Renewal of many agreements");
  g_assert_cmpstr (draft->text, ==, "What was chosen and typed is kept until it is done");
  g_assert_cmpstr (draft->key, ==, "renewal/renew");
}

static void
test_a_draft_of_a_step_names_it (Fixture *f, gconstpointer data)
{
  const KxActivity *draft;

  kx_mirror_put_draft (f->desk->mirror, "agreement/step/x/sign",
                       "{\"draft\":1,\"row\":\"x\",\"base\":4,\"at\":\"2026-07-01T00:00:00.000Z\","
                       "\"typed\":{\"signed_on\":\"2026-06-30\",\"$reason\":\"补录\"}}");
  kx_test_wait (has_draft, f);
  draft = first_of (f, KX_ACTIVITY_DRAFT);
  g_assert_cmpstr (draft->title, ==, "Agreement · draft of the step “Sign”");
  g_assert_cmpstr (draft->text, ==, "Signed on: 2026-06-30\nReason: 补录");
  g_assert_cmpstr (draft->row, ==, "x");
}

static void
test_a_draft_says_when_it_was_typed (Fixture *f, gconstpointer data)
{
  const KxActivity *draft;

  kx_mirror_put_draft (f->desk->mirror, "agency/x",
                       "{\"row\":\"x\",\"base\":0,\"at\":\"2026-07-01T00:00:00.000Z\",\"typed\":{}}");
  kx_test_wait (has_draft, f);
  draft = first_of (f, KX_ACTIVITY_DRAFT);
  g_assert_cmpint (draft->at.ms, ==, 1782864000000);
  g_assert_cmpstr (draft->row, ==, "x");
}

static gboolean
has_notice (gpointer data)
{
  Fixture *f = data;
  GPtrArray *notices = kx_activity_list_get_notices (f->list);

  kx_activity_list_reload (f->list);
  return notices != NULL && notices->len > 0;
}

static void
test_what_was_told_is_kept (Fixture *f, gconstpointer data)
{
  const KxMirrorNotice *notice;

  kx_mirror_add_notice (f->desk->mirror, "3 changes were saved");
  kx_test_wait (has_notice, f);
  notice = kx_activity_list_get_notices (f->list)->pdata[0];
  g_assert_cmpstr (notice->text, ==, "3 changes were saved");
}

static void
test_changes_are_sentences (Fixture *f, gconstpointer data)
{
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  KxBook *book = kx_mirror_take_reader (f->desk->mirror, &error);

  g_assert_no_error (error);
  kx_agency_set_beds (kx_agency (fields), 20);
  kx_agency_set_office (kx_agency (fields), KX_TEST_OFFICE);
  op = kx_op_new (KX_OP_PATCH, &kx_agency_entity, "o", "r", fields);
  op->was = kx_record_new (&kx_agency_entity, NULL, NULL);
  words = kx_activity_word_op (book, op);
  g_assert_cmpstr (words, ==, "Change Office: None → 济南市社会保险事业中心; Rehabilitation beds: None → 20");
  g_free (words);
  op->kind = KX_OP_DELETE;
  words = kx_activity_word_op (book, op);
  g_assert_cmpstr (words, ==, "Move the record (Agency) to the trash");
  kx_mirror_give_reader (f->desk->mirror, book);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/activity-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-waits-is-counted", test_what_waits_is_counted);
  ADD ("a-file-says-why-it-was-not-taken", test_a_file_says_why_it_was_not_taken);
  ADD ("a-draft-is-readable-whatever-it-is", test_a_draft_is_readable_whatever_it_is);
  ADD ("choices-are-named", test_choices_are_named);
  ADD ("a-draft-of-a-step-names-it", test_a_draft_of_a_step_names_it);
  ADD ("a-draft-says-when-it-was-typed", test_a_draft_says_when_it_was_typed);
  ADD ("what-was-told-is-kept", test_what_was_told_is_kept);
  ADD ("changes-are-sentences", test_changes_are_sentences);
  return g_test_run ();
}
