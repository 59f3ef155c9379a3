/* The words of imports and exports in the language of this process. */
#pragma once

#include "exchange/kx-import-words.h"

G_BEGIN_DECLS

/* Lives as long as the program; any thread. */
const KxImportWords *kx_export_words (void);

G_END_DECLS
