/* A source of rows over a database in a folder of its own: a writer for the test, readers for the models. */
#pragma once

#include "models/kx-row-source.h"

G_BEGIN_DECLS

#define KX_TYPE_TEST_SOURCE (kx_test_source_get_type ())
G_DECLARE_FINAL_TYPE (KxTestSource, kx_test_source, KX, TEST_SOURCE, GObject)

/* A new database with the two offices of kx_test_found(). */
KxTestSource *kx_test_source_new (void);

/* An existing database, read only. */
KxTestSource *kx_test_source_new_for_path (const char *path);

/* Borrowed; NULL of one that is read only. */
KxBook *kx_test_source_get_writer (KxTestSource *self);

/* Reading fails from now on, or not any more. */
void kx_test_source_set_broken (KxTestSource *self, gboolean broken);

/* Applies an op as a clerk of the whole country, and tells of it. Takes `op`. Refusal ends the test. */
void kx_test_source_apply (KxTestSource *self, KxOp *op);

/* Writes a row as it is, without asking anybody, and tells nobody. Takes it. */
void kx_test_source_land (KxTestSource *self, KxRecord *record);

/* Tells that these rows changed; NULL ends the ids, no ids at all: any number of rows. */
void kx_test_source_tell (KxTestSource *self, const KxEntity *entity, ...) G_GNUC_NULL_TERMINATED;

/* Waits until threads and the main loop have let go of an object, and ends the test if that was not the last
 * reference. */
void kx_test_finalize (gpointer object);

/* Runs the main loop until `done` says so; a test that waits too long fails. */
typedef gboolean (*KxTestDone) (gpointer data);
void kx_test_wait (KxTestDone done, gpointer data);

G_END_DECLS
