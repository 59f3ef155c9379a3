/* Small parts that the steps of the import assistant share. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows the labels of a list of KxImportChoice in a drop-down or combo row. */
void kx_import_show_choices (GtkDropDown *drop_down, GListModel *choices);
void kx_import_show_choice_row (AdwComboRow *row, GListModel *choices);

/* Selects the choice with this id without a notification coming back to `handler` of `data`. */
void kx_import_select (GObject *widget, GListModel *choices, const char *id, GCallback handler,
                       gpointer data);

/* The id of what is selected in a drop-down or combo row, or NULL. Borrowed from the choice. */
const char *kx_import_get_selected (GObject *widget);

/* The text, or nothing at all where it is NULL or empty. */
void kx_import_show_text (GtkLabel *label, const char *text);

G_END_DECLS
