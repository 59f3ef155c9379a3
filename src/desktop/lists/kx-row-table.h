/* A table over a KxRowList: columns that people choose, move, size and sort by, remembered for each profile;
 * in a narrow window a list of rows of two lines. What is sorted and filtered is asked of the list's filter;
 * the view never walks the rows. */
#pragma once

#include "desktop/lists/kx-row-column.h"
#include "models/kx-row-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_ROW_TABLE (kx_row_table_get_type ())
G_DECLARE_FINAL_TYPE (KxRowTable, kx_row_table, KX, ROW_TABLE, AdwBin)

/* Signals: "activate-row" (char *id): Enter or a double click; "menu-row" (char *id, GdkRectangle *where):
 * the Menu key or the other button on a row; "selection-changed" (); "sort-changed" (): ask
 * kx_row_table_get_sort(). */

/* `name` (static) is that of the list in settings; `settings` (may be NULL) those of the profile; `columns`
 * lives as long as the table. The first column is what a row is called by: it always shows, takes what room
 * is left, and sorts while nobody chose another. */
void kx_row_table_set_up (KxRowTable *table, const KxEntity *entity, const char *name, GSettings *settings,
                          const KxRowColumn *columns, guint n_columns);

void kx_row_table_set_list (KxRowTable *table, KxRowList *list);

/* Rows of two lines, the second made of these fields. */
void kx_row_table_set_narrow (KxRowTable *table, gboolean narrow);

/* The field people sort by, KX_SORT_TITLE for that of the title; remembered. */
int kx_row_table_get_sort (KxRowTable *table, gboolean *ret_descending);

guint kx_row_table_get_n_selected (KxRowTable *table);

/* The positions selected; free with g_free(). */
guint *kx_row_table_dup_selected (KxRowTable *table, guint *ret_n);

void kx_row_table_select_all (KxRowTable *table);
void kx_row_table_unselect_all (KxRowTable *table);

/* Moves the focus to the rows. */
void kx_row_table_focus (KxRowTable *table);

/* Opens a menu at a place of the table, as "menu-row" gives it. */
void kx_row_table_show_menu (KxRowTable *table, GMenuModel *menu, const GdkRectangle *where);

/* The position of the row with the focus or, without one, of the first selected; FALSE: none. */
gboolean kx_row_table_get_current (KxRowTable *table, guint *ret_position);

/* A menu that sorts, and shows and hides columns, owned by the caller; its actions, of the group "table", are
 * borrowed.
 */
GMenuModel *kx_row_table_make_column_menu (KxRowTable *table);
GActionGroup *kx_row_table_get_actions (KxRowTable *table);

/* The fields shown, in their order; free with g_free(). */
guint *kx_row_table_dup_fields (KxRowTable *table, guint *ret_n);

G_END_DECLS
