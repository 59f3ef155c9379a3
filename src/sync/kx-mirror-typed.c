#include "sync/kx-mirror-private.h"

#include "sync/kx-mirror-draft.h"

#include <string.h>

#define DRAFT_MS 1000

static GHashTable *
new_drafts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* On the writer's thread. */
static gboolean
put_drafts (KxBook *book, gpointer data, GError **error)
{
  GHashTableIter iter;
  gpointer key, json;
  KxTime now = { g_get_real_time () / 1000 };

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, &key, &json))
    if (!kx_mirror_draft_put (book, key, *(char *) json != '\0' ? json : NULL, now, error))
      return FALSE;
  return TRUE;
}

static gboolean
draft_time (gpointer data)
{
  KxMirror *self = data;

  self->draft_timer = 0;
  if (self->writing == NULL)
    kx_mirror_write_drafts (self);
  return G_SOURCE_REMOVE;
}

static void
write_soon (KxMirror *self)
{
  if (self->draft_timer == 0 && !self->closed)
    self->draft_timer = g_timeout_add (DRAFT_MS, draft_time, self);
}

/* What could not be written counts as typed again, unless something newer was. */
static void
take_back (KxMirror *self, GHashTable *drafts)
{
  GHashTableIter iter;
  gpointer key, json;

  g_hash_table_iter_init (&iter, drafts);
  while (g_hash_table_iter_next (&iter, &key, &json))
    if (!g_hash_table_contains (self->drafts, key))
      g_hash_table_insert (self->drafts, g_strdup (key), g_strdup (json));
}

static void
drafts_written (GObject *source, GAsyncResult *result, gpointer data)
{
  KxMirror *self = KX_MIRROR (source);
  g_autoptr (GHashTable) drafts = data;
  g_autoptr (GError) error = NULL;

  if (!kx_mirror_write_finish (self, result, &error))
    {
      g_message ("What was typed could not be kept yet: %s", error->message);
      take_back (self, drafts);
    }
  if (self->writing == drafts)
    g_clear_pointer (&self->writing, g_hash_table_unref);
  if (g_hash_table_size (self->drafts) > 0)
    write_soon (self);
}

void
kx_mirror_write_drafts (KxMirror *self)
{
  GHashTable *drafts = self->drafts;

  if (g_hash_table_size (drafts) == 0)
    return;
  self->drafts = new_drafts ();
  /* The writer keeps their order. What is not durable yet of an earlier one is repeated, so that one look
   * finds all of it. */
  if (self->writing != NULL)
    {
      GHashTableIter iter;
      gpointer key, json;

      g_hash_table_iter_init (&iter, self->writing);
      while (g_hash_table_iter_next (&iter, &key, &json))
        if (!g_hash_table_contains (drafts, key))
          g_hash_table_insert (drafts, g_strdup (key), g_strdup (json));
      g_hash_table_unref (self->writing);
    }
  self->writing = g_hash_table_ref (drafts);
  kx_mirror_write_async (self, put_drafts, g_hash_table_ref (drafts), (GDestroyNotify) g_hash_table_unref,
                         NULL, drafts_written, drafts);
}

void
kx_mirror_put_draft (KxMirror *mirror, const char *key, const char *json)
{
  /* "" stands for none: a draft is never empty. */
  g_hash_table_replace (mirror->drafts, g_strdup (key), g_strdup (json != NULL ? json : ""));
  if (json == NULL)
    kx_mirror_write_drafts (mirror);
  else
    write_soon (mirror);
}

/* What was typed last and may not be on the disk yet; NULL: nothing; "": it is dropped. */
static const char *
get_typed (KxMirror *self, const char *key)
{
  const char *typed = g_hash_table_lookup (self->drafts, key);

  return typed != NULL || self->writing == NULL ? typed : g_hash_table_lookup (self->writing, key);
}

char *
kx_mirror_dup_draft (KxMirror *mirror, const char *key)
{
  const char *typed = get_typed (mirror, key);
  KxBook *book;
  char *json;

  if (typed != NULL)
    return *typed != '\0' ? g_strdup (typed) : NULL;
  book = kx_mirror_take_reader (mirror, NULL);
  json = book != NULL ? kx_mirror_draft_get (book, key, NULL, NULL) : NULL;
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return json;
}

static void
add_typed (KxMirror *self, GHashTable *drafts, const char *prefix, GPtrArray *keys)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, drafts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, prefix) && *get_typed (self, key) != '\0' &&
        !g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
      g_ptr_array_add (keys, g_strdup (key));
}

char **
kx_mirror_list_drafts (KxMirror *mirror, const char *prefix)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  g_auto (GStrv) kept = book != NULL ? kx_mirror_draft_list (book, prefix, NULL) : NULL;

  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  add_typed (mirror, mirror->drafts, prefix, keys);
  if (mirror->writing != NULL)
    add_typed (mirror, mirror->writing, prefix, keys);
  for (guint i = 0; kept != NULL && kept[i] != NULL; i++)
    {
      const char *typed = get_typed (mirror, kept[i]);

      if (typed == NULL)
        g_ptr_array_add (keys, g_strdup (kept[i]));
    }
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}
