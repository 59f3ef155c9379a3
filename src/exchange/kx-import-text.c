#include "exchange/kx-import-text.h"

#include <string.h>

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0xFEFF || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F);
}

static char *
normalize (const char *text)
{
  char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);

  return normal != NULL ? normal : g_strdup ("");
}

char *
kx_import_fold (const char *text)
{
  g_autofree char *normal = normalize (text);
  g_autofree char *small = g_utf8_strdown (normal, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = small; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_blank (c) && c != '*' && c != ':' && c != 0x203B && c != 0x2605)
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
kx_import_fold_without_brackets (const char *text)
{
  g_autofree char *folded = kx_import_fold (text);
  GString *out = g_string_new (NULL);
  guint depth = 0;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '(' || c == '[' || c == 0x3010 || c == 0x3014 || c == 0x300A)
        depth++;
      else if (c == ')' || c == ']' || c == 0x3011 || c == 0x3015 || c == 0x300B)
        depth -= depth > 0;
      else if (depth == 0)
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
kx_import_half_width (const char *text)
{
  g_autofree char *normal = normalize (text);
  GString *out = g_string_new (NULL);

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_blank (c))
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  return g_strchomp (g_string_free (out, FALSE));
}

gboolean
kx_import_is_nothing (const char *text)
{
  g_autofree char *folded = NULL;
  gunichar first;

  while (*text == ' ')
    text++;
  first = g_utf8_get_char (text);
  /* Most cells say something; this spares them the folding. */
  if (strlen (text) > 120 ||
      (first < 0xFF00 && g_unichar_isalnum (first) && g_utf8_strchr ("nN无空未暂", -1, first) == NULL))
    return FALSE;
  folded = kx_import_fold (text);
  return strspn (folded, "/\\-_.") == strlen (folded) ||
         kx_import_is_one_of (folded, "— —— ——— – ― 无 空 未评 暂无 n/a na null none");
}

static char **
split (const char *text, gboolean at_blanks)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  g_autoptr (GString) part = g_string_new (NULL);
  g_autofree char *normal = normalize (text);
  char **parts;

  for (const char *p = normal;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && !(at_blanks && is_blank (c)) && c != 0x3001 && c != 0x3002 &&
          (c > 0x7F || strchr (";,/|+", (int) c) == NULL))
        {
          g_string_append_unichar (part, c);
          continue;
        }
      if (part->len > 0)
        g_strv_builder_add (builder, part->str);
      g_string_truncate (part, 0);
      if (c == 0)
        break;
    }
  parts = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return parts;
}

char **
kx_import_split (const char *text)
{
  return split (text, TRUE);
}

char **
kx_import_split_list (const char *text)
{
  return split (text, FALSE);
}

static gboolean
find_word (const char *text, const char *words, gboolean whole)
{
  gsize size = strlen (text);

  while (*words != '\0')
    {
      gsize length = strcspn (words, " ");

      if (length <= size && (!whole || length == size) && strncmp (text, words, length) == 0)
        return TRUE;
      words += length;
      words += *words == ' ';
    }
  return FALSE;
}

gboolean
kx_import_begins_with (const char *text, const char *words)
{
  return find_word (text, words, FALSE);
}

gboolean
kx_import_is_one_of (const char *text, const char *words)
{
  return find_word (text, words, TRUE);
}
