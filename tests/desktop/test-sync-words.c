#include "desktop/kx-sync-words.h"

#include <gtk/gtk.h>

static KxTime
at (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  return (KxTime){ g_date_time_to_unix (time) * 1000 };
}

static void
assert_words (KxMirrorSummary summary, KxSyncState state, const char *expected, gboolean needs)
{
  g_auto (KxSyncWords) words = { 0 };

  kx_sync_words_make (&summary, state, NULL, at ("2026-07-01T11:00:00Z"), &words);
  g_assert_cmpstr (words.words, ==, expected);
  g_assert_cmpint (words.needs, ==, needs);
  g_assert_nonnull (words.icon);
}

static void
test_words (void)
{
  KxMirrorSummary calm = { .synced_at = at ("2026-07-01T10:42:00Z") };
  KxMirrorSummary waiting = calm;
  KxMirrorSummary wanted = calm;

  waiting.waiting = 2;
  waiting.uploads = 1;
  wanted.refused = 1;
  assert_words ((KxMirrorSummary){ 0 }, KX_SYNC_OFF, "Not synchronized yet", FALSE);
  assert_words (calm, KX_SYNC_IDLE, "10:42 synchronized", FALSE);
  assert_words (calm, KX_SYNC_OFFLINE, "Offline", FALSE);
  assert_words (waiting, KX_SYNC_OFFLINE, "Offline · 3 waiting", FALSE);
  assert_words (waiting, KX_SYNC_SIGNED_OUT, "Signed out · 3 waiting", FALSE);
  assert_words (waiting, KX_SYNC_PUSHING, "Synchronizing · 3 waiting", FALSE);
  assert_words (calm, KX_SYNC_TOO_OLD, "Needs a newer version", FALSE);
  assert_words (wanted, KX_SYNC_IDLE, "1 needs you", TRUE);
  wanted.conflicts = 2;
  assert_words (wanted, KX_SYNC_OFFLINE, "3 need you · Offline", TRUE);
}

static void
test_details (void)
{
  KxMirrorSummary summary = {
    .waiting = 1, .held = 1, .failed_uploads = 1, .synced_at = at ("2026-06-30T08:00:00Z")
  };
  g_auto (KxSyncWords) words = { 0 };

  kx_sync_words_make (&summary, KX_SYNC_FAILED, "The disk is full", at ("2026-07-01T11:00:00Z"), &words);
  g_assert_cmpstr (words.details, ==,
                   "Could not synchronize\nThe disk is full\n2 changes need your decision\n"
                   "1 change is kept here and waits to be sent\nLast synchronized: 2026-06-30 08:00");
}

static void
test_stopped (void)
{
  g_assert_true (kx_sync_words_is_stopped (KX_SYNC_OFFLINE));
  g_assert_true (kx_sync_words_is_stopped (KX_SYNC_SIGNED_OUT));
  g_assert_false (kx_sync_words_is_stopped (KX_SYNC_IDLE));
  g_assert_false (kx_sync_words_is_stopped (KX_SYNC_PULLING));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-words/short as can be, what needs the person first", test_words);
  g_test_add_func ("/sync-words/stopped is what brings nothing", test_stopped);
  g_test_add_func ("/sync-words/whole sentences say the rest", test_details);
  return g_test_run ();
}
