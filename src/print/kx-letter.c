#include "print/kx-letter.h"

char *
kx_letter_dup_date (KxDate date)
{
  return date.ymd != 0
             ? g_strdup_printf ("%d年%d月%d日", date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100)
             : g_strdup ("");
}

char *
kx_letter_dup_template (const char *name)
{
  static const char *const places[] = { "../share/kangxie/templates", "../../data/templates" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *beside = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");
  const char *given = g_getenv ("KANGXIE_TEMPLATES");

  if (given != NULL && *given != '\0')
    return g_build_filename (given, name, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (beside, places[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_canonicalize_filename (path, NULL);
    }
  return g_build_filename (KX_TEMPLATE_DIR, name, NULL);
}
