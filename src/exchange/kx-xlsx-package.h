/* The parts of an xlsx package, inflated piece by piece within limits. */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

typedef struct _KxXlsxPackage KxXlsxPackage;

/* Takes a piece of an inflated part; FALSE and @error end the reading. */
typedef gboolean (*KxXlsxSink) (const char *data, gsize size, gpointer user_data, GError **error);

KxXlsxPackage *kx_xlsx_package_open (GBytes *bytes, const KxSheetLimits *limits, GError **error);
void kx_xlsx_package_free (KxXlsxPackage *self);
gboolean kx_xlsx_package_has (const KxXlsxPackage *self, const char *part);
gboolean kx_xlsx_package_read (KxXlsxPackage *self, const char *part, KxXlsxSink sink, gpointer user_data,
                               GError **error);
char *kx_xlsx_resolve_part (const char *source, const char *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxXlsxPackage, kx_xlsx_package_free)

G_END_DECLS
