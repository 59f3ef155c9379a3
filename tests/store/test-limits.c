/* Limits of a layout hold whatever several offices send in whatever order: devices that lag work on what they
 * saw last and on what they did since, and send it in batches of transactions, each of which comes whole or
 * not at all; the service decides them as they happen to arrive, and after each arrival the agencies of every
 * place are counted by hand. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-limits-device.h"
#include "store/kx-row.h"

#include <string.h>

#define TURNS 12000
#define DEVICES 16
#define AGENCIES 80
#define MOST_ROWS 10000

static const guint8 seed[KX_SEED_SIZE] = { 7 };

typedef KxLimitsDevice Device;

typedef struct
{
  KxBook *book;
  KxVault *vault;
  Device devices[DEVICES];
  GHashTable *rows;  /* (element-type char* KxRecord) agreements, applications and agencies as they stand */
  GPtrArray *basics; /* (element-type KxRecord) offices, packs and own values */
  guint signatures, admissions, full, taken_over, stale, linked, overridden, completed;
  guint batches, ops, groups, undone, held, not_here;
} Fixture;

static void
look (Fixture *f, const KxEntity *entity, const char *id)
{
  KxRecord *row = id != NULL ? kx_row_get (f->book, entity, id, NULL) : NULL;

  if (row != NULL)
    g_hash_table_replace (f->rows, row->id, row);
}

static void
do_as_system (Fixture *f, KxOp *op)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, system, op);

  if (!applied->accepted)
    g_error ("%s of %s was refused", kx_op_kind_name (op->kind), op->entity->name);
}

static void
add_agency (Fixture *f, guint i)
{
  g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("示例医院%u", i);
  g_autoptr (KxOp) op =
      kx_test_agency_op (f->book->schema, id, kx_limits_offices[i % KX_LIMITS_OFFICES].id, name, NULL);

  kx_agency_set_licence_no_end (kx_agency (op->fields), TRUE);
  do_as_system (f, op);
  look (f, &kx_agency_entity, id);
}

/* Everybody holds such rows. */
static void
add_basic (Fixture *f, KxOp *op)
{
  do_as_system (f, op);
  g_ptr_array_add (f->basics, kx_row_get (f->book, op->entity, op->row, NULL));
}

static void
add_pack (Fixture *f, const char *text)
{
  g_autoptr (KxOp) op = kx_limits_op (KX_OP_CREATE, &kx_pack_entity, NULL, kx_test_pack_row (NULL, text));

  add_basic (f, op);
}

static void
add_office (Fixture *f, guint i)
{
  KxRecord *fields = kx_record_new (&kx_office_entity, NULL, NULL);
  g_autoptr (KxOp) op = kx_limits_op (KX_OP_CREATE, &kx_office_entity, kx_limits_offices[i].id, fields);

  kx_office_set_name (kx_office (fields), kx_limits_offices[i].name);
  kx_office_set_area (kx_office (fields), kx_limits_offices[i].area);
  kx_office_set_kind (kx_office (fields), kx_office_kind_centre);
  add_basic (f, op);
}

static void
add_own_limit (Fixture *f, const char *office)
{
  KxRecord *fields = kx_record_new (&kx_own_value_entity, NULL, NULL);
  g_autoptr (KxOp) op = kx_limits_op (KX_OP_CREATE, &kx_own_value_entity, NULL, fields);

  kx_own_value_set_office (kx_own_value (fields), office);
  kx_own_value_set_parameter (kx_own_value (fields), "cap_county");
  kx_own_value_set_value (kx_own_value (fields), "1");
  kx_own_value_set_document (kx_own_value (fields), "中心办〔2026〕1号");
  kx_own_value_set_from_on (kx_own_value (fields), (KxDate){ 20260101 });
  add_basic (f, op);
}

static void
add_device (Fixture *f, guint i)
{
  static const int roles[] = { KX_ROLE_INDEX_clerk, KX_ROLE_INDEX_reviewer, KX_ROLE_INDEX_leader };
  Device *device = &f->devices[i];
  g_autofree char *user = g_strdup_printf ("user%u", i);

  device->office = i % KX_LIMITS_OFFICES;
  device->role = roles[i / KX_LIMITS_OFFICES % G_N_ELEMENTS (roles)];
  device->actor = kx_test_actor (user, device->role, kx_limits_offices[device->office].area);
  device->id = kx_test_id ();
  kx_test_register (f->book, device->actor, device->id);
  kx_limits_device_pull (device, f->basics, f->rows);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) founded = kx_test_found (kx_schema_get ());

  f->vault = kx_vault_new_from_seed (seed);
  f->book =
      kx_book_new (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), kx_schema_get (), f->vault);
  f->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kx_record_free);
  f->basics = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < founded->len; i++)
    add_basic (f, founded->pdata[i]);
  for (guint i = 1; i < KX_LIMITS_OFFICES; i++)
    add_office (f, i);
  add_pack (f, kx_test_pack_country);
  add_pack (f, kx_test_pack_province);
  add_pack (f, kx_test_pack_city);
  add_own_limit (f, kx_limits_offices[3].id);
  for (guint i = 0; i < AGENCIES; i++)
    add_agency (f, i);
  for (guint i = 0; i < DEVICES; i++)
    add_device (f, i);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < DEVICES; i++)
    kx_limits_device_clear (&f->devices[i]);
  g_ptr_array_unref (f->basics);
  g_hash_table_unref (f->rows);
  kx_book_free (f->book);
  kx_vault_free (f->vault);
}

static guint
find_office (const KxRecord *agency)
{
  guint i = 0;

  while (!g_str_equal (kx_limits_offices[i].id, kx_record_get (agency, kx_agency_f_office).REF))
    i++;
  return i;
}

/* An application that only waits for its admission. */
static void
apply_for_admission (Fixture *f)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (f->book);
  g_autoptr (KxRecord) agency = kx_limits_pick (reader, &kx_agency_entity);
  guint place = kx_limits_any_place (find_office (agency));
  KxRecord *fields = kx_record_new (&kx_application_entity, NULL, NULL);
  Kx_application *application = kx_application (fields);
  g_autoptr (KxOp) op = kx_limits_op (KX_OP_CREATE, &kx_application_entity, NULL, fields), accept = NULL;
  g_autoptr (GPtrArray) items = NULL;
  KxQuery query = { .entity = &kx_application_item_entity,
                    .terms = { { .field = kx_application_item_f_application, .value.REF = op->row } },
                    .n_terms = 1 };

  if (kx_record_has (agency, kx_agency_f_alias_of))
    return;
  kx_application_set_office (application, kx_record_get (agency, kx_agency_f_office).REF);
  kx_application_set_agency (application, agency->id);
  kx_application_set_received_on (application, (KxDate){ 20260601 });
  kx_application_set_scopes (application, (KxCodes){ 1 });
  kx_application_set_rehab_types (application, (KxCodes){ 1 });
  kx_application_set_counts_toward (application, kx_limits_places[place].toward);
  kx_application_set_counts_area (application, kx_limits_places[place].area);
  do_as_system (f, op);
  g_assert_cmpint (kx_reader_list (reader, &query, 100, &items), ==, KX_KNOWN);
  for (guint i = 0; i < items->len; i++)
    {
      const KxRecord *item = items->pdata[i];
      KxRecord *there = kx_record_new (&kx_application_item_entity, NULL, NULL);
      g_autoptr (KxOp) hand_in = kx_limits_op (KX_OP_PATCH, &kx_application_item_entity, item->id, there);

      kx_application_item_set_state (kx_application_item (there), kx_application_item_state_there);
      kx_application_item_set_received_on (kx_application_item (there), (KxDate){ 20260601 });
      hand_in->base = item->seq;
      do_as_system (f, hand_in);
    }
  look (f, &kx_application_entity, op->row);
  accept = kx_limits_action (g_hash_table_lookup (f->rows, op->row), "accept");
  kx_application_accept_set_accepted_on (kx_application_accept (accept->fields), (KxDate){ 20260602 });
  do_as_system (f, accept);
  look (f, &kx_application_entity, op->row);
}

/* Two records of one institution are one. */
static const char *
institution (Fixture *f, const char *agency)
{
  const KxRecord *row = g_hash_table_lookup (f->rows, agency);
  const char *same = kx_record_get (row, kx_agency_f_alias_of).REF;

  return same != NULL ? same : agency;
}

/* Institutions with an agreement that runs in the place, without `but` (NULL: all), counted by hand. */
static guint
count (Fixture *f, guint place, const char *but)
{
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  const KxRecord *row;

  g_hash_table_iter_init (&iter, f->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (row->entity == &kx_agreement_entity && kx_agreement_runs (row) &&
        kx_record_get (row, kx_agreement_f_counts_toward).CODE == kx_limits_places[place].toward &&
        g_strcmp0 (kx_record_get (row, kx_agreement_f_counts_area).TEXT, kx_limits_places[place].area) == 0)
      g_hash_table_add (found, (gpointer) institution (f, kx_record_get (row, kx_agreement_f_agency).REF));
  if (but != NULL)
    g_hash_table_remove (found, but);
  return g_hash_table_size (found);
}

/* What came of it shows in the rows around it. */
static void
look_around (Fixture *f, const KxOp *op)
{
  look (f, op->entity, op->row);
  if (op->entity == &kx_application_entity)
    look (f, &kx_agreement_entity,
          kx_record_get (g_hash_table_lookup (f->rows, op->row), kx_application_f_agreement).REF);
}

static gboolean
is_action (const KxOp *op, const char *action)
{
  return op->kind == KX_OP_ACTION && g_str_equal (op->action, action);
}

static gboolean
is_in (const KxRecord *row, guint toward, guint area, guint place)
{
  return kx_record_get (row, toward).CODE == kx_limits_places[place].toward &&
         g_strcmp0 (kx_record_get (row, area).TEXT, kx_limits_places[place].area) == 0;
}

/* What comes in from paper is what it is, and so is a correction of it, or of what is one institution. A
 * limit of the office's own may be passed with a reason that stays on record. */
static gboolean
may_lift (Fixture *f, const KxOp *op, guint place)
{
  const KxRecord *row = g_hash_table_lookup (f->rows, op->row);

  if (is_action (op, "take_over") || is_action (op, "unlink_alias"))
    return TRUE;
  if (op->kind == KX_OP_PATCH && row->entity == &kx_agreement_entity)
    return kx_record_get (row, kx_agreement_f_taken_over).BOOLEAN;
  return is_action (op, "sign") && kx_limits_places[place].own &&
         kx_record_has (row, kx_agreement_f_layout_reason);
}

/* Nobody is admitted where there is no room, but with a reason where the limit is the office's own. */
static void
check_admission (Fixture *f, const KxOp *op)
{
  const KxRecord *row = g_hash_table_lookup (f->rows, op->row);
  const char *agency = kx_record_get (row, kx_application_f_agency).REF;

  for (guint i = 0; i < KX_LIMITS_PLACES; i++)
    if (is_in (row, kx_application_f_counts_toward, kx_application_f_counts_area, i) &&
        !(kx_limits_places[i].own && op->reason != NULL))
      g_assert_cmpuint (count (f, i, institution (f, agency)), <, kx_limits_places[i].limit);
  f->admissions++;
}

static void
note_done (Fixture *f, const KxOp *op)
{
  f->signatures += is_action (op, "sign");
  f->taken_over += is_action (op, "take_over");
  f->linked += is_action (op, "link_alias");
  f->completed += op->kind == KX_OP_PATCH;
  if (is_action (op, "admit"))
    check_admission (f, op);
}

/* No place has more than before and more than its limit, unless one of what was done may bring it there. */
static void
check (Fixture *f, GPtrArray *done, const guint before[])
{
  for (guint i = 0; i < KX_LIMITS_PLACES; i++)
    {
      guint now = count (f, i, NULL), lifted = 0;

      for (guint k = 0; k < done->len; k++)
        lifted += may_lift (f, done->pdata[k], i);
      if (now > before[i] && now > kx_limits_places[i].limit && lifted == 0)
        g_error ("%u ops bring %s from %u to %u", done->len, kx_limits_places[i].area, before[i], now);
      for (guint k = 0; k < done->len; k++)
        f->overridden +=
            now > before[i] && now > kx_limits_places[i].limit && is_action (done->pdata[k], "sign");
    }
  for (guint k = 0; k < done->len; k++)
    note_done (f, done->pdata[k]);
}

static void
note_refusal (Fixture *f, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];

      f->full += finding->verdict == KX_FAILS && g_str_equal (finding->code, "layout-full");
      f->stale +=
          g_str_equal (finding->code, KX_CODE_CHANGED_SINCE) || g_str_equal (finding->code, KX_CODE_STATE);
    }
}

static gboolean
was_done (const KxWireResult *result)
{
  return result->result != KX_REJECTED && result->result != KX_HELD;
}

static gboolean
is_touched (GPtrArray *done, const char *row)
{
  for (guint i = 0; i < done->len; i++)
    if (g_str_equal (((KxOp *) done->pdata[i])->row, row))
      return TRUE;
  return FALSE;
}

/* All of them were done, or none; then nothing of it stands anywhere. */
static void
check_group (Fixture *f, GPtrArray *group, GPtrArray *results, guint first, GPtrArray *done)
{
  gboolean whole = was_done (results->pdata[first]);

  for (guint i = 0; i < group->len; i++)
    {
      const KxOp *op = group->pdata[i];
      const KxWireResult *result = results->pdata[first + i];
      const KxRecord *was = g_hash_table_lookup (f->rows, op->row);
      g_autoptr (KxRecord) row = kx_row_get (f->book, op->entity, op->row, NULL);

      g_assert_cmpint (was_done (result), ==, whole);
      note_refusal (f, result->findings);
      f->held += result->result == KX_HELD;
      if (whole)
        g_ptr_array_add (done, (gpointer) op);
      else if (op->kind == KX_OP_CREATE)
        g_assert_null (row);
      else if (was != NULL && !is_touched (done, op->row))
        g_assert_cmpint (row->seq, ==, was->seq);
    }
  f->groups++;
  f->undone += !whole && group->len > 1;
}

/* Sends some of what waits, as one batch. */
static void
push (Fixture *f, Device *device, GPtrArray *groups, const guint before[])
{
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL, done = g_ptr_array_new ();
  g_autofree char *answer = NULL;
  guint sent = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *group = groups->pdata[i];

      kx_test_batch_add_tx (batch, device->n + sent + 1, (const KxOp *const *) (gpointer) group->pdata,
                            group->len);
      sent += group->len;
    }
  answer = kx_test_push (f->book, device->actor, device->id, batch->str, device->n, NULL);
  device->n += sent;
  results = kx_test_results (answer);
  g_assert_cmpuint (results->len, ==, sent);
  sent = 0;
  for (guint i = 0; i < groups->len; i++)
    {
      check_group (f, groups->pdata[i], results, sent, done);
      sent += ((GPtrArray *) groups->pdata[i])->len;
    }
  for (guint i = 0; i < done->len; i++)
    look_around (f, done->pdata[i]);
  check (f, done, before);
  f->batches++;
  f->ops += sent;
}

/* By itself, as the acts of an office are sent. */
static void
act (Fixture *f, Device *device, KxOp *op, const guint before[])
{
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, device->actor, op);
  const KxOutcome *outcome = applied->outcomes->pdata[0];
  g_autoptr (GPtrArray) done = g_ptr_array_new ();

  if (applied->accepted)
    {
      g_ptr_array_add (done, op);
      look_around (f, op);
    }
  else
    note_refusal (f, outcome->decision->findings);
  check (f, done, before);
}

/* What only the service does comes from no outbox, and takes with it what was sent together with it. */
static void
push_act (Fixture *f, Device *device, KxOp *op, const guint before[])
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *group = g_queue_pop_head (&device->outbox);
  guint undone = f->undone, full = f->groups;

  if (group == NULL)
    group = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  g_ptr_array_add (group, op);
  g_ptr_array_add (groups, group);
  push (f, device, groups, before);
  g_assert_cmpuint (f->groups, ==, full + 1);
  g_assert_cmpuint (f->undone, ==, undone + (group->len > 1));
  f->not_here++;
}

/* What the device has next arrives at the service. */
static void
send (Fixture *f, Device *device)
{
  g_autoptr (KxOp) op = NULL;
  guint before[KX_LIMITS_PLACES];

  for (guint i = 0; i < KX_LIMITS_PLACES; i++)
    before[i] = count (f, i, NULL);
  if (!g_queue_is_empty (&device->outbox) && g_test_rand_int_range (0, 4) == 0)
    {
      g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

      for (int n = g_test_rand_int_range (1, 9); n > 0 && !g_queue_is_empty (&device->outbox); n--)
        g_ptr_array_add (groups, g_queue_pop_head (&device->outbox));
      push (f, device, groups, before);
      return;
    }
  op = g_queue_pop_head (&device->acts);
  if (op != NULL && g_test_rand_int_range (0, 20) == 0)
    push_act (f, device, g_steal_pointer (&op), before);
  else if (op != NULL)
    act (f, device, op, before);
}

/* The rows that are counted are those of the store. */
static void
check_rows (Fixture *f)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (f->book);
  KxQuery query = { .entity = &kx_agreement_entity };
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_cmpint (kx_reader_list (reader, &query, MOST_ROWS, &rows), ==, KX_KNOWN);
  for (guint i = 0; i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i], *kept = g_hash_table_lookup (f->rows, row->id);

      g_assert_nonnull (kept);
      g_assert_cmpint (kept->seq, ==, row->seq);
    }
}

static void
test_limits_hold_under_any_interleaving (Fixture *f, gconstpointer data)
{
  for (guint turn = 0; turn < TURNS; turn++)
    {
      Device *device = &f->devices[g_test_rand_int_range (0, DEVICES)];
      int what = g_test_rand_int_range (0, 20);

      if (what < 10)
        kx_limits_device_prepare (device);
      else if (what < 19)
        send (f, device);
      else
        kx_limits_device_pull (device, f->basics, f->rows);
      if (turn % 40 == 0)
        apply_for_admission (f);
      if (turn % 200 == 0)
        check_rows (f);
    }
  check_rows (f);
  g_test_message ("%u signed (%u beyond an own limit), %u admitted, %u taken over, %u completed, %u linked; "
                  "%u refused by a limit, %u for what the device had not seen",
                  f->signatures, f->overridden, f->admissions, f->taken_over, f->completed, f->linked,
                  f->full, f->stale);
  g_test_message ("%u batches of %u ops in %u transactions, of which %u of several ops came to nothing; %u "
                  "held, %u acts from an outbox",
                  f->batches, f->ops, f->groups, f->undone, f->held, f->not_here);
  g_assert_cmpuint (f->signatures, >, 5);
  g_assert_cmpuint (f->overridden, >, 0);
  g_assert_cmpuint (f->admissions, >, 0);
  g_assert_cmpuint (f->full, >, 0);
  g_assert_cmpuint (f->stale, >, 0);
  g_assert_cmpuint (f->undone, >, 0);
  g_assert_cmpuint (2 * f->ops, >, 3 * f->batches);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/limits/no place gets more than its limit, whatever offices send in whatever order", Fixture,
              NULL, set_up, test_limits_hold_under_any_interleaving, tear_down);
  return g_test_run ();
}
