/* Fills the fields of one part of a document. */
#pragma once

#include "print/kx-docx-scan.h"
#include "print/kx-docx-values.h"

G_BEGIN_DECLS

/* The XML of the part with its fields filled; each byte that belongs to no field is the one that was there.
 */
GBytes *kx_docx_fill_part (const KxDocxScan *scan, const KxDocxValues *values);

G_END_DECLS
