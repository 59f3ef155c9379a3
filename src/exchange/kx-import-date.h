/* Dates as people write them in tables. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

typedef enum
{
  KX_IMPORT_DATE_DAY,
  KX_IMPORT_DATE_MONTH,      /* a month alone: its last day where an end is meant, else its first */
  KX_IMPORT_DATE_FOREVER,    /* 长期 */
  KX_IMPORT_DATE_NONE,       /* not a date */
  KX_IMPORT_DATE_NO_DAY,     /* no such day in the calendar */
  KX_IMPORT_DATE_AMBIGUOUS,  /* 1/2/2024: January or February? */
  KX_IMPORT_DATE_SHORT_YEAR, /* a year of two digits */
  KX_IMPORT_DATE_RANGE       /* two dates where one is meant */
} KxImportDateKind;

/* What a person says of a column of dates such as 1/2/2024. */
typedef enum
{
  KX_IMPORT_DATES_UNSAID,
  KX_IMPORT_DATES_DAY_FIRST,
  KX_IMPORT_DATES_MONTH_FIRST
} KxImportDates;

/* Reads a date or, where `is_end`, also a range, of which the end counts. `ret_date` is set for a day and a
 * month. */
KxImportDateKind kx_import_date_read (const char *text, gboolean is_end, KxImportDates dates,
                                      KxDate *ret_date);

G_END_DECLS
