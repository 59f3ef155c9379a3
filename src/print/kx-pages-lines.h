/* The lines of a paragraph at a width. */
#pragma once

#include "print/kx-docx-model.h"
#include "print/kx-pages-fonts.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* In points, from the left edge and the top of the column. */
typedef struct
{
  PangoLayout *layout;   /* owned: the line has its text there */
  PangoLayoutLine *line; /* owned */
  double x, gap, height; /* gap: above it */
  double baseline;       /* below the top of the line, without the gap */
  PangoLayout *number;   /* owned or NULL: of one line, on the same baseline */
  double number_x;
  GPtrArray *anchored; /* pictures whose place is reckoned from this line; borrowed or NULL */
} KxPageLine;

/* What a paragraph is laid out with. */
typedef struct
{
  PangoContext *context;
  KxPagesFonts *fonts;
  guint page, n_pages; /* what fields of the page number give */
  double tab_stop;     /* the distance of tabulators */
} KxPageSetting;

/* A copy that owns what the other owns. */
KxPageLine kx_page_line_copy (const KxPageLine *line);

/* (element-type KxPageLine); never empty. The space after the paragraph goes to `ret_after`. */
GArray *kx_page_lines_new (const KxPageSetting *setting, const KxBlock *paragraph, double width,
                           double *ret_after);

G_END_DECLS
