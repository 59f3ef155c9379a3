/* What a person says in a letter, an entry or text for each field that the kind of letter asks for. */
#pragma once

#include "print/kx-letter-kind.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_LETTER_INPUTS (kx_letter_inputs_get_type ())
G_DECLARE_FINAL_TYPE (KxLetterInputs, kx_letter_inputs, KX, LETTER_INPUTS, GtkBox)

/* Signal "changed": somebody typed. */

KxLetterInputs *kx_letter_inputs_new (const KxLetterKind *kind);

/* Puts texts by name (element-type char* char*) into the inputs, as they are; what has none is emptied. Emits
 * nothing. */
void kx_letter_inputs_set_texts (KxLetterInputs *self, GHashTable *texts);

/* What is typed, by name, right or wrong; an empty input has none. (element-type char* char*) Free with
 * g_hash_table_unref(). */
GHashTable *kx_letter_inputs_dup_typed (KxLetterInputs *self);

/* The same as a letter keeps it: without blanks around, days in their one form. A day that is none is left
 * out. */
GHashTable *kx_letter_inputs_dup_said (KxLetterInputs *self);

/* The entry or text view of a field; NULL: it is not asked. Borrowed. */
GtkWidget *kx_letter_inputs_get (KxLetterInputs *self, const char *name);

/* FALSE: nothing is asked, or nothing can be typed. */
gboolean kx_letter_inputs_focus (KxLetterInputs *self);

G_END_DECLS
