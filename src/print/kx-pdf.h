/* A document as PDF: its pages with text that can be selected, searched and read aloud, fonts embedded. */
#pragma once

#include "print/kx-pages.h"

G_BEGIN_DECLS

/* NULL with an error of G_IO_ERROR. */
GBytes *kx_pdf_write (const KxPages *pages, GError **error);

G_END_DECLS
