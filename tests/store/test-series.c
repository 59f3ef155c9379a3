/* Numbers of the register under many hands: sessions over REST and devices that push, at once, and a store
 * that goes back to a backup. */
#include "core/entities/kx-letter-series.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-backup.h"
#include "store/kx-device.h"
#include "store/kx-row.h"

#include <string.h>

#define HANDS 4
#define LETTERS 30
#define STARTS_AT 7
#define DAY "2026-06-01"

static KxTime
get_now (gpointer data)
{
  return (KxTime){ G_GINT64_CONSTANT (1782864000000) };
}

typedef struct
{
  char *root, *dir, *series; /* owned */
  KxStore *store;
  KxActor *leader;
  int issued, refused, voided; /* atomic */
} Fixture;

static void
open_store (Fixture *f)
{
  KxStoreOptions options = { .without_areas = TRUE, .now = get_now };
  g_autoptr (GError) error = NULL;
  g_autofree char *recovery = NULL;

  f->store = kx_store_open (f->dir, &options, &recovery, &error);
  g_assert_no_error (error);
}

/* TRUE: accepted. Takes `op`. */
static gboolean
apply (Fixture *f, const KxActor *actor, KxOp *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxApplied) applied = kx_store_apply (f->store, actor, &op, 1, &error);

  g_assert_no_error (error);
  kx_op_free (op);
  return applied->accepted;
}

static KxRecord *
get_row (Fixture *f, const KxEntity *entity, const char *id)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (f->store, &error);
  KxRecord *row = kx_row_get (reader, entity, id, &error);

  g_assert_no_error (error);
  kx_store_give_reader (f->store, reader);
  return row;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;
  KxRecord *fields = kx_record_new (&kx_letter_series_entity, NULL, NULL);
  g_autofree char *op = kx_test_id ();

  f->root = kx_test_make_folder ();
  f->dir = g_build_filename (f->root, "data", NULL);
  f->leader = kx_test_actor ("leader", KX_ROLE_INDEX_leader, "370100");
  open_store (f);
  applied = kx_store_apply (f->store, system, (KxOp *const *) offices->pdata, offices->len, NULL);
  g_assert_true (applied->accepted);
  kx_letter_series_set_office (kx_letter_series (fields), KX_TEST_OFFICE);
  kx_letter_series_set_mark (kx_letter_series (fields), "济康函");
  kx_letter_series_set_year (kx_letter_series (fields), 2026);
  kx_letter_series_set_kinds (kx_letter_series (fields), (KxCodes){ 1u << kx_letter_kind_other });
  kx_letter_series_set_starts_at (kx_letter_series (fields), STARTS_AT);
  f->series = kx_test_id ();
  g_assert_true (
      apply (f, f->leader, kx_op_new (KX_OP_CREATE, &kx_letter_series_entity, op, f->series, fields)));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->store, kx_store_close);
  kx_actor_free (f->leader);
  g_free (f->dir);
  g_free (f->series);
  kx_test_remove_folder (f->root);
}

static KxOp *
make_letter (char **ret_id)
{
  KxRecord *fields = kx_record_new (&kx_letter_entity, NULL, NULL);
  g_autofree char *op = kx_test_id ();

  *ret_id = kx_test_id ();
  kx_letter_set_office (kx_letter (fields), KX_TEST_OFFICE);
  kx_letter_set_kind (kx_letter (fields), kx_letter_kind_other);
  kx_letter_set_title (kx_letter (fields), "关于报送材料的函");
  kx_letter_set_issuer (kx_letter (fields), "济南市工伤保险中心");
  return kx_op_new (KX_OP_CREATE, &kx_letter_entity, op, *ret_id, fields);
}

static char *
add_letter (Fixture *f, const KxActor *clerk)
{
  char *id;
  KxOp *op = make_letter (&id);

  g_assert_true (apply (f, clerk, op));
  return id;
}

static KxOp *
make_step (Fixture *f, const char *letter, const char *action, const char *day)
{
  g_autoptr (KxRecord) row = get_row (f, &kx_letter_entity, letter);
  const KxTransition *step = kx_lifecycle_knows (kx_letter_entity.lifecycle, KX_OP_ACTION, action);
  KxRecord *fields = step->arguments != NULL ? kx_record_new (step->arguments, NULL, NULL) : NULL;
  g_autofree char *id = kx_test_id ();
  KxOp *op = kx_op_new (KX_OP_ACTION, &kx_letter_entity, id, letter, fields);
  KxValue value;

  if (fields != NULL && kx_value_from_text (&fields->entity->fields[0], day, &value))
    kx_record_put (fields, 0, value);
  op->action = g_strdup (action);
  op->reason = g_strdup ("because");
  op->base = row->seq;
  op->at = get_now (NULL);
  return op;
}

/* What a device sends. */
typedef struct
{
  const KxActor *actor;
  const char *device;
  KxOp *op;
  gboolean accepted;
} Sending;

static gboolean
push (KxBook *book, gpointer data, GError **error)
{
  Sending *sending = data;
  g_autoptr (KxDevice) device = kx_device_get (book, sending->device, error);
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (KxPush) made = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GPtrArray) results = NULL;
  KxPushWork work = { .actor = sending->actor,
                      .device = sending->device,
                      .at = get_now (NULL),
                      .today = kx_store_date_of (get_now (NULL)) };
  KxPushOutcome outcome;
  GString *out = g_string_new (NULL);

  kx_test_batch_add (batch, device->last_n + 1, sending->op);
  made = kx_push_new (book->schema, book->vault, batch->str, batch->len, error);
  g_assert_nonnull (made);
  g_assert_true (kx_push_run (book, made, &work, out, &outcome, error));
  g_assert_cmpint (outcome.refusal, ==, KX_PUSH_TAKEN);
  answer = g_string_free (out, FALSE);
  results = kx_test_results (answer);
  sending->accepted = ((KxWireResult *) results->pdata[0])->result != KX_REJECTED;
  return TRUE;
}

static gboolean
send_op (Fixture *f, const KxActor *actor, const char *device, KxOp *op)
{
  g_autoptr (GError) error = NULL;
  Sending sending = { actor, device, op, FALSE };

  if (device == NULL)
    return apply (f, actor, op);
  g_assert_true (kx_store_write (f->store, push, &sending, &error));
  kx_op_free (op);
  return sending.accepted;
}

static gboolean
enter_device (KxBook *book, gpointer data, GError **error)
{
  Sending *sending = data;
  gboolean full;

  return kx_device_register (book, sending->device, sending->device, sending->actor->user, "台式机",
                             get_now (NULL), &full, error);
}

typedef struct
{
  Fixture *f;
  guint index;
} Hand;

/* Every second one sits at a device: its letters are pushed, and an issue that is pushed takes no number.
 * Some letters are dated ahead, and refused; some become void. */
static gpointer
work (gpointer data)
{
  Hand *hand = data;
  Fixture *f = hand->f;
  g_autofree char *user = g_strdup_printf ("clerk%u", hand->index);
  g_autofree char *device =
      hand->index % 2 == 1 ? g_strdup_printf ("0197b2a0-0000-7000-8000-0000000000d%u", hand->index) : NULL;
  g_autoptr (KxActor) clerk = kx_test_actor (user, KX_ROLE_INDEX_clerk, "370100");
  Sending sending = { clerk, device, NULL, FALSE };

  if (device != NULL)
    g_assert_true (kx_store_write (f->store, enter_device, &sending, NULL));
  for (guint i = 0; i < LETTERS; i++)
    {
      g_autofree char *letter = NULL;

      g_assert_true (send_op (f, clerk, device, make_letter (&letter)));
      if (device != NULL || i % 5 == hand->index)
        {
          g_assert_false (send_op (f, clerk, device,
                                   make_step (f, letter, "issue", device != NULL ? DAY : "2027-06-01")));
          g_atomic_int_inc (&f->refused);
        }
      g_assert_true (apply (f, clerk, make_step (f, letter, "issue", DAY)));
      g_atomic_int_inc (&f->issued);
      if (i % 7 == 0)
        {
          g_assert_true (apply (f, f->leader, make_step (f, letter, "void", NULL)));
          g_atomic_int_inc (&f->voided);
        }
    }
  return NULL;
}

static gint64
get_number (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (f->store, &error);
  gint64 number = -1;

  kx_db_get_integer (reader->db, sql, NULL, 0, &number, &error);
  g_assert_no_error (error);
  kx_store_give_reader (f->store, reader);
  return number;
}

static void
test_many_hands_take_dense_numbers (Fixture *f, gconstpointer data)
{
  Hand hands[HANDS];
  GThread *threads[HANDS];

  for (guint i = 0; i < HANDS; i++)
    {
      hands[i] = (Hand){ f, i };
      threads[i] = g_thread_new ("hand", work, &hands[i]);
    }
  for (guint i = 0; i < HANDS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (f->issued, ==, HANDS * LETTERS);
  g_assert_cmpint (f->refused, >=, HANDS);
  g_assert_cmpint (f->voided, >=, HANDS);
  g_assert_cmpint (get_number (f, "SELECT min (register_no) FROM letter"), ==, STARTS_AT);
  g_assert_cmpint (get_number (f, "SELECT max (register_no) FROM letter"), ==, STARTS_AT + f->issued - 1);
  g_assert_cmpint (get_number (f, "SELECT count (DISTINCT register_no) FROM letter"), ==, f->issued);
  g_assert_cmpint (get_number (f, "SELECT count (DISTINCT number) FROM letter"), ==, f->issued);
  g_assert_cmpint (get_number (f, "SELECT last_no FROM letter_series"), ==, STARTS_AT + f->issued - 1);
}

static int
state_of (Fixture *f)
{
  g_autoptr (KxRecord) series = get_row (f, &kx_letter_series_entity, f->series);

  return kx_record_get (series, kx_letter_series_f_state).CODE;
}

static void
confirm (Fixture *f, gint64 last)
{
  g_autoptr (KxRecord) row = get_row (f, &kx_letter_series_entity, f->series);
  KxRecord *fields = kx_record_new (&kx_series_last_entity, NULL, NULL);
  g_autofree char *id = kx_test_id ();
  KxOp *op = kx_op_new (KX_OP_ACTION, &kx_letter_series_entity, id, f->series, fields);

  kx_series_last_set_last_no (kx_series_last (fields), last);
  op->action = g_strdup ("confirm_last");
  op->base = row->seq;
  g_assert_true (apply (f, f->leader, op));
}

static void
test_a_restored_store_waits_for_the_last_number (Fixture *f, gconstpointer data)
{
  g_autofree char *file = g_build_filename (f->root, "backup.tar.zst", NULL);
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  g_autofree char *first = add_letter (f, clerk), *second = add_letter (f, clerk);
  g_autoptr (GError) error = NULL;
  g_auto (KxBackupReport) written = { 0 };
  g_auto (KxRestoreReport) report = { 0 };
  g_autoptr (KxRecord) row = NULL;

  g_assert_true (apply (f, clerk, make_step (f, first, "issue", DAY)));
  kx_backup_write (f->store, file, &written, &error);
  g_assert_no_error (error);
  /* Two that the backup does not know. */
  g_assert_true (apply (f, clerk, make_step (f, second, "issue", DAY)));
  g_free (first);
  first = add_letter (f, clerk);
  g_assert_true (apply (f, clerk, make_step (f, first, "issue", DAY)));
  g_clear_pointer (&f->store, kx_store_close);
  kx_backup_restore (file, f->dir, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report.audit.fault, ==, NULL);
  open_store (f);
  g_assert_cmpint (state_of (f), ==, kx_letter_series_state_closed);
  g_assert_false (apply (f, clerk, make_step (f, second, "issue", DAY)));
  confirm (f, STARTS_AT + 2);
  g_assert_true (apply (f, clerk, make_step (f, second, "issue", DAY)));
  row = get_row (f, &kx_letter_entity, second);
  g_assert_cmpint (kx_record_get (row, kx_letter_f_register_no).INTEGER, ==, STARTS_AT + 3);
}

/* Somebody puts an older file of the database back. */
static void
test_a_file_put_back_waits_as_well (Fixture *f, gconstpointer data)
{
  g_autofree char *db = g_build_filename (f->dir, "kangxie.db", NULL), *old = NULL, *letter = NULL;
  g_autoptr (KxActor) clerk = kx_test_actor ("clerk", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (GError) error = NULL;
  gboolean behind;
  gsize size;

  g_clear_pointer (&f->store, kx_store_close);
  g_assert_true (g_file_get_contents (db, &old, &size, NULL));
  open_store (f);
  letter = add_letter (f, clerk);
  g_assert_true (apply (f, clerk, make_step (f, letter, "issue", DAY)));
  g_assert_true (kx_backup_note_seq (f->store, &error));
  g_assert_cmpint (state_of (f), ==, kx_letter_series_state_open);
  g_clear_pointer (&f->store, kx_store_close);
  g_assert_true (g_file_set_contents (db, old, (gssize) size, NULL));
  open_store (f);
  g_assert_true (kx_backup_check_seq (f->store, &behind, &error));
  g_assert_true (behind);
  g_assert_cmpint (state_of (f), ==, kx_letter_series_state_closed);
}

#define ADD(name, function) g_test_add ("/series/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("many hands take dense numbers", test_many_hands_take_dense_numbers);
  ADD ("a restored store waits for the last number", test_a_restored_store_waits_for_the_last_number);
  ADD ("a file put back waits as well", test_a_file_put_back_waits_as_well);
  return g_test_run ();
}
