/* What becomes of the letters of one kind about many agreements, looked at before anything is written. */
#pragma once

#include "models/kx-batch-letter.h"
#include "print/kx-letter-kind.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* What letters are asked for. A value; not changed once a thread has it. */
typedef struct
{
  const KxLetterKind *kind;
  int code;         /* of the kind, as a letter has it */
  char *title;      /* owned; of each of them */
  GHashTable *said; /* (element-type char* char*) owned; what a person says in each, by field */
} KxLetterOrder;

void kx_letter_order_clear (KxLetterOrder *order);

/* What the reading works with. */
typedef struct
{
  KxMirror *mirror;     /* borrowed */
  const KxActor *actor; /* who writes; borrowed */
  KxDate today;
  const KxLetterOrder *order;
  GHashTable *wanted; /* (element-type char*) set of the SHA-256 of templates that are not on this computer;
                         owned by the caller */
} KxLetterRead;

/* One line (KxBatchLetter) for each of `ids`, by agency. Those of which nothing is known here are left out
 * with that reason. NULL with an error; G_IO_ERROR_CANCELLED among them. Blocks: not on the main thread. */
GPtrArray *kx_letter_batch_read (const KxLetterRead *read, GPtrArray *ids, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
