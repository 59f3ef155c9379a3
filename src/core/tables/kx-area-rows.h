/* Rows of the division table, made at build time; read them through kx-area-table.h. */
#pragma once

#include "core/kx-area-table.h"

G_BEGIN_DECLS

/* By code, then by the day from which each stood. */
extern const KxArea kx_area_rows[];
extern const guint kx_area_n_rows;

/* Places in kx_area_rows, ordered by the bytes of one field, then by place. */
extern const guint16 kx_area_rows_by_parent[];
extern const guint16 kx_area_rows_by_name[];
extern const guint16 kx_area_rows_by_stem[];

G_END_DECLS
