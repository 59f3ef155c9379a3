#include "core/kx-lifecycle.h"

static const KxTransition *
find_any (const KxLifecycle *lifecycle, KxOpKind kind, const char *action, gboolean by_people)
{
  for (guint i = 0; lifecycle != NULL && i < lifecycle->n_rows; i++)
    if (lifecycle->rows[i].kind == kind && (!by_people || lifecycle->rows[i].roles != 0) &&
        (kind != KX_OP_ACTION || g_strcmp0 (lifecycle->rows[i].action, action) == 0))
      return &lifecycle->rows[i];
  return NULL;
}

const KxTransition *
kx_lifecycle_knows (const KxLifecycle *lifecycle, KxOpKind kind, const char *action)
{
  return find_any (lifecycle, kind, action, FALSE);
}

const KxTransition *
kx_lifecycle_offers (const KxLifecycle *lifecycle, KxOpKind kind, const char *action)
{
  return find_any (lifecycle, kind, action, TRUE);
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
