/* What tests of importing share: an office, the roster of a province, and workbooks changed by hand. */
#pragma once

#include "models/kx-import-session.h"

G_BEGIN_DECLS

/* Makes the office of 370000 (Shandong) in an empty store. */
#define KX_TEST_PROVINCE_OFFICE "0197b2a0-0000-7000-8000-000000000037"
void kx_test_import_make_office (KxStore *store);

/* The op that makes it, for the system to apply. Free with kx_op_free(). */
KxOp *kx_test_import_office_op (void);

/* Until nothing goes on any more in the session. */
void kx_test_import_wait (KxImportSession *session);

/* A file of tests/fixtures/rosters. Free with g_free(). */
char *kx_test_import_roster (const char *name);

/* The first sheet of a workbook with cells changed, rows left out (ends with 0, or NULL) and rows added
 * (cells parted by |, or NULL); titles stand in row `header`, with a row of codes below it when it is
 * `coded`. */
typedef struct
{
  guint row;
  const char *title, *text;
} KxTestChange;

GBytes *kx_test_import_rewrite (GBytes *workbook, guint header, gboolean coded, const KxTestChange *changes,
                                guint n_changes, const guint *left_out, const char *const *added);

G_END_DECLS
