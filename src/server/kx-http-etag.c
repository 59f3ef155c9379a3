#include "server/kx-http-etag.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TAGS 64

struct _KxHttpEtags
{
  gboolean any;
  gsize n;
  gboolean weak[MAX_TAGS];
  const char *tags[MAX_TAGS]; /* without quotes, inside text */
  char text[];
};

static KxProblem *
refuse (void)
{
  return kx_problem_new (400, "bad-precondition",
                         N_ ("If-Match and If-None-Match take * or a list of quoted entity tags."));
}

/* etagc of RFC 9110: no quote, no blank, no control. */
static gboolean
is_tag_byte (char c)
{
  guchar byte = (guchar) c;

  return byte == 0x21 || (byte >= 0x23 && byte != 0x7f);
}

static const char *
skip_blanks (const char *at)
{
  return at + strspn (at, " \t");
}

/* Reads one tag at @at and returns what follows it, or NULL. */
static char *
add_tag (KxHttpEtags *self, char *at)
{
  gboolean weak = g_str_has_prefix (at, "W/");
  char *tag, *end;

  at += weak ? 2 : 0;
  if (*at != '"' || self->n == MAX_TAGS)
    return NULL;
  tag = end = at + 1;
  while (is_tag_byte (*end))
    end++;
  if (*end != '"')
    return NULL;
  *end = '\0';
  self->weak[self->n] = weak;
  self->tags[self->n] = tag;
  self->n++;
  return end + 1;
}

/**
 * kx_http_etags_parse:
 * @text: the value of the header, lines of the same name joined by commas
 * @ret_etags: (out) (transfer full): untouched if refused
 *
 * Returns: (transfer full) (nullable): why it is refused
 */
KxProblem *
kx_http_etags_parse (const char *text, KxHttpEtags **ret_etags)
{
  gsize size = strlen (text) + 1;
  g_autoptr (KxHttpEtags) self = g_malloc (sizeof (KxHttpEtags) + size);
  char *at;

  memcpy (self->text, text, size);
  self->n = 0;
  at = (char *) skip_blanks (self->text);
  self->any = *at == '*' && *skip_blanks (at + 1) == '\0';
  while (!self->any)
    {
      at = add_tag (self, at);
      if (at == NULL)
        return refuse ();
      at = (char *) skip_blanks (at);
      if (*at == '\0')
        break;
      if (*at != ',')
        return refuse ();
      at = (char *) skip_blanks (at + 1);
    }
  *ret_etags = g_steal_pointer (&self);
  return NULL;
}

/**
 * kx_http_etags_free:
 * @self: (nullable) (transfer full):
 */
void
kx_http_etags_free (KxHttpEtags *self)
{
  g_free (self);
}

/**
 * kx_http_etags_is_any:
 *
 * Tells whether the header was `*`: any present representation.
 */
gboolean
kx_http_etags_is_any (const KxHttpEtags *self)
{
  return self->any;
}

gsize
kx_http_etags_size (const KxHttpEtags *self)
{
  return self->n;
}

/**
 * kx_http_etags_at:
 *
 * Returns: (transfer none): the tag without its quotes
 */
const char *
kx_http_etags_at (const KxHttpEtags *self, gsize i, gboolean *ret_weak)
{
  *ret_weak = self->weak[i];
  return self->tags[i];
}

/**
 * kx_http_etags_match:
 * @tag: (nullable): tag of the present representation without quotes; %NULL if there is none
 * @strongly: whether weak tags never match, as If-Match wants; If-None-Match compares weakly
 */
gboolean
kx_http_etags_match (const KxHttpEtags *self, const char *tag, gboolean strongly)
{
  if (tag == NULL || self->any)
    return tag != NULL;
  for (gsize i = 0; i < self->n; i++)
    if (!(strongly && self->weak[i]) && strcmp (self->tags[i], tag) == 0)
      return TRUE;
  return FALSE;
}
