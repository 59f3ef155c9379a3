/* The mirror as a source of rows for lists and to-dos. */
#pragma once

#include "models/kx-row-source.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

#define KX_TYPE_MIRROR_SOURCE (kx_mirror_source_get_type ())
G_DECLARE_FINAL_TYPE (KxMirrorSource, kx_mirror_source, KX, MIRROR_SOURCE, GObject)

/* Keeps a reference to the mirror. On the main context in which that was opened. */
KxMirrorSource *kx_mirror_source_new (KxMirror *mirror);

/* Borrowed. */
KxMirror *kx_mirror_source_get_mirror (KxMirrorSource *source);

G_END_DECLS
