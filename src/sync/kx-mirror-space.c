#include "sync/kx-mirror-space.h"

#include "core/kx-json.h"
#include "sync/kx-mirror-other.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-submit.h"
#include "sync/kx-mirror-tables.h"
#include "sync/kx-mirror-upload.h"

/* The acts that touch a row of the space stay as text to be read, whole. Rows of other spaces that they
 * touched show what the service has. */
static gboolean
orphan_acts (KxBook *book, const char *space, GError **error)
{
  g_autoptr (GPtrArray) ids = kx_db_list_texts (
      book->db,
      "SELECT id FROM mirror_outbox WHERE state < $2 AND tx IN (SELECT o.tx FROM mirror_touch t "
      "JOIN mirror_outbox o ON o.id = t.out WHERE t.space = $1) ORDER BY id",
      (KxDbArg[]){ KX_ARG_TEXT (space), KX_ARG_INTEGER (KX_OUT_ORPHAN) }, 2, 1, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_ascii_strtoll (ids->pdata[i], NULL, 10);

      if (!kx_mirror_outbox_set_state (book, id, KX_OUT_ORPHAN, NULL, error) ||
          !kx_db_run (book->db, "DELETE FROM mirror_touch WHERE out = $1", &KX_ARG_INTEGER (id), 1, error))
        return FALSE;
    }
  return ids != NULL;
}

static gboolean
remove_rows (KxBook *book, KxMirrorSums *sums, const char *space, const KxEntity *entity, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE space = $1", entity->name);
  g_autoptr (GPtrArray) ids = kx_db_list_texts (book->db, sql, &KX_ARG_TEXT (space), 1, 1, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      KxDbArg args[] = { KX_ARG_TEXT (entity->name), KX_ARG_TEXT (ids->pdata[i]) };

      if (!kx_mirror_row_remove (book, sums, entity, ids->pdata[i], error) ||
          !kx_db_run (book->db, "DELETE FROM mirror_journal WHERE entity = $1 AND row = $2", args, 2, error))
        return FALSE;
    }
  return ids != NULL;
}

gboolean
kx_mirror_space_leave (KxBook *book, KxMirrorSums *sums, const char *space, GError **error)
{
  if (!orphan_acts (book, space, error))
    return FALSE;
  for (guint i = book->schema->n_entities; i-- > 0;)
    if (!remove_rows (book, sums, space, book->schema->entities[i], error))
      return FALSE;
  return kx_mirror_upload_tidy (book, error) && kx_mirror_other_leave (book, sums, space, error) &&
         kx_mirror_sums_write (sums, book, error) &&
         kx_db_run (book->db, "DELETE FROM mirror_space WHERE space = $1", &KX_ARG_TEXT (space), 1, error);
}

gboolean
kx_mirror_space_compute_sums (KxBook *book, GError **error)
{
  g_autoptr (KxMirrorSums) sums = kx_mirror_sums_new ();

  if (!kx_db_run (book->db, "UPDATE mirror_space SET rows = 0, sum = 0", NULL, 0, error))
    return FALSE;
  for (guint i = 0; i < book->schema->n_entities; i++)
    if (!(book->schema->entities[i]->traits & KX_LOCAL) &&
        !kx_mirror_row_sum_all (book, sums, book->schema->entities[i], error))
      return FALSE;
  return kx_mirror_other_sum_all (book, sums, error) && kx_mirror_sums_write (sums, book, error);
}

/* (element-type char*) */
static GPtrArray *
list_spaces (KxBook *book, const char *where, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT space FROM mirror_space WHERE ", where, NULL);

  return kx_db_list_texts (book->db, sql, NULL, 0, 1, error);
}

GPtrArray *
kx_mirror_space_list_held (KxBook *book, GError **error)
{
  return list_spaces (book, "rows > 0", error);
}

gboolean
kx_mirror_space_leave_emptied (KxBook *book, KxMirrorSums *sums, GPtrArray *before, GError **error)
{
  g_autoptr (GPtrArray) empty = list_spaces (book, "rows = 0", error);

  for (guint i = 0; empty != NULL && i < empty->len; i++)
    if (g_ptr_array_find_with_equal_func (before, empty->pdata[i], g_str_equal, NULL) &&
        !kx_mirror_space_leave (book, sums, empty->pdata[i], error))
      return FALSE;
  return empty != NULL && kx_db_run (book->db, "DELETE FROM mirror_space WHERE rows = 0", NULL, 0, error);
}

/* Those of which it has not told up to its head are no more. */
static gboolean
forget_early (KxBook *book, KxMirrorSums *sums, GError **error)
{
  g_autoptr (GPtrArray) keys =
      kx_db_list_texts (book->db, "SELECT entity, row FROM mirror_early", NULL, 0, 2, error);

  for (guint i = 0; keys != NULL && i < keys->len; i += 2)
    {
      const KxEntity *entity = kx_schema_entity (book->schema, keys->pdata[i]);

      if (entity != NULL && !kx_mirror_row_forget (book, sums, entity, keys->pdata[i + 1], error))
        return FALSE;
    }
  return keys != NULL && kx_db_run (book->db, "DELETE FROM mirror_early", NULL, 0, error);
}

gboolean
kx_mirror_space_settle_early (KxBook *book, KxMirrorSums *sums, GError **error)
{
  g_autoptr (GPtrArray) before = NULL;

  if (!kx_mirror_sums_write (sums, book, error))
    return FALSE;
  before = kx_mirror_space_list_held (book, error);
  return before != NULL && forget_early (book, sums, error) && kx_mirror_sums_write (sums, book, error) &&
         kx_mirror_space_leave_emptied (book, sums, before, error);
}

static guint64
read_sum (const KxJsonNode *node)
{
  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING
             ? g_ascii_strtoull (kx_json_node_get_text (node, NULL), NULL, 16)
             : 0;
}

gboolean
kx_mirror_space_verify (KxBook *book, const char *json, gsize length, gboolean *ret_wrong, GError **error)
{
  g_autoptr (KxJson) parsed = kx_json_parse (json, length, error);
  const KxJsonNode *spaces =
      parsed != NULL && kx_json_node_get_type (kx_json_get_root (parsed)) == KX_JSON_OBJECT
          ? kx_json_node_member (kx_json_get_root (parsed), "spaces")
          : NULL;

  *ret_wrong = FALSE;
  if (parsed == NULL)
    return FALSE;
  if (spaces == NULL || kx_json_node_get_type (spaces) != KX_JSON_OBJECT)
    {
      g_set_error_literal (error, KX_MIRROR_ERROR, KX_MIRROR_ERROR_PROTOCOL, "The answer holds no sums");
      return FALSE;
    }
  if (!kx_mirror_space_compute_sums (book, error))
    return FALSE;
  for (guint i = 0; i < kx_json_node_get_n_children (spaces); i++)
    {
      const KxJsonNode *space = kx_json_node_get_child (spaces, i);
      const KxJsonNode *count = kx_json_node_member (space, "count");
      KxDbArg args[] = { KX_ARG_TEXT (kx_json_node_get_name (space)), KX_ARG_INTEGER (0),
                         KX_ARG_INTEGER (0) };
      gint64 same = 0;

      args[1].number = count != NULL && kx_json_node_get_type (count) == KX_JSON_INTEGER
                           ? kx_json_node_get_integer (count)
                           : -1;
      args[2].number = (gint64) read_sum (kx_json_node_member (space, "sum"));
      if (!kx_db_get_integer (book->db,
                              "SELECT count(*) FROM mirror_space WHERE space = $1 AND rows = $2 AND sum = $3",
                              args, 3, &same, error))
        return FALSE;
      *ret_wrong |= same == 0 && args[1].number != 0;
    }
  return *ret_wrong || kx_mirror_meta_drop (book, KX_MIRROR_FAULT, error);
}
