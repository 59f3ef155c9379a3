#include "sync/kx-mirror-push.h"

#include "core/kx-json-write.h"
#include "core/kx-wire-op.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-submit.h"
#include "sync/kx-mirror-tables.h"

#include <string.h>

/* Of days on which this computer exchanged something. Its clock may jump by years; that makes one day. */
#define JOURNAL_DAYS 14
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* One op that may go: an element of a batch being gathered. */
typedef struct
{
  gint64 id, n;
  char *tx, *line;
} Ready;

static void
ready_clear (gpointer data)
{
  Ready *ready = data;

  g_free (ready->tx);
  g_free (ready->line);
}

/* The acts in which no op is refused or held, and none stands behind such an op of the same row. */
#define OPEN_ACTS                                                                                            \
  "SELECT o.id, o.n, o.tx, o.line FROM mirror_outbox o WHERE o.state = 0 AND NOT EXISTS (SELECT 1 FROM "     \
  "mirror_outbox m "                                                                                         \
  "WHERE m.tx = o.tx AND m.state IN (2, 3, 4)) AND NOT EXISTS (SELECT 1 FROM mirror_outbox m JOIN "          \
  "mirror_touch t ON t.out "                                                                                 \
  "= m.id JOIN mirror_touch b ON b.entity = t.entity AND b.row = t.row AND b.out < t.out JOIN "              \
  "mirror_outbox f ON f.id = "                                                                               \
  "b.out WHERE m.tx = o.tx AND f.tx <> o.tx AND f.state IN (2, 3)) ORDER BY o.id LIMIT $1"

static GArray *
list_ready (KxBook *book, const char *sql, gint64 most, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Ready));
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &KX_ARG_INTEGER (most), 1, error);
  GError *local = NULL;

  g_array_set_clear_func (list, ready_clear);
  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      Ready ready = { kx_db_rows_integer (rows, 0), kx_db_rows_integer (rows, 1),
                      g_strdup (kx_db_rows_text (rows, 2)), g_strdup (kx_db_rows_text (rows, 3)) };

      g_array_append_val (list, ready);
    }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

/* Whole acts, up to the limits; the first act whatever its size. */
static guint
count_fitting (GArray *list, guint most_ops, gsize most_bytes)
{
  guint whole = 0;
  gsize bytes = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const Ready *ready = &g_array_index (list, Ready, i);
      gboolean last = i + 1 == list->len || strcmp (ready->tx, g_array_index (list, Ready, i + 1).tx) != 0;

      bytes += strlen (ready->line) + 24;
      if (whole > 0 && (i >= most_ops || bytes > most_bytes))
        break;
      if (last)
        whole = i + 1;
    }
  return whole;
}

static gboolean
number (KxBook *book, GArray *list, guint count, GError **error)
{
  gint64 last = 0;

  if (!kx_mirror_meta_get_number (book, KX_MIRROR_LAST_N, &last, error))
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      Ready *ready = &g_array_index (list, Ready, i);
      KxDbArg args[] = { KX_ARG_INTEGER (ready->id), KX_ARG_INTEGER (++last), KX_ARG_INTEGER (KX_OUT_SENT) };

      ready->n = last;
      if (!kx_db_run (book->db, "UPDATE mirror_outbox SET n = $2, state = $3, sent = 1 WHERE id = $1", args,
                      G_N_ELEMENTS (args), error))
        return FALSE;
    }
  return count == 0 || kx_mirror_meta_set_number (book, KX_MIRROR_LAST_N, last, error);
}

/* The number comes first in the object; the rest is the line as it is kept. */
static void
append_numbered (GString *out, const Ready *ready)
{
  g_string_append_printf (out, "{\"n\":%" G_GINT64_FORMAT ",%s", ready->n, ready->line + 1);
}

GBytes *
kx_mirror_push_take (KxBook *book, guint most_ops, gsize most_bytes, GError **error)
{
  g_autoptr (GArray) list = NULL;
  GError *local = NULL;
  g_autofree char *refill = kx_book_get_meta (book, KX_MIRROR_REFILL, &local);
  GString *out;
  guint count;

  if (local != NULL)
    g_propagate_error (error, local);
  /* What waits builds upon rows of a generation that is no more; it goes when the new one is here. */
  if (local != NULL || g_strcmp0 (refill, "other") == 0)
    return NULL;
  list = list_ready (book, "SELECT id, n, tx, line FROM mirror_outbox WHERE state = 1 ORDER BY n LIMIT $1",
                     G_MAXINT32, error);
  if (list == NULL)
    return NULL;
  count = list->len;
  if (count == 0)
    {
      g_clear_pointer (&list, g_array_unref);
      list = list_ready (book, OPEN_ACTS, (gint64) most_ops + KX_WIRE_MOST_OPS, error);
      if (list == NULL)
        return NULL;
      count = count_fitting (list, most_ops, most_bytes);
      if (!number (book, list, count, error))
        return NULL;
    }
  if (count == 0)
    return NULL;
  out = g_string_new (NULL);
  for (guint i = 0; i < count; i++)
    append_numbered (out, &g_array_index (list, Ready, i));
  return g_string_free_to_bytes (out);
}

/* The op that was sent under this number; 0 without an error: none. */
static gboolean
find_sent (KxBook *book, gint64 n, gint64 *ret_id, GError **error)
{
  return kx_db_get_integer (book->db, "SELECT id FROM mirror_outbox WHERE state = 1 AND n = $1",
                            &KX_ARG_INTEGER (n), 1, ret_id, error);
}

/* Counts the days, each date that differs from the last one as one. */
static gboolean
count_day (KxBook *book, KxTime now, gint64 *ret_day, GError **error)
{
  gint64 today = now.ms / DAY_MS, last = 0;

  if (!kx_mirror_meta_get_number (book, KX_MIRROR_TODAY, &last, error) ||
      !kx_mirror_meta_get_number (book, KX_MIRROR_DAYS, ret_day, error))
    return FALSE;
  return last == today || (kx_mirror_meta_set_number (book, KX_MIRROR_TODAY, today, error) &&
                           kx_mirror_meta_set_number (book, KX_MIRROR_DAYS, ++*ret_day, error));
}

static gboolean
keep_in_journal (KxBook *book, gint64 id, gint64 seq, KxTime now, GError **error)
{
  gint64 day = 0;
  KxDbArg args[] = { KX_ARG_INTEGER (id), KX_ARG_INTEGER (seq), KX_ARG_NULL (KX_DB_INTEGER) };

  if (!count_day (book, now, &day, error))
    return FALSE;
  args[2] = KX_ARG_INTEGER (day);
  return kx_db_run (
      book->db,
      "INSERT INTO mirror_journal (op, at, seq, entity, row, line) SELECT op, $3, $2, entity, row, line FROM "
      "mirror_outbox WHERE id = $1 ON CONFLICT (op) DO NOTHING",
      args, G_N_ELEMENTS (args), error);
}

/* The feed should tell of the row too. If it does not up to its head, the row was purged or closed meanwhile,
 * and has to go: of what the feed did not tell it does not tell the end either. */
static gboolean
note_early (KxBook *book, const KxRecord *row, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (row->entity->name), KX_ARG_TEXT (row->id) };
  GError *local = NULL;
  g_autoptr (KxRecord) known = kx_mirror_row_get_confirmed (book, row->entity, row->id, &local);

  /* The answer to an op that is old may tell what the feed has told before. */
  if (local == NULL && (known == NULL || known->seq < row->seq))
    kx_db_run (book->db, "INSERT OR IGNORE INTO mirror_early (entity, row) VALUES ($1, $2)", args, 2, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
land_rows (KxBook *book, KxMirrorSums *sums, GPtrArray *rows, GError **error)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!note_early (book, rows->pdata[i], error) ||
        !kx_mirror_row_confirm (book, sums, rows->pdata[i], FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
finish_one (KxBook *book, KxMirrorSums *sums, const char *line, gsize length, const KxWireResult *result,
            KxTime now, GError **error)
{
  g_autofree char *text = g_strndup (line, length);
  gint64 id = 0, ack = 0;

  if (!find_sent (book, result->n, &id, error) ||
      !kx_mirror_meta_get_number (book, KX_MIRROR_ACK, &ack, error))
    return FALSE;
  if (result->n > ack && !kx_mirror_meta_set_number (book, KX_MIRROR_ACK, result->n, error))
    return FALSE;
  if (id == 0)
    return land_rows (book, sums, result->rows, error);
  switch (result->result)
    {
    case KX_APPLIED:
    case KX_MERGED:
    case KX_CONFLICT:
      /* First the confirmed rows, so that the row never shows what it was before the change. */
      return land_rows (book, sums, result->rows, error) &&
             keep_in_journal (book, id, result->seq, now, error) && kx_mirror_outbox_remove (book, id, error);
    case KX_HELD:
      return land_rows (book, sums, result->rows, error) &&
             kx_mirror_outbox_set_state (book, id, KX_OUT_HELD, NULL, error);
    case KX_REJECTED:
    default:
      return land_rows (book, sums, result->rows, error) &&
             kx_mirror_outbox_set_state (book, id, KX_OUT_REFUSED, text, error);
    }
}

gboolean
kx_mirror_push_finish (KxBook *book, const char *lines, gsize length, KxTime now, GError **error)
{
  g_autoptr (KxMirrorSums) sums = kx_mirror_sums_new ();
  const char *end = lines + length;

  while (lines < end)
    {
      const char *stop = memchr (lines, '\n', (gsize) (end - lines));
      g_autoptr (KxWireResult) result = NULL;

      if (stop == NULL)
        stop = end;
      if (stop > lines)
        {
          result = kx_wire_read_result (book->schema, lines, (gsize) (stop - lines), error);
          if (result == NULL || !finish_one (book, sums, lines, (gsize) (stop - lines), result, now, error))
            return FALSE;
        }
      lines = stop + 1;
    }
  return kx_mirror_sums_write (sums, book, error);
}

gboolean
kx_mirror_push_renumber (KxBook *book, gint64 last_n, GError **error)
{
  return kx_db_run (book->db, "UPDATE mirror_outbox SET state = 0, n = 0 WHERE state = 1", NULL, 0, error) &&
         kx_mirror_meta_set_number (book, KX_MIRROR_LAST_N, last_n, error) &&
         kx_mirror_meta_set_number (book, KX_MIRROR_ACK, last_n, error);
}

gboolean
kx_mirror_push_refuse (KxBook *book, const char *code, const char *message, GError **error)
{
  g_autoptr (GArray) list =
      list_ready (book, "SELECT id, n, tx, line FROM mirror_outbox WHERE state = 1 ORDER BY n LIMIT $1",
                  G_MAXINT32, error);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  KxFinding *finding = kx_finding_new (KX_FAILS, code, NULL, message);

  g_ptr_array_add (findings, finding);
  kx_wire_append_result (line, 0, KX_REJECTED, 0, findings, NULL);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Ready *ready = &g_array_index (list, Ready, i);

      if (i == 0 && !kx_mirror_meta_set_number (book, KX_MIRROR_LAST_N, ready->n - 1, error))
        return FALSE;
      if (!kx_mirror_outbox_set_state (book, ready->id, KX_OUT_REFUSED, line->str, error))
        return FALSE;
    }
  return list != NULL;
}

gboolean
kx_mirror_push_note_failure (KxBook *book, const char *message, GError **error)
{
  return kx_db_run (book->db, "UPDATE mirror_outbox SET tries = tries + 1, error = $1 WHERE state = 1",
                    &KX_ARG_TEXT (message), 1, error);
}

gboolean
kx_mirror_push_tidy_journal (KxBook *book, KxTime now, GError **error)
{
  gint64 day = 0;

  return count_day (book, now, &day, error) &&
         kx_db_run (book->db, "DELETE FROM mirror_journal WHERE at < $1",
                    &KX_ARG_INTEGER (day - JOURNAL_DAYS), 1, error);
}
