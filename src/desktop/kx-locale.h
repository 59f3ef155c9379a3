/* The language of the interface. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before anything is shown: takes the language chosen in the preferences, else that of the system, and finds
 * the catalogues: in the folder KANGXIE_LOCALE_DIR of the environment, beside the program, in the build
 * folder, or where they were installed. */
void kx_locale_init (void);

/* FALSE: another language was chosen since, which is spoken from the next start on. */
gboolean kx_locale_is_chosen (void);

/* The environment is what it was before kx_locale_init(), for a program that is started in place of this one.
 */
void kx_locale_give_back (void);

/* The first of the languages wanted in which `exists` finds something; "en" if there is none. Names are those
 * of catalogues: zh_CN. */
const char *kx_locale_choose (gboolean (*exists) (const char *language, gpointer data), gpointer data);

G_END_DECLS
