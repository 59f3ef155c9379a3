/* One folded form of names, codes and queries, so that spellings of the same thing meet. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stood before a character in the text it comes from. */
typedef enum
{
  KX_FOLD_JOINED,      /* the character before it */
  KX_FOLD_AFTER_MARK,  /* punctuation, now gone; or it is the first */
  KX_FOLD_AFTER_BREAK, /* a blank, comma or semicolon, now gone */
} KxFoldBorder;

guint kx_text_fold (const char *text, gunichar *ret_chars, guint8 *ret_borders, guint max);
char *kx_text_fold_string (const char *text, guint max);

G_END_DECLS
