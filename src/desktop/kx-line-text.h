/* A text of a line in a list: it wraps where there is no room for it, and it is laid out once where there is.
 * A label that wraps lays itself out anew for each width that it is asked about, four times before it is
 * seen, which is most of what a page of lines costs. It cannot be selected.
 *
 * Styled as a label is; `numeric` is a property, since tabular figures are no part of what styles a widget.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_LINE_TEXT (kx_line_text_get_type ())
G_DECLARE_FINAL_TYPE (KxLineText, kx_line_text, KX, LINE_TEXT, GtkWidget)

/* Returns: (transfer floating): `words`, at the start of the line */
GtkWidget *kx_line_text_new (const char *words);

const char *kx_line_text_get_words (KxLineText *self);

/* Its figures are all of one width, and it stands at the end of the line. */
void kx_line_text_set_numeric (KxLineText *self);

/* It does not become narrower than `ems` times the height of its letters, or than its words where they are
 * shorter. */
void kx_line_text_set_least_width (KxLineText *self, int ems);

/* TRUE: there is less room for it than its words need. */
gboolean kx_line_text_is_cut (KxLineText *self);

G_END_DECLS
