#include "desktop/kx-weak.h"

gpointer
kx_weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);
  return weak;
}

gpointer
kx_weak_get (gpointer weak)
{
  return g_weak_ref_get (weak);
}

gpointer
kx_weak_take (gpointer weak)
{
  gpointer object = g_weak_ref_get (weak);

  kx_weak_free (weak);
  return object;
}

void
kx_weak_free (gpointer weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}
