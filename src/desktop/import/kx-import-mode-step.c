#include "desktop/import/kx-import-mode-step.h"

#include "desktop/import/kx-import-widgets.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "models/kx-import-choice.h"
#include "models/kx-import-subjects.h"

struct _KxImportModeStep
{
  AdwBin parent_instance;

  KxImportSession *session;
  AdwActionRow *key_row, *office_row, *both_row, *add_row, *update_row;
  AdwPreferencesGroup *paper, *about;
  AdwComboRow *state_row;
  GtkCheckButton *both, *add, *update;
  GtkSwitch *strict;
  GtkLabel *needed;
};

G_DEFINE_FINAL_TYPE (KxImportModeStep, kx_import_mode_step, ADW_TYPE_BIN)

static void
on_mode (KxImportModeStep *self, GtkCheckButton *button)
{
  if (!gtk_check_button_get_active (button) || self->session == NULL)
    return;
  kx_import_session_set_mode (self->session, button == self->add      ? KX_IMPORT_ADD
                                             : button == self->update ? KX_IMPORT_UPDATE
                                                                      : KX_IMPORT_BOTH);
}

static void
on_strict (KxImportModeStep *self)
{
  if (self->session != NULL)
    kx_import_session_set_strict (self->session, gtk_switch_get_active (self->strict));
}

static void
on_state (KxImportModeStep *self)
{
  const char *chosen = kx_import_get_selected (G_OBJECT (self->state_row));

  if (self->session != NULL && chosen != NULL)
    kx_import_session_set_state (self->session, chosen);
}

/* Where the rows go, named once more before it happens. */
static char *
find_office_name (KxImportModeStep *self)
{
  GListModel *offices = kx_import_session_get_offices (self->session);
  guint place = kx_import_choice_find (offices, kx_import_session_get_office (self->session));
  g_autoptr (KxImportChoice) choice = place != G_MAXUINT ? g_list_model_get_item (offices, place) : NULL;

  return choice != NULL ? g_markup_escape_text (kx_import_choice_get_label (choice), -1)
                        : g_strdup (_ ("No office is chosen yet: go back to the first step"));
}

/* What is said differs with what comes in. */
static void
show_words (KxImportModeStep *self)
{
  const KxImportSubjectWords *words = kx_import_subjects_find (kx_import_session_get_subject (self->session));
  const struct
  {
    AdwActionRow *row;
    GtkCheckButton *button;
  } modes[] = { [KX_IMPORT_BOTH] = { self->both_row, self->both },
                [KX_IMPORT_ADD] = { self->add_row, self->add },
                [KX_IMPORT_UPDATE] = { self->update_row, self->update } };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (modes[i].row), _ (words->modes[i]));
      kx_a11y_set_label (GTK_WIDGET (modes[i].button), _ (words->modes[i]));
    }
  adw_action_row_set_subtitle (self->update_row, _ (words->unknown));
  adw_preferences_group_set_description (self->about, _ (words->left));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row), _ (words->known_by));
  gtk_widget_set_visible (GTK_WIDGET (self->paper), kx_import_session_get_state (self->session) != NULL);
  kx_import_select (G_OBJECT (self->state_row), kx_import_session_get_states (self->session),
                    kx_import_session_get_state (self->session), G_CALLBACK (on_state), self);
}

static void
update (KxImportModeStep *self)
{
  g_autofree char *key = kx_import_session_dup_key (self->session), *office = find_office_name (self);
  g_autofree char *escaped = g_markup_escape_text (key, -1),
                  *missing = kx_import_session_dup_needed (self->session);
  g_autofree char *needed =
      missing != NULL ? g_strdup_printf (_ ("Needed, and no column gives it yet: %s"), missing) : NULL;

  show_words (self);
  adw_action_row_set_subtitle (self->key_row, escaped);
  adw_action_row_set_subtitle (self->office_row, office);
  kx_import_show_text (self->needed, needed);
}

static void
dispose (GObject *object)
{
  KxImportModeStep *self = KX_IMPORT_MODE_STEP (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_MODE_STEP);
  G_OBJECT_CLASS (kx_import_mode_step_parent_class)->dispose (object);
}

static void
kx_import_mode_step_class_init (KxImportModeStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-mode-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, key_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, office_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, both_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, add_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, update_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, paper);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, about);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, state_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, both);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, add);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, update);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, strict);
  gtk_widget_class_bind_template_child (widget_class, KxImportModeStep, needed);
  gtk_widget_class_bind_template_callback (widget_class, on_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_state);
  gtk_widget_class_bind_template_callback (widget_class, on_strict);
}

static void
kx_import_mode_step_init (KxImportModeStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kx_import_mode_step_set_session (KxImportModeStep *self, KxImportSession *session)
{
  KxImportMode mode = kx_import_session_get_mode (session);

  gtk_check_button_set_active (mode == KX_IMPORT_ADD      ? self->add
                               : mode == KX_IMPORT_UPDATE ? self->update
                                                          : self->both,
                               TRUE);
  gtk_switch_set_active (self->strict, kx_import_session_get_strict (session));
  kx_import_show_choice_row (self->state_row, kx_import_session_get_states (session));
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "looked", G_CALLBACK (update), self);
  update (self);
}

void
kx_import_mode_step_focus (KxImportModeStep *self)
{
  KxImportMode mode = kx_import_session_get_mode (self->session);

  gtk_widget_grab_focus (GTK_WIDGET (mode == KX_IMPORT_ADD      ? self->add
                                     : mode == KX_IMPORT_UPDATE ? self->update
                                                                : self->both));
}
