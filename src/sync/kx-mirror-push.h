/* Ops on their way to the service, and what it answers. Inside the book's write transaction. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* The ops to send as lines of JSON, each with its number; numbers are given and stored now. What was sent and
 * not answered is given again, byte for byte. Ops behind a refused one of the same row stay. NULL without an
 * error: there is nothing to send. */
GBytes *kx_mirror_push_take (KxBook *book, guint most_ops, gsize most_bytes, GError **error);

/* Takes the answer, one line an op: rows land, ops leave the outbox or become refused or held. Lines of ops
 * that are not waited for are passed over. FALSE: nothing of it may be kept, roll back. */
gboolean kx_mirror_push_finish (KxBook *book, const char *lines, gsize length, KxTime now, GError **error);

/* What was sent waits again and gets numbers from `last_n` + 1 on. */
gboolean kx_mirror_push_renumber (KxBook *book, gint64 last_n, GError **error);

/* The service cannot read what was sent: it becomes refused with this finding; its numbers were not used. */
gboolean kx_mirror_push_refuse (KxBook *book, const char *code, const char *message, GError **error);

/* What was sent did not get through. */
gboolean kx_mirror_push_note_failure (KxBook *book, const char *message, GError **error);

/* Forgets what went through longer than two weeks ago, counted in days on which something was exchanged: a
 * clock that is wrong by years, or a long leave, does not take what a restored backup may lack. */
gboolean kx_mirror_push_tidy_journal (KxBook *book, KxTime now, GError **error);

G_END_DECLS
