#include "desktop/preferences/kx-person-facts.h"

#include "core/entities/kx-person.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-row-form.h"

struct _KxPersonFacts
{
  AdwPreferencesGroup parent_instance;

  KxDesk *desk;    /* owned; NULL: nothing is shown, or disposed */
  GtkWidget *edit; /* borrowed: the button in the header */
  KxRowForm *form; /* borrowed: a row; NULL: no person is shown */
};

G_DEFINE_FINAL_TYPE (KxPersonFacts, kx_person_facts, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may_change (KxPersonFacts *self)
{
  const KxRecord *person = self->form != NULL ? kx_row_form_get_record (self->form) : NULL;

  return person != NULL && kx_desk_may (self->desk, &kx_person_entity, KX_OP_PATCH, NULL, person->space);
}

static void
show_acts (KxPersonFacts *self)
{
  gboolean editing = self->form != NULL && kx_row_form_get_editing (self->form);

  gtk_widget_set_visible (GTK_WIDGET (self), self->form != NULL);
  gtk_widget_set_visible (self->edit, may_change (self) && !editing);
}

static void
edit (KxPersonFacts *self)
{
  kx_row_form_edit (self->form);
}

static void
ended (KxPersonFacts *self)
{
  show_acts (self);
  gtk_widget_grab_focus (self->edit);
}

static void
dispose (GObject *object)
{
  KxPersonFacts *self = KX_PERSON_FACTS (object);

  self->form = NULL;
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_person_facts_parent_class)->dispose (object);
}

static void
kx_person_facts_class_init (KxPersonFactsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_person_facts_init (KxPersonFacts *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  adw_preferences_group_set_title (group, _ ("Person"));
  adw_preferences_group_set_description (group, _ ("How colleagues, lists and history call them."));
  self->edit = gtk_button_new_with_mnemonic (_ ("_Edit"));
  kx_a11y_name_mnemonics (self->edit);
  gtk_widget_set_valign (self->edit, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->edit, "clicked", G_CALLBACK (edit), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (group, self->edit);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
kx_person_facts_show (KxPersonFacts *self, KxDesk *desk, const char *person)
{
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *draft = NULL;

  g_return_if_fail (KX_IS_PERSON_FACTS (self));
  if (self->form != NULL && g_strcmp0 (kx_row_form_get_id (self->form), person) == 0)
    {
      show_acts (self);
      return;
    }
  if (self->form != NULL)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->form));
  self->form = NULL;
  g_set_object (&self->desk, desk);
  row = person != NULL ? kx_desk_get_row (desk, &kx_person_entity, person) : NULL;
  if (row != NULL && row->deleted_at.ms == 0)
    {
      draft = g_strdup_printf ("person/%s", person);
      self->form = kx_row_form_new (desk, &kx_person_entity, person, draft);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->form));
      g_signal_connect_object (self->form, "notify::editing", G_CALLBACK (show_acts), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->form, "closed", G_CALLBACK (ended), self, G_CONNECT_SWAPPED);
      if (may_change (self) && kx_row_form_has_draft (self->form))
        kx_row_form_edit (self->form);
    }
  show_acts (self);
}

gboolean
kx_person_facts_has_person (KxPersonFacts *self)
{
  g_return_val_if_fail (KX_IS_PERSON_FACTS (self), FALSE);
  return self->form != NULL;
}
