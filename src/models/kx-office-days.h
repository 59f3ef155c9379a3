/* The days on which offices work otherwise than the country (调休 of their own). Remaining time is worded
 * wherever a row is shown, so the days are kept for the whole program. */
#pragma once

#include "core/kx-calendar.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* Reads them from the mirror, now and whenever they change there; those of another mirror go. A second call
 * for the same one does nothing. */
void kx_office_days_follow (KxMirror *mirror);

/* (element-type utf8 KxCalendar) The calendars of the offices that have days of their own, by id; NULL with
 * the store's error. On any thread. Free with g_hash_table_unref(). */
GHashTable *kx_office_days_read (KxBook *book, GError **error);

/* Working days of the office from one day to another, as kx_calendar_workdays_between(); `office` NULL or
 * unknown: as the country works. On any thread. */
int kx_office_days_between (const char *office, KxDate from, KxDate to, gboolean *ret_provisional);

/* The same days, for whoever counts otherwise with them. On any thread. Free with kx_calendar_free(). */
KxCalendar *kx_office_days_dup_calendar (const char *office);

G_END_DECLS
