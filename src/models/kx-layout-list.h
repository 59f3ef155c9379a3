/* The layout (布局) of agreement agencies: each city level and county with its limit, what it has, what is
 * coming, and what one agency more or fewer would make of it. Counted in one reading, again when rows
 * changed.
 */
#pragma once

#include "core/kx-layout.h"
#include "models/kx-row-answer.h"

G_BEGIN_DECLS

/* An agency that counts in a place. */
typedef struct
{
  char *agreement, *name; /* owned: id of the agreement; name of the agency */
  gboolean runs;          /* FALSE: its agreement is being made */
} KxLayoutAgency;

typedef struct
{
  char *area, *name, *city; /* owned: code; name; name of the city it belongs to */
  int toward;               /* kx_agreement_counts_toward_… */
  KxLayoutCount count;
  GPtrArray *agencies; /* (element-type KxLayoutAgency) owned; by name */
} KxLayoutLine;

/* Signal "changed" (): there are other numbers. */
#define KX_TYPE_LAYOUT_LIST (kx_layout_list_get_type ())
G_DECLARE_FINAL_TYPE (KxLayoutList, kx_layout_list, KX, LAYOUT_LIST, KxRowAnswer)

KxLayoutList *kx_layout_list_new (KxRowSource *source);

/* Only places in this area and below; NULL: all that the person may see. */
void kx_layout_list_set_area (KxLayoutList *self, const char *area);

/* City by city, in each the city level first, then its counties by code. Borrowed until "changed".
 * (element-type KxLayoutLine) */
GPtrArray *kx_layout_list_get_lines (KxLayoutList *self);

/* How a place stands, in words: "2 of 2 taken: full". With `change` 1 or -1 as it would stand with one agency
 * more or fewer. Free with g_free(). */
char *kx_layout_line_dup_words (const KxLayoutLine *line, int change);

/* How many more fit in; 0 when it is full; -1: no limit. */
gint64 kx_layout_line_get_free (const KxLayoutLine *line);

/* More have come in than the limit allows (超额存量). */
gboolean kx_layout_line_is_over (const KxLayoutLine *line);

G_END_DECLS
