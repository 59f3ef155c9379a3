/* Old workbooks (BIFF 8 in a compound file) made by hand, record by record. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KxTestBiff KxTestBiff;

KxTestBiff *kx_test_biff_new (gboolean date_1904);
void kx_test_biff_set_password (KxTestBiff *self);
void kx_test_biff_add_sheet (KxTestBiff *self, const char *name);
void kx_test_biff_add_text (KxTestBiff *self, guint row, guint column, const char *text);
void kx_test_biff_add_number (KxTestBiff *self, guint row, guint column, double number, gboolean is_date);
GBytes *kx_test_biff_finish (KxTestBiff *self);

/* A compound file with one stream of this ASCII name. */
GBytes *kx_test_compound (const char *stream, const guint8 *data, gsize size);

G_END_DECLS
