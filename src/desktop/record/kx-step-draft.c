#include "desktop/record/kx-step-draft.h"

KxRecord *
kx_step_draft_read_form (KxForm *form, const KxTransition *step)
{
  KxRecord *arguments = kx_record_new (step->arguments, NULL, NULL);

  for (guint i = 0; i < step->arguments->n_fields; i++)
    {
      KxFieldEntry *entry = kx_form_get_entry (form, i);
      g_autoptr (KxFinding) fault = entry != NULL ? kx_field_entry_dup_fault (entry) : NULL;

      if (entry != NULL && fault == NULL && kx_field_entry_get_changed (entry))
        kx_field_entry_collect (entry, arguments);
    }
  return arguments;
}

KxRecord *
kx_step_draft_read (KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  g_autofree char *key = kx_step_dup_draft_key (record, step), *near = NULL;
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (desk), key);
  g_autoptr (KxForm) form = NULL;
  g_auto (GStrv) again = NULL;

  if (step->arguments == NULL || json == NULL)
    return NULL;
  /* Nobody sees it: what was typed is read as its dialog would. */
  near = record->space != NULL ? kx_space_area (record->space) : NULL;
  form = g_object_ref_sink (kx_form_new (step->arguments, kx_desk_get_lookup (desk), near));
  kx_form_set_editing (form, TRUE);
  return kx_form_take_draft (form, json, &again) ? kx_step_draft_read_form (form, step) : NULL;
}
