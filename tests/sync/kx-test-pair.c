#include "sync/kx-test-pair.h"

#include "core/kx-wire-record.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-store.h"
#include "store/kx-apply.h"
#include "store/kx-device.h"
#include "store/kx-feed.h"
#include "store/kx-push.h"
#include "store/kx-row.h"
#include "store/kx-store.h"
#include "sync/kx-mirror-pull.h"
#include "sync/kx-mirror-push.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-tables.h"

#include <string.h>

static KxTime
pass (KxTestService *self)
{
  self->now.ms += 1000;
  return self->now;
}

static KxBook *
open_book (const char *path, const KxSchema *schema, const KxVault *vault)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (path, KX_DB_SQLITE_WRITER, &error);

  g_assert_no_error (error);
  return kx_book_new (db, schema, vault);
}

void
kx_test_service_book_open (KxTestService *self)
{
  g_autofree char *path = g_build_filename (self->folder, "service.db", NULL);

  self->service = open_book (path, self->schema, self->vault);
}

void
kx_test_service_book_close (KxTestService *self)
{
  g_clear_pointer (&self->service, kx_book_free);
}

static KxTestService *
begin (char *folder, const KxSchema *schema)
{
  static const guint8 seed[KX_SEED_SIZE] = { 7 };
  KxTestService *self = g_new0 (KxTestService, 1);

  self->folder = folder;
  self->schema = schema;
  self->now.ms = 1782864000000;
  self->vault = kx_vault_new_from_seed (seed);
  kx_test_service_book_open (self);
  return self;
}

KxTestService *
kx_test_service_book_new (void)
{
  return kx_test_service_book_new_of (kx_schema_get ());
}

KxTestService *
kx_test_service_book_new_of (const KxSchema *schema)
{
  KxTestService *self = begin (kx_test_make_folder (), schema);
  g_autoptr (GPtrArray) ops = kx_test_found (schema);
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_book_set_up (self->service, self->now, FALSE, &error));
  while (ops->len > 0)
    kx_test_service_apply (self, system, g_ptr_array_steal_index (ops, 0));
  return self;
}

KxTestService *
kx_test_service_book_visit (const char *folder)
{
  KxTestService *self = begin (g_strdup (folder), kx_schema_get ());

  self->visits = TRUE;
  return self;
}

void
kx_test_service_book_free (KxTestService *self)
{
  kx_test_service_book_close (self);
  kx_vault_free (self->vault);
  if (self->visits)
    g_free (self->folder);
  else
    kx_test_remove_folder (self->folder);
  g_free (self->kept);
  g_free (self);
}

void
kx_test_service_apply (KxTestService *self, const KxActor *actor, KxOp *op)
{
  g_autoptr (KxOp) owned = op;
  KxWork work = { .actor = actor, .at = pass (self), .today = { 20260701 }, .ops = &op, .n_ops = 1 };
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_book_begin (self->service, &error));
  applied = kx_apply (self->service, &work, &error);
  g_assert_no_error (error);
  g_assert_true (applied->accepted);
  g_assert_true (kx_book_commit (self->service, &error));
}

void
kx_test_mirror_register (KxTestMirror *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *generation = kx_book_get_meta (self->service->service, "generation", &error);
  g_autoptr (GString) key = g_string_new (NULL);
  gboolean full = FALSE;

  for (guint i = 0; i < KX_PUBLIC_KEY_SIZE; i++)
    g_string_append_printf (key, "%02x", self->service->vault->box_public[i]);
  g_assert_true (kx_book_begin (self->service->service, &error));
  g_assert_true (kx_device_register (self->service->service, self->device, self->device, self->actor->user,
                                     "桌面", self->service->now, &full, &error));
  g_assert_true (kx_book_commit (self->service->service, &error));
  g_assert_true (kx_book_begin (self->book, &error));
  g_assert_true (kx_mirror_book_set_device (self->book, self->device, generation, key->str, 0, &error));
  g_assert_true (kx_mirror_book_set_actor (self->book, self->actor, &error));
  g_assert_true (kx_mirror_meta_set_number (self->book, KX_MIRROR_LOADING, 1, &error));
  g_assert_true (kx_book_commit (self->book, &error));
  g_assert_no_error (error);
}

KxTestMirror *
kx_test_mirror_new (KxTestService *service, const char *user, int role, const char *area)
{
  KxTestMirror *self = g_new0 (KxTestMirror, 1);
  g_autoptr (GError) error = NULL;

  self->service = service;
  self->device = kx_test_id ();
  self->path = g_strdup_printf ("%s/%s.db", service->folder, self->device);
  self->actor = kx_test_actor (user, role, area);
  self->book = open_book (self->path, kx_schema_get (), NULL);
  g_assert_true (kx_mirror_tables_set_up (self->book, service->now, &error));
  g_assert_no_error (error);
  kx_test_mirror_register (self);
  return self;
}

void
kx_test_mirror_free (KxTestMirror *self)
{
  kx_book_free (self->book);
  kx_actor_free (self->actor);
  g_free (self->device);
  g_free (self->path);
  g_free (self);
}

void
kx_test_mirror_reopen_with (KxTestMirror *self, const KxSchema *schema)
{
  g_autoptr (GError) error = NULL;

  kx_book_free (self->book);
  self->book = open_book (self->path, schema, NULL);
  g_assert_true (kx_mirror_tables_set_up (self->book, self->service->now, &error));
  g_assert_no_error (error);
}

void
kx_test_mirror_reopen (KxTestMirror *self)
{
  kx_test_mirror_reopen_with (self, self->book->schema);
}

static void
write_meta (KxBook *book, const char *name, const char *value)
{
  g_assert_true (kx_book_begin (book, NULL));
  g_assert_true (kx_book_set_meta (book, name, value, NULL));
  g_assert_true (kx_book_commit (book, NULL));
}

void
kx_test_service_keep (KxTestService *self)
{
  g_autofree char *id = kx_test_id ();
  g_autoptr (GError) error = NULL;

  g_free (self->kept);
  self->kept = g_strdup_printf ("%s/kept-%s.db", self->folder, id);
  g_assert_true (kx_db_sqlite_copy_to (self->service->db, self->kept, &error));
  g_assert_no_error (error);
}

void
kx_test_service_restore (KxTestService *self)
{
  g_autofree char *generation = kx_test_id ();

  kx_book_free (self->service);
  self->service = open_book (self->kept, self->schema, self->vault);
  write_meta (self->service, "generation", generation);
}

/* The service refused the cursor or the batch: everything again. */
static void
start_over (KxTestMirror *self, gboolean other)
{
  g_autofree char *generation = kx_book_get_meta (self->service->service, "generation", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_book_begin (self->book, &error));
  g_assert_true (kx_mirror_pull_start_over (self->book, other ? generation : NULL, &error));
  g_assert_true (kx_book_commit (self->book, &error));
}

static guint
pull (KxTestMirror *self, guint limit, gboolean repair)
{
  for (guint pages = 1;; pages++)
    {
      g_auto (KxMirrorFacts) facts = { 0 };
      g_auto (KxFeedPage) page = { 0 };
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autoptr (KxPull) pull = kx_pull_new (self->book, self->service->now);
      g_autoptr (GError) error = NULL;
      KxFeedRequest request = { .actor = self->actor, .limit = limit };

      g_assert_true (kx_mirror_book_get_facts (self->book, &facts, &error));
      request.since = facts.cursor;
      if (!kx_feed_read (self->service->service, &request, lines, &page, &error) && repair)
        {
          start_over (self, g_error_matches (error, KX_FEED_ERROR, KX_FEED_ERROR_GENERATION));
          continue;
        }
      g_assert_no_error (error);
      kx_pull_lines (pull, lines->str, lines->len, &error);
      g_assert_no_error (error);
      if (page.more)
        continue;
      g_assert_true (kx_pull_is_at_head (pull));
      g_assert_false (kx_pull_was_wrong (pull));
      return pages;
    }
}

guint
kx_test_mirror_pull (KxTestMirror *self, guint limit)
{
  return pull (self, limit, FALSE);
}

static GBytes *
take_batch (KxTestMirror *self)
{
  g_autoptr (GError) error = NULL;
  GBytes *batch;

  g_assert_true (kx_book_begin (self->book, &error));
  batch = kx_mirror_push_take (self->book, 100, 1024 * 1024, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_commit (self->book, &error));
  return batch;
}

/* The service's answer to a batch, or why it was not looked at. */
static KxPushOutcome
ask (KxTestMirror *self, GBytes *batch, GString *out)
{
  g_autoptr (GError) error = NULL;
  g_auto (KxMirrorFacts) facts = { 0 };
  KxPushWork work = { .actor = self->actor, .device = self->device, .today = { 20260701 } };
  KxPushOutcome outcome = { 0 };
  gsize size;
  const char *bytes = g_bytes_get_data (batch, &size);
  g_autoptr (KxPush) push = kx_push_new (self->service->schema, self->service->vault, bytes, size, &error);

  g_assert_no_error (error);
  g_assert_true (kx_mirror_book_get_facts (self->book, &facts, &error));
  work.at = pass (self->service);
  work.ack = facts.ack;
  work.generation = facts.generation;
  g_assert_true (kx_book_begin (self->service->service, &error));
  g_assert_true (kx_push_run (self->service->service, push, &work, out, &outcome, &error));
  g_assert_true (kx_book_commit (self->service->service, &error));
  return outcome;
}

/* FALSE: the service is of another generation. */
static gboolean
push (KxTestMirror *self, gboolean repair)
{
  for (;;)
    {
      g_autoptr (GBytes) batch = take_batch (self);
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      KxPushOutcome outcome;

      if (batch == NULL)
        return TRUE;
      outcome = ask (self, batch, out);
      if (repair && outcome.refusal == KX_PUSH_GENERATION)
        return FALSE;
      g_assert_true (kx_book_begin (self->book, &error));
      if (repair && (outcome.refusal == KX_PUSH_GAP || outcome.refusal == KX_PUSH_ACKED))
        kx_mirror_push_renumber (self->book, outcome.last_n, &error);
      else
        {
          g_assert_cmpint (outcome.refusal, ==, KX_PUSH_TAKEN);
          kx_mirror_push_finish (self->book, out->str, out->len, self->service->now, &error);
        }
      g_assert_no_error (error);
      g_assert_true (kx_book_commit (self->book, &error));
    }
}

void
kx_test_mirror_push (KxTestMirror *self)
{
  push (self, FALSE);
}

void
kx_test_mirror_exchange (KxTestMirror *self, guint limit)
{
  for (guint round = 0; round < 2; round++)
    {
      while (!push (self, TRUE))
        {
          start_over (self, TRUE);
          pull (self, limit, TRUE);
        }
      pull (self, limit, TRUE);
    }
}

KxDecision *
kx_test_mirror_submit_act (KxTestMirror *self, KxOp **ops, guint n_ops)
{
  g_autoptr (GError) error = NULL;
  KxMirrorMoment moment = { self->actor, pass (self->service), { 20260701 } };
  KxDecision *decision;

  g_assert_true (kx_book_begin (self->book, &error));
  decision = kx_mirror_submit_ops (self->book, &moment, ops, n_ops, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_commit (self->book, &error));
  for (guint i = 0; i < n_ops; i++)
    kx_op_free (ops[i]);
  return decision;
}

KxDecision *
kx_test_mirror_submit (KxTestMirror *self, KxOp *op)
{
  return kx_test_mirror_submit_act (self, &op, 1);
}

void
kx_test_mirror_do (KxTestMirror *self, KxOp *op)
{
  g_autoptr (KxDecision) decision = kx_test_mirror_submit (self, op);

  g_assert_cmpint (decision->result, !=, KX_REJECTED);
}

KxRecord *
kx_test_mirror_get (KxTestMirror *self, const KxEntity *entity, const char *id)
{
  g_autoptr (GError) error = NULL;
  KxRecord *row = kx_mirror_row_get (self->book, entity, id, &error);

  g_assert_no_error (error);
  return row;
}

char *
kx_test_mirror_text (KxTestMirror *self, const KxEntity *entity, const char *id, guint field)
{
  g_autoptr (KxRecord) row = kx_test_mirror_get (self, entity, id);

  return row != NULL ? kx_record_text (row, field) : NULL;
}

gint64
kx_test_mirror_number (KxTestMirror *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  kx_db_get_integer (self->book->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* "canonical\n" of every row that `actor` may see, by entity and id. */
static char *
dump (KxBook *book, const KxActor *actor, gboolean mirror)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < book->schema->n_entities; i++)
    {
      const KxEntity *entity = book->schema->entities[i];
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" ORDER BY id", entity->name);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      KxDbRows *rows;

      if (entity->traits & KX_LOCAL)
        continue;
      rows = kx_db_query (book->db, sql, NULL, 0, &error);
      while (kx_db_rows_next (rows, &error))
        g_ptr_array_add (ids, g_strdup (kx_db_rows_text (rows, 0)));
      kx_db_rows_close (rows);
      for (guint r = 0; r < ids->len; r++)
        {
          g_autoptr (KxRecord) row = mirror ? kx_mirror_row_get (book, entity, ids->pdata[r], &error)
                                            : kx_row_get (book, entity, ids->pdata[r], &error);
          g_autofree char *text = kx_wire_canonical (row);

          if (mirror || kx_actor_may_read (actor, row->space))
            g_string_append_printf (out, "%s %s\n", entity->name, text);
        }
    }
  return g_string_free (out, FALSE);
}

/* Terms of agencies by their ids: numbers of rows differ between the two. */
static char *
dump_terms (KxBook *book, const KxActor *actor)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db,
      "SELECT t.term, a.id, a.space FROM agency_term t JOIN agency a ON a.no = t.row ORDER BY t.term, a.id",
      NULL, 0, &error);

  g_assert_no_error (error);
  while (kx_db_rows_next (rows, &error))
    if (kx_actor_may_read (actor, kx_db_rows_text (rows, 2)))
      g_string_append_printf (out, "%s %s\n", kx_db_rows_text (rows, 0), kx_db_rows_text (rows, 1));
  return g_string_free (out, FALSE);
}

void
kx_test_mirror_assert_same (KxTestMirror *self)
{
  g_autofree char *theirs = dump (self->service->service, self->actor, FALSE);
  g_autofree char *ours = dump (self->book, self->actor, TRUE);
  g_autofree char *their_terms = dump_terms (self->service->service, self->actor);
  g_autofree char *our_terms = dump_terms (self->book, self->actor);

  kx_test_assert_same_dump (theirs, ours);
  kx_test_assert_same_dump (their_terms, our_terms);
  g_assert_cmpint (kx_test_mirror_number (self, "SELECT count(*) FROM mirror_shadow"), ==, 0);
  g_assert_cmpint (kx_test_mirror_number (self, "SELECT count(*) FROM mirror_touch"), ==, 0);
}
