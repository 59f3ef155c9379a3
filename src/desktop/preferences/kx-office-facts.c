#include "desktop/preferences/kx-office-facts.h"

#include "core/entities/kx-office.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-row-form.h"
#include "models/kx-display.h"

struct _KxOfficeFacts
{
  AdwPreferencesGroup parent_instance;

  KxDesk *desk;    /* owned; NULL when disposed */
  GtkWidget *edit; /* borrowed: the button in the header */
  KxRowForm *form; /* borrowed: a row; NULL: no office is shown */
};

G_DEFINE_FINAL_TYPE (KxOfficeFacts, kx_office_facts, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may_change (KxOfficeFacts *self)
{
  const KxRecord *office = self->form != NULL ? kx_row_form_get_record (self->form) : NULL;

  return office != NULL && kx_desk_may (self->desk, &kx_office_entity, KX_OP_PATCH, NULL, office->space);
}

static void
show_acts (KxOfficeFacts *self)
{
  const KxRecord *office = self->form != NULL ? kx_row_form_get_record (self->form) : NULL;
  g_autofree char *area = NULL, *words = NULL;

  gtk_widget_set_visible (self->edit, may_change (self) && !kx_row_form_get_editing (self->form));
  if (office != NULL && !may_change (self))
    {
      area = kx_display_area (kx_office_get_area (kx_office ((KxRecord *) office)), TRUE);
      /* Translators: name of an area. */
      words = g_strdup_printf (_ ("To be read only: a leader or an administrator of %s changes it."), area);
    }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         words != NULL ? words
                                                       : _ ("What letters and lists say about the office."));
}

static void
edit (KxOfficeFacts *self)
{
  kx_row_form_edit (self->form);
}

static gboolean
press_edit (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  KxOfficeFacts *self = KX_OFFICE_FACTS (widget);

  if (!gtk_widget_get_mapped (self->edit))
    return GDK_EVENT_PROPAGATE;
  edit (self);
  return GDK_EVENT_STOP;
}

static void
ended (KxOfficeFacts *self)
{
  show_acts (self);
  gtk_widget_grab_focus (self->edit);
}

static void
dispose (GObject *object)
{
  KxOfficeFacts *self = KX_OFFICE_FACTS (object);

  self->form = NULL;
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_office_facts_parent_class)->dispose (object);
}

static void
kx_office_facts_class_init (KxOfficeFactsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_office_facts_init (KxOfficeFacts *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Wherever the focus is in the preferences. */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_e, GDK_CONTROL_MASK),
                                                        gtk_callback_action_new (press_edit, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  adw_preferences_group_set_title (group, _ ("Office"));
  self->edit = gtk_button_new_with_mnemonic (_ ("_Edit"));
  kx_a11y_name_mnemonics (self->edit);
  gtk_widget_set_valign (self->edit, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->edit, _ ("Edit (Ctrl+E)"));
  g_signal_connect_swapped (self->edit, "clicked", G_CALLBACK (edit), self);
  adw_preferences_group_set_header_suffix (group, self->edit);
}

KxOfficeFacts *
kx_office_facts_new (KxDesk *desk)
{
  KxOfficeFacts *self = g_object_new (KX_TYPE_OFFICE_FACTS, NULL);

  self->desk = g_object_ref (desk);
  show_acts (self);
  return self;
}

void
kx_office_facts_set_office (KxOfficeFacts *self, const KxRecord *office)
{
  g_autofree char *draft = NULL;

  g_return_if_fail (KX_IS_OFFICE_FACTS (self));
  if (office != NULL && self->form != NULL && g_str_equal (kx_row_form_get_id (self->form), office->id))
    return;
  if (self->form != NULL)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->form));
  self->form = NULL;
  if (office != NULL)
    {
      draft = g_strdup_printf ("office/%s", office->id);
      self->form = kx_row_form_new (self->desk, &kx_office_entity, office->id, draft);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->form));
      g_signal_connect_object (self->form, "notify::editing", G_CALLBACK (show_acts), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->form, "closed", G_CALLBACK (ended), self, G_CONNECT_SWAPPED);
    }
  if (may_change (self) && kx_row_form_has_draft (self->form))
    kx_row_form_edit (self->form);
  show_acts (self);
}
