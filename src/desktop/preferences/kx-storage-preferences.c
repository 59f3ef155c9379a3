#include "desktop/preferences/kx-storage-preferences.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-backup-group.h"
#include "desktop/preferences/kx-forget.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "sync/kx-mirror-usage.h"
#include "sync/kx-profile.h"

#define LITTLE_FREE (G_GINT64_CONSTANT (500) * 1000 * 1000)

/* What the person asked the engine to do, until it is done. */
typedef enum
{
  WORK_NONE,
  WORK_CHECK, /* the sums are to be compared */
  WORK_HEAL,  /* they differed, and everything comes anew */
  WORK_ANEW   /* everything comes anew because the person said so */
} Work;

struct _KxStoragePreferences
{
  AdwPreferencesPage parent_instance;

  KxProfile *profile;
  GCancellable *cancellable, *measuring;
  Work work;

  KxBackupGroup *backup;
  AdwActionRow *copy, *files, *store, *waiting, *journal, *synced, *free, *place, *damaged, *failed;
  AdwActionRow *check_row, *anew_row;
  GtkWidget *save, *check, *anew;
  GtkSpinner *checking;
};

G_DEFINE_FINAL_TYPE (KxStoragePreferences, kx_storage_preferences, ADW_TYPE_PREFERENCES_PAGE)

static gboolean
is_gone (KxStoragePreferences *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
say (AdwActionRow *row, const char *words)
{
  adw_action_row_set_subtitle (row, words);
  kx_a11y_set_description (GTK_WIDGET (row), words);
}

/* --- What is kept --- */

/* "12.3 MB in 14 files", from words with {size} and {count}. Free with g_free(). */
static char *
fill (const char *words, gint64 bytes, gint64 n)
{
  g_autofree char *size = kx_format_size ((guint64) bytes), *count = kx_format_count ((guint64) n);
  g_auto (GStrv) at_size = g_strsplit (words, "{size}", -1);
  g_autofree char *sized = g_strjoinv (size, at_size);
  g_auto (GStrv) at_count = g_strsplit (sized, "{count}", -1);

  return g_strjoinv (count, at_count);
}

static void
say_filled (AdwActionRow *row, const char *words, gint64 bytes, gint64 n)
{
  g_autofree char *text = fill (words, bytes, n);

  say (row, text);
}

static void
show_waiting (KxStoragePreferences *self)
{
  g_autofree char *unsent = kx_forget_dup_unsent (self->profile);
  guint saved = kx_mirror_get_salvaged (kx_profile_get_mirror (self->profile));
  KxMirrorSummary summary;
  g_autofree char *when = NULL, *words = NULL;

  kx_mirror_get_summary (kx_profile_get_mirror (self->profile), &summary);
  if (saved > 0)
    words = g_strdup_printf (ngettext ("%s %u of the changes was saved from damaged data.",
                                       "%s %u of the changes were saved from damaged data.", saved),
                             unsent, saved);
  else
    words = g_strdup (*unsent != '\0' ? unsent : _ ("Nothing: everything reached the service"));
  say (self->waiting, words);
  gtk_widget_set_visible (self->save, *unsent != '\0' && !kx_profile_is_local (self->profile));
  when = summary.synced_at.ms != 0 ? kx_format_time (summary.synced_at) : g_strdup (_ ("None yet"));
  say (self->synced, when);
}

static void
show_usage (KxStoragePreferences *self, const KxMirrorUsage *usage)
{
  g_autofree char *store = kx_profile_dup_store_dir (self->profile);
  gint64 n = 0, bytes = store != NULL ? kx_mirror_usage_size (store, &n) : 0;

  say_filled (self->copy, ngettext ("{size}, {count} row", "{size}, {count} rows", (gulong) usage->rows),
              usage->database, usage->rows);
  if (usage->n_files > 0)
    say_filled (self->files,
                ngettext ("{size} in {count} file", "{size} in {count} files", (gulong) usage->n_files),
                usage->files, usage->n_files);
  else
    say (self->files, _ ("None; they are fetched when you open them"));
  if (usage->journal > 0)
    say_filled (self->journal,
                ngettext ("{count} change of the last two weeks", "{count} changes of the last two weeks",
                          (gulong) usage->journal),
                0, usage->journal);
  else
    say (self->journal, _ ("No changes"));
  gtk_widget_set_visible (GTK_WIDGET (self->store), store != NULL);
  say_filled (self->store, _ ("{size}, with what restores have put aside"), bytes, n);
  if (usage->free < 0)
    say (self->free, _ ("Not known"));
  else if (usage->free < LITTLE_FREE)
    say_filled (self->free, _ ("Only {size}. Make room: without it nothing more can be saved."), usage->free,
                0);
  else
    say_filled (self->free, "{size}", usage->free, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->damaged), usage->n_damaged > 0);
  say_filled (self->damaged, _ ("{size}. What could be saved of it is in use again."), usage->damaged,
              usage->n_damaged);
}

static void
measured (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStoragePreferences) self = data;
  g_autoptr (GError) error = NULL;
  KxMirrorUsage usage;
  gboolean known = kx_mirror_usage_finish (KX_MIRROR (source), result, &usage, &error);

  g_clear_object (&self->measuring);
  if (is_gone (self))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->failed), !known);
  if (known)
    show_usage (self, &usage);
  else
    say (self->failed, error->message);
}

static void
on_measure (KxStoragePreferences *self)
{
  if (self->measuring != NULL || is_gone (self))
    return;
  self->measuring = g_cancellable_new ();
  show_waiting (self);
  kx_mirror_usage_async (kx_profile_get_mirror (self->profile), self->measuring, measured,
                         g_object_ref (self));
}

static void
on_open (KxStoragePreferences *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (kx_profile_get_dir (self->profile));

  kx_files_show (GTK_WIDGET (self), folder);
}

static void
on_save (KxStoragePreferences *self)
{
  kx_forget_save (GTK_WIDGET (self), self->profile);
}

static void
on_drop (KxStoragePreferences *self)
{
  g_autoptr (GError) error = NULL;

  if (kx_mirror_drop_damaged (kx_profile_get_mirror (self->profile), &error))
    kx_preferences_toast (GTK_WIDGET (self), _ ("The damaged data were removed"));
  else
    kx_ask_tell (GTK_WIDGET (self), _ ("The damaged data are still there"), error->message);
  on_measure (self);
}

/* --- Checked and fetched anew --- */

static void
show_work (KxStoragePreferences *self)
{
  gtk_widget_set_sensitive (self->check, self->work == WORK_NONE);
  gtk_widget_set_sensitive (self->anew, self->work == WORK_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->checking), self->work != WORK_NONE);
  gtk_spinner_set_spinning (self->checking, self->work != WORK_NONE);
}

/* The engine said what came of the comparison. */
static void
verified (KxSync *sync, int verdict, KxStoragePreferences *self)
{
  g_autofree char *when = kx_format_time (kx_format_now ()), *words = NULL;
  gboolean asked = self->work == WORK_CHECK;

  self->work = verdict == KX_SYNC_HEALING ? WORK_HEAL : asked ? WORK_NONE : self->work;
  if (verdict == KX_SYNC_SAME)
    /* Translators: a moment */
    words = g_strdup_printf (_ ("Compared %s: all data are as the service has them"), when);
  else if (verdict == KX_SYNC_HEALING)
    words = g_strdup (_ ("Some data differed from the service’s; everything is being fetched anew"));
  else if (verdict == KX_SYNC_DIFFERENT)
    words =
        g_strdup (_ ("Some data differ from the service’s though they were fetched anew. Tell whoever runs "
                     "the service."));
  else
    words = g_strdup (_ ("Others are changing so much that nothing can be compared now. Try again later."));
  say (self->check_row, words);
  show_work (self);
}

/* Work that cannot go on now says why; it does later. */
static void
sync_changed (KxStoragePreferences *self)
{
  KxSync *sync = kx_profile_get_sync (self->profile);
  KxSyncState state = kx_sync_get_state (sync);
  const GError *error = kx_sync_get_error (sync);
  AdwActionRow *row = self->work == WORK_ANEW ? self->anew_row : self->check_row;
  g_autofree char *words = NULL;

  if (self->work == WORK_NONE || state == KX_SYNC_OFF)
    return;
  if (state == KX_SYNC_IDLE && self->work != WORK_CHECK)
    {
      KxMirrorSummary summary;
      g_autofree char *when = kx_format_time (kx_format_now ());

      kx_mirror_get_summary (kx_profile_get_mirror (self->profile), &summary);
      if (summary.loading)
        return;
      /* Translators: a moment */
      words = g_strdup_printf (_ ("Everything was fetched anew %s; nothing that waits was lost"), when);
    }
  else if (state == KX_SYNC_OFFLINE || state == KX_SYNC_FAILED || state == KX_SYNC_SIGNED_OUT ||
           state == KX_SYNC_TOO_OLD)
    /* Translators: why, as the service or the system says it */
    words = g_strdup_printf (_ ("Not now: %s. It is done at the next contact."),
                             error != NULL ? error->message : _ ("the service cannot be reached"));
  else
    return;
  self->work = WORK_NONE;
  say (row, words);
  show_work (self);
  on_measure (self);
}

static void
on_check (KxStoragePreferences *self)
{
  KxSync *sync = kx_profile_get_sync (self->profile);

  self->work = WORK_CHECK;
  say (self->check_row, _ ("Comparing"));
  show_work (self);
  kx_sync_verify (sync);
  kx_sync_now (sync);
  sync_changed (self);
}

static void
anew_begun (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxStoragePreferences) self = data;
  g_autoptr (GError) error = NULL;

  if (kx_profile_fetch_anew_finish (KX_PROFILE (source), result, &error) || is_gone (self))
    return;
  self->work = WORK_NONE;
  say (self->anew_row, error->message);
  show_work (self);
}

static void
anew_asked (KxChoice choice, const char *reason, gpointer data)
{
  KxStoragePreferences *self = data;

  if (choice != KX_ASK_ACT || is_gone (self))
    return;
  self->work = WORK_ANEW;
  say (self->anew_row, _ ("Fetching; you can go on working"));
  show_work (self);
  kx_profile_fetch_anew_async (self->profile, NULL, anew_begun, g_object_ref (self));
}

static void
on_anew (KxStoragePreferences *self)
{
  const KxQuestion words = {
    .question = _ ("Fetch everything anew?"),
    .effect =
        _ ("It may take some minutes. You can go on working with what is here until it has come; what was "
           "not sent and what was typed stays."),
    .act = _ ("_Fetch anew")
  };

  kx_ask (GTK_WIDGET (self), &words, anew_asked, g_object_ref (self), g_object_unref);
}

static void
on_remove (KxStoragePreferences *self)
{
  kx_forget_ask (GTK_WIDGET (self), self->profile);
}

/* --- The page --- */

static void
dispose (GObject *object)
{
  KxStoragePreferences *self = KX_STORAGE_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  /* The search of libadwaita 1.2 keeps a reference to each group for good; what the group holds has to go. */
  if (self->backup != NULL)
    kx_backup_group_release (self->backup);
  self->backup = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_STORAGE_PREFERENCES);
  G_OBJECT_CLASS (kx_storage_preferences_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxStoragePreferences *self = KX_STORAGE_PREFERENCES (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->measuring);
  G_OBJECT_CLASS (kx_storage_preferences_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, copy);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, files);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, store);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, waiting);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, journal);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, synced);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, free);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, place);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, damaged);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, failed);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, check_row);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, anew_row);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, save);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, check);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, anew);
  gtk_widget_class_bind_template_child (widget_class, KxStoragePreferences, checking);
}

static void
kx_storage_preferences_class_init (KxStoragePreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/kangxie/Kangxie/ui/preferences/kx-storage-preferences.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_measure);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_drop);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_anew);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
kx_storage_preferences_init (KxStoragePreferences *self)
{
  self->cancellable = g_cancellable_new ();
  /* Before the groups of the template: it comes first. */
  self->backup = g_object_new (KX_TYPE_BACKUP_GROUP, NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->backup));
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  kx_a11y_name_rows (GTK_WIDGET (self));
}

AdwPreferencesPage *
kx_storage_preferences_new (KxProfile *profile)
{
  KxStoragePreferences *self = g_object_new (KX_TYPE_STORAGE_PREFERENCES, NULL);

  self->profile = g_object_ref (profile);
  kx_backup_group_set_profile (self->backup, profile);
  say (self->copy, _ ("Being measured"));
  say (self->place, kx_profile_get_dir (profile));
  on_measure (self);
  g_signal_connect_object (kx_profile_get_mirror (profile), "summary-changed", G_CALLBACK (show_waiting),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kx_profile_get_sync (profile), "notify::state", G_CALLBACK (sync_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kx_profile_get_sync (profile), "verified", G_CALLBACK (verified), self, 0);
  return ADW_PREFERENCES_PAGE (self);
}
