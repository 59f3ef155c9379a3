/* Dates of the years 1900 to 2199, and the working days of an office. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

#define KX_DATE_FIRST_YEAR 1900
#define KX_DATE_LAST_YEAR 2199

gboolean kx_date_is_valid (KxDate date);
gboolean kx_date_from_parts (int year, int month, int day, KxDate *ret_date);
int kx_date_days_in_month (int year, int month);
KxDate kx_date_add_days (KxDate date, int days);
KxDate kx_date_add_months (KxDate date, int months);
int kx_date_difference (KxDate from, KxDate to);
int kx_date_weekday (KxDate date);
char *kx_date_format (KxDate date);
gboolean kx_date_parse (const char *text, KxDate *ret_date);

/* A day that is not as its weekday says: a holiday (FALSE) or a make-up working day 调休 (TRUE). */
typedef struct
{
  KxDate date;
  gboolean is_workday;
} KxCalendarDay;

typedef struct _KxCalendar KxCalendar;

KxCalendar *kx_calendar_new (const KxCalendarDay *own_days, gsize n_own_days);
KxCalendar *kx_calendar_copy (const KxCalendar *self);
void kx_calendar_free (KxCalendar *self);
int kx_calendar_get_last_published_year (void);

gboolean kx_calendar_is_workday (const KxCalendar *self, KxDate date, gboolean *ret_provisional);
KxDate kx_calendar_next_workday (const KxCalendar *self, KxDate date, gboolean *ret_provisional);
KxDate kx_calendar_add_workdays (const KxCalendar *self, KxDate from, int n, gboolean *ret_provisional);
int kx_calendar_workdays_between (const KxCalendar *self, KxDate from, KxDate to, gboolean *ret_provisional);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxCalendar, kx_calendar_free)

G_END_DECLS
