/* What a device sends: any bytes are refused as a whole, or every op gets its line and nothing is half done.
 */
#include "store/kx-push.h"

#include "core/entities/kx-office.h"
#include "db/kx-db-sqlite.h"
#include "store/kx-device.h"
#include "store/kx-space.h"

#include <stdint.h>
#include <string.h>

#define DEVICE "0197b2a0-0000-7000-8000-0000000000d1"
#define OFFICE "0197b2a0-0000-7000-8000-000000000001"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

static KxActor *clerk;

static void
found_office (KxBook *book)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxRecord *fields = kx_record_new (&kx_office_entity, NULL, NULL);
  g_autoptr (KxOp) op = kx_op_new (KX_OP_CREATE, &kx_office_entity, OFFICE, OFFICE, fields);
  KxOp *ops[] = { op };
  KxWork work = { .actor = system, .at = { 1782864000000 }, .today = { 20260701 }, .ops = ops, .n_ops = 1 };
  g_autoptr (KxApplied) applied = NULL;

  kx_office_set_name (kx_office (fields), "济南市社会保险事业中心");
  kx_office_set_area (kx_office (fields), "370100");
  kx_office_set_kind (kx_office (fields), kx_office_kind_centre);
  applied = kx_apply (book, &work, NULL);
  g_assert_true (applied != NULL && applied->accepted);
}

/* A store with an office and a device of a clerk's, made once. */
static KxBook *
get_book (void)
{
  static const guint8 seed[KX_SEED_SIZE] = { 5 };
  static KxBook *book;
  gboolean full;

  if (book != NULL)
    return book;
  clerk = kx_actor_new ("clerk", "clerk");
  kx_actor_grant (clerk, KX_ROLE_INDEX_clerk, "370100");
  book = kx_book_new (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), kx_schema_get (),
                      kx_vault_new_from_seed (seed));
  g_assert_true (kx_book_set_up (book, (KxTime){ 1 }, FALSE, NULL));
  g_assert_true (kx_book_begin (book, NULL));
  found_office (book);
  g_assert_true (kx_device_register (book, DEVICE, "token", "clerk", "x", (KxTime){ 1 }, &full, NULL));
  g_assert_true (kx_book_commit (book, NULL));
  return book;
}

static guint
count_lines (const GString *text)
{
  guint n = 0;

  for (gsize i = 0; i < text->len; i++)
    n += text->str[i] == '\n';
  return n;
}

static void
run (KxBook *book, KxPush *push, GString *out, KxPushOutcome *outcome)
{
  const KxPushWork work = {
    .actor = clerk, .device = DEVICE, .at = { 1782864000000 }, .today = { 20260701 }
  };
  g_autoptr (GError) error = NULL;

  kx_push_run (book, push, &work, out, outcome, &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  KxBook *book = get_book ();
  g_autoptr (KxPush) push = kx_push_new (book->schema, book->vault, (const char *) bytes, length, NULL);
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL);
  g_autofree char *fault = NULL;
  KxPushOutcome outcome, again;

  if (push == NULL)
    return 0;
  g_assert_true (kx_book_begin (book, NULL));
  run (book, push, first, &outcome);
  if (outcome.refusal == KX_PUSH_TAKEN)
    {
      g_assert_cmpuint (count_lines (first), ==, kx_push_get_n_ops (push));
      run (book, push, second, &again);
      g_assert_cmpstr (first->str, ==, second->str);
    }
  g_assert_true (kx_space_verify (book, &fault, NULL));
  g_assert_cmpstr (fault, ==, NULL);
  kx_book_rollback (book);
  return 0;
}
