/* The window: sidebar, the page shown, the way back, toasts and the sync line. */
#pragma once

#include "desktop/kx-link.h"
#include "desktop/kx-page.h"

G_BEGIN_DECLS

typedef struct _KxStart KxStart;

#define KX_TYPE_WINDOW (kx_window_get_type ())
G_DECLARE_FINAL_TYPE (KxWindow, kx_window, KX, WINDOW, AdwApplicationWindow)

/* Both may be NULL: tests of pages need neither. */
KxWindow *kx_window_new (GtkApplication *application, KxProfile *profile);

KxProfile *kx_window_get_profile (KxWindow *self);

/* Throws all pages away, closes the profile that was shown and shows the places of another one, where it was
 * left. */
void kx_window_set_profile (KxWindow *self, KxProfile *profile);

/* Shows a place of kx_places, and again once there is a profile if there is none yet. FALSE: there is none of
 * this name yet. */
gboolean kx_window_go (KxWindow *self, const char *place);

/* The next profile begins at this place, so that no other page is made for it first; one that there is not
 * yet is passed over. */
void kx_window_begin_at (KxWindow *self, const char *place);

/* The window in which `over` stands, or the one below its dialog or its preferences. NULL: none. Borrowed. */
KxWindow *kx_window_find (GtkWidget *over);

/* The page shown; NULL on the first-run pages. */
KxPage *kx_window_get_page (KxWindow *self);

/* The page of a place, made when it is first asked for; NULL: there is none of this name yet. */
KxPage *kx_window_get_place (KxWindow *self, const char *place);

/* Shows `page` (a floating reference is taken) above the current one; back returns there. */
void kx_window_push (KxWindow *self, KxPage *page);

/* Goes back to where one came from: the same page with its scroll position, selection and focus. FALSE: this
 * is where one began. */
gboolean kx_window_back (KxWindow *self);

/* Shows the row where it is worked on: the current page if it knows it, else the page of its entity. FALSE:
 * rows of this entity have no page. */
gboolean kx_window_open_row (KxWindow *self, const char *entity, const char *id);

/* Shows the record of a link; one that is not here yet waits for the first load, the password and, once, for
 * the service. What stands in the way is said; a profile of another service has to be opened first. */
void kx_window_open_link (KxWindow *self, const KxLink *link);

/* The first pages, in the place of the desk: connect, or choose another profile. Borrowed. */
KxStart *kx_window_open_start (KxWindow *self);
void kx_window_close_start (KxWindow *self);

/* The window is seen before its profile, which kx_window_take_profile() or kx_window_open_profile() gives it.
 * The place that somebody goes to meanwhile is where it begins. */
void kx_window_await_profile (KxWindow *self);

/* Opens a known profile by the name of its folder and shows it, or the first pages that say why not. */
void kx_window_open_profile (KxWindow *self, const char *name);

/* The same with the profile opened already, which is taken. */
void kx_window_take_profile (KxWindow *self, const char *name, KxProfile *profile);

/* Nothing is being opened, connected or loaded for the first time, and the page shows what it is opened for.
 */
gboolean kx_window_is_settled (KxWindow *self);

/* Calls `signed_in` with TRUE at once when there is a session, else after the password was asked over the
 * page; FALSE: the person did not give it. For acts of the office and whatever failed with
 * kx_window_is_session_error(). */
typedef void (*KxSignedIn) (gboolean signed_in, gpointer data);
void kx_window_need_session (KxWindow *self, KxSignedIn signed_in, gpointer data, GDestroyNotify free_data);

/* The service wants the password again. */
gboolean kx_window_is_session_error (const GError *error);

/* TRUE below about 560 px, where lists become rows of two lines; "notify::narrow" follows. */
gboolean kx_window_get_narrow (KxWindow *self);

/* TRUE from about 1200 px, where a list has room for a summary beside it; "notify::wide" follows. */
gboolean kx_window_get_wide (KxWindow *self);

/* One short line; names in it may carry any character. It also goes to the list of notices. */
void kx_window_toast (KxWindow *self, const char *text);

/* The same with a button that does something else than to undo: `action` is a detailed action name. */
void kx_window_toast_action (KxWindow *self, const char *text, const char *button, const char *action);

/* The same with an Undo button, which Ctrl+Z presses too. `undo` gets `data` once at most, and never after
 * the window's profile changed; `free_data` follows in any case. */
typedef void (*KxUndo) (gpointer data);
void kx_window_toast_undo (KxWindow *self, const char *text, KxUndo undo, gpointer data,
                           GDestroyNotify free_data);

/* After an act was undone: Shift+Ctrl+Z does it again, until something else is done or the profile changes.
 * `redo` gets `data` once at most; `free_data` follows in any case. */
void kx_window_offer_redo (KxWindow *self, KxUndo redo, gpointer data, GDestroyNotify free_data);

/* Lines about work in the background stand here, above the sync line. */
GtkBox *kx_window_get_jobs (KxWindow *self);

/* Lines that concern the whole window stand here, below the header bar: signed out, restored drafts. */
GtkBox *kx_window_get_banners (KxWindow *self);

/* The last 100 toasts, newest first (element-type KxNotice); screen readers miss toasts in places. */
GListModel *kx_window_get_notices (KxWindow *self);

G_END_DECLS
