/* The rows that a field refers to, as choices of a filter. */
#pragma once

#include "core/kx-record.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

/* The newest ones first, as many as anybody chooses from. (element-type KxRecord) NULL: they cannot be read
 * now. Free with g_ptr_array_unref(). */
GPtrArray *kx_filter_rows_list (KxRowSource *source, const KxEntity *entity);

/* What people call this one; its id where it is not known. Free with g_free(). */
char *kx_filter_rows_dup_title (KxRowSource *source, const KxEntity *entity, const char *id);

G_END_DECLS
