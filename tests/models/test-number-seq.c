#include "models/kx-number-diff.h"

/* The same numbers in a plain array. */
static void
assert_same (const KxNumberSeq *seq, GArray *plain)
{
  g_autofree gint64 *read = g_new (gint64, plain->len + 1);

  g_assert_cmpuint (kx_number_seq_length (seq), ==, plain->len);
  kx_number_seq_read (seq, 0, plain->len, read);
  g_assert_cmpmem (read, plain->len * sizeof (gint64), plain->data, plain->len * sizeof (gint64));
}

static void
splice_plain (GArray *plain, guint position, guint removed, const gint64 *numbers, guint n)
{
  if (removed > 0)
    g_array_remove_range (plain, position, removed);
  if (n > 0)
    g_array_insert_vals (plain, position, numbers, n);
}

static guint
pick (guint below)
{
  return below > 0 ? (guint) g_test_rand_int_range (0, (gint) below) : 0;
}

static void
test_splices_do_what_they_do_to_an_array (void)
{
  g_autoptr (KxNumberSeq) seq = kx_number_seq_new ();
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 next = 1;

  for (guint round = 0; round < 3000; round++)
    {
      guint position = pick (plain->len + 1);
      guint removed = pick (MIN (plain->len - position, round % 50 == 0 ? 9000 : 20) + 1);
      guint n = pick (round % 40 == 0 ? 10000 : 15);
      g_autofree gint64 *numbers = g_new (gint64, n + 1);
      g_autoptr (KxNumberSeq) before = kx_number_seq_copy (seq);
      g_autoptr (GArray) plain_before = round % 100 == 0 ? g_array_copy (plain) : NULL;

      for (guint i = 0; i < n; i++)
        numbers[i] = next++;
      kx_number_seq_splice (seq, position, removed, numbers, n);
      splice_plain (plain, position, removed, numbers, n);
      if (plain_before == NULL)
        continue;
      assert_same (seq, plain);
      assert_same (before, plain_before);
    }
  assert_same (seq, plain);
  for (guint i = 0; i < 100; i++)
    {
      guint at = pick (plain->len), found = G_MAXUINT;
      gint64 number = g_array_index (plain, gint64, at);

      g_assert_cmpint (kx_number_seq_get (seq, at), ==, number);
      g_assert_true (kx_number_seq_find (seq, number, &found));
      g_assert_cmpuint (found, ==, at);
    }
  g_assert_false (kx_number_seq_find (seq, next, &(guint){ 0 }));
}

/* Random numbers from 1 to `of`, each at most once. */
static KxNumberSeq *
random_seq (guint of, guint percent, gboolean shuffled)
{
  KxNumberSeq *seq = kx_number_seq_new ();

  for (guint i = 1; i <= of; i++)
    {
      gint64 number = i;

      if (pick (100) < percent)
        kx_number_seq_splice (seq,
                              shuffled ? pick (kx_number_seq_length (seq) + 1) : kx_number_seq_length (seq),
                              0, &number, 1);
    }
  return seq;
}

static void
assert_leads_to (const KxNumberSeq *from, const KxNumberSeq *to, guint most)
{
  g_autoptr (KxNumberSeq) now = kx_number_seq_copy (from);
  g_autoptr (GArray) splices = kx_number_diff (from, to, most);
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint end = 0;

  g_assert_cmpuint (splices->len, <=, MAX (most, 1));
  for (guint i = 0; i < splices->len; i++)
    {
      const KxNumberSplice *splice = &g_array_index (splices, KxNumberSplice, i);
      g_autofree gint64 *added = g_new (gint64, splice->added + 1);

      g_assert_true (splice->removed > 0 || splice->added > 0);
      g_assert_true (i == 0 || splice->position > end);
      end = splice->position + splice->added;
      kx_number_seq_read (to, splice->position, splice->added, added);
      kx_number_seq_splice (now, splice->position, splice->removed, added, splice->added);
    }
  g_array_set_size (plain, kx_number_seq_length (to));
  kx_number_seq_read (to, 0, plain->len, (gint64 *) (void *) plain->data);
  assert_same (now, plain);
}

static void
test_a_diff_leads_from_one_to_the_other (void)
{
  for (guint round = 0; round < 300; round++)
    {
      guint of = pick (60) + 1;
      g_autoptr (KxNumberSeq) from = random_seq (of, 80, round % 3 == 0),
                              to = random_seq (of, 80, round % 2 == 0);

      assert_leads_to (from, to, 1000);
      assert_leads_to (from, to, pick (4));
    }
}

/* What a row more, a row less and a row moved come to. */
static void
test_a_diff_names_no_more_than_what_changed (void)
{
  g_autoptr (KxNumberSeq) from = random_seq (50000, 100, FALSE), to = kx_number_seq_copy (from);
  g_autoptr (GArray) splices = NULL;
  gint64 added = 60000, moved = 20001;
  const KxNumberSplice *first;

  kx_number_seq_splice (to, 20000, 1, NULL, 0);
  kx_number_seq_splice (to, 100, 0, &moved, 1);
  kx_number_seq_splice (to, 40000, 1, &added, 1);
  splices = kx_number_diff (from, to, 100);
  g_assert_cmpuint (splices->len, ==, 3);
  first = &g_array_index (splices, KxNumberSplice, 0);
  g_assert_cmpuint (first->position, ==, 100);
  g_assert_cmpuint (first->removed, ==, 0);
  g_assert_cmpuint (first->added, ==, 1);
  assert_leads_to (from, to, 100);
  g_array_unref (splices);
  splices = kx_number_diff (from, from, 100);
  g_assert_cmpuint (splices->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number-seq/splices-do-what-they-do-to-an-array",
                   test_splices_do_what_they_do_to_an_array);
  g_test_add_func ("/number-seq/a-diff-leads-from-one-to-the-other", test_a_diff_leads_from_one_to_the_other);
  g_test_add_func ("/number-seq/a-diff-names-no-more-than-what-changed",
                   test_a_diff_names_no_more_than_what_changed);
  return g_test_run ();
}
