#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "exchange/kx-test-roster.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-activity-list.h"
#include "models/kx-import-keep.h"
#include "models/kx-test-import-desk.h"
#include "models/kx-test-import.h"
#include "sync/kx-mirror-target.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROWS(...)                                                                                            \
  (const char *const[])                                                                                      \
  {                                                                                                          \
    __VA_ARGS__, NULL                                                                                        \
  }

#define CODE "91110000600037341L"

typedef struct
{
  KxTestImportDesk *desk;
  KxMirror *second; /* of a copy of the mirror, or NULL */
  KxImportSession *session;
} Fixture;

static void
drop_session (Fixture *f)
{
  kx_import_keep_stop (f->session);
  g_object_add_weak_pointer (G_OBJECT (f->session), (gpointer *) &f->session);
  g_object_unref (f->session);
  /* A thread that has just ended may hold the last task a moment longer. */
  while (f->session != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static void
renew_session (Fixture *f)
{
  KxMirror *mirror = f->second != NULL ? f->second : f->desk->mirror;

  if (f->session != NULL)
    drop_session (f);
  f->session = kx_import_session_new (kx_mirror_target (mirror), G_OBJECT (mirror),
                                      kx_mirror_get_actor (mirror), NULL);
  kx_import_keep (f->session, mirror);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->desk = kx_test_import_desk_new ();
  renew_session (f);
}

static void
close_second (Fixture *f)
{
  kx_mirror_close (f->second);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kx_test_finalize (g_steal_pointer (&f->second));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  drop_session (f);
  if (f->second != NULL)
    close_second (f);
  kx_test_import_desk_free (f->desk);
}

static GFile *
write_file (Fixture *f, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (f->desk->service->folder, name, NULL);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  return g_file_new_for_path (path);
}

static GFile *
write_grids (Fixture *f, const char *name, const KxTestGrid *grids, guint n)
{
  g_autoptr (GBytes) bytes = kx_test_roster_xlsx (grids, n, FALSE);

  return write_file (f, name, bytes);
}

static GFile *
write_rows (Fixture *f, const char *name, const char *const *rows)
{
  const KxTestGrid grid = { .rows = rows };

  return write_grids (f, name, &grid, 1);
}

static void
open_file (Fixture *f, GFile *file)
{
  kx_import_session_open (f->session, file);
  kx_test_import_wait (f->session);
}

static KxImportColumnItem *
get_column (Fixture *f, const char *title)
{
  GListModel *columns = kx_import_session_get_columns (f->session);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (columns, i);

      if (g_str_equal (kx_import_column_item_get_title (item), title))
        return item; /* the list has it */
    }
  g_assert_not_reached ();
}

static void
map (Fixture *f, const char *title, const char *code)
{
  kx_import_session_map (f->session, get_column (f, title), code);
  kx_test_import_wait (f->session);
}

static void
assert_mapped (Fixture *f, const char *title, const char *code)
{
  g_assert_cmpstr (kx_import_column_item_get_code (get_column (f, title)), ==, code);
}

/* The only unfinished import. Free with g_free(). */
static char *
get_only_key (Fixture *f)
{
  g_auto (GStrv) keys = kx_import_keep_list (f->session);

  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  return g_strdup (keys[0]);
}

static guint
count_begun (Fixture *f)
{
  g_auto (GStrv) keys = kx_import_keep_list (f->session);

  return g_strv_length (keys);
}

/* As an assistant does that is closed and opened again. */
static void
resume (Fixture *f)
{
  g_autofree char *key = NULL;

  renew_session (f);
  key = get_only_key (f);
  g_assert_true (kx_import_keep_resume (f->session, key));
  kx_test_import_wait (f->session);
}

/* What the table holds, and as what rows come in, is kept as anything else that was chosen. */
static void
test_the_subject_is_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_rows (f, "协议.xlsx", ROWS ("协议编号|乙方|到期", "1号|甲医院|2027-12-31"));

  kx_import_session_set_subject (f->session, "agreement");
  open_file (f, file);
  kx_import_session_set_state (f->session, "ended");
  map (f, "到期", "ends_on");
  map (f, "乙方", "$agency_name");
  resume (f);
  g_assert_cmpstr (kx_import_session_get_remark (f->session), ==, NULL);
  g_assert_cmpstr (kx_import_session_get_subject (f->session), ==, "agreement");
  g_assert_cmpstr (kx_import_session_get_state (f->session), ==, "ended");
  assert_mapped (f, "到期", "ends_on");
  assert_mapped (f, "乙方", "$agency_name");
  kx_import_session_set_subject (f->session, "agency");
  kx_test_import_wait (f->session);
  g_assert_cmpstr (kx_import_session_get_state (f->session), ==, NULL);
  resume (f);
  g_assert_cmpstr (kx_import_session_get_subject (f->session), ==, "agency");
}

/* Two sheets, of which the second, which the file hides, is chosen, with everything else there is to choose.
 */
static GFile *
write_two_sheets (Fixture *f)
{
  const KxTestGrid grids[] = {
    { .name = "名册", .rows = ROWS ("机构名称|统一社会信用代码", "甲医院|" CODE) },
    { .name = "另册",
      .rows = ROWS ("封面", "名字栏|号码栏|日子栏|数目栏", "乙医院|" CODE "|1/2/2030|12"),
      .hidden = TRUE },
  };

  return write_grids (f, "两张表.xlsx", grids, G_N_ELEMENTS (grids));
}

static void
choose_everything (Fixture *f)
{
  kx_import_session_set_office (f->session, KX_TEST_PROVINCE_OFFICE);
  kx_import_session_set_sheet (f->session, "另册");
  kx_test_import_wait (f->session);
  kx_import_session_set_header (f->session, 2);
  kx_test_import_wait (f->session);
  map (f, "名字栏", "name");
  map (f, "号码栏", "uscc");
  map (f, "日子栏", "licence_valid_to");
  map (f, "数目栏", "beds");
  kx_import_session_set_blank (f->session, get_column (f, "数目栏"), KX_IMPORT_BLANK_WORDS_CLEAR);
  kx_import_session_set_dates (f->session, get_column (f, "日子栏"), KX_IMPORT_DATES_DAY_FIRST);
  kx_test_import_wait (f->session);
  kx_import_session_set_mode (f->session, KX_IMPORT_ADD);
  kx_import_session_set_strict (f->session, TRUE);
  kx_import_session_set_step (f->session, 3);
}

static void
assert_everything (Fixture *f)
{
  g_assert_cmpstr (kx_import_session_get_problem (f->session), ==, NULL);
  g_assert_cmpstr (kx_import_session_get_office (f->session), ==, KX_TEST_PROVINCE_OFFICE);
  g_assert_cmpstr (kx_import_session_get_sheet (f->session), ==, "另册");
  g_assert_cmpuint (kx_import_session_get_header (f->session, NULL), ==, 2);
  assert_mapped (f, "名字栏", "name");
  assert_mapped (f, "号码栏", "uscc");
  assert_mapped (f, "日子栏", "licence_valid_to");
  assert_mapped (f, "数目栏", "beds");
  g_assert_cmpint (kx_import_column_item_get_blank (get_column (f, "数目栏")), ==,
                   KX_IMPORT_BLANK_WORDS_CLEAR);
  g_assert_cmpint (kx_import_column_item_get_dates (get_column (f, "日子栏")), ==, KX_IMPORT_DATES_DAY_FIRST);
  g_assert_cmpint (kx_import_session_get_mode (f->session), ==, KX_IMPORT_ADD);
  g_assert_true (kx_import_session_get_strict (f->session));
  g_assert_cmpuint (kx_import_session_get_step (f->session), ==, 3);
}

/* What another process finds in the mirror's file at this moment. Free with g_free(). */
static char *
read_from_disk (Fixture *f, const char *key)
{
  g_autofree char *path = g_build_filename (f->desk->dir, "mirror.db", NULL);
  g_autoptr (KxDb) db = kx_db_sqlite_open (path, KX_DB_SQLITE_READER, NULL);
  g_autoptr (KxDbRows) rows =
      kx_db_query (db, "SELECT json FROM mirror_draft WHERE key = $1", &KX_ARG_TEXT (key), 1, NULL);

  return rows != NULL && kx_db_rows_next (rows, NULL) ? g_strdup (kx_db_rows_text (rows, 0)) : NULL;
}

static gboolean
is_strict_on_disk (Fixture *f, const char *key)
{
  g_autofree char *json = read_from_disk (f, key);
  g_autoptr (KxImportKept) kept = json != NULL ? kx_import_kept_from_json (json) : NULL;

  return kept != NULL && kept->strict && kept->step == 3;
}

/* A mirror of the files as they are now, as after a program that was killed. */
static void
open_copy (Fixture *f)
{
  static const char *const names[] = { "mirror.db", "mirror.db-wal" };
  g_autofree char *dir = g_build_filename (f->desk->service->folder, "copy", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (f->desk->dir, names[i], NULL);
      g_autofree char *to = g_build_filename (dir, names[i], NULL), *bytes = NULL;
      gsize size;

      if (g_file_get_contents (from, &bytes, &size, NULL))
        g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
    }
  f->second = kx_mirror_open (dir, NULL, &error);
  g_assert_no_error (error);
}

static void
test_choices_survive_a_kill (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f);
  g_autofree char *key = NULL;
  gint64 end;

  open_file (f, file);
  choose_everything (f);
  key = get_only_key (f);
  end = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;
  while (!is_strict_on_disk (f, key))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (20000);
    }
  open_copy (f);
  resume (f);
  assert_everything (f);
  g_assert_null (kx_import_session_get_remark (f->session));
  g_assert_cmpstr (kx_import_keep_get_key (f->session), ==, key);
  /* All of it counts: the rows can be tried. */
  g_assert_true (kx_import_session_may_try (f->session));
}

static void
test_the_end_of_the_import_removes_them (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f);

  open_file (f, file);
  choose_everything (f);
  resume (f);
  kx_import_session_try (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpuint (count_begun (f), ==, 1);
  g_assert_true (kx_import_session_may_run (f->session));
  kx_import_session_run (f->session);
  kx_test_import_wait (f->session);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_ENDED);
  g_assert_cmpuint (count_begun (f), ==, 0);
  g_assert_null (kx_import_keep_get_key (f->session));
}

static void
test_a_file_that_is_gone_may_be_shown_elsewhere (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f), moved = NULL;
  g_autofree char *folder = g_build_filename (f->desk->service->folder, "moved", NULL);
  g_autofree char *path = g_build_filename (folder, "两张表.xlsx", NULL), *key = NULL;

  open_file (f, file);
  choose_everything (f);
  key = get_only_key (f);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  moved = g_file_new_for_path (path);
  g_assert_true (g_file_move (file, moved, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  resume (f);
  g_assert_cmpint (kx_import_session_get_phase (f->session), ==, KX_IMPORT_NOTHING);
  g_assert_nonnull (strstr (kx_import_session_get_problem (f->session), "两张表.xlsx"));
  g_assert_nonnull (strstr (kx_import_session_get_problem (f->session), "is kept"));
  g_assert_cmpuint (count_begun (f), ==, 1);
  open_file (f, moved);
  assert_everything (f);
  g_assert_null (kx_import_session_get_remark (f->session));
  g_assert_cmpstr (kx_import_keep_get_key (f->session), ==, key);
  g_assert_cmpuint (count_begun (f), ==, 1);
  resume (f);
  assert_everything (f);
}

/* Another file is another import, also where the first one was not there. */
static void
test_another_file_takes_nothing_away (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f), other = NULL;
  g_autofree char *key = NULL;

  other = write_rows (f, "别的.xlsx", ROWS ("机构名称|统一社会信用代码", "甲医院|" CODE));
  open_file (f, file);
  open_file (f, other);
  /* Nothing was chosen for the first. */
  g_assert_cmpuint (count_begun (f), ==, 1);
  open_file (f, file);
  choose_everything (f);
  key = get_only_key (f);
  open_file (f, other);
  g_assert_cmpuint (count_begun (f), ==, 2);
  assert_mapped (f, "机构名称", "name");
  g_assert_cmpstr (kx_import_keep_get_key (f->session), !=, key);
  renew_session (f);
  g_assert_true (kx_import_keep_resume (f->session, key));
  kx_test_import_wait (f->session);
  assert_everything (f);
}

static void
test_what_fits_a_changed_file_is_taken_again (Fixture *f, gconstpointer data)
{
  const KxTestGrid grid = { .name = "名册", .rows = ROWS ("甲|乙", "乙医院|" CODE) };
  g_autoptr (GFile) file = write_two_sheets (f), again = NULL;
  g_autofree char *key = NULL, *json = NULL;
  const char *remark;

  open_file (f, file);
  choose_everything (f);
  key = get_only_key (f);
  again = write_grids (f, "两张表.xlsx", &grid, 1);
  resume (f);
  remark = kx_import_session_get_remark (f->session);
  g_assert_nonnull (strstr (remark, "The file has changed since"));
  g_assert_nonnull (strstr (remark, "no sheet “另册”"));
  /* No titles are found, so nothing of the columns is given up before a person says where they stand. */
  g_assert_cmpuint (kx_import_session_get_header (f->session, NULL), ==, 0);
  json = kx_mirror_dup_draft (f->desk->mirror, key);
  g_assert_nonnull (strstr (json, "数目栏"));
  kx_import_session_set_header (f->session, 1);
  kx_test_import_wait (f->session);
  remark = kx_import_session_get_remark (f->session);
  g_assert_nonnull (strstr (remark, "no such columns any more: 名字栏"));
  g_assert_cmpint (kx_import_session_get_mode (f->session), ==, KX_IMPORT_ADD);
  g_assert_cmpstr (kx_import_session_get_office (f->session), ==, KX_TEST_PROVINCE_OFFICE);
}

static void
test_columns_that_are_gone_are_named (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file =
      write_rows (f, "名单.xlsx", ROWS ("名字栏|号码栏|数目栏|地址", "乙医院|" CODE "|12|路"));
  g_autoptr (GFile) again = NULL;
  const char *remark;

  open_file (f, file);
  kx_import_session_set_header (f->session, 1);
  kx_test_import_wait (f->session);
  map (f, "名字栏", "name");
  map (f, "号码栏", "uscc");
  map (f, "数目栏", "beds");
  map (f, "地址", NULL);
  again = write_rows (f, "名单.xlsx", ROWS ("地址|床位|号码栏|名字栏", "路|5|" CODE "|乙医院"));
  resume (f);
  remark = kx_import_session_get_remark (f->session);
  g_assert_nonnull (strstr (remark, "no such columns any more: 数目栏"));
  g_assert_null (strstr (remark, "titles"));
  assert_mapped (f, "名字栏", "name");
  assert_mapped (f, "号码栏", "uscc");
  assert_mapped (f, "地址", NULL);
}

static void
test_titles_that_moved_are_looked_for (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file =
      write_rows (f, "名单.xlsx", ROWS ("表|", "机构名称|统一社会信用代码|备用", "甲医院|" CODE "|9"));
  g_autoptr (GFile) again = NULL;

  open_file (f, file);
  kx_import_session_set_header (f->session, 1);
  kx_test_import_wait (f->session);
  kx_import_session_set_header (f->session, 2);
  kx_test_import_wait (f->session);
  map (f, "备用", "beds");
  again = write_rows (f, "名单.xlsx",
                      ROWS ("表|", "二〇二六年|", "机构名称|统一社会信用代码|备用", "甲医院|" CODE "|9"));
  resume (f);
  g_assert_cmpuint (kx_import_session_get_header (f->session, NULL), ==, 3);
  g_assert_nonnull (strstr (kx_import_session_get_remark (f->session), "titles of the columns"));
  assert_mapped (f, "备用", "beds");
}

static void
test_text_is_read_as_it_was_said_to_be (Fixture *f, gconstpointer data)
{
  const KxTestGrid grid = { .rows = ROWS ("机构名称|统一社会信用代码|备注", "甲医院|" CODE "|x") };
  g_autoptr (GBytes) bytes = kx_test_roster_csv (&grid, "GB18030");
  g_autoptr (GFile) file = write_file (f, "名单.csv", bytes);

  open_file (f, file);
  kx_import_session_set_delimiter (f->session, ";");
  kx_test_import_wait (f->session);
  resume (f);
  g_assert_cmpstr (kx_import_session_get_encoding (f->session), ==, "GB18030");
  g_assert_cmpstr (kx_import_session_get_delimiter (f->session), ==, ";");
}

static void
test_pasted_rows_are_kept_themselves (Fixture *f, gconstpointer data)
{
  static const char text[] = "机构名称\t统一社会信用代码\t备用\n甲医院\t" CODE "\t9\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  kx_import_session_open_bytes (f->session, bytes, "Pasted rows");
  kx_test_import_wait (f->session);
  map (f, "备用", "beds");
  resume (f);
  g_assert_cmpstr (kx_import_session_get_file_name (f->session), ==, "Pasted rows");
  g_assert_cmpuint (kx_import_session_get_counts (f->session).n_rows, ==, 1);
  assert_mapped (f, "备用", "beds");
  g_assert_null (kx_import_session_get_remark (f->session));
}

/* Corrected in a spreadsheet meanwhile, and chosen again. */
static void
test_the_same_file_chosen_again_keeps_the_choices (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f);

  open_file (f, file);
  choose_everything (f);
  open_file (f, file);
  assert_everything (f);
  g_assert_cmpuint (count_begun (f), ==, 1);
}

static void
test_what_is_thrown_away_can_be_put_back (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f);
  g_autofree char *key = NULL, *json = NULL;

  open_file (f, file);
  choose_everything (f);
  renew_session (f);
  key = get_only_key (f);
  json = kx_import_keep_throw_away (f->session, key);
  g_assert_nonnull (json);
  g_assert_cmpuint (count_begun (f), ==, 0);
  g_assert_false (kx_import_keep_resume (f->session, key));
  g_assert_null (kx_import_keep_throw_away (f->session, key));
  kx_import_keep_put_back (f->session, key, json);
  resume (f);
  assert_everything (f);
}

/* One that a session is at is not offered to another. */
static void
test_an_import_is_in_one_hand (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f);
  g_autoptr (KxImportSession) first = NULL;

  open_file (f, file);
  g_assert_cmpuint (count_begun (f), ==, 1);
  first = g_steal_pointer (&f->session);
  renew_session (f);
  g_assert_cmpuint (count_begun (f), ==, 0);
  kx_import_keep_stop (first);
  g_assert_cmpuint (count_begun (f), ==, 1);
}

static void
test_it_stands_among_the_drafts (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = write_two_sheets (f);
  g_autoptr (KxActivityList) list = NULL;
  g_autoptr (KxActivityItem) item = NULL;
  g_autofree char *key = NULL;
  GListModel *drafts;
  const KxActivity *a;

  open_file (f, file);
  choose_everything (f);
  key = get_only_key (f);
  list = kx_activity_list_new (f->desk->mirror);
  drafts = kx_activity_list_get_kind (list, KX_ACTIVITY_DRAFT);
  while (g_list_model_get_n_items (drafts) == 0)
    g_main_context_iteration (NULL, TRUE);
  item = g_list_model_get_item (drafts, 0);
  a = kx_activity_item_get (item);
  g_assert_true (a->imports);
  g_assert_cmpstr (a->key, ==, key);
  g_assert_cmpstr (a->title, ==, "Unfinished import of 两张表.xlsx");
  g_assert_nonnull (strstr (a->text, "Add new agencies only · All or nothing\nSheet “另册”\n名字栏: Name"));
  g_assert_cmpint (a->at.ms, >, 0);
  g_clear_object (&item);
  /* The list lets the mirror go with its last reading. */
  kx_test_finalize (g_steal_pointer (&list));
}

static void
test_other_texts_are_no_choices (void)
{
  static const char *const wrong[] = { "", "no JSON", "[]", "{}", "{\"name\":1}" };
  static const char odd[] =
      "{\"name\":\"x\",\"header\":-3,\"mode\":\"no\",\"strict\":1,\"step\":\"x\",\"at\":\"x\","
      "\"mapping\":\"[]\",\"sheet\":null}";
  g_autoptr (KxImportKept) kept = kx_import_kept_from_json (odd);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (kx_import_kept_from_json (wrong[i]));
  g_assert_nonnull (kept);
  g_assert_cmpuint (kept->header, ==, 0);
  g_assert_cmpint (kept->mode, ==, KX_IMPORT_BOTH);
  g_assert_false (kept->strict);
  g_assert_cmpuint (kept->columns->len, ==, 0);
  g_assert_null (kept->sheet);
}

#define ADD(name, function) g_test_add ("/import-keep/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("choices-survive-a-kill", test_choices_survive_a_kill);
  ADD ("the-end-of-the-import-removes-them", test_the_end_of_the_import_removes_them);
  ADD ("a-file-that-is-gone-may-be-shown-elsewhere", test_a_file_that_is_gone_may_be_shown_elsewhere);
  ADD ("another-file-takes-nothing-away", test_another_file_takes_nothing_away);
  ADD ("what-fits-a-changed-file-is-taken-again", test_what_fits_a_changed_file_is_taken_again);
  ADD ("columns-that-are-gone-are-named", test_columns_that_are_gone_are_named);
  ADD ("titles-that-moved-are-looked-for", test_titles_that_moved_are_looked_for);
  ADD ("text-is-read-as-it-was-said-to-be", test_text_is_read_as_it_was_said_to_be);
  ADD ("the-subject-is-kept", test_the_subject_is_kept);
  ADD ("pasted-rows-are-kept-themselves", test_pasted_rows_are_kept_themselves);
  ADD ("the-same-file-chosen-again-keeps-the-choices", test_the_same_file_chosen_again_keeps_the_choices);
  ADD ("what-is-thrown-away-can-be-put-back", test_what_is_thrown_away_can_be_put_back);
  ADD ("an-import-is-in-one-hand", test_an_import_is_in_one_hand);
  ADD ("it-stands-among-the-drafts", test_it_stands_among_the_drafts);
  g_test_add_func ("/import-keep/other-texts-are-no-choices", test_other_texts_are_no_choices);
  return g_test_run ();
}
