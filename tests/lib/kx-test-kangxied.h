/* The real kangxied as a process: what tests of the command line, of kills and of speed run. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the program is: as the environment's KANGXIED says, or as it was built. */
const char *kx_test_kangxied_path (void);

/* Runs it with these arguments, the last one NULL, and `input` (may be NULL) on standard input. Gives the
 * exit status; one that was killed ends the test. `ret_out` and `ret_err` may be NULL. */
int kx_test_kangxied_run (const char *input, char **ret_out, char **ret_err, ...) G_GNUC_NULL_TERMINATED;

/* A service that runs. */
typedef struct
{
  GSubprocess *process; /* owned */
  char *data, *errors;  /* owned; the store's folder, the file of standard error */
  guint port;
} KxTestKangxied;

/* Starts `serve --data DATA` on a free port with the further arguments, the last one NULL, and waits until it
 * answers. */
KxTestKangxied *kx_test_kangxied_start (const char *data, ...) G_GNUC_NULL_TERMINATED;

/* The same with demonstration data and the usual arguments. Filling a store takes seconds, so a program does
 * it once: where nothing stands at `data` yet, the service begins on a copy. */
KxTestKangxied *kx_test_kangxied_start_demo (const char *data);

/* What it has said on standard error so far. Free with g_free(). */
char *kx_test_kangxied_dup_errors (KxTestKangxied *self);

/* kill -9, and waits for the end. */
void kx_test_kangxied_kill (KxTestKangxied *self);

/* It stands still, as a machine that is too busy does, until it goes on: connections are taken, and not
 * answered. */
void kx_test_kangxied_pause (KxTestKangxied *self);
void kx_test_kangxied_resume (KxTestKangxied *self);

/* SIGTERM; the exit status. */
int kx_test_kangxied_stop (KxTestKangxied *self);

/* Kills it if it still runs. */
void kx_test_kangxied_free (KxTestKangxied *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestKangxied, kx_test_kangxied_free)

/* Makes a certificate that signs itself, of this name, and its key: two files. */
void kx_test_kangxied_make_certificate (const char *certificate, const char *key, const char *name);

G_END_DECLS
