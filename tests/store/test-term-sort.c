#include "store/kx-term-sort.h"

#include "db/kx-db.h"
#include "store/kx-search-text.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* A row as text that sorts by bytes as rows do. */
static char *
key_of (const char *term, gint64 rank, gint64 row)
{
  return g_strdup_printf ("%s\x01%020" G_GINT64_FORMAT "\x01%020" G_GINT64_FORMAT, term, rank, row);
}

/* A row's area is the row's alone. */
static gint64
area_of (gint64 row)
{
  return (row & 0xfff) * 7919 % KX_TERM_SORT_AREAS;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Few letters, so that terms repeat and begin alike; lengths around eight bytes, and up to the longest. */
static void
random_term (char term[KX_SEARCH_TERM_MAX + 1])
{
  gsize length = g_test_rand_int_range (0, 3) == 0 ? (gsize) g_test_rand_int_range (1, KX_SEARCH_TERM_MAX + 1)
                                                   : (gsize) g_test_rand_int_range (1, 12);

  for (gsize i = 0; i < length; i++)
    term[i] = g_test_rand_int_range (0, 4) == 0 ? (char) g_test_rand_int_range (0x80, 0x100) : 'a';
  term[length] = '\0';
}

static gint64
random_number (void)
{
  return g_test_rand_int_range (0, 2) == 0
             ? g_test_rand_int_range (0, 3)
             : (gint64) (guint32) g_test_rand_int () << 28 | g_test_rand_int_range (0, 1 << 28);
}

static void
assert_sorted (KxTermSort *sort, GPtrArray *keys)
{
  g_autoptr (GError) error = NULL;
  KxTermRow row;

  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      g_autofree char *key = NULL;

      if (i > 0 && g_str_equal (keys->pdata[i], keys->pdata[i - 1]))
        continue;
      g_assert_true (kx_term_sort_next (sort, &row, &error));
      g_assert_no_error (error);
      key = key_of (row.term, row.rank, row.row);
      g_assert_cmpint (row.area, ==, area_of (row.row));
      g_assert_cmpstr (key, ==, keys->pdata[i]);
      g_assert_cmpuint (row.length, ==, strlen (row.term));
    }
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (kx_term_sort_next (sort, &row, &error));
      g_assert_no_error (error);
    }
}

/* Adds `n` rows, some of them twice, and expects them sorted. */
static void
sort_random (gsize bytes, guint n)
{
  g_autoptr (KxTermSort) sort = kx_term_sort_new (bytes);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  while (n > 0)
    {
      char terms[6][KX_SEARCH_TERM_MAX + 1];
      const char *given[6];
      guint some = (guint) g_test_rand_int_range (0, 7), now = MIN (n, some);
      gint64 rank = random_number (), row = random_number ();

      for (guint i = 0; i < now; i++)
        {
          random_term (terms[i]);
          given[i] = i > 0 && g_test_rand_int_range (0, 8) == 0 ? given[i - 1] : terms[i];
          g_ptr_array_add (keys, key_of (given[i], rank, row));
        }
      for (gint i = g_test_rand_int_range (0, 20) == 0 ? 2 : 1; i > 0; i--)
        g_assert_true (kx_term_sort_add (sort, given, now, rank, row, area_of (row), &error));
      g_assert_no_error (error);
      n -= now;
    }
  assert_sorted (sort, keys);
}

static void
test_rows_come_in_the_order_of_their_table (void)
{
  for (guint i = 0; i < 200; i++)
    sort_random (KX_TERM_SORT_BYTES, (guint) g_test_rand_int_range (0, 200));
  sort_random (KX_TERM_SORT_BYTES, 50000);
}

static void
test_little_memory_gives_the_same_rows (void)
{
  sort_random (0, 60);
  for (guint i = 0; i < 100; i++)
    sort_random ((gsize) g_test_rand_int_range (40, 4000), (guint) g_test_rand_int_range (0, 2000));
  sort_random (1 << 20, 100000);
}

static void
test_rows_in_order_and_all_alike_sort_too (void)
{
  g_autoptr (KxTermSort) up = kx_term_sort_new (1 << 16), down = kx_term_sort_new (1 << 16),
                         alike = kx_term_sort_new (1 << 16);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free),
                        one = g_ptr_array_new_with_free_func (g_free);
  const char *term = "h医院";

  for (gint64 i = 0; i < 20000; i++)
    {
      g_assert_true (kx_term_sort_add (up, &term, 1, 7, i, area_of (i), NULL));
      g_assert_true (kx_term_sort_add (down, &term, 1, 7, 19999 - i, area_of (19999 - i), NULL));
      g_assert_true (kx_term_sort_add (alike, &term, 1, 7, 7, area_of (7), NULL));
      g_ptr_array_add (keys, key_of (term, 7, i));
    }
  g_ptr_array_add (one, key_of (term, 7, 7));
  assert_sorted (up, keys);
  assert_sorted (down, keys);
  assert_sorted (alike, one);
}

/* Adds rows that differ; FALSE once that fails. */
static gboolean
add_many (KxTermSort *sort, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("p%08x of a row", i * 2654435761u);
      const char *term = text;

      if (!kx_term_sort_add (sort, &term, 1, 7, i, area_of (i), error))
        return FALSE;
    }
  return TRUE;
}

/* Rows are sorted ahead of who takes them. */
static void
test_sorter_goes_at_any_time (void)
{
  for (guint taken = 0; taken < 6000; taken += 1000)
    {
      g_autoptr (KxTermSort) filled = kx_term_sort_new (1 << 16);
      g_autoptr (KxTermSort) read = kx_term_sort_new (1 << 16);
      KxTermRow row;

      g_assert_true (add_many (filled, 5000 + taken, NULL));
      g_assert_true (add_many (read, 20000, NULL));
      for (guint i = 0; i <= taken; i++)
        g_assert_true (kx_term_sort_next (read, &row, NULL));
    }
}

/* The limit stands for a full disk. */
static void
test_file_that_cannot_grow (void)
{
  g_autoptr (KxTermSort) sort = kx_term_sort_new (1 << 16);
  g_autoptr (GError) error = NULL;
  struct rlimit before, tight;
  KxTermRow row;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  tight = (struct rlimit){ 100000, before.rlim_max };
  setrlimit (RLIMIT_FSIZE, &tight);
  if (add_many (sort, 50000, &error))
    g_assert_false (kx_term_sort_next (sort, &row, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_error (error, KX_DB_ERROR, KX_DB_ERROR_FAILED);
}

static void
test_no_room_for_temporary_files_is_an_error (void)
{
  g_autoptr (KxTermSort) sort = kx_term_sort_new (0);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = g_strdup (g_getenv ("TMPDIR"));
  const char *terms[] = { "a1", "a2" };

  g_setenv ("TMPDIR", "/no/such/folder", TRUE);
  g_assert_false (kx_term_sort_add (sort, terms, 2, 1, 1, 1, &error));
  g_assert_error (error, KX_DB_ERROR, KX_DB_ERROR_FAILED);
  if (before != NULL)
    g_setenv ("TMPDIR", before, TRUE);
  else
    g_unsetenv ("TMPDIR");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First, while there are no other threads that could read what it changes. */
  g_test_add_func ("/term-sort/no-room-for-temporary-files-is-an-error",
                   test_no_room_for_temporary_files_is_an_error);
  g_test_add_func ("/term-sort/rows-come-in-the-order-of-their-table",
                   test_rows_come_in_the_order_of_their_table);
  g_test_add_func ("/term-sort/little-memory-gives-the-same-rows", test_little_memory_gives_the_same_rows);
  g_test_add_func ("/term-sort/rows-in-order-and-all-alike-sort-too",
                   test_rows_in_order_and_all_alike_sort_too);
  g_test_add_func ("/term-sort/a-sorter-goes-at-any-time", test_sorter_goes_at_any_time);
  g_test_add_func ("/term-sort/a-file-that-cannot-grow-is-an-error", test_file_that_cannot_grow);
  return g_test_run ();
}
