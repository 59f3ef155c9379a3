/* What a request knows a window or widget by without holding it: one that is closed meanwhile takes its
 * question back, and GTK 4.8 lets no dialog outlive the window it stands over. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The data of a callback that is called once. Give it to kx_weak_take() there, or free it with
 * kx_weak_free(). */
gpointer kx_weak_new (gpointer object);

/* A reference to the object, or NULL when it is gone; `weak` is taken. */
gpointer kx_weak_take (gpointer weak);

/* The same, and `weak` stays. */
gpointer kx_weak_get (gpointer weak);

void kx_weak_free (gpointer weak);

G_END_DECLS
