#include "print/kx-letter-words.h"

#include <libintl.h>
#include <string.h>

#define LANGUAGE "zh_CN"
#define MAGIC 0x950412de
#define HEADER 28 /* bytes: magic, revision, number of texts, where the two tables stand, … */

/* The file is never let go: its texts are what callers get. */
typedef struct
{
  const char *bytes; /* NULL: there is none that can be read */
  gsize size;
  guint32 n, keys, texts;
} Catalogue;

/* gettext chooses by the locale of the process and needs one that is installed; here the language is always
 * the same. The file is written in the byte order of the machine that made it: of ours, or not read. */
static guint32
read_number (const Catalogue *self, gsize at)
{
  guint32 number = 0;

  if (at <= self->size - sizeof number)
    memcpy (&number, self->bytes + at, sizeof number);
  return number;
}

/* Text `i` of the table at `table`; NULL: the file is damaged. */
static const char *
read_text (const Catalogue *self, guint32 table, guint32 i)
{
  gsize entry = table + (gsize) i * 8, length, at;

  if (entry + 8 > self->size)
    return NULL;
  length = read_number (self, entry);
  at = read_number (self, entry + 4);
  return at < self->size && length < self->size - at && self->bytes[at + length] == '\0' ? self->bytes + at
                                                                                         : NULL;
}

static gpointer
load (gpointer data)
{
  Catalogue *self = g_new0 (Catalogue, 1);
  const char *folder = bindtextdomain (GETTEXT_PACKAGE, NULL);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : KX_LOCALE_DIR, LANGUAGE, "LC_MESSAGES",
                                            GETTEXT_PACKAGE ".mo", NULL);
  g_autofree char *bytes = NULL;

  if (!g_file_get_contents (path, &bytes, &self->size, NULL) || self->size < HEADER)
    return self;
  self->bytes = bytes;
  if (read_number (self, 0) != MAGIC)
    {
      self->bytes = NULL;
      return self;
    }
  self->n = read_number (self, 8);
  self->keys = read_number (self, 12);
  self->texts = read_number (self, 16);
  g_steal_pointer (&bytes);
  return self;
}

/* The keys are sorted. */
const char *
kx_letter_word (const char *msgid)
{
  static GOnce once = G_ONCE_INIT;
  const Catalogue *self = g_once (&once, load, NULL);
  guint32 from = 0, until = self->bytes != NULL ? self->n : 0;

  while (from < until)
    {
      guint32 middle = from + (until - from) / 2;
      const char *key = read_text (self, self->keys, middle), *text;
      int order = key != NULL ? strcmp (msgid, key) : 0;

      if (key == NULL)
        break;
      if (order == 0)
        {
          text = read_text (self, self->texts, middle);
          return text != NULL && *text != '\0' ? text : msgid;
        }
      if (order < 0)
        until = middle;
      else
        from = middle + 1;
    }
  return msgid;
}
