#include "desktop/kx-window-private.h"

void
kx_window_forget_redo (KxWindow *self)
{
  gpointer data = g_steal_pointer (&self->redo_data);

  self->redo = NULL;
  if (self->redo_free != NULL && data != NULL)
    self->redo_free (data);
  self->redo_free = NULL;
}

void
kx_window_offer_redo (KxWindow *self, KxUndo redo, gpointer data, GDestroyNotify free_data)
{
  g_return_if_fail (KX_IS_WINDOW (self));
  kx_window_forget_redo (self);
  self->redo = redo;
  self->redo_data = data;
  self->redo_free = free_data;
}

void
kx_window_redo (KxWindow *self)
{
  KxUndo redo = self->redo;
  gpointer data = g_steal_pointer (&self->redo_data);
  GDestroyNotify free_data = self->redo_free;

  kx_window_forget_redo (self);
  if (redo == NULL)
    return;
  redo (data);
  if (free_data != NULL)
    free_data (data);
}
