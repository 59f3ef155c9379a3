/* Reading a short list of a mirror on a thread, again and again: whenever it says that something changed, a
 * little later, so that changes that come together are read together. */
#pragma once

#include "models/kx-mirror-source.h"

G_BEGIN_DECLS

/* On a reader's thread: the objects as they are, for `user`, who works here (NULL: nobody signed in yet).
 * (element-type GObject) owned. NULL with an error. */
typedef GPtrArray *(*KxMirrorRead) (KxBook *book, const char *user, GError **error);

/* On the main thread: what was read. */
typedef void (*KxMirrorTake) (GPtrArray *objects, gpointer data);

typedef struct _KxMirrorReading KxMirrorReading;

/* Reads at once, and when the mirror's summary or rows of one of `entities` (names, then NULL; no name: of
 * any kind; NULL: none) changed. `data` has to live until the reading is freed. */
KxMirrorReading *kx_mirror_reading_new (KxMirrorSource *source, const char *const *entities,
                                        KxMirrorRead read, KxMirrorTake take, gpointer data);

void kx_mirror_reading_free (KxMirrorReading *reading);

/* What went wrong last; NULL: nothing. What was read before stays. */
const GError *kx_mirror_reading_get_error (const KxMirrorReading *reading);

G_END_DECLS
