/* The § button: opens what a precondition rests on. */
#pragma once

#include "core/kx-finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `cite` is copied by its members, which live as long as the program or the policy they come from. NULL when
 * it names no source: there is nothing to open. */
GtkWidget *kx_cite_button_new (const KxCite *cite);

G_END_DECLS
