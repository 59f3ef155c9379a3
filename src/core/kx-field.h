/* A field of an entity: its name, kind, limits and label, from which columns, JSON, forms, search and history
 * derive. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

#define N_(text) text

typedef enum
{
  KX_TEXT,      /* one line */
  KX_LONG_TEXT, /* several lines; concurrent edits are merged line by line */
  KX_CODE,      /* one of a short list of English snake_case words */
  KX_CODES,     /* a set of such words; changed by adding and removing */
  KX_REF,       /* id of another row */
  KX_INTEGER,
  KX_BOOLEAN,
  KX_DECIMAL, /* fixed point, `digits` decimals */
  KX_DATE,
  KX_TIME,
  KX_CONFIG, /* one JSON value, replaced whole */
  KX_N_KINDS
} KxKind;

enum
{
  KX_REQUIRED = 1 << 0,
  KX_SERVICE_SETS = 1 << 1, /* never taken from outside: set by effects and by the service */
  KX_SEALED = 1 << 2,       /* leaves the service only as a mask */
  KX_WATCHED = 1 << 3,      /* a change of it may ask for a new assessment */
  KX_SEARCHED = 1 << 4,
  KX_TITLE = 1 << 5,   /* what a person calls the row; rows are sorted by it */
  KX_FIXED = 1 << 6,   /* given when the row is made, never changed */
  KX_UNIQUE = 1 << 7,  /* no two rows of one office share it */
  KX_PARENT = 1 << 8,  /* the row stands in the space of the row this refers to, and goes with it */
  KX_OFFICE = 1 << 9,  /* the office whose area gives the row's space */
  KX_AREA = 1 << 10,   /* the area code that gives the row's space */
  KX_PERSON = 1 << 11, /* a person's name: read with surname readings */
  KX_ALIAS = 1 << 12,  /* the row of the same kind that this one is a second record of, and finds */
  KX_DUE = 1 << 13,    /* a date by which somebody has to act: found quickly */
  KX_WANTED =
      1 << 14, /* may be missing at first, and is to be completed: rows without it are found quickly */
  KX_FOUND_AS =
      1 << 15, /* whatever finds the row that this refers to finds this row as well; one of an entity */
  KX_BESIDE =
      1 << 16 /* written down beside what was approved, or after: an approval slip does not stand for it */
};

/* The written form of a text beyond its length. */
typedef enum
{
  KX_FORMAT_NONE,
  KX_FORMAT_USCC, /* GB 32100 */
  KX_FORMAT_AREA, /* GB/T 2260, with a suffix for zones that have no code of their own */
  KX_FORMAT_PHONE,
  KX_FORMAT_LOGIN,
  KX_FORMAT_SHA256,
  KX_FORMAT_ENTITY /* name of an entity */
} KxFormat;

typedef union
{
  const char *TEXT, *LONG_TEXT, *REF, *CONFIG;
  int CODE;
  KxCodes CODES;
  gint64 INTEGER;
  gboolean BOOLEAN;
  KxDecimal DECIMAL;
  KxDate DATE;
  KxTime TIME;
} KxValue;

typedef struct
{
  const char *name;  /* as stored and as sent */
  const char *label; /* msgid */
} KxCodeName;

typedef struct
{
  const char *name;
  const char *label;       /* msgid */
  const char *target;      /* of a KX_REF: the entity, or "*": the one named by the field `owner_entity` */
  const KxCodeName *codes; /* of KX_CODE and KX_CODES; ends with a NULL name */
  KxKind kind;
  KxFormat format;
  guint flags;
  guint since;  /* the schema number that brought it */
  guint digits; /* of KX_DECIMAL */
  gint64 max;   /* characters of a text, or greatest number; 0: the kind's own limit */
  gint64 min;
} KxField;

/* TRUE for the kinds whose value is an owned string. */
gboolean kx_field_is_text (const KxField *field);

/* The most characters a text of this field may have. */
gint64 kx_field_max_chars (const KxField *field);

/* Index of `name` among the field's codes, or -1. */
int kx_field_code (const KxField *field, const char *name, gsize length);

/* Label msgid of the field's code `index`. */
const char *kx_field_code_label (const KxField *field, int index);

guint kx_field_n_codes (const KxField *field);

gboolean kx_value_equal (const KxField *field, KxValue a, KxValue b);

/* The one canonical text of a value, as history, the audit trail, exports and the database have it: codes by
 * name, sets as " a b " in the order of the list, dates as 2026-07-01, instants as ISO 8601 UTC with
 * milliseconds, decimals with all digits. Free with g_free(). */
char *kx_value_to_text (const KxField *field, KxValue value);

/* The inverse. Text kinds borrow `text`. Returns FALSE when `text` is not of the kind's form; `ret_value` is
 * then untouched. Length and format are not judged here (kx_field_check()). */
gboolean kx_value_from_text (const KxField *field, const char *text, KxValue *ret_value);

#define KX_TIME_TEXT_SIZE 25 /* with the closing NUL */

/* ISO 8601 UTC with milliseconds, such as 2026-07-01T08:30:00.000Z; years 1900 to 2199. Free with g_free().
 */
char *kx_time_to_text (KxTime time);

/* The same into a place of the caller's. */
void kx_time_write (KxTime time, char ret_text[KX_TIME_TEXT_SIZE]);

gboolean kx_time_from_text (const char *text, KxTime *ret_time);

G_END_DECLS
