#include "lib/kx-test-sync.h"

#include "lib/kx-test-store.h"
#include "store/kx-device.h"
#include "store/kx-row.h"
#include "store/kx-space.h"

#include <string.h>

#define AT_MS G_GINT64_CONSTANT (1782864000000)

static void
free_space (gpointer data)
{
  KxWireSpace *space = data;

  g_free (space->space);
  g_free (space);
}

KxTestCopy *
kx_test_copy_new (void)
{
  KxTestCopy *mirror = g_new0 (KxTestCopy, 1);

  mirror->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  mirror->spaces = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_space);
  mirror->wire = g_string_new (NULL);
  return mirror;
}

void
kx_test_copy_free (KxTestCopy *mirror)
{
  g_hash_table_unref (mirror->rows);
  g_hash_table_unref (mirror->spaces);
  g_string_free (mirror->wire, TRUE);
  g_free (mirror->cursor);
  g_free (mirror);
}

static gboolean
is_of_space (gpointer key, gpointer value, gpointer data)
{
  g_autofree char *start = g_strconcat (data, " ", NULL);

  return g_str_has_prefix (value, start);
}

static void
take_commit (KxTestCopy *mirror, const KxWireLine *line)
{
  g_free (mirror->cursor);
  mirror->cursor = g_strdup (line->cursor);
  for (guint i = 0; i < line->spaces->len; i++)
    {
      KxWireSpace *space = g_new (KxWireSpace, 1);

      *space = g_array_index (line->spaces, KxWireSpace, i);
      space->space = g_strdup (space->space);
      g_hash_table_replace (mirror->spaces, space->space, space);
    }
}

static void
take_line (KxTestCopy *mirror, const KxWireLine *line)
{
  g_autofree char *key = line->entity != NULL ? g_strdup_printf ("%s %s", line->entity->name,
                                                                 line->row != NULL ? line->row->id : line->id)
                                              : NULL;
  const char *known = key != NULL ? g_hash_table_lookup (mirror->rows, key) : NULL;
  g_autofree char *again = NULL;

  switch (line->kind)
    {
    case KX_WIRE_ROW:
      /* Whoever reads the row and writes it again comes to the same bytes. */
      again = kx_wire_canonical (line->row);
      g_assert_cmpmem (again, strlen (again), line->bytes, line->size);
      g_hash_table_replace (mirror->rows, g_steal_pointer (&key),
                            g_strdup_printf ("%s %.*s", line->row->space, (int) line->size, line->bytes));
      break;
    case KX_WIRE_GONE:
      mirror->gone++;
      if (known != NULL && is_of_space (NULL, (gpointer) known, line->space))
        g_hash_table_remove (mirror->rows, key);
      break;
    case KX_WIRE_JOIN:
      mirror->joins++;
      break;
    case KX_WIRE_LEAVE:
      mirror->leaves++;
      g_hash_table_foreach_remove (mirror->rows, is_of_space, line->space);
      g_hash_table_remove (mirror->spaces, line->space);
      break;
    case KX_WIRE_COMMIT:
      take_commit (mirror, line);
      break;
    case KX_WIRE_OTHER:
    default:
      g_assert_not_reached ();
    }
}

void
kx_test_copy_take (KxTestCopy *mirror, const char *page, gboolean *ret_more)
{
  g_auto (GStrv) lines = g_strsplit (page, "\n", -1);
  guint n = g_strv_length (lines);

  /* Every line is ended, and the last one is a commit. */
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpstr (lines[n - 1], ==, "");
  for (guint i = 0; i + 1 < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxWireLine) line = kx_wire_read_line (kx_schema_get (), lines[i], strlen (lines[i]), &error);

      g_assert_no_error (error);
      g_assert_cmpint (line->kind == KX_WIRE_COMMIT, ==, i + 2 == n);
      take_line (mirror, line);
      *ret_more = line->more;
    }
}

gboolean
kx_test_copy_pull (KxTestCopy *mirror, KxBook *book, const KxActor *actor, guint limit, guint most,
                   GError **error)
{
  gboolean more = TRUE;

  g_string_truncate (mirror->wire, 0);
  mirror->pages = mirror->joins = mirror->leaves = mirror->gone = 0;
  while (more && mirror->pages < most)
    {
      KxFeedRequest request = { .actor = actor, .since = mirror->cursor, .limit = limit, .acked = 3 };
      g_autoptr (GString) out = g_string_new (NULL);
      g_auto (KxFeedPage) page = { 0 };

      if (!kx_feed_read (book, &request, out, &page, error))
        return FALSE;
      g_string_append (mirror->wire, out->str);
      mirror->pages++;
      kx_test_copy_take (mirror, out->str, &more);
      g_assert_cmpint (more, ==, page.more);
      g_assert_cmpstr (mirror->cursor, ==, page.cursor);
    }
  return TRUE;
}

const char *
kx_test_copy_lookup (KxTestCopy *mirror, const char *entity, const char *id)
{
  g_autofree char *key = g_strdup_printf ("%s %s", entity, id);
  const char *value = g_hash_table_lookup (mirror->rows, key);

  return value != NULL ? strchr (value, ' ') + 1 : NULL;
}

/* Every row that the actor may see is there, as it stands, and no other. */
static void
assert_rows (KxTestCopy *mirror, KxBook *book, const KxActor *actor)
{
  guint found = 0;

  for (guint e = 0; e < book->schema->n_entities; e++)
    {
      const KxEntity *entity = book->schema->entities[e];
      g_autofree char *columns = kx_row_columns (entity, NULL);
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", columns, entity->name);
      g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, NULL);

      while ((entity->traits & KX_LOCAL) == 0 && kx_db_rows_next (rows, NULL))
        {
          g_autoptr (KxRecord) record = kx_row_read (entity, rows, 0);
          g_autofree char *canonical = kx_wire_canonical (record);

          if (!kx_actor_may_read (actor, record->space))
            continue;
          g_assert_cmpstr (kx_test_copy_lookup (mirror, entity->name, record->id), ==, canonical);
          found++;
        }
    }
  g_assert_cmpuint (g_hash_table_size (mirror->rows), ==, found);
}

static void
assert_sum (KxTestCopy *mirror, const KxWireSpace *space)
{
  GHashTableIter iter;
  gpointer value;
  gint64 count = 0;
  guint64 sum = 0;

  g_hash_table_iter_init (&iter, mirror->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_of_space (NULL, value, space->space))
      {
        const char *canonical = strchr (value, ' ') + 1;

        count++;
        sum += kx_wire_sum (canonical, strlen (canonical));
      }
  g_assert_cmpint (count, ==, space->count);
  g_assert_cmphex (sum, ==, space->sum);
}

void
kx_test_copy_assert_right (KxTestCopy *mirror, KxBook *book, const KxActor *actor)
{
  g_autoptr (GPtrArray) spaces = kx_space_list (book, NULL);
  g_autofree char *fault = NULL;

  assert_rows (mirror, book, actor);
  g_assert_true (kx_space_verify (book, &fault, NULL));
  g_assert_cmpstr (fault, ==, NULL);
  for (guint i = 0; i < spaces->len; i++)
    {
      const KxWireSpace *space = g_hash_table_lookup (mirror->spaces, spaces->pdata[i]);

      g_assert_cmpint (space != NULL, ==, kx_actor_may_read (actor, spaces->pdata[i]));
      if (space != NULL)
        assert_sum (mirror, space);
    }
}

void
kx_test_register (KxBook *book, const KxActor *actor, const char *device)
{
  g_autoptr (GError) error = NULL;
  gboolean full;

  g_assert_true (kx_book_begin (book, &error));
  g_assert_true (
      kx_device_register (book, device, device, actor->user, "台式机", (KxTime){ AT_MS }, &full, &error));
  g_assert_false (full);
  g_assert_true (kx_book_commit (book, &error));
}

char *
kx_test_push (KxBook *book, const KxActor *actor, const char *device, const char *batch, gint64 ack,
              KxPushOutcome *ret_outcome)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxPush) push = kx_push_new (book->schema, book->vault, batch, strlen (batch), &error);
  KxPushWork work = { .actor = actor, .device = device, .ack = ack, .at = { AT_MS }, .today = { 20260701 } };
  KxPushOutcome outcome = { 0 };
  GString *out = g_string_new ("what was there before goes");

  g_assert_no_error (error);
  g_assert_true (kx_book_begin (book, &error));
  g_assert_true (kx_push_run (book, push, &work, out, &outcome, &error));
  g_assert_true (kx_book_commit (book, &error));
  if (ret_outcome != NULL)
    *ret_outcome = outcome;
  else
    g_assert_cmpint (outcome.refusal, ==, KX_PUSH_TAKEN);
  return g_string_free (out, outcome.refusal != KX_PUSH_TAKEN);
}

void
kx_test_batch_add_tx (GString *batch, gint64 n, const KxOp *const *ops, guint n_ops)
{
  g_autofree char *tx = kx_test_id ();

  for (guint i = 0; i < n_ops; i++)
    kx_wire_append_op (batch, n + i, tx, n_ops, ops[i]);
}

void
kx_test_batch_add (GString *batch, gint64 n, const KxOp *op)
{
  kx_test_batch_add_tx (batch, n, &op, 1);
}

GPtrArray *
kx_test_results (const char *answer)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_wire_result_free);
  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (results, kx_wire_read_result (kx_schema_get (), lines[i], strlen (lines[i]), &error));
      g_assert_no_error (error);
    }
  return results;
}
