/* Works of the demonstration data: ops gathered for one person and one moment, with ids that are the same
 * every time. */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

/* A store being filled. */
typedef struct
{
  KxBook *book; /* borrowed */
  GHashTable
      *actors; /* (element-type char* KxActor) owned; by sign-in name; "system" is there from the start */
  GHashTable *seqs;    /* (element-type char* gint64*) owned; newest seq of a row, by its id */
  GHashTable *entered; /* (element-type char*) owned; keys of the agencies that are there */
  GPtrArray *ops;      /* (element-type KxOp) owned; of the next work */
  guint n_ops;         /* made so far: names the ops */
  guint n_admitted;    /* steps of the admissions that were done */
} KxDemoWork;

void kx_demo_work_init (KxDemoWork *work, KxBook *book);

void kx_demo_work_clear (KxDemoWork *work);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxDemoWork, kx_demo_work_clear)

/* The id of the row of this kind that the tables call `name`. */
void kx_demo_id (const char *kind, const char *name, char ret_id[KX_UUID_TEXT_SIZE]);

/* A minute of a day (yyyymmdd) in Shandong. */
KxTime kx_demo_time (int day, int minute);

/* Adds an op to the next work, based on the row as it stands; takes `fields`. Borrowed. */
KxOp *kx_demo_add_op (KxDemoWork *work, KxOpKind kind, const KxEntity *entity, const char *row,
                      KxRecord *fields);

/* Adds a new row to the next work, to be filled in before it is done. Borrowed. */
KxRecord *kx_demo_add_row (KxDemoWork *work, const KxEntity *entity, const char *name);

/* Puts lines of "field=text" into a record; a reference has the name that kx_demo_id() takes. */
void kx_demo_put_fields (KxRecord *fields, const char *text);

/* Does what was gathered as one work of `login`. KX_STORE_ERROR_REFUSED names the op and the finding when the
 * decision refuses. */
gboolean kx_demo_do (KxDemoWork *work, const char *login, KxTime at, GError **error);

G_END_DECLS
