/* What many tests of the store and the service need: a folder, an office with people in it, actors and ops.
 */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

/* A new folder below the temporary one. Remove it with kx_test_remove_folder(), which also frees the text. */
char *kx_test_make_folder (void);
void kx_test_remove_folder (char *folder);

/* The ids of the rows that kx_test_found() makes: an office of 370100 (Jinan), one of 370200 (Qingdao). */
#define KX_TEST_OFFICE "0197b2a0-0000-7000-8000-000000000001"
#define KX_TEST_OTHER_OFFICE "0197b2a0-0000-7000-8000-000000000002"

/* The ops that make both offices, for kx_apply() by the system. (element-type KxOp) */
GPtrArray *kx_test_found (const KxSchema *schema);

/* An actor who holds one role in one area. */
KxActor *kx_test_actor (const char *user, int role, const char *area);

/* A new id, different at each call. Free with g_free(). */
char *kx_test_id (void);

/* An op that makes an agency of `office` with this name and code (NULL: none, with a reason). */
KxOp *kx_test_agency_op (const KxSchema *schema, const char *id, const char *office, const char *name,
                         const char *uscc);

/* An op that changes one text field; NULL: to null. */
KxOp *kx_test_patch_op (const KxEntity *entity, const char *row, gint64 base, guint field, const char *value);

/* Applies one op within a transaction of its own; a store failure ends the test. */
KxApplied *kx_test_apply (KxBook *book, const KxActor *actor, KxOp *op);

/* All rows of all tables as one text, the same on every engine: what two databases are compared by. Salts,
 * keys and times of the machine do not occur in it. */
char *kx_test_dump (KxBook *book);

/* Ends the test with the first line that differs. */
void kx_test_assert_same_dump (const char *one, const char *two);

/* A valid unified social credit code made of a number. */
char *kx_test_credit_code (guint number);

G_END_DECLS
