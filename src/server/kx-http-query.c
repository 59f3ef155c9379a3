#include "server/kx-http-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PARAMETERS 64

struct _KxHttpQuery
{
  gsize n;
  const char *names[MAX_PARAMETERS]; /* inside text */
  const char *values[MAX_PARAMETERS];
  char text[]; /* decoded, each part closed by NUL */
};

/* What nearly every request has. */
static KxHttpQuery empty;

static gboolean
has_control (const char *text, gsize length)
{
  const guchar *at = (const guchar *) text;

  for (gsize i = 0; i < length; i++)
    if (at[i] < 0x20 || at[i] == 0x7f || (at[i] == 0xc2 && i + 1 < length && at[i + 1] < 0xa0))
      return TRUE;
  return FALSE;
}

static KxProblem *
refuse (const char *detail)
{
  return kx_problem_new (400, "bad-query", detail);
}

/* Reads one name=value into the next place of @self; @ret_end moves behind what was written. */
static KxProblem *
add_parameter (KxHttpQuery *self, const char *part, gsize length, char **ret_end)
{
  const char *equals = memchr (part, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - part) : length;
  char *name = *ret_end, *value;

  if (name_length == 0)
    return refuse (N_ ("A parameter of the query has no name."));
  if (!kx_http_decode (part, name_length, TRUE, name))
    return refuse (N_ ("The query is not percent-encoded UTF-8 text without control characters."));
  if (kx_http_query_get (self, name) != NULL)
    {
      KxProblem *problem = refuse (N_ ("The parameter {name} is given twice."));

      kx_problem_add_arg (problem, "name", name);
      return problem;
    }
  if (self->n == MAX_PARAMETERS)
    return refuse (N_ ("The query has too many parameters."));
  value = name + strlen (name) + 1;
  if (!kx_http_decode (part + name_length + (equals != NULL), length - name_length - (equals != NULL), TRUE,
                       value))
    return refuse (N_ ("The query is not percent-encoded UTF-8 text without control characters."));
  self->names[self->n] = name;
  self->values[self->n] = value;
  self->n++;
  *ret_end = value + strlen (value) + 1;
  return NULL;
}

/**
 * kx_http_decode:
 * @plus_is_blank: whether `+` stands for a blank, as in the queries that forms send
 * @ret_decoded: room for @length + 1 bytes
 *
 * Decodes percent-encoded text (RFC 3986 section 2.1).
 *
 * Returns: %FALSE for a bad escape, NUL or another control character (C0, DEL, C1), or if the result is not
 *   UTF-8; @ret_decoded is then without meaning
 */
gboolean
kx_http_decode (const char *text, gsize length, gboolean plus_is_blank, char *ret_decoded)
{
  gsize size = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == '%')
        {
          if (length - i < 3 || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return FALSE;
          c = (char) (g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      else if (c == '+' && plus_is_blank)
        c = ' ';
      ret_decoded[size++] = c;
    }
  ret_decoded[size] = '\0';
  return !has_control (ret_decoded, size) && g_utf8_validate (ret_decoded, (gssize) size, NULL);
}

/**
 * kx_http_query_parse:
 * @text: (nullable): what stands behind `?`, encoded
 * @max_length: of @text, in bytes
 * @ret_query: (out) (transfer full): untouched if refused
 *
 * Reads `name=value&…`. Doubled names, empty names and bad escapes are refused; which names are known is for
 * the handler to say.
 *
 * Returns: (transfer full) (nullable): why the query is refused
 */
KxProblem *
kx_http_query_parse (const char *text, gsize max_length, KxHttpQuery **ret_query)
{
  gsize length = text != NULL ? strlen (text) : 0;
  g_autoptr (KxHttpQuery) self = NULL;
  char *end;

  if (length > max_length)
    return kx_problem_new (414, "query-too-long", N_ ("The query is too long."));
  if (length == 0)
    {
      *ret_query = &empty;
      return NULL;
    }
  /* Every part grows by its closing NUL at most: two for a name without a value. */
  self = g_malloc (sizeof (KxHttpQuery) + length + 2 * MAX_PARAMETERS + 2);
  self->n = 0;
  end = self->text;
  for (const char *at = text;;)
    {
      gsize part = strcspn (at, "&");
      KxProblem *problem = add_parameter (self, at, part, &end);

      if (problem != NULL)
        return problem;
      if (part == length)
        break;
      at += part + 1;
      length -= part + 1;
      if (length == 0)
        return refuse (N_ ("A parameter of the query has no name."));
    }
  *ret_query = g_steal_pointer (&self);
  return NULL;
}

/**
 * kx_http_query_free:
 * @self: (nullable) (transfer full):
 */
void
kx_http_query_free (KxHttpQuery *self)
{
  if (self != &empty)
    g_free (self);
}

gsize
kx_http_query_size (const KxHttpQuery *self)
{
  return self->n;
}

/**
 * kx_http_query_get:
 *
 * Returns: (transfer none) (nullable): the value of @name
 */
const char *
kx_http_query_get (const KxHttpQuery *self, const char *name)
{
  for (gsize i = 0; i < self->n; i++)
    if (strcmp (self->names[i], name) == 0)
      return self->values[i];
  return NULL;
}

const char *
kx_http_query_name_at (const KxHttpQuery *self, gsize i)
{
  return self->names[i];
}

const char *
kx_http_query_value_at (const KxHttpQuery *self, gsize i)
{
  return self->values[i];
}
