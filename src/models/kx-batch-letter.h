/* One agreement among those about which letters are written together. */
#pragma once

#include "core/kx-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define KX_TYPE_BATCH_LETTER (kx_batch_letter_get_type ())
G_DECLARE_FINAL_TYPE (KxBatchLetter, kx_batch_letter, KX, BATCH_LETTER, GObject)

/* About an agreement of this id, called `title`: its agency, and its number where it has one. */
KxBatchLetter *kx_batch_letter_new (const char *agreement, const char *title);

/* The id of the agreement, and what people call it. Borrowed, as all that follows. */
const char *kx_batch_letter_get_agreement (KxBatchLetter *self);
const char *kx_batch_letter_get_title (KxBatchLetter *self);

/* Why no letter is written about it, translated; NULL: one is. */
const char *kx_batch_letter_get_why (KxBatchLetter *self);
void kx_batch_letter_leave_out (KxBatchLetter *self, const char *why);

/* The letter as its row will be, and its template; NULL: the program's own. `letter` is taken. */
const KxRecord *kx_batch_letter_get_letter (KxBatchLetter *self);
GBytes *kx_batch_letter_get_template (KxBatchLetter *self);
void kx_batch_letter_take_letter (KxBatchLetter *self, KxRecord *letter, GBytes *template);

/* What will be a blank in it, or stays as it stands in the template, translated; NULL: nothing. `blanks` is
 * taken. */
const char *kx_batch_letter_get_blanks (KxBatchLetter *self);
void kx_batch_letter_take_blanks (KxBatchLetter *self, char *blanks);

/* The name of the file in which it is; NULL: it was not written yet. `name` is taken. */
const char *kx_batch_letter_get_file (KxBatchLetter *self);
void kx_batch_letter_take_file (KxBatchLetter *self, char *name);

G_END_DECLS
