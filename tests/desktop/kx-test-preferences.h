/* The preferences over a window with a real profile of a real service. */
#pragma once

#include "desktop/kx-window.h"
#include "lib/kx-test-kangxied.h"
#include "sync/kx-client-session.h"
#include "sync/kx-profile.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder, *url;      /* owned */
  KxTestKangxied *service; /* owned; NULL: it does not run */
  KxProfile *profile;      /* owned */
  KxWindow *window;        /* borrowed: a toplevel */
  GtkWidget *preferences;  /* weak: a toplevel; NULL: not open */
} KxTestPreferences;

/* Before cases are added: the display, and a folder for profiles that nobody else uses. */
void kx_test_preferences_init (int *argc, char ***argv);

/* A case over the demonstration service, synchronized as this user, whose name is the password. It fails
 * unless every widget and the profile are finalized at its end. */
void kx_test_preferences_add (const char *name, const char *user,
                              void (*test) (KxTestPreferences *self, gconstpointer user));

/* Runs the cases, and removes the folder. */
int kx_test_preferences_run (void);

/* Opens the preferences at the page of this name. */
void kx_test_preferences_open (KxTestPreferences *self, const char *page);

/* Opens them at a row, as the list of what waits does. */
void kx_test_preferences_open_row (KxTestPreferences *self, const char *entity, const char *id);

/* Closes them, as the window's button does, and ends the test unless all of it is finalized. */
void kx_test_preferences_close (KxTestPreferences *self);

/* Waits until the words can be seen, or until they cannot. */
void kx_test_preferences_see (KxTestPreferences *self, const char *words);
void kx_test_preferences_await_gone (KxTestPreferences *self, const char *words);

/* TRUE when the words can be seen now. */
gboolean kx_test_preferences_sees (KxTestPreferences *self, const char *words);

/* Presses the button or row of these words. */
void kx_test_preferences_press (KxTestPreferences *self, const char *words);

/* Ends the test when anything that is shown has no room. */
void kx_test_preferences_look (KxTestPreferences *self);

/* Kills the service and waits until the program knows; starts it again and waits until all is exchanged. */
void kx_test_preferences_cut (KxTestPreferences *self);
void kx_test_preferences_mend (KxTestPreferences *self);

/* Waits until nothing waits to be sent. */
void kx_test_preferences_await_sent (KxTestPreferences *self);

/* Types into the field of this label, as a person would. */
void kx_test_preferences_fill (KxTestPreferences *self, const char *label, const char *text);

/* What stands in it. Free with g_free(). */
char *kx_test_preferences_dup_typed (KxTestPreferences *self, const char *label);

/* The first widget that can be seen and has this tooltip; ends the test when there is none. */
GtkWidget *kx_test_preferences_find_tip (KxTestPreferences *self, const char *tip);

/* Waits for the dialog with this question and answers it; `reason` may be NULL. */
void kx_test_preferences_answer (const char *question, const char *response, const char *reason);

/* Signs in at the service beside the program; NULL when it is refused. */
KxClient *kx_test_preferences_sign_in (KxTestPreferences *self, const char *user, const char *password,
                                       KxClientSession **ret_session);

/* The text of an answer of the service to this client; a failure ends the test. Free with g_free(). */
char *kx_test_preferences_call (KxClient *client, const char *path);

G_END_DECLS
