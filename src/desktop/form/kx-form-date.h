/* Dates as a person types them into a form. */
#pragma once

#include "core/kx-field.h"

G_BEGIN_DECLS

typedef enum
{
  KX_FORM_DAY,
  KX_FORM_WEEK,
  KX_FORM_MONTH,
  KX_FORM_YEAR
} KxFormStep;

/* Reads 2026-07-01, 20260701, 2026年7月1日, 2026.7.1, "today" and 今天, "+30" (days from today), "+2m", and
 * "7-1" of this year. `is_end`: of a month alone its last day is meant, else its first. Returns NULL, or the
 * msgid of what is wrong; `ret_date` is then untouched. */
const char *kx_form_date_read (const char *text, gboolean is_end, KxDate today, KxDate *ret_date);

/* TRUE when `text` is a whole date with its year, behind which no further sign can be typed. */
gboolean kx_form_date_is_whole (const char *text, KxDate *ret_date);

/* `n` steps on (or back) from `date`, within the years of the calendar; the last day of a month where the
 * month has no such day. */
KxDate kx_form_date_step (KxDate date, KxFormStep step, int n);

/* TRUE for a field that says until when something holds. */
gboolean kx_form_date_is_end (const KxField *field);

G_END_DECLS
