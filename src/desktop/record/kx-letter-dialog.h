/* The writing of a letter: what a person says in it, what still lacks, how it reads, and the document. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_LETTER_DIALOG (kx_letter_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KxLetterDialog, kx_letter_dialog, KX, LETTER_DIALOG, AdwWindow)

/* Signal "written" (GFile *): the document is there. */

/* Over the window of `over`, for a letter of a kind that is written here (kx_letter_text_kind()). What is
 * said is kept with a letter that is not issued yet; the document of one that is issued goes to its log of
 * prints. */
KxLetterDialog *kx_letter_dialog_new (GtkWidget *over, KxDesk *desk, const KxRecord *letter);

/* Shows the pages as they will be printed, at once or as soon as the template is here. */
void kx_letter_dialog_show_preview (KxLetterDialog *self);

/* The text as it would read now; "" while there is no template. Borrowed. */
const char *kx_letter_dialog_get_text (KxLetterDialog *self);

/* The words that name what lacks; "" when nothing does. Borrowed. */
const char *kx_letter_dialog_get_lacks (KxLetterDialog *self);

/* The entry or text view for what is said under this name; NULL: it is not asked. Borrowed. */
GtkWidget *kx_letter_dialog_get_input (KxLetterDialog *self, const char *name);

G_END_DECLS
