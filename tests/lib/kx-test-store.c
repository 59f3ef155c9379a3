#include "lib/kx-test-store.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-office.h"
#include "core/kx-wire.h"
#include "store/kx-row.h"

#include <glib/gstdio.h>
#include <string.h>

char *
kx_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kangxie-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
kx_test_remove_folder (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}

char *
kx_test_id (void)
{
  static guint64 count;
  guint8 random[10];
  char id[KX_UUID_TEXT_SIZE];

  kx_random (random, sizeof random);
  kx_uuid_v7 (1782864000000 + count++, random, id);
  return g_strdup (id);
}

static KxOp *
make_op (KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  g_autofree char *id = kx_test_id ();

  return kx_op_new (kind, entity, id, row, fields);
}

static KxOp *
office_op (const KxSchema *schema, const char *id, const char *name, const char *area)
{
  const KxEntity *entity = kx_schema_entity (schema, "office");
  KxRecord *fields = kx_record_new (entity, NULL, NULL);

  kx_office_set_name (kx_office (fields), name);
  kx_office_set_area (kx_office (fields), area);
  kx_office_set_kind (kx_office (fields), kx_office_kind_centre);
  return kx_op_new (KX_OP_CREATE, entity, id, id, fields);
}

GPtrArray *
kx_test_found (const KxSchema *schema)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);

  g_ptr_array_add (ops, office_op (schema, KX_TEST_OFFICE, "济南市社会保险事业中心", "370100"));
  g_ptr_array_add (ops, office_op (schema, KX_TEST_OTHER_OFFICE, "青岛市社会保险事业中心", "370200"));
  return ops;
}

KxActor *
kx_test_actor (const char *user, int role, const char *area)
{
  KxActor *actor = kx_actor_new (user, user);

  kx_actor_grant (actor, role, area);
  return actor;
}

KxOp *
kx_test_agency_op (const KxSchema *schema, const char *id, const char *office, const char *name,
                   const char *uscc)
{
  const KxEntity *entity = kx_schema_entity (schema, "agency");
  KxRecord *fields = kx_record_new (entity, NULL, NULL);

  kx_agency_set_office (kx_agency (fields), office);
  kx_agency_set_name (kx_agency (fields), name);
  if (uscc != NULL)
    kx_agency_set_uscc (kx_agency (fields), uscc);
  else
    kx_agency_set_no_uscc_reason (kx_agency (fields), "军队医院");
  return make_op (KX_OP_CREATE, entity, id, fields);
}

KxOp *
kx_test_patch_op (const KxEntity *entity, const char *row, gint64 base, guint field, const char *value)
{
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  KxOp *op;

  kx_record_put (fields, field, (KxValue){ .TEXT = value });
  op = make_op (KX_OP_PATCH, entity, row, fields);
  op->base = base;
  return op;
}

KxApplied *
kx_test_apply (KxBook *book, const KxActor *actor, KxOp *op)
{
  KxWork work = { .actor = actor, .at = { 1782864000000 }, .today = { 20260701 }, .ops = &op, .n_ops = 1 };
  g_autoptr (GError) error = NULL;
  KxApplied *applied;

  g_assert_true (kx_book_begin (book, &error));
  applied = kx_apply (book, &work, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_commit (book, &error));
  return applied;
}

static void
dump_query (KxBook *book, GString *out, const char *title, const char *sql, int columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, &error);

  g_assert_no_error (error);
  g_string_append_printf (out, "== %s\n", title);
  while (kx_db_rows_next (rows, &error))
    {
      for (int i = 0; i < columns; i++)
        g_string_append_printf (out, "%s|",
                                kx_db_rows_text (rows, i) != NULL ? kx_db_rows_text (rows, i) : "NULL");
      g_string_append_c (out, '\n');
    }
  g_assert_no_error (error);
}

char *
kx_test_dump (KxBook *book)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < book->schema->n_entities; i++)
    {
      const KxEntity *entity = book->schema->entities[i];
      g_autofree char *columns = kx_row_columns (entity, NULL);
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY id", columns, entity->name);
      g_autofree char *terms = g_strdup_printf (
          "SELECT term, rank, row, area FROM \"%s_term\" ORDER BY term, rank, row", entity->name);

      dump_query (book, out, entity->name, sql, 10 + (int) entity->n_fields);
      if (kx_entity_flagged (entity, KX_SEARCHED) >= 0 && (entity->traits & KX_SEARCH_AS_PARENT) == 0)
        dump_query (book, out, "terms", terms, 4);
    }
  dump_query (book, out, "counter", "SELECT v, rows, audit_n FROM sync_counter", 3);
  dump_query (book, out, "feed", "SELECT entity, row, seq, space FROM feed ORDER BY entity, row", 4);
  dump_query (book, out, "tombstones",
              "SELECT entity, row, space, kind, seq, at FROM tombstone ORDER BY entity, row, space", 6);
  dump_query (book, out, "spaces", "SELECT space, entity, count, sum, seq FROM space ORDER BY space, entity",
              5);
  dump_query (
      book, out, "devices",
      "SELECT id, user_id, name, created_at, seen_at, revoked_at, last_n, acked FROM device ORDER BY id", 8);
  dump_query (book, out, "device results",
              "SELECT device, n, op, answer FROM device_result ORDER BY device, n", 4);
  dump_query (book, out, "history",
              "SELECT entity, row, seq, ord, kind, field, old, new, actor, at, op, reason FROM history ORDER "
              "BY entity, "
              "row, seq, ord",
              12);
  dump_query (book, out, "audit",
              "SELECT n, seq, at, actor, device, op, kind, entity, row, space FROM audit ORDER BY n", 10);
  dump_query (book, out, "results",
              "SELECT actor, op, seq, at, entity, row, answer FROM op_result ORDER BY actor, op", 7);
  return g_string_free (out, FALSE);
}

char *
kx_test_credit_code (guint number)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  static const int weights[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
  char *code = g_strdup_printf ("12370100%09u0", number % 1000000000);
  int sum = 0;

  for (guint i = 0; i < 17; i++)
    sum += weights[i] * (int) (strchr (alphabet, code[i]) - alphabet);
  code[17] = alphabet[(31 - sum % 31) % 31];
  return code;
}

void
kx_test_assert_same_dump (const char *one, const char *two)
{
  g_auto (GStrv) a = NULL, b = NULL;

  /* The sanitizer's strstr() looks at the whole rest of the text at each line. */
  if (g_str_equal (one, two))
    return;
  a = g_strsplit (one, "\n", -1);
  b = g_strsplit (two, "\n", -1);
  for (guint i = 0; a[i] != NULL && b[i] != NULL; i++)
    g_assert_cmpstr (a[i], ==, b[i]);
  g_assert_cmpuint (g_strv_length (a), ==, g_strv_length (b));
}
