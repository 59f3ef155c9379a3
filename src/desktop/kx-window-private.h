/* What the files of the window share. */
#pragma once

#include "desktop/kx-navigator.h"
#include "desktop/kx-window.h"

G_BEGIN_DECLS

struct _KxWindow
{
  AdwApplicationWindow parent_instance;

  GObject *profile;
  KxNavigator *navigator;
  GListStore *notices;
  AdwToast *undo_toast; /* weak: the newest toast that can be undone and is still shown */
  gboolean narrow;

  AdwToastOverlay *toasts;
  GtkStack *frame, *pages;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar, *content;
  GtkListBox *places;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  AdwBin *header_start, *header_end, *bottom_end;
  GtkActionBar *bottom;
  GtkButton *back;
  GtkMenuButton *menu;
  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkBox *banners, *jobs;
  GtkButton *sync_line;
  GtkLabel *sync_label;
};

/* The actions "win.…"; in kx-window-actions.c. */
void kx_window_install_actions (GtkWidgetClass *class);

/* Enables each action as things stand. */
void kx_window_update_actions (KxWindow *self);

G_END_DECLS
