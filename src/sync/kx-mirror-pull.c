#include "sync/kx-mirror-pull.h"

#include "core/kx-wire-feed.h"
#include "db/kx-db-sqlite.h"
#include "store/kx-ddl.h"
#include "store/kx-search.h"
#include "sync/kx-mirror-load.h"
#include "sync/kx-mirror-offer.h"
#include "sync/kx-mirror-other.h"
#include "sync/kx-mirror-push.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-space.h"
#include "sync/kx-mirror-tables.h"

#include <string.h>

#define HEAL_AGAIN_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* A line that waits for its commit line, as text: read when it lands, it is done with before the next one,
 * and its memory serves that one. */
typedef struct
{
  const char *text; /* with a 0 behind it */
  gsize length;
} Line;

struct _KxPull
{
  KxBook *book;
  KxTime now;
  GArray *lines;    /* (element-type Line) owned; since the last commit line */
  GPtrArray *texts; /* (element-type char*) owned; what they borrow from */
  gboolean head, wrong;
  gboolean early; /* as of State */
};

KxPull *
kx_pull_new (KxBook *book, KxTime now)
{
  KxPull *pull = g_new0 (KxPull, 1);

  pull->book = book;
  pull->now = now;
  pull->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  pull->texts = g_ptr_array_new_with_free_func (g_free);
  return pull;
}

void
kx_pull_free (KxPull *pull)
{
  g_array_unref (pull->lines);
  g_ptr_array_unref (pull->texts);
  g_free (pull);
}

gboolean
kx_pull_is_at_head (const KxPull *pull)
{
  return pull->head;
}

gboolean
kx_pull_was_wrong (const KxPull *pull)
{
  return pull->wrong;
}

/* How the mirror stands while pages come. */
typedef struct
{
  gboolean loading; /* the first load: straight into the tables */
  gboolean refill;  /* everything again: staged, and then put in the place of what is there */
  gboolean staged;  /* pages wait in the inbox */
  gboolean fresh;   /* nothing waits, so a row that comes for the first time is simply written */
  gboolean early;   /* some rows came with the answers to ops, before the feed told of them */
} State;

static gboolean
get_state (KxBook *book, State *ret_state, GError **error)
{
  GError *local = NULL;
  gint64 loading = 0, shadows = 0, early = 0;

  if (!kx_mirror_meta_get_number (book, KX_MIRROR_LOADING, &loading, error) ||
      !kx_db_get_integer (book->db, "SELECT count(*) FROM (SELECT 1 FROM mirror_shadow LIMIT 1)", NULL, 0,
                          &shadows, error) ||
      !kx_db_get_integer (book->db, "SELECT count(*) FROM (SELECT 1 FROM mirror_early LIMIT 1)", NULL, 0,
                          &early, error))
    return FALSE;
  ret_state->loading = loading != 0;
  ret_state->early = early != 0;
  ret_state->fresh = ret_state->loading && shadows == 0;
  ret_state->refill = kx_mirror_meta_has (book, KX_MIRROR_REFILL, &local);
  ret_state->staged = local == NULL && kx_mirror_meta_has (book, KX_MIRROR_STAGED, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* The feed has told of the row. */
static gboolean
drop_early (KxBook *book, const KxRecord *row, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (row->entity->name), KX_ARG_TEXT (row->id) };

  return kx_db_run (book->db, "DELETE FROM mirror_early WHERE entity = $1 AND row = $2", args, 2, error);
}

static gboolean
land_other (KxBook *book, KxMirrorSums *sums, const Line *line, GHashTable *seen, GError **error)
{
  if (seen != NULL)
    g_hash_table_add (seen, kx_mirror_other_key (line->text, line->length));
  return kx_mirror_other_confirm (book, sums, line->text, line->length, error);
}

/* `seen` gets "entity id" of each row; NULL: not everything is told anew. */
static gboolean
land (KxPull *pull, KxMirrorSums *sums, const Line *text, gboolean fresh, GHashTable *seen, GError **error)
{
  g_autoptr (KxWireLine) line = kx_wire_read_line (pull->book->schema, text->text, text->length, error);

  if (line == NULL)
    return FALSE;
  switch (line->kind)
    {
    case KX_WIRE_ROW:
      if (line->entity == NULL)
        return land_other (pull->book, sums, text, seen, error);
      if (line->entity->traits & KX_LOCAL)
        return TRUE;
      if (seen != NULL)
        g_hash_table_add (seen, g_strconcat (line->entity->name, " ", line->row->id, NULL));
      return (fresh
                  ? kx_mirror_row_confirm_first (pull->book, sums, line->row, line->bytes, line->size, error)
                  : kx_mirror_row_confirm (pull->book, sums, line->row, seen != NULL, error)) &&
             (!pull->early || drop_early (pull->book, line->row, error));
    case KX_WIRE_GONE:
      return line->entity != NULL ? kx_mirror_row_forget (pull->book, sums, line->entity, line->id, error)
                                  : kx_mirror_other_forget (pull->book, sums, line->id, error);
    case KX_WIRE_LEAVE:
      return kx_mirror_space_leave (pull->book, sums, line->space, error);
    case KX_WIRE_JOIN: /* its rows follow */
    case KX_WIRE_COMMIT:
    case KX_WIRE_OTHER:
    default:
      return TRUE;
    }
}

static gboolean
land_staged (KxPull *pull, KxMirrorSums *sums, GHashTable *seen, GError **error)
{
  gint64 last = 0, before = -1;

  while (last != before)
    {
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (KxDbRows) rows = kx_db_query (
          pull->book->db, "SELECT id, line FROM mirror_inbox WHERE id > $1 ORDER BY id LIMIT 1000",
          &KX_ARG_INTEGER (last), 1, error);
      GError *local = NULL;

      if (rows == NULL)
        return FALSE;
      before = last;
      while (kx_db_rows_next (rows, &local))
        {
          last = kx_db_rows_integer (rows, 0);
          g_ptr_array_add (texts, g_strdup (kx_db_rows_text (rows, 1)));
        }
      g_clear_pointer (&rows, kx_db_rows_close);
      for (guint i = 0; local == NULL && i < texts->len; i++)
        {
          Line line = { texts->pdata[i], strlen (texts->pdata[i]) };

          land (pull, sums, &line, FALSE, seen, &local);
        }
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return kx_db_run (pull->book->db, "DELETE FROM mirror_inbox", NULL, 0, error) &&
         kx_mirror_meta_drop (pull->book, KX_MIRROR_STAGED, error);
}

/* Of everything that was here before, what the service did not tell of is no more. */
static gboolean
forget_unseen (KxPull *pull, KxMirrorSums *sums, GHashTable *seen, GError **error)
{
  KxBook *book = pull->book;

  for (guint i = 0; i < book->schema->n_entities; i++)
    {
      const KxEntity *entity = book->schema->entities[i];
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\"", entity->name);
      g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (KxDbRows) rows = NULL;
      GError *local = NULL;

      if (entity->traits & KX_LOCAL)
        continue;
      rows = kx_db_query (book->db, sql, NULL, 0, error);
      if (rows == NULL)
        return FALSE;
      while (kx_db_rows_next (rows, &local))
        {
          g_autofree char *key = g_strconcat (entity->name, " ", kx_db_rows_text (rows, 0), NULL);

          if (!g_hash_table_contains (seen, key))
            g_ptr_array_add (ids, g_strdup (kx_db_rows_text (rows, 0)));
        }
      g_clear_pointer (&rows, kx_db_rows_close);
      for (guint r = 0; local == NULL && r < ids->len; r++)
        kx_mirror_row_forget (book, sums, entity, ids->pdata[r], &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
put_in_place (KxPull *pull, KxMirrorSums *sums, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) before = kx_mirror_space_list_held (pull->book, error);
  g_autofree char *mode = NULL;

  if (before == NULL || !land_staged (pull, sums, seen, error))
    return FALSE;
  for (guint i = 0; i < pull->lines->len; i++)
    if (!land (pull, sums, &g_array_index (pull->lines, Line, i), FALSE, seen, error))
      return FALSE;
  if (!forget_unseen (pull, sums, seen, error) ||
      !kx_mirror_other_keep_only (pull->book, sums, seen, error) ||
      !kx_mirror_sums_write (sums, pull->book, error) || !kx_mirror_space_compute_sums (pull->book, error) ||
      !kx_mirror_space_leave_emptied (pull->book, sums, before, error))
    return FALSE;
  mode = kx_book_get_meta (pull->book, KX_MIRROR_REFILL, error);
  return mode != NULL && kx_db_run (pull->book->db, "DELETE FROM mirror_early", NULL, 0, error) &&
         (!g_str_equal (mode, "other") || kx_mirror_offer_again (pull->book, pull->now, error)) &&
         kx_mirror_meta_drop (pull->book, KX_MIRROR_REFILL, error);
}

/* What cannot be read is not staged: it would be found only when all of it lands, and be there again then. */
static gboolean
stage (KxPull *pull, const KxWireLine *commit, GError **error)
{
  for (guint i = 0; i < pull->lines->len; i++)
    {
      const Line *line = &g_array_index (pull->lines, Line, i);
      g_autoptr (KxWireLine) read = kx_wire_read_line (pull->book->schema, line->text, line->length, error);

      if (read == NULL || !kx_db_run (pull->book->db, "INSERT INTO mirror_inbox (line) VALUES ($1)",
                                      &KX_ARG_TEXT (line->text), 1, error))
        return FALSE;
    }
  return kx_book_set_meta (pull->book, KX_MIRROR_STAGED, commit->cursor, error);
}

/* The end of the first load, which may have been begun anew on its way: indexes and terms over what came. */
static gboolean
finish_loading (KxPull *pull, GError **error)
{
  KxBook *book = pull->book;

  book->build_later = FALSE;
  return kx_mirror_load_end (book, error) && kx_mirror_meta_drop (book, KX_MIRROR_LOADING, error);
}

/* Whether the spaces that the service names hold here what they hold there. */
static gboolean
check_sums (KxPull *pull, const KxWireLine *commit, GError **error)
{
  for (guint i = 0; commit->spaces != NULL && i < commit->spaces->len; i++)
    {
      const KxWireSpace *space = &g_array_index (commit->spaces, KxWireSpace, i);
      g_autoptr (KxDbRows) rows =
          kx_db_query (pull->book->db, "SELECT rows, sum FROM mirror_space WHERE space = $1",
                       &KX_ARG_TEXT (space->space), 1, error);
      GError *local = NULL;
      gint64 count = 0;
      guint64 sum = 0;

      if (rows == NULL)
        return FALSE;
      if (kx_db_rows_next (rows, &local))
        {
          count = kx_db_rows_integer (rows, 0);
          sum = (guint64) kx_db_rows_integer (rows, 1);
        }
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      pull->wrong |= count != space->count || sum != space->sum;
    }
  return TRUE;
}

/* Differences heal by pulling everything again, once a day: where that does not help there is a fault in a
 * program, and the mirror says so instead of going round in circles. */
static gboolean
heal (KxPull *pull, const State *state, GError **error)
{
  KxBook *book = pull->book;
  gint64 healed_at = 0;

  if (!pull->wrong)
    return !state->refill || kx_mirror_meta_drop (book, KX_MIRROR_FAULT, error);
  if (!kx_mirror_meta_get_number (book, KX_MIRROR_HEALED_AT, &healed_at, error))
    return FALSE;
  if (healed_at != 0 && ABS (pull->now.ms - healed_at) < HEAL_AGAIN_MS)
    {
      pull->wrong = FALSE;
      return kx_book_set_meta (book, KX_MIRROR_FAULT, "sums", error);
    }
  return kx_mirror_meta_set_number (book, KX_MIRROR_HEALED_AT, pull->now.ms, error) &&
         kx_mirror_pull_start_over (book, NULL, error);
}

static gboolean
land_page (KxPull *pull, const State *state, const KxWireLine *commit, KxMirrorSums *sums, GError **error)
{
  if (state->staged && !land_staged (pull, sums, NULL, error))
    return FALSE;
  for (guint i = 0; i < pull->lines->len; i++)
    if (!land (pull, sums, &g_array_index (pull->lines, Line, i), state->fresh, NULL, error))
      return FALSE;
  return (commit->more || !state->early || kx_mirror_space_settle_early (pull->book, sums, error)) &&
         kx_mirror_sums_write (sums, pull->book, error);
}

static gboolean
commit_page (KxPull *pull, const KxWireLine *commit, const State *state, GError **error)
{
  g_autoptr (KxMirrorSums) sums = kx_mirror_sums_new ();
  KxBook *book = pull->book;

  pull->wrong = FALSE;
  if (!state->loading && commit->more)
    return stage (pull, commit, error);
  if (!(state->refill ? put_in_place (pull, sums, error) : land_page (pull, state, commit, sums, error)) ||
      !kx_book_set_meta (book, KX_MIRROR_CURSOR, commit->cursor, error))
    return FALSE;
  if (commit->more)
    return TRUE;
  return finish_loading (pull, error) &&
         kx_mirror_meta_set_number (book, KX_MIRROR_SYNCED_AT, pull->now.ms, error) &&
         kx_mirror_push_tidy_journal (book, pull->now, error) && check_sums (pull, commit, error) &&
         heal (pull, state, error);
}

static gboolean
commit_all (KxPull *pull, const KxWireLine *line, const State *state, GError **error)
{
  KxBook *book = pull->book;

  if (!kx_book_begin (book, error))
    return FALSE;
  book->build_later = state->loading;
  pull->early = state->early;
  if (commit_page (pull, line, state, error))
    return kx_book_commit (book, error);
  kx_book_rollback (book);
  return FALSE;
}

/* The pages of a first load can be fetched again, so none waits for the disk. What a person does meanwhile is
 * waited for, and takes along what came before. Most of the log comes with the head: rows are found before it
 * is moved. */
static gboolean
commit_loading (KxPull *pull, const KxWireLine *line, const State *state, GError **error)
{
  KxDb *db = pull->book->db;
  gboolean done =
      kx_mirror_load_begin (pull->book, error) &&
      kx_db_sqlite_set_commits (db, line->more ? KX_DB_SQLITE_GO_ON : KX_DB_SQLITE_LEAVE, error) &&
      commit_all (pull, line, state, error);

  return kx_db_sqlite_set_commits (db, KX_DB_SQLITE_WAIT, done ? error : NULL) && done;
}

static gboolean
commit (KxPull *pull, const KxWireLine *line, GError **error)
{
  State state = { 0 };
  gboolean done;

  if (!get_state (pull->book, &state, error))
    return FALSE;
  done = (state.loading ? commit_loading : commit_all) (pull, line, &state, error);
  g_array_set_size (pull->lines, 0);
  pull->head = done && !line->more;
  return done;
}

/* Rows are many and wait unread; any other line may be the commit line. `text` lives on while the line waits.
 */
static gboolean
take_line (KxPull *pull, const char *text, gsize length, GError **error)
{
  static const char row[] = "{\"t\":\"row\",";
  g_autoptr (KxWireLine) read = NULL;
  Line line = { text, length };

  if (strncmp (text, row, strlen (row)) != 0)
    {
      read = kx_wire_read_line (pull->book->schema, text, length, error);
      if (read == NULL)
        return FALSE;
      if (read->kind == KX_WIRE_COMMIT)
        return commit (pull, read, error);
    }
  g_array_append_val (pull->lines, line);
  return TRUE;
}

/* Owned by the pull, with a 0 behind it. */
static char *
keep_text (KxPull *pull, const char *text, gsize length)
{
  char *kept = g_malloc (length + 1);

  memcpy (kept, text, length);
  kept[length] = '\0';
  g_ptr_array_add (pull->texts, kept);
  return kept;
}

/* Texts that no line borrows from any more go. */
static void
drop_texts (KxPull *pull)
{
  if (pull->lines->len == 0)
    g_ptr_array_set_size (pull->texts, 0);
}

gboolean
kx_pull_lines (KxPull *pull, const char *lines, gsize length, GError **error)
{
  char *text = keep_text (pull, lines, length), *end = text + length;
  gboolean taken = TRUE;

  for (char *stop; taken && text < end && (stop = memchr (text, '\n', (gsize) (end - text))) != NULL;
       text = stop + 1)
    {
      *stop = '\0';
      taken = stop == text || take_line (pull, text, (gsize) (stop - text), error);
    }
  drop_texts (pull);
  return taken;
}

gboolean
kx_mirror_pull_start_over (KxBook *book, const char *generation, GError **error)
{
  GError *local = NULL;
  g_autofree char *mode = kx_book_get_meta (book, KX_MIRROR_REFILL, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  /* A restored service stays one until everything of it is here. */
  if (!kx_book_set_meta (book, KX_MIRROR_REFILL,
                         generation != NULL || g_strcmp0 (mode, "other") == 0 ? "other" : "same", error) ||
      !kx_mirror_meta_drop (book, KX_MIRROR_CURSOR, error) ||
      !kx_mirror_meta_drop (book, KX_MIRROR_STAGED, error) ||
      !kx_mirror_meta_drop (book, KX_MIRROR_LOADING, error) ||
      !kx_db_run (book->db, "DELETE FROM mirror_inbox", NULL, 0, error) ||
      !kx_db_run (book->db, "DELETE FROM mirror_early", NULL, 0, error))
    return FALSE;
  if (generation == NULL)
    return TRUE;
  return kx_book_set_meta (book, KX_MIRROR_GENERATION, generation, error) &&
         kx_db_run (book->db, "UPDATE mirror_outbox SET state = 0, n = 0 WHERE state IN (1, 2)", NULL, 0,
                    error) &&
         kx_mirror_meta_set_number (book, KX_MIRROR_LAST_N, 0, error) &&
         kx_mirror_meta_set_number (book, KX_MIRROR_ACK, 0, error);
}
