#include "sync/kx-mirror-private.h"

static void
change_clear (gpointer data)
{
  g_free (((KxRowChange *) data)->id);
}

KxRowsChanged *
kx_rows_changed_new (void)
{
  KxRowsChanged *changed = g_new0 (KxRowsChanged, 1);

  g_atomic_ref_count_init (&changed->ref_count);
  changed->changes = g_array_new (FALSE, FALSE, sizeof (KxRowChange));
  g_array_set_clear_func (changed->changes, change_clear);
  return changed;
}

KxRowsChanged *
kx_rows_changed_ref (KxRowsChanged *changed)
{
  g_atomic_ref_count_inc (&changed->ref_count);
  return changed;
}

void
kx_rows_changed_unref (KxRowsChanged *changed)
{
  if (!g_atomic_ref_count_dec (&changed->ref_count))
    return;
  g_array_unref (changed->changes);
  g_free (changed);
}

G_DEFINE_BOXED_TYPE (KxRowsChanged, kx_rows_changed, kx_rows_changed_ref, kx_rows_changed_unref)

static guint64
bit_of (const KxSchema *schema, const KxEntity *entity)
{
  for (guint i = 0; i < schema->n_entities; i++)
    if (schema->entities[i] == entity)
      return G_GUINT64_CONSTANT (1) << i;
  return 0;
}

void
kx_rows_changed_add (KxRowsChanged *changed, const KxSchema *schema, const KxEntity *entity, const char *id,
                     KxRowChangeKind kind)
{
  KxRowChange change = { entity, NULL, kind };
  guint64 bit = bit_of (schema, entity);

  if (changed->everything & bit)
    return;
  if (changed->changes->len >= KX_ROWS_CHANGED_MOST)
    {
      changed->everything |= bit;
      return;
    }
  change.id = g_strdup (id);
  g_array_append_val (changed->changes, change);
}

void
kx_rows_changed_join (KxRowsChanged *changed, const KxSchema *schema, const KxRowsChanged *other)
{
  changed->everything |= other->everything;
  for (guint i = 0; i < other->changes->len; i++)
    {
      const KxRowChange *change = &g_array_index (other->changes, KxRowChange, i);

      kx_rows_changed_add (changed, schema, change->entity, change->id, change->kind);
    }
}

gboolean
kx_rows_changed_concerns (const KxRowsChanged *changed, const KxSchema *schema, const KxEntity *entity)
{
  if (changed->everything & bit_of (schema, entity))
    return TRUE;
  for (guint i = 0; i < changed->changes->len; i++)
    if (g_array_index (changed->changes, KxRowChange, i).entity == entity)
      return TRUE;
  return FALSE;
}
