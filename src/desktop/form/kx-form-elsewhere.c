/* What a form gets beside what is typed in it now: what changed elsewhere meanwhile, and what an earlier
 * draft has. */
#include "desktop/form/kx-form-draft.h"
#include "desktop/form/kx-form-private.h"
#include "desktop/form/kx-form-read.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-format.h"
#include "models/kx-display.h"

/* Both values beside the field: the one that is typed, and the one that came. */
static void
show_two (KxForm *self, guint field, const char *base, const KxRecord *record, const char *who)
{
  KxFieldEntry *entry = kx_form_entry_of (self, field);
  const KxField *of = &self->entity->fields[field];
  g_autofree char *typed = kx_field_entry_dup_typed (entry);
  g_autoptr (KxRecord) read = kx_record_new (self->entity, NULL, NULL);
  g_autoptr (KxFinding) fault = kx_form_read (read, field, typed, kx_display_today ());
  g_autofree char *mine = fault == NULL ? kx_display_field (read, field) : g_strdup (typed);
  g_autofree char *theirs = kx_display_field (record, field), *when = kx_format_time (record->updated_at);
  KxTwo two = {
    .mine = mine, .theirs = theirs, .base = base, .their_author = who != NULL ? who : "", .their_time = when
  };

  self->undecided |= G_GUINT64_CONSTANT (1) << field;
  kx_field_entry_set_two (entry, kx_two_values_new (&two, kx_display_label (of), FALSE, TRUE));
}

void
kx_form_merge (KxForm *self, const KxRecord *record, const char *who)
{
  g_return_if_fail (KX_IS_FORM (self));
  if (self->editing && self->record != NULL)
    for (guint i = 0; i < self->entries->len; i++)
      {
        KxFieldEntry *entry = kx_form_entry_of (self, i);
        g_autofree char *base = NULL;

        if (entry == NULL || kx_record_same (self->record, record, i) || !kx_field_entry_get_changed (entry))
          continue;
        base = kx_display_field (self->record, i);
        show_two (self, i, base, record, who);
      }
  kx_form_set_record (self, record);
  /* Where the same was typed that came, there is nothing to choose. */
  for (guint i = 0; i < self->entries->len; i++)
    if (kx_form_is_undecided (self, i) && !kx_field_entry_get_changed (kx_form_entry_of (self, i)))
      {
        self->undecided &= ~(G_GUINT64_CONSTANT (1) << i);
        kx_field_entry_set_two (kx_form_entry_of (self, i), NULL);
      }
}

/* What a new row was given by the page from which it was begun: nobody gives it again. */
static gboolean
is_given (KxForm *self, guint field)
{
  return self->record == NULL && self->beginning != NULL && kx_record_has (self->beginning, field) &&
         (self->entity->fields[field].flags & KX_OFFICE) == 0;
}

char *
kx_form_dup_draft (KxForm *self, const char *row)
{
  g_autoptr (KxFormDraft) draft = NULL;

  g_return_val_if_fail (KX_IS_FORM (self), NULL);
  draft = kx_form_draft_new (self->entity, row, self->record != NULL ? self->record->seq : 0);
  draft->at = kx_format_now ();
  for (guint i = 0; i < self->entries->len; i++)
    {
      KxFieldEntry *entry = kx_form_entry_of (self, i);
      g_autofree char *typed = NULL, *was = NULL;

      if (entry == NULL || !(kx_field_entry_get_changed (entry) || (self->dirty && is_given (self, i))))
        continue;
      typed = kx_field_entry_dup_typed (entry);
      was = self->record != NULL ? kx_record_text (self->record, i) : NULL;
      kx_form_draft_put (draft, i, typed, was);
    }
  return kx_form_draft_is_empty (draft) ? NULL : kx_form_draft_to_json (draft);
}

/* The record changed since the draft was typed: both values, as if it had been edited all along. */
static void
take_field (KxForm *self, const KxFormDraft *draft, guint field)
{
  const char *name = self->entity->fields[field].name;
  const char *typed = g_hash_table_lookup (draft->typed, name), *was = g_hash_table_lookup (draft->was, name);
  g_autofree char *is = self->record != NULL ? kx_record_text (self->record, field) : NULL;

  if (typed == NULL || kx_form_entry_of (self, field) == NULL || !kx_form_may_edit (self, field))
    return;
  kx_field_entry_set_typed (kx_form_entry_of (self, field), typed);
  if (self->record != NULL && !g_str_equal (was, is != NULL ? is : "") &&
      kx_field_entry_get_changed (kx_form_entry_of (self, field)))
    {
      g_autofree char *base = kx_words_stored (&self->entity->fields[field], *was != '\0' ? was : NULL);

      show_two (self, field, base, self->record, NULL);
    }
}

gboolean
kx_form_take_draft (KxForm *self, const char *json, char ***ret_again)
{
  g_autoptr (KxFormDraft) draft = NULL;
  GPtrArray *again;

  g_return_val_if_fail (KX_IS_FORM (self), FALSE);
  draft = kx_form_draft_from_json (self->entity, json);
  if (draft == NULL)
    return FALSE;
  kx_form_set_editing (self, TRUE);
  for (guint i = 0; i < self->entity->n_fields; i++)
    take_field (self, draft, i);
  kx_form_forget_draft (self); /* it is kept already */
  again = g_ptr_array_new ();
  for (guint i = 0; draft->sealed[i] != NULL; i++)
    {
      int field = kx_entity_field (self->entity, draft->sealed[i]);

      g_ptr_array_add (again, g_strdup (kx_display_label (&self->entity->fields[field])));
    }
  g_ptr_array_add (again, NULL);
  *ret_again = (char **) g_ptr_array_free (again, FALSE);
  return TRUE;
}
