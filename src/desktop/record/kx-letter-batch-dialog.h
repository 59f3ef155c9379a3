/* Letters about many agreements: the kind, what all of them say, where the files go; before anything is
 * written which are and which are not, and why. What was chosen is kept until they are written. */
#pragma once

#include "desktop/record/kx-desk.h"
#include "models/kx-letter-batch.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_LETTER_BATCH_DIALOG (kx_letter_batch_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxLetterBatchDialog, kx_letter_batch_dialog, KX, LETTER_BATCH_DIALOG, AdwWindow)

/* About the agreements of `ids` (element-type utf8), which is held. `kind` is the code of the kind to begin
 * with; NULL: the one that was chosen last. */
KxLetterBatchDialog *kx_letter_batch_dialog_new (GtkWidget *over, KxDesk *desk, GPtrArray *ids,
                                                 const char *kind);

/* For tests: the files go there. */
void kx_letter_batch_dialog_set_folder (KxLetterBatchDialog *self, const char *folder);

G_END_DECLS
