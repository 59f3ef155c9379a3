#include "desktop/preferences/kx-forget.h"

#include "desktop/kx-ask.h"
#include "desktop/kx-files.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "models/kx-unsent.h"
#include "sync/kx-local-backup.h"
#include "sync/kx-profile.h"

/* What the question is about. The widget may go away while something is on its way. */
typedef struct
{
  GtkWidget *over;    /* weak */
  KxWindow *window;   /* owned, or NULL: the one that shows the profile */
  KxProfile *profile; /* owned */
  gboolean ask_again; /* when it was saved */
  char *path;         /* owned; of a backup under way */
} Forget;

static Forget *
forget_new (GtkWidget *over, KxProfile *profile, gboolean ask_again)
{
  Forget *self = g_new0 (Forget, 1);

  g_set_weak_pointer (&self->over, over);
  g_set_object (&self->window, kx_window_find (over));
  self->profile = g_object_ref (profile);
  self->ask_again = ask_again;
  return self;
}

static void
forget_free (gpointer data)
{
  Forget *self = data;

  g_clear_weak_pointer (&self->over);
  g_clear_object (&self->window);
  g_object_unref (self->profile);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forget, forget_free)

/* Still in a window that is shown: one that was closed takes no words any more. */
static gboolean
is_there (const Forget *self)
{
  return self->over != NULL && gtk_widget_get_root (self->over) != NULL;
}

static void
forgotten (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Forget) self = data;
  g_autoptr (GError) error = NULL;
  GtkWidget *over;

  if (!kx_profile_forget_finish (KX_PROFILE (source), result, &error))
    {
      if (is_there (self))
        gtk_widget_set_sensitive (self->over, TRUE);
      kx_preferences_tell (self->over, self->window, _ ("The profile was not removed"), error->message);
      return;
    }
  over = is_there (self) ? gtk_widget_get_ancestor (self->over, GTK_TYPE_WINDOW) : NULL;
  if (over != NULL)
    gtk_window_destroy (GTK_WINDOW (over));
  if (self->window != NULL && kx_window_get_profile (self->window) == KX_PROFILE (source))
    {
      kx_window_set_profile (self->window, NULL);
      kx_window_open_start (self->window);
    }
}

static void
saved (Forget *self, const char *path, const char *problem)
{
  g_autofree char *words = NULL;

  if (is_there (self))
    gtk_widget_set_sensitive (self->over, TRUE);
  if (problem != NULL)
    {
      kx_preferences_tell (self->over, self->window, _ ("Nothing was saved"), problem);
      return;
    }
  if (!is_there (self))
    return;
  /* Translators: a file or folder */
  words = g_strdup_printf (_ ("Saved in %s"), path);
  kx_preferences_toast (self->over, words);
  if (self->ask_again)
    kx_forget_ask (self->over, self->profile);
}

static void
unsent_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Forget) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = kx_unsent_save_finish (KX_MIRROR (source), result, NULL, &error);

  saved (self, folder, error != NULL ? error->message : NULL);
}

static void
backed_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Forget) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (KxBackupContents) contents = { 0 };

  kx_local_backup_make_finish (KX_LOCAL_SERVICE (source), result, &contents, NULL, &error);
  saved (self, self->path, error != NULL ? error->message : NULL);
}

static void
folder_chosen (GPtrArray *files, gpointer data)
{
  const Forget *given = data;
  const char *folder = files->len > 0 ? g_file_peek_path (files->pdata[0]) : NULL;
  KxLocal *local = kx_profile_get_local (given->profile);
  g_autofree char *name = NULL;
  Forget *self;

  if (folder == NULL || !is_there (given))
    return;
  gtk_widget_set_sensitive (given->over, FALSE);
  self = forget_new (given->over, given->profile, given->ask_again);
  if (local == NULL)
    {
      kx_unsent_save_async (kx_profile_get_mirror (self->profile), folder, NULL, unsent_saved, self);
      return;
    }
  name = kx_local_backup_name (kx_format_now ());
  self->path = g_build_filename (folder, name, NULL);
  kx_local_backup_make_async (local, self->path, NULL, backed_up, self);
}

static void
choose_folder (GtkWidget *over, KxProfile *profile, gboolean ask_again)
{
  kx_files_choose_folder (
      over, kx_profile_is_local (profile) ? _ ("Folder for the backup") : _ ("Folder for what was not sent"),
      folder_chosen, forget_new (over, profile, ask_again), forget_free);
}

static void
asked (KxChoice choice, const char *reason, gpointer data)
{
  const Forget *self = data;

  if (!is_there (self) || choice == KX_ASK_STAY)
    return;
  if (choice == KX_ASK_OTHER)
    {
      choose_folder (self->over, self->profile, TRUE);
      return;
    }
  gtk_widget_set_sensitive (self->over, FALSE);
  kx_profile_forget_async (self->profile, NULL, forgotten, forget_new (self->over, self->profile, FALSE));
}

char *
kx_forget_dup_unsent (KxProfile *profile)
{
  KxMirror *mirror = kx_profile_get_mirror (profile);
  g_auto (GStrv) keys = kx_mirror_list_drafts (mirror, "");
  guint drafts = g_strv_length (keys), n;
  g_autofree char *changes = NULL, *typed = NULL;
  KxMirrorSummary summary;

  kx_mirror_get_summary (mirror, &summary);
  n = summary.waiting + summary.held + summary.refused + summary.orphans + summary.uploads;
  if (n > 0)
    changes = g_strdup_printf (
        ngettext ("%u change or file was not sent.", "%u changes and files were not sent.", n), n);
  if (drafts > 0)
    typed = g_strdup_printf (
        ngettext ("%u draft was not handed over.", "%u drafts were not handed over.", drafts), drafts);
  if (changes != NULL && typed != NULL)
    return g_strdup_printf ("%s %s", changes, typed);
  return changes != NULL ? g_steal_pointer (&changes)
         : typed != NULL ? g_steal_pointer (&typed)
                         : g_strdup ("");
}

void
kx_forget_ask (GtkWidget *over, KxProfile *profile)
{
  gboolean local = kx_profile_is_local (profile);
  g_autofree char *unsent = kx_forget_dup_unsent (profile), *loss = NULL;
  KxQuestion words = { .question = _ ("Forget this profile?"), .act = _ ("_Forget"), .destructive = TRUE };

  if (local)
    {
      words.effect = _ ("Its data exist only on this computer. They are removed, and only a backup brings "
                        "them back.");
      words.other = _ ("_Back up first…");
    }
  else if (*unsent == '\0')
    words.effect = _ ("Everything was sent to the service; nothing is lost there.");
  else
    {
      /* Translators: what was not sent, in sentences */
      loss = g_strdup_printf (_ ("%s It exists only on this computer and is lost."), unsent);
      words.effect = loss;
      words.other = _ ("_Save it first…");
    }
  kx_ask (over, &words, asked, forget_new (over, profile, FALSE), forget_free);
}

void
kx_forget_save (GtkWidget *over, KxProfile *profile)
{
  choose_folder (over, profile, FALSE);
}
