/* What the files of the page of rows share. */
#pragma once

#include "desktop/lists/kx-row-acts.h"
#include "desktop/lists/kx-row-table.h"
#include "desktop/pages/kx-rows-layout.h"

G_BEGIN_DECLS

struct _KxRowsPage
{
  KxPage parent_instance;

  KxFilterBar *filter_bar;
  KxRowTable *table;
  KxRowSummary *summary;
  GtkStack *states;
  GtkRevealer *summary_revealer;
  GtkLabel *count;
  GtkWidget *content, *foot, *bulk, *bulk_act, *bulk_delete, *bulk_restore, *new_button, *begin_button,
      *columns_button, *more_button;
  AdwStatusPage *failed, *empty, *nothing;

  const KxRowsKind *kind; /* NULL: lists nothing */
  const KxEntity *entity; /* NULL as well */
  KxRowsLayout *layout;   /* owned; columns and choices */

  KxRowList *list;           /* owned; NULL: no source yet */
  KxRowActs *acts;           /* owned; NULL: no profile */
  GSettings *settings;       /* owned, or NULL */
  KxActor *eyes;             /* owned, or NULL */
  GCancellable *cancellable; /* owned */
  guint search_timer, loading_timer;
  gboolean trash, wants_summary;
  gboolean wants_focus; /* once there are rows */
  gboolean from_search; /* the focus is still in the search entry and is to leave it */
};

/* Asks the list for what search, filter, order and trash say now. */
void kx_rows_page_apply_filter (KxRowsPage *self);

/* Offers what the person may do. */
void kx_rows_page_show_rights (KxRowsPage *self);

void kx_rows_page_selection_changed (KxRowsPage *self);

/* The summary beside the list, where it is wanted and has room. */
void kx_rows_page_show_summary_pane (KxRowsPage *self);

/* Opens the page of a row, or says that there is none. */
void kx_rows_page_open (KxRowsPage *self, const char *id);

/* The acts of the kind, as actions, items of the menu and a button; in kx-rows-page-acts.c. */
void kx_rows_page_add_acts (KxRowsPage *self);

/* The actions "page.…"; in kx-rows-page-acts.c. */
void kx_rows_page_add_actions (KxRowsPage *self);

G_END_DECLS
