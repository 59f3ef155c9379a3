/* The names of development zones: areas without a code of the standard, which offices enter as rows. Values
 * are worded everywhere, also where no book is at hand, so the names are kept for the whole program. */
#pragma once

#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* Reads them from the mirror, now and whenever areas change there. Those that were read from another one
 * stay. A second call does nothing. */
void kx_zone_names_follow (KxMirror *mirror);

/* "济南高新区" for 370100-GX; NULL: no zone of that code was read. On any thread. Free with g_free(). */
char *kx_zone_names_dup (const char *code);

/* The codes of the zones that lie in this very area and still exist, in order, as they were in the mirror
 * that was read last. On any thread. Free with g_strfreev(). */
char **kx_zone_names_list (const char *area);

G_END_DECLS
