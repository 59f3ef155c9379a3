#include "sync/kx-mirror-private.h"

#include "db/kx-db-sqlite.h"
#include "store/kx-files.h"
#include "store/kx-search.h"
#include "sync/kx-mirror-tables.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *
mark_path (KxMirror *mirror)
{
  return g_build_filename (mirror->dir, "mirror.open", NULL);
}

void
kx_mirror_file_mark (KxMirror *mirror, gboolean open)
{
  g_autofree char *path = mark_path (mirror);

  if (open)
    g_file_set_contents (path, "", 0, NULL);
  else
    unlink (path);
}

static gboolean
was_left_open (KxMirror *mirror)
{
  g_autofree char *path = mark_path (mirror);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, KX_DB_ERROR, KX_DB_ERROR_CORRUPT);
}

static KxBook *
open_book (KxMirror *mirror, gboolean check, GError **error)
{
  KxDb *db = kx_db_sqlite_open (mirror->path, KX_DB_SQLITE_WRITER, error);
  g_autoptr (KxBook) book = NULL;

  if (db == NULL)
    return NULL;
  book = kx_book_new (db, mirror->schema, NULL);
  if ((check && !kx_db_sqlite_check (db, error)) ||
      !kx_mirror_tables_set_up (book, kx_mirror_now (mirror), error))
    return NULL;
  return g_steal_pointer (&book);
}

/* What is kept of a damaged file, as far as it gives it, beside the ops of the salvage file: who works here
 * on which device, what was typed, the files that wait, what the person was told. */
static const struct
{
  const char *select, *insert;
  guint n; /* columns */
} keeps[] = {
  { "SELECT name, value FROM meta WHERE name IN ('" KX_MIRROR_ACTOR "', '" KX_MIRROR_USER
    "', '" KX_MIRROR_DEVICE "', '" KX_MIRROR_GENERATION "', '" KX_MIRROR_SEAL_KEY "')",
    "INSERT OR REPLACE INTO meta (name, value) VALUES ($1, $2)", 2 },
  { "SELECT key, json, at FROM mirror_draft",
    "INSERT OR REPLACE INTO mirror_draft (key, json, at) VALUES ($1, $2, $3)", 3 },
  { "SELECT sha256, path, size, at FROM mirror_upload",
    "INSERT OR REPLACE INTO mirror_upload (sha256, path, size, at) VALUES ($1, $2, $3, $4)", 4 },
  { "SELECT at, text FROM mirror_notice ORDER BY id", "INSERT INTO mirror_notice (at, text) VALUES ($1, $2)",
    2 },
};

#define MOST_COLUMNS 4

/* A row of one of them. */
typedef struct
{
  guint keep;
  char *values[MOST_COLUMNS]; /* owned */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  for (guint i = 0; i < MOST_COLUMNS; i++)
    g_free (kept->values[i]);
  g_free (kept);
}

/* (element-type Kept) */
static GPtrArray *
read_kept (const char *path)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (kept_free);
  g_autoptr (KxDb) db = kx_db_sqlite_open (path, KX_DB_SQLITE_READER, NULL);

  for (guint k = 0; db != NULL && k < G_N_ELEMENTS (keeps); k++)
    {
      g_autoptr (KxDbRows) rows = kx_db_query (db, keeps[k].select, NULL, 0, NULL);

      while (rows != NULL && kx_db_rows_next (rows, NULL))
        {
          Kept *kept = g_new0 (Kept, 1);

          kept->keep = k;
          for (guint i = 0; i < keeps[k].n; i++)
            kept->values[i] = g_strdup (kx_db_rows_text (rows, (int) i));
          g_ptr_array_add (list, kept);
        }
    }
  return list;
}

static gboolean
write_kept (KxBook *book, GPtrArray *list, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      const Kept *kept = list->pdata[i];
      KxDbArg args[MOST_COLUMNS];

      for (guint v = 0; v < keeps[kept->keep].n; v++)
        args[v] = KX_ARG_TEXT (kept->values[v]);
      if (!kx_db_run (book->db, keeps[kept->keep].insert, args, keeps[kept->keep].n, error))
        return FALSE;
    }
  return TRUE;
}

static void
move_aside (KxMirror *mirror)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  gint64 now = kx_mirror_now (mirror).ms;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (mirror->path, endings[i], NULL);
      g_autofree char *to =
          g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT "%s", mirror->path, now, endings[i]);

      rename (from, to);
    }
}

static gboolean
fill_saved (KxMirror *mirror, KxBook *book, GPtrArray *kept, GError **error)
{
  g_autofree char *lines = NULL;
  gboolean done;

  if (!g_file_get_contents (mirror->salvage_path, &lines, NULL, NULL))
    lines = g_strdup ("");
  if (!kx_book_begin (book, error))
    return FALSE;
  book->build_later = TRUE;
  done = write_kept (book, kept, error) &&
         kx_mirror_book_salvage (book, lines, kx_mirror_now (mirror), &mirror->salvaged, error);
  if (done)
    return kx_book_commit (book, error);
  kx_book_rollback (book);
  return FALSE;
}

/* A mirror that never was at the head, or has no rows, is loaded without indexes. */
static gboolean
begin_first_load (KxBook *book, GError **error)
{
  GError *local = NULL;
  gboolean known = kx_mirror_meta_has (book, KX_MIRROR_CURSOR, &local) ||
                   (local == NULL && kx_mirror_meta_has (book, KX_MIRROR_REFILL, &local));

  if (local == NULL && !known)
    kx_mirror_meta_set_number (book, KX_MIRROR_LOADING, 1, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* Another program, other sort keys and terms. */
static gboolean
renew_search (KxBook *book, GError **error)
{
  gint64 loading = 0;

  return kx_mirror_meta_get_number (book, KX_MIRROR_LOADING, &loading, error) &&
         kx_search_renew (book, loading == 0, error);
}

KxBook *
kx_mirror_file_open (KxMirror *mirror, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KxBook) book = open_book (mirror, was_left_open (mirror), &local);

  if (book == NULL && is_damage (local))
    {
      g_autoptr (GPtrArray) kept = read_kept (mirror->path);

      move_aside (mirror);
      book = open_book (mirror, FALSE, error);
      if (book == NULL || !fill_saved (mirror, book, kept, error))
        return NULL;
      book->build_later = FALSE;
    }
  else if (book == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!begin_first_load (book, error) || !renew_search (book, error))
    return NULL;
  return g_steal_pointer (&book);
}

static gboolean
append_lines (KxMirror *self, GString *lines, GError **error)
{
  if (self->salvage < 0)
    self->salvage = open (self->salvage_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->salvage < 0)
    {
      kx_files_set_error (error, self->salvage_path);
      return FALSE;
    }
  if (!kx_files_write (self->salvage, lines->str, lines->len, self->salvage_path, error))
    return FALSE;
  if (fdatasync (self->salvage) == 0)
    return TRUE;
  kx_files_set_error (error, self->salvage_path);
  return FALSE;
}

/* Appends one column of a query, a line each, between `before` and `after`. */
static gboolean
gather_lines (KxBook *book, const char *sql, const char *before, const char *after, GString *lines,
              GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      g_string_append_printf (lines, "%s%s%s", before, kx_db_rows_text (rows, 0), after);
      if (lines->str[lines->len - 1] != '\n')
        g_string_append_c (lines, '\n');
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
kx_mirror_file_save (KxBook *book, gpointer mirror, GError **error)
{
  KxMirror *self = mirror;
  g_autoptr (GString) lines = g_string_new (NULL);
  gint64 left = 1;

  self->nothing_waits = FALSE;
  if (!gather_lines (book, "SELECT op FROM mirror_end", "{\"end\":\"", "\"}", lines, error) ||
      !gather_lines (book, "SELECT line FROM mirror_outbox WHERE saved = 0 ORDER BY id", "", "", lines,
                     error))
    return FALSE;
  if (lines->len == 0)
    return TRUE;
  if (!append_lines (self, lines, error) ||
      !kx_db_run (book->db, "UPDATE mirror_outbox SET saved = 1 WHERE saved = 0", NULL, 0, error) ||
      !kx_db_run (book->db, "DELETE FROM mirror_end", NULL, 0, error) ||
      !kx_db_get_integer (book->db, "SELECT count(*) FROM (SELECT 1 FROM mirror_outbox LIMIT 1)", NULL, 0,
                          &left, error))
    return FALSE;
  self->nothing_waits = left == 0;
  return TRUE;
}

void
kx_mirror_file_saved (KxMirror *self, gboolean committed)
{
  if (committed && self->nothing_waits && self->salvage >= 0)
    (void) !ftruncate (self->salvage, 0);
  self->nothing_waits = FALSE;
}
