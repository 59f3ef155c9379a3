#include "bench/kx-bench-profile.h"

#include "bench/kx-bench-agencies.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-tables.h"

#include <glib/gstdio.h>

/* A mirror as it is after the first load. */
static void
finish_mirror (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxActor) actor =
      kx_test_actor ("0197b2a0-0000-7000-8000-00000000abcd", KX_ROLE_INDEX_clerk, "000000");
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  g_autoptr (KxBook) book = db != NULL ? kx_book_new (db, kx_schema_get (), NULL) : NULL;
  KxTime now = { g_get_real_time () / 1000 };

  if (book == NULL || !kx_mirror_tables_set_up (book, now, &error) ||
      !kx_mirror_meta_set_number (book, KX_MIRROR_SYNCED_AT, now.ms, &error) ||
      !kx_book_begin (book, &error) || !kx_mirror_book_set_actor (book, actor, &error) ||
      !kx_book_commit (book, &error))
    g_error ("%s", error->message);
}

void
kx_bench_profile_make (const char *home, const char *name, guint rows)
{
  g_autofree char *folder = g_build_filename (home, "kangxie", "profiles", name, NULL);
  g_autofree char *filled = g_build_filename (folder, "kangxie.db", NULL),
                  *mirror = g_build_filename (folder, "mirror.db", NULL),
                  *about = g_build_filename (folder, "profile.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  kx_bench_agencies_fill (folder, rows, "start");
  if (rows > 0)
    g_assert_cmpint (g_rename (filled, mirror), ==, 0);
  finish_mirror (mirror);
  /* Nobody listens there. */
  g_assert_true (
      g_file_set_contents (about,
                           "[Profile]\nurl=http://127.0.0.1:9\nuser=clerk\nname=clerk\narea=000000\n"
                           "user-id=0197b2a0-0000-7000-8000-00000000abcd\n",
                           -1, NULL));
}
