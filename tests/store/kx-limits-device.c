#include "store/kx-limits-device.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/kx-decide.h"
#include "lib/kx-test-store.h"

#define MOST_ROWS 10000

typedef KxLimitsDevice Device;

const KxLimitsPlace kx_limits_places[KX_LIMITS_PLACES] = {
  { "370102", kx_agreement_counts_toward_county, 2, FALSE },
  { "370103", kx_agreement_counts_toward_county, 2, FALSE },
  { "370100", kx_agreement_counts_toward_city_level, 3, FALSE },
  { "450102", kx_agreement_counts_toward_county, 1, TRUE },
};

const KxLimitsOffice kx_limits_offices[KX_LIMITS_OFFICES] = {
  { KX_TEST_OFFICE, "370100", NULL, 7 },
  { "0197b2a0-0000-7000-8000-000000000003", "370102", "历下区社会保险事业中心", 5 },
  { "0197b2a0-0000-7000-8000-000000000004", "370103", "市中区社会保险事业中心", 6 },
  { "0197b2a0-0000-7000-8000-000000000005", "450100", "南宁市社会保险事业管理中心", 8 },
};

/* In the order of ids, so that a seed gives the same walk. Owned; NULL: there is none. */
KxRecord *
kx_limits_pick (KxReader *reader, const KxEntity *entity)
{
  KxQuery query = { .entity = entity };
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_cmpint (kx_reader_list (reader, &query, MOST_ROWS, &rows), ==, KX_KNOWN);
  return rows->len > 0 ? kx_record_copy (rows->pdata[g_test_rand_int_range (0, (int) rows->len)]) : NULL;
}

static KxRecord *
pick_seen (const Device *device, const KxEntity *entity)
{
  return kx_limits_pick (kx_test_table_get_reader (device->table), entity);
}

KxOp *
kx_limits_op (KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  g_autofree char *id = kx_test_id (), *made = row == NULL ? kx_test_id () : NULL;

  return kx_op_new (kind, entity, id, row != NULL ? row : made, fields);
}

KxOp *
kx_limits_action (const KxRecord *row, const char *action)
{
  const KxTransition *step = kx_lifecycle_knows (row->entity->lifecycle, KX_OP_ACTION, action);
  KxRecord *fields = step->arguments != NULL ? kx_record_new (step->arguments, NULL, NULL) : NULL;
  KxOp *op = kx_limits_op (KX_OP_ACTION, row->entity, row->id, fields);

  op->action = g_strdup (action);
  op->base = row->seq;
  op->reason = g_strdup ("病人多");
  return op;
}

/* Does it on what the device has, as its mirror does; the number by which it knows the row stays the one that
 * the service gave. FALSE: it is refused there already. */
static gboolean
do_here (Device *device, const KxOp *op)
{
  KxScene scene = { .schema = kx_schema_get (),
                    .op = op,
                    .actor = device->actor,
                    .reader = kx_test_table_get_reader (device->table),
                    .today = KX_LIMITS_TODAY,
                    .on_device = TRUE };
  g_autoptr (KxDecision) decision = kx_decide (&scene);
  const KxRecord *row = kx_test_table_lookup (device->table, op->entity, op->row);
  gint64 seq = row != NULL ? row->seq : 0;

  if (decision->result == KX_REJECTED)
    return FALSE;
  kx_test_table_apply (device->table, decision, op, device->actor->user, (KxTime){ 1 });
  ((KxRecord *) kx_test_table_lookup (device->table, op->entity, op->row))->seq = seq;
  return TRUE;
}

void
kx_limits_device_clear (KxLimitsDevice *device)
{
  kx_actor_free (device->actor);
  g_free (device->id);
  kx_test_table_free (device->table);
  g_queue_clear_full (&device->outbox, (GDestroyNotify) g_ptr_array_unref);
  g_queue_clear_full (&device->acts, (GDestroyNotify) kx_op_free);
}

void
kx_limits_device_pull (KxLimitsDevice *device, GPtrArray *basics, GHashTable *rows)
{
  GHashTableIter iter;
  KxRecord *row;

  g_clear_pointer (&device->table, kx_test_table_free);
  device->table = kx_test_table_new ();
  for (guint i = 0; i < basics->len; i++)
    kx_test_table_add (device->table, kx_record_copy (basics->pdata[i]));
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (kx_actor_may_read (device->actor, row->space))
      kx_test_table_add (device->table, kx_record_copy (row));
  for (GList *group = device->outbox.head; group != NULL; group = group->next)
    for (guint i = 0; i < ((GPtrArray *) group->data)->len; i++)
      do_here (device, ((GPtrArray *) group->data)->pdata[i]);
}

/* One of the places in which the office signs. */
guint
kx_limits_any_place (guint office)
{
  guint place;

  do
    place = (guint) g_test_rand_int_range (0, KX_LIMITS_PLACES);
  while (!(kx_limits_offices[office].signs >> place & 1));
  return place;
}

/* A row of the device's own office; owned, or NULL. */
static KxRecord *
pick_own (const Device *device, const KxEntity *entity)
{
  g_autoptr (KxRecord) row = pick_seen (device, entity);
  guint office = (guint) kx_entity_flagged (entity, KX_OFFICE);

  return row != NULL && g_strcmp0 (kx_record_get (row, office).REF, kx_limits_offices[device->office].id) == 0
             ? g_steal_pointer (&row)
             : NULL;
}

/* The office's agreement with an agency, or the one after that which runs. NULL: with none that it sees. */
static KxOp *
draw_up (const Device *device)
{
  g_autoptr (KxRecord) agency = pick_own (device, &kx_agency_entity);
  g_autoptr (KxRecord) previous =
      g_test_rand_int_range (0, 4) == 0 ? pick_own (device, &kx_agreement_entity) : NULL;
  guint place = kx_limits_any_place (device->office);
  KxRecord *fields;
  Kx_agreement *agreement;
  g_autofree char *number = NULL;
  KxOp *op;

  if (agency == NULL && previous == NULL)
    return NULL;
  fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  agreement = kx_agreement (fields);
  op = kx_limits_op (KX_OP_CREATE, &kx_agreement_entity, NULL, fields);
  number = g_strconcat ("协议", op->row, NULL);
  kx_agreement_set_office (agreement, kx_limits_offices[device->office].id);
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
  if (g_test_rand_int_range (0, 4) > 0)
    kx_agreement_set_layout_reason (agreement, "病人多");
  kx_agreement_set_counts_toward (agreement, kx_limits_places[place].toward);
  kx_agreement_set_counts_area (agreement, kx_limits_places[place].area);
  return op;
}

static KxOp *
sign (const KxRecord *row, const char *action)
{
  KxOp *op = kx_limits_action (row, action);

  kx_signing_set_signed_on (kx_signing (op->fields), (KxDate){ 20260620 });
  kx_signing_set_signer (kx_signing (op->fields), "李主任");
  return op;
}

static KxOp *
end (const KxRecord *row)
{
  KxOp *op = kx_limits_action (row, "end");

  kx_agreement_end_set_ended_on (kx_agreement_end (op->fields), KX_LIMITS_TODAY);
  kx_agreement_end_set_ending (kx_agreement_end (op->fields), kx_agreement_ending_expired);
  return op;
}

/* What runs on paper comes in rarely, or nobody would ever be refused; it may be suspended or over. */
static KxOp *
take_over (const KxRecord *row)
{
  KxOp *op = kx_limits_action (row, "take_over");

  kx_take_over_set_state (kx_take_over (op->fields),
                          g_test_rand_int_range (kx_agreement_state_signed, kx_agreement_state_ended + 1));
  return op;
}

/* What was taken over counts elsewhere, as its paper says. */
static KxOp *
complete (const Device *device, const KxRecord *row)
{
  KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  guint place = kx_limits_any_place (device->office);
  KxOp *op = kx_limits_op (KX_OP_PATCH, &kx_agreement_entity, row->id, fields);

  kx_agreement_set_counts_toward (kx_agreement (fields), kx_limits_places[place].toward);
  kx_agreement_set_counts_area (kx_agreement (fields), kx_limits_places[place].area);
  op->base = row->seq;
  return op;
}

static KxOp *
link_or_unlink (const Device *device)
{
  g_autoptr (KxRecord) row = pick_own (device, &kx_agency_entity);
  g_autoptr (KxRecord) target = pick_own (device, &kx_agency_entity);
  KxOp *op;

  if (row == NULL || target == NULL)
    return NULL;
  if (kx_record_has (row, kx_agency_f_alias_of))
    return kx_limits_action (row, "unlink_alias");
  op = kx_limits_action (row, "link_alias");
  kx_link_alias_set_target (kx_link_alias (op->fields), target->id);
  return op;
}

static KxOp *
admit (const Device *device)
{
  g_autoptr (KxRecord) row = pick_own (device, &kx_application_entity);
  KxOp *op;

  if (row == NULL || !kx_application_is_open (row))
    return NULL;
  op = kx_limits_action (row, "admit");
  kx_application_admit_set_decided_on (kx_application_admit (op->fields), (KxDate){ 20260610 });
  if (g_test_rand_bit ())
    g_clear_pointer (&op->reason, g_free);
  return op;
}

/* An act of the office on what the device sees; NULL: nothing comes to mind. */
static KxOp *
prepare_act (const Device *device)
{
  gboolean clerk = device->role == KX_ROLE_INDEX_clerk, leader = device->role == KX_ROLE_INDEX_leader;
  g_autoptr (KxRecord) row = NULL;

  if (!leader && g_test_rand_int_range (0, 30) == 0)
    return link_or_unlink (device);
  if (leader && g_test_rand_int_range (0, 4) == 0)
    return admit (device);
  row = clerk ? NULL : pick_own (device, &kx_agreement_entity);
  if (row == NULL)
    return NULL;
  switch (kx_record_get (row, kx_agreement_f_state).CODE)
    {
    case kx_agreement_state_in_review:
      return kx_limits_action (row, "approve");
    case kx_agreement_state_agency_signed:
      return leader ? sign (row, "sign") : NULL;
    case kx_agreement_state_signed:
    case kx_agreement_state_terminating:
      return g_test_rand_int_range (0, 3) == 0 ? end (row) : NULL;
    default:
      return NULL;
    }
}

/* What a clerk records of an agreement as the device sees it; NULL: nothing. */
static KxOp *
go_on (const Device *device, const KxRecord *row)
{
  int state = kx_record_get (row, kx_agreement_f_state).CODE;

  if (state == kx_agreement_state_draft)
    return g_test_rand_int_range (0, 20) == 0 ? take_over (row) : kx_limits_action (row, "submit");
  if (state == kx_agreement_state_approved)
    return sign (row, "agency_sign");
  if (kx_record_get (row, kx_agreement_f_taken_over).BOOLEAN && g_test_rand_int_range (0, 10) == 0)
    return complete (device, row);
  return NULL;
}

/* Adds the op to the transaction, done here first; now and then a device sends what it ought to know better.
 */
static void
add_op (Device *device, GPtrArray *group, KxOp *op)
{
  if (op == NULL)
    return;
  if (do_here (device, op) || g_test_rand_int_range (0, 10) == 0)
    g_ptr_array_add (group, op);
  else
    kx_op_free (op);
}

/* Some ops that come together or not at all: a draft and what is done with it at once, and steps of
 * several agreements. */
static GPtrArray *
prepare_group (Device *device)
{
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  int n = g_test_rand_int_range (1, 6);

  if (g_test_rand_int_range (0, 3) == 0)
    {
      KxOp *op = draw_up (device);
      const KxRecord *row;

      add_op (device, group, op);
      row = group->len > 0
                ? kx_test_table_lookup (device->table, &kx_agreement_entity, ((KxOp *) group->pdata[0])->row)
                : NULL;
      if (row != NULL && g_test_rand_bit ())
        add_op (device, group, go_on (device, row));
    }
  for (int i = 0; i < n; i++)
    {
      g_autoptr (KxRecord) row = pick_own (device, &kx_agreement_entity);

      if (row != NULL)
        add_op (device, group, go_on (device, row));
    }
  return group->len > 0 ? g_steal_pointer (&group) : NULL;
}

void
kx_limits_device_prepare (KxLimitsDevice *device)
{
  GPtrArray *group = device->role == KX_ROLE_INDEX_clerk ? prepare_group (device) : NULL;
  KxOp *act = prepare_act (device);

  if (group != NULL)
    g_queue_push_tail (&device->outbox, group);
  if (act != NULL)
    g_queue_push_tail (&device->acts, act);
}
