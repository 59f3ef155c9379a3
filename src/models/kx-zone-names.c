#include "models/kx-zone-names.h"

#include "core/entities/kx-area.h"

#include <string.h>

static GMutex mutex;
static GHashTable *names;    /* (element-type char* char*) by code; NULL: none yet */
static GHashTable *standing; /* (element-type char* char*) code and area of those that exist; NULL likewise */

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* An office's own zone says by its code where it lies, if its row does not. Free with g_free(). */
static char *
dup_area (const char *code, const char *parent)
{
  return parent != NULL && *parent != '\0' ? g_strdup (parent) : g_strndup (code, strcspn (code, "-"));
}

static gboolean
read_names (KxBook *book, GError **error)
{
  g_autoptr (KxDbRows) rows = kx_db_query (
      book->db, "SELECT code, name, parent, until_on FROM area WHERE level = 'zone' AND deleted_at = 0", NULL,
      0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  g_mutex_lock (&mutex);
  if (names == NULL)
    names = new_table ();
  g_clear_pointer (&standing, g_hash_table_unref);
  standing = new_table ();
  while (kx_db_rows_next (rows, &local))
    {
      const char *code = kx_db_rows_text (rows, 0);

      g_hash_table_replace (names, g_strdup (code), g_strdup (kx_db_rows_text (rows, 1)));
      if (kx_db_rows_is_null (rows, 3))
        g_hash_table_replace (standing, g_strdup (code), dup_area (code, kx_db_rows_text (rows, 2)));
    }
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

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
kx_zone_names_list (const char *area)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer code, parent;

  g_mutex_lock (&mutex);
  if (standing != NULL)
    {
      g_hash_table_iter_init (&iter, standing);
      while (g_hash_table_iter_next (&iter, &code, &parent))
        if (g_strcmp0 (parent, area) == 0)
          g_ptr_array_add (codes, g_strdup (code));
    }
  g_mutex_unlock (&mutex);
  g_ptr_array_sort (codes, compare_codes);
  g_ptr_array_add (codes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&codes), FALSE);
}
