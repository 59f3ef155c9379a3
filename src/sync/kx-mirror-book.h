/* A mirror as the engine sees it: how far it is, and on whose behalf. With kx-mirror-pull.h, -push.h,
 * -upload.h and -submit.h this is all of it, synchronous, over one book, with the clock given: the program
 * and the simulation of the tests drive the same code. */
#pragma once

#include "core/kx-role.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* How far it is. Everything is owned. */
typedef struct
{
  char *cursor;     /* to ask on with; NULL: from the beginning */
  char *generation; /* of the service; NULL: not known */
  char *device;     /* NULL: not registered */
  char *fault;      /* the sums differ again and again; NULL: they do not */
  gint64 ack;       /* highest number of an op whose result has landed */
  gint64 uploads;   /* files that wait and may go */
  gboolean loading; /* it has not been at the head yet, or is being filled anew */
  KxTime synced_at; /* when it was at the head last; 0: never */
} KxMirrorFacts;

void kx_mirror_facts_clear (KxMirrorFacts *facts);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxMirrorFacts, kx_mirror_facts_clear)

gboolean kx_mirror_book_get_facts (KxBook *book, KxMirrorFacts *ret_facts, GError **error);

/* This computer was registered at the service. Another device than before: what was sent waits again and is
 * numbered from `last_n` + 1; the service knows the ids of ops, so none of them counts twice. Inside the
 * book's write transaction. */
gboolean kx_mirror_book_set_device (KxBook *book, const char *device, const char *generation,
                                    const char *seal_key, gint64 last_n, GError **error);

/* Who works here, with what was granted. NULL without an error: nobody signed in yet. Free with
 * kx_actor_free(). */
KxActor *kx_mirror_book_get_actor (KxBook *book, GError **error);

/* Inside the book's write transaction. */
gboolean kx_mirror_book_set_actor (KxBook *book, const KxActor *actor, GError **error);

/* Puts ops that were saved outside of the database (lines as they travel) into the outbox of a mirror that
 * was made anew, and tells how many in a notice. Inside the book's write transaction. */
gboolean kx_mirror_book_salvage (KxBook *book, const char *lines, KxTime now, guint *ret_n, GError **error);

G_END_DECLS
