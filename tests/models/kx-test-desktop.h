/* A desktop without a service: a mirror in a folder of its own with one office, somebody who works there, and
 * the mirror as a source of rows. */
#pragma once

#include "models/kx-mirror-source.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;           /* owned */
  KxMirror *mirror;       /* owned */
  KxMirrorSource *source; /* owned */
} KxTestDesktop;

KxTestDesktop *kx_test_desktop_new (void);

/* Everything has to be finalized: nobody else may hold mirror or source. */
void kx_test_desktop_free (KxTestDesktop *desk);

/* Runs `func` on the writer's thread and waits. */
void kx_test_desktop_write (KxTestDesktop *desk, KxMirrorFunc func, gpointer data);

/* Submits one op, which is taken, and waits; it has to be accepted. */
void kx_test_desktop_submit (KxTestDesktop *desk, KxOp *op);

/* Submits several (element-type KxOp), which are taken, as one act. */
void kx_test_desktop_submit_all (KxTestDesktop *desk, GPtrArray *ops);

/* An agency of the office, added by its clerk. Gives its id; free with g_free(). */
char *kx_test_desktop_add_agency (KxTestDesktop *desk, const char *name);

/* The service tells of a row, as by a feed: no op waits for it, and whoever follows the mirror hears of it.
 * Takes `record`. */
void kx_test_desktop_land (KxTestDesktop *desk, KxRecord *record);

/* A pack of the country's files, as the service tells of it. */
void kx_test_desktop_land_pack (KxTestDesktop *desk, const char *text);

/* The person who works there has one more role, in the office's area. */
void kx_test_desktop_grant (KxTestDesktop *desk, int role);

/* A development zone of an office, as the service tells of it; `until`: the day on which it ended, or none.
 */
void kx_test_desktop_land_zone (KxTestDesktop *desk, const char *id, const char *code, const char *name,
                                KxDate until);

G_END_DECLS
