/* Limits of a layout hold whatever several offices send in whatever order: devices that lag prepare ops on
 * what they saw last, the service decides them one after another as they happen to arrive, and after each the
 * agencies of every place are counted by hand. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-pack.h"
#include "db/kx-db-sqlite.h"
#include "lib/kx-test-policy.h"
#include "lib/kx-test-store.h"
#include "lib/kx-test-sync.h"
#include "store/kx-row.h"

#include <string.h>

#define CITY "370100"
#define COUNTY "370102"
#define COUNTY_OFFICE "0197b2a0-0000-7000-8000-000000000003" /* of COUNTY, below KX_TEST_OFFICE */
#define TURNS 6000
#define DEVICES 8
#define AGENCIES 24

static const guint8 seed[KX_SEED_SIZE] = { 7 };

/* Two counties, in one of which both offices sign, and the city level that they share. */
static const struct
{
  const char *area;
  int toward;
  guint limit;
} places[] = {
  { COUNTY, kx_agreement_counts_toward_county, 2 },
  { "370103", kx_agreement_counts_toward_county, 2 },
  { CITY, kx_agreement_counts_toward_city_level, 3 },
};

typedef struct
{
  KxActor *actor;
  int role;
  const char *office;
  char *id;
  gint64 n;         /* ops that were sent */
  GHashTable *seen; /* (element-type char* KxRecord) agreements, applications and agencies as last seen */
  GQueue ops;       /* prepared, not sent yet */
} Device;

typedef struct
{
  KxBook *book;
  KxVault *vault;
  Device devices[DEVICES];
  GHashTable *rows; /* (element-type char* KxRecord) the same rows as they stand */
  guint signatures, admissions, full, taken_over, stale, linked;
} Fixture;

/* In the order of ids, so that a seed gives the same walk. */
static KxRecord *
pick (GHashTable *rows, const KxEntity *entity)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (rows), (GCompareFunc) strcmp);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (GList *key = keys; key != NULL; key = key->next)
    {
      KxRecord *row = g_hash_table_lookup (rows, key->data);

      if (row->entity == entity)
        g_ptr_array_add (found, row);
    }
  return found->len > 0 ? found->pdata[g_test_rand_int_range (0, (int) found->len)] : NULL;
}

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

static KxOp *
make_op (KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  g_autofree char *id = kx_test_id (), *made = row == NULL ? kx_test_id () : NULL;

  return kx_op_new (kind, entity, id, row != NULL ? row : made, fields);
}

static KxOp *
make_action (const KxRecord *row, const char *action)
{
  const KxTransition *step = kx_lifecycle_knows (row->entity->lifecycle, KX_OP_ACTION, action);
  KxRecord *fields = step->arguments != NULL ? kx_record_new (step->arguments, NULL, NULL) : NULL;
  KxOp *op = make_op (KX_OP_ACTION, row->entity, row->id, fields);

  op->action = g_strdup (action);
  op->base = row->seq;
  op->reason = g_strdup ("病人多");
  return op;
}

static void
add_agency (Fixture *f, guint i)
{
  g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("示例医院%u", i);
  g_autoptr (KxOp) op =
      kx_test_agency_op (f->book->schema, id, i % 3 == 0 ? COUNTY_OFFICE : KX_TEST_OFFICE, name, NULL);

  kx_agency_set_licence_no_end (kx_agency (op->fields), TRUE);
  do_as_system (f, op);
  look (f, &kx_agency_entity, id);
}

static void
add_pack (Fixture *f, const char *text)
{
  g_autoptr (KxOp) op = make_op (KX_OP_CREATE, &kx_pack_entity, NULL, kx_test_pack_row (NULL, text));

  do_as_system (f, op);
}

static void
add_device (Fixture *f, guint i)
{
  static const int roles[] = { KX_ROLE_INDEX_clerk, KX_ROLE_INDEX_reviewer, KX_ROLE_INDEX_leader,
                               KX_ROLE_INDEX_leader };
  Device *device = &f->devices[i];
  g_autofree char *user = g_strdup_printf ("user%u", i);
  gboolean county = i >= G_N_ELEMENTS (roles);

  device->role = roles[i % G_N_ELEMENTS (roles)];
  device->office = county ? COUNTY_OFFICE : KX_TEST_OFFICE;
  device->actor = kx_test_actor (user, device->role, county ? COUNTY : CITY);
  device->id = kx_test_id ();
  device->seen = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kx_record_free);
  kx_test_register (f->book, device->actor, device->id);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) offices = kx_test_found (kx_schema_get ());
  KxRecord *fields = kx_record_new (&kx_office_entity, NULL, NULL);
  g_autoptr (KxOp) county = kx_op_new (KX_OP_CREATE, &kx_office_entity, COUNTY_OFFICE, COUNTY_OFFICE, fields);

  f->vault = kx_vault_new_from_seed (seed);
  f->book =
      kx_book_new (kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, NULL), kx_schema_get (), f->vault);
  f->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kx_record_free);
  g_assert_true (kx_book_set_up (f->book, (KxTime){ 1 }, FALSE, NULL));
  for (guint i = 0; i < offices->len; i++)
    do_as_system (f, offices->pdata[i]);
  kx_office_set_name (kx_office (fields), "历下区社会保险事业中心");
  kx_office_set_area (kx_office (fields), COUNTY);
  kx_office_set_kind (kx_office (fields), kx_office_kind_centre);
  do_as_system (f, county);
  add_pack (f, kx_test_pack_country);
  add_pack (f, kx_test_pack_province);
  for (guint i = 0; i < AGENCIES; i++)
    add_agency (f, i);
  for (guint i = 0; i < DEVICES; i++)
    add_device (f, i);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < DEVICES; i++)
    {
      kx_actor_free (f->devices[i].actor);
      g_free (f->devices[i].id);
      g_hash_table_unref (f->devices[i].seen);
      g_queue_clear_full (&f->devices[i].ops, (GDestroyNotify) kx_op_free);
    }
  g_hash_table_unref (f->rows);
  kx_book_free (f->book);
  kx_vault_free (f->vault);
}

/* What the device's office may see, as it stands now. */
static void
pull (Fixture *f, Device *device)
{
  GHashTableIter iter;
  KxRecord *row;

  g_hash_table_remove_all (device->seen);
  g_hash_table_iter_init (&iter, f->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (g_strcmp0 (kx_record_get (row, (guint) kx_entity_flagged (row->entity, KX_OFFICE)).REF,
                   device->office) == 0)
      {
        KxRecord *copy = kx_record_copy (row);

        g_hash_table_replace (device->seen, copy->id, copy);
      }
}

/* One of the places in which the office signs. */
static guint
any_place (const Device *device)
{
  return g_str_equal (device->office, COUNTY_OFFICE)
             ? 2 * (guint) g_test_rand_int_range (0, 2)
             : (guint) g_test_rand_int_range (0, G_N_ELEMENTS (places));
}

/* The office's agreement with an agency, or the one after that which runs. */
static KxOp *
draw_up (const Device *device)
{
  const KxRecord *agency = pick (device->seen, &kx_agency_entity);
  const KxRecord *previous =
      g_test_rand_int_range (0, 4) == 0 ? pick (device->seen, &kx_agreement_entity) : NULL;
  KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  Kx_agreement *agreement = kx_agreement (fields);
  KxOp *op = make_op (KX_OP_CREATE, &kx_agreement_entity, NULL, fields);
  g_autofree char *number = g_strconcat ("协议", op->row, NULL);
  guint place = any_place (device);

  kx_agreement_set_office (agreement, device->office);
  kx_agreement_set_agency (agreement, previous != NULL ? kx_record_get (previous, kx_agreement_f_agency).REF
                                                       : agency->id);
  if (previous != NULL)
    kx_agreement_set_previous (agreement, previous->id);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, number);
  kx_agreement_set_scopes (agreement, (KxCodes){ 1 });
  kx_agreement_set_rehab_types (agreement, (KxCodes){ 1 });
  kx_agreement_set_starts_on (agreement, (KxDate){ 20260101 });
  kx_agreement_set_ends_on (agreement, (KxDate){ 20271231 });
  kx_agreement_set_signed_on (agreement, (KxDate){ 20260105 });
  kx_agreement_set_layout_reason (agreement, "病人多");
  kx_agreement_set_counts_toward (agreement, places[place].toward);
  kx_agreement_set_counts_area (agreement, places[place].area);
  return op;
}

static KxOp *
sign (const KxRecord *row, const char *action)
{
  KxOp *op = make_action (row, action);

  kx_signing_set_signed_on (kx_signing (op->fields), (KxDate){ 20260620 });
  kx_signing_set_signer (kx_signing (op->fields), "李主任");
  return op;
}

static KxOp *
end (const KxRecord *row)
{
  KxOp *op = make_action (row, "end");

  kx_agreement_end_set_ended_on (kx_agreement_end (op->fields), (KxDate){ 20260701 });
  kx_agreement_end_set_ending (kx_agreement_end (op->fields), kx_agreement_ending_expired);
  return op;
}

/* What runs on paper comes in rarely, or nobody would ever be refused; it may be suspended or over. */
static KxOp *
take_over (const KxRecord *row)
{
  KxOp *op = make_action (row, "take_over");

  kx_take_over_set_state (kx_take_over (op->fields),
                          g_test_rand_int_range (kx_agreement_state_signed, kx_agreement_state_ended + 1));
  return op;
}

static KxOp *
link_or_unlink (const Device *device)
{
  const KxRecord *row = pick (device->seen, &kx_agency_entity);
  KxOp *op;

  if (kx_record_has (row, kx_agency_f_alias_of))
    return make_action (row, "unlink_alias");
  op = make_action (row, "link_alias");
  kx_link_alias_set_target (kx_link_alias (op->fields), pick (device->seen, &kx_agency_entity)->id);
  return op;
}

/* The next step of an agreement as the device sees it, by the role of its user; NULL: none. */
static KxOp *
go_on (const Device *device, const KxRecord *row)
{
  gboolean clerk = device->role == KX_ROLE_INDEX_clerk, leader = device->role == KX_ROLE_INDEX_leader;

  switch (kx_record_get (row, kx_agreement_f_state).CODE)
    {
    case kx_agreement_state_draft:
      if (clerk)
        return g_test_rand_int_range (0, 12) == 0 ? take_over (row) : make_action (row, "submit");
      return NULL;
    case kx_agreement_state_in_review:
      return clerk ? NULL : make_action (row, "approve");
    case kx_agreement_state_approved:
      return clerk ? sign (row, "agency_sign") : NULL;
    case kx_agreement_state_agency_signed:
      return leader ? sign (row, "sign") : NULL;
    case kx_agreement_state_signed:
    case kx_agreement_state_terminating:
      return !clerk && g_test_rand_int_range (0, 3) == 0 ? end (row) : NULL;
    default:
      return NULL;
    }
}

static KxOp *
admit (const Device *device)
{
  const KxRecord *row = pick (device->seen, &kx_application_entity);
  KxOp *op;

  if (row == NULL || !kx_application_is_open (row))
    return NULL;
  op = make_action (row, "admit");
  kx_application_admit_set_decided_on (kx_application_admit (op->fields), (KxDate){ 20260610 });
  return op;
}

/* NULL: nothing comes to mind. */
static KxOp *
prepare (const Device *device)
{
  const KxRecord *row;

  if (pick (device->seen, &kx_agency_entity) == NULL)
    return NULL;
  if (device->role == KX_ROLE_INDEX_clerk && g_test_rand_int_range (0, 4) == 0)
    return draw_up (device);
  if (device->role != KX_ROLE_INDEX_leader && g_test_rand_int_range (0, 30) == 0)
    return link_or_unlink (device);
  if (device->role == KX_ROLE_INDEX_leader && g_test_rand_int_range (0, 4) == 0)
    return admit (device);
  row = pick (device->seen, &kx_agreement_entity);
  return row != NULL ? go_on (device, row) : NULL;
}

/* An application that only waits for its admission. */
static void
apply_for_admission (Fixture *f)
{
  const KxRecord *agency = pick (f->rows, &kx_agency_entity);
  guint place = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (places));
  KxRecord *fields = kx_record_new (&kx_application_entity, NULL, NULL);
  Kx_application *application = kx_application (fields);
  g_autoptr (KxOp) op = make_op (KX_OP_CREATE, &kx_application_entity, NULL, fields), accept = NULL;
  g_autoptr (KxReader) reader = kx_row_reader_new (f->book);
  g_autoptr (GPtrArray) items = NULL;
  KxQuery query = { .entity = &kx_application_item_entity,
                    .terms = { { .field = kx_application_item_f_application, .value.REF = op->row } },
                    .n_terms = 1 };

  if (kx_record_has (agency, kx_agency_f_alias_of))
    return;
  kx_application_set_office (application, kx_record_get (agency, kx_agency_f_office).REF);
  if (g_str_equal (kx_application_get_office (application), COUNTY_OFFICE) && place == 1)
    place = 2;
  kx_application_set_agency (application, agency->id);
  kx_application_set_received_on (application, (KxDate){ 20260601 });
  kx_application_set_scopes (application, (KxCodes){ 1 });
  kx_application_set_rehab_types (application, (KxCodes){ 1 });
  kx_application_set_counts_toward (application, places[place].toward);
  kx_application_set_counts_area (application, places[place].area);
  do_as_system (f, op);
  g_assert_cmpint (kx_reader_list (reader, &query, 100, &items), ==, KX_KNOWN);
  for (guint i = 0; i < items->len; i++)
    {
      const KxRecord *item = items->pdata[i];
      KxRecord *there = kx_record_new (&kx_application_item_entity, NULL, NULL);
      g_autoptr (KxOp) hand_in = make_op (KX_OP_PATCH, &kx_application_item_entity, item->id, there);

      kx_application_item_set_state (kx_application_item (there), kx_application_item_state_there);
      kx_application_item_set_received_on (kx_application_item (there), (KxDate){ 20260601 });
      hand_in->base = item->seq;
      do_as_system (f, hand_in);
    }
  look (f, &kx_application_entity, op->row);
  accept = make_action (g_hash_table_lookup (f->rows, op->row), "accept");
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
        kx_record_get (row, kx_agreement_f_counts_toward).CODE == places[place].toward &&
        g_strcmp0 (kx_record_get (row, kx_agreement_f_counts_area).TEXT, places[place].area) == 0)
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

/* Nobody signs or admits where there is no room; what is above a limit came in from paper, or was counted as
 * one institution by mistake before. */
static void
check (Fixture *f, const KxOp *op, const guint before[])
{
  const KxRecord *row = g_hash_table_lookup (f->rows, op->row);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint now = count (f, i, NULL);

      if (now > before[i] && now > places[i].limit && !is_action (op, "take_over") &&
          !is_action (op, "unlink_alias"))
        g_error ("%s brings %s from %u to %u", op->action != NULL ? op->action : kx_op_kind_name (op->kind),
                 places[i].area, before[i], now);
      if (is_action (op, "admit") &&
          kx_record_get (row, kx_application_f_counts_toward).CODE == places[i].toward &&
          g_strcmp0 (kx_record_get (row, kx_application_f_counts_area).TEXT, places[i].area) == 0)
        g_assert_cmpuint (count (f, i, institution (f, kx_record_get (row, kx_application_f_agency).REF)), <,
                          places[i].limit);
    }
  f->signatures += is_action (op, "sign");
  f->admissions += is_action (op, "admit");
  f->taken_over += is_action (op, "take_over");
  f->linked += is_action (op, "link_alias");
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

/* With what the device recorded while it was away. FALSE: it was refused. */
static gboolean
push (Fixture *f, Device *device, const KxOp *op)
{
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *answer = NULL;
  const KxWireResult *result;

  kx_test_batch_add (batch, device->n + 1, op);
  answer = kx_test_push (f->book, device->actor, device->id, batch->str, device->n, NULL);
  device->n++;
  results = kx_test_results (answer);
  g_assert_cmpuint (results->len, ==, 1);
  result = results->pdata[0];
  note_refusal (f, result->findings);
  return result->result != KX_REJECTED;
}

/* By itself, as the acts of an office are sent. */
static gboolean
act (Fixture *f, Device *device, KxOp *op)
{
  g_autoptr (KxApplied) applied = kx_test_apply (f->book, device->actor, op);
  const KxOutcome *outcome = applied->outcomes->pdata[0];

  if (!applied->accepted)
    note_refusal (f, outcome->decision->findings);
  return applied->accepted;
}

static gboolean
is_act_of_office (const KxOp *op)
{
  const KxTransition *step = kx_lifecycle_knows (op->entity->lifecycle, op->kind, op->action);

  return (step->flags & KX_ONLINE) != 0;
}

/* The next op of the device arrives at the service. */
static void
send (Fixture *f, Device *device)
{
  g_autoptr (KxOp) op = g_queue_pop_head (&device->ops);
  guint before[G_N_ELEMENTS (places)];
  gboolean office;

  if (op == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    before[i] = count (f, i, NULL);
  office = is_act_of_office (op);
  /* What only the service does comes from no outbox. */
  if (office && g_test_rand_int_range (0, 20) == 0)
    {
      g_assert_false (push (f, device, op));
      return;
    }
  if (office ? act (f, device, op) : push (f, device, op))
    {
      look_around (f, op);
      check (f, op, before);
    }
}

static void
test_limits_hold_under_any_interleaving (Fixture *f, gconstpointer data)
{
  for (guint turn = 0; turn < TURNS; turn++)
    {
      Device *device = &f->devices[g_test_rand_int_range (0, DEVICES)];
      int what = g_test_rand_int_range (0, 10);
      KxOp *op = what < 5 ? prepare (device) : NULL;

      if (op != NULL)
        g_queue_push_tail (&device->ops, op);
      else if (what < 9)
        send (f, device);
      else
        pull (f, device);
      if (turn % 40 == 0)
        apply_for_admission (f);
    }
  g_test_message ("%u signed, %u admitted, %u taken over, %u linked; %u refused by a limit, %u for what the "
                  "device had not seen",
                  f->signatures, f->admissions, f->taken_over, f->linked, f->full, f->stale);
  g_assert_cmpuint (f->signatures, >, 5);
  g_assert_cmpuint (f->admissions, >, 0);
  g_assert_cmpuint (f->full, >, 0);
  g_assert_cmpuint (f->stale, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/limits/no place gets more than its limit, whatever offices send in whatever order", Fixture,
              NULL, set_up, test_limits_hold_under_any_interleaving, tear_down);
  return g_test_run ();
}
