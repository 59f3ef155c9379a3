#include "models/kx-import-keep.h"

#include "core/kx-crypto.h"

#include <string.h>

#define DATA "kx-import-keep"

/* What belongs to one session. */
typedef struct
{
  KxMirror *mirror; /* owned */
  char *key;        /* NULL: nothing is kept yet */
  char *source;     /* of the file of which it is */
  gboolean chosen;  /* more than the file */
} Keep;

/* The keys that sessions of one mirror are at: (element-type utf8) borrowed from them. */
static GPtrArray *
get_taken (KxMirror *mirror)
{
  GPtrArray *taken = g_object_get_data (G_OBJECT (mirror), DATA);

  if (taken == NULL)
    {
      taken = g_ptr_array_new ();
      g_object_set_data_full (G_OBJECT (mirror), DATA, taken, (GDestroyNotify) g_ptr_array_unref);
    }
  return taken;
}

/* Takes `key`; NULL: none. */
static void
set_key (Keep *keep, char *key)
{
  if (keep->key != NULL)
    g_ptr_array_remove_fast (get_taken (keep->mirror), keep->key);
  g_free (keep->key);
  keep->key = key;
  if (key != NULL)
    g_ptr_array_add (get_taken (keep->mirror), key);
}

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  set_key (keep, NULL);
  g_free (keep->source);
  g_object_unref (keep->mirror);
  g_free (keep);
}

static Keep *
get_keep (KxImportSession *session)
{
  return g_object_get_data (G_OBJECT (session), DATA);
}

static char *
make_key (KxMirror *mirror)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_random_uuid (kx_mirror_now (mirror), id);
  return g_strconcat (KX_IMPORT_KEEP_PREFIX, id, NULL);
}

static void
set_source (Keep *keep, const char *source)
{
  g_free (keep->source);
  keep->source = g_strdup (source);
}

static void
save (KxImportSession *session)
{
  Keep *keep = get_keep (session);
  const char *source = kx_import_session_get_source (session);
  g_autofree char *json = kx_import_session_dup_kept (session, kx_mirror_now (keep->mirror));

  if (json == NULL)
    return;
  /* What was chosen for another file stays; a file that was merely looked at gives way. */
  if (keep->key == NULL || (keep->chosen && g_strcmp0 (keep->source, source) != 0))
    {
      set_key (keep, make_key (keep->mirror));
      keep->chosen = FALSE;
    }
  set_source (keep, source);
  kx_mirror_put_draft (keep->mirror, keep->key, json);
}

static void
on_chosen (KxImportSession *session)
{
  save (session);
  get_keep (session)->chosen = TRUE;
}

/* The file may stand elsewhere now: it is the same import. */
static void
on_resumed (KxImportSession *session)
{
  Keep *keep = get_keep (session);

  set_source (keep, kx_import_session_get_source (session));
  keep->chosen = TRUE;
}

static void
on_phase (KxImportSession *session)
{
  Keep *keep = get_keep (session);

  if (kx_import_session_get_phase (session) != KX_IMPORT_ENDED || keep->key == NULL)
    return;
  kx_mirror_put_draft (keep->mirror, keep->key, NULL);
  set_key (keep, NULL);
  keep->chosen = FALSE;
}

void
kx_import_keep (KxImportSession *session, KxMirror *mirror)
{
  Keep *keep = g_new0 (Keep, 1);

  g_return_if_fail (get_keep (session) == NULL);
  keep->mirror = g_object_ref (mirror);
  g_object_set_data_full (G_OBJECT (session), DATA, keep, keep_free);
  g_signal_connect (session, "resumed", G_CALLBACK (on_resumed), NULL);
  g_signal_connect (session, "looked", G_CALLBACK (save), NULL);
  g_signal_connect (session, "chosen", G_CALLBACK (on_chosen), NULL);
  g_signal_connect (session, "notify::phase", G_CALLBACK (on_phase), NULL);
}

void
kx_import_keep_stop (KxImportSession *session)
{
  g_signal_handlers_disconnect_by_func (session, on_resumed, NULL);
  g_signal_handlers_disconnect_by_func (session, save, NULL);
  g_signal_handlers_disconnect_by_func (session, on_chosen, NULL);
  g_signal_handlers_disconnect_by_func (session, on_phase, NULL);
  g_object_set_data (G_OBJECT (session), DATA, NULL);
}

KxImportKept *
kx_import_keep_read (KxImportSession *session, const char *key)
{
  Keep *keep = get_keep (session);
  g_autofree char *json = keep != NULL ? kx_mirror_dup_draft (keep->mirror, key) : NULL;

  return json != NULL ? kx_import_kept_from_json (json) : NULL;
}

gboolean
kx_import_keep_resume (KxImportSession *session, const char *key)
{
  Keep *keep = get_keep (session);
  KxImportKept *kept = kx_import_keep_read (session, key);

  if (kept == NULL)
    return FALSE;
  set_key (keep, g_strdup (key));
  set_source (keep, kept->uri != NULL ? kept->uri : kept->sha256);
  keep->chosen = TRUE;
  kx_import_session_resume (session, kept);
  return TRUE;
}

const char *
kx_import_keep_get_key (KxImportSession *session)
{
  Keep *keep = get_keep (session);

  return keep != NULL ? keep->key : NULL;
}

char **
kx_import_keep_list (KxImportSession *session)
{
  Keep *keep = get_keep (session);
  g_auto (GStrv) keys = keep != NULL ? kx_mirror_list_drafts (keep->mirror, KX_IMPORT_KEEP_PREFIX) : NULL;
  g_autoptr (GPtrArray) free_ones = g_ptr_array_new ();

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (g_strcmp0 (keys[i], keep->key) == 0 ||
        !g_ptr_array_find_with_equal_func (get_taken (keep->mirror), keys[i], g_str_equal, NULL))
      g_ptr_array_add (free_ones, g_strdup (keys[i]));
  g_ptr_array_add (free_ones, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&free_ones), FALSE);
}

char *
kx_import_keep_throw_away (KxImportSession *session, const char *key)
{
  Keep *keep = get_keep (session);
  char *json = keep != NULL ? kx_mirror_dup_draft (keep->mirror, key) : NULL;

  if (json == NULL)
    return NULL;
  if (g_strcmp0 (key, keep->key) == 0)
    {
      set_key (keep, NULL);
      keep->chosen = FALSE;
    }
  kx_mirror_put_draft (keep->mirror, key, NULL);
  return json;
}

void
kx_import_keep_put_back (KxImportSession *session, const char *key, const char *json)
{
  Keep *keep = get_keep (session);

  if (keep != NULL)
    kx_mirror_put_draft (keep->mirror, key, json);
}
