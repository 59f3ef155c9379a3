/* Which steps an office can lay a way for, and such a way in words. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* A step that superiors decide, and the kind of record it is taken with. */
typedef struct
{
  const KxEntity *entity;
  const KxTransition *step;
} KxRoute;

/* All of them, each once. (element-type KxRoute) Free with g_array_unref(). */
GArray *kx_route_list (void);

/* "Agreement: Approve". Free with g_free(). */
char *kx_route_dup_title (const KxRoute *route);

/* "Reviewed by: section head". Free with g_free(). */
char *kx_route_dup_line (const KxRecord *line);

G_END_DECLS
