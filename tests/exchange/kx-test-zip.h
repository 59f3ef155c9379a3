/* Zip packages made by hand, part by part. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KxTestZip KxTestZip;

KxTestZip *kx_test_zip_new (void);
KxTestZip *kx_test_zip_new_encrypted (const char *password);
void kx_test_zip_add (KxTestZip *self, const char *part, const char *text);
void kx_test_zip_add_repeated (KxTestZip *self, const char *part, const char *head, const char *body,
                               guint times, const char *tail);
GBytes *kx_test_zip_finish (KxTestZip *self);

/* A package with the usual parts around these; NULL leaves a part out. @sheet, @styles and @strings are what
 * stands inside the root element. */
GBytes *kx_test_zip_workbook (const char *sheet, const char *styles, const char *strings);

G_END_DECLS
