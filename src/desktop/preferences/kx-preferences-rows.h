/* What the pages of the preferences share: rows that only say something, and short messages. */
#pragma once

#include "desktop/kx-window.h"

G_BEGIN_DECLS

/* A row of plain text, not yet in a group. `subtitle` may be NULL. */
GtkWidget *kx_preferences_row_new (const char *title, const char *subtitle);

/* Shows at the end of `row` that it opens a page. */
void kx_preferences_row_add_arrow (GtkWidget *row);

/* A button at the end of `row`, named "LABEL TITLE" for screen readers. */
GtkWidget *kx_preferences_row_add_button (GtkWidget *row, const char *label);

/* Says `text`, which may carry any character, over the preferences that `widget` is in. */
void kx_preferences_toast (GtkWidget *widget, const char *text);

/* Tells what became of something that goes on when the preferences are closed meanwhile: over `over`, which
 * may be NULL by then, or else over `window`, if it is still shown. */
void kx_preferences_tell (GtkWidget *over, KxWindow *window, const char *heading, const char *body);

/* A toast with an Undo button, which Ctrl+Z presses too. `undo` gets `data` once at most; `free_data`
 * follows in any case. */
void kx_preferences_toast_undo (GtkWidget *widget, const char *text, KxUndo undo, gpointer data,
                                GDestroyNotify free_data);

/* Takes all rows of `rows` (element-type GtkWidget) out of `group`. */
void kx_preferences_clear_rows (AdwPreferencesGroup *group, GPtrArray *rows);

/* "Clerk · 济南市": a role by its name in kx_role_codes, and the code of an area. Free with g_free(). */
char *kx_preferences_dup_role (const char *role, const char *area);

G_END_DECLS
