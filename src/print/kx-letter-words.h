/* The Chinese words of labels and codes: a letter is Chinese in whichever language the program speaks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The Chinese text of a msgid, from the catalogue that the program is installed with; the msgid itself when
 * that has none. Never freed. Any thread. */
const char *kx_letter_word (const char *msgid);

G_END_DECLS
