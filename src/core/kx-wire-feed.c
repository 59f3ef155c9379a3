#include "core/kx-wire-feed.h"

#include "core/kx-json-write.h"

#include <string.h>

void
kx_wire_line_free (KxWireLine *line)
{
  g_clear_pointer (&line->row, kx_record_free);
  g_clear_pointer (&line->spaces, g_array_unref);
  g_free (line->id);
  g_free (line->space);
  g_free (line->cursor);
  g_free (line);
}

static void
clear_space (gpointer data)
{
  g_free (((KxWireSpace *) data)->space);
}

GArray *
kx_wire_spaces_new (void)
{
  GArray *spaces = g_array_new (FALSE, TRUE, sizeof (KxWireSpace));

  g_array_set_clear_func (spaces, clear_space);
  return spaces;
}

static const char *
get_text (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

static gboolean
fail (GError **error, const char *name)
{
  g_set_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM, "The member %s is missing or not right", name);
  return FALSE;
}

static gboolean
read_row (KxWireLine *self, const KxJsonNode *object, const char *line, gsize length, GError **error)
{
  const KxJsonNode *row = kx_json_node_member (object, "row");
  guint last = kx_json_node_get_n_children (object) - 1;

  /* It comes last, so that its bytes end where the line does. */
  if (row == NULL || kx_json_node_get_child (object, last) != row || line[length - 1] != '}')
    return fail (error, "row");
  self->bytes = line + kx_json_node_get_offset (row);
  self->size = length - 1 - kx_json_node_get_offset (row);
  if (self->entity == NULL)
    return TRUE;
  self->row = kx_wire_read_record (self->entity, row, error);
  return self->row != NULL;
}

static gboolean
read_gone (KxWireLine *self, const KxJsonNode *object, GError **error)
{
  const char *kind = get_text (object, "kind");

  self->id = g_strdup (get_text (object, "id"));
  self->space = g_strdup (get_text (object, "space"));
  self->moved = g_strcmp0 (kind, "moved") == 0;
  if (self->id == NULL)
    return fail (error, "id");
  return self->space != NULL || fail (error, "space");
}

/* The 16 digits of a sum. */
static gboolean
read_sum (const char *text, guint64 *ret_sum)
{
  return text != NULL && strlen (text) == 16 && strspn (text, "0123456789abcdef") == 16 &&
         g_ascii_string_to_unsigned (text, 16, 0, G_MAXUINT64, ret_sum, NULL);
}

static gboolean
read_spaces (KxWireLine *self, const KxJsonNode *object, GError **error)
{
  self->spaces = kx_wire_spaces_new ();
  for (guint i = 0; object != NULL && i < kx_json_node_get_n_children (object); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (object, i),
                       *count = kx_json_node_member (node, "count");
      KxWireSpace space = { 0 };

      if (count == NULL || kx_json_node_get_type (count) != KX_JSON_INTEGER ||
          !read_sum (get_text (node, "sum"), &space.sum))
        return fail (error, "spaces");
      space.count = kx_json_node_get_integer (count);
      space.space = g_strdup (kx_json_node_get_name (node));
      g_array_append_val (self->spaces, space);
    }
  return TRUE;
}

static gboolean
read_commit (KxWireLine *self, const KxJsonNode *object, GError **error)
{
  const KxJsonNode *more = kx_json_node_member (object, "more"),
                   *acked = kx_json_node_member (object, "acked");

  self->cursor = g_strdup (get_text (object, "cursor"));
  if (self->cursor == NULL)
    return fail (error, "cursor");
  if (more == NULL || kx_json_node_get_type (more) != KX_JSON_BOOLEAN)
    return fail (error, "more");
  self->more = kx_json_node_get_boolean (more);
  if (acked != NULL && kx_json_node_get_type (acked) == KX_JSON_INTEGER)
    self->acked = kx_json_node_get_integer (acked);
  return read_spaces (self, kx_json_node_member (object, "spaces"), error);
}

static gboolean
read_members (KxWireLine *self, const KxSchema *schema, const KxJsonNode *object, const char *line,
              gsize length, GError **error)
{
  static const char *const kinds[] = { "row", "gone", "join", "leave", "commit" };
  const char *kind = get_text (object, "t"), *entity = get_text (object, "entity");

  if (kind == NULL)
    return fail (error, "t");
  while (self->kind < KX_WIRE_OTHER && !g_str_equal (kinds[self->kind], kind))
    self->kind++;
  self->entity = entity != NULL ? kx_schema_entity (schema, entity) : NULL;
  if (self->kind <= KX_WIRE_GONE && entity == NULL)
    return fail (error, "entity");
  switch (self->kind)
    {
    case KX_WIRE_ROW:
      return read_row (self, object, line, length, error);
    case KX_WIRE_GONE:
      return read_gone (self, object, error);
    case KX_WIRE_JOIN:
    case KX_WIRE_LEAVE:
      self->space = g_strdup (get_text (object, "space"));
      return self->space != NULL || fail (error, "space");
    case KX_WIRE_COMMIT:
      return read_commit (self, object, error);
    case KX_WIRE_OTHER:
    default:
      return TRUE;
    }
}

KxWireLine *
kx_wire_read_line (const KxSchema *schema, const char *line, gsize length, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KxJson) json = kx_json_parse (line, length, &local);
  g_autoptr (KxWireLine) self = g_new0 (KxWireLine, 1);

  if (json == NULL)
    g_set_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_JSON, "%s", local->message);
  else if (kx_json_node_get_type (kx_json_get_root (json)) != KX_JSON_OBJECT)
    g_set_error_literal (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM, "A line is one JSON object");
  else if (read_members (self, schema, kx_json_get_root (json), line, length, error))
    return g_steal_pointer (&self);
  return NULL;
}

void
kx_wire_append_row_line (GString *out, const KxRecord *row)
{
  g_string_append (out, "{\"t\":\"row\",\"entity\":\"");
  g_string_append (out, row->entity->name);
  g_string_append (out, "\",\"row\":");
  kx_wire_append_canonical (out, row);
  g_string_append (out, "}\n");
}

void
kx_wire_append_gone_line (GString *out, const char *entity, const char *id, const char *space, gboolean moved)
{
  g_string_append_printf (
      out, "{\"t\":\"gone\",\"entity\":\"%s\",\"id\":\"%s\",\"space\":\"%s\",\"kind\":\"%s\"}\n", entity, id,
      space, moved ? "moved" : "deleted");
}

void
kx_wire_append_space_line (GString *out, gboolean join, const char *space)
{
  g_string_append_printf (out, "{\"t\":\"%s\",\"space\":\"%s\"}\n", join ? "join" : "leave", space);
}

void
kx_wire_append_commit_line (GString *out, const char *cursor, gboolean more, gint64 acked, GArray *spaces)
{
  g_string_append_printf (
      out, "{\"t\":\"commit\",\"cursor\":\"%s\",\"more\":%s,\"acked\":%" G_GINT64_FORMAT ",\"spaces\":{",
      cursor, more ? "true" : "false", acked);
  for (guint i = 0; spaces != NULL && i < spaces->len; i++)
    {
      const KxWireSpace *space = &g_array_index (spaces, KxWireSpace, i);

      g_string_append_printf (
          out, "%s\"%s\":{\"count\":%" G_GINT64_FORMAT ",\"sum\":\"%016" G_GINT64_MODIFIER "x\"}",
          i > 0 ? "," : "", space->space, space->count, space->sum);
    }
  g_string_append (out, "}}\n");
}
