#include "models/kx-zone-names.h"

#include "core/entities/kx-area.h"

static GMutex mutex;
static GHashTable *names; /* (element-type char* char*) by code; NULL: none yet */

static gboolean
read_names (KxBook *book, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db, "SELECT code, name FROM area WHERE level = 'zone' AND deleted_at = 0", NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  g_mutex_lock (&mutex);
  if (names == NULL)
    names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (kx_db_rows_next (rows, &local))
    g_hash_table_replace (names, g_strdup (kx_db_rows_text (rows, 0)), g_strdup (kx_db_rows_text (rows, 1)));
  g_mutex_unlock (&mutex);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static void
read_mirror (KxMirror *mirror)
{
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_mirror_take_reader (mirror, &error);

  if (book == NULL || !read_names (book, &error))
    g_message ("The names of zones are not known: %s", error->message);
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
}

static void
on_rows_changed (KxMirror *mirror, KxRowsChanged *changed, gpointer data)
{
  if (kx_rows_changed_concerns (changed, kx_mirror_get_schema (mirror), &kx_area_entity))
    read_mirror (mirror);
}

void
kx_zone_names_follow (KxMirror *mirror)
{
  if (g_signal_handler_find (mirror, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_rows_changed, NULL) != 0)
    return;
  read_mirror (mirror);
  g_signal_connect (mirror, "rows-changed", G_CALLBACK (on_rows_changed), NULL);
}

char *
kx_zone_names_dup (const char *code)
{
  char *name;

  g_mutex_lock (&mutex);
  name = names != NULL ? g_strdup (g_hash_table_lookup (names, code)) : NULL;
  g_mutex_unlock (&mutex);
  return name;
}
