/* National holidays and make-up working days, made at build time; read them through kx-calendar.h. */
#pragma once

#include "core/kx-calendar.h"

G_BEGIN_DECLS

/* By date, each once. */
extern const KxCalendarDay kx_workday_rows[];
extern const guint kx_workday_n_rows;

/* The last year whose arrangement has been published. */
extern const int kx_workday_last_year;

G_END_DECLS
