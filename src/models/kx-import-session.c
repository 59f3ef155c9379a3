#include "models/kx-import-session-private.h"

#include "core/entities/kx-agency.h"
#include "models/kx-display.h"
#include "store/kx-thread.h"
#include "sync/kx-gettext.h"

#define LOOK_DELAY 60 /* milliseconds in which further choices are waited for */

G_DEFINE_FINAL_TYPE (KxImportSession, kx_import_session, G_TYPE_OBJECT)

enum
{
  PROP_ACTIVITY = 1,
  PROP_PHASE,
  PROP_PROGRESS,
  PROP_DONE,
  PROP_TOTAL,
  PROP_PROBLEM,
  PROP_SUBJECT,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_LOOKED,
  SIGNAL_CHOSEN,
  SIGNAL_RESUMED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
clear_progress (gpointer data)
{
  KxImportTold *progress = data;

  g_weak_ref_clear (&progress->session);
  g_main_context_unref (progress->context);
}

static void
progress_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_progress);
}

static void
errand_free (gpointer data)
{
  KxImportErrand *errand = data;

  g_object_unref (errand->cancellable);
  g_clear_object (&errand->source);
  g_clear_pointer (&errand->bytes, g_bytes_unref);
  g_free (errand->name);
  g_free (errand->encoding);
  g_free (errand->delimiter);
  kx_import_work_unref (errand->work);
  progress_unref (errand->progress);
  g_clear_pointer (&errand->offices, g_ptr_array_unref);
  g_clear_pointer (&errand->look, kx_import_look_free);
  g_free (errand->own_office);
  g_free (errand->problem);
  g_free (errand);
}

/* The text may be the one that is there. */
static void
set_text (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

static void
notify (KxImportSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_activity (KxImportSession *self, KxImportActivity activity)
{
  if (self->activity == activity)
    return;
  self->activity = activity;
  self->done = self->total = 0;
  notify (self, PROP_PROGRESS);
  notify (self, PROP_ACTIVITY);
}

static void
set_phase (KxImportSession *self, KxImportPhase phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  notify (self, PROP_PHASE);
}

/* Takes `problem`. */
static void
set_problem (KxImportSession *self, char *problem)
{
  g_free (self->problem);
  self->problem = problem;
  notify (self, PROP_PROBLEM);
}

static gboolean
tell_progress (gpointer data)
{
  KxImportTold *progress = data;
  g_autoptr (KxImportSession) self = g_weak_ref_get (&progress->session);

  g_atomic_int_set (&progress->told, 0);
  if (self == NULL || self->activity == KX_IMPORT_IDLE)
    return G_SOURCE_REMOVE;
  self->done = (guint) g_atomic_int_get (&progress->done);
  self->total = (guint) g_atomic_int_get (&progress->total);
  notify (self, PROP_DONE);
  notify (self, PROP_TOTAL);
  notify (self, PROP_PROGRESS);
  return G_SOURCE_REMOVE;
}

/* On the thread that imports. */
static void
note_progress (guint done, guint total, gpointer data)
{
  KxImportTold *progress = data;
  g_autoptr (GSource) source = NULL;

  g_atomic_int_set (&progress->done, (gint) done);
  g_atomic_int_set (&progress->total, (gint) total);
  if (!g_atomic_int_compare_and_exchange (&progress->told, 0, 1))
    return;
  source = g_idle_source_new ();
  g_source_set_callback (source, tell_progress, g_atomic_rc_box_acquire (progress), progress_unref);
  g_source_attach (source, progress->context);
}

static KxImportWork *
make_work (KxImportSession *self, gpointer progress)
{
  KxImportWork *work = kx_import_work_new ();

  work->target = self->target;
  work->owner = self->owner != NULL ? g_object_ref (self->owner) : NULL;
  work->actor = kx_actor_copy (self->actor);
  work->words = self->words;
  work->entity = self->entity;
  work->file = self->file != NULL ? kx_import_file_ref (self->file) : NULL;
  work->office = g_strdup (self->office);
  work->state = g_strdup (self->state);
  work->header = self->wished_header;
  work->mode = self->mode;
  work->strict = self->strict;
  work->progress = note_progress;
  work->progress_data = progress;
  return work;
}

static KxImportErrand *
make_errand (KxImportSession *self, KxImportActivity activity)
{
  KxImportErrand *errand = g_new0 (KxImportErrand, 1);
  KxImportTold *progress = g_atomic_rc_box_new0 (KxImportTold);

  g_weak_ref_init (&progress->session, self);
  progress->context = g_main_context_ref_thread_default ();
  errand->activity = activity;
  errand->cancellable = g_cancellable_new ();
  errand->progress = progress;
  errand->work = make_work (self, progress);
  return errand;
}

static void
run_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (kx_import_errand_run (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
take_offices (KxImportSession *self, KxImportErrand *errand)
{
  const char *likely = errand->own_office;

  if (errand->offices == NULL)
    return;
  g_list_store_splice (self->offices, 0, g_list_model_get_n_items (G_LIST_MODEL (self->offices)),
                       errand->offices->pdata, errand->offices->len);
  self->offices_listed = TRUE;
  if (errand->offices->len == 1)
    likely = kx_import_choice_get_id (errand->offices->pdata[0]);
  if (!kx_import_errand_has_office (errand, self->office))
    g_clear_pointer (&self->office, g_free);
  if (self->office == NULL)
    self->office = g_strdup (likely);
}

static void
offer_sheet (KxImportSession *self, const KxSheet *sheet)
{
  const char *name = kx_sheet_get_name (sheet);
  g_autofree char *hidden = kx_sheet_get_hidden (sheet)
                                ? kx_display_fill (N_ ("{sheet} (hidden in the file)"), "sheet", name, NULL)
                                : NULL;

  if (kx_sheet_get_n_rows (sheet) > 0)
    kx_import_choice_add (self->sheets, name, hidden != NULL ? hidden : name);
}

static void
take_file (KxImportSession *self, KxImportFile *file)
{
  if (self->file != file)
    {
      g_clear_pointer (&self->file, kx_import_file_unref);
      self->file = kx_import_file_ref (file);
      g_list_store_remove_all (self->sheets);
      for (guint i = 0; file->workbook != NULL && i < kx_workbook_get_n_sheets (file->workbook); i++)
        offer_sheet (self, kx_workbook_get_sheet (file->workbook, i));
    }
  if (file->workbook != NULL && kx_workbook_get_encoding (file->workbook) != NULL)
    {
      char utf8[8] = { 0 };

      g_unichar_to_utf8 (kx_workbook_get_delimiter (file->workbook), utf8);
      set_text (&self->encoding, kx_workbook_get_encoding (file->workbook));
      set_text (&self->delimiter, utf8);
    }
}

static void
take_look (KxImportSession *self, KxImportErrand *errand)
{
  KxImportLook *look = errand->look;

  g_free (self->sheet);
  self->sheet = g_steal_pointer (&look->sheet);
  g_free (self->others);
  self->others = g_steal_pointer (&look->others);
  self->header = look->header;
  self->last_header = look->last_header;
  g_free (self->earlier);
  self->earlier = g_steal_pointer (&look->earlier);
  self->interrupted = look->interrupted;
  self->barred = look->barred;
  self->counts = (KxImportCounts){ look->n_rows, look->n_keyed, look->n_hidden, look->n_skipped };
  g_set_object (&self->preview, look->preview);
  if (errand->fresh)
    g_list_store_splice (self->columns, 0, g_list_model_get_n_items (G_LIST_MODEL (self->columns)),
                         look->columns->pdata, look->columns->len);
  if (look->problem != NULL)
    set_problem (self, g_steal_pointer (&look->problem));
}

static void
end_looking (KxImportSession *self, KxImportErrand *errand)
{
  take_offices (self, errand);
  take_file (self, errand->work->file);
  set_problem (self, g_steal_pointer (&errand->problem));
  if (errand->look != NULL)
    take_look (self, errand);
  else
    {
      /* Text that does not open as it was said to be: there is nothing to show until that changes. */
      self->header = self->last_header = 0;
      self->counts = (KxImportCounts){ 0 };
      g_list_store_remove_all (self->columns);
      g_list_store_remove_all (self->preview);
    }
  if (self->offices_listed && g_list_model_get_n_items (G_LIST_MODEL (self->offices)) == 0)
    {
      self->barred = TRUE;
      set_problem (self, g_strdup (_ ("Only a clerk of an office can take in its lists; you have not been "
                                      "given that role anywhere")));
    }
  set_phase (self, KX_IMPORT_SEEN);
  set_activity (self, KX_IMPORT_IDLE);
  if (self->kept != NULL && kx_import_session_take_kept (self))
    g_signal_emit (self, signals[SIGNAL_RESUMED], 0);
  g_signal_emit (self, signals[SIGNAL_LOOKED], 0);
}

static void
end_running (KxImportSession *self, KxImportErrand *errand)
{
  KxImportWork **place = errand->activity == KX_IMPORT_TRYING ? &self->tried : &self->ended;

  g_clear_pointer (place, kx_import_work_unref);
  *place = kx_import_work_ref (errand->work);
  set_problem (self, NULL);
  /* All or nothing, and a row was refused since the dry run: that is another dry run. */
  if (errand->activity == KX_IMPORT_RUNNING && !kx_import_get_report (errand->work->import)->written)
    {
      g_clear_pointer (&self->tried, kx_import_work_unref);
      self->tried = g_steal_pointer (&self->ended);
      set_problem (self, g_strdup (_ ("A row was refused, so nothing was taken in")));
    }
  set_phase (self, self->ended != NULL ? KX_IMPORT_ENDED : KX_IMPORT_TRIED);
  set_activity (self, KX_IMPORT_IDLE);
}

static char *
word_failure (KxImportSession *self, const KxImportErrand *errand, const GError *error)
{
  guint done = (guint) g_atomic_int_get (&errand->progress->done),
        total = (guint) g_atomic_int_get (&errand->progress->total);

  if (errand->activity == KX_IMPORT_OPENING && self->kept != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup_printf (_ ("%s: %s. What was chosen for it is kept: choose the file where it is now, and "
                               "it is taken again"),
                            errand->name, error->message);
  if (errand->activity == KX_IMPORT_OPENING && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup_printf ("%s: %s", errand->name, error->message);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return errand->activity == KX_IMPORT_RUNNING && done > 0
               ? g_strdup_printf (
                     _ ("%s. The first %u of %u rows were gone through and what was right in them "
                        "is in; begin again to go on from there"),
                     error->message, done, total)
               : g_strdup (error->message);
  if (errand->activity == KX_IMPORT_RUNNING)
    return g_strdup_printf (_ ("Stopped after %u of %u rows. What was right in them is in; begin again to go "
                               "on from there"),
                            done, total);
  return NULL;
}

static void
end_failed (KxImportSession *self, KxImportErrand *errand, const GError *error)
{
  char *problem = word_failure (self, errand, error);

  take_offices (self, errand);
  if (errand->activity == KX_IMPORT_OPENING)
    {
      g_clear_pointer (&self->file, kx_import_file_unref);
      set_phase (self, KX_IMPORT_NOTHING);
    }
  set_problem (self, problem);
  set_activity (self, KX_IMPORT_IDLE);
}

static void
end_errand (GObject *source, GAsyncResult *result, gpointer data)
{
  KxImportErrand *errand = g_task_get_task_data (G_TASK (result));
  KxImportSession *self = KX_IMPORT_SESSION (source);
  g_autoptr (GError) error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->errand != errand)
    return;
  self->errand = NULL;
  if (!good)
    end_failed (self, errand, error);
  else if (errand->activity <= KX_IMPORT_LOOKING)
    end_looking (self, errand);
  else
    end_running (self, errand);
}

/* Takes `errand`. What goes on is given up: its end does not count any more. */
static void
start (KxImportSession *self, KxImportErrand *errand)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, end_errand, NULL);

  if (self->errand != NULL)
    g_cancellable_cancel (self->errand->cancellable);
  g_clear_handle_id (&self->look_later, g_source_remove);
  self->errand = errand;
  g_task_set_task_data (task, errand, errand_free);
  set_activity (self, errand->activity);
  kx_thread_run (task, run_task);
}

void
kx_import_session_forget_tried (KxImportSession *self)
{
  g_clear_pointer (&self->tried, kx_import_work_unref);
  g_clear_pointer (&self->ended, kx_import_work_unref);
  if (self->phase > KX_IMPORT_SEEN)
    set_phase (self, KX_IMPORT_SEEN);
}

static gboolean
look_now (gpointer data)
{
  KxImportSession *self = data;
  KxImportErrand *errand = make_errand (self, KX_IMPORT_LOOKING);

  self->look_later = 0;
  errand->fresh = !self->whole_mapping;
  if (self->whole_mapping)
    errand->work->mapping = kx_import_column_items_to_mapping (G_LIST_MODEL (self->columns));
  errand->work->sheet = g_strdup (self->sheet);
  if (errand->work->office == NULL)
    {
      const char *first = kx_import_choice_get_id_at (G_LIST_MODEL (self->offices), 0);

      errand->work->office = g_strdup (first);
    }
  start (self, errand);
  return G_SOURCE_REMOVE;
}

void
kx_import_session_look_again (KxImportSession *self, gboolean fresh)
{
  g_return_if_fail (self->activity != KX_IMPORT_RUNNING);
  if (self->file == NULL || self->file->workbook == NULL)
    return;
  self->whole_mapping = !fresh;
  kx_import_session_forget_tried (self);
  g_clear_handle_id (&self->look_later, g_source_remove);
  self->look_later = g_timeout_add (LOOK_DELAY, look_now, self);
  if (self->errand != NULL)
    g_cancellable_cancel (self->errand->cancellable);
  self->errand = NULL;
  set_activity (self, KX_IMPORT_LOOKING);
}

void
kx_import_session_reopen (KxImportSession *self, const char *encoding, const char *delimiter)
{
  KxImportErrand *errand;

  g_return_if_fail (self->activity != KX_IMPORT_RUNNING);
  if (self->file == NULL || self->file->bytes == NULL)
    return;
  kx_import_session_forget_tried (self);
  self->wished_header = 0;
  self->whole_mapping = FALSE;
  errand = make_errand (self, KX_IMPORT_LOOKING);
  errand->again = errand->fresh = TRUE;
  errand->list_offices = TRUE;
  errand->encoding = g_strdup (encoding);
  errand->delimiter = g_strdup (delimiter);
  set_text (&self->encoding, encoding);
  set_text (&self->delimiter, delimiter);
  start (self, errand);
}

void
kx_import_session_begin (KxImportSession *self, gboolean dry_run)
{
  KxImportErrand *errand = make_errand (self, dry_run ? KX_IMPORT_TRYING : KX_IMPORT_RUNNING);

  errand->work->sheet = g_strdup (self->sheet);
  /* What is seen is what counts, also where the header was found by itself. */
  errand->work->header = self->header;
  errand->work->mapping = kx_import_column_items_to_mapping (G_LIST_MODEL (self->columns));
  errand->work->dry_run = dry_run;
  errand->work->keep_in = g_strdup (self->keep_in);
  set_problem (self, NULL);
  start (self, errand);
}

/* What was chosen before counts for the same file alone, or for one of the same name where it is gone. */
static void
pick_kept (KxImportSession *self, const char *uri, const char *name)
{
  if (self->kept != NULL && g_strcmp0 (self->kept->name, name) != 0)
    g_clear_pointer (&self->kept, kx_import_kept_free);
  else if (self->kept == NULL && uri != NULL && g_strcmp0 (self->uri, uri) == 0 &&
           self->phase < KX_IMPORT_ENDED)
    {
      g_autofree char *json = kx_import_session_dup_kept (self, (KxTime){ 0 });

      self->kept = json != NULL ? kx_import_kept_from_json (json) : NULL;
    }
}

/* Wishes what was chosen before of the file itself. */
static void
wish_kept (KxImportSession *self, KxImportErrand *errand)
{
  const KxImportKept *kept = self->kept;

  errand->encoding = g_strdup (kept->encoding);
  errand->delimiter = g_strdup (kept->delimiter);
  set_text (&self->encoding, kept->encoding);
  set_text (&self->delimiter, kept->delimiter);
  set_text (&self->office, kept->office);
  set_text (&errand->work->office, kept->office);
  errand->work->sheet = g_strdup (kept->sheet);
  errand->work->header = self->wished_header = kept->header;
  set_text (&self->state, kept->state != NULL ? kept->state : self->state);
  set_text (&errand->work->state, self->state);
  self->mode = kept->mode;
  self->strict = kept->strict;
  self->step = kept->step;
}

/* Whatever was there is given up for another file. Takes `uri`, NULL for pasted rows. The errand is to be
 * filled and started. */
static KxImportErrand *
begin_opening (KxImportSession *self, char *uri, const char *name)
{
  KxImportErrand *errand;

  pick_kept (self, uri, name);
  g_list_store_remove_all (self->columns);
  if (self->kept != NULL)
    {
      kx_import_session_take_subject (self, self->kept->subject);
      notify (self, PROP_SUBJECT);
    }
  kx_import_session_forget_tried (self);
  g_clear_pointer (&self->file, kx_import_file_unref);
  g_clear_pointer (&self->sheet, g_free);
  g_clear_pointer (&self->others, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->delimiter, g_free);
  g_clear_pointer (&self->earlier, g_free);
  g_clear_pointer (&self->remark, g_free);
  g_clear_pointer (&self->pasted, g_bytes_unref);
  g_free (self->uri);
  self->uri = uri;
  self->interrupted = self->whole_mapping = FALSE;
  self->header = self->last_header = self->wished_header = 0;
  g_list_store_remove_all (self->sheets);
  set_problem (self, NULL);
  set_phase (self, KX_IMPORT_NOTHING);
  errand = make_errand (self, KX_IMPORT_OPENING);
  errand->list_offices = errand->fresh = TRUE;
  errand->name = g_strdup (name);
  if (self->kept != NULL)
    wish_kept (self, errand);
  return errand;
}

void
kx_import_session_open (KxImportSession *self, GFile *file)
{
  KxImportErrand *errand;
  g_autofree char *base = g_file_get_basename (file), *name = NULL;

  g_return_if_fail (self->activity != KX_IMPORT_RUNNING);
  name = g_filename_display_name (base != NULL ? base : "");
  errand = begin_opening (self, g_file_get_uri (file), name);
  errand->source = g_object_ref (file);
  start (self, errand);
}

void
kx_import_session_open_bytes (KxImportSession *self, GBytes *bytes, const char *name)
{
  KxImportErrand *errand;

  g_return_if_fail (self->activity != KX_IMPORT_RUNNING);
  errand = begin_opening (self, NULL, name);
  self->pasted = g_bytes_ref (bytes);
  errand->bytes = g_bytes_ref (bytes);
  start (self, errand);
}

void
kx_import_session_set_subject (KxImportSession *self, const char *entity)
{
  g_return_if_fail (self->activity != KX_IMPORT_RUNNING && self->activity != KX_IMPORT_OPENING);
  if (g_strcmp0 (self->entity->name, entity) == 0)
    return;
  /* First, or they would seem to change their meaning with the list of it. */
  g_list_store_remove_all (self->columns);
  kx_import_session_take_subject (self, entity);
  kx_import_session_look_again (self, TRUE);
  notify (self, PROP_SUBJECT);
  kx_import_session_chose (self);
}

void
kx_import_session_chose (KxImportSession *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

void
kx_import_session_cancel (KxImportSession *self)
{
  if (self->errand != NULL)
    g_cancellable_cancel (self->errand->cancellable);
  /* Rows are going in: only the thread knows where it stops. */
  if (self->activity == KX_IMPORT_RUNNING)
    return;
  self->errand = NULL;
  g_clear_handle_id (&self->look_later, g_source_remove);
  set_activity (self, KX_IMPORT_IDLE);
}

static void
dispose (GObject *object)
{
  KxImportSession *self = KX_IMPORT_SESSION (object);

  g_clear_handle_id (&self->look_later, g_source_remove);
  g_clear_pointer (&self->tried, kx_import_work_unref);
  g_clear_pointer (&self->ended, kx_import_work_unref);
  g_clear_pointer (&self->file, kx_import_file_unref);
  g_clear_pointer (&self->pasted, g_bytes_unref);
  g_clear_pointer (&self->kept, kx_import_kept_free);
  g_clear_object (&self->sheets);
  g_clear_object (&self->encodings);
  g_clear_object (&self->delimiters);
  g_clear_object (&self->preview);
  g_clear_object (&self->columns);
  g_clear_object (&self->fields);
  g_clear_object (&self->offices);
  g_clear_object (&self->subjects);
  g_clear_object (&self->states);
  g_clear_object (&self->owner);
  G_OBJECT_CLASS (kx_import_session_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxImportSession *self = KX_IMPORT_SESSION (object);

  kx_actor_free (self->actor);
  g_free (self->keep_in);
  g_free (self->problem);
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->sheet);
  g_free (self->others);
  g_free (self->earlier);
  g_free (self->office);
  g_free (self->state);
  g_free (self->uri);
  g_free (self->remark);
  G_OBJECT_CLASS (kx_import_session_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  KxImportSession *self = KX_IMPORT_SESSION (object);

  switch (id)
    {
    case PROP_ACTIVITY:
      g_value_set_uint (value, self->activity);
      break;
    case PROP_PHASE:
      g_value_set_uint (value, self->phase);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, kx_import_session_get_progress (self, NULL, NULL));
      break;
    case PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, self->total);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_SUBJECT:
      g_value_set_string (value, kx_import_session_get_subject (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
kx_import_session_class_init (KxImportSessionClass *class)
{
  static const char *const names[N_SIGNALS] = { "looked", "chosen", "resumed" };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  object_class->get_property = get_property;
  properties[PROP_ACTIVITY] = g_param_spec_uint ("activity", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PHASE] = g_param_spec_uint ("phase", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], KX_TYPE_IMPORT_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
kx_import_session_init (KxImportSession *self)
{
  self->sheets = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->encodings = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->delimiters = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->fields = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->offices = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->subjects = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->states = g_list_store_new (KX_TYPE_IMPORT_CHOICE);
  self->columns = g_list_store_new (KX_TYPE_IMPORT_COLUMN_ITEM);
  self->preview = g_list_store_new (KX_TYPE_IMPORT_PREVIEW_ROW);
}

static const char *
translate (const char *msgid, gpointer data)
{
  return _ (msgid);
}

KxImportSession *
kx_import_session_new (KxImportTarget target, GObject *owner, const KxActor *actor,
                       const KxImportWords *words)
{
  static const KxImportWords own = { translate, NULL };
  KxImportSession *self = g_object_new (KX_TYPE_IMPORT_SESSION, NULL);

  self->target = target;
  self->owner = owner != NULL ? g_object_ref (owner) : NULL;
  self->actor = kx_actor_copy (actor);
  self->words = words != NULL ? words : &own;
  kx_import_session_fill_lists (self);
  kx_import_session_take_subject (self, kx_agency_entity.name);
  return self;
}
