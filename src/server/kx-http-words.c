#include "server/kx-http-words.h"

#include <gio/gio.h>
#include <string.h>

#define SOURCE_LANGUAGE "en"
/* A header names a few languages; more than these are not looked at. */
#define MAX_RANGES 16

typedef struct
{
  char *language;
  GMappedFile *file;
  GHashTable *texts; /* (element-type utf8 utf8), both inside the file */
} Catalogue;

struct _KxWords
{
  GPtrArray *catalogues; /* (element-type Catalogue) */
  char *preferred;
};

static void
free_catalogue (gpointer data)
{
  Catalogue *self = data;

  g_hash_table_unref (self->texts);
  g_mapped_file_unref (self->file);
  g_free (self->language);
  g_free (self);
}

static Catalogue *
find_catalogue (const KxWords *self, const char *language)
{
  for (guint i = 0; i < self->catalogues->len; i++)
    {
      Catalogue *catalogue = g_ptr_array_index (self->catalogues, i);

      if (g_str_equal (catalogue->language, language))
        return catalogue;
    }
  return NULL;
}

/* A text of the string table at @at: length and offset, closed by NUL inside the file. */
static const char *
get_text (const char *data, gsize size, gsize at)
{
  guint32 pair[2];

  if (at > size || size - at < sizeof pair)
    return NULL;
  memcpy (pair, data + at, sizeof pair);
  if (pair[1] >= size || pair[0] >= size - pair[1] || data[pair[1] + pair[0]] != '\0')
    return NULL;
  return data + pair[1];
}

/* The MO format (GNU gettext manual, "The Format of GNU MO Files") in this machine's byte order, which is the
 * one msgfmt writes. */
static gboolean
read_catalogue (GHashTable *texts, const char *data, gsize size)
{
  guint32 head[5];

  if (size < sizeof head)
    return FALSE;
  memcpy (head, data, sizeof head);
  if (head[0] != 0x950412de || head[1] >> 16 > 1)
    return FALSE;
  for (gsize i = 0; i < head[2]; i++)
    {
      const char *msgid = get_text (data, size, head[3] + 8 * i),
                 *text = get_text (data, size, head[4] + 8 * i);

      if (msgid == NULL || text == NULL)
        return FALSE;
      if (*msgid != '\0' && *text != '\0')
        g_hash_table_insert (texts, (char *) msgid, (char *) text);
    }
  return TRUE;
}

/* The catalogue for a language range of RFC 4647: zh, zh-CN and zh-Hans-CN all mean zh_CN; en the source. */
static const char *
match_range (const KxWords *self, const char *range, gsize length)
{
  gsize primary = 0;

  while (primary < length && g_ascii_isalpha (range[primary]))
    primary++;
  if (length == 1 && *range == '*')
    return self->preferred;
  if (primary == 0 || (primary < length && range[primary] != '-'))
    return NULL;
  if (primary == 2 && g_ascii_strncasecmp (range, SOURCE_LANGUAGE, 2) == 0)
    return SOURCE_LANGUAGE;
  for (guint i = 0; i < self->catalogues->len; i++)
    {
      const Catalogue *catalogue = g_ptr_array_index (self->catalogues, i);

      if (strcspn (catalogue->language, "_") == primary &&
          g_ascii_strncasecmp (range, catalogue->language, primary) == 0)
        return catalogue->language;
    }
  return NULL;
}

/* The weight of RFC 9110 section 12.4.2 in thousandths; 0 if it cannot be read. */
static int
read_weight (const char *at, const char *end)
{
  int weight, place = 100;

  while (at < end && (*at == ' ' || *at == '\t' || *at == ';'))
    at++;
  if (at == end)
    return 1000;
  if (end - at < 3 || g_ascii_tolower (at[0]) != 'q' || at[1] != '=' || (at[2] != '0' && at[2] != '1'))
    return 0;
  weight = (at[2] - '0') * 1000;
  if (end - at > 3 && at[3] == '.')
    for (at += 4; at < end && g_ascii_isdigit (*at) && place > 0; at++, place /= 10)
      weight += (*at - '0') * place;
  return MIN (weight, 1000);
}

/**
 * kx_words_new:
 *
 * Returns: (transfer full): words that know the source language, English, only
 */
KxWords *
kx_words_new (void)
{
  KxWords *self = g_new0 (KxWords, 1);

  self->catalogues = g_ptr_array_new_with_free_func (free_catalogue);
  self->preferred = g_strdup (SOURCE_LANGUAGE);
  return self;
}

/**
 * kx_words_free:
 * @self: (nullable) (transfer full):
 */
void
kx_words_free (KxWords *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->catalogues);
  g_free (self->preferred);
  g_free (self);
}

/**
 * kx_words_load:
 * @language: such as `zh_CN`
 * @path: a compiled catalogue (.mo)
 *
 * Adds a language. Fails with a #GFileError, or %G_IO_ERROR_INVALID_DATA if the file is no catalogue.
 */
gboolean
kx_words_load (KxWords *self, const char *language, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  Catalogue *catalogue;

  if (file == NULL)
    return FALSE;
  if (!read_catalogue (texts, g_mapped_file_get_contents (file), g_mapped_file_get_length (file)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is no message catalogue", path);
      return FALSE;
    }
  catalogue = g_new0 (Catalogue, 1);
  catalogue->language = g_strdup (language);
  catalogue->file = g_steal_pointer (&file);
  catalogue->texts = g_steal_pointer (&texts);
  g_ptr_array_add (self->catalogues, catalogue);
  return TRUE;
}

/**
 * kx_words_set_default:
 *
 * The language of answers to requests that name none; English if @language was not loaded.
 */
void
kx_words_set_default (KxWords *self, const char *language)
{
  g_free (self->preferred);
  self->preferred = g_strdup (find_catalogue (self, language) != NULL ? language : SOURCE_LANGUAGE);
}

/**
 * kx_words_choose:
 * @accept_language: (nullable): the header of RFC 9110 section 12.5.4
 *
 * Returns: (transfer none): the language of the highest weight that is known, else the default
 */
const char *
kx_words_choose (const KxWords *self, const char *accept_language)
{
  const char *best = self->preferred;
  int best_weight = 0;

  if (accept_language == NULL)
    return best;
  for (guint i = 0; i < MAX_RANGES && *accept_language != '\0'; i++)
    {
      const char *start = accept_language + strspn (accept_language, " \t,");
      const char *end = start + strcspn (start, ",");
      gsize length = strcspn (start, ";, \t");
      const char *language = match_range (self, start, length);
      int weight = read_weight (start + length, end);

      if (language != NULL && weight > best_weight)
        {
          best = language;
          best_weight = weight;
        }
      accept_language = end;
    }
  return best;
}

/**
 * kx_words_get:
 *
 * Returns: (transfer none): @msgid in @language, or @msgid itself if it has no translation
 */
const char *
kx_words_get (const KxWords *self, const char *language, const char *msgid)
{
  const Catalogue *catalogue = find_catalogue (self, language);
  const char *text = catalogue != NULL ? g_hash_table_lookup (catalogue->texts, msgid) : NULL;

  return text != NULL ? text : msgid;
}

/**
 * kx_words_fill:
 * @names_and_values: names and values by turns, @n_pairs of each
 *
 * Puts the values in the place of their `{name}`; a name without a value stays as it is. Values are not
 * searched again.
 *
 * Returns: (transfer full):
 */
char *
kx_words_fill (const char *text, const char *const *names_and_values, gsize n_pairs)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *close = *text == '{' ? strchr (text, '}') : NULL;
      const char *value = NULL;

      for (gsize i = 0; close != NULL && i < n_pairs && value == NULL; i++)
        if (strlen (names_and_values[2 * i]) == (gsize) (close - text - 1) &&
            strncmp (names_and_values[2 * i], text + 1, (gsize) (close - text - 1)) == 0)
          value = names_and_values[2 * i + 1];
      if (value != NULL)
        {
          g_string_append (filled, value);
          text = close + 1;
        }
      else
        g_string_append_c (filled, *text++);
    }
  return g_string_free (filled, FALSE);
}
