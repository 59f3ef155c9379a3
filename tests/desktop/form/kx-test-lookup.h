/* A lookup for tests of forms: two offices, answered from the main loop. The documents of the first list the
 * four phases of Shandong. */
#pragma once

#include "desktop/form/kx-lookup.h"

G_BEGIN_DECLS

#define KX_TEST_OFFICE_A "0192f0c4-9d7e-7000-8000-00000000000a"
#define KX_TEST_OFFICE_B "0192f0c4-9d7e-7000-8000-00000000000b"

#define KX_TYPE_TEST_LOOKUP (kx_test_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KxTestLookup, kx_test_lookup, KX, TEST_LOOKUP, GObject)

KxLookup *kx_test_lookup_new (void);

G_END_DECLS
