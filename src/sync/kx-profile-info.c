#include "sync/kx-profile-private.h"

#include "store/kx-files.h"
#include "sync/kx-gettext.h"

#include <string.h>

#define GROUP "Profile"

G_DEFINE_QUARK (kx_profile_error_quark, kx_profile_error)

void
kx_profile_info_free (KxProfileInfo *info)
{
  g_free (info->dir);
  g_free (info->url);
  g_free (info->user);
  g_free (info->name);
  g_free (info->area);
  g_free (info);
}

static GKeyFile *
load (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "profile.ini", NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  if (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, &local))
    return g_steal_pointer (&keys);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error (error, KX_PROFILE_ERROR, KX_PROFILE_ERROR_NOT_FOUND, "%s: %s",
                 _ ("There is no profile in this folder"), dir);
  else
    g_set_error (error, KX_PROFILE_ERROR, KX_PROFILE_ERROR_DAMAGED, "%s: %s",
                 _ ("The profile cannot be read; please connect again"), path);
  return NULL;
}

static char *
text (GKeyFile *keys, const char *name)
{
  char *value = g_key_file_get_string (keys, GROUP, name, NULL);

  if (value != NULL && *value == '\0')
    g_clear_pointer (&value, g_free);
  return value;
}

KxProfileInfo *
kx_profile_info_read (const char *dir, GError **error)
{
  g_autoptr (GKeyFile) keys = load (dir, error);
  g_autoptr (KxProfileInfo) info = NULL;

  if (keys == NULL)
    return NULL;
  info = g_new0 (KxProfileInfo, 1);
  info->dir = g_canonicalize_filename (dir, NULL);
  info->url = text (keys, "url");
  info->user = text (keys, "user");
  info->name = text (keys, "name");
  info->area = g_key_file_get_string (keys, GROUP, "area", NULL);
  info->last_used = g_key_file_get_int64 (keys, GROUP, "last-used", NULL);
  if (info->name == NULL)
    info->name = g_strdup (info->user);
  if (info->area == NULL)
    info->area = g_strdup ("");
  if (info->url != NULL && info->user != NULL)
    return g_steal_pointer (&info);
  g_set_error (error, KX_PROFILE_ERROR, KX_PROFILE_ERROR_DAMAGED, "%s: %s",
               _ ("The profile cannot be read; please connect again"), dir);
  return NULL;
}

void
kx_profile_load (KxProfile *self)
{
  g_autoptr (GKeyFile) keys = load (self->info->dir, NULL);

  if (keys == NULL)
    return;
  self->user_id = text (keys, "user-id");
  self->device = text (keys, "device");
  self->generation = text (keys, "generation");
  self->pinned = text (keys, "pinned-certificate");
}

gboolean
kx_profile_save (KxProfile *self, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *path = g_build_filename (self->info->dir, "profile.ini", NULL), *data = NULL;
  const struct
  {
    const char *name, *text;
  } texts[] = { { "url", self->info->url },         { "user", self->info->user },
                { "name", self->info->name },       { "area", self->info->area },
                { "user-id", self->user_id },       { "device", self->device },
                { "generation", self->generation }, { "pinned-certificate", self->pinned } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL)
      g_key_file_set_string (keys, GROUP, texts[i].name, texts[i].text);
  g_key_file_set_int64 (keys, GROUP, "last-used", self->info->last_used);
  data = g_key_file_to_data (keys, NULL, NULL);
  return g_file_set_contents_full (path, data, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static char *
profiles_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "kangxie", "profiles", NULL);
}

char *
kx_profile_dir (const char *name)
{
  g_autofree char *folder = profiles_folder (), *base = g_path_get_basename (name);

  return g_build_filename (folder, base, NULL);
}

static gint
later_first (gconstpointer a, gconstpointer b)
{
  const KxProfileInfo *one = *(KxProfileInfo *const *) a, *two = *(KxProfileInfo *const *) b;

  if (one->last_used != two->last_used)
    return one->last_used > two->last_used ? -1 : 1;
  return strcmp (one->dir, two->dir);
}

char **
kx_profile_list (void)
{
  g_autofree char *folder = profiles_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_profile_info_free);
  GPtrArray *dirs = g_ptr_array_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      KxProfileInfo *info = kx_profile_info_read (path, NULL);

      if (info != NULL)
        g_ptr_array_add (infos, info);
    }
  g_ptr_array_sort (infos, later_first);
  for (guint i = 0; i < infos->len; i++)
    g_ptr_array_add (dirs, g_strdup (((KxProfileInfo *) infos->pdata[i])->dir));
  g_ptr_array_add (dirs, NULL);
  return (char **) g_ptr_array_free (dirs, FALSE);
}
