/* The databases of the simulation. They are in memory, and stay there from one course to the next, with the
 * statements that were prepared: a course then begins with their first rows put back, which takes a fraction
 * of making a database. One that was opened anew, after a kill or from a backup, is a file until its course
 * ends. */
#include "sync/kx-simulation-private.h"

#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "sync/kx-mirror-tables.h"

#include <glib/gstdio.h>

#define SERVICE SIM_MOST_DEVICES
#define N_PLACES (SIM_MOST_DEVICES + 1)
#define REOPENED 2 /* per cent of the kills */

typedef struct
{
  char *path;       /* owned */
  KxBook *idle;     /* owned; between two courses; NULL: not made yet, or in use */
  gboolean on_disk; /* the book in use is the file */
} Place;

static char *folder, *backup; /* owned */
static KxVault *vault;
static Place places[N_PLACES];
static GPtrArray
    *tables[2];            /* (element-type char*) owned; texts that empty a mirror's, the service's tables */
static GPtrArray *rows[2]; /* (element-type char*) owned; texts that insert the first rows */

static KxBook *
open_book (const Simulation *sim, guint place, gboolean on_disk)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (on_disk ? places[place].path : ":memory:", KX_DB_SQLITE_WRITER, &error);

  places[place].on_disk = on_disk;

  sim_no_error (sim, error, "opening a database");
  if (!kx_db_sqlite_set_commits (db, KX_DB_SQLITE_GO_ON, &error))
    sim_no_error (sim, error, "opening a database");
  return kx_book_new (db, kx_schema_get (), place == SERVICE ? vault : NULL);
}

/* As a file, in place of an earlier one. */
static void
write_file (const Simulation *sim, KxBook *book, const char *path)
{
  static const char *const ends[] = { "", "-wal", "-shm" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strconcat (path, ends[i], NULL);

      g_unlink (name);
    }
  if (!kx_db_sqlite_copy_to (book->db, path, &error))
    sim_no_error (sim, error, "copying a database");
}

/* (element-type char*) */
static GPtrArray *
list_texts (const Simulation *sim, KxBook *book, const char *sql)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) found = kx_db_query (book->db, sql, NULL, 0, &error);

  while (found != NULL && kx_db_rows_next (found, &error))
    g_ptr_array_add (list, g_strdup (kx_db_rows_text (found, 0)));
  sim_no_error (sim, error, sql);
  return list;
}

/* Remembers what a database holds before the first course. */
static void
remember_rows (const Simulation *sim, KxBook *book, gboolean service)
{
  /* What others refer to came first, and goes last. */
  g_autoptr (GPtrArray) names =
      list_texts (sim, book, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");

  if (tables[service] != NULL)
    return;
  tables[service] = g_ptr_array_new_with_free_func (g_free);
  rows[service] = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *columns = NULL, *select = NULL;
      g_autoptr (GPtrArray) quoted = NULL, inserts = NULL;

      g_ptr_array_insert (tables[service], 0,
                          g_strdup_printf ("DELETE FROM \"%s\"", (char *) names->pdata[i]));
      columns = g_strdup_printf ("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('%s')",
                                 (char *) names->pdata[i]);
      quoted = list_texts (sim, book, columns);
      g_ptr_array_add (quoted, NULL);
      g_free (columns);
      columns = g_strjoinv (" || ',' || ", (char **) quoted->pdata);
      select = g_strdup_printf ("SELECT 'INSERT INTO \"%s\" VALUES (' || %s || ')' FROM \"%s\"",
                                (char *) names->pdata[i], columns, (char *) names->pdata[i]);
      inserts = list_texts (sim, book, select);
      g_ptr_array_extend_and_steal (rows[service], g_steal_pointer (&inserts));
    }
}

static void
run_all (const Simulation *sim, KxBook *book, GPtrArray *statements)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < statements->len; i++)
    if (!kx_db_run (book->db, statements->pdata[i], NULL, 0, &error))
      sim_no_error (sim, error, statements->pdata[i]);
}

static void
put_back (const Simulation *sim, KxBook *book, gboolean service)
{
  g_autoptr (GError) error = NULL;

  if (!kx_db_begin_write (book->db, &error))
    sim_no_error (sim, error, "beginning a course");
  run_all (sim, book, tables[service]);
  run_all (sim, book, rows[service]);
  if (!kx_db_commit (book->db, &error))
    sim_no_error (sim, error, "beginning a course");
}

/* A store with two offices. */
static void
found_service (const Simulation *sim, KxBook *book)
{
  g_autoptr (GPtrArray) ops = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (GError) error = NULL;

  if (!kx_book_set_up (book, sim_service_now (sim), FALSE, &error))
    sim_no_error (sim, error, "making the store");
  for (guint i = 0; i < ops->len; i++)
    kx_applied_free (kx_test_apply (book, system, ops->pdata[i]));
}

static void
start (const Simulation *sim)
{
  static const guint8 seed[KX_SEED_SIZE] = { 7 };

  if (folder != NULL)
    return;
  vault = kx_vault_new_from_seed (seed);
  /* Nothing here outlives the machine. */
  folder = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? g_strdup ("/dev/shm/kangxie-sim-XXXXXX") : NULL;
  if (folder == NULL || g_mkdtemp (folder) == NULL)
    {
      g_free (folder);
      folder = kx_test_make_folder ();
    }
  backup = g_build_filename (folder, "backup.db", NULL);
  for (guint i = 0; i < N_PLACES; i++)
    {
      g_autofree char *name = i == SERVICE ? g_strdup ("service.db") : g_strdup_printf ("mirror-%u.db", i);

      places[i].path = g_build_filename (folder, name, NULL);
    }
}

static KxBook *
take (const Simulation *sim, guint place)
{
  gboolean service = place == SERVICE;
  KxBook *book;
  g_autoptr (GError) error = NULL;

  start (sim);
  book = g_steal_pointer (&places[place].idle);
  if (book != NULL)
    {
      put_back (sim, book, service);
      return book;
    }
  book = open_book (sim, place, FALSE);
  if (service)
    found_service (sim, book);
  else if (!kx_mirror_tables_set_up (book, sim_service_now (sim), &error))
    sim_no_error (sim, error, "making a mirror");
  /* The same first rows in each course: a store gets a name by chance when it is made. */
  if (tables[service] == NULL)
    remember_rows (sim, book, service);
  else
    put_back (sim, book, service);
  return book;
}

static void
give_back (guint place, KxBook *book)
{
  gint64 bare = 0;

  kx_db_get_integer (book->db, "SELECT count(*) FROM meta WHERE name = 'mirror.bare'", NULL, 0, &bare, NULL);
  /* Where a first load did not come to its end, the indexes are away. */
  if (bare == 0 && !places[place].on_disk)
    places[place].idle = book;
  else
    kx_book_free (book);
}

/* What was not committed is gone. That it is opened anew makes no other difference, and happens now and then
 * only. */
static KxBook *
kill_book (Simulation *sim, guint place, KxBook *book)
{
  g_autoptr (GError) error = NULL;

  if (book->writing)
    kx_book_rollback (book);
  book->build_later = FALSE;
  if (!sim_chance (sim, REOPENED))
    return book;
  if (!places[place].on_disk)
    write_file (sim, book, places[place].path);
  kx_book_free (book);
  book = open_book (sim, place, TRUE);
  if (place != SERVICE && !kx_mirror_tables_set_up (book, sim_service_now (sim), &error))
    sim_no_error (sim, error, "opening a mirror");
  return book;
}

KxBook *
sim_store_take_service (const Simulation *sim)
{
  return take (sim, SERVICE);
}

KxBook *
sim_store_take_mirror (const Simulation *sim, guint index)
{
  return take (sim, index);
}

void
sim_store_give_back_service (const Simulation *sim, KxBook *book)
{
  give_back (SERVICE, book);
}

void
sim_store_give_back_mirror (const Simulation *sim, guint index, KxBook *book)
{
  give_back (index, book);
}

KxBook *
sim_store_kill_service (Simulation *sim, KxBook *book)
{
  return kill_book (sim, SERVICE, book);
}

KxBook *
sim_store_kill_mirror (Simulation *sim, guint index, KxBook *book)
{
  return kill_book (sim, index, book);
}

void
sim_store_back_up (const Simulation *sim, KxBook *book)
{
  write_file (sim, book, backup);
}

KxBook *
sim_store_restore (const Simulation *sim, KxBook *book)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  kx_book_free (book);
  if (!g_file_get_contents (backup, &text, &size, &error) ||
      !g_file_set_contents (places[SERVICE].path, text, (gssize) size, &error))
    sim_no_error (sim, error, "restoring");
  return open_book (sim, SERVICE, TRUE);
}

void
kx_simulation_clear (void)
{
  for (guint i = 0; i < N_PLACES; i++)
    {
      g_clear_pointer (&places[i].idle, kx_book_free);
      g_clear_pointer (&places[i].path, g_free);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&tables[i], g_ptr_array_unref);
      g_clear_pointer (&rows[i], g_ptr_array_unref);
    }
  g_clear_pointer (&vault, kx_vault_free);
  g_clear_pointer (&backup, g_free);
  if (folder != NULL)
    kx_test_remove_folder (g_steal_pointer (&folder));
}
