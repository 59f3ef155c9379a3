#include "desktop/preferences/kx-restore.h"

#include "desktop/kx-ask.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "store/kx-vault.h"
#include "sync/kx-local-backup.h"
#include "sync/kx-profile.h"

/* One restore, from the file to its end. Whoever holds it passes it on. */
typedef struct
{
  GtkWidget *over;    /* weak */
  KxWindow *window;   /* owned, or NULL: below the preferences, which may be closed meanwhile */
  KxProfile *profile; /* owned */
  KxRestoreStep step;
  char *path; /* owned */
  KxBackupContents contents;
} Restore;

static Restore *
restore_new (GtkWidget *over, KxProfile *profile, const char *path, KxRestoreStep step)
{
  Restore *self = g_new0 (Restore, 1);

  g_set_weak_pointer (&self->over, over);
  g_set_object (&self->window, kx_window_find (over));
  self->profile = g_object_ref (profile);
  self->step = step;
  self->path = g_strdup (path);
  return self;
}

static void
restore_free (gpointer data)
{
  Restore *self = data;

  g_clear_weak_pointer (&self->over);
  g_clear_object (&self->window);
  g_object_unref (self->profile);
  kx_backup_contents_clear (&self->contents);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Restore, restore_free)

/* Still in a window that is shown. */
static gboolean
is_there (const Restore *self)
{
  return self->over != NULL && gtk_widget_get_root (self->over) != NULL;
}

static void
say (const Restore *self, const char *doing)
{
  if (is_there (self))
    self->step (self->over, doing);
}

static void
tell (const Restore *self, const char *heading, const char *body)
{
  say (self, NULL);
  kx_preferences_tell (self->over, self->window, heading, body);
}

static void
restored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Restore) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL, *body = NULL;

  if (!kx_profile_restore_finish (KX_PROFILE (source), result, &kept, &error))
    {
      /* Translators: why, as the system says it */
      body = g_strdup_printf (_ ("%s. Look at what is shown before you go on; the backup file is as it was."),
                              error->message);
      tell (self, _ ("The backup was not restored"), body);
      return;
    }
  if (kept == NULL)
    {
      say (self, NULL);
      if (is_there (self))
        kx_preferences_toast (self->over, _ ("The backup was restored"));
      return;
    }
  /* Translators: a folder */
  body = g_strdup_printf (_ ("You can go on working at once. What stood here before is kept in %s; remove it "
                             "when you are sure that you do not need it."),
                          kept);
  tell (self, _ ("The backup was restored"), body);
}

/* Takes `self`. */
static void
restore (Restore *self, const char *recovery, gboolean forget_later)
{
  KxProfileRestore how = { .path = self->path, .recovery = recovery, .forget_later = forget_later };

  say (self, _ ("The backup takes the place of the data; this takes a moment"));
  kx_profile_restore_async (self->profile, &how, restored, self);
}

/* The question was answered; what goes on is a restore of its own, for the dialog frees the one it has. */
static void
asked (KxChoice choice, const char *typed, gpointer data)
{
  Restore *given = data, *self;
  gboolean foreign = !given->contents.keys_fit;

  if (choice == KX_ASK_STAY || !is_there (given))
    {
      say (given, NULL);
      return;
    }
  if (foreign && !kx_vault_recovery_fits (typed, given->contents.signer))
    {
      tell (given, _ ("This is not the recovery text of that computer"),
            _ ("It begins with KX1- and stands in the preferences of the computer that made the backup, and "
               "wherever it was written down. Nothing was changed."));
      return;
    }
  self = restore_new (given->over, given->profile, given->path, given->step);
  restore (self, foreign ? typed : NULL, choice == KX_ASK_ACT);
}

/* Appends a sentence, in which {count} is `n`. */
static void
append (GString *words, const char *sentence, gint64 n)
{
  g_autofree char *count = kx_format_count ((guint64) n), *text = NULL;
  g_auto (GStrv) parts = g_strsplit (sentence, "{count}", 2);

  text = g_strjoinv (count, parts);
  g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", text);
}

/* What it holds, what it lacks, and what becomes of that. Free with g_free(). */
static char *
dup_effect (const Restore *self, gint64 later)
{
  const KxBackupContents *contents = &self->contents;
  GString *words = g_string_new (NULL);
  gint64 n = contents->agencies;

  append (words,
          ngettext ("The backup is whole and holds {count} agency.",
                    "The backup is whole and holds {count} agencies.", (gulong) n),
          n);
  if (!contents->keys_fit)
    append (words,
            _ ("Another computer made it: its data take the place of all that is here, and its recovery text "
               "is needed."),
            0);
  else if (later > 0)
    append (words,
            ngettext ("{count} change that you made since then is not in it; it can be entered again.",
                      "{count} changes that you made since then are not in it; they can be entered again.",
                      (gulong) later),
            later);
  else if (later < 0)
    append (words,
            _ ("What you entered since then is not in it; what this computer remembers of it can be entered "
               "again."),
            0);
  else
    append (words, _ ("Nothing that you entered since then is missing in it."), 0);
  if (contents->lost != NULL)
    append (words, _ ("Some attachments had been lost before it was made."), 0);
  if (contents->audit_fault != NULL)
    append (words, _ ("Its audit trail does not hold."), 0);
  append (words,
          _ ("What stands here now is kept in a folder of its own, what was typed and not saved stays."), 0);
  return g_string_free (words, FALSE);
}

/* Takes `self`. */
static void
ask (Restore *self)
{
  gint64 later = self->contents.keys_fit
                     ? kx_profile_count_later (self->profile, self->contents.generation, self->contents.seq)
                     : 0;
  g_autofree char *when = kx_format_time (self->contents.created_at), *question = NULL, *effect = NULL;
  KxQuestion words = { .act = later != 0 ? _ ("_Go back, without it") : _ ("_Restore"), .destructive = TRUE };

  /* Translators: a moment */
  question = g_strdup_printf (_ ("Go back to %s?"), when);
  effect = dup_effect (self, later);
  words.question = question;
  words.effect = effect;
  if (later != 0)
    words.other = _ ("Go back, and _enter it again");
  if (!self->contents.keys_fit)
    {
      words.reason = _ ("Recovery text");
      words.needs_reason = TRUE;
    }
  kx_ask (self->over, &words, asked, self, restore_free);
}

static void
checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Restore) self = data;
  g_autoptr (GError) error = NULL;
  gboolean usable = kx_local_backup_check_finish (KX_LOCAL_SERVICE (source), result, &self->contents, &error);

  /* Nothing was begun yet, and nobody waits for it any more. */
  if (!is_there (self))
    return;
  if (!usable)
    {
      tell (self, _ ("This backup cannot be used"), error->message);
      return;
    }
  say (self, _ ("Waits for your answer"));
  ask (g_steal_pointer (&self));
}

void
kx_restore_begin (GtkWidget *over, KxProfile *profile, const char *path, KxRestoreStep step)
{
  Restore *self = restore_new (over, profile, path, step);

  say (self, _ ("Reading the whole backup"));
  kx_local_backup_check_async (kx_profile_get_local (profile), path, NULL, checked, self);
}
