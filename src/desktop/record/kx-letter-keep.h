/* What becomes of a letter when it was written: what it says is kept with one that is not issued yet, and
 * each copy of one that is issued is counted. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Keeps what is said with the letter, unless it was issued or is gone. `template` is the office's own, or
 * NULL; `typed` is what its draft has, which is one no longer when the letter has it. What refuses it is told
 * over `over`, if that is still there. Everything is only read. */
void kx_letter_keep (GtkWidget *over, KxDesk *desk, const KxRecord *letter, const KxRecord *template,
                     GHashTable *said, GHashTable *typed);

/* Counts a copy of an issued letter that left the program; `way` is a code of kx_letter_print. `file` NULL:
 * on paper. */
void kx_letter_log_print (GtkWidget *over, KxDesk *desk, const KxRecord *letter, int way, GFile *file);

G_END_DECLS
