/* Rows of a file go into a mirror: each row of a file is an act of the person, decided here, shown at once
 * and queued for the service. */
#pragma once

#include "exchange/kx-import-target.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* `mirror` is borrowed and has to live as long as the target is used. Its functions may be called on any
 * thread but the main one and the mirror's own. */
KxImportTarget kx_mirror_target (KxMirror *mirror);

G_END_DECLS
