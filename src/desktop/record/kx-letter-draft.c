#include "desktop/record/kx-letter-draft.h"

#include "core/entities/kx-letter.h"
#include "core/kx-json.h"
#include "desktop/form/kx-form-draft.h"
#include "models/kx-activity-item.h"

#include <string.h>

static char *
dup_key (const KxRecord *letter)
{
  return kx_activity_dup_letter_key (letter->id, kx_record_get (letter, kx_letter_f_kind).CODE);
}

void
kx_letter_draft_put (KxDesk *desk, const KxRecord *letter, GHashTable *typed)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  g_autoptr (KxFormDraft) draft = NULL;
  g_autofree char *key = dup_key (letter), *json = NULL;
  GHashTableIter iter;
  gpointer name, text;

  if (typed != NULL)
    {
      draft = kx_form_draft_new (&kx_letter_entity, letter->id, letter->seq);
      draft->at = kx_mirror_now (mirror);
      g_hash_table_iter_init (&iter, typed);
      while (g_hash_table_iter_next (&iter, &name, &text))
        g_hash_table_insert (draft->typed, g_strdup (name), g_strdup (text));
      json = kx_form_draft_to_json (draft);
    }
  kx_mirror_put_draft (mirror, key, json);
}

GHashTable *
kx_letter_draft_read (KxDesk *desk, const KxRecord *letter, KxTime *ret_at)
{
  g_autofree char *key = dup_key (letter), *json = kx_mirror_dup_draft (kx_desk_get_mirror (desk), key);
  g_autoptr (KxFormDraft) draft = json != NULL ? kx_form_draft_from_json (&kx_letter_entity, json) : NULL;
  g_autoptr (KxJson) parsed = draft != NULL ? kx_json_parse (json, strlen (json), NULL) : NULL;
  const KxJsonNode *texts = parsed != NULL ? kx_json_node_member (kx_json_get_root (parsed), "typed") : NULL;
  GHashTable *typed;

  if (texts == NULL)
    return NULL;
  typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < kx_json_node_get_n_children (texts); i++)
    {
      const KxJsonNode *text = kx_json_node_get_child (texts, i);

      if (kx_json_node_get_type (text) == KX_JSON_STRING)
        g_hash_table_insert (typed, g_strdup (kx_json_node_get_name (text)),
                             g_strdup (kx_json_node_get_text (text, NULL)));
    }
  *ret_at = draft->at;
  return typed;
}
