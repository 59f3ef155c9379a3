/* What is peculiar to the rows of one kind below a record: their order, and whether a key ticks them off. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

typedef struct
{
  const KxEntity *entity;
  guint order;         /* the field by which its rows are ordered */
  gboolean descending; /* the greatest first */
  gboolean ticks;      /* Space puts `field` to `on`, or back to `off` */
  guint field;         /* a code */
  int on, off;
  int added; /* of `order`, where it ticks: lines that people add, and that alone are deleted */
} KxChildKind;

/* NULL: rows of this entity are ordered by what they are called, and none is ticked off. */
const KxChildKind *kx_child_kind_find (const KxEntity *entity);

/* Which of two rows of one entity stands first: below 0, 0, above 0. */
int kx_child_kind_compare (const KxRecord *a, const KxRecord *b);

/* FALSE for a line that came with the record and stays with it. */
gboolean kx_child_kind_may_go (const KxRecord *row);

/* How many of the rows are ticked off. (element-type KxRecord) */
guint kx_child_kind_count_ticked (const KxChildKind *kind, GPtrArray *rows);

G_END_DECLS
