/* What one wants to know of a row without opening it: beside the list, where there is room. */
#pragma once

#include "models/kx-row-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_ROW_SUMMARY (kx_row_summary_get_type ())
G_DECLARE_FINAL_TYPE (KxRowSummary, kx_row_summary, KX, ROW_SUMMARY, AdwBin)

/* What is said of a row, in this order; static. */
typedef struct
{
  const guint *fields; /* those without a value are left out */
  guint n_fields;
  int heading;         /* a field, -1: the title */
  const char *nothing; /* msgid: while no row is chosen */

  /* Says first what no field says alone, by kx_row_summary_add(); may be NULL. */
  void (*add) (KxRowSummary *summary, const KxRecord *record);
} KxRowFacts;

/* Before anything is shown; `facts` lives as long as the summary. */
void kx_row_summary_set_up (KxRowSummary *summary, const KxRowFacts *facts);

/* NULL: nothing is chosen. Follows the item. */
void kx_row_summary_show (KxRowSummary *summary, KxRowItem *item);

/* One fact; nothing when `text` is "". */
void kx_row_summary_add (KxRowSummary *summary, const char *name, const char *text);

/* A date, and how far it is from today in working days of the office. */
void kx_row_summary_add_date (KxRowSummary *summary, const KxRecord *record, guint field, const char *office);

G_END_DECLS
