/* The list's own state, for its three files: what the view sees, items and reading, following the source. */
#pragma once

#include "models/kx-row-job.h"
#include "models/kx-row-list.h"

G_BEGIN_DECLS

struct _KxRowList
{
  GObject parent_instance;
  KxRowSource *source;   /* owned */
  KxFilter *filter;      /* owned; NULL before the first */
  const KxEntity *shown; /* what the rows are that stand there */
  KxNumberSeq *numbers;  /* owned; of the rows known so far, from the first on */
  guint n_items;         /* at least as many */
  gint64 n_total;
  GError *error;    /* owned */
  gboolean loading; /* the first rows of the filter have not come */
  gboolean complete, more;
  guint search_most, more_source;

  /* Items and reading. */
  GHashTable *items;   /* (element-type gint64 KxRowItem) by number; not held */
  GHashTable *waiting; /* (element-type guint KxRowItem) by position, number not known; not held */
  GQueue recent;       /* (element-type KxRowItem) held, the latest first */
  GQueue wanted;       /* (element-type gint64) numbers, the latest last */
  guint want_source;
  GCancellable *reading; /* owned; NULL: none runs */

  /* Following the source. */
  GCancellable *walk, *update; /* owned; NULL: none runs */
  KxRowUpdate *applying;       /* owned; being told to the view */
  guint next_splice, apply_source, rest_source;
  GHashTable *changed; /* (element-type utf8) owned set of ids that changed */
  gboolean all_changed;
  guint tries;
  gint64 began, rest_until; /* of the walk that runs; when another may begin */
};

void kx_row_list_set_error (KxRowList *self, GError *error); /* takes it */
void kx_row_list_notify_found (KxRowList *self);
void kx_row_list_set_total (KxRowList *self, gint64 total);
void kx_row_list_set_loading (KxRowList *self, gboolean loading);
KxRowJob *kx_row_list_new_job (KxRowList *self);

/* Stops what a cancellable stands for, and forgets it. */
void kx_row_list_stop (GCancellable **cancellable);

/* Items: */
KxRowItem *kx_row_list_dup_item (KxRowList *self, guint position);
void kx_row_list_let_items_go (KxRowList *self);
/* Takes the readings out of the array; they are of the rows from `position` on. */
void kx_row_list_take_readings (KxRowList *self, GPtrArray *readings, guint position);
/* Numbers have come up to the length of `numbers`: items that waited for theirs get it. */
void kx_row_list_name_waiting (KxRowList *self);
/* The numbers were spliced so: items get their new positions. */
void kx_row_list_move_items (KxRowList *self, const KxNumberSplice *splice);
/* Reads anew those of the items that are held, or all of them. NULL: all. (element-type gint64) */
void kx_row_list_read_again (KxRowList *self, GArray *numbers);
GArray *kx_row_list_known_items (KxRowList *self);
KxRowItem *kx_row_list_find_item (KxRowList *self, const char *id);

/* Following: */
void kx_row_list_begin_walk (KxRowList *self);
void kx_row_list_stop_following (KxRowList *self);
void kx_row_list_note_change (KxRowList *self, GPtrArray *ids);
void kx_row_list_want_more (KxRowList *self);

G_END_DECLS
