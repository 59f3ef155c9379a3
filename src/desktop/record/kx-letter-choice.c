#include "desktop/record/kx-letter-choice.h"

#include "models/kx-activity-item.h"

#include <json-glib/json-glib.h>

static char *
dup_documents (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  return g_strdup (documents != NULL ? documents : g_get_home_dir ());
}

KxLetterChoice *
kx_letter_choice_new (const KxLetterKind *kind)
{
  KxLetterChoice *choice = g_new0 (KxLetterChoice, 1);

  choice->kind = kind;
  choice->title = g_strdup (kind->word);
  choice->folder = dup_documents ();
  choice->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return choice;
}

void
kx_letter_choice_free (KxLetterChoice *choice)
{
  g_free (choice->title);
  g_free (choice->folder);
  g_hash_table_unref (choice->texts);
  g_free (choice);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static void
read_texts (JsonObject *object, GHashTable *texts)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    if (get_text (object, name) != NULL)
      g_hash_table_insert (texts, g_strdup (name), g_strdup (get_text (object, name)));
}

KxLetterChoice *
kx_letter_choice_read (KxMirror *mirror)
{
  g_autofree char *json = kx_mirror_dup_draft (mirror, KX_ACTIVITY_LETTERS);
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const KxLetterKind *kind = object != NULL ? kx_letter_kind_find (get_text (object, "kind")) : NULL;
  KxLetterChoice *choice;
  JsonNode *typed;

  if (kind == NULL)
    return NULL;
  choice = kx_letter_choice_new (kind);
  choice->pdf = g_strcmp0 (get_text (object, "form"), "pdf") == 0;
  if (get_text (object, "title") != NULL)
    {
      g_free (choice->title);
      choice->title = g_strdup (get_text (object, "title"));
    }
  if (get_text (object, "folder") != NULL)
    {
      g_free (choice->folder);
      choice->folder = g_strdup (get_text (object, "folder"));
    }
  typed = json_object_get_member (object, "typed");
  if (typed != NULL && JSON_NODE_HOLDS_OBJECT (typed))
    read_texts (json_node_get_object (typed), choice->texts);
  return choice;
}

void
kx_letter_choice_keep (KxMirror *mirror, const KxLetterChoice *choice)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  JsonObject *typed;
  GHashTableIter iter;
  gpointer name, text;

  if (choice != NULL)
    {
      object = json_object_new ();
      typed = json_object_new ();
      json_object_set_string_member (object, "kind", choice->kind->code);
      json_object_set_string_member (object, "title", choice->title);
      json_object_set_string_member (object, "form", choice->pdf ? "pdf" : "docx");
      json_object_set_string_member (object, "folder", choice->folder);
      g_hash_table_iter_init (&iter, choice->texts);
      while (g_hash_table_iter_next (&iter, &name, &text))
        json_object_set_string_member (typed, name, text);
      json_object_set_object_member (object, "typed", typed);
      node = json_node_init_object (json_node_alloc (), object);
      json = json_to_string (node, FALSE);
    }
  kx_mirror_put_draft (mirror, KX_ACTIVITY_LETTERS, json);
}
