#include "exchange/kx-zip-write.h"

#include <string.h>

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "授权书 扫描件.pdf", "授权书 扫描件.pdf" },
    { "../../etc/passwd", "_.._etc_passwd" },
    { "C:\\Windows\\a.exe", "C__Windows_a.exe" },
    { ".bashrc", "bashrc" },
    { "a. . .", "a" },
    { "...", "file" },
    { "", "file" },
    { "\xe2\x80\xae"
      "fdp.exe",
      "_fdp.exe" },
    { "line\nbreak\x7f.txt", "line_break_.txt" },
    { "䶮㛃𠮷.docx", "䶮㛃𠮷.docx" },
    { "half \xe4\xb8.pdf", "half \xef\xbf\xbd\xef\xbf\xbd.pdf" },
  };
  g_autofree char *many = g_strnfill (200, 'x'), *longest = g_strconcat (many, ".pdf", NULL);
  g_autofree char *cut = kx_zip_safe_name (longest);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *safe = kx_zip_safe_name (names[i][0]);

      g_assert_cmpstr (safe, ==, names[i][1]);
    }
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 80);
  g_assert_true (g_str_has_suffix (cut, "x.pdf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zip-write/names of files become safe and stay readable", test_names);
  return g_test_run ();
}
