#include "sync/kx-mirror-other.h"

#include "core/kx-wire-feed.h"
#include "sync/kx-mirror-submit.h"

#include <string.h>

/* One of them as it is kept. */
typedef struct
{
  char *id, *entity, *space, *json; /* owned */
} Other;

static void
other_free (gpointer data)
{
  Other *other = data;

  g_free (other->id);
  g_free (other->entity);
  g_free (other->space);
  g_free (other->json);
  g_free (other);
}

static const char *
get_text (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = object != NULL && kx_json_node_get_type (object) == KX_JSON_OBJECT
                               ? kx_json_node_member (object, name)
                               : NULL;

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

static const KxJsonNode *
get_row (const KxJson *json)
{
  const KxJsonNode *root = kx_json_get_root (json);

  return kx_json_node_get_type (root) == KX_JSON_OBJECT ? kx_json_node_member (root, "row") : NULL;
}

char *
kx_mirror_other_key (const char *line, gsize length)
{
  g_autoptr (KxJson) json = kx_json_parse (line, length, NULL);
  const char *entity = json != NULL ? get_text (kx_json_get_root (json), "entity") : NULL;
  const char *id = json != NULL ? get_text (get_row (json), "id") : NULL;

  return entity != NULL && id != NULL ? g_strconcat (entity, " ", id, NULL) : NULL;
}

/* (element-type Other) */
static GPtrArray *
list (KxBook *book, const char *where, const char *arg, GError **error)
{
  g_autofree char *sql =
      g_strconcat ("SELECT row, entity, space, json FROM mirror_other ", where, " ORDER BY row", NULL);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (other_free);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, &KX_ARG_TEXT (arg), arg != NULL ? 1 : 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    {
      Other *other = g_new (Other, 1);

      *other = (Other){ g_strdup (kx_db_rows_text (rows, 0)), g_strdup (kx_db_rows_text (rows, 1)),
                        g_strdup (kx_db_rows_text (rows, 2)), g_strdup (kx_db_rows_text (rows, 3)) };
      g_ptr_array_add (others, other);
    }
  if (local == NULL)
    return g_steal_pointer (&others);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
forget_all (KxBook *book, KxMirrorSums *sums, GPtrArray *others, GError **error)
{
  for (guint i = 0; i < others->len; i++)
    {
      const Other *other = others->pdata[i];

      kx_mirror_sums_add (sums, other->space, -1, other->json, strlen (other->json));
      if (!kx_db_run (book->db, "DELETE FROM mirror_other WHERE row = $1", &KX_ARG_TEXT (other->id), 1,
                      error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kx_mirror_other_confirm (KxBook *book, KxMirrorSums *sums, const char *line, gsize length, GError **error)
{
  g_autoptr (KxJson) json = kx_json_parse (line, length, error);
  const KxJsonNode *row = json != NULL ? get_row (json) : NULL;
  const char *entity = json != NULL ? get_text (kx_json_get_root (json), "entity") : NULL;
  const char *id = get_text (row, "id"), *space = get_text (row, "space");
  g_autofree char *text = NULL;
  KxDbArg args[4];

  if (json == NULL)
    return FALSE;
  if (entity == NULL || id == NULL || space == NULL)
    {
      g_set_error_literal (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_PROTOCOL, "A row has no id or space");
      return FALSE;
    }
  if (!kx_mirror_other_forget (book, sums, id, error))
    return FALSE;
  /* The row is the last member of the line. */
  text = g_strndup (line + kx_json_node_get_offset (row), length - 1 - kx_json_node_get_offset (row));
  kx_mirror_sums_add (sums, space, 1, text, strlen (text));
  args[0] = KX_ARG_TEXT (id);
  args[1] = KX_ARG_TEXT (entity);
  args[2] = KX_ARG_TEXT (space);
  args[3] = KX_ARG_TEXT (text);
  return kx_db_run (book->db, "INSERT INTO mirror_other (row, entity, space, json) VALUES ($1, $2, $3, $4)",
                    args, 4, error);
}

gboolean
kx_mirror_other_forget (KxBook *book, KxMirrorSums *sums, const char *id, GError **error)
{
  g_autoptr (GPtrArray) others = list (book, "WHERE row = $1", id, error);

  return others != NULL && forget_all (book, sums, others, error);
}

gboolean
kx_mirror_other_leave (KxBook *book, KxMirrorSums *sums, const char *space, GError **error)
{
  g_autoptr (GPtrArray) others = list (book, "WHERE space = $1", space, error);

  return others != NULL && forget_all (book, sums, others, error);
}

gboolean
kx_mirror_other_keep_only (KxBook *book, KxMirrorSums *sums, GHashTable *seen, GError **error)
{
  g_autoptr (GPtrArray) others = list (book, "", NULL, error);

  for (guint i = others != NULL ? others->len : 0; i-- > 0;)
    {
      const Other *other = others->pdata[i];
      g_autofree char *key = g_strconcat (other->entity, " ", other->id, NULL);

      if (g_hash_table_contains (seen, key))
        g_ptr_array_remove_index (others, i);
    }
  return others != NULL && forget_all (book, sums, others, error);
}

gboolean
kx_mirror_other_sum_all (KxBook *book, KxMirrorSums *sums, GError **error)
{
  g_autoptr (GPtrArray) others = list (book, "", NULL, error);

  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      const Other *other = others->pdata[i];

      kx_mirror_sums_add (sums, other->space, 1, other->json, strlen (other->json));
    }
  return others != NULL;
}

static gboolean
learn_row (KxBook *book, const KxEntity *entity, const char *json, GError **error)
{
  g_autoptr (KxMirrorSums) unchanged = kx_mirror_sums_new (); /* the row was counted when it came */
  g_autoptr (KxJson) parsed = kx_json_parse (json, strlen (json), error);
  g_autoptr (KxRecord) row =
      parsed != NULL ? kx_wire_read_record (entity, kx_json_get_root (parsed), error) : NULL;

  return row != NULL && kx_mirror_row_confirm (book, unchanged, row, FALSE, error);
}

static gboolean
learn_rows (KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) others = list (book, "", NULL, error);

  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      const Other *other = others->pdata[i];
      const KxEntity *entity = kx_schema_entity (book->schema, other->entity);

      if (entity != NULL && (!kx_db_run (book->db, "DELETE FROM mirror_other WHERE row = $1",
                                         &KX_ARG_TEXT (other->id), 1, error) ||
                             !learn_row (book, entity, other->json, error)))
        return FALSE;
    }
  return others != NULL;
}

/* The row as it would come now, with what was kept beside it. */
static gboolean
learn_members (KxBook *book, const KxEntity *entity, const char *id, GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) before = kx_mirror_row_get (book, entity, id, &local), row = NULL;
  g_autofree char *canonical = before != NULL ? kx_wire_canonical (before) : NULL;
  g_autoptr (KxJson) json = canonical != NULL ? kx_json_parse (canonical, strlen (canonical), &local) : NULL;

  /* A row made here has no number yet, and nothing of a newer service. */
  if (json != NULL && before->seq > 0 &&
      (row = kx_wire_read_record (entity, kx_json_get_root (json), &local)) != NULL)
    kx_mirror_row_put (book, row, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
learn_extra (KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) keys = kx_db_list_texts (
      book->db, "SELECT entity, row FROM mirror_extra ORDER BY entity, row", NULL, 0, 2, error);

  for (guint i = 0; keys != NULL && i < keys->len; i += 2)
    {
      const KxEntity *entity = kx_schema_entity (book->schema, keys->pdata[i]);

      if (entity != NULL && !learn_members (book, entity, keys->pdata[i + 1], error))
        return FALSE;
    }
  return keys != NULL;
}

gboolean
kx_mirror_other_learn (KxBook *book, GError **error)
{
  return learn_rows (book, error) && learn_extra (book, error);
}
