/* Runs a fuzz target once over each file of its corpus: a TAP test wherever libFuzzer is not linked in. */

#include <gio/gio.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_corpus (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/* The bytes are copied to a block of exactly their length, so that a sanitizer sees one byte too far. */
static gboolean
replay_file (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autofree uint8_t *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  bytes = g_memdup2 (contents, length);
  LLVMFuzzerTestOneInput (bytes, length);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  guint failed = 0;

  if (argc != 2)
    {
      g_printerr ("usage: %s CORPUS-FOLDER\n", argv[0]);
      return 2;
    }
  names = list_corpus (argv[1], &error);
  if (names == NULL || names->len == 0)
    {
      g_print ("Bail out! %s\n", error != NULL ? error->message : "the corpus is empty");
      return 1;
    }
  g_print ("1..%u\n", names->len);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean done = replay_file (argv[1], name, &error);

      failed += !done;
      g_print ("%s %u %s%s%s\n", done ? "ok" : "not ok", i + 1, name, done ? "" : ": ",
               done ? "" : error->message);
      g_clear_error (&error);
    }
  return failed == 0 ? 0 : 1;
}
