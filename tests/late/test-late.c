#include "late/kx-late.h"

#include "late/kx-late-archive.h"
#include "late/kx-late-secret.h"
#include "late/kx-late-soup.h"
#include "late/kx-late-xlsxwriter.h"
#include "late/kx-late-xml.h"

#include <string.h>

/* Whether this process has mapped a file whose name contains the text. */
static gboolean
is_mapped (const char *name)
{
  g_autofree char *maps = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  return strstr (maps, name) != NULL;
}

/* One test: what was loaded stays. */
static void
test_loads_when_used (void)
{
  const char *const libraries[] = { "/libarchive.so",    "/libsecret-1.so", "/libsoup-3.0.so",
                                    "/libxlsxwriter.so", "/libxml2.so",     "/libcrypto.so" };
  struct archive *reader;
  SoupMessage *message;
  xmlDoc *doc;
  xmlChar *text;

  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    g_assert_false (is_mapped (libraries[i]));
  message = soup_message_new ("GET", "http://localhost/");
  g_assert_true (is_mapped ("/libsoup-3.0.so"));
  g_assert_false (is_mapped ("/libarchive.so"));
  g_assert_cmpuint (soup_message_get_status (message), ==, SOUP_STATUS_NONE);
  g_object_unref (message);
  reader = archive_read_new ();
  g_assert_true (is_mapped ("/libarchive.so"));
  g_assert_cmpint (archive_read_free (reader), ==, ARCHIVE_OK);
  doc = xmlReadMemory ("<a>b</a>", 8, NULL, NULL, 0);
  text = xmlNodeGetContent (xmlDocGetRootElement (doc));
  g_assert_cmpstr ((const char *) text, ==, "b");
  /* A variable of the library, which holds a function. */
  xmlFree (text);
  xmlFreeDoc (doc);
  g_assert_false (is_mapped ("/libcrypto.so"));
  g_assert_cmpstr (lxw_strerror (LXW_NO_ERROR), !=, "");
  g_assert_true (is_mapped ("/libxlsxwriter.so"));
  g_assert_false (is_mapped ("/libsecret-1.so"));
  secret_password_free (NULL);
  g_assert_true (is_mapped ("/libsecret-1.so"));
}

static gpointer
look_up (gpointer data)
{
  return (gpointer) &archive_read_new;
}

static void
test_one_table (void)
{
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("look-up", look_up, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == look_up (NULL));
}

static void
test_missing_library (void)
{
  const char *const names[] = { "cos" };
  gpointer functions[1];

  if (g_test_subprocess ())
    {
      kx_late_load ("libkangxie-has-none-of-this-name.so.1", names, functions, 1);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*belongs to this program is missing*libkangxie-has-none-of-this-name.so.1*");
}

static void
test_missing_function (void)
{
  const char *const names[] = { "cos", "kx_no_such_function" };
  gpointer functions[2];

  if (g_test_subprocess ())
    {
      kx_late_load ("libm.so.6", names, functions, 2);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*does not fit this program*kx_no_such_function*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/late/loads-when-used", test_loads_when_used);
  g_test_add_func ("/late/one-table", test_one_table);
  g_test_add_func ("/late/missing-library", test_missing_library);
  g_test_add_func ("/late/missing-function", test_missing_function);
  return g_test_run ();
}
