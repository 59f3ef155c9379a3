/* Rosters as offices send them, made from a few lines of text in every file format. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One sheet. Cells of a row are parted by |; "#264" is a number, "@46000" a day by its serial number, "!" a
 * formula without a stored result, "~#REF!" a formula's fault, anything else text. */
typedef struct
{
  const char *name;           /* NULL: 名单 */
  const char *const *rows;    /* NULL-terminated; "" is an empty row */
  const char *merges;         /* "A1:J1 B3:C3", or NULL */
  const char *hidden_columns; /* numbers, " 3 5 ", or NULL */
  const char *hidden_rows;
  gboolean hidden;
} KxTestGrid;

GBytes *kx_test_roster_xlsx (const KxTestGrid *grids, guint n_grids, gboolean date_1904);
GBytes *kx_test_roster_xls (const KxTestGrid *grid);

/* Delimited text in an encoding iconv knows. */
GBytes *kx_test_roster_csv (const KxTestGrid *grid, const char *encoding);

G_END_DECLS
