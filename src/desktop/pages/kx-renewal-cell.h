/* The cells of the table of agreements that are renewed together. */
#pragma once

#include "models/kx-renewal-line.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  KX_RENEWAL_AGENCY,
  KX_RENEWAL_ENDS_NOW,
  KX_RENEWAL_NUMBER, /* typed */
  KX_RENEWAL_STARTS, /* typed */
  KX_RENEWAL_ENDS,   /* typed */
  KX_RENEWAL_OUTCOME,
  KX_RENEWAL_N_COLUMNS
} KxRenewalColumn;

/* Translated. */
const char *kx_renewal_column_title (KxRenewalColumn column);

/* Handlers of a GtkSignalListItemFactory over KxRenewalLine; `data` is the column. */
void kx_renewal_cell_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data);
void kx_renewal_cell_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data);
void kx_renewal_cell_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data);

G_END_DECLS
