/* Dates, sizes and counts as people read them: nothing else in the desktop formats them. All results are
 * freed with g_free(). */
#pragma once

#include "core/kx-calendar.h"

G_BEGIN_DECLS

/* 2026-07-01 as in lists; "" for none. */
char *kx_format_date (KxDate date);

/* "1 July 2026" or 2026年7月1日 as in letters; "" for none. */
char *kx_format_date_long (KxDate date);

/* 2026-07-01 10:42 in this computer's time; "" for none (0). */
char *kx_format_time (KxTime time);

/* As short as can be at this moment: 10:42 today, "yesterday 10:42", 07-01 10:42 this year, else 2025-07-01.
 */
char *kx_format_time_short (KxTime time, KxTime now);

/* 12,480 or 12 480 as the locale groups. */
char *kx_format_count (guint64 count);

/* 4.5 MB. */
char *kx_format_size (guint64 bytes);

/* 37 %. */
char *kx_format_percent (double part);

/* How far `date` is from `today` in working days: "today", "in 3 working days", "2 working days ago", and "no
 * working day left" and "2 days ago" where none of the days is worked; without calendar in days. A date past
 * the last published year is marked as provisional. */
char *kx_format_days_left (KxDate date, KxDate today, const KxCalendar *calendar);

/* The day it is here. */
KxDate kx_format_today (void);

KxTime kx_format_now (void);

G_END_DECLS
