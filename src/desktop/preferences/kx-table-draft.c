#include "desktop/preferences/kx-table-draft.h"

#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"

#include <string.h>

KxFormDraft *
kx_table_draft_read (KxDesk *desk, const KxEntity *entity, const char *key)
{
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (desk), key);

  return json != NULL ? kx_form_draft_from_json (entity, json) : NULL;
}

void
kx_table_draft_keep (KxDesk *desk, const char *key, KxFormDraft *draft)
{
  g_autofree char *json = NULL;

  if (draft != NULL && !kx_form_draft_is_empty (draft))
    {
      draft->at = kx_format_now ();
      json = kx_form_draft_to_json (draft);
    }
  kx_mirror_put_draft (kx_desk_get_mirror (desk), key, json);
}

void
kx_table_draft_put_code (KxFormDraft *draft, guint field, int code)
{
  g_autofree char *name = kx_value_to_text (&draft->entity->fields[field], (KxValue){ .CODE = code });

  kx_form_draft_put (draft, field, name, NULL);
}

int
kx_table_draft_get_code (const KxFormDraft *draft, guint field, int otherwise)
{
  const char *name = kx_table_draft_get_text (draft, field);
  int code = name != NULL ? kx_field_code (&draft->entity->fields[field], name, strlen (name)) : -1;

  return code >= 0 ? code : otherwise;
}

const char *
kx_table_draft_get_text (const KxFormDraft *draft, guint field)
{
  return g_hash_table_lookup (draft->typed, draft->entity->fields[field].name);
}

char *
kx_table_draft_dup_words (const KxFormDraft *draft)
{
  g_autofree char *when = kx_format_time (draft->at);

  /* Translators: a moment. */
  return g_strdup_printf (_ ("What you typed on %s was not saved; here it is again."), when);
}

char **
kx_table_draft_find (KxDesk *desk, const KxEntity *entity, const char *row)
{
  g_autofree char *prefix = g_strdup_printf ("%s/of/", entity->name);
  g_auto (GStrv) keys = kx_mirror_list_drafts (kx_desk_get_mirror (desk), prefix);

  for (char **key = keys; *key != NULL; key++)
    {
      g_autoptr (KxFormDraft) draft = kx_table_draft_read (desk, entity, *key);

      if (draft != NULL && g_str_equal (draft->row, row))
        return g_strsplit (*key + strlen (prefix), "/", -1);
    }
  return NULL;
}
