/* A letter before it is printed: its pages as they will be, what they do not show and which fonts stand in
 * for others; from here it goes to the printer or into a PDF, drawn by the same function. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_PRINT_PREVIEW (kx_print_preview_get_type ())
G_DECLARE_FINAL_TYPE (KxPrintPreview, kx_print_preview, KX, PRINT_PREVIEW, AdwWindow)

/* Signals "printed": it went to a printer, or whatever the system offers as one; "saved" (GFile *): the PDF
 * is there. */

/* A filled docx document; `file_name` is what the PDF is called at first. NULL with an error of
 * KX_DOCX_ERROR.
 */
KxPrintPreview *kx_print_preview_new (GtkWidget *over, GBytes *document, const char *file_name,
                                      GError **error);

/* What is said above the pages; "" when there is nothing to say. Borrowed. */
const char *kx_print_preview_get_remarks (KxPrintPreview *self);

/* What the print dialog works with; for tests also without one. Free with g_object_unref(). */
GtkPrintOperation *kx_print_preview_make_operation (KxPrintPreview *self);

G_END_DECLS
