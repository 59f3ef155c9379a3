#include "store/kx-ddl.h"

#include <string.h>

#define TEXT(engine) ((engine)->types[KX_DB_TEXT])
#define INTEGER(engine) ((engine)->types[KX_DB_INTEGER])
#define BYTES(engine) ((engine)->types[KX_DB_BYTES])

KxDbType
kx_ddl_type (const KxField *field)
{
  switch (field->kind)
    {
    case KX_INTEGER:
    case KX_BOOLEAN:
    case KX_DECIMAL:
    case KX_DATE:
    case KX_TIME:
      return KX_DB_INTEGER;
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_CODE:
    case KX_CODES:
    case KX_REF:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return KX_DB_TEXT;
    }
}

guint
kx_ddl_entity_since (const KxEntity *entity)
{
  guint since = G_MAXUINT;

  for (guint i = 0; i < entity->n_fields; i++)
    since = MIN (since, entity->fields[i].since);
  return since;
}

gboolean
kx_ddl_is_searched (const KxSchema *schema, const KxEntity *entity)
{
  if (entity->traits & KX_SEARCH_AS_PARENT)
    return FALSE;
  return kx_entity_flagged (entity, KX_SEARCHED) >= 0;
}

/* A field's columns as "\"name\" TYPE", parted by `join`. */
static void
append_columns (GString *sql, const KxField *field, const KxDbEngine *engine, const char *join)
{
  g_string_append_printf (sql, "%s\"%s\" %s", join, field->name, engine->types[kx_ddl_type (field)]);
  if (field->flags & KX_TITLE)
    g_string_append_printf (sql, "%s\"%s_sort\" %s", join, field->name, TEXT (engine));
  if (field->flags & KX_SEALED)
    g_string_append_printf (sql, "%s\"%s_sealed\" %s%s\"%s_hash\" %s", join, field->name, BYTES (engine),
                            join, field->name, TEXT (engine));
}

static char *
make_table (const KxEntity *entity, const KxDbEngine *engine)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (
      sql,
      "CREATE TABLE \"%s\" (\n  id %s PRIMARY KEY,\n  no %s NOT NULL UNIQUE,\n  space %s NOT NULL,"
      "\n  seq %s NOT NULL,\n  fv %s,\n  created_by %s,\n  created_at %s NOT NULL,"
      "\n  updated_by %s,\n  updated_at %s NOT NULL,\n  deleted_at %s NOT NULL",
      entity->name, TEXT (engine), INTEGER (engine), TEXT (engine), INTEGER (engine), TEXT (engine),
      TEXT (engine), INTEGER (engine), TEXT (engine), INTEGER (engine), INTEGER (engine));
  for (guint i = 0; i < entity->n_fields; i++)
    append_columns (sql, &entity->fields[i], engine, ",\n  ");
  g_string_append_printf (sql, "\n)%s", engine->table_end);
  return g_string_free (sql, FALSE);
}

/* The office has no index of its own: nearly all rows of a store share it, and a planner without statistics
 * would take it for a narrow one. */
static gboolean
wants_index (const KxField *field)
{
  if (field->flags & KX_OFFICE)
    return FALSE;
  return field->kind == KX_REF || (field->flags & (KX_UNIQUE | KX_TITLE | KX_DUE)) != 0 ||
         field->format == KX_FORMAT_AREA || field->format == KX_FORMAT_SHA256;
}

/* What lies in the trash, for who empties it; a table without trash costs nothing. */
static void
add_trash_index (GPtrArray *out, const KxEntity *entity)
{
  g_ptr_array_add (out,
                   g_strdup_printf ("CREATE INDEX \"%s_trash\" ON \"%s\" (deleted_at) WHERE deleted_at <> 0",
                                    entity->name, entity->name));
}

/* Lists are walked and counted in these indexes alone: they hold what tells whether a row is seen and its
 * number, at a tenth more room. */
static void
add_order_indexes (GPtrArray *out, const char *entity, const char *field)
{
  g_ptr_array_add (
      out, g_strdup_printf ("CREATE INDEX \"%s_order\" ON \"%s\" (\"%s_sort\", id, space, deleted_at, no)",
                            entity, entity, field));
  g_ptr_array_add (
      out,
      g_strdup_printf ("CREATE INDEX \"%s_space_order\" ON \"%s\" (space, \"%s_sort\", id, deleted_at, no)",
                       entity, entity, field));
}

static void
add_field_indexes (GPtrArray *out, const KxEntity *entity, const KxField *field)
{
  if (field->flags & KX_TITLE)
    add_order_indexes (out, entity->name, field->name);
  if (wants_index (field))
    {
      /* Few rows have a link to another record, and a planner without statistics would take those without one
       * for few. */
      g_autofree char *where = field->flags & KX_ALIAS
                                   ? g_strdup_printf (" WHERE \"%s\" IS NOT NULL", field->name)
                                   : g_strdup ("");

      g_ptr_array_add (out, g_strdup_printf ("CREATE INDEX \"%s_%s\" ON \"%s\" (\"%s\")%s", entity->name,
                                             field->name, entity->name, field->name, where));
    }
  if (field->flags & KX_SEALED)
    g_ptr_array_add (out, g_strdup_printf ("CREATE INDEX \"%s_%s_hash\" ON \"%s\" (\"%s_hash\")",
                                           entity->name, field->name, entity->name, field->name));
}

static void
add_term_table (GPtrArray *out, const KxEntity *entity, const KxDbEngine *engine)
{
  g_ptr_array_add (
      out, g_strdup_printf ("CREATE TABLE \"%s_term\" (\n  term %s NOT NULL,\n  rank %s NOT NULL,"
                            "\n  row %s NOT NULL,\n  area %s NOT NULL,\n  PRIMARY KEY (term, rank, row)\n)%s",
                            entity->name, TEXT (engine), INTEGER (engine), INTEGER (engine), INTEGER (engine),
                            engine->keyed_table_end));
}

static void
add_tables (GPtrArray *out, const KxSchema *schema, const KxEntity *entity, const KxDbEngine *engine)
{
  g_ptr_array_add (out, make_table (entity, engine));
  if (kx_ddl_is_searched (schema, entity))
    add_term_table (out, entity, engine);
}

char *
kx_ddl_wanting (const KxEntity *entity)
{
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & KX_WANTED)
      g_string_append_printf (sql, "%s\"%s\" IS NULL", sql->len > 0 ? " OR " : "", entity->fields[i].name);
  return g_string_free (sql, sql->len == 0);
}

/* The rows that lack something are few, and in this index alone. */
static void
add_wanting_index (GPtrArray *out, const KxEntity *entity)
{
  g_autofree char *wanting = kx_ddl_wanting (entity);

  if (wanting != NULL)
    g_ptr_array_add (
        out, g_strdup_printf ("CREATE INDEX \"%s_wanting\" ON \"%s\" (id) WHERE deleted_at = 0 AND (%s)",
                              entity->name, entity->name, wanting));
}

static void
add_indexes (GPtrArray *out, const KxSchema *schema, const KxEntity *entity)
{
  add_wanting_index (out, entity);
  add_trash_index (out, entity);
  for (guint i = 0; i < entity->n_fields; i++)
    add_field_indexes (out, entity, &entity->fields[i]);
  if (kx_ddl_is_searched (schema, entity))
    g_ptr_array_add (out, kx_ddl_create_term_index (entity));
}

static void
add (GPtrArray *out, const KxDbEngine *engine, const char *text)
{
  /* %t text, %i integer, %b bytes, %e the end of a table, %k the end of a table read by its key */
  GString *sql = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p != '%')
      g_string_append_c (sql, *p);
    else
      switch (*++p)
        {
        case 't':
          g_string_append (sql, TEXT (engine));
          break;
        case 'i':
          g_string_append (sql, INTEGER (engine));
          break;
        case 'b':
          g_string_append (sql, BYTES (engine));
          break;
        case 'k':
          g_string_append (sql, engine->keyed_table_end);
          break;
        case 'e':
        default:
          g_string_append (sql, engine->table_end);
        }
  g_ptr_array_add (out, g_string_free (sql, FALSE));
}

/* What every store has beside its entities. */
static void
add_frame (GPtrArray *out, const KxDbEngine *engine)
{
  static const char *const texts[] = {
    "CREATE TABLE meta (name %t PRIMARY KEY, value %t NOT NULL)%k",
    /* The first thing a write touches: decisions are serial over all services that share the database. */
    "CREATE TABLE sync_counter (id %i PRIMARY KEY, v %i NOT NULL, rows %i NOT NULL, audit_n %i NOT NULL, "
    "audit_head %b NOT NULL)%e",
    /* One line a living or trashed row, replaced when it changes: what a desktop has not seen yet. */
    "CREATE TABLE feed (entity %t NOT NULL, row %t NOT NULL, seq %i NOT NULL, space %t NOT NULL, "
    "PRIMARY KEY (entity, row))%k",
    /* Whatever a page of the feed asks of it stands in its index. */
    "CREATE INDEX feed_seq ON feed (seq, entity, row, space)",
    /* A row that left a space, because it is no more or stands in another one. */
    "CREATE TABLE tombstone (entity %t NOT NULL, row %t NOT NULL, space %t NOT NULL, kind %t NOT NULL, seq "
    "%i NOT "
    "NULL, at %i NOT NULL, PRIMARY KEY (entity, row, space))%k",
    "CREATE INDEX tombstone_seq ON tombstone (seq, entity, row)",
    /* What each space holds of each entity, and the seq of its last change. */
    "CREATE TABLE space (space %t NOT NULL, entity %t NOT NULL, count %i NOT NULL, sum %i NOT NULL, seq %i "
    "NOT NULL, "
    "PRIMARY KEY (space, entity))%k",
    "CREATE INDEX space_seq ON space (seq, space)",
    "CREATE TABLE history (entity %t NOT NULL, row %t NOT NULL, seq %i NOT NULL, ord %i NOT NULL, kind %t "
    "NOT NULL, "
    "field %t, old %t, new %t, actor %t NOT NULL, at %i NOT NULL, op %t NOT NULL, reason %t, "
    "PRIMARY KEY (entity, row, seq, ord))%k",
    "CREATE TABLE audit (n %i PRIMARY KEY, seq %i NOT NULL, at %i NOT NULL, actor %t NOT NULL, device %t, "
    "op %t NOT NULL, kind %t NOT NULL, entity %t NOT NULL, row %t NOT NULL, space %t NOT NULL, salt %b NOT "
    "NULL, "
    "hash_before %b, hash_after %b, leaf %b NOT NULL, link %b NOT NULL)%e",
    "CREATE INDEX audit_row ON audit (entity, row, n)",
    "CREATE TABLE op_result (actor %t NOT NULL, op %t NOT NULL, request %t NOT NULL, seq %i NOT NULL, at %i "
    "NOT NULL, "
    "entity %t NOT NULL, row %t NOT NULL, answer %t NOT NULL, PRIMARY KEY (actor, op))%k",
    "CREATE INDEX op_result_at ON op_result (at)",
    "CREATE TABLE password (user_id %t PRIMARY KEY, hash %t NOT NULL, changed_at %i NOT NULL)%k",
    "CREATE TABLE session (token_hash %t PRIMARY KEY, user_id %t NOT NULL, created_at %i NOT NULL, "
    "expires_at %i NOT NULL, address %t)%k",
    "CREATE INDEX session_owner ON session (user_id)",
    "CREATE TABLE device (id %t PRIMARY KEY, token_hash %t NOT NULL UNIQUE, user_id %t NOT NULL, name %t NOT "
    "NULL, "
    "created_at %i NOT NULL, seen_at %i NOT NULL, revoked_at %i NOT NULL, last_n %i NOT NULL, acked %i NOT "
    "NULL)%k",
    "CREATE INDEX device_owner ON device (user_id)",
    /* What was answered to an op of a device, until it says that it has the answer. */
    "CREATE TABLE device_result (device %t NOT NULL, n %i NOT NULL, op %t NOT NULL, answer %t NOT NULL, "
    "PRIMARY KEY "
    "(device, n))%k",
    "CREATE TABLE blob (sha256 %t PRIMARY KEY, size %i NOT NULL, stored_at %i NOT NULL)%k",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    add (out, engine, texts[i]);
}

static char **
finish (GPtrArray *statements)
{
  g_ptr_array_add (statements, NULL);
  return (char **) g_ptr_array_free (statements, FALSE);
}

char **
kx_ddl_create_tables (const KxSchema *schema, const KxDbEngine *engine)
{
  GPtrArray *out = g_ptr_array_new ();

  add_frame (out, engine);
  for (guint i = 0; i < schema->n_entities; i++)
    add_tables (out, schema, schema->entities[i], engine);
  return finish (out);
}

char **
kx_ddl_create_indexes (const KxSchema *schema, const KxEntity *entity)
{
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < schema->n_entities; i++)
    if (entity == NULL || entity == schema->entities[i])
      add_indexes (out, schema, schema->entities[i]);
  return finish (out);
}

char **
kx_ddl_drop_indexes (const KxSchema *schema, const KxEntity *entity)
{
  char **statements = kx_ddl_create_indexes (schema, entity);

  for (guint i = 0; statements[i] != NULL; i++)
    {
      /* CREATE INDEX "name" ON … */
      g_auto (GStrv) parts = g_strsplit (statements[i], " ", 4);

      g_free (statements[i]);
      statements[i] = g_strconcat ("DROP INDEX IF EXISTS ", parts[2], NULL);
    }
  return statements;
}

char *
kx_ddl_create_term_index (const KxEntity *entity)
{
  return g_strdup_printf ("CREATE INDEX \"%s_term_row\" ON \"%s_term\" (row, term)", entity->name,
                          entity->name);
}

char **
kx_ddl_create (const KxSchema *schema, const KxDbEngine *engine)
{
  GPtrArray *out = g_ptr_array_new ();

  add_frame (out, engine);
  for (guint i = 0; i < schema->n_entities; i++)
    {
      add_tables (out, schema, schema->entities[i], engine);
      add_indexes (out, schema, schema->entities[i]);
    }
  return finish (out);
}

static void
add_newer_columns (GPtrArray *out, const KxEntity *entity, guint from, const KxDbEngine *engine)
{
  gboolean wanting = FALSE;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      g_autoptr (GString) columns = g_string_new (NULL);
      g_auto (GStrv) each = NULL;

      if (field->since <= from)
        continue;
      append_columns (columns, field, engine, "\n");
      each = g_strsplit (columns->str + 1, "\n", -1);
      for (guint c = 0; each[c] != NULL; c++)
        g_ptr_array_add (out, g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN %s", entity->name, each[c]));
      add_field_indexes (out, entity, field);
      wanting = wanting || (field->flags & KX_WANTED) != 0;
    }
  if (!wanting)
    return;
  g_ptr_array_add (out, g_strdup_printf ("DROP INDEX IF EXISTS \"%s_wanting\"", entity->name));
  add_wanting_index (out, entity);
}

static gboolean
was_searched (const KxEntity *entity, guint from)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & KX_SEARCHED) && entity->fields[i].since <= from)
      return TRUE;
  return FALSE;
}

char **
kx_ddl_upgrade (const KxSchema *schema, guint from, const KxDbEngine *engine)
{
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *entity = schema->entities[i];

      if (kx_ddl_entity_since (entity) > from)
        {
          add_tables (out, schema, entity, engine);
          add_indexes (out, schema, entity);
          continue;
        }
      add_newer_columns (out, entity, from, engine);
      if (kx_ddl_is_searched (schema, entity) && !was_searched (entity, from))
        {
          add_term_table (out, entity, engine);
          g_ptr_array_add (out, kx_ddl_create_term_index (entity));
        }
    }
  return finish (out);
}
