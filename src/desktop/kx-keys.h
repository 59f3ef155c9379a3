/* All keys in one table: the application binds them, the shortcuts window lists them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *action;  /* detailed name */
  const char *keys[3]; /* as gtk_accelerator_parse() reads them, the first one is shown */
  const char *title;   /* msgid */
  const char *group;   /* msgid */
  gboolean text_first; /* a text that is being edited answers to the key before the window does */
} KxKey;

/* Ended by a NULL action. Keys that input methods use stay free: no Ctrl+Space, Ctrl+., Ctrl+;, Ctrl+Shift+F,
 * Ctrl+Shift+U. */
extern const KxKey kx_keys[];

/* Keys to which the widgets answer that have the focus; they are bound nowhere else and only listed, so their
 * actions are NULL. Ended by a NULL title. */
extern const KxKey kx_widget_keys[];

void kx_keys_bind (GtkApplication *application);

/* The keys of which texts come first; they are bound to each window by itself. */
void kx_keys_bind_window (GtkWidget *window);

/* The window that lists them. */
GtkWidget *kx_keys_new_window (void);

G_END_DECLS
