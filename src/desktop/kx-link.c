#include "desktop/kx-link.h"

#include "core/kx-entity.h"

#include <string.h>

#define SCHEME "kangxie:"
#define LOCAL "local"
#define LONGEST_ID 64

/* The part of an address that tells services apart. Free with g_free(). */
static char *
dup_service (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *small = NULL, *bare = NULL;

  /* A socket, or the service that the program runs by itself. */
  if (host == NULL || *host == '\0')
    return g_strdup (LOCAL);
  bare = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  small = g_ascii_strdown (bare, -1);
  return g_uri_get_port (uri) > 0 ? g_strdup_printf ("%s:%d", small, g_uri_get_port (uri))
                                  : g_steal_pointer (&small);
}

/* Ids are letters, digits and hyphens; "new" is the page of a record that is to be made. */
static gboolean
is_id (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= LONGEST_ID && !g_str_equal (text, "new") &&
         strspn (text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == length;
}

KxLink *
kx_link_parse (const char *text)
{
  g_autoptr (KxLink) link = g_new0 (KxLink, 1);
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_auto (GStrv) parts = NULL;
  const char *path;

  if (g_ascii_strncasecmp (trimmed, SCHEME, strlen (SCHEME)) != 0)
    return NULL;
  path = trimmed + strlen (SCHEME);
  if (g_str_has_prefix (path, "//"))
    {
      const char *end = strchr (path + 2, '/');
      g_autofree char *url = end != NULL ? g_strndup (trimmed, (gsize) (end - trimmed)) : NULL;
      g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

      if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
          g_uri_get_userinfo (uri) != NULL)
        return NULL;
      link->service = dup_service (url);
      path = end + 1;
    }
  parts = g_strsplit (path, "/", -1);
  if (g_strv_length (parts) != 2 || kx_schema_entity (kx_schema_get (), parts[0]) == NULL ||
      !is_id (parts[1]))
    return NULL;
  link->entity = g_strdup (parts[0]);
  link->id = g_strdup (parts[1]);
  return g_steal_pointer (&link);
}

KxLink *
kx_link_copy (const KxLink *link)
{
  KxLink *copy = g_new0 (KxLink, 1);

  copy->service = g_strdup (link->service);
  copy->entity = g_strdup (link->entity);
  copy->id = g_strdup (link->id);
  return copy;
}

void
kx_link_free (KxLink *link)
{
  g_free (link->service);
  g_free (link->entity);
  g_free (link->id);
  g_free (link);
}

char *
kx_link_make (const char *url, const char *entity, const char *id)
{
  g_autofree char *service = url != NULL ? dup_service (url) : NULL;

  return service != NULL ? g_strdup_printf (SCHEME "//%s/%s/%s", service, entity, id)
                         : g_strdup_printf (SCHEME "%s/%s", entity, id);
}

gboolean
kx_link_is_at (const KxLink *link, const char *url)
{
  g_autofree char *service = dup_service (url);

  return link->service == NULL || g_str_equal (link->service, service);
}

gboolean
kx_link_is_local (const KxLink *link)
{
  return g_strcmp0 (link->service, LOCAL) == 0;
}
