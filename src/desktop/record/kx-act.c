#include "desktop/record/kx-act.h"

#include "desktop/kx-format.h"
#include "store/kx-vault.h"

char *
kx_act_new_id (void)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_random_uuid (kx_format_now (), id);
  return g_strdup (id);
}

GPtrArray *
kx_act_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
}

static KxOp *
add (GPtrArray *acts, KxOpKind kind, const KxEntity *entity, const char *row, gint64 base, KxRecord *fields)
{
  g_autofree char *id = kx_act_new_id ();
  KxOp *op = kx_op_new (kind, entity, id, row, fields);

  op->base = base;
  op->at = kx_format_now ();
  g_ptr_array_add (acts, op);
  return op;
}

KxOp *
kx_act_create (GPtrArray *acts, const char *id, KxRecord *fields)
{
  return add (acts, KX_OP_CREATE, fields->entity, id, 0, fields);
}

/* What is in `to` and not in `from`, as the fields of an op; NULL: nothing. */
static KxRecord *
members_only_in (const KxRecord *to, const KxRecord *from, const KxRecord *patch)
{
  g_autoptr (KxRecord) members = kx_record_new (patch->entity, NULL, NULL);

  for (guint i = 0; i < patch->entity->n_fields; i++)
    if (patch->entity->fields[i].kind == KX_CODES && kx_record_mentions (patch, i))
      {
        KxCodes only = { kx_record_get (to, i).CODES.bits & ~kx_record_get (from, i).CODES.bits };

        if (only.bits != 0)
          kx_record_put (members, i, (KxValue){ .CODES = only });
      }
  return members->has != 0 ? g_steal_pointer (&members) : NULL;
}

guint
kx_act_change (GPtrArray *acts, const KxRecord *row, const KxRecord *patch)
{
  g_autoptr (KxRecord) fields = kx_record_new (row->entity, NULL, NULL);
  g_autoptr (KxRecord) was = kx_record_new (row->entity, NULL, NULL);
  KxRecord *more = members_only_in (patch, row, patch), *fewer = members_only_in (row, patch, patch);
  guint before = acts->len;

  for (guint i = 0; i < row->entity->n_fields; i++)
    if (kx_record_mentions (patch, i) && row->entity->fields[i].kind != KX_CODES &&
        !kx_record_same (row, patch, i))
      {
        kx_record_take (fields, patch, i);
        if (kx_record_has (row, i))
          kx_record_take (was, row, i);
        else
          kx_record_put_null (was, i);
      }
  if ((fields->has | fields->null) != 0)
    add (acts, KX_OP_PATCH, row->entity, row->id, row->seq, g_steal_pointer (&fields))->was =
        g_steal_pointer (&was);
  if (more != NULL)
    add (acts, KX_OP_ADD, row->entity, row->id, row->seq, more);
  if (fewer != NULL)
    add (acts, KX_OP_REMOVE, row->entity, row->id, row->seq, fewer);
  return acts->len - before;
}

KxOp *
kx_act_delete (GPtrArray *acts, const KxRecord *row)
{
  return add (acts, KX_OP_DELETE, row->entity, row->id, row->seq, NULL);
}

KxOp *
kx_act_restore (GPtrArray *acts, const KxRecord *row)
{
  return add (acts, KX_OP_RESTORE, row->entity, row->id, row->seq, NULL);
}

KxOp *
kx_act_step (GPtrArray *acts, const KxRecord *row, const char *action, KxRecord *arguments)
{
  KxOp *op = add (acts, KX_OP_ACTION, row->entity, row->id, row->seq, arguments);

  op->action = g_strdup (action);
  return op;
}
