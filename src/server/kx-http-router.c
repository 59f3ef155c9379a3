#include "server/kx-http-router.h"

#include "server/kx-http-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* All methods of one pattern. */
typedef struct
{
  const char *pattern;
  GStrv segments;    /* "{id}" becomes "{" and "id" behind it */
  char *specificity; /* per segment L (literal) or P (parameter); the smaller text goes first */
  GPtrArray *routes; /* (element-type KxRoute) */
  char *allow;
} Path;

struct _KxRouter
{
  GPtrArray *paths; /* (element-type Path), the most specific first */
};

static gboolean
is_parameter (const char *segment)
{
  return *segment == '{';
}

static void
free_path (gpointer data)
{
  Path *self = data;

  g_strfreev (self->segments);
  g_free (self->specificity);
  g_free (self->allow);
  g_ptr_array_unref (self->routes);
  g_free (self);
}

static Path *
make_path (const char *pattern)
{
  Path *self = g_new0 (Path, 1);
  GString *specificity = g_string_new (NULL);
  guint n_parameters = 0;

  self->pattern = pattern;
  self->segments = pattern[1] != '\0' ? g_strsplit (pattern + 1, "/", -1) : g_new0 (char *, 1);
  for (guint i = 0; self->segments[i] != NULL; i++)
    {
      if (is_parameter (self->segments[i]))
        {
          self->segments[i][strlen (self->segments[i]) - 1] = '\0';
          n_parameters++;
        }
      g_string_append_c (specificity, is_parameter (self->segments[i]) ? 'P' : 'L');
    }
  g_assert (specificity->len <= KX_ROUTE_MAX_SEGMENTS && n_parameters <= KX_ROUTE_MAX_PARAMETERS);
  self->specificity = g_string_free (specificity, FALSE);
  self->routes = g_ptr_array_new ();
  return self;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const Path *const *left = a, *const *right = b;

  return strcmp ((*left)->specificity, (*right)->specificity);
}

static void
list_methods (Path *self)
{
  GString *allow = g_string_new (NULL);

  for (guint i = 0; i < self->routes->len; i++)
    {
      const KxRoute *route = g_ptr_array_index (self->routes, i);

      g_string_append_printf (allow, "%s, ", route->method);
      if (g_str_equal (route->method, "GET"))
        g_string_append (allow, "HEAD, ");
    }
  g_string_append (allow, "OPTIONS");
  g_free (self->allow);
  self->allow = g_string_free (allow, FALSE);
}

/* Decodes @path into @text and its segments; FALSE if it holds what no path may hold. */
static gboolean
split_path (const char *path, char *text, const char *segments[KX_ROUTE_MAX_SEGMENTS + 1], gsize *ret_n)
{
  gsize n = 0;

  if (*path++ != '/')
    return FALSE;
  while (*path != '\0' || n > 0)
    {
      gsize length = strcspn (path, "/");

      if (length == 0 || !kx_http_decode (path, length, FALSE, text) || g_str_equal (text, ".") ||
          g_str_equal (text, ".."))
        return FALSE;
      segments[MIN (n, KX_ROUTE_MAX_SEGMENTS)] = text;
      n++;
      text += strlen (text) + 1;
      path += length;
      if (*path++ == '\0')
        break;
    }
  *ret_n = n;
  return TRUE;
}

static gboolean
matches (const Path *self, const char *const *segments, gsize n, KxRouteMatch *match)
{
  match->n = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (self->segments[i] == NULL)
        return FALSE;
      if (is_parameter (self->segments[i]))
        {
          match->names[match->n] = self->segments[i] + 1;
          match->values[match->n++] = segments[i];
        }
      else if (strcmp (self->segments[i], segments[i]) != 0)
        return FALSE;
    }
  return self->segments[n] == NULL;
}

static const KxRoute *
find_method (const Path *self, const char *method)
{
  const char *wanted = g_str_equal (method, "HEAD") ? "GET" : method;

  for (guint i = 0; i < self->routes->len; i++)
    {
      const KxRoute *route = g_ptr_array_index (self->routes, i);

      if (g_str_equal (route->method, wanted))
        return route;
    }
  return NULL;
}

/**
 * kx_router_new:
 *
 * Returns: (transfer full): a router without routes
 */
KxRouter *
kx_router_new (void)
{
  KxRouter *self = g_new0 (KxRouter, 1);

  self->paths = g_ptr_array_new_with_free_func (free_path);
  return self;
}

/**
 * kx_router_free:
 * @self: (nullable) (transfer full):
 */
void
kx_router_free (KxRouter *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->paths);
  g_free (self);
}

/**
 * kx_router_add:
 * @route: borrowed for the life of the router
 *
 * Where two patterns match a path, the one with the earlier literal segment has it, for all its methods:
 * `/v1/sessions` hides `/v1/{collection}`. GET answers HEAD too; OPTIONS needs no route.
 */
void
kx_router_add (KxRouter *self, const KxRoute *route)
{
  Path *path = NULL;

  for (guint i = 0; i < self->paths->len && path == NULL; i++)
    if (g_str_equal (((Path *) g_ptr_array_index (self->paths, i))->pattern, route->pattern))
      path = g_ptr_array_index (self->paths, i);
  if (path == NULL)
    {
      path = make_path (route->pattern);
      g_ptr_array_add (self->paths, path);
      g_ptr_array_sort (self->paths, compare_paths);
    }
  g_ptr_array_add (path->routes, (gpointer) route);
  list_methods (path);
}

/**
 * kx_router_match:
 * @path: encoded, from its first slash, without a query
 * @max_length: of @path, in bytes
 * @ret_match: (out): also set, without a route, when the problem is the method; to be cleared in any case
 *
 * Returns: (transfer full) (nullable): 400 for a path that is not well formed (bad escapes, bad UTF-8,
 * control characters, empty and dot segments), 404, 405, 414
 */
KxProblem *
kx_router_match (const KxRouter *self, const char *method, const char *path, gsize max_length,
                 KxRouteMatch *ret_match)
{
  const char *segments[KX_ROUTE_MAX_SEGMENTS + 1];
  gsize n, length = strlen (path);

  memset (ret_match, 0, sizeof *ret_match);
  if (length > max_length)
    return kx_problem_new (414, "path-too-long", N_ ("The path is too long."));
  ret_match->text = g_malloc (length + 2);
  if (!split_path (path, ret_match->text, segments, &n))
    return kx_problem_new (400, "bad-path",
                           N_ ("The path is not percent-encoded UTF-8 text in segments that are not empty."));
  for (guint i = 0; n <= KX_ROUTE_MAX_SEGMENTS && i < self->paths->len; i++)
    {
      const Path *candidate = g_ptr_array_index (self->paths, i);

      if (!matches (candidate, segments, n, ret_match))
        continue;
      ret_match->pattern = candidate->pattern;
      ret_match->allow = candidate->allow;
      ret_match->route = find_method (candidate, method);
      if (ret_match->route != NULL || g_str_equal (method, "OPTIONS"))
        return NULL;
      return kx_problem_new (405, "method-not-allowed", N_ ("This address does not take this method."));
    }
  ret_match->n = 0;
  return kx_problem_new (404, "not-found", N_ ("There is nothing at this address."));
}

/**
 * kx_route_match_clear:
 *
 * Frees what the match owns.
 */
void
kx_route_match_clear (KxRouteMatch *self)
{
  g_clear_pointer (&self->text, g_free);
  self->n = 0;
}
