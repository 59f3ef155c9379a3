/* What the files of the table share. */
#pragma once

#include "desktop/lists/kx-row-table.h"

G_BEGIN_DECLS

struct _KxRowTable
{
  AdwBin parent_instance;

  GtkWidget *view;              /* a GtkColumnView, or a GtkListView where it is narrow */
  GtkWidget *scroll;            /* owned by the widget */
  GtkSliceListModel *shown;     /* owned; the rows that the view has so far */
  GtkMultiSelection *selection; /* owned; of these */
  KxRowList *list;              /* owned */
  GSettings *settings;          /* owned, or NULL */
  GSimpleActionGroup *actions;  /* owned */
  const KxEntity *entity;
  const char *name;
  const KxRowColumn *columns;
  guint n_columns, n_told; /* how many selected rows the table's owner knows of */
  int sort;
  guint growing;  /* what gives the view more rows with each frame; 0: it has all */
  gboolean drawn; /* the first rows were, since it began to grow */
  gboolean descending, narrow, restoring;
};

/* NULL where it is narrow. */
GtkColumnView *kx_row_table_get_column_view (KxRowTable *self);

/* Puts the table's own entry into a dictionary of the settings, if anything is remembered now; `value` is
 * taken. */
void kx_row_table_remember (KxRowTable *self, const char *key, const char *type, GVariant *value);

/* What sorts while nobody chose anything: the first column. */
int kx_row_table_default_sort (KxRowTable *self);

/* The sorter of the column of this number. */
GtkSorter *kx_row_table_new_sorter (guint index);

/* Follows what the headings of a column view sort by. */
void kx_row_table_follow_sorter (KxRowTable *self, GtkSorter *sorter);

/* Shows at the headings what sorts. */
void kx_row_table_show_sort (KxRowTable *self);

/* Does what the headings do, for keys and for where there is no heading; adds the actions "sort" and
 * "descending". Owned by the caller. */
GMenuModel *kx_row_table_make_sort_menu (KxRowTable *self);

G_END_DECLS
