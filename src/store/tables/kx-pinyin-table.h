/* The readings of Han characters, as made at build time by make-pinyin-table. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tone 1-5 in bits 0-2, index of the syllable above them, and two marks at the top. */
#define KX_PINYIN_TONE 0x0007
#define KX_PINYIN_SYLLABLE_SHIFT 3
#define KX_PINYIN_SYLLABLE 0x01ff
#define KX_PINYIN_STARTS_SURNAME 0x4000
#define KX_PINYIN_STARTS_PLACE 0x8000

#define KX_PINYIN_PHRASE_MAX 4

/* One reading of one character; order counts all readings by syllable, tone and then character, from 1. */
typedef struct
{
  guint16 reading;
  guint16 order;
} KxPinyinCell;

/* A text whose characters are read otherwise than alone; unused characters are 0. */
typedef struct
{
  gunichar text[KX_PINYIN_PHRASE_MAX];
  KxPinyinCell cells[KX_PINYIN_PHRASE_MAX];
} KxPinyinPhrase;

/* Letters by index; 0 is the empty syllable of what has no reading. */
extern const char kx_pinyin_letters[][8];

/* Page of a code point by its upper bits; page 0 is empty. */
extern const guint16 kx_pinyin_pages[];
extern const guint kx_pinyin_n_pages;
extern const KxPinyinCell kx_pinyin_cells[][256];

/* Both sorted by first character, longer ones first. */
extern const KxPinyinPhrase kx_pinyin_surnames[];
extern const guint kx_pinyin_n_surnames;
extern const KxPinyinPhrase kx_pinyin_places[];
extern const guint kx_pinyin_n_places;

/* Changes whenever anything above does. */
extern const guint32 kx_pinyin_table_fingerprint;

G_END_DECLS
