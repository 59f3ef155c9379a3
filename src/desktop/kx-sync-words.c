#include "desktop/kx-sync-words.h"

#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"

void
kx_sync_words_clear (KxSyncWords *words)
{
  g_clear_pointer (&words->words, g_free);
  g_clear_pointer (&words->details, g_free);
}

guint
kx_sync_words_count_needs (const KxMirrorSummary *summary)
{
  return summary->refused + summary->held + summary->conflicts + summary->orphans + summary->failed_uploads;
}

gboolean
kx_sync_words_is_stopped (KxSyncState state)
{
  return state == KX_SYNC_OFFLINE || state == KX_SYNC_FAILED || state == KX_SYNC_SIGNED_OUT ||
         state == KX_SYNC_REVOKED || state == KX_SYNC_TOO_OLD;
}

static guint
count_waiting (const KxMirrorSummary *summary)
{
  return summary->waiting + summary->uploads;
}

/* What the engine is doing, as short as can be. Free with g_free(). */
static char *
word_state (const KxMirrorSummary *summary, KxSyncState state, KxTime now, const char **ret_icon)
{
  g_autofree char *last = kx_format_time_short (summary->synced_at, now);
  g_autofree char *rows = kx_format_count ((guint64) summary->rows);

  *ret_icon = "emblem-synchronizing-symbolic";
  switch (state)
    {
    case KX_SYNC_LOADING:
      /* Translators: %s is how many agencies have come so far. */
      return summary->rows > 0 ? g_strdup_printf (_ ("Loading, %s agencies"), rows)
                               : g_strdup (_ ("Loading"));
    case KX_SYNC_PUSHING:
    case KX_SYNC_PULLING:
    case KX_SYNC_UPLOADING:
      return g_strdup (_ ("Synchronizing"));
    case KX_SYNC_OFFLINE:
      *ret_icon = "network-offline-symbolic";
      return g_strdup (_ ("Offline"));
    case KX_SYNC_SIGNED_OUT:
      *ret_icon = "system-lock-screen-symbolic";
      return g_strdup (_ ("Signed out"));
    case KX_SYNC_REVOKED:
      *ret_icon = "action-unavailable-symbolic";
      return g_strdup (_ ("Access withdrawn"));
    case KX_SYNC_TOO_OLD:
      *ret_icon = "software-update-urgent-symbolic";
      return g_strdup (_ ("Needs a newer version"));
    case KX_SYNC_FAILED:
      *ret_icon = "dialog-warning-symbolic";
      return g_strdup (_ ("Could not synchronize"));
    case KX_SYNC_OFF:
    case KX_SYNC_IDLE:
    default:
      *ret_icon = "emblem-ok-symbolic";
      if (summary->synced_at.ms == 0)
        return g_strdup (_ ("Not synchronized yet"));
      /* Translators: %s is a time such as 10:42. */
      return g_strdup_printf (_ ("%s synchronized"), last);
    }
}

static void
add_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
}

static char *
describe (const KxMirrorSummary *summary, const char *state, const char *error)
{
  GString *text = g_string_new (NULL);
  guint waiting = count_waiting (summary);
  guint needs = kx_sync_words_count_needs (summary);
  g_autofree char *last = kx_format_time (summary->synced_at);

  add_sentence (text, state);
  if (error != NULL)
    add_sentence (text, error);
  if (needs > 0)
    {
      g_autofree char *sentence = g_strdup_printf (
          ngettext ("%u change needs your decision", "%u changes need your decision", needs), needs);

      add_sentence (text, sentence);
    }
  if (waiting > 0)
    {
      g_autofree char *sentence =
          g_strdup_printf (ngettext ("%u change is kept here and waits to be sent",
                                     "%u changes are kept here and wait to be sent", waiting),
                           waiting);

      add_sentence (text, sentence);
    }
  if (summary->synced_at.ms != 0)
    {
      g_autofree char *sentence = g_strdup_printf (_ ("Last synchronized: %s"), last);

      add_sentence (text, sentence);
    }
  return g_string_free (text, FALSE);
}

void
kx_sync_words_make (const KxMirrorSummary *summary, KxSyncState state, const char *error, KxTime now,
                    KxSyncWords *ret_words)
{
  guint needs = kx_sync_words_count_needs (summary);
  guint waiting = count_waiting (summary);
  const char *icon;
  g_autofree char *said = word_state (summary, state, now, &icon);
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean at_rest = state == KX_SYNC_IDLE || state == KX_SYNC_OFF;

  /* What needs the person comes first; the time of the last sync gives way to it. */
  if (needs > 0)
    g_string_append_printf (words, ngettext ("%u needs you", "%u need you", needs), needs);
  if (needs == 0 || !at_rest)
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", said);
  if (waiting > 0)
    {
      g_string_append (words, " · ");
      g_string_append_printf (words, ngettext ("%u waiting", "%u waiting", waiting), waiting);
    }
  ret_words->details = describe (summary, said, error);
  ret_words->words = g_string_free (g_steal_pointer (&words), FALSE);
  ret_words->needs = needs > 0;
  ret_words->icon = needs > 0 && at_rest ? "dialog-warning-symbolic" : icon;
}
