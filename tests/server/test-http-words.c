#include "server/kx-http-words.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* A catalogue as msgfmt writes it; @n pairs. Returns its path. */
static char *
write_catalogue (const char *const *pairs, guint n)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  guint32 head[7] = { 0x950412de, 0, n, 28, 28 + 8 * n, 0, 28 + 16 * n };
  guint32 at = 28 + 16 * n;
  char *path;
  int fd;

  g_byte_array_append (file, (guint8 *) head, sizeof head);
  for (guint column = 0; column < 2; column++)
    for (guint i = 0; i < n; i++)
      {
        guint32 entry[2] = { (guint32) strlen (pairs[2 * i + column]), at };

        g_byte_array_append (file, (guint8 *) entry, sizeof entry);
        at += entry[0] + 1;
      }
  for (guint column = 0; column < 2; column++)
    for (guint i = 0; i < n; i++)
      g_byte_array_append (file, (guint8 *) pairs[2 * i + column],
                           (guint) strlen (pairs[2 * i + column]) + 1);
  fd = g_file_open_tmp ("kx-words-XXXXXX.mo", &path, NULL);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, (char *) file->data, file->len, NULL));
  return path;
}

static KxWords *
make_words (void)
{
  static const char *const pairs[] = { "", "Content-Type: text/plain; charset=UTF-8\n", "Busy", "忙", "Empty",
                                       "" };
  g_autofree char *path = write_catalogue (pairs, 3);
  KxWords *words = kx_words_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_words_load (words, "zh_CN", path, &error));
  g_assert_no_error (error);
  g_unlink (path);
  return words;
}

static void
test_texts_come_from_the_catalogue_or_stay_english (void)
{
  g_autoptr (KxWords) words = make_words ();

  g_assert_cmpstr (kx_words_get (words, "zh_CN", "Busy"), ==, "忙");
  g_assert_cmpstr (kx_words_get (words, "zh_CN", "Unknown"), ==, "Unknown");
  g_assert_cmpstr (kx_words_get (words, "zh_CN", "Empty"), ==, "Empty");
  g_assert_cmpstr (kx_words_get (words, "zh_CN", ""), ==, "");
  g_assert_cmpstr (kx_words_get (words, "en", "Busy"), ==, "Busy");
}

static void
test_the_language_of_the_highest_weight_is_chosen (void)
{
  static const struct
  {
    const char *header, *language;
  } cases[] = {
    { NULL, "en" },
    { "", "en" },
    { "zh", "zh_CN" },
    { "zh-CN,zh;q=0.9,en;q=0.8", "zh_CN" },
    { "ZH-Hans-CN", "zh_CN" },
    { "en-US,en;q=0.9,zh;q=0.8", "en" },
    { "en;q=0.3, zh;q=0.85", "zh_CN" },
    { "en;q=0, zh;q=0.001", "zh_CN" },
    { "zh;q=0", "en" },
    { "zh;q=x", "en" },
    { "de, fr", "en" },
    { "de, *;q=0.5, zh;q=0.4", "en" },
    { "zhx", "en" },
    { "z", "en" },
    { ",,,;;;===", "en" },
    { "zh;q=1.9", "zh_CN" },
  };
  g_autoptr (KxWords) words = make_words ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].header);
      g_assert_cmpstr (kx_words_choose (words, cases[i].header), ==, cases[i].language);
    }
  kx_words_set_default (words, "zh_CN");
  g_assert_cmpstr (kx_words_choose (words, NULL), ==, "zh_CN");
  g_assert_cmpstr (kx_words_choose (words, "*"), ==, "zh_CN");
  g_assert_cmpstr (kx_words_choose (words, "en"), ==, "en");
  kx_words_set_default (words, "fr");
  g_assert_cmpstr (kx_words_choose (words, NULL), ==, "en");
}

static void
test_names_in_braces_are_filled_once (void)
{
  static const char *const pairs[] = { "used", "2", "limit", "{used}" };
  g_autofree char *text = kx_words_fill ("{used} of {limit} {unknown} {", pairs, 2);
  g_autofree char *none = kx_words_fill ("{used}", NULL, 0);

  g_assert_cmpstr (text, ==, "2 of {used} {unknown} {");
  g_assert_cmpstr (none, ==, "{used}");
}

static void
test_files_that_are_no_catalogue_are_refused (void)
{
  static const char *const pairs[] = { "Busy", "忙" };
  g_autofree char *path = write_catalogue (pairs, 1), *text = NULL;
  gsize size;
  g_autoptr (KxWords) words = kx_words_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  for (gsize cut = 0; cut < size; cut++)
    {
      g_assert_true (g_file_set_contents (path, text, (gssize) cut, NULL));
      g_assert_false (kx_words_load (words, "zh_CN", path, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_unlink (path);
  g_assert_false (kx_words_load (words, "zh_CN", path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/words/texts-come-from-the-catalogue-or-stay-english",
                   test_texts_come_from_the_catalogue_or_stay_english);
  g_test_add_func ("/http/words/the-language-of-the-highest-weight-is-chosen",
                   test_the_language_of_the_highest_weight_is_chosen);
  g_test_add_func ("/http/words/names-in-braces-are-filled-once", test_names_in_braces_are_filled_once);
  g_test_add_func ("/http/words/files-that-are-no-catalogue-are-refused",
                   test_files_that_are_no_catalogue_are_refused);
  return g_test_run ();
}
