/* Bytes as the body of a change: byte 0 names the entity, byte 1 the kind of op, who asks and what he had
 * seen, the rest is JSON. Whatever is asked, a refusal changes nothing, nobody sets what the service sets,
 * and a merge into its own outcome changes nothing. */
#include "core/kx-crypto.h"
#include "core/kx-decide.h"
#include "core/kx-json.h"
#include "core/kx-merge.h"
#include "core/kx-wire.h"

#include <stdint.h>
#include <string.h>

#define OFFICE "0197b2a0-0000-7000-8000-000000000001"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

/* A few rows in memory. */
typedef struct
{
  KxReader reader;
  GPtrArray *rows; /* (element-type KxRecord) owned */
} Table;

static KxAnswer
table_get (KxReader *reader, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  Table *table = (Table *) reader;

  *ret_record = NULL;
  for (guint i = 0; i < table->rows->len; i++)
    {
      const KxRecord *row = table->rows->pdata[i];

      if (row->entity == entity && g_str_equal (row->id, id))
        *ret_record = kx_record_copy (row);
    }
  return KX_KNOWN;
}

static KxAnswer
table_list (KxReader *reader, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  Table *table = (Table *) reader;

  *ret_records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  for (guint i = 0; i < table->rows->len && (*ret_records)->len < limit; i++)
    if (kx_query_matches (query, table->rows->pdata[i]))
      g_ptr_array_add (*ret_records, kx_record_copy (table->rows->pdata[i]));
  return KX_KNOWN;
}

static KxAnswer
table_count (KxReader *reader, const KxQuery *query, gint64 *ret_count)
{
  g_autoptr (GPtrArray) rows = NULL;

  table_list (reader, query, G_MAXUINT, &rows);
  *ret_count = rows->len;
  return KX_KNOWN;
}

static const char *
id_of (const KxEntity *entity)
{
  static char id[KX_UUID_TEXT_SIZE];
  const char *parts[] = { "fuzz", entity->name };

  if (g_str_equal (entity->name, "office"))
    return OFFICE;
  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  return id;
}

static KxValue
value_of (const KxSchema *schema, const KxField *field)
{
  KxValue value = { 0 };

  switch (field->kind)
    {
    case KX_TEXT:
      value.TEXT = field->format == KX_FORMAT_AREA     ? "370100"
                   : field->format == KX_FORMAT_ENTITY ? "agency"
                                                       : "old text";
      break;
    case KX_LONG_TEXT:
      value.LONG_TEXT = "one\ntwo\nthree\nfour";
      break;
    case KX_CONFIG:
      value.CONFIG = "{\"a\":1}";
      break;
    case KX_REF:
      value.REF =
          id_of (kx_schema_entity (schema, g_str_equal (field->target, "*") ? "agency" : field->target));
      break;
    case KX_CODES:
      value.CODES.bits = 1;
      break;
    case KX_DATE:
      value.DATE.ymd = 20260701;
      break;
    case KX_CODE:
    case KX_INTEGER:
    case KX_BOOLEAN:
    case KX_DECIMAL:
    case KX_TIME:
    case KX_N_KINDS:
    default:
      break;
    }
  return value;
}

/* One row of every entity; every third field changed after change 5, through device "d". */
static Table *
make_table (const KxSchema *schema)
{
  Table *table = g_new0 (Table, 1);

  table->reader = (KxReader){ table_get, table_count, table_list };
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *entity = schema->entities[i];
      gboolean national = (entity->traits & KX_NATIONAL) != 0;
      g_autofree char *space = g_strconcat (national ? "000000/" : "370100/", entity->drawer, NULL);
      KxRecord *row = kx_record_new (entity, id_of (entity), space);

      row->seq = 9;
      for (guint f = 0; f < entity->n_fields; f++)
        {
          kx_record_put (row, f, value_of (schema, &entity->fields[f]));
          if (f % 3 == 0)
            kx_record_stamp (row, f, 7, "d", NULL);
        }
      g_ptr_array_add (table->rows, row);
    }
  return table;
}

static KxActor *
make_actor (void)
{
  KxActor *actor = kx_actor_new ("u", "u");

  for (int role = 0; role < KX_N_ROLES; role++)
    kx_actor_grant (actor, role, "370000");
  return actor;
}

static void
check_fields (const KxRecord *record)
{
  for (guint i = 0; i < record->entity->n_fields; i++)
    {
      const KxField *field = &record->entity->fields[i];

      if (!kx_record_mentions (record, i))
        continue;
      g_assert_cmpuint (field->flags & KX_SERVICE_SETS, ==, 0);
      if (kx_record_has (record, i) && kx_field_is_text (field))
        g_assert_true (g_utf8_validate (kx_record_get (record, i).TEXT, -1, NULL));
    }
}

static void
check_merge (const KxRecord *row, const KxOp *op)
{
  g_auto (KxMerge) merge = kx_merge_op (row, op), again = { 0 };
  g_autoptr (KxRecord) outcome = kx_record_copy (row);

  check_fields (merge.patch);
  kx_record_apply (outcome, merge.patch);
  again = kx_merge_op (outcome, op);
  g_assert_cmpuint (again.patch->has | again.patch->null, ==, 0);
  g_assert_cmpuint (merge.conflicts & ~merge.concurrent, ==, 0);
}

static void
check_decision (const KxOp *op, const KxDecision *decision)
{
  g_assert_false (decision->broken);
  g_assert_cmpint (decision->result == KX_REJECTED, ==, kx_findings_refuse (decision->findings));
  if (decision->result == KX_REJECTED)
    g_assert_cmpuint (decision->changes->len, ==, 0);
  for (guint i = 0; i < decision->changes->len; i++)
    {
      const KxChange *change = decision->changes->pdata[i];

      for (guint f = 0; f < change->record->entity->n_fields; f++)
        if (kx_record_mentions (change->record, f) && (int) f != change->record->entity->state)
          g_assert_cmpuint (change->record->entity->fields[f].flags & KX_SERVICE_SETS, ==, 0);
    }
}

static void
decide_twice (Table *table, const KxActor *actor, const KxOp *op)
{
  KxScene scene = {
    .schema = kx_schema_get (), .op = op, .actor = actor, .reader = &table->reader, .today = { 20260701 }
  };
  g_autoptr (KxDecision) one = kx_decide (&scene), two = kx_decide (&scene);

  check_decision (op, one);
  g_assert_cmpint (one->result, ==, two->result);
  g_assert_cmpuint (one->changes->len, ==, two->changes->len);
  g_assert_cmpuint (one->findings->len, ==, two->findings->len);
}

/* The op that byte 1 asks for. Takes `fields`. */
static KxOp *
make_op (const KxEntity *entity, uint8_t how, KxRecord *fields)
{
  static const KxOpKind kinds[] = { KX_OP_PATCH, KX_OP_CREATE, KX_OP_ADD, KX_OP_REMOVE };
  KxOpKind kind = kinds[how & 3];
  KxOp *op =
      kx_op_new (kind, entity, "0197b2a0-0000-7000-8000-0000000000aa",
                 kind == KX_OP_CREATE ? "0197b2a0-0000-7000-8000-0000000000bb" : id_of (entity), fields);

  op->base = how & 4 ? 9 : 5;
  op->exact = (how & 8) != 0;
  op->device = how & 16 ? g_strdup (how & 32 ? "d" : "e") : NULL;
  op->reason = how & 64 ? g_strdup ("because") : NULL;
  if (how & 128)
    op->was = kx_record_copy (fields);
  return op;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  static const char *const skip[] = { "$reason", "id", NULL };
  static Table *table;
  static KxActor *actor;
  const KxSchema *schema = kx_schema_get ();
  const KxEntity *entity;
  g_autoptr (KxJson) json = NULL;
  g_autoptr (GPtrArray) findings = kx_findings_new ();
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxOp) op = NULL;
  KxRecord *fields;

  if (length < 2 || (json = kx_json_parse ((const char *) bytes + 2, length - 2, NULL)) == NULL)
    return 0;
  if (table == NULL)
    {
      table = make_table (schema);
      actor = make_actor ();
    }
  entity = schema->entities[bytes[0] % schema->n_entities];
  fields = kx_wire_read_fields (entity, kx_json_get_root (json), skip, findings);
  check_fields (fields);
  op = make_op (entity, bytes[1], fields);
  table_get (&table->reader, entity, op->row, &row);
  if (row != NULL)
    check_merge (row, op);
  decide_twice (table, actor, op);
  return 0;
}
