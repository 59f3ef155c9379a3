/* A first sync: the feed's pages of 100,000 agencies, or as many as the first argument says, into the book of
 * a new mirror on disk, each page with its cursor in a transaction, as the program has it. First until every
 * row can be read; then, at the head, the indexes and search terms, and the sums compared; at last, which the
 * program leaves to a moment in which nothing is done, the log moved into the database, and all of it on the
 * disk. Beside it the limit of kx-bench-load.h, of which nothing is waited for. */
#include "kx-bench-load.h"

#include "core/kx-wire-feed.h"
#include "db/kx-db-sqlite.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-tables.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 100000
#define ROUNDS 5 /* of which the best counts */
#define FIRST_PAGE 2000
#define PAGE 5000

static const KxTime now = { 1782864000000 };

enum
{
  READABLE,
  FINISHED,
  ON_DISK,
  N_PARTS
};

static void
count_row (GHashTable *places, GArray *spaces, const KxRecord *row, const char *line, gsize length)
{
  static const char before[] = "{\"t\":\"row\",\"entity\":\"agency\",\"row\":";
  gpointer place;
  KxWireSpace *space;

  if (!g_hash_table_lookup_extended (places, row->space, NULL, &place))
    {
      KxWireSpace fresh = { .space = g_strdup (row->space) };

      place = GUINT_TO_POINTER (spaces->len);
      g_hash_table_insert (places, row->space, place);
      g_array_append_val (spaces, fresh);
    }
  space = &g_array_index (spaces, KxWireSpace, GPOINTER_TO_UINT (place));
  space->count++;
  /* Without what is around the row, and the line's end. */
  space->sum += kx_wire_sum (line + strlen (before), length - strlen (before) - strlen ("}\n"));
}

/* (element-type GString) The pages, the first ones smaller, as the program asks for them; and as the last one
 * the head: no row, but what each space holds. */
static GPtrArray *
make_pages (const KxBenchLoad *bench)
{
  GPtrArray *pages = g_ptr_array_new ();
  g_autoptr (GArray) spaces = kx_wire_spaces_new ();
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  GString *page = NULL;
  guint limit = FIRST_PAGE, left = 0;

  for (guint i = 0; i < bench->records->len; i++)
    {
      g_autofree char *cursor = g_strdup_printf ("bench-%u", i + 1);
      gsize begin;

      if (left == 0)
        {
          g_ptr_array_add (pages, page = g_string_new (NULL));
          left = limit;
          limit = MIN (limit * 2, PAGE);
        }
      left--;
      begin = page->len;
      kx_wire_append_row_line (page, bench->records->pdata[i]);
      count_row (places, spaces, bench->records->pdata[i], page->str + begin, page->len - begin);
      if (left == 0 || i + 1 == bench->records->len)
        kx_wire_append_commit_line (page, cursor, TRUE, 0, NULL);
    }
  g_ptr_array_add (pages, page = g_string_new (NULL));
  kx_wire_append_commit_line (page, "bench-head", FALSE, 0, spaces);
  return pages;
}

static KxBook *
open_mirror (const char *path)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);
  KxBook *book = db != NULL ? kx_book_new (db, kx_schema_get (), NULL) : NULL;

  if (book == NULL || !kx_mirror_tables_set_up (book, now, &error) ||
      !kx_mirror_meta_set_number (book, KX_MIRROR_LOADING, 1, &error))
    g_error ("%s", error->message);
  return book;
}

/* Each page is given as the engine gives it: to a pull of its own. */
static void
pull_page (KxBook *book, const GString *page, gboolean head)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPull) pull = kx_pull_new (book, now);

  if (!kx_pull_lines (pull, page->str, page->len, &error))
    g_error ("%s", error->message);
  if (kx_pull_is_at_head (pull) != head || kx_pull_was_wrong (pull))
    g_error ("The mirror does not hold what the feed told");
}

static void
check_rows (const char *path, guint rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDb) db = kx_db_sqlite_open (path, KX_DB_SQLITE_READER, &error);
  gint64 n = 0;

  if (db == NULL || !kx_db_get_integer (db, "SELECT count(*) FROM agency", NULL, 0, &n, &error))
    g_error ("%s", error->message);
  if (n != rows)
    g_error ("%" G_GINT64_FORMAT " rows can be read", n);
}

static void
sync_ours (GPtrArray *pages, guint rows, const char *path, KxBenchTime ret_times[N_PARTS])
{
  g_autoptr (KxBook) book = open_mirror (path);
  g_autoptr (GError) error = NULL;
  KxBenchTime begin = kx_bench_time_now ();

  for (guint i = 0; i + 1 < pages->len; i++)
    pull_page (book, pages->pdata[i], FALSE);
  ret_times[READABLE] = kx_bench_time_since (&begin);
  check_rows (path, rows);
  begin = kx_bench_time_now ();
  pull_page (book, pages->pdata[pages->len - 1], TRUE);
  ret_times[FINISHED] = kx_bench_time_since (&begin);
  if (!kx_db_sqlite_checkpoint (book->db, &error))
    g_error ("%s", error->message);
  ret_times[ON_DISK] = kx_bench_time_since (&begin);
}

static KxBenchTime
add (KxBenchTime a, KxBenchTime b)
{
  return (KxBenchTime){ a.clock + b.clock, a.work + b.work };
}

static void
free_page (gpointer page)
{
  g_string_free (page, TRUE);
}

int
main (int argc, char **argv)
{
  guint rows = argc > 1 ? (guint) atoi (argv[1]) : ROWS, rounds = argc > 2 ? (guint) atoi (argv[2]) : ROUNDS;
  KxBenchLoad *bench = kx_bench_load_new (rows);
  g_autoptr (GPtrArray) pages = make_pages (bench);
  KxBenchTime ours[N_PARTS] = { 0 }, limit[N_PARTS] = { 0 };

  g_ptr_array_set_free_func (pages, free_page);
  for (guint round = 0; round < rounds; round++)
    {
      g_autofree char *one = g_strdup_printf ("%s/limit-%u.db", bench->folder, round),
                      *other = g_strdup_printf ("%s/mirror-%u.db", bench->folder, round);
      KxBenchTime now_ours[N_PARTS], now_limit[KX_BENCH_N_STEPS];

      kx_bench_load_bare (bench, one, now_limit);
      sync_ours (pages, rows, other, now_ours);
      kx_bench_time_keep_least (&limit[READABLE], now_limit[KX_BENCH_ROWS]);
      kx_bench_time_keep_least (&limit[FINISHED],
                                add (now_limit[KX_BENCH_INDEXES], now_limit[KX_BENCH_TERMS]));
      for (guint i = 0; i < N_PARTS; i++)
        kx_bench_time_keep_least (&ours[i], now_ours[i]);
      if (round == 0)
        kx_bench_load_compare (one, other);
      g_unlink (one);
      g_unlink (other);
    }
  kx_bench_time_print ("first sync", "until all rows can be read", rows, ours[READABLE], limit[READABLE], 0);
  kx_bench_time_print ("first sync", "indexes and search terms", rows, ours[FINISHED], limit[FINISHED], 0);
  kx_bench_time_print ("first sync", "all of it", rows, add (ours[READABLE], ours[FINISHED]),
                       add (limit[READABLE], limit[FINISHED]), 0.7);
  kx_bench_time_print ("first sync", "all of it, and on the disk", rows,
                       add (add (ours[READABLE], ours[FINISHED]), ours[ON_DISK]),
                       add (limit[READABLE], limit[FINISHED]), 0);
  /* Above, the bare insert is given its terms, made and in order. */
  kx_bench_time_print ("first sync", "all of it, beside an insert that makes its terms", rows,
                       add (ours[READABLE], ours[FINISHED]),
                       add (add (limit[READABLE], limit[FINISHED]), bench->made), 0);
  kx_bench_load_free (bench);
  return 0;
}
