#include "desktop/preferences/kx-backup-group.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-settings.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-restore.h"
#include "sync/kx-local-backup.h"
#include "sync/kx-profile.h"

#define MOST_SHOWN 8
#define LOOK_MS 250
#define OLD_MS (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)

struct _KxBackupGroup
{
  AdwPreferencesGroup parent_instance;

  KxProfile *profile;
  GSettings *settings;
  KxWindow *window;          /* owned; below the preferences, while a backup is made; else NULL */
  GPtrArray *rows;           /* (element-type GtkWidget) borrowed; the backups */
  char *folder;              /* "": none was chosen */
  char *making;              /* of a backup under way; NULL: none */
  GCancellable *cancellable; /* owned; of that */
  guint look;                /* source: how far it is */
  gboolean busy;             /* a backup is being read or restored */

  AdwActionRow *elsewhere, *folder_row, *make_row, *other_row, *daily_row, *recovery_row;
  GtkWidget *choose, *make, *stop, *other, *daily;
  GtkSpinner *making_spinner, *restoring_spinner;
};

G_DEFINE_FINAL_TYPE (KxBackupGroup, kx_backup_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
is_gone (KxBackupGroup *self)
{
  return self->profile == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL;
}

/* --- What can be pressed now --- */

static void
update (KxBackupGroup *self)
{
  gboolean making = self->making != NULL, free = !making && !self->busy;

  gtk_widget_set_sensitive (self->choose, free);
  gtk_widget_set_sensitive (self->make, free);
  gtk_widget_set_sensitive (self->other, free);
  /* It needs to know where. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->daily_row), *self->folder != '\0');
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_sensitive (self->rows->pdata[i], free);
  gtk_widget_set_visible (self->make, !making);
  gtk_widget_set_visible (self->stop, making);
  gtk_widget_set_visible (GTK_WIDGET (self->making_spinner), making);
  gtk_spinner_set_spinning (self->making_spinner, making);
  gtk_widget_set_visible (GTK_WIDGET (self->restoring_spinner), self->busy);
  gtk_spinner_set_spinning (self->restoring_spinner, self->busy);
}

static void
say_making (KxBackupGroup *self, const char *words)
{
  adw_action_row_set_subtitle (self->make_row, words);
  kx_a11y_set_description (GTK_WIDGET (self->make_row), words);
}

/* --- Restoring --- */

static void
restoring (GtkWidget *over, const char *doing)
{
  KxBackupGroup *self = KX_BACKUP_GROUP (over);
  const char *words =
      doing != NULL ? doing
                    : _ ("One from another disk or computer. It is read and checked before it is used.");

  self->busy = doing != NULL;
  adw_action_row_set_subtitle (self->other_row, words);
  kx_a11y_set_description (GTK_WIDGET (self->other_row), words);
  update (self);
}

static void
on_restore (KxBackupGroup *self, GtkWidget *button)
{
  kx_restore_begin (GTK_WIDGET (self), self->profile, g_object_get_data (G_OBJECT (button), "path"),
                    restoring);
}

static void
file_chosen (GPtrArray *files, gpointer data)
{
  KxBackupGroup *self = data;
  const char *path = files->len > 0 ? g_file_peek_path (files->pdata[0]) : NULL;

  if (path != NULL && !is_gone (self))
    kx_restore_begin (GTK_WIDGET (self), self->profile, path, restoring);
}

static void
on_other (KxBackupGroup *self)
{
  const KxFileKind kinds[] = { { _ ("Backups"), "*.zst" }, { NULL, NULL } };

  kx_files_open (GTK_WIDGET (self), _ ("Backup to restore"), kinds, FALSE, file_chosen, g_object_ref (self),
                 g_object_unref);
}

/* --- The backups of the folder --- */

static void
add_row (KxBackupGroup *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_backup (KxBackupGroup *self, const KxLocalBackup *backup)
{
  g_autofree char *when = kx_format_time (backup->at), *size = kx_format_size ((guint64) backup->bytes);
  g_autofree char *name = g_path_get_basename (backup->path), *words = NULL;
  GtkWidget *row, *button;

  words = g_strdup_printf ("%s · %s", size, name);
  row = kx_preferences_row_new (when, words);
  button = kx_preferences_row_add_button (row, _ ("Restore…"));
  g_object_set_data_full (G_OBJECT (button), "path", g_strdup (backup->path), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_restore), self, G_CONNECT_SWAPPED);
  add_row (self, row);
}

static void
add_rest (KxBackupGroup *self, guint n)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("%u older backup lies in the folder", "%u older backups lie in the folder", n), n);

  add_row (self, kx_preferences_row_new (words, NULL));
}

static void
say_last (KxBackupGroup *self, GPtrArray *list)
{
  KxTime now = kx_format_now ();
  const KxLocalBackup *last = list->len > 0 ? list->pdata[0] : NULL;
  g_autofree char *when = last != NULL ? kx_format_time_short (last->at, now) : NULL, *words = NULL;

  if (last == NULL)
    words = g_strdup (_ ("There is none in this folder yet"));
  else if (now.ms - last->at.ms > OLD_MS)
    /* Translators: a moment */
    words = g_strdup_printf (_ ("The last one is of %s: more than a week of work is in none"), when);
  else
    /* Translators: a moment */
    words = g_strdup_printf (_ ("The last one is of %s"), when);
  say_making (self, words);
}

static void
list_backups (KxBackupGroup *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  kx_preferences_clear_rows (ADW_PREFERENCES_GROUP (self), self->rows);
  if (*self->folder == '\0')
    {
      adw_action_row_set_subtitle (self->folder_row, _ ("None was chosen yet. Another disk is best."));
      say_making (self, _ ("None was made from here yet"));
      return;
    }
  adw_action_row_set_subtitle (self->folder_row, self->folder);
  list = kx_local_backup_list (self->folder, &error);
  if (list == NULL)
    {
      /* A disk that is not plugged in, mostly. */
      say_making (self, _ ("The folder cannot be read now. Plug its disk in, or choose another folder."));
      return;
    }
  say_last (self, list);
  for (guint i = 0; i < MIN (list->len, MOST_SHOWN); i++)
    add_backup (self, list->pdata[i]);
  if (list->len > MOST_SHOWN)
    add_rest (self, list->len - MOST_SHOWN);
}

/* --- Making one --- */

static gboolean
look (gpointer data)
{
  KxBackupGroup *self = data;
  gint64 bytes = kx_local_backup_written (self->making);
  gboolean written = g_file_test (self->making, G_FILE_TEST_EXISTS);
  g_autofree char *size = kx_format_size ((guint64) bytes), *words = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    words = g_strdup (_ ("It is being given up"));
  else if (written)
    /* Translators: an amount such as 12 MB */
    words = g_strdup_printf (_ ("%s written; it is being read back"), size);
  else
    words = g_strdup_printf (_ ("%s written so far"), size);
  say_making (self, words);
  return G_SOURCE_CONTINUE;
}

static void
tell_made (KxBackupGroup *self, const KxBackupContents *contents, double seconds)
{
  g_autofree char *size = kx_format_size ((guint64) contents->bytes), *words = NULL;

  /* Translators: an amount such as 12 MB, a number of seconds such as 2.1 */
  words = g_strdup_printf (_ ("Backup made: %s in %.1f s, read back and whole"), size, seconds);
  say_making (self, words);
  kx_preferences_toast (GTK_WIDGET (self), _ ("The backup is made"));
}

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxBackupGroup) self = data;
  g_autoptr (KxWindow) window = g_steal_pointer (&self->window);
  g_auto (KxBackupContents) contents = { 0 };
  g_autoptr (GError) error = NULL;
  double seconds = 0;
  gboolean done =
      kx_local_backup_make_finish (KX_LOCAL_SERVICE (source), result, &contents, &seconds, &error);
  gboolean given_up = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED), had_focus;

  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_pointer (&self->making, g_free);
  g_clear_object (&self->cancellable);
  if (!done && !given_up)
    kx_preferences_tell (GTK_WIDGET (self), window, _ ("The backup was not made"), error->message);
  else if (done && contents.lost != NULL)
    kx_preferences_tell (
        GTK_WIDGET (self), window, _ ("The backup was made, without some attachments"),
        _ ("The files of some attachments are missing or damaged on this computer. All else is in the "
           "backup. Restore an older backup that still has them, or attach them again."));
  if (is_gone (self))
    return;
  list_backups (self);
  if (done)
    tell_made (self, &contents, seconds);
  else if (given_up)
    kx_preferences_toast (GTK_WIDGET (self), _ ("The backup was given up; earlier ones are as they were"));
  else
    say_making (self, error->message);
  had_focus = gtk_widget_has_focus (self->stop);
  update (self);
  if (had_focus)
    gtk_widget_grab_focus (self->make);
}

/* The writing ends a moment later, and says so. */
static void
on_stop (KxBackupGroup *self)
{
  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  say_making (self, _ ("It is being given up"));
  g_cancellable_cancel (self->cancellable);
}

static void
make_backup (KxBackupGroup *self)
{
  g_autofree char *name = kx_local_backup_name (kx_format_now ());
  gboolean had_focus;

  self->making = g_build_filename (self->folder, name, NULL);
  g_set_object (&self->window, kx_window_find (GTK_WIDGET (self)));
  self->cancellable = g_cancellable_new ();
  self->look = g_timeout_add (LOOK_MS, look, self);
  say_making (self, _ ("Gathering the data"));
  had_focus = gtk_widget_has_focus (self->make);
  update (self);
  if (had_focus)
    gtk_widget_grab_focus (self->stop);
  /* It comes to its end also when the preferences are closed. */
  kx_local_backup_make_async (kx_profile_get_local (self->profile), self->making, self->cancellable, made,
                              g_object_ref (self));
}

/* --- Where --- */

typedef struct
{
  KxBackupGroup *self; /* owned */
  gboolean make;       /* and make one there */
} Choose;

static void
choose_free (gpointer data)
{
  Choose *choose = data;

  g_object_unref (choose->self);
  g_free (choose);
}

static void
folder_chosen (GPtrArray *files, gpointer data)
{
  const Choose *choose = data;
  KxBackupGroup *self = choose->self;
  const char *path = files->len > 0 ? g_file_peek_path (files->pdata[0]) : NULL;

  if (path == NULL || is_gone (self))
    return;
  g_free (self->folder);
  self->folder = g_strdup (path);
  g_settings_set_string (self->settings, "backup-folder", path);
  list_backups (self);
  update (self);
  if (choose->make)
    make_backup (self);
}

static void
choose_folder (KxBackupGroup *self, gboolean make)
{
  Choose *choose = g_new (Choose, 1);

  *choose = (Choose){ g_object_ref (self), make };
  kx_files_choose_folder (GTK_WIDGET (self), _ ("Folder for backups"), folder_chosen, choose, choose_free);
}

static void
on_choose (KxBackupGroup *self)
{
  choose_folder (self, FALSE);
}

static void
on_make (KxBackupGroup *self)
{
  if (*self->folder != '\0')
    make_backup (self);
  else
    choose_folder (self, TRUE);
}

/* --- The recovery text --- */

static void
recovery_answered (KxChoice choice, const char *reason, gpointer data)
{
  KxBackupGroup *self = data;
  g_autofree char *text = self->profile != NULL ? kx_profile_dup_recovery (self->profile) : NULL;

  if (choice == KX_ASK_ACT && text != NULL && !is_gone (self))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
on_recovery (KxBackupGroup *self)
{
  g_autofree char *text = kx_profile_dup_recovery (self->profile), *body = NULL;
  KxQuestion words = { .question = _ ("Recovery text"), .stay = _ ("_Close"), .act = _ ("C_opy") };

  if (text == NULL)
    {
      kx_ask_tell (GTK_WIDGET (self), _ ("Recovery text"), _ ("The keys of this computer cannot be read."));
      return;
    }
  /* Translators: the text, which is one long word */
  body =
      g_strdup_printf (_ ("%s\n\nWrite it down and keep it apart from the backups: whoever has both can read "
                          "everything, and without it masked values of a backup cannot be read on another "
                          "computer."),
                       text);
  words.effect = body;
  kx_ask (GTK_WIDGET (self), &words, recovery_answered, g_object_ref (self), g_object_unref);
}

/* --- The group --- */

void
kx_backup_group_set_profile (KxBackupGroup *self, KxProfile *profile)
{
  gboolean local = kx_profile_is_local (profile);
  g_autofree char *name = g_path_get_basename (kx_profile_get_dir (profile));

  g_return_if_fail (KX_IS_BACKUP_GROUP (self) && self->profile == NULL);
  self->profile = g_object_ref (profile);
  self->settings = kx_settings_new_for_profile (name);
  gtk_widget_set_visible (GTK_WIDGET (self->elsewhere), !local);
  gtk_widget_set_visible (GTK_WIDGET (self->folder_row), local);
  gtk_widget_set_visible (GTK_WIDGET (self->make_row), local);
  gtk_widget_set_visible (GTK_WIDGET (self->other_row), local);
  gtk_widget_set_visible (GTK_WIDGET (self->daily_row), local);
  gtk_widget_set_visible (GTK_WIDGET (self->recovery_row), local);
  if (!local)
    return;
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("The data of this office exist only on this computer. Make a backup every day you work, on another "
         "disk."));
  g_free (self->folder);
  self->folder = g_settings_get_string (self->settings, "backup-folder");
  g_settings_bind (self->settings, "backup-daily", self->daily, "active", G_SETTINGS_BIND_DEFAULT);
  list_backups (self);
  restoring (GTK_WIDGET (self), NULL);
}

void
kx_backup_group_release (KxBackupGroup *self)
{
  g_clear_handle_id (&self->look, g_source_remove);
  if (self->daily != NULL)
    g_settings_unbind (self->daily, "active");
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);
}

static void
dispose (GObject *object)
{
  kx_backup_group_release (KX_BACKUP_GROUP (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_BACKUP_GROUP);
  G_OBJECT_CLASS (kx_backup_group_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxBackupGroup *self = KX_BACKUP_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_free (self->folder);
  g_free (self->making);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (kx_backup_group_parent_class)->finalize (object);
}

static void
kx_backup_group_class_init (KxBackupGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/preferences/kx-backup-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, folder_row);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, make_row);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, other_row);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, daily_row);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, daily);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, recovery_row);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, choose);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, make);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, stop);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, other);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, making_spinner);
  gtk_widget_class_bind_template_child (widget_class, KxBackupGroup, restoring_spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_make);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
  gtk_widget_class_bind_template_callback (widget_class, on_recovery);
}

static void
kx_backup_group_init (KxBackupGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->folder = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  kx_a11y_name_rows (GTK_WIDGET (self));
  kx_a11y_set_label (self->daily, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->daily_row)));
}
