/* A desktop of the simulation: a mirror, the engine's machine, and a person who does things. */
#include "sync/kx-simulation-private.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"
#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-submit.h"
#include "sync/kx-mirror-tables.h"
#include "sync/kx-sync-book.h"

#include <string.h>

#define LOADED 6 /* per cent of the mirrors */

static void
intent_free (gpointer data)
{
  SimIntent *intent = data;

  g_free (intent->op);
  g_free (intent->row);
  g_free (intent->folded);
  g_clear_pointer (&intent->fields, kx_record_free);
  g_free (intent);
}

/* Some mirrors load as a new one does, without indexes until the end; the others pull everything as one that
 * was begun anew does, which takes less time. */
static void
open_mirror (Simulation *sim, SimDevice *device)
{
  g_autoptr (GError) error = NULL;

  device->book = sim_store_take_mirror (sim, device->index);
  if (sim_chance (sim, LOADED) && (!kx_book_begin (device->book, &error) ||
                                   !kx_mirror_meta_set_number (device->book, KX_MIRROR_LOADING, 1, &error) ||
                                   !kx_book_commit (device->book, &error)))
    sim_no_error (sim, error, "opening a mirror");
}

/* What the profile does when the person has signed in: the device, and who acts. */
static void
join (Simulation *sim, SimDevice *device)
{
  g_autofree char *generation = kx_book_get_meta (sim->book, "generation", NULL);
  g_autofree char *key = g_strnfill (2 * KX_PUBLIC_KEY_SIZE, '0');
  g_autoptr (GError) error = NULL;

  sim_service_register (sim, device);
  if (!kx_book_begin (device->book, &error) ||
      !kx_mirror_book_set_device (device->book, device->id, generation, key, 0, &error) ||
      !kx_mirror_book_set_actor (device->book, device->user->actor, &error) ||
      !kx_book_commit (device->book, &error))
    sim_no_error (sim, error, "joining");
}

SimDevice *
sim_device_new (Simulation *sim, guint index)
{
  SimDevice *device = g_new0 (SimDevice, 1);

  device->index = index;
  device->user = &sim->users[index % SIM_USERS];
  device->intents = g_ptr_array_new_with_free_func (intent_free);
  open_mirror (sim, device);
  join (sim, device);
  device->machine = kx_sync_machine_new (kx_schema_get ()->version);
  kx_sync_machine_start (device->machine, sim_moment (sim));
  return device;
}

void
sim_device_free (gpointer data)
{
  SimDevice *device = data;

  kx_sync_work_free (device->work);
  kx_sync_machine_free (device->machine);
  g_ptr_array_unref (device->intents);
  g_free (device->id);
  g_free (device->generation);
  g_free (device);
}

/* The program ends without a farewell and is started again. */
void
sim_device_kill (Simulation *sim, SimDevice *device)
{
  if (device->revoked)
    return;
  sim_say (sim, "%u: is killed", device->index);
  sim->report->kills++;
  device->life++;
  g_clear_pointer (&device->work, kx_sync_work_free);
  device->book = sim_store_kill_mirror (sim, device->index, device->book);
  kx_sync_machine_free (device->machine);
  device->machine = kx_sync_machine_new (kx_schema_get ()->version);
  kx_sync_machine_start (device->machine, sim_moment (sim));
}

/* The work that the machine asked for, as the writer of the mirror does it; sometimes it is killed over it.
 */
void
sim_device_work (Simulation *sim, SimDevice *device)
{
  g_autoptr (GError) error = NULL;
  g_auto (KxSyncDone) done = { 0 };
  KxSyncWork *work = g_steal_pointer (&device->work);
  gboolean bare = kx_sync_book_is_bare (work->kind), killed = sim_chance (sim, sim->trouble / 4);

  if (!bare && !kx_book_begin (device->book, &error))
    sim_no_error (sim, error, "work");
  kx_sync_book_run (device->book, work, sim_device_now (sim, device), &done);
  sim_say (sim, "%u: work %d: %s%s", device->index, (int) work->kind,
           done.error != NULL ? done.error->message : "done", killed ? ", killed" : "");
  sim_no_error (sim, done.error, "work in a mirror");
  sim->report->reloads += work->kind == KX_SYNC_START_OVER || (work->kind == KX_SYNC_PULL && done.wrong);
  if (done.wrong && !device->flipped)
    {
      g_autofree char *sums = sim_tell_sums (sim, device);

      sim_fail (sim, "the mirror of device %u differs from the service: it has %s, was told %s",
                device->index, sums, (const char *) g_bytes_get_data (work->bytes, NULL));
    }
  device->healing |=
      (work->kind == KX_SYNC_PULL && done.wrong) || (work->kind == KX_SYNC_START_OVER && !killed);
  if (!bare && !killed && !kx_book_commit (device->book, &error))
    sim_no_error (sim, error, "work");
  if (killed)
    sim_device_kill (sim, device);
  else
    {
      if (work->kind == KX_SYNC_START_OVER || done.wrong)
        device->seq = 0;
      sim_check_device (sim, device, work->kind == KX_SYNC_PULL);
      if (work->kind == KX_SYNC_VERIFY && !done.wrong && !done.moved)
        device->flipped = FALSE;
      kx_sync_machine_done (device->machine, work->id, &done, sim_moment (sim));
    }
  kx_sync_work_free (work);
  /* The profile asks for the grants whenever everything is exchanged. */
  if (kx_sync_machine_get_state (device->machine) == KX_SYNC_IDLE)
    {
      if (!kx_book_begin (device->book, &error) ||
          !kx_mirror_book_set_actor (device->book, device->user->actor, &error) ||
          !kx_book_commit (device->book, &error))
        sim_no_error (sim, error, "telling who acts");
    }
}

/* The person signs in again where that is asked for. */
void
sim_device_sign_in (Simulation *sim, SimDevice *device)
{
  gint64 known = 0;

  device->user->token_ended = FALSE;
  if (device->revoked || kx_sync_machine_get_state (device->machine) != KX_SYNC_SIGNED_OUT)
    return;
  sim_say (sim, "%u: signs in", device->index);
  kx_db_get_integer (sim->book->db, "SELECT count(*) FROM device WHERE id = $1", &KX_ARG_TEXT (device->id), 1,
                     &known, NULL);
  if (known == 0)
    join (sim, device);
  kx_sync_machine_signed_in (device->machine, sim_moment (sim));
}

/* A bit of the mirror falls over on the disk. Rows with changes that wait are left alone. */
void
sim_device_flip (Simulation *sim, SimDevice *device)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  if (device->revoked || device->work != NULL)
    return;
  kx_db_get_integer (
      device->book->db,
      "SELECT count(*) FROM agency WHERE id NOT IN (SELECT row FROM mirror_shadow) AND no % 2 = 0", NULL, 0,
      &n, &error);
  if (n == 0)
    return;
  sim_say (sim, "%u: a bit falls over", device->index);
  kx_db_run (device->book->db,
             "UPDATE agency SET departments = 'flipped' WHERE id NOT IN (SELECT row FROM mirror_shadow) AND "
             "no % 2 = "
             "0 AND short_name IS NULL",
             NULL, 0, &error);
  sim_no_error (sim, error, "a flip");
  device->flipped = TRUE;
  kx_sync_machine_verify (device->machine, sim_moment (sim));
}

/* A row of the mirror by a condition; NULL: none. */
static KxRecord *
any_row (Simulation *sim, SimDevice *device, const KxEntity *entity, const char *where)
{
  g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE %s", entity->name, where);
  g_autofree char *find =
      g_strdup_printf ("SELECT id FROM \"%s\" WHERE %s ORDER BY id LIMIT 1 OFFSET $1", entity->name, where);
  g_autoptr (KxDbRows) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gint64 n = 0;

  kx_db_get_integer (device->book->db, count, NULL, 0, &n, &error);
  sim_no_error (sim, error, "looking for a row");
  if (n == 0)
    return NULL;
  rows = kx_db_query (device->book->db, find, &KX_ARG_INTEGER (sim_below (sim, (guint) n)), 1, &error);
  if (rows != NULL && kx_db_rows_next (rows, &error))
    id = g_strdup (kx_db_rows_text (rows, 0));
  sim_no_error (sim, error, "looking for a row");
  g_clear_pointer (&rows, kx_db_rows_close);
  return kx_row_get (device->book, entity, id, NULL);
}

static KxOp *
make_op (Simulation *sim, KxOpKind kind, const KxRecord *row)
{
  char id[KX_UUID_TEXT_SIZE];

  sim_make_id (sim, id);
  return kx_op_new (kind, row->entity, id, row->id, NULL);
}

static char *
make_text (Simulation *sim, const SimDevice *device)
{
  return g_strdup_printf ("%u-%" G_GUINT64_FORMAT, device->index, sim->ids++);
}

static KxOp *
create_agency (Simulation *sim, SimDevice *device, const char *pair)
{
  const char *office = sim_chance (sim, 70) ? KX_TEST_OFFICE : KX_TEST_OTHER_OFFICE;
  g_autofree char *text = make_text (sim, device), *name = g_strconcat ("康复医院 ", text, NULL);
  KxRecord *fields = kx_record_new (&kx_agency_entity, NULL, NULL);
  char id[KX_UUID_TEXT_SIZE], row[KX_UUID_TEXT_SIZE];

  sim_make_id (sim, id);
  sim_make_id (sim, row);
  kx_agency_set_name (kx_agency (fields), name);
  kx_agency_set_office (kx_agency (fields), pair != NULL ? KX_TEST_OFFICE : office);
  kx_agency_set_no_uscc_reason (kx_agency (fields), "军队医院");
  if (pair != NULL)
    kx_agency_set_short_name (kx_agency (fields), pair);
  return kx_op_new (KX_OP_CREATE, &kx_agency_entity, id, row, fields);
}

/* One field gets another value, or none. */
static void
change_fields (Simulation *sim, SimDevice *device, KxRecord *fields, const KxRecord *row)
{
  static const guint texts[] = { kx_agency_f_name, kx_agency_f_address, kx_agency_f_contact,
                                 kx_agency_f_legal_rep, kx_agency_f_licence_no };
  g_autofree char *text = make_text (sim, device), *note = NULL;
  const char *before = kx_agency_get_note ((const Kx_agency *) row);

  switch (sim_below (sim, 6))
    {
    case 0:
      kx_agency_set_beds (kx_agency (fields), sim_below (sim, 4));
      break;
    case 1:
      /* A line more, above or below. */
      note = sim_chance (sim, 50) ? g_strdup_printf ("%s\n%s", text, before != NULL ? before : "")
                                  : g_strdup_printf ("%s\n%s", before != NULL ? before : "", text);
      if (strlen (note) < 3000)
        kx_agency_set_note (kx_agency (fields), g_strstrip (note));
      break;
    case 2:
      kx_record_put_null (fields, kx_agency_f_contact);
      break;
    default:
      kx_record_put (fields, texts[sim_below (sim, G_N_ELEMENTS (texts))], (KxValue){ .TEXT = text });
    }
}

static void
remember (Simulation *sim, SimDevice *device, const KxOp *op, gboolean together)
{
  SimIntent *intent;
  g_autofree char *row = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = kx_mirror_outbox_find (device->book, op->id, &row, &error);

  /* One of several that changes nothing does not travel. */
  if (!found && together)
    return;
  intent = g_new0 (SimIntent, 1);
  intent->op = g_strdup (op->id);
  intent->row = g_strdup (op->row);
  intent->kind = op->kind;
  intent->entity = op->entity;
  intent->fields = op->fields != NULL ? kx_record_copy (op->fields) : NULL;
  if (!found)
    {
      KxDbArg args[] = { KX_ARG_TEXT (op->entity->name), KX_ARG_TEXT (op->row) };
      g_autoptr (KxDbRows) rows = NULL;

      sim_no_error (sim, error, "looking for an op");
      /* It went into one that had not been sent. */
      rows = kx_db_query (
          device->book->db,
          "SELECT op FROM mirror_outbox WHERE entity = $1 AND row = $2 AND state = 0 ORDER BY id DESC "
          "LIMIT 1",
          args, 2, &error);
      if (rows != NULL && kx_db_rows_next (rows, &error))
        intent->folded = g_strdup (kx_db_rows_text (rows, 0));
      sim_no_error (sim, error, "looking for an op");
    }
  g_ptr_array_add (device->intents, intent);
}

/* What changes nothing does not; what cannot be told here does. */
static gboolean
travels (const KxDecision *decision)
{
  gboolean untold = FALSE;

  for (guint i = 0; i < decision->findings->len; i++)
    untold |= ((const KxFinding *) decision->findings->pdata[i])->verdict == KX_CANNOT_TELL;
  return decision->changes->len > 0 || untold;
}

/* Hands ops over to the mirror as a window does. */
static void
submit (Simulation *sim, SimDevice *device, GPtrArray *ops)
{
  g_autoptr (KxActor) actor = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;
  KxMirrorMoment moment = { .now = sim_device_now (sim, device) };

  if (!kx_book_begin (device->book, &error))
    sim_no_error (sim, error, "an act");
  actor = kx_mirror_book_get_actor (device->book, &error);
  moment.actor = actor;
  moment.today = kx_store_date_of (moment.now);
  decision = kx_mirror_submit_ops (device->book, &moment, (KxOp *const *) ops->pdata, ops->len, &error);
  sim_no_error (sim, error, "an act");
  if (sim_chance (sim, sim->trouble / 6))
    {
      /* Killed before it was durable: the person sees that it is not there. */
      sim_device_kill (sim, device);
      return;
    }
  kx_book_commit (device->book, &error);
  sim_no_error (sim, error, "an act");
  for (guint i = 0; i < ops->len; i++)
    {
      const KxOp *op = ops->pdata[i];

      sim_say (sim, "%u: %s %s %s %s: %s", device->index, kx_op_kind_name (op->kind), op->entity->name,
               op->row, op->id, kx_result_name (decision->result));
    }
  if (decision->result == KX_REJECTED)
    return;
  sim->report->acts++;
  /* What changes nothing is no change. */
  for (guint i = 0; i < ops->len && (ops->len > 1 || travels (decision)); i++)
    remember (sim, device, ops->pdata[i], ops->len > 1);
  kx_sync_machine_change (device->machine, sim_moment (sim));
}

/* Both rows of a pair get the same value, in one act. */
static void
patch_pair (Simulation *sim, SimDevice *device, GPtrArray *ops)
{
  g_autoptr (KxRecord) one =
      any_row (sim, device, &kx_agency_entity, "short_name IS NOT NULL AND deleted_at = 0"),
                       two = NULL;
  g_autofree char *text = make_text (sim, device), *where = NULL;

  if (one == NULL)
    return;
  where = g_strdup_printf ("short_name = '%s' AND id <> '%s'", kx_agency_get_short_name ((Kx_agency *) one),
                           one->id);
  two = any_row (sim, device, &kx_agency_entity, where);
  if (two == NULL)
    return;
  for (guint i = 0; i < 2; i++)
    {
      const KxRecord *row = i == 0 ? one : two;
      KxOp *op = make_op (sim, KX_OP_PATCH, row);

      op->fields = kx_record_new (row->entity, NULL, NULL);
      kx_agency_set_departments (kx_agency (op->fields), text);
      g_ptr_array_add (ops, op);
    }
}

static void
close_conflict (Simulation *sim, SimDevice *device, GPtrArray *ops)
{
  g_autoptr (KxRecord) conflict =
      any_row (sim, device, &kx_conflict_entity, "state = 'open' AND field <> 'departments'");
  const char *field = conflict != NULL ? kx_conflict_get_field ((Kx_conflict *) conflict) : NULL;
  g_autoptr (KxRecord) row = NULL;
  int outcome = kx_conflict_outcome_keep_theirs, index;
  KxOp *op;

  if (conflict == NULL)
    return;
  row = kx_row_get (device->book, &kx_agency_entity, kx_conflict_get_owner ((Kx_conflict *) conflict), NULL);
  index = field != NULL ? kx_entity_field (&kx_agency_entity, field) : -1;
  if (row != NULL && index >= 0 && kx_conflict_get_mine ((Kx_conflict *) conflict) != NULL &&
      sim_chance (sim, 50))
    {
      KxValue value;

      if (kx_value_from_text (&row->entity->fields[index], kx_conflict_get_mine ((Kx_conflict *) conflict),
                              &value))
        {
          outcome = kx_conflict_outcome_keep_mine;
          op = make_op (sim, KX_OP_PATCH, row);
          op->fields = kx_record_new (row->entity, NULL, NULL);
          kx_record_put (op->fields, (guint) index, value);
          g_ptr_array_add (ops, op);
        }
    }
  op = make_op (sim, KX_OP_ACTION, conflict);
  op->action = g_strdup ("close");
  op->fields = kx_record_new (&kx_close_entity, NULL, NULL);
  kx_close_set_outcome (kx_close (op->fields), outcome);
  g_ptr_array_add (ops, op);
}

/* The ops of one act, by their place in the outbox. (element-type char*) Free with g_hash_table_unref(). */
static GHashTable *
list_act (SimDevice *device, const char *tx)
{
  GHashTable *ops = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (KxDbRows) rows = kx_db_query (device->book->db, "SELECT id, op FROM mirror_outbox WHERE tx = $1",
                                           &KX_ARG_TEXT (tx), 1, NULL);

  while (rows != NULL && kx_db_rows_next (rows, NULL))
    {
      gint64 id = kx_db_rows_integer (rows, 0);

      g_hash_table_insert (ops, g_memdup2 (&id, sizeof id), g_strdup (kx_db_rows_text (rows, 1)));
    }
  return ops;
}

/* What was thrown away is no concern any more; what is sent once more has another name. */
static void
follow (SimDevice *device, GHashTable *before, GHashTable *after, gboolean away)
{
  GHashTableIter iter;
  gpointer id, op;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, &op))
    for (guint i = 0; i < device->intents->len; i++)
      {
        SimIntent *intent = device->intents->pdata[i];
        char **place = intent->folded != NULL ? &intent->folded : &intent->op;

        if (!g_str_equal (*place, op))
          continue;
        intent->discarded |= away;
        if (g_hash_table_lookup (after, id) == NULL)
          continue;
        g_free (*place);
        *place = g_strdup (g_hash_table_lookup (after, id));
      }
}

/* The person looks at one refused change: once more, or away with it. FALSE: there is none. */
static gboolean
decide_refused (Simulation *sim, SimDevice *device, gboolean away)
{
  g_autoptr (KxDbRows) rows = NULL;
  g_autoptr (GHashTable) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tx = NULL;
  gint64 id = 0;

  rows = kx_db_query (device->book->db,
                      "SELECT id, tx FROM mirror_outbox WHERE state IN (2, 3) ORDER BY id LIMIT 1", NULL, 0,
                      &error);
  if (rows == NULL || !kx_db_rows_next (rows, &error))
    {
      sim_no_error (sim, error, "looking for what was refused");
      return FALSE;
    }
  id = kx_db_rows_integer (rows, 0);
  tx = g_strdup (kx_db_rows_text (rows, 1));
  g_clear_pointer (&rows, kx_db_rows_close);
  sim->report->refused++;
  sim_say (sim, "%u: %s %s", device->index, away ? "discards" : "retries", tx);
  before = list_act (device, tx);
  if (!kx_book_begin (device->book, &error) ||
      !(away ? kx_mirror_outbox_discard (device->book, id, &error)
             : kx_mirror_outbox_retry (device->book, id, sim_device_now (sim, device), &error)) ||
      !kx_book_commit (device->book, &error))
    sim_no_error (sim, error, "deciding what was refused");
  after = list_act (device, tx);
  follow (device, before, after, away);
  kx_sync_machine_change (device->machine, sim_moment (sim));
  return TRUE;
}

gboolean
sim_device_settle (Simulation *sim, SimDevice *device)
{
  gboolean settled = TRUE;

  while (!device->revoked && decide_refused (sim, device, TRUE))
    settled = FALSE;
  return settled;
}

void
sim_device_act (Simulation *sim, SimDevice *device)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *pair = NULL;
  guint roll = sim_below (sim, 100);
  KxOp *op;

  if (roll < 20)
    g_ptr_array_add (ops, create_agency (sim, device, NULL));
  else if (roll < 26)
    {
      pair = make_text (sim, device);
      g_ptr_array_add (ops, create_agency (sim, device, pair));
      g_ptr_array_add (ops, create_agency (sim, device, pair));
    }
  else if (roll < 32)
    patch_pair (sim, device, ops);
  else if (roll < 38)
    close_conflict (sim, device, ops);
  else if (roll < 44)
    decide_refused (sim, device, sim_chance (sim, 50));
  else if ((row = any_row (sim, device, &kx_agency_entity,
                           roll < 50 ? "deleted_at > 0" : "deleted_at = 0")) == NULL)
    return;
  else if (roll < 50)
    g_ptr_array_add (ops, make_op (sim, KX_OP_RESTORE, row));
  else if (roll < 57 && kx_agency_get_short_name ((Kx_agency *) row) == NULL)
    g_ptr_array_add (ops, make_op (sim, KX_OP_DELETE, row));
  else if (roll < 64)
    {
      op = make_op (sim, sim_chance (sim, 60) ? KX_OP_ADD : KX_OP_REMOVE, row);
      op->fields = kx_record_new (row->entity, NULL, NULL);
      kx_agency_set_scopes_offered (kx_agency (op->fields),
                                    (KxCodes){ G_GUINT64_CONSTANT (1) << sim_below (sim, 2) });
      g_ptr_array_add (ops, op);
    }
  else if (roll < 70)
    {
      char id[KX_UUID_TEXT_SIZE], child[KX_UUID_TEXT_SIZE];

      sim_make_id (sim, id);
      sim_make_id (sim, child);
      op = kx_op_new (KX_OP_CREATE, &kx_credential_entity, id, child,
                      kx_record_new (&kx_credential_entity, NULL, NULL));
      kx_credential_set_agency (kx_credential (op->fields), row->id);
      kx_credential_set_kind (kx_credential (op->fields), kx_credential_kind_other);
      g_ptr_array_add (ops, op);
    }
  else
    {
      op = make_op (sim, KX_OP_PATCH, row);
      op->fields = kx_record_new (row->entity, NULL, NULL);
      change_fields (sim, device, op->fields, row);
      g_ptr_array_add (ops, op);
    }
  if (ops->len > 0)
    submit (sim, device, ops);
}
