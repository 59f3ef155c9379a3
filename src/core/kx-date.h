/* Dates, instants and fixed-point numbers as types of their own, so that none is taken for another. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A calendar date, yyyymmdd; 0 means none. */
typedef struct
{
  int ymd;
} KxDate;

/* A value times ten to the digits of its field. */
typedef struct
{
  gint64 scaled;
} KxDecimal;

/* Milliseconds since 1970-01-01T00:00:00Z. */
typedef struct
{
  gint64 ms;
} KxTime;

/* A set of codes of one field: bit i stands for the field's i-th code. */
typedef struct
{
  guint64 bits;
} KxCodes;

G_END_DECLS
