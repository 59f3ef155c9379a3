/* The mirror's rows by title, for references in forms and for similar names. */
#pragma once

#include "desktop/form/kx-lookup.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

#define KX_TYPE_MIRROR_LOOKUP (kx_mirror_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KxMirrorLookup, kx_mirror_lookup, KX, MIRROR_LOOKUP, GObject)

/* Keeps a reference to the mirror. */
KxLookup *kx_mirror_lookup_new (KxMirror *mirror);

G_END_DECLS
