/* The languages answers can be worded in. Catalogues are read by ourselves: gettext() follows the locale of
 * the whole process and wants that locale installed, while each request may ask for another language. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KxWords KxWords;

KxWords *kx_words_new (void);
void kx_words_free (KxWords *self);
gboolean kx_words_load (KxWords *self, const char *language, const char *path, GError **error);
void kx_words_set_default (KxWords *self, const char *language);
const char *kx_words_choose (const KxWords *self, const char *accept_language);
const char *kx_words_get (const KxWords *self, const char *language, const char *msgid);
char *kx_words_fill (const char *text, const char *const *names_and_values, gsize n_pairs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxWords, kx_words_free)

G_END_DECLS
