#include "kx-test-letter.h"

#include "print/kx-letter.h"

#include <string.h>

GBytes *
kx_test_letter_load (const char *name)
{
  g_autofree char *path = kx_letter_dup_template (name), *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

char *
kx_test_letter_fill (const char *name, KxDocxValues *values)
{
  g_autoptr (KxDocxValues) owned = values;
  g_autoptr (GBytes) template = kx_test_letter_load (name), filled = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  filled = kx_docx_fill (template, owned, &error);
  g_assert_no_error (error);
  text = kx_docx_dup_text (filled, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (text, "{{"));
  return text;
}

void
kx_test_letter_has (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

guint
kx_test_letter_count_empty (const char *name, KxDocxValues *values)
{
  g_autoptr (KxDocxValues) owned = values;
  g_autoptr (GBytes) template = kx_test_letter_load (name);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (kx_docx_check (template, owned, unknown, empty, NULL));
  for (guint i = 0; i < unknown->len; i++)
    g_test_message ("%s", (char *) unknown->pdata[i]);
  g_assert_cmpuint (unknown->len, ==, 0);
  return empty->len;
}
