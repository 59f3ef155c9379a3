/* A new record that runs on paper already: it comes in as it stands there (core/kx-take-over.h). */
#include "core/kx-take-over.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-act.h"
#include "models/kx-display.h"

/* The section of the state in the form of such a record, and what stands below it, which goes with the form.
 */
#define PAPER 0
#define BELOW "kx-paper-below"

KxFieldEntry *
kx_record_page_get_paper (KxRecordPage *self)
{
  return self->fresh && kx_take_over_knows (self->kind->entity)
             ? kx_form_get_entry (self->form, (guint) self->kind->entity->state)
             : NULL;
}

gboolean
kx_record_page_make (GPtrArray *acts, const char *id, const KxRecord *fields)
{
  const KxEntity *entity = fields->entity;
  gboolean paper = kx_take_over_knows (entity) && kx_record_has (fields, (guint) entity->state);
  KxRecord *made = kx_record_copy (fields);
  g_autoptr (KxRecord) row = kx_record_new (entity, id, NULL);

  /* Nobody says of what begins here how it stands. */
  if (paper)
    kx_record_drop (made, (guint) entity->state);
  kx_act_create (acts, id, made);
  if (paper)
    kx_act_step (acts, row, "take_over",
                 kx_take_over_arguments (entity, kx_record_get (fields, (guint) entity->state).CODE));
  return paper;
}

/* What is said below the state. Free with g_free(). */
static char *
dup_words (KxRecordPage *self)
{
  g_autoptr (KxRecord) record = kx_form_read_typed (self->form);
  g_autoptr (GArray) gaps = NULL;
  g_autofree char *missing = NULL, *lacks = NULL;

  if (!kx_record_has (record, (guint) self->kind->entity->state))
    return g_strdup (_ ("If it runs on paper already, choose the state in which it stands there."));
  /* As if it had been taken over. */
  kx_record_put (record, (guint) kx_entity_field (record->entity, "taken_over"),
                 (KxValue){ .BOOLEAN = TRUE });
  gaps = kx_take_over_gaps (record, 0);
  missing = kx_display_gaps (record->entity, gaps);
  lacks = kx_display_fill (N_ ("Still missing: {fields}. It can be saved without; what is missing stands "
                               "among the to-dos."),
                           "fields", missing, NULL);
  return g_strconcat (_ ("It comes in as it stands on paper. Another officer compares it with the paper and "
                         "confirms it."),
                      "\n", lacks, NULL);
}

void
kx_record_page_show_gaps (KxRecordPage *self)
{
  GtkWidget *label;
  g_autofree char *words = NULL;

  if (self->form == NULL || kx_record_page_get_paper (self) == NULL)
    return;
  label = g_object_get_data (G_OBJECT (self->form), BELOW);
  if (label == NULL)
    {
      label = kx_label_new ("", "dim-label");
      kx_form_add_below (self->form, PAPER, label);
      g_object_set_data (G_OBJECT (self->form), BELOW, label);
    }
  words = dup_words (self);
  gtk_label_set_label (GTK_LABEL (label), words);
}
