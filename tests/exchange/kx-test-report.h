/* What became of an import, as tests look at it. */
#pragma once

#include "exchange/kx-import.h"

G_BEGIN_DECLS

/* The counts of the report are these, and every row is in one of them. */
void kx_test_report_assert_counts (const KxImport *import, guint created, guint updated, guint unchanged,
                                   guint refused);

/* The codes of the findings that refuse, in order: "C5 wrong-identifier, …". Free with g_free(). */
char *kx_test_report_join_refusals (const KxImport *import);

G_END_DECLS
