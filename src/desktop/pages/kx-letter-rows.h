/* The register of letters, the series of its numbers, and the office's own templates: views of the place
 * Agreements. */
#pragma once

#include "desktop/pages/kx-rows-page.h"

G_BEGIN_DECLS

extern const KxRowsKind kx_letter_rows;
extern const KxRowsKind kx_series_rows;
extern const KxRowsKind kx_template_rows;

G_END_DECLS
