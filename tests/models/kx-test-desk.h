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
} KxTestDesk;

KxTestDesk *kx_test_desk_new (void);

/* Everything has to be finalized: nobody else may hold mirror or source. */
void kx_test_desk_free (KxTestDesk *desk);

/* Runs `func` on the writer's thread and waits. */
void kx_test_desk_write (KxTestDesk *desk, KxMirrorFunc func, gpointer data);

/* Submits one op, which is taken, and waits; it has to be accepted. */
void kx_test_desk_submit (KxTestDesk *desk, KxOp *op);

/* An agency of the office, added by its clerk. Gives its id; free with g_free(). */
char *kx_test_desk_add_agency (KxTestDesk *desk, const char *name);

/* A row as the service sends it: no op waits for it. Takes `record`. */
void kx_test_desk_land (KxTestDesk *desk, KxRecord *record);

G_END_DECLS
