/* The engine over libpq, so that the store's tables and statements run through a real PostgreSQL in the
 * tests. */
#pragma once

#include "db/kx-db.h"

G_BEGIN_DECLS

/* Opens a database; every failure ends the test. */
KxDb *kx_test_postgres_open (const char *conninfo);

/* An empty schema of its own on the tests' own server: to the store the same as an empty database. */
KxDb *kx_test_postgres_open_new (void);

G_END_DECLS
