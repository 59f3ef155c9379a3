/* Letters of one kind about many agreements at once: which are written, what each leaves blank, which are
 * left out and why; then all of them as drafts in the register and as files, or none of them. */
#pragma once

#include "models/kx-batch-letter.h"
#include "print/kx-letter-kind.h"
#include "sync/kx-mirror.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Signal "changed" (): lines came, or the letters were written. */
#define KX_TYPE_LETTER_BATCH (kx_letter_batch_get_type ())
G_DECLARE_FINAL_TYPE (KxLetterBatch, kx_letter_batch, KX, LETTER_BATCH, GObject)

KxLetterBatch *kx_letter_batch_new (KxMirror *mirror);

/* The kinds that are about an agreement, in the order in which people look for them. (element-type
 * KxLetterKind) Free with g_ptr_array_unref(). */
GPtrArray *kx_letter_batch_list_kinds (void);

/* Looks on a thread at the agreements of these ids (element-type utf8): the lines are those of the last
 * reading. `said` (element-type char* char*) is what a person says in each, before what the records around
 * each offer (kx_letter_offer_read()); all is copied or held. Nobody changes `said` afterwards. */
void kx_letter_batch_read_async (KxLetterBatch *self, GPtrArray *ids, const KxLetterKind *kind,
                                 const char *title, GHashTable *said, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_letter_batch_read_finish (KxLetterBatch *self, GAsyncResult *result, GError **error);

/* The lines (KxBatchLetter) of the letters to be written, by agency; and those that are left out. Borrowed.
 */
GListModel *kx_letter_batch_get_lines (KxLetterBatch *self);
GListModel *kx_letter_batch_get_left_out (KxLetterBatch *self);

/* The SHA-256 of offices' own templates that are not on this computer, for want of which letters are left
 * out. (element-type utf8) Free with g_ptr_array_unref(). */
GPtrArray *kx_letter_batch_list_wanted (KxLetterBatch *self);

/* Writes the letters of all lines into `folder`, beside what is there, and enters them in the register as
 * drafts in one act. Cancelled, or with an error, no letter was entered and no file is left behind. */
void kx_letter_batch_write_async (KxLetterBatch *self, GFile *folder, gboolean pdf, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_letter_batch_write_finish (KxLetterBatch *self, GAsyncResult *result, GError **error);

/* How many files there are, while they are being written. */
guint kx_letter_batch_get_done (KxLetterBatch *self);

/* TRUE once they were written: lines then have the names of their files. */
gboolean kx_letter_batch_is_written (KxLetterBatch *self);

G_END_DECLS
