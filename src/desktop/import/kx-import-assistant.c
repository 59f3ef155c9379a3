#include "desktop/import/kx-import-assistant.h"

#include "desktop/import/kx-import-columns-step.h"
#include "desktop/import/kx-import-file-step.h"
#include "desktop/import/kx-import-mode-step.h"
#include "desktop/import/kx-import-report-view.h"
#include "desktop/import/kx-import-table-step.h"
#include "desktop/import/kx-import-widgets.h"
#include "desktop/export/kx-template.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-files.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-text-scale.h"
#include "desktop/kx-weak.h"
#include "models/kx-import-subjects.h"

/* Below this width lists become rows of two lines. */
#define NARROW_WIDTH 640

struct _KxImportAssistant
{
  AdwWindow parent_instance;

  KxImportSession *session;
  KxImportStep step, wanted; /* wanted: where a person was before, to be gone to */
  gboolean narrow, opening;
  gboolean followed; /* a later turn of the main loop shows what changed */
  AdwToastOverlay *toasts;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkButton *close, *back, *next, *next_below;
  GtkActionBar *bottom;
  GtkStack *stack;
  KxImportFileStep *file_step;
  KxImportTableStep *table_step;
  KxImportColumnsStep *columns_step;
  KxImportModeStep *mode_step;
  KxImportReportView *preview, *result;
  GtkLabel *preview_headline, *preview_note, *result_headline, *result_note, *result_paper;
  GtkBox *result_buttons;
  GtkButton *save_refused, *show_touched;
  GtkProgressBar *progress;
  GtkLabel *progress_title, *progress_text, *progress_note;
  GtkButton *stop;
};

G_DEFINE_FINAL_TYPE (KxImportAssistant, kx_import_assistant, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_OPEN,
  SIGNAL_SHOW_TOUCHED,
  SIGNAL_AGAIN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const struct
{
  const char *name, *title;
} steps[KX_IMPORT_N_STEPS] = {
  [KX_IMPORT_STEP_FILE] = { "file", NULL } /* what it is that comes in */,
  [KX_IMPORT_STEP_TABLE] = { "table", N_ ("Find the table") },
  [KX_IMPORT_STEP_COLUMNS] = { "columns", N_ ("Match the columns") },
  [KX_IMPORT_STEP_MODE] = { "mode", N_ ("Say what is done") },
  [KX_IMPORT_STEP_PREVIEW] = { "preview", N_ ("See what changes") },
  [KX_IMPORT_STEP_RESULT] = { "result", N_ ("What came in") },
};

/* Rows are tried or go in: there is nothing to choose meanwhile. */
static gboolean
is_working (KxImportAssistant *self)
{
  return kx_import_session_get_activity (self->session) >= KX_IMPORT_TRYING;
}

static gboolean
may_go_on (KxImportAssistant *self)
{
  g_autofree char *needed = NULL;
  gboolean idle = kx_import_session_get_activity (self->session) == KX_IMPORT_IDLE;

  switch (self->step)
    {
    case KX_IMPORT_STEP_FILE:
      return idle && kx_import_session_get_phase (self->session) >= KX_IMPORT_SEEN &&
             !kx_import_session_get_barred (self->session) &&
             kx_import_session_get_office (self->session) != NULL;
    case KX_IMPORT_STEP_TABLE:
      return idle && kx_import_session_get_header (self->session, NULL) != 0;
    case KX_IMPORT_STEP_COLUMNS:
      /* What is needed depends on what is done with the rows, which the next step asks. */
      return idle;
    case KX_IMPORT_STEP_MODE:
      return kx_import_session_may_try (self->session);
    case KX_IMPORT_STEP_PREVIEW:
      return kx_import_session_may_run (self->session);
    case KX_IMPORT_STEP_RESULT:
    case KX_IMPORT_N_STEPS:
    default:
      return FALSE;
    }
}

static char *
say_next (KxImportAssistant *self)
{
  const KxImportReport *report = kx_import_session_get_report (self->session);
  guint n = report != NULL ? report->counts[KX_IMPORT_CREATED] + report->counts[KX_IMPORT_UPDATED] : 0;

  if (self->step == KX_IMPORT_STEP_MODE)
    return g_strdup (_ ("_Preview"));
  if (self->step != KX_IMPORT_STEP_PREVIEW)
    return g_strdup (_ ("_Next"));
  if (n == 0)
    return g_strdup (_ ("_Take in"));
  return g_strdup_printf (ngettext ("_Take in %u row", "_Take in %u rows", n), n);
}

static const KxImportSubjectWords *
get_words (KxImportAssistant *self)
{
  return kx_import_subjects_find (kx_import_session_get_subject (self->session));
}

static void
update_title (KxImportAssistant *self)
{
  const char *title = self->step == KX_IMPORT_STEP_FILE ? get_words (self)->title : steps[self->step].title;
  const char *name = kx_import_session_get_file_name (self->session);
  g_autofree char *number = g_strdup_printf (_ ("Step %d of 5"), (int) self->step + 1);
  g_autofree char *subtitle = self->step == KX_IMPORT_STEP_RESULT ? g_strdup (name)
                              : name != NULL                      ? g_strdup_printf ("%s · %s", number, name)
                                                                  : g_strdup (number);
  g_autofree char *whole = g_strdup_printf ("%s – %s", _ (title), subtitle);

  adw_window_title_set_title (self->title, _ (title));
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), whole);
}

static void
update_buttons (KxImportAssistant *self)
{
  gboolean working = is_working (self), ended = self->step == KX_IMPORT_STEP_RESULT;
  g_autofree char *next = say_next (self);
  GtkButton *buttons[] = { self->next, self->next_below };

  gtk_widget_set_visible (GTK_WIDGET (self->back), self->step > KX_IMPORT_STEP_FILE && !ended && !working);
  gtk_widget_set_visible (GTK_WIDGET (self->close), self->step == KX_IMPORT_STEP_FILE || ended || working);
  gtk_button_set_label (self->close,
                        working || ended || kx_import_session_get_file_name (self->session) != NULL
                            ? _ ("_Close")
                            : _ ("_Cancel"));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_button_set_label (buttons[i], next);
      gtk_widget_set_sensitive (GTK_WIDGET (buttons[i]), may_go_on (self));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->next), !ended && !working && !self->narrow);
  gtk_action_bar_set_revealed (self->bottom, !ended && !working && self->narrow);
  gtk_window_set_default_widget (GTK_WINDOW (self),
                                 GTK_WIDGET (self->narrow ? self->next_below : self->next));
  kx_a11y_name_mnemonics (GTK_WIDGET (self->header));
  kx_a11y_name_mnemonics (GTK_WIDGET (self->bottom));
}

static void
update_progress (KxImportAssistant *self)
{
  gboolean running = kx_import_session_get_activity (self->session) == KX_IMPORT_RUNNING;
  guint done, total;
  double fraction = kx_import_session_get_progress (self->session, &done, &total);
  g_autofree char *text = total > 0 ? g_strdup_printf (_ ("%u of %u rows"), done, total) : g_strdup ("");

  gtk_label_set_text (self->progress_title, running ? _ ("The rows are taken in") : _ ("The rows are tried"));
  gtk_label_set_text (self->progress_text, text);
  gtk_label_set_text (self->progress_note,
                      running ? _ ("You may close this window: the import goes on, and says when it is done.")
                              : _ ("Nothing is written yet."));
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
update_preview (KxImportAssistant *self)
{
  const KxImportReport *report = kx_import_session_get_report (self->session);
  const char *problem = kx_import_session_get_problem (self->session), *note = problem;
  g_autofree char *counts = NULL, *headline = NULL;

  if (report == NULL)
    {
      kx_import_show_text (self->preview_headline, problem);
      kx_import_show_text (self->preview_note, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->preview), FALSE);
      return;
    }
  counts = kx_import_report_say_counts (report);
  headline = g_strdup_printf (_ ("What would come of it: %s"), counts);
  if (note == NULL && kx_import_session_get_strict (self->session) && report->counts[KX_IMPORT_REFUSED] > 0)
    note = _ ("All or nothing was chosen, so nothing can be taken in before the refused rows are corrected.");
  else if (note == NULL && report->counts[KX_IMPORT_CREATED] + report->counts[KX_IMPORT_UPDATED] == 0)
    note = _ ("There is nothing to take in.");
  kx_import_show_text (self->preview_headline, headline);
  kx_import_show_text (self->preview_note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), TRUE);
}

/* Words that have to fit the narrowest window. */
static void
set_wrapped_label (GtkButton *button, const char *words)
{
  GtkWidget *label;

  gtk_button_set_label (button, words);
  label = gtk_button_get_child (button);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

static void
update_result (KxImportAssistant *self)
{
  const KxImportReport *report = kx_import_session_get_report (self->session);
  g_autofree char *counts = report != NULL ? kx_import_report_say_counts (report) : NULL;
  guint refused = report != NULL ? report->counts[KX_IMPORT_REFUSED] : 0;
  g_autofree char *save = g_strdup_printf (
      ngettext ("_Save the refused row as a workbook…", "_Save the %u refused rows as a workbook…", refused),
      refused);

  gtk_label_set_text (self->result_headline, counts != NULL ? counts : "");
  kx_import_show_text (self->result_note,
                       refused > 0
                           ? _ ("Correct the refused rows in that workbook and import it: nothing else "
                                "is touched.")
                           : NULL);
  kx_import_show_text (
      self->result_paper,
      kx_import_session_get_state (self->session) != NULL && report != NULL &&
              report->counts[KX_IMPORT_CREATED] > 0
          ? _ ("What is new came in as taken over: a second officer compares it with the paper and confirms "
               "it. That, and what rows lack, stands in the overview.")
          : NULL);
  set_wrapped_label (self->save_refused, save);
  gtk_widget_set_visible (GTK_WIDGET (self->save_refused), refused > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->show_touched), report != NULL && report->touched->len > 0);
  kx_a11y_name_mnemonics (GTK_WIDGET (self->stack));
}

static void
show_step (KxImportAssistant *self)
{
  const char *name = is_working (self) ? "work" : steps[self->step].name;

  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
update (KxImportAssistant *self)
{
  if (self->step == KX_IMPORT_STEP_PREVIEW && !is_working (self))
    update_preview (self);
  if (self->step == KX_IMPORT_STEP_RESULT)
    update_result (self);
  update_progress (self);
  show_step (self);
  update_title (self);
  update_buttons (self);
}

static void
focus_next (KxImportAssistant *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->narrow ? self->next_below : self->next));
}

/* Work begins in what the step shows. */
static void
focus_step (KxImportAssistant *self)
{
  gboolean refused = gtk_widget_get_visible (GTK_WIDGET (self->save_refused));

  switch (self->step)
    {
    case KX_IMPORT_STEP_FILE:
      if (may_go_on (self))
        focus_next (self);
      else
        kx_import_file_step_focus (self->file_step);
      break;
    case KX_IMPORT_STEP_TABLE:
      kx_import_table_step_focus (self->table_step);
      break;
    case KX_IMPORT_STEP_COLUMNS:
      kx_import_columns_step_focus (self->columns_step);
      break;
    case KX_IMPORT_STEP_MODE:
      kx_import_mode_step_focus (self->mode_step);
      break;
    case KX_IMPORT_STEP_PREVIEW:
      kx_import_report_view_focus (self->preview);
      break;
    case KX_IMPORT_STEP_RESULT:
      gtk_widget_grab_focus (GTK_WIDGET (refused ? self->save_refused : self->show_touched));
      break;
    case KX_IMPORT_N_STEPS:
    default:
      break;
    }
}

static void
go (KxImportAssistant *self, KxImportStep step)
{
  self->step = step;
  kx_import_session_set_step (self->session, step);
  if (step == KX_IMPORT_STEP_PREVIEW && kx_import_session_get_phase (self->session) < KX_IMPORT_TRIED)
    kx_import_session_try (self->session);
  update (self);
  if (!is_working (self))
    focus_step (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->stop));
}

static void
on_next (KxImportAssistant *self)
{
  if (self->step == KX_IMPORT_STEP_TABLE)
    kx_import_table_step_settle (self->table_step);
  if (!may_go_on (self))
    return;
  if (self->step == KX_IMPORT_STEP_PREVIEW)
    {
      kx_import_session_run (self->session);
      update (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->stop));
    }
  else
    go (self, self->step + 1);
}

static void
on_back (KxImportAssistant *self)
{
  if (self->step > KX_IMPORT_STEP_FILE && self->step < KX_IMPORT_STEP_RESULT && !is_working (self))
    go (self, self->step - 1);
}

/* Where nothing changed people find themselves where they were; a preview has to be made again. */
static void
on_resumed (KxImportAssistant *self)
{
  if (kx_import_session_get_remark (self->session) == NULL)
    self->wanted = MIN (kx_import_session_get_step (self->session), KX_IMPORT_STEP_MODE);
}

static gboolean
go_to_wanted (KxImportAssistant *self)
{
  KxImportStep before = self->step;

  if (kx_import_session_get_activity (self->session) != KX_IMPORT_IDLE)
    return FALSE;
  while (self->step < self->wanted && may_go_on (self))
    self->step++;
  self->wanted = KX_IMPORT_STEP_FILE;
  return self->step != before;
}

/* Whatever the session says, once all of it is said. */
static gboolean
follow_now (gpointer data)
{
  g_autoptr (KxImportAssistant) self = kx_weak_get (data);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  self->followed = FALSE;
  /* The window may have been closed meanwhile. */
  if (self->session != NULL)
    {
      gboolean was_working = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "work") == 0;
      gboolean was_opening = self->opening, moved;

      self->opening = kx_import_session_get_activity (self->session) == KX_IMPORT_OPENING;

      if (kx_import_session_get_phase (self->session) == KX_IMPORT_ENDED)
        self->step = KX_IMPORT_STEP_RESULT;
      else if (kx_import_session_get_phase (self->session) == KX_IMPORT_NOTHING)
        self->step = KX_IMPORT_STEP_FILE;
      else if (self->step == KX_IMPORT_STEP_PREVIEW && !is_working (self) &&
               kx_import_session_get_phase (self->session) == KX_IMPORT_SEEN &&
               kx_import_session_get_problem (self->session) == NULL)
        /* The dry run was stopped. */
        self->step = KX_IMPORT_STEP_MODE;
      moved = go_to_wanted (self);
      if (was_working && !is_working (self))
        {
          kx_import_report_view_refresh (self->preview);
          kx_import_report_view_refresh (self->result);
        }
      update (self);
      if ((was_working && !is_working (self)) || (was_opening && !self->opening) || moved)
        focus_step (self);
    }
  return G_SOURCE_REMOVE;
}

static void
follow (KxImportAssistant *self)
{
  if (self->followed)
    return;
  self->followed = TRUE;
  /* Before anything is drawn: a machine that is busy drawing would put it off. */
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_now, kx_weak_new (self), kx_weak_free);
}

static void
on_open (KxImportAssistant *self, const char *id)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, id);
}

static void
on_show_touched (KxImportAssistant *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_TOUCHED], 0);
}

static void
on_again (KxImportAssistant *self)
{
  g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
}

static void
say (KxImportAssistant *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
end_saving (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxImportAssistant) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean good = kx_import_session_save_refused_finish (KX_IMPORT_SESSION (source), result, &error);

  if (self != NULL && self->session != NULL)
    say (self, good ? _ ("The refused rows are saved") : error->message);
}

static void
save_chosen (GPtrArray *files, gpointer data)
{
  KxImportAssistant *self = data;

  if (files->len > 0)
    kx_import_session_save_refused_async (self->session, files->pdata[0], NULL, end_saving,
                                          kx_weak_new (self));
}

static void
on_save_refused (KxImportAssistant *self)
{
  const KxFileKind kinds[] = { { _ ("Workbooks (xlsx)"), "*.xlsx" }, { NULL, NULL } };
  g_autofree char *name = kx_import_session_dup_refused_name (self->session);

  kx_files_save (GTK_WIDGET (self), _ ("Save the refused rows"), name, kinds, save_chosen, self, NULL);
}

static void
end_template (GFile *file, const char *problem, gpointer data)
{
  g_autoptr (KxImportAssistant) self = kx_weak_get (data);

  if (self != NULL && self->session != NULL)
    say (self, problem != NULL ? problem : _ ("The empty table is saved"));
}

static void
save_template (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *subject = kx_import_session_get_subject (KX_IMPORT_ASSISTANT (widget)->session);

  kx_template_save (widget, kx_schema_entity (kx_schema_get (), subject), end_template, kx_weak_new (widget),
                    kx_weak_free);
}

static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kx_import_session_cancel (KX_IMPORT_ASSISTANT (widget)->session);
}

static void
step_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_back (KX_IMPORT_ASSISTANT (widget));
}

static void
step_on (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_next (KX_IMPORT_ASSISTANT (widget));
}

/* Closing gives up what was not taken in; rows that go in go on. */
static gboolean
close_request (GtkWindow *window)
{
  KxImportAssistant *self = KX_IMPORT_ASSISTANT (window);

  if (self->session != NULL && kx_import_session_get_activity (self->session) != KX_IMPORT_RUNNING)
    kx_import_session_cancel (self->session);
  return GTK_WINDOW_CLASS (kx_import_assistant_parent_class)->close_request (window);
}

static void
set_narrow (gpointer data)
{
  g_autoptr (KxImportAssistant) self = kx_weak_take (data);
  gboolean narrow = self != NULL && gtk_widget_get_width (GTK_WIDGET (self)) < kx_text_scaled (NARROW_WIDTH);

  if (self != NULL && self->session != NULL && self->narrow != narrow)
    {
      self->narrow = narrow;
      kx_import_columns_step_set_narrow (self->columns_step, narrow);
      kx_import_report_view_set_narrow (self->preview, narrow);
      kx_import_report_view_set_narrow (self->result, narrow);
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->result_buttons),
                                      narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
      update_buttons (self);
    }
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KxImportAssistant *self = KX_IMPORT_ASSISTANT (widget);

  GTK_WIDGET_CLASS (kx_import_assistant_parent_class)->size_allocate (widget, width, height, baseline);
  /* Other widgets may change only after this frame's sizes are settled. */
  if (self->narrow != (width < kx_text_scaled (NARROW_WIDTH)))
    g_idle_add_once (set_narrow, kx_weak_new (self));
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kx_import_assistant_parent_class)->map (widget);
  focus_step (KX_IMPORT_ASSISTANT (widget));
}

static void
dispose (GObject *object)
{
  KxImportAssistant *self = KX_IMPORT_ASSISTANT (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_IMPORT_ASSISTANT);
  G_OBJECT_CLASS (kx_import_assistant_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class,
                                               "/org/kangxie/Kangxie/ui/import/kx-import-assistant.ui");
  gtk_widget_class_bind_template_child (class, KxImportAssistant, toasts);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, header);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, title);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, close);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, back);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, next);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, next_below);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, bottom);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, stack);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, file_step);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, table_step);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, columns_step);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, mode_step);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, preview);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, result);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, preview_headline);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, preview_note);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, result_headline);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, result_note);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, result_paper);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, result_buttons);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, save_refused);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, show_touched);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, progress);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, progress_title);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, progress_text);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, progress_note);
  gtk_widget_class_bind_template_child (class, KxImportAssistant, stop);
  gtk_widget_class_bind_template_callback (class, on_next);
  gtk_widget_class_bind_template_callback (class, on_back);
  gtk_widget_class_bind_template_callback (class, on_open);
  gtk_widget_class_bind_template_callback (class, on_show_touched);
  gtk_widget_class_bind_template_callback (class, on_again);
  gtk_widget_class_bind_template_callback (class, on_save_refused);
}

static void
install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "import.save-template", NULL, save_template);
  gtk_widget_class_install_action (class, "import.stop", NULL, stop);
  gtk_widget_class_install_action (class, "import.back", NULL, step_back);
  gtk_widget_class_install_action (class, "import.next", NULL, step_on);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Left, GDK_ALT_MASK, "import.back", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Return, GDK_CONTROL_MASK, "import.next", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "import.next", NULL);
}

static void
kx_import_assistant_class_init (KxImportAssistantClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  widget_class->map = map;
  widget_class->size_allocate = size_allocate;
  GTK_WINDOW_CLASS (class)->close_request = close_request;
  g_type_ensure (KX_TYPE_IMPORT_FILE_STEP);
  g_type_ensure (KX_TYPE_IMPORT_TABLE_STEP);
  g_type_ensure (KX_TYPE_IMPORT_COLUMNS_STEP);
  g_type_ensure (KX_TYPE_IMPORT_MODE_STEP);
  g_type_ensure (KX_TYPE_IMPORT_REPORT_VIEW);
  bind_template (widget_class);
  install_actions (widget_class);
  signals[SIGNAL_OPEN] = g_signal_new ("open", KX_TYPE_IMPORT_ASSISTANT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SHOW_TOUCHED] = g_signal_new ("show-touched", KX_TYPE_IMPORT_ASSISTANT, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_AGAIN] = g_signal_new ("again", KX_TYPE_IMPORT_ASSISTANT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
}

static void
kx_import_assistant_init (KxImportAssistant *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

KxImportAssistant *
kx_import_assistant_new (KxImportSession *session)
{
  KxImportAssistant *self = g_object_new (KX_TYPE_IMPORT_ASSISTANT, NULL);

  kx_help_bind (GTK_WINDOW (self), "import");
  self->session = g_object_ref (session);
  kx_import_file_step_set_session (self->file_step, session);
  kx_import_table_step_set_session (self->table_step, session);
  kx_import_columns_step_set_session (self->columns_step, session);
  kx_import_mode_step_set_session (self->mode_step, session);
  kx_import_report_view_set_session (self->preview, session);
  kx_import_report_view_set_session (self->result, session);
  kx_import_report_view_refresh (self->result);
  if (kx_import_session_get_phase (session) == KX_IMPORT_ENDED)
    self->step = KX_IMPORT_STEP_RESULT;
  else if (kx_import_session_get_activity (session) == KX_IMPORT_RUNNING)
    self->step = KX_IMPORT_STEP_PREVIEW;
  g_signal_connect_swapped (session, "notify", G_CALLBACK (follow), self);
  g_signal_connect_swapped (session, "looked", G_CALLBACK (follow), self);
  g_signal_connect_swapped (session, "resumed", G_CALLBACK (on_resumed), self);
  update (self);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  return self;
}

KxImportSession *
kx_import_assistant_get_session (KxImportAssistant *self)
{
  return self->session;
}

KxImportStep
kx_import_assistant_get_step (KxImportAssistant *self)
{
  return self->step;
}
