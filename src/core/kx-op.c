#include "core/kx-op.h"

KxOp *
kx_op_new (KxOpKind kind, const KxEntity *entity, const char *id, const char *row, KxRecord *fields)
{
  KxOp *op = g_new0 (KxOp, 1);

  op->kind = kind;
  op->entity = entity;
  op->id = g_strdup (id);
  op->row = g_strdup (row);
  op->fields = fields;
  return op;
}

void
kx_op_free (KxOp *op)
{
  g_clear_pointer (&op->fields, kx_record_free);
  g_clear_pointer (&op->was, kx_record_free);
  g_free (op->id);
  g_free (op->device);
  g_free (op->row);
  g_free (op->action);
  g_free (op->reason);
  g_free (op);
}

static const char *const kind_names[] = { "create", "patch", "add", "remove", "action", "delete", "restore" };

const char *
kx_op_kind_name (KxOpKind kind)
{
  G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == KX_N_OP_KINDS);
  return kind_names[kind];
}

gboolean
kx_op_kind_from_name (const char *name, KxOpKind *ret_kind)
{
  for (guint i = 0; i < KX_N_OP_KINDS; i++)
    if (g_str_equal (kind_names[i], name))
      {
        *ret_kind = (KxOpKind) i;
        return TRUE;
      }
  return FALSE;
}
