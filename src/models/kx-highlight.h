/* Which parts of a text a search found: to be shown in bold. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes from `start` up to `end`, both at characters. */
typedef struct
{
  guint start, end;
} KxHighlight;

/* What of `text` answers to `q`, as a search of names reads it: words as they are written, and pinyin or
 * initials from the start of the text. `person`: it is a person's name. Rising and apart from each other;
 * none: the text was found by something else. (element-type KxHighlight) owned */
GArray *kx_highlight_find (const char *text, const char *q, gboolean person);

G_END_DECLS
