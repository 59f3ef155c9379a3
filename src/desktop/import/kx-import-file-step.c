#include "desktop/import/kx-import-file-step.h"

#include "desktop/import/kx-import-widgets.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-import-keep.h"
#include "models/kx-import-subjects.h"

#define UNDO_SECONDS 8

struct _KxImportFileStep
{
  AdwBin parent_instance;

  KxImportSession *session;
  GtkStack *stack;
  AdwStatusPage *asks;
  AdwPreferencesGroup *subject_group, *table_group;
  GtkButton *choose, *change, *empty_table;
  AdwActionRow *file_row;
  AdwComboRow *subject_row, *same_subject_row, *office_row; /* before and after a file is chosen */
  GtkLabel *problem, *problem_below, *remark, *earlier, *interrupted;
  GtkSpinner *spinner;
  AdwPreferencesGroup *begun; /* imports that have not come to their end */
  GPtrArray *begun_rows;      /* (element-type GtkWidget) borrowed from it */
  char **begun_keys;          /* owned; what is shown, or NULL */
};

G_DEFINE_FINAL_TYPE (KxImportFileStep, kx_import_file_step, ADW_TYPE_BIN)

static void show_begun (KxImportFileStep *self);

static void
open_chosen (GPtrArray *files, gpointer data)
{
  KxImportFileStep *self = data;

  if (files->len > 0)
    kx_import_session_open (self->session, files->pdata[0]);
}

void
kx_import_file_step_choose (KxImportFileStep *self)
{
  const KxFileKind kinds[] = { { _ ("Tables (xlsx, xls, csv)"), "*.xlsx *.xls *.xlsm *.csv *.txt *.tsv" },
                               { _ ("All files"), "*" },
                               { NULL, NULL } };

  kx_files_open (GTK_WIDGET (self), _ ("Choose the table to import"), kinds, FALSE, open_chosen, self, NULL);
}

void
kx_import_file_step_focus (KxImportFileStep *self)
{
  if (kx_import_session_get_phase (self->session) < KX_IMPORT_SEEN)
    gtk_widget_grab_focus (GTK_WIDGET (self->choose));
  else if (gtk_widget_get_visible (GTK_WIDGET (self->office_row)))
    gtk_widget_child_focus (GTK_WIDGET (self->office_row), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->change));
}

/* While a file is opened the row chooses for itself as its list is filled: that is nobody's choice. */
static void
on_office (KxImportFileStep *self)
{
  if (kx_import_session_get_activity (self->session) == KX_IMPORT_OPENING)
    return;
  kx_import_session_set_office (self->session, kx_import_get_selected (G_OBJECT (self->office_row)));
}

/* What the table holds; the row that is not in sight follows the other. */
static void
on_subject (KxImportFileStep *self, GParamSpec *spec, AdwComboRow *row)
{
  const char *chosen = kx_import_get_selected (G_OBJECT (row));

  if (self->session != NULL && chosen != NULL &&
      kx_import_session_get_activity (self->session) < KX_IMPORT_TRYING &&
      kx_import_session_get_activity (self->session) != KX_IMPORT_OPENING)
    kx_import_session_set_subject (self->session, chosen);
}

static gboolean
on_drop (KxImportFileStep *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || kx_import_session_get_activity (self->session) == KX_IMPORT_RUNNING)
    return FALSE;
  kx_import_session_open (self->session, files->data);
  return TRUE;
}

static char *
describe (KxImportFileStep *self)
{
  KxImportCounts counts = kx_import_session_get_counts (self->session);
  g_autofree char *size = kx_format_size (kx_import_session_get_file_size (self->session));
  g_autofree char *rows =
      g_strdup_printf (ngettext ("%u row of data", "%u rows of data", counts.n_rows), counts.n_rows);

  return counts.n_rows > 0 ? g_strdup_printf ("%s · %s", rows, size) : g_steal_pointer (&size);
}

static void
show_file (KxImportFileStep *self)
{
  const char *name = kx_import_session_get_file_name (self->session);
  gboolean several = g_list_model_get_n_items (kx_import_session_get_offices (self->session)) > 1;
  g_autofree char *escaped = g_markup_escape_text (name != NULL ? name : "", -1), *about = describe (self);
  g_autofree char *earlier = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), escaped);
  adw_action_row_set_subtitle (self->file_row, about);
  gtk_widget_set_visible (GTK_WIDGET (self->office_row), several);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->office_row),
                               kx_import_session_get_office (self->session) == NULL
                                   ? _ ("Choose one of those where you are a clerk")
                                   : "");
  kx_import_select (G_OBJECT (self->office_row), kx_import_session_get_offices (self->session),
                    kx_import_session_get_office (self->session), G_CALLBACK (on_office), self);
  if (kx_import_session_get_earlier (self->session) != NULL)
    earlier = g_strdup_printf (_ ("The same file was taken in before (%s). That does no harm, but is hardly "
                                  "what you want."),
                               kx_import_session_get_earlier (self->session));
  kx_import_show_text (self->remark, kx_import_session_get_remark (self->session));
  kx_import_show_text (self->earlier, earlier);
  kx_import_show_text (self->interrupted, kx_import_session_get_interrupted (self->session)
                                              ? _ ("An import of this file was interrupted. It goes on where "
                                                   "it stopped.")
                                              : NULL);
}

static void
on_go_on (KxImportFileStep *self, GtkWidget *button)
{
  /* The row goes as soon as it is opened. */
  g_autofree char *key = g_strdup (g_object_get_data (G_OBJECT (button), "kx-key"));

  if (!kx_import_keep_resume (self->session, key))
    show_begun (self);
}

static void
on_undo (AdwToast *toast, KxImportFileStep *self)
{
  if (self->session == NULL)
    return;
  kx_import_keep_put_back (self->session, g_object_get_data (G_OBJECT (toast), "kx-key"),
                           g_object_get_data (G_OBJECT (toast), "kx-json"));
  show_begun (self);
}

static void
on_throw_away (KxImportFileStep *self, GtkWidget *button)
{
  g_autofree char *key = g_strdup (g_object_get_data (G_OBJECT (button), "kx-key"));
  char *json = kx_import_keep_throw_away (self->session, key);
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (json != NULL && toasts != NULL)
    {
      AdwToast *toast = adw_toast_new (_ ("The unfinished import was thrown away"));

      adw_toast_set_timeout (toast, UNDO_SECONDS);
      adw_toast_set_button_label (toast, _ ("Undo"));
      g_object_set_data_full (G_OBJECT (toast), "kx-key", g_strdup (key), g_free);
      g_object_set_data_full (G_OBJECT (toast), "kx-json", g_strdup (json), g_free);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo), self, 0);
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
    }
  g_free (json);
  show_begun (self);
}

static GtkWidget *
add_button (KxImportFileStep *self, GtkWidget *row, GtkWidget *button, const char *key, const char *said,
            GCallback clicked)
{
  g_object_set_data_full (G_OBJECT (button), "kx-key", g_strdup (key), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  kx_a11y_set_label (button, said);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static void
add_begun (KxImportFileStep *self, const char *key, const KxImportKept *kept)
{
  GtkWidget *row = adw_action_row_new (), *go_on, *away;
  g_autofree char *name = g_markup_escape_text (kept->name, -1), *time = kx_format_time (kept->at);
  g_autofree char *when = g_strdup_printf (_ ("Last chosen %s"), time);
  g_autofree char *going = g_strdup_printf (_ ("Go on with %s"), kept->name);
  g_autofree char *throwing = g_strdup_printf (_ ("Throw away what was chosen for %s"), kept->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), when);
  go_on = add_button (self, row, gtk_button_new_with_label (_ ("Go on")), key, going, G_CALLBACK (on_go_on));
  away = add_button (self, row, gtk_button_new_from_icon_name ("user-trash-symbolic"), key, throwing,
                     G_CALLBACK (on_throw_away));
  gtk_widget_add_css_class (away, "flat");
  gtk_widget_set_tooltip_text (away, _ ("Throw away"));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), go_on);
  adw_preferences_group_add (self->begun, row);
  g_ptr_array_add (self->begun_rows, row);
}

/* Only when there are others: the focus may stand in one of the rows. */
static void
show_begun (KxImportFileStep *self)
{
  char **keys = kx_import_keep_list (self->session);

  if (self->begun_keys != NULL &&
      g_strv_equal ((const char *const *) keys, (const char *const *) self->begun_keys))
    {
      g_strfreev (keys);
      return;
    }
  g_strfreev (self->begun_keys);
  self->begun_keys = keys;
  for (guint i = 0; i < self->begun_rows->len; i++)
    adw_preferences_group_remove (self->begun, self->begun_rows->pdata[i]);
  g_ptr_array_set_size (self->begun_rows, 0);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (KxImportKept) kept = kx_import_keep_read (self->session, keys[i]);

      if (kept != NULL)
        add_begun (self, keys[i], kept);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->begun), self->begun_rows->len > 0);
}

static void
show_subject (KxImportFileStep *self)
{
  GListModel *subjects = kx_import_session_get_subjects (self->session);
  const char *subject = kx_import_session_get_subject (self->session);
  AdwComboRow *rows[] = { self->subject_row, self->same_subject_row };
  AdwPreferencesGroup *groups[] = { self->subject_group, self->table_group };

  adw_status_page_set_title (self->asks, _ (kx_import_subjects_find (subject)->question));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      kx_import_select (G_OBJECT (rows[i]), subjects, subject, G_CALLBACK (on_subject), self);
      /* Not in the row itself, in which it would leave no room for what is chosen. */
      adw_preferences_group_set_description (
          groups[i], kx_import_session_get_state (self->session) != NULL
                         ? _ ("Comes in as taken over from paper; a second officer confirms it")
                         : NULL);
    }
}

static void
update (KxImportFileStep *self)
{
  KxImportActivity activity = kx_import_session_get_activity (self->session);
  gboolean there = kx_import_session_get_phase (self->session) >= KX_IMPORT_SEEN;
  gboolean opening = activity == KX_IMPORT_OPENING;
  const char *problem = kx_import_session_get_problem (self->session);

  show_subject (self);
  if (there)
    show_file (self);
  else if (!opening)
    show_begun (self);
  gtk_spinner_set_spinning (self->spinner, opening);
  gtk_stack_set_visible_child_name (self->stack, opening ? "opening" : there ? "file" : "none");
  kx_import_show_text (self->problem, problem);
  kx_import_show_text (self->problem_below, problem);
}

static void
dispose (GObject *object)
{
  KxImportFileStep *self = KX_IMPORT_FILE_STEP (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  /* Its child is one of the template: it would be taken away unnoticed. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_FILE_STEP);
  G_OBJECT_CLASS (kx_import_file_step_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxImportFileStep *self = KX_IMPORT_FILE_STEP (object);

  g_ptr_array_unref (self->begun_rows);
  g_strfreev (self->begun_keys);
  G_OBJECT_CLASS (kx_import_file_step_parent_class)->finalize (object);
}

static void
kx_import_file_step_class_init (KxImportFileStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-file-step.ui");
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, stack);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, choose);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, empty_table);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, asks);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, subject_group);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, table_group);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, subject_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, same_subject_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, change);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, file_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, office_row);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, problem);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, problem_below);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, remark);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, begun);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, earlier);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, interrupted);
  gtk_widget_class_bind_template_child (widget_class, KxImportFileStep, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_office);
  gtk_widget_class_bind_template_callback (widget_class, on_subject);
  gtk_widget_class_bind_template_callback (widget_class, kx_import_file_step_choose);
}

/* Large letters make the words wider than a narrow window. */
static void
wrap_words (GtkButton *button)
{
  GtkLabel *words = GTK_LABEL (gtk_button_get_child (button));

  gtk_label_set_wrap (words, TRUE);
  gtk_label_set_justify (words, GTK_JUSTIFY_CENTER);
}

static void
kx_import_file_step_init (KxImportFileStep *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->begun_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_words (self->choose);
  wrap_words (self->empty_table);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
}

void
kx_import_file_step_set_session (KxImportFileStep *self, KxImportSession *session)
{
  /* Without a session yet: filling the rows chooses nothing. */
  kx_import_show_choice_row (self->subject_row, kx_import_session_get_subjects (session));
  kx_import_show_choice_row (self->same_subject_row, kx_import_session_get_subjects (session));
  self->session = g_object_ref (session);
  g_signal_handlers_block_by_func (self->office_row, on_office, self);
  kx_import_show_choice_row (self->office_row, kx_import_session_get_offices (session));
  g_signal_handlers_unblock_by_func (self->office_row, on_office, self);
  g_signal_connect_swapped (session, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "looked", G_CALLBACK (update), self);
  update (self);
}
