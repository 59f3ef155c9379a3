#include "print/kx-letter.h"

#include <string.h>

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

GBytes *
kx_letter_load_template (const KxLetterKind *kind, GError **error)
{
  g_autofree char *path = kx_letter_dup_template (kind->template), *text = NULL;
  gsize size;

  return g_file_get_contents (path, &text, &size, error) ? g_bytes_new_take (g_steal_pointer (&text), size)
                                                         : NULL;
}

gboolean
kx_letter_check (const KxLetterKind *kind, GBytes *template, const KxDocxValues *values, GPtrArray *unknown,
                 GPtrArray *empty, GError **error)
{
  g_autoptr (GBytes) bytes =
      template != NULL ? g_bytes_ref (template) : kx_letter_load_template (kind, error);
  guint at;

  if (bytes == NULL || !kx_docx_check (bytes, values, unknown, empty, error))
    return FALSE;
  if (g_ptr_array_find_with_equal_func (empty, "letter.number", g_str_equal, &at))
    g_ptr_array_remove_index (empty, at);
  return TRUE;
}

GBytes *
kx_letter_fill (const KxLetterKind *kind, GBytes *template, const KxDocxValues *values, GError **error)
{
  g_autoptr (GBytes) bytes =
      template != NULL ? g_bytes_ref (template) : kx_letter_load_template (kind, error);

  return bytes != NULL ? kx_docx_fill (bytes, values, error) : NULL;
}

/* A part of a file's name: what some system does not take becomes a hyphen, blanks at its ends go. */
static char *
clean (const char *text)
{
  GString *clean = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isprint (c) || (c < 128 && strchr ("/\\:*?\"<>|_", (int) c) != NULL))
        c = '-';
      g_string_append_unichar (clean, c);
    }
  return g_strstrip (g_string_free (clean, FALSE));
}

/* Takes whole characters off the end until at most `bytes` are left. */
static void
cut (char *text, gsize bytes)
{
  const char *end = text;

  while (*end != '\0' && (gsize) (g_utf8_next_char (end) - text) <= bytes)
    end = g_utf8_next_char (end);
  text[end - text] = '\0';
}

static char *
join (const char *const parts[], guint n, const char *suffix)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (*parts[i] != '\0')
      g_string_append_printf (name, "%s%s", name->len > 0 ? "_" : "", parts[i]);
  g_string_append_printf (name, ".%s", suffix);
  return g_string_free (name, FALSE);
}

char *
kx_letter_dup_file_name (KxDate date, const char *agency, const char *word, const char *number,
                         const char *suffix)
{
  g_autofree char *day = date.ymd != 0 ? g_strdup_printf ("%08d", date.ymd) : g_strdup (""),
                  *who = clean (agency), *what = clean (word), *which = clean (number);
  char *const shortened[] = { who, which, what };
  const char *const parts[] = { day, who, what, which };
  g_autofree char *name = join (parts, G_N_ELEMENTS (parts), suffix);

  for (guint i = 0; i < G_N_ELEMENTS (shortened) && strlen (name) > KX_LETTER_FILE_BYTES; i++)
    {
      gsize over = strlen (name) - KX_LETTER_FILE_BYTES, length = strlen (shortened[i]);

      cut (shortened[i], length > over ? length - over : 0);
      g_strchomp (shortened[i]);
      g_free (name);
      name = join (parts, G_N_ELEMENTS (parts), suffix);
    }
  return g_steal_pointer (&name);
}
