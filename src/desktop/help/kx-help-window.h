/* The help: a list of topics that can be searched, and the topic's text. It needs no network. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_HELP_WINDOW (kx_help_window_get_type ())
G_DECLARE_FINAL_TYPE (KxHelpWindow, kx_help_window, KX, HELP_WINDOW, AdwWindow)

KxHelpWindow *kx_help_window_new (GtkWindow *over);

/* Shows a topic; one that does not exist, or NULL, shows the first. */
void kx_help_window_show_topic (KxHelpWindow *self, const char *name);

/* Name of the topic shown. */
const char *kx_help_window_get_topic (KxHelpWindow *self);

/* F1 in `window`, which is no window of places, opens this topic; `topic` is static. */
void kx_help_bind (GtkWindow *window, const char *topic);

G_END_DECLS
