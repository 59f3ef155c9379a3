#include "store/kx-feed.h"

#include "store/kx-feed-cursor.h"
#include "store/kx-row.h"
#include "store/kx-space.h"
#include "store/kx-tombstone.h"

#include <string.h>

/* A page ends after this many lines of the feed, however few of them were open: nobody else waits longer for
 * it. */
#define MOST_LOOKED_AT 100000
#define MOST_BYTES (16 * 1024 * 1024)

G_DEFINE_QUARK (kx_feed_error_quark, kx_feed_error)

/* A page being written. */
typedef struct
{
  KxBook *book;
  const KxFeedRequest *request;
  KxFeedCursor *cursor; /* owned; as it will be after the page */
  gint64 head;
  GHashTable *open; /* (element-type char* gpointer) owned; spaces looked at, 1: to be sent, 2: not */
  GString *out;
  guint limit, rows, looked_at;
  const KxEntity *entity; /* of the last row */
} Feed;

void
kx_feed_page_clear (KxFeedPage *page)
{
  g_clear_pointer (&page->cursor, g_free);
}

/* One line of the feed's table, or a tombstone. */
typedef struct
{
  KxDbRows *rows; /* owned; NULL: at its end */
  gint64 seq;
} Source;

static gboolean
step (Source *source, GError **error)
{
  GError *local = NULL;

  if (source->rows == NULL)
    return TRUE;
  if (kx_db_rows_next (source->rows, &local))
    source->seq = kx_db_rows_integer (source->rows, 2);
  else
    g_clear_pointer (&source->rows, kx_db_rows_close);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
open_source (Feed *f, const char *sql, gint64 from, gint64 to, Source *ret_source, GError **error)
{
  KxDbArg args[] = { KX_ARG_INTEGER (from), KX_ARG_INTEGER (to) };

  *ret_source = (Source){ kx_db_query (f->book->db, sql, args, G_N_ELEMENTS (args), error), 0 };
  return ret_source->rows != NULL && step (ret_source, error);
}

/* While spaces are joined only they are sent, else all that are open. */
static gboolean
is_sent (Feed *f, const char *space)
{
  gsize known = GPOINTER_TO_SIZE (g_hash_table_lookup (f->open, space));

  if (known == 0)
    {
      gboolean sent = kx_scope_opens (f->cursor->scope, space) &&
                      (f->cursor->held == NULL || !kx_scope_opens (f->cursor->held, space));

      known = sent ? 1 : 2;
      g_hash_table_insert (f->open, g_strdup (space), GSIZE_TO_POINTER (known));
    }
  return known == 1;
}

static gboolean
write_row (Feed *f, const char *entity, const char *id, GError **error)
{
  g_autoptr (KxDbRows) rows = NULL;
  g_autoptr (KxRecord) record = NULL;
  GError *local = NULL;

  if (f->entity == NULL || strcmp (f->entity->name, entity) != 0)
    f->entity = kx_schema_entity (f->book->schema, entity);
  if (f->entity == NULL || (f->entity->traits & KX_LOCAL))
    return TRUE;
  rows = kx_db_query (f->book->db, kx_book_select (f->book, f->entity), &KX_ARG_TEXT (id), 1, error);
  if (rows == NULL)
    return FALSE;
  if (kx_db_rows_next (rows, &local))
    {
      record = kx_row_read (f->entity, rows, 0);
      kx_wire_append_row_line (f->out, record);
      f->rows++;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
write_item (Feed *f, Source *source, gboolean gone, GError **error)
{
  const char *entity = kx_db_rows_text (source->rows, 0), *id = kx_db_rows_text (source->rows, 1);
  const char *space = kx_db_rows_text (source->rows, 3);

  f->looked_at++;
  if (!is_sent (f, space))
    return TRUE;
  if (!gone)
    return write_row (f, entity, id, error);
  kx_wire_append_gone_line (f->out, entity, id, space,
                            g_str_equal (kx_db_rows_text (source->rows, 4), "moved"));
  f->rows++;
  return TRUE;
}

static gboolean
is_full (const Feed *f)
{
  return f->rows >= f->limit || f->looked_at >= MOST_LOOKED_AT || f->out->len >= MOST_BYTES;
}

/* Writes both sources in the order of seq, of one seq first what is gone: a row that moved is gone and there
 * again. A page ends between two seqs. `ret_end`: up to where it came. */
static gboolean
merge (Feed *f, Source *live, Source *gone, gint64 to, gint64 *ret_end, GError **error)
{
  gint64 last = -1;

  while (live->rows != NULL || gone->rows != NULL)
    {
      gboolean tombstone = live->rows == NULL || (gone->rows != NULL && gone->seq <= live->seq);
      Source *next = tombstone ? gone : live;

      if (next->seq != last && last >= 0 && is_full (f))
        {
          *ret_end = last;
          return TRUE;
        }
      last = next->seq;
      if (!write_item (f, next, tombstone, error) || !step (next, error))
        return FALSE;
    }
  *ret_end = to;
  return TRUE;
}

/* The changes after `from` and up to `to`. */
static gboolean
write_changes (Feed *f, gint64 from, gint64 to, gboolean with_gone, gint64 *ret_end, GError **error)
{
  Source live = { NULL, 0 }, gone = { NULL, 0 };
  gboolean written =
      open_source (
          f,
          "SELECT entity, row, seq, space FROM feed WHERE seq > $1 AND seq <= $2 ORDER BY seq, entity, row",
          from, to, &live, error) &&
      (!with_gone ||
       open_source (f,
                    "SELECT entity, row, seq, space, kind FROM tombstone WHERE seq > $1 AND seq <= $2 "
                    "ORDER BY seq, entity, row",
                    MAX (from, f->cursor->floor), to, &gone, error)) &&
      merge (f, &live, &gone, to, ret_end, error);

  g_clear_pointer (&live.rows, kx_db_rows_close);
  g_clear_pointer (&gone.rows, kx_db_rows_close);
  return written;
}

static gboolean
fail (GError **error, KxFeedError code, const char *why)
{
  g_set_error_literal (error, KX_FEED_ERROR, (gint) code, why);
  return FALSE;
}

/* The cursor to begin with, and whether it still tells the whole story. */
static gboolean
begin (Feed *f, const char *generation, GError **error)
{
  gint64 horizon;

  if (f->request->generation != NULL && !g_str_equal (f->request->generation, generation))
    return fail (error, KX_FEED_ERROR_GENERATION, "The reader knows another generation");
  if (f->request->since == NULL)
    {
      f->cursor = g_new0 (KxFeedCursor, 1);
      f->cursor->generation = g_strdup (generation);
      f->cursor->scope = kx_scope_new (f->request->actor);
      f->cursor->floor = f->head;
      return TRUE;
    }
  f->cursor = kx_feed_cursor_new (f->request->since);
  if (f->cursor == NULL)
    return fail (error, KX_FEED_ERROR_CURSOR, "This is not a cursor");
  if (!g_str_equal (f->cursor->generation, generation) || f->cursor->seq > f->head ||
      f->cursor->floor > f->head)
    return fail (error, KX_FEED_ERROR_GENERATION, "The cursor is of another generation");
  if (!kx_tombstone_get_horizon (f->book, &horizon, error))
    return FALSE;
  if (MAX (f->cursor->seq, f->cursor->floor) < horizon)
    return fail (error, KX_FEED_ERROR_EXPIRED, "The cursor is before the horizon");
  return TRUE;
}

/* What the device holds of spaces that are closed by now goes; spaces that were opened meanwhile are
 * announced, and brought up to the cursor before anything else. */
static gboolean
change_scope (Feed *f, GError **error)
{
  KxFeedCursor *cursor = f->cursor;
  g_autoptr (KxScope) now = kx_scope_new (f->request->actor), held = NULL;
  g_autoptr (GPtrArray) spaces = NULL;

  if (kx_scope_equal (cursor->scope, now))
    return TRUE;
  if (!kx_scope_is_known (cursor->scope) || !kx_scope_is_known (now))
    return fail (error, KX_FEED_ERROR_EXPIRED, "What was open then is not known any more");
  spaces = kx_space_list (f->book, error);
  if (spaces == NULL)
    return FALSE;
  /* Spaces whose join was not finished are joined anew. */
  held = kx_scope_intersect (cursor->held != NULL ? cursor->held : cursor->scope, cursor->scope);
  for (guint i = 0; i < spaces->len; i++)
    if (kx_scope_opens (cursor->scope, spaces->pdata[i]) && !kx_scope_opens (now, spaces->pdata[i]))
      kx_wire_append_space_line (f->out, FALSE, spaces->pdata[i]);
  for (guint i = 0; i < spaces->len; i++)
    if (kx_scope_opens (now, spaces->pdata[i]) && !kx_scope_opens (held, spaces->pdata[i]))
      kx_wire_append_space_line (f->out, TRUE, spaces->pdata[i]);
  kx_scope_free (cursor->scope);
  cursor->scope = g_steal_pointer (&now);
  g_clear_pointer (&cursor->held, kx_scope_free);
  cursor->held = g_steal_pointer (&held);
  cursor->joined = 0;
  return TRUE;
}

/* What spaces hold whose last change came with this page. */
static GArray *
list_touched (Feed *f, gboolean joining, gint64 from, GError **error)
{
  GArray *touched = kx_space_list_touched (f->book, f->cursor->scope, from, f->cursor->seq, error);

  for (guint i = touched != NULL && joining ? touched->len : 0; i > 0; i--)
    if (kx_scope_opens (f->cursor->held, g_array_index (touched, KxWireSpace, i - 1).space))
      g_array_remove_index (touched, i - 1);
  return touched;
}

/* Joins first; when that is done the device has what is open up to its seq, and the page ends there. */
static gboolean
write_page (Feed *f, GArray **ret_touched, GError **error)
{
  KxFeedCursor *cursor = f->cursor;
  gint64 from = cursor->seq;

  if (cursor->held != NULL)
    {
      if (!write_changes (f, cursor->joined, cursor->seq, FALSE, &cursor->joined, error))
        return FALSE;
      if (cursor->joined < cursor->seq)
        {
          *ret_touched = kx_wire_spaces_new ();
          return TRUE;
        }
      *ret_touched = list_touched (f, TRUE, 0, error);
      g_clear_pointer (&cursor->held, kx_scope_free);
      return *ret_touched != NULL;
    }
  if (!write_changes (f, from, f->head, TRUE, &cursor->seq, error))
    return FALSE;
  *ret_touched = list_touched (f, FALSE, from, error);
  return *ret_touched != NULL;
}

static gboolean
read_page (Feed *f, const char *generation, KxFeedPage *ret_page, GError **error)
{
  g_autoptr (GArray) touched = NULL;

  if (!begin (f, generation, error) || !change_scope (f, error) || !write_page (f, &touched, error))
    return FALSE;
  ret_page->cursor = kx_feed_cursor_to_text (f->cursor);
  ret_page->more = f->cursor->seq < f->head || f->cursor->held != NULL;
  ret_page->rows = f->rows;
  kx_wire_append_commit_line (f->out, ret_page->cursor, ret_page->more, f->request->acked, touched);
  return TRUE;
}

/* What is read until end_moment() is of one moment of the store. */
static gboolean
begin_moment (KxBook *book, char **ret_generation, gint64 *ret_head, GError **error)
{
  if (!book->writing && !kx_db_begin_read (book->db, error))
    return FALSE;
  *ret_generation = kx_book_get_meta (book, "generation", error);
  *ret_head = book->seq;
  if (*ret_generation != NULL && (book->writing || kx_book_get_seq (book, ret_head, error)))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The store has no generation");
  if (!book->writing)
    kx_db_rollback (book->db);
  return FALSE;
}

static void
end_moment (KxBook *book)
{
  if (!book->writing)
    kx_db_rollback (book->db);
}

gboolean
kx_feed_read (KxBook *book, const KxFeedRequest *request, GString *out, KxFeedPage *ret_page, GError **error)
{
  Feed f = { .book = book, .request = request, .out = out, .limit = request->limit };
  g_autofree char *generation = NULL;
  gboolean read;

  f.limit = f.limit == 0 ? KX_FEED_LIMIT : MIN (f.limit, KX_FEED_MOST);
  if (!begin_moment (book, &generation, &f.head, error))
    return FALSE;
  f.open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read = read_page (&f, generation, ret_page, error);
  end_moment (book);
  g_hash_table_unref (f.open);
  g_clear_pointer (&f.cursor, kx_feed_cursor_free);
  return read;
}

gboolean
kx_feed_verify (KxBook *book, const KxActor *actor, const char *const *only, GString *out, GError **error)
{
  KxFeedCursor cursor = { 0 };
  g_autoptr (KxScope) scope = kx_scope_new (actor);
  g_autofree char *generation = NULL, *text = NULL;
  gboolean read;

  if (!begin_moment (book, &generation, &cursor.seq, error))
    return FALSE;
  cursor.generation = generation;
  cursor.scope = scope;
  text = kx_feed_cursor_to_text (&cursor);
  g_string_append_printf (out, "{\"cursor\":\"%s\",\"spaces\":", text);
  read = kx_space_append_sums (book, scope, only, out, error);
  g_string_append_c (out, '}');
  end_moment (book);
  return read;
}
