/* The encoding of a text file, found or given. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

char *kx_csv_decode (GBytes *bytes, const char *encoding, gsize *ret_length, const char **ret_encoding,
                     GError **error);

G_END_DECLS
