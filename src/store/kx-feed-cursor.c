#include "store/kx-feed-cursor.h"

#include <string.h>

void
kx_feed_cursor_free (KxFeedCursor *cursor)
{
  g_free (cursor->generation);
  g_clear_pointer (&cursor->scope, kx_scope_free);
  g_clear_pointer (&cursor->held, kx_scope_free);
  g_free (cursor);
}

static gboolean
read_number (const char *text, gint64 *ret_number)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text) &&
         g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, ret_number, NULL);
}

/* `f12` and `j370100_3.7`, each at most once and in this order. */
static gboolean
read_rest (KxFeedCursor *self, char **parts)
{
  if (*parts != NULL && **parts == 'f' && !read_number (*parts++ + 1, &self->floor))
    return FALSE;
  if (*parts == NULL)
    return TRUE;
  if (**parts != 'j' || parts[1] == NULL || parts[2] != NULL)
    return FALSE;
  self->held = kx_scope_new_from_text (*parts + 1);
  return self->held != NULL && kx_scope_is_known (self->held) && read_number (parts[1], &self->joined) &&
         self->joined <= self->seq;
}

KxFeedCursor *
kx_feed_cursor_new (const char *text)
{
  g_autoptr (KxFeedCursor) self = g_new0 (KxFeedCursor, 1);
  g_auto (GStrv) parts = NULL;

  if (strlen (text) > KX_FEED_CURSOR_MOST)
    return NULL;
  parts = g_strsplit (text, ".", 8);
  if (g_strv_length (parts) < 3 || *parts[0] == '\0')
    return NULL;
  self->generation = g_strdup (parts[0]);
  self->scope = kx_scope_new_from_text (parts[1]);
  if (self->scope == NULL || !read_number (parts[2], &self->seq) || !read_rest (self, parts + 3))
    return NULL;
  return g_steal_pointer (&self);
}

char *
kx_feed_cursor_to_text (const KxFeedCursor *self)
{
  GString *text = g_string_new (self->generation);

  g_string_append_printf (text, ".%s.%" G_GINT64_FORMAT, kx_scope_get_text (self->scope), self->seq);
  if (self->floor > self->seq)
    g_string_append_printf (text, ".f%" G_GINT64_FORMAT, self->floor);
  if (self->held != NULL)
    g_string_append_printf (text, ".j%s.%" G_GINT64_FORMAT, kx_scope_get_text (self->held), self->joined);
  return g_string_free (text, FALSE);
}
