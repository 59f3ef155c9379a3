/* Values as people read them, in the language of this process. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* The office's date and clock: China's, wherever the computer stands. */
KxDate kx_display_today (void);
KxDate kx_display_date_of (KxTime time);

/* Why data of this computer could not be read or written, in the words of the error but without the statement
 * that failed, which tells people nothing; it goes to the debug log. Free with g_free(). */
char *kx_display_error (const GError *error);

/* A field's label, translated. A table says of an area that it is a code; here the area's name is read and
 * chosen, and the label does not. */
const char *kx_display_label (const KxField *field);

/* The label of a code of a field, translated; "" for a number that is none. */
const char *kx_display_code (const KxField *field, int code);

/* Codes by label, areas by name, dates as 2026-07-01, yes and no; what a KX_REF refers to is its id here.
 * Free with g_free(). */
char *kx_display_value (const KxField *field, KxValue value);

/* The value of a record's field; "" when it has none. Free with g_free(). */
char *kx_display_field (const KxRecord *record, guint field);

/* The field that says of which kind of record the step is that `field` names: kx_display_field() words one by
 * the other; -1: it names no step. */
int kx_display_kind_field (const KxEntity *entity, guint field);

/* What people call the row: its title, else its first text. Free with g_free(). */
char *kx_display_title (const KxRecord *record);

/* What a record that was taken over from paper lacks (element-type KxTakeOverGap), as an enumeration. Free
 * with g_free(). */
char *kx_display_gaps (const KxEntity *entity, GArray *gaps);

/* "历下区", or with the areas above it up to the city "济南市历下区"; a zone by its own name
 * (kx-zone-names.h); the code itself when it is unknown. Free with g_free(). */
char *kx_display_area (const char *code, gboolean full);

/* 2026-07-01, 2026-07-01 16:30, both in the office's time. Free with g_free(). */
char *kx_display_date (KxDate date);
char *kx_display_time (KxTime time);

/* "in 3 working days", "no working day left", "today", "5 working days ago", where none of the days was
 * worked "2 days ago"; `workdays` lie between the two; `provisional`: in a year whose holidays are not
 * published. Free with g_free(). */
char *kx_display_remaining (KxDate date, KxDate today, int workdays, gboolean provisional);

/* Several texts as an enumeration. Free with g_free(). */
char *kx_display_join (GPtrArray *texts);

/* `msgid` translated, each {name} replaced; the arguments are pairs of name and text, then NULL. Free with
 * g_free(). */
char *kx_display_fill (const char *msgid, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
