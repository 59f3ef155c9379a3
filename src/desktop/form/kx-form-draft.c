#include "desktop/form/kx-form-draft.h"

#include "core/kx-json.h"
#include "core/kx-wire.h"

#include <string.h>

/* The form of the JSON text; a later program may read an older one. */
#define VERSION 1

KxFormDraft *
kx_form_draft_new (const KxEntity *entity, const char *row, gint64 base)
{
  KxFormDraft *draft = g_new0 (KxFormDraft, 1);

  draft->entity = entity;
  draft->row = g_strdup (row);
  draft->base = base;
  draft->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  draft->was = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  draft->sealed = g_new0 (char *, 1);
  return draft;
}

void
kx_form_draft_free (KxFormDraft *draft)
{
  g_free (draft->row);
  g_hash_table_unref (draft->typed);
  g_hash_table_unref (draft->was);
  g_strfreev (draft->sealed);
  g_free (draft);
}

static void
add_sealed (KxFormDraft *draft, const char *name)
{
  guint n = g_strv_length (draft->sealed);

  if (g_strv_contains ((const char *const *) draft->sealed, name))
    return;
  draft->sealed = g_renew (char *, draft->sealed, n + 2);
  draft->sealed[n] = g_strdup (name);
  draft->sealed[n + 1] = NULL;
}

void
kx_form_draft_put (KxFormDraft *draft, guint field, const char *typed, const char *was)
{
  const KxField *of = &draft->entity->fields[field];

  if (of->flags & KX_SEALED)
    {
      add_sealed (draft, of->name);
      return;
    }
  g_hash_table_insert (draft->typed, g_strdup (of->name), g_strdup (typed));
  g_hash_table_insert (draft->was, g_strdup (of->name), g_strdup (was != NULL ? was : ""));
}

gboolean
kx_form_draft_is_empty (const KxFormDraft *draft)
{
  return g_hash_table_size (draft->typed) == 0 && draft->sealed[0] == NULL;
}

static JsonObject *
write_texts (GHashTable *texts)
{
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    json_object_set_string_member (object, name, text);
  return object;
}

char *
kx_form_draft_to_json (const KxFormDraft *draft)
{
  JsonObject *object = json_object_new ();
  JsonArray *sealed = json_array_new ();
  g_autofree char *at = kx_time_to_text (draft->at);

  json_object_set_int_member (object, "draft", VERSION);
  json_object_set_string_member (object, "entity", draft->entity->name);
  json_object_set_string_member (object, "row", draft->row);
  json_object_set_int_member (object, "base", draft->base);
  json_object_set_string_member (object, "at", at);
  json_object_set_object_member (object, "typed", write_texts (draft->typed));
  json_object_set_object_member (object, "was", write_texts (draft->was));
  for (guint i = 0; draft->sealed[i] != NULL; i++)
    json_array_add_string_element (sealed, draft->sealed[i]);
  json_object_set_array_member (object, "sealed", sealed);
  return kx_wire_object_text (object, NULL);
}

static const char *
read_text (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

static gint64
read_integer (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (object, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_INTEGER ? kx_json_node_get_integer (node)
                                                                         : 0;
}

static void
read_typed (KxFormDraft *draft, const KxJsonNode *root)
{
  const KxJsonNode *typed = kx_json_node_member (root, "typed"), *was = kx_json_node_member (root, "was");

  if (typed == NULL || kx_json_node_get_type (typed) != KX_JSON_OBJECT)
    return;
  for (guint i = 0; i < draft->entity->n_fields; i++)
    {
      const char *name = draft->entity->fields[i].name, *text = read_text (typed, name);
      gboolean has_was = was != NULL && kx_json_node_get_type (was) == KX_JSON_OBJECT;

      if (text != NULL)
        kx_form_draft_put (draft, i, text, has_was ? read_text (was, name) : NULL);
    }
}

static void
read_sealed (KxFormDraft *draft, const KxJsonNode *root)
{
  const KxJsonNode *sealed = kx_json_node_member (root, "sealed");

  if (sealed == NULL || kx_json_node_get_type (sealed) != KX_JSON_ARRAY)
    return;
  for (guint i = 0; i < kx_json_node_get_n_children (sealed); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (sealed, i);

      if (kx_json_node_get_type (node) == KX_JSON_STRING &&
          kx_entity_field (draft->entity, kx_json_node_get_text (node, NULL)) >= 0)
        add_sealed (draft, kx_json_node_get_text (node, NULL));
    }
}

KxFormDraft *
kx_form_draft_from_json (const KxEntity *entity, const char *json)
{
  g_autoptr (KxJson) read = kx_json_parse (json, strlen (json), NULL);
  const KxJsonNode *root = read != NULL ? kx_json_get_root (read) : NULL;
  KxFormDraft *draft;
  const char *at;

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT ||
      read_integer (root, "draft") != VERSION || g_strcmp0 (read_text (root, "entity"), entity->name) != 0 ||
      read_text (root, "row") == NULL)
    return NULL;
  draft = kx_form_draft_new (entity, read_text (root, "row"), read_integer (root, "base"));
  at = read_text (root, "at");
  if (at == NULL || !kx_time_from_text (at, &draft->at))
    draft->at.ms = 0;
  read_typed (draft, root);
  read_sealed (draft, root);
  return draft;
}
