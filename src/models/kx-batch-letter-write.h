/* The file of a letter among those that are written together. */
#pragma once

#include "models/kx-batch-letter.h"
#include "print/kx-letter-kind.h"
#include "store/kx-book.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes the letter into `folder`, as Word document or PDF, under the name that letters have; where there is
 * such a file with a number behind it. Gives the file; free with g_object_unref(). NULL with an error of GIO
 * or print/: nothing is left of it. Blocks: not on the main thread. */
GFile *kx_batch_letter_write (KxBatchLetter *letter, KxBook *book, const KxLetterKind *kind, GFile *folder,
                              gboolean pdf, GError **error);

G_END_DECLS
