#include "store/kx-text-fold.h"

#include <string.h>

static void
assert_folds (const char *text, const char *expected)
{
  g_autofree char *folded = kx_text_fold_string (text, 64);
  g_autofree char *again = kx_text_fold_string (folded, 64);

  g_assert_cmpstr (folded, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_spellings_meet (void)
{
  assert_folds ("南宁市（康复）医院", "南宁市康复医院");
  assert_folds ("南宁市(康复) 医院", "南宁市康复医院");
  assert_folds ("ＣＤＣ　中心", "cdc中心");
  assert_folds ("阿卜杜拉·买买提", "阿卜杜拉买买提");
  assert_folds ("阿卜杜拉•买买提", "阿卜杜拉买买提");
  assert_folds ("9145-0100 MA5P", "91450100ma5p");
  assert_folds ("南人社函〔2025〕12号", "南人社函202512号");
  assert_folds ("①院", "1院");
  assert_folds ("⼈民", "人民");
  assert_folds ("\uF900", "\u8C48");
}

static void
test_letters_lose_accents_and_pinyin_writes_v (void)
{
  assert_folds ("Café MÜLLER", "cafemuller");
  assert_folds ("lǚ shùn", "lvshun");
  assert_folds ("NÜ", "nv");
  assert_folds ("nán níng", "nanning");
}

static void
test_rare_and_private_characters_stay (void)
{
  assert_folds ("䶮㛃𠮷", "䶮㛃𠮷");
  assert_folds ("\xEE\x80\x80", "\xEE\x80\x80");
  assert_folds ("〇八医院", "〇八医院");
  assert_folds ("\xF0\xB1\x8D\x90", "\xF0\xB1\x8D\x90");
}

static void
test_signs_alone_leave_nothing (void)
{
  assert_folds ("", "");
  assert_folds ("（）· •-—…!?？　\n\t", "");
}

static void
test_borders_tell_marks_from_breaks (void)
{
  gunichar chars[16];
  guint8 borders[16];
  guint n = kx_text_fold ("a(b) c，d-e", chars, borders, 16);

  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (borders[0], ==, KX_FOLD_AFTER_MARK);
  g_assert_cmpuint (borders[1], ==, KX_FOLD_AFTER_MARK);
  g_assert_cmpuint (borders[2], ==, KX_FOLD_AFTER_BREAK);
  g_assert_cmpuint (borders[3], ==, KX_FOLD_AFTER_BREAK);
  g_assert_cmpuint (borders[4], ==, KX_FOLD_AFTER_MARK);
  n = kx_text_fold ("南宁", chars, borders, 16);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (borders[1], ==, KX_FOLD_JOINED);
}

static void
test_only_so_many_characters_are_kept (void)
{
  gunichar chars[4];
  g_autoptr (GString) text = g_string_new ("");

  /* U+FDFA becomes 18 characters. */
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "\uFDFA");
  g_assert_cmpuint (kx_text_fold (text->str, chars, NULL, 4), ==, 4);
  g_assert_cmpuint (kx_text_fold ("南宁市第一", chars, NULL, 4), ==, 4);
  g_assert_cmpuint (chars[3], ==, 0x7B2C);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-fold/spellings-of-one-name-meet", test_spellings_meet);
  g_test_add_func ("/text-fold/letters-lose-accents-and-pinyin-writes-v",
                   test_letters_lose_accents_and_pinyin_writes_v);
  g_test_add_func ("/text-fold/rare-and-private-characters-stay", test_rare_and_private_characters_stay);
  g_test_add_func ("/text-fold/signs-alone-leave-nothing", test_signs_alone_leave_nothing);
  g_test_add_func ("/text-fold/borders-tell-marks-from-breaks", test_borders_tell_marks_from_breaks);
  g_test_add_func ("/text-fold/only-so-many-characters-are-kept", test_only_so_many_characters_are_kept);
  return g_test_run ();
}
