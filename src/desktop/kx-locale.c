#include "desktop/kx-locale.h"

#include "desktop/kx-settings.h"

#include <libintl.h>
#include <locale.h>

static char *chosen;    /* as the program was started */
static char *inherited; /* LANGUAGE before; NULL: it was not set */

static gboolean
has_catalogues (const char *folder)
{
  g_autofree char *catalogue = g_build_filename (folder, "zh_CN", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

  return g_file_test (catalogue, G_FILE_TEST_EXISTS);
}

static char *
find_catalogues (void)
{
  static const char *const places[] = { "../share/locale", "../../po" };
  const char *wanted = g_getenv ("KANGXIE_LOCALE_DIR");
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *place = g_build_filename (folder, places[i], NULL);

      if (has_catalogues (place))
        return g_steal_pointer (&place);
    }
  return g_strdup (KX_LOCALE_DIR);
}

void
kx_locale_init (void)
{
  g_autofree char *catalogues = find_catalogues ();
  const char *language;

  setlocale (LC_ALL, "");
  g_free (chosen);
  g_free (inherited);
  inherited = g_strdup (g_getenv ("LANGUAGE"));
  language = chosen = g_settings_get_string (kx_settings_get (), "language");
  if (*language != '\0')
    {
      /* In the locale "C" nothing is translated, whatever LANGUAGE says. */
      if (g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0)
        setlocale (LC_CTYPE, "C.UTF-8"), setlocale (LC_MESSAGES, "C.UTF-8");
      g_setenv ("LANGUAGE", language, TRUE);
    }
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

gboolean
kx_locale_is_chosen (void)
{
  g_autofree char *language = g_settings_get_string (kx_settings_get (), "language");

  return g_str_equal (language, chosen != NULL ? chosen : "");
}

void
kx_locale_give_back (void)
{
  if (inherited != NULL)
    g_setenv ("LANGUAGE", inherited, TRUE);
  else
    g_unsetenv ("LANGUAGE");
}

const char *
kx_locale_choose (gboolean (*exists) (const char *language, gpointer data), gpointer data)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      /* The source language. */
      if (g_str_has_prefix (languages[i], "en") || g_str_equal (languages[i], "C"))
        break;
      if (exists (languages[i], data))
        return languages[i];
    }
  return "en";
}
