/* Rows on the clipboard, as a table that a spreadsheet takes without losing a figure. */
#pragma once

#include "desktop/export/kx-export-request.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Beyond this a file is the better way. */
#define KX_COPY_MOST 5000

/* `n` rows are on the clipboard; or `problem` (in words) says why not. */
typedef void (*KxCopied) (guint n, const char *problem, gpointer data);

/* Copies the rows of the request, as text parted by tabs and as a table whose cells are marked as text.
 * `copied` is called on the main context unless the widget goes away before; `free_data` follows in any case.
 */
void kx_copy_rows (GtkWidget *widget, KxExportRequest *request, KxCopied copied, gpointer data,
                   GDestroyNotify free_data);

G_END_DECLS
