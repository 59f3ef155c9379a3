/* One finding as a line: an icon and a word or sentence, never a colour alone, and § for what it rests on. */
#pragma once

#include "core/kx-finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `with_word`: the verdict as a word before the sentence, as in a list of preconditions. The finding is only
 * read. */
GtkWidget *kx_finding_line_new (const KxFinding *finding, gboolean with_word);

G_END_DECLS
