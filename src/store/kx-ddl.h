/* Tables, derived from the entities: one walk gives the DDL for every engine, and what an older database
 * lacks. */
#pragma once

#include "core/kx-entity.h"
#include "db/kx-db.h"

G_BEGIN_DECLS

/* The database type of a field's column. */
KxDbType kx_ddl_type (const KxField *field);

/* The columns that every row has, in the order in which kx_row_read() expects them. */
#define KX_BASE_COLUMNS "id, no, space, seq, fv, created_by, created_at, updated_by, updated_at, deleted_at"
#define KX_N_BASE_COLUMNS 10

/* The statements that make every table and index of an empty database. Free with g_strfreev(). */
char **kx_ddl_create (const KxSchema *schema, const KxDbEngine *engine);

/* The same in two parts, for a first load that makes the indexes when the rows are in: every table with the
 * indexes of the frame (feed, audit, …), then the indexes of one entity's tables, of all with NULL. Free with
 * g_strfreev(). */
char **kx_ddl_create_tables (const KxSchema *schema, const KxDbEngine *engine);
char **kx_ddl_create_indexes (const KxSchema *schema, const KxEntity *entity);

/* The statements that take these indexes away again, also when some are not there. Free with g_strfreev(). */
char **kx_ddl_drop_indexes (const KxSchema *schema, const KxEntity *entity);

/* The statement that makes the index over the search terms of a searched entity by row, one of
 * kx_ddl_create_indexes(). Free with g_free(). */
char *kx_ddl_create_term_index (const KxEntity *entity);

/* The statements that bring a database of schema number `from` up to `schema`: a column for every newer
 * field, a table for every newer entity. Free with g_strfreev(). */
char **kx_ddl_upgrade (const KxSchema *schema, guint from, const KxDbEngine *engine);

/* What a row is that lacks a field that is wanted, `"kind" IS NULL OR …`; with `deleted_at = 0` it is asked
 * of an index. NULL: none is wanted. Free with g_free(). */
char *kx_ddl_wanting (const KxEntity *entity);

/* TRUE when rows of the entity are found by search terms of their own. */
gboolean kx_ddl_is_searched (const KxSchema *schema, const KxEntity *entity);

/* The schema number that brought the entity: the least of its fields'. */
guint kx_ddl_entity_since (const KxEntity *entity);

G_END_DECLS
