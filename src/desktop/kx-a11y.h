/* What a screen reader is told where the toolkit says nothing or the wrong thing. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The accessible name, of a drop-down also that of the button in it. Rows and cells of lists need one each
 * time they are bound: their parts are not read. */
void kx_a11y_set_label (GtkWidget *widget, const char *label);

/* What is said after name and role, such as the reason why a button is dead. */
void kx_a11y_set_description (GtkWidget *widget, const char *description);

/* The label of a row or cell of a list: the cell's own widget and the widget around it that takes the focus.
 * The first cell of a table's row names the row, which takes the focus there. */
void kx_a11y_set_cell_label (GtkWidget *child, const char *label);

/* The label of a table's row where its first cell alone tells too little; `child` is that cell's, whose label
 * has been set. */
void kx_a11y_set_row_label (GtkWidget *child, const char *label);

/* Names all buttons below `root` that show words after these words: GTK 4.8 gives "_Save Save" for the words
 * "_Save" with a mnemonic. Call it at the end of an init function that uses mnemonics. */
void kx_a11y_name_mnemonics (GtkWidget *root);

/* Names all rows of preferences below `root` after their titles, and the fields in them too. */
void kx_a11y_name_rows (GtkWidget *root);

G_END_DECLS
