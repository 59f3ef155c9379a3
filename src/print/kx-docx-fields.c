#include "print/kx-docx-fields.h"

#include <string.h>

#define OPENING "{{"
#define CLOSING "}}"
#define MOST_NAME 80 /* bytes */

static void
clear_field (gpointer field)
{
  g_free (((KxDocxField *) field)->name);
}

/* Letters of any script, digits, dots and underscores. */
static gboolean
is_name (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isalnum (g_utf8_get_char (text)) && *text != '.' && *text != '_')
      return FALSE;
  return TRUE;
}

GArray *
kx_docx_fields_list (const char *text)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (KxDocxField));
  const char *at = text, *begin, *end;

  g_array_set_clear_func (fields, clear_field);
  while ((begin = strstr (at, OPENING)) != NULL && (end = strstr (begin, CLOSING)) != NULL)
    {
      g_autofree char *name = g_strndup (begin + strlen (OPENING), (gsize) (end - begin) - strlen (OPENING));

      g_strstrip (name);
      at = end + strlen (CLOSING);
      if (strlen (name) <= MOST_NAME && is_name (name))
        {
          KxDocxField field = { (gsize) (begin - text), (gsize) (at - text), g_steal_pointer (&name) };

          g_array_append_val (fields, field);
        }
      else
        at = begin + strlen (OPENING);
    }
  return fields;
}

const KxDocxField *
kx_docx_fields_get (GArray *fields, guint i)
{
  return &g_array_index (fields, KxDocxField, i);
}

char *
kx_docx_fields_dup_list (const char *name)
{
  const char *dot = strchr (name, '.');

  return dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;
}
