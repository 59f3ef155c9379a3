/* What the files of the window share. */
#pragma once

#include "desktop/kx-navigator.h"
#include "desktop/kx-banner.h"
#include "desktop/kx-daily-backup.h"
#include "desktop/kx-view-strip.h"
#include "desktop/kx-window.h"
#include "desktop/start/kx-start.h"
#include "sync/kx-profile.h"

G_BEGIN_DECLS

struct _KxWindow
{
  AdwApplicationWindow parent_instance;

  KxProfile *profile;
  KxNavigator *navigator;
  const KxPlace *wanted; /* asked for before there was a profile */
  GListStore *notices;
  AdwToast *undo_toast; /* weak: the newest toast that can be undone and is still shown */
  GQueue live_toasts; /* (element-type AdwToast) owned; the first is shown, the others wait for their turn */
  gboolean narrow, wide, showing_search;
  gboolean opening; /* its profile is about to be given */

  /* What was undone last and can be done again; in kx-window-redo.c. */
  KxUndo redo; /* NULL: nothing */
  gpointer redo_data;
  GDestroyNotify redo_free;

  /* Of the profile; in kx-window-profile.c. */
  GSettings *settings;
  KxDailyBackup *daily_backup;                           /* NULL: the service is elsewhere */
  KxBanner *signed_out, *certificate, *too_old, *remote; /* NULL: there was nothing to say yet */
  GError *refused;      /* owned; of a certificate that was not accepted; NULL: none */
  KxLink *link;         /* owned; waits to be followed, or NULL; in kx-window-link.c */
  KxTime link_asked_at; /* the last exchange when the service was asked for its record; 0: it was not */
  gboolean link_told;   /* the person knows what it waits for */
  guint sync_timer, count_timer, start_timer;
  guint start_looks; /* how often the first page had not come yet */
  gboolean leaving;

  /* The first pages, made when they are first wanted; in kx-window-start.c. */
  KxStart *start;
  KxStartPage *start_page;

  AdwToastOverlay *toasts;
  GtkStack *frame, *pages;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar, *content;
  GtkListBox *places;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  AdwBin *header_start, *header_end, *bottom_end, *jobs_beside, *jobs_below;
  GtkActionBar *bottom;
  GtkButton *back;
  GtkMenuButton *menu;
  GMenuModel *main_menu;
  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkBox *banners, *jobs;
  KxViewStrip *views;
  GtkButton *sync_line;
  GtkImage *sync_icon;
  GtkLabel *sync_label;
};

/* What the toast offers was done: it goes, or is not shown any more where it still waits. kx-window.c */
void kx_window_end_toast (KxWindow *self, AdwToast *toast);

/* The actions "win.…"; in kx-window-actions.c. */
void kx_window_install_actions (GtkWidgetClass *class);

/* Follows the profile: sync line, banners, what is remembered for it; in kx-window-profile.c. */
void kx_window_watch_profile (KxWindow *self);
void kx_window_unwatch_profile (KxWindow *self);

/* Takes notice of how the last exchange ended. TRUE: the service shows a certificate that nobody accepted; in
 * kx-window-certificate.c. */
gboolean kx_window_note_certificate (KxWindow *self);

/* Shows its fingerprint, and accepts it if the person does. */
void kx_window_compare_certificate (KxWindow *self);

/* Keeps which record is shown, for the next start. */
void kx_window_note_record (KxWindow *self);

/* Opens it again; nothing happens when it is gone. */
void kx_window_reopen_record (KxWindow *self, const char *record);

/* Goes on with the link that waits, as far as things stand; in kx-window-link.c. */
void kx_window_follow_link (KxWindow *self);

/* Area and service, below the title. Free with g_free(). */
char *kx_window_dup_subtitle (KxWindow *self);

/* Does what was undone last again, once; nothing where there is nothing. */
void kx_window_redo (KxWindow *self);

/* What was undone is past: something else was done, or another profile is shown. */
void kx_window_forget_redo (KxWindow *self);

/* FALSE: the first pages stand in the place of sidebar and page, or a profile is being opened. */
gboolean kx_window_is_at_desk (KxWindow *self);

/* Enables each action as things stand, and takes over those of the page shown. */
void kx_window_update_actions (KxWindow *self);

G_END_DECLS
