#include "store/kx-pinyin.h"

#include <string.h>

static void
assert_reads (const char *text, KxPinyinUse use, const char *expected)
{
  g_auto (GStrv) syllables = kx_pinyin_syllables (text, use);
  g_autofree char *joined = g_strjoinv (" ", syllables);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_names_are_read (void)
{
  assert_reads ("南宁市第一人民医院", KX_PINYIN_INSTITUTION, "nan ning shi di yi ren min yi yuan");
  assert_reads ("旅顺口区", KX_PINYIN_INSTITUTION, "lv shun kou qu");
  assert_reads ("䶮㛃𠮷", KX_PINYIN_PLAIN, "yan jie ji");
  assert_reads ("〇", KX_PINYIN_PLAIN, "ling");
  assert_reads ("广西CDC２号 é", KX_PINYIN_INSTITUTION, "guang xi c d c 2 hao e");
  assert_reads ("", KX_PINYIN_PLAIN, "");
}

static void
test_places_are_read_as_they_are_called (void)
{
  static const char *places[][2] = {
    { "重庆市", "chong qing shi" },
    { "六安", "lu an" },
    { "蚌埠", "beng bu" },
    { "厦门大学", "xia men da xue" },
    { "长治", "chang zhi" },
    { "长清", "chang qing" },
    { "济南市长清区", "ji nan shi chang qing qu" },
    { "附属医院长江路院区", "fu shu yi yuan chang jiang lu yuan qu" },
    { "长子县", "zhang zi xian" },
    { "乐清", "yue qing" },
    { "牟平", "mu ping" },
    { "东莞", "dong guan" },
    { "番禺", "pan yu" },
    { "大埔", "da bu" },
    { "黄埔", "huang pu" },
    { "莘县", "shen xian" },
    { "单县", "shan xian" },
    { "茌平", "chi ping" },
    { "东阿", "dong e" },
    { "阿里地区", "a li di qu" },
    { "郯城", "tan cheng" },
    { "莒县", "ju xian" },
    { "鄄城", "juan cheng" },
    { "栖霞", "qi xia" },
    { "长岛", "chang dao" },
    { "重汽", "zhong qi" },
    { "建设银行", "jian she yin hang" },
    { "西藏自治区", "xi zang zi zhi qu" },
    { "成都", "cheng du" },
    { "会计学院", "kuai ji xue yuan" },
    { "音乐厅", "yin yue ting" },
    { "佛山", "fo shan" },
    { "锡林郭勒盟", "xi lin guo le meng" },
    { "泊头", "bo tou" },
    { "脊柱重建中心", "ji zhu chong jian zhong xin" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    assert_reads (places[i][0], KX_PINYIN_INSTITUTION, places[i][1]);
}

static void
test_surnames_are_read_so_for_persons_only (void)
{
  static const char *persons[][2] = {
    { "单田芳", "shan tian fang" },
    { "仇英", "qiu ying" },
    { "解缙", "xie jin" },
    { "查良镛", "zha liang yong" },
    { "区志强", "ou zhi qiang" },
    { "曾国藩", "zeng guo fan" },
    { "盖叫天", "ge jiao tian" },
    { "朴正", "piao zheng" },
    { "尉迟恭", "yu chi gong" },
    { "万俟雅", "mo qi ya" },
    { "长孙无忌", "zhang sun wu ji" },
    { "单于", "chan yu" },
    { "令狐冲", "ling hu chong" },
    { "任正非", "ren zheng fei" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    assert_reads (persons[i][0], KX_PINYIN_PERSON, persons[i][1]);
  assert_reads ("查房", KX_PINYIN_PLAIN, "cha fang");
  assert_reads ("单位", KX_PINYIN_INSTITUTION, "dan wei");
  assert_reads ("李查", KX_PINYIN_PERSON, "li cha");
}

static void
test_letters_are_joined (void)
{
  g_autofree char *full = kx_pinyin_full ("南宁市第一人民医院", KX_PINYIN_INSTITUTION);
  g_autofree char *initials = kx_pinyin_initials ("南宁市第一人民医院", KX_PINYIN_INSTITUTION);
  g_autofree char *mixed = kx_pinyin_initials ("广西CDC（２号）ж", KX_PINYIN_INSTITUTION);

  g_assert_cmpstr (full, ==, "nanningshidiyirenminyiyuan");
  g_assert_cmpstr (initials, ==, "nnsdyrmyy");
  g_assert_cmpstr (mixed, ==, "gxcdc2h");
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  g_autofree char *x = kx_pinyin_sort_key (*(char *const *) a, KX_PINYIN_INSTITUTION);
  g_autofree char *y = kx_pinyin_sort_key (*(char *const *) b, KX_PINYIN_INSTITUTION);

  return strcmp (x, y);
}

static void
test_a_list_stands_as_chinese_readers_expect (void)
{
  /* Numbers, Han by syllable, tone and character, then Latin. */
  static const char *expected[] = {
    "2号楼", "10号楼", "安徽", "安徽省", "安徽省立医院", "白城", "北京",   "长沙",   "重庆",
    "广州",  "六安",   "鹿寨", "吕梁",   "滦南",         "南宁", "南宁市", "南宁A2", "南宁A10",
    "厦门",  "张燕",   "章伟", "郑州",   "中山",         "A2",   "A10",    "CDC",
  };
  guint n = G_N_ELEMENTS (expected);
  g_autofree const char **names = g_memdup2 (expected, sizeof expected);

  for (guint i = n; i-- > 1;)
    {
      guint k = (guint) g_test_rand_int_range (0, (gint32) i + 1);
      const char *name = names[i];
      names[i] = names[k];
      names[k] = name;
    }
  qsort (names, n, sizeof *names, compare_keys);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (names[i], ==, expected[i]);
}

static void
test_keys_are_printable_and_fold (void)
{
  g_autofree char *a = kx_pinyin_sort_key ("南宁（市）ＡＢ０7", KX_PINYIN_INSTITUTION);
  g_autofree char *b = kx_pinyin_sort_key ("南宁市 ab7", KX_PINYIN_INSTITUTION);
  g_autofree char *none = kx_pinyin_sort_key ("（）", KX_PINYIN_PLAIN);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (none, ==, "");
  for (const char *p = a; *p != '\0'; p++)
    g_assert_true (*p >= '@' && *p <= '~');
}

static char *
random_text (void)
{
  GString *text = g_string_new ("");
  guint n = (guint) g_test_rand_int_range (0, 12);

  for (guint i = 0; i < n; i++)
    switch (g_test_rand_int_range (0, 6))
      {
      case 0:
        g_string_append_c (text, (char) g_test_rand_int_range (' ', 0x7f));
        break;
      case 1:
        g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0xA0, 0xD7FF));
        break;
      case 2:
        g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0x10000, 0x10FFFD));
        break;
      default:
        g_string_append_unichar (text, (gunichar) g_test_rand_int_range (0x4E00, 0x4E20));
        break;
      }
  return g_string_free (text, FALSE);
}

static void
test_rank_never_contradicts_the_key (void)
{
  guint different = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *a = random_text (), *b = random_text ();
      g_autofree char *x = kx_pinyin_sort_key (a, KX_PINYIN_PERSON);
      g_autofree char *y = kx_pinyin_sort_key (b, KX_PINYIN_PERSON);
      gint64 p = kx_pinyin_rank (x), q = kx_pinyin_rank (y);
      int order = strcmp (x, y);
      g_assert_cmpint (p, >=, 0);
      if (order == 0)
        g_assert_cmpint (p, ==, q);
      else if (order < 0)
        g_assert_cmpint (p, <=, q);
      else
        g_assert_cmpint (p, >=, q);
      different += p != q;
    }
  g_assert_cmpuint (different, >, 15000);
}

static void
test_long_texts_are_bounded (void)
{
  g_autoptr (GString) text = g_string_new ("");

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, i % 3 == 0 ? "装" : i % 3 == 1 ? "7" : "ж");
  g_autofree char *key = kx_pinyin_sort_key (text->str, KX_PINYIN_PLAIN);
  g_autofree char *full = kx_pinyin_full (text->str, KX_PINYIN_PLAIN);
  g_string_assign (text, "");
  for (guint i = 0; i < 1000; i++)
    g_string_append_c (text, (char) ('0' + i % 10));
  g_autofree char *number = kx_pinyin_sort_key (text->str, KX_PINYIN_PLAIN);

  g_assert_cmpuint (strlen (key), <=, KX_PINYIN_SORT_MAX * 5);
  g_assert_cmpuint (strlen (full), <=, KX_PINYIN_TEXT_MAX * 7);
  g_assert_cmpuint (strlen (number), <=, KX_PINYIN_SORT_MAX + 2);
}

static void
test_the_table_has_a_fingerprint (void)
{
  g_assert_cmpuint (kx_pinyin_fingerprint (), !=, 0);
}

static void
test_a_key_and_a_rank_take_little_time (void)
{
  const guint rounds = 1000000;
  g_test_timer_start ();
  for (guint i = 0; i < rounds; i++)
    {
      g_autofree char *key = kx_pinyin_sort_key ("青岛市黄岛区第二人民医院", KX_PINYIN_INSTITUTION);
      g_assert_cmpint (kx_pinyin_rank (key), >, 0);
    }
  g_test_message ("%.0f ns for a key and its rank", g_test_timer_elapsed () * 1e9 / rounds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pinyin/names-are-read", test_names_are_read);
  g_test_add_func ("/pinyin/places-are-read-as-they-are-called", test_places_are_read_as_they_are_called);
  g_test_add_func ("/pinyin/surnames-are-read-so-for-persons-only",
                   test_surnames_are_read_so_for_persons_only);
  g_test_add_func ("/pinyin/letters-are-joined", test_letters_are_joined);
  g_test_add_func ("/pinyin/a-list-stands-as-chinese-readers-expect",
                   test_a_list_stands_as_chinese_readers_expect);
  g_test_add_func ("/pinyin/keys-are-printable-and-folded", test_keys_are_printable_and_fold);
  g_test_add_func ("/pinyin/rank-never-contradicts-the-key", test_rank_never_contradicts_the_key);
  g_test_add_func ("/pinyin/long-texts-are-bounded", test_long_texts_are_bounded);
  g_test_add_func ("/pinyin/the-table-has-a-fingerprint", test_the_table_has_a_fingerprint);
  if (g_test_perf ())
    g_test_add_func ("/pinyin/a-key-and-a-rank-take-little-time", test_a_key_and_a_rank_take_little_time);
  return g_test_run ();
}
