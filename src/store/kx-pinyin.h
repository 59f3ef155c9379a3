/* Pinyin of Han characters, and the order of Chinese readers, by a table made at build time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts longer than this many characters are read up to there. */
#define KX_PINYIN_TEXT_MAX 128
/* A sort key covers this many characters. */
#define KX_PINYIN_SORT_MAX 64

/* What a text names; it decides which exceptions of reading hold. */
typedef enum
{
  KX_PINYIN_PLAIN,
  KX_PINYIN_PERSON,      /* surnames: 单 shan, 尉迟 yuchi */
  KX_PINYIN_INSTITUTION, /* places and words of institutions: 六安 lu an, 银行 yin hang */
} KxPinyinUse;

/* The reading of one character; 0 throughout where it has none. */
typedef struct
{
  guint16 syllable; /* index of its letters */
  guint16 tone;     /* 1-4, 5 neutral */
  guint16 order;    /* its place among all readings by syllable, tone and character */
} KxPinyinReading;

void kx_pinyin_read (const gunichar *chars, guint n, KxPinyinUse use, KxPinyinReading *ret_readings);
const char *kx_pinyin_letters_of (KxPinyinReading reading);
char **kx_pinyin_syllables (const char *text, KxPinyinUse use);
char *kx_pinyin_full (const char *text, KxPinyinUse use);
char *kx_pinyin_initials (const char *text, KxPinyinUse use);
char *kx_pinyin_sort_key (const char *text, KxPinyinUse use);
gint64 kx_pinyin_rank (const char *sort_key);
guint32 kx_pinyin_fingerprint (void);

G_END_DECLS
