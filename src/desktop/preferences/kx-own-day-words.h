/* An office's own days in words: what they are, and what the national calendar would say instead. */
#pragma once

#include "core/kx-calendar.h"
#include "core/kx-record.h"

G_BEGIN_DECLS

/* "Saturday". */
const char *kx_own_day_weekday (KxDate day);

/* What the national calendar alone says: "Saturday; by the national calendar a day off", with a word when
 * the year is not published yet. Free with g_free(). */
char *kx_own_day_dup_law (KxDate day);

/* What an own day does: "Working day; otherwise a day off", or that it changes nothing. Free with g_free().
 */
char *kx_own_day_dup_effect (const KxRecord *record);

/* "2026-12-26 Saturday · Year-end closing". Free with g_free(). */
char *kx_own_day_dup_title (const KxRecord *record);

/* The calendar of an office with these own days (element-type KxRecord). Free with kx_calendar_free(). */
KxCalendar *kx_own_day_make_calendar (GPtrArray *records);

G_END_DECLS
