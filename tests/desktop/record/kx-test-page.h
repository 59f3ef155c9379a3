/* The page of a record in a window, with a profile at the real service. */
#pragma once

#include "desktop/kx-window.h"
#include "desktop/pages/kx-record-page-private.h"
#include "sync/kx-profile.h"
#include "sync/kx-test-desk.h"

G_BEGIN_DECLS

/* One for all cases of a program. */
extern KxTestDesk *kx_test_page_service;

typedef struct
{
  char *folder; /* owned; for files that are attached */
  KxProfile *profile;
  KxWindow *window;
  KxRecordPage *page; /* borrowed; of the window */
  const KxEntity *entity;
  char *id; /* owned; of the record that the case's query finds first */
} KxTestPage;

/* Starts the service, lets `add` add the cases, and runs them. */
int kx_test_page_run (int argc, char **argv, void (*add) (void));

/* A clerk's window with the agency that `data`, a query, finds first. */
void kx_test_page_set_up (KxTestPage *fixture, gconstpointer data);
/* The window of somebody else, with the record of `entity` that `query` finds first. */
void kx_test_page_set_up_for (KxTestPage *fixture, const char *user, const KxEntity *entity,
                              const char *query);
void kx_test_page_tear_down (KxTestPage *fixture, gconstpointer data);

#define KX_TEST_PAGE_ADD(path, query, function)                                                              \
  g_test_add (path, KxTestPage, query, kx_test_page_set_up, function, kx_test_page_tear_down)

/* A whole round: what was done before it is known on both sides. */
void kx_test_page_synchronize (KxTestPage *fixture);

void kx_test_page_open_page (KxTestPage *fixture, const char *id);
void kx_test_page_open_tab (KxTestPage *fixture, const char *name);

/* Another window over the one of the fixture, or NULL; `data` is the fixture. */
GtkWidget *kx_test_page_find_dialog (gpointer data);
GtkWidget *kx_test_page_await_dialog (KxTestPage *fixture);

/* Answers the question in front, which wants a reason. */
void kx_test_page_answer (KxTestPage *fixture, const char *reason);

/* Waits until the words are shown below the widget. */
void kx_test_page_await_words (gpointer root, const char *words);

G_END_DECLS
