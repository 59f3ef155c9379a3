#include "store/kx-tombstone.h"

#define HORIZON "horizon"

gboolean
kx_tombstone_write (KxBook *book, const char *entity, const char *id, const char *space, gboolean moved,
                    KxTime at, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (entity),       KX_ARG_TEXT (id),
                     KX_ARG_TEXT (space),        KX_ARG_TEXT (moved ? "moved" : "deleted"),
                     KX_ARG_INTEGER (book->seq), KX_ARG_INTEGER (at.ms) };

  return kx_db_run (
      book->db,
      "INSERT INTO tombstone (entity, row, space, kind, seq, at) VALUES ($1, $2, $3, $4, $5, $6) ON "
      "CONFLICT (entity, row, space) DO UPDATE SET kind = excluded.kind, seq = excluded.seq, at = "
      "excluded.at",
      args, G_N_ELEMENTS (args), error);
}

gboolean
kx_tombstone_get_horizon (KxBook *book, gint64 *ret_seq, GError **error)
{
  GError *local = NULL;
  g_autofree char *text = kx_book_get_meta (book, HORIZON, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *ret_seq = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

/* All of one seq go together, so that the horizon stands between two of them. */
gboolean
kx_tombstone_drop (KxBook *book, KxTime before, guint most, gint64 *ret_dropped, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (before.ms), KX_ARG_INTEGER (most) };
  gint64 horizon, last = 0, dropped = 0;
  g_autofree char *text = NULL;

  *ret_dropped = 0;
  if (!kx_tombstone_get_horizon (book, &horizon, error) ||
      !kx_db_get_integer (
          book->db,
          "SELECT max(seq) FROM (SELECT seq FROM tombstone WHERE at < $1 ORDER BY seq LIMIT $2) AS oldest",
          args, G_N_ELEMENTS (args), &last, error))
    return FALSE;
  if (last == 0)
    return TRUE;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (last, horizon));
  if (!kx_db_get_integer (book->db, "SELECT count(*) FROM tombstone WHERE seq <= $1", &KX_ARG_INTEGER (last),
                          1, &dropped, error) ||
      !kx_db_run (book->db, "DELETE FROM tombstone WHERE seq <= $1", &KX_ARG_INTEGER (last), 1, error) ||
      !kx_book_set_meta (book, HORIZON, text, error))
    return FALSE;
  *ret_dropped = dropped;
  return TRUE;
}
