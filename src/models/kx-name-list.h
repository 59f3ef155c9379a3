/* The public list of agencies (名单公告): which of the agreements that a list shows are in force on a day,
 * which are left out and why, and the announcement and its annex as files. Nothing is marked as published by
 * it. */
#pragma once

#include "core/kx-reader.h"
#include "print/kx-docx-values.h"
#include "store/kx-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KX_NAME_LIST_MOST 2000 /* agreements of one list */

/* A line: an agreement and its agency. */
typedef struct
{
  KxRecord *agreement, *agency; /* owned */
} KxNameListLine;

/* An agreement that is not on it. */
typedef struct
{
  char *title;        /* owned; the agency, else the agreement's number */
  const char *reason; /* msgid */
} KxNameListLeft;

typedef struct
{
  KxRecord *office; /* owned; NULL: there is no line */
  KxDate as_of;
  GPtrArray *lines; /* (element-type KxNameListLine) owned; in the order of the list */
  GPtrArray *left;  /* (element-type KxNameListLeft) owned */
  guint agencies;   /* how many different ones */
} KxNameList;

/* Counted by references; not changed once it is read. */
KxNameList *kx_name_list_ref (KxNameList *self);
void kx_name_list_unref (KxNameList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxNameList, kx_name_list_unref)

/* Reads what `query` finds, or the rows of `ids` (NULL: all), with the eyes of the query's actor. The office
 * is that of the first agreement in force; those of others are left out. Blocks: not on the main thread. */
KxNameList *kx_name_list_read (KxBook *book, const KxListQuery *query, const char *const *ids, KxDate as_of,
                               GError **error);

/* Gives what the template of the announcement has of the list: as of which day, how many agencies, and a row
 * for each agreement. */
void kx_name_list_fill (const KxNameList *self, KxDocxValues *values);

/* The announcement as a Word document, its annex within; `number` (发文字号) may be NULL: a blank is left. */
GBytes *kx_name_list_write_letter (const KxNameList *self, KxDate dated, const char *number, GError **error);

/* What the announcement leaves blank, in words; NULL: nothing. Free with g_free(). */
char *kx_name_list_dup_blanks (const KxNameList *self, KxDate dated, GError **error);

/* The annex as a workbook. */
GBytes *kx_name_list_write_annex (const KxNameList *self, GError **error);

G_END_DECLS
