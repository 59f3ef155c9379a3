#include "store/kx-ddl.h"

#include "core/entities/kx-agency.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-postgres.h"
#include "lib/kx-test-postgres-server.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"

#include <string.h>

/* The program's schema with one more line: a field of the agency. */
typedef struct
{
  KxField fields[KX_MAX_FIELDS];
  KxEntity agency;
  const KxEntity *entities[KX_MAX_ENTITIES];
  KxSchema schema;
} Newer;

static void
make_newer (Newer *newer)
{
  const KxSchema *old = kx_schema_get ();

  newer->agency = kx_agency_entity;
  memcpy (newer->fields, kx_agency_entity.fields, kx_agency_entity.n_fields * sizeof (KxField));
  newer->fields[kx_agency_entity.n_fields] = (KxField){ .name = "website",
                                                        .label = "Website",
                                                        .kind = KX_TEXT,
                                                        .flags = KX_SEARCHED | KX_SEALED | KX_WANTED,
                                                        .max = 100,
                                                        .since = old->version + 1 };
  newer->agency.fields = newer->fields;
  newer->agency.n_fields++;
  for (guint i = 0; i < old->n_entities; i++)
    newer->entities[i] = old->entities[i] == &kx_agency_entity ? &newer->agency : old->entities[i];
  newer->schema = (KxSchema){ newer->entities, old->n_entities, old->version + 1 };
}

static KxBook *
open_book (KxDb *db, const KxSchema *schema)
{
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_book_new (db, schema, NULL);

  kx_book_set_up (book, (KxTime){ 1 }, FALSE, &error);
  g_assert_no_error (error);
  return book;
}

static void
fill (KxBook *book)
{
  g_autoptr (GPtrArray) ops = kx_test_found (book->schema);
  g_autoptr (KxActor) system = kx_actor_new_system (),
                      clerk = kx_test_actor ("c", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxOp) op = kx_test_agency_op (book->schema, "0197b2a0-0000-7000-8000-0000000000aa",
                                           KX_TEST_OFFICE, "甲医院", NULL);

  for (guint i = 0; i < ops->len; i++)
    kx_applied_free (kx_test_apply (book, system, ops->pdata[i]));
  kx_applied_free (kx_test_apply (book, clerk, op));
}

static void
add_a_field (KxDb *(*reopen) (gpointer data), gpointer data)
{
  Newer newer;
  g_autofree char *name = NULL, *clear = NULL;
  g_autoptr (KxActor) clerk = kx_test_actor ("c", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (KxOp) op = NULL;
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxApplied) applied = NULL;
  const guint8 seed[KX_SEED_SIZE] = { 3 };
  g_autoptr (KxVault) vault = kx_vault_new_from_seed (seed);
  g_autoptr (GError) error = NULL;
  guint website = kx_agency_entity.n_fields;
  KxBook *book = open_book (reopen (data), kx_schema_get ());

  make_newer (&newer);
  fill (book);
  kx_book_free (book);
  book = open_book (reopen (data), &newer.schema);
  book->vault = vault;
  op = kx_test_patch_op (&newer.agency, "0197b2a0-0000-7000-8000-0000000000aa", 0, website, "jia.example");
  applied = kx_test_apply (book, clerk, op);
  g_assert_true (applied->accepted);
  row = kx_row_get (book, &newer.agency, "0197b2a0-0000-7000-8000-0000000000aa", NULL);
  g_assert_cmpstr (kx_record_get (row, kx_agency_f_name).TEXT, ==, "甲医院");
  g_assert_nonnull (strchr (kx_record_get (row, website).TEXT, '*'));
  clear = kx_row_unseal (book, &newer.agency, row->id, website, NULL);
  g_assert_cmpstr (clear, ==, "jia.example");
  kx_book_free (book);
  /* The older program does not touch what the newer one wrote. */
  book = kx_book_new (reopen (data), kx_schema_get (), NULL);
  g_assert_false (kx_book_set_up (book, (KxTime){ 1 }, FALSE, &error));
  g_assert_error (error, KX_STORE_ERROR, KX_STORE_ERROR_NEWER);
  kx_book_free (book);
}

static KxDb *
reopen_sqlite (gpointer path)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

static void
test_one_line_adds_a_field_to_an_old_sqlite_database (void)
{
  char *folder = kx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "old.db", NULL);

  add_a_field (reopen_sqlite, path);
  kx_test_remove_folder (folder);
}

static KxDb *
reopen_postgres (gpointer conninfo)
{
  return kx_test_postgres_open (conninfo);
}

static void
test_one_line_adds_a_field_to_an_old_postgresql_database (void)
{
  g_autofree char *conninfo = kx_test_postgres_server_create_database (NULL);

  add_a_field (reopen_postgres, conninfo);
}

static void
test_every_field_has_its_columns (void)
{
  g_autoptr (KxBook) book =
      open_book (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), kx_schema_get ());

  for (guint e = 0; e < book->schema->n_entities; e++)
    {
      const KxEntity *entity = book->schema->entities[e];

      for (guint i = 0; i < entity->n_fields; i++)
        {
          static const struct
          {
            guint flag;
            const char *ending;
          } columns[] = {
            { G_MAXUINT, "" }, { KX_TITLE, "_sort" }, { KX_SEALED, "_sealed" }, { KX_SEALED, "_hash" }
          };

          for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
            {
              g_autofree char *sql = g_strdup_printf ("SELECT \"%s%s\" FROM \"%s\"", entity->fields[i].name,
                                                      columns[c].ending, entity->name);
              g_autoptr (GError) error = NULL;
              g_autoptr (KxDbRows) rows = NULL;

              if (columns[c].flag != G_MAXUINT && (entity->fields[i].flags & columns[c].flag) == 0)
                continue;
              rows = kx_db_query (book->db, sql, NULL, 0, &error);
              g_assert_no_error (error);
            }
        }
    }
}

/* All tables and indexes as one text, whatever the order in which they were made. */
static char *
dump_schema (KxDb *db, const char *sql)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (db, sql, NULL, 0, &error);

  while (rows != NULL && kx_db_rows_next (rows, &error))
    g_string_append_printf (out, "%s\n", kx_db_rows_text (rows, 0));
  g_assert_no_error (error);
  return g_strdup (out->str);
}

static void
run_all (KxDb *db, char **statements)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; statements[i] != NULL; i++)
    {
      kx_db_build (db, statements[i], &error);
      g_assert_no_error (error);
    }
  g_strfreev (statements);
}

/* `select` lists everything that was made. */
static void
make_in_two_ways (KxDb *one, KxDb *other, const char *select)
{
  const KxSchema *schema = kx_schema_get ();
  g_autofree char *at_once = NULL, *in_parts = NULL, *without = NULL, *again = NULL;

  run_all (one, kx_ddl_create (schema, one->engine));
  at_once = dump_schema (one, select);
  run_all (other, kx_ddl_create_tables (schema, other->engine));
  g_assert_true (kx_db_run (other,
                            "INSERT INTO agency (id, no, space, seq, created_at, updated_at, deleted_at, "
                            "name) VALUES ('a', 1, 's', 1, 1, 1, 0, 'x')",
                            NULL, 0, NULL));
  for (guint i = 0; i < schema->n_entities; i++)
    run_all (other, kx_ddl_create_indexes (schema, schema->entities[i]));
  in_parts = dump_schema (other, select);
  g_assert_cmpstr (in_parts, ==, at_once);
  g_assert_nonnull (strstr (at_once, "agency_term_row"));
  run_all (other, kx_ddl_drop_indexes (schema, &kx_agency_entity));
  run_all (other, kx_ddl_drop_indexes (schema, &kx_agency_entity));
  without = dump_schema (other, select);
  g_assert_null (strstr (without, "agency_term_row"));
  g_assert_null (strstr (without, "agency_space_order"));
  g_assert_nonnull (strstr (without, "office_order"));
  run_all (other, kx_ddl_create_indexes (schema, &kx_agency_entity));
  again = dump_schema (other, select);
  g_assert_cmpstr (again, ==, at_once);
  run_all (other, kx_ddl_drop_indexes (schema, NULL));
  run_all (other, kx_ddl_create_indexes (schema, NULL));
  g_free (again);
  again = dump_schema (other, select);
  g_assert_cmpstr (again, ==, at_once);
  kx_db_free (one);
  kx_db_free (other);
}

static void
test_tables_then_indexes_make_the_same_sqlite_database (void)
{
  make_in_two_ways (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                    kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL),
                    "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce (sql, '') FROM "
                    "sqlite_master ORDER BY 1");
}

static void
test_tables_then_indexes_make_the_same_postgresql_database (void)
{
  make_in_two_ways (kx_test_postgres_open_new (), kx_test_postgres_open_new (),
                    "SELECT replace (indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = "
                    "current_schema () ORDER BY 1");
}

static gint64
pragma (KxDb *db, const char *sql)
{
  gint64 value = -1;

  g_assert_true (kx_db_get_integer (db, sql, NULL, 0, &value, NULL));
  return value;
}

static void
test_building_an_index_leaves_the_connection_as_it_was (void)
{
  g_autoptr (KxDb) db = kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL);
  static const char *const statements[] = { "CREATE INDEX t_a ON t (a)", "CREATE INDEX t_b ON t (b)" };
  gint64 cache, store;

  g_assert_true (kx_db_run (db, "CREATE TABLE t (a INTEGER)", NULL, 0, NULL));
  g_assert_true (kx_db_run (db, "PRAGMA cache_size = -1234", NULL, 0, NULL));
  cache = pragma (db, "PRAGMA cache_size");
  store = pragma (db, "PRAGMA temp_store");
  g_assert_true (kx_db_begin_write (db, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (GError) error = NULL;

      /* There is no column b. */
      g_assert_cmpint (kx_db_build (db, statements[i], &error), ==, i == 0);
      g_assert_cmpint (error != NULL, ==, i > 0);
      g_assert_cmpint (pragma (db, "PRAGMA cache_size"), ==, cache);
      g_assert_cmpint (pragma (db, "PRAGMA temp_store"), ==, store);
      g_assert_cmpint (pragma (db, "PRAGMA threads"), ==, 0);
    }
  g_assert_true (kx_db_commit (db, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  kx_test_postgres_server_conninfo (NULL); /* first, from the main thread */
  g_test_add_func ("/ddl/every-field-has-its-columns", test_every_field_has_its_columns);
  g_test_add_func ("/ddl/one-line-adds-a-field-to-an-old-sqlite-database",
                   test_one_line_adds_a_field_to_an_old_sqlite_database);
  g_test_add_func ("/ddl/one-line-adds-a-field-to-an-old-postgresql-database",
                   test_one_line_adds_a_field_to_an_old_postgresql_database);
  g_test_add_func ("/ddl/tables-then-indexes-make-the-same-sqlite-database",
                   test_tables_then_indexes_make_the_same_sqlite_database);
  g_test_add_func ("/ddl/tables-then-indexes-make-the-same-postgresql-database",
                   test_tables_then_indexes_make_the_same_postgresql_database);
  g_test_add_func ("/ddl/building-an-index-leaves-the-connection-as-it-was",
                   test_building_an_index_leaves_the_connection_as_it_was);
  return g_test_run ();
}
