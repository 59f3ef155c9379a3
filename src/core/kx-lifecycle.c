#include "core/kx-lifecycle.h"

const KxTransition *
kx_lifecycle_knows (const KxLifecycle *lifecycle, KxOpKind kind, const char *action)
{
  for (guint i = 0; lifecycle != NULL && i < lifecycle->n_rows; i++)
    if (lifecycle->rows[i].kind == kind &&
        (kind != KX_OP_ACTION || g_strcmp0 (lifecycle->rows[i].action, action) == 0))
      return &lifecycle->rows[i];
  return NULL;
}

const KxTransition *
kx_lifecycle_find (const KxLifecycle *lifecycle, KxOpKind kind, const char *action, guint state)
{
  for (guint i = 0; lifecycle != NULL && i < lifecycle->n_rows; i++)
    {
      const KxTransition *row = &lifecycle->rows[i];

      if (row->kind == kind && (row->from >> state & 1) &&
          (kind != KX_OP_ACTION || g_strcmp0 (row->action, action) == 0))
        return row;
    }
  return NULL;
}
