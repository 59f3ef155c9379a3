/* A column of a list, as a page describes it. */
#pragma once

#include "models/kx-row-item.h"

G_BEGIN_DECLS

/* Texts are static. */
typedef struct
{
  guint field;
  int width; /* pixels */
  gboolean shown, numeric;
  const char *title; /* msgid of a short heading; NULL: the field's label */

  /* What stands there where more than the field says it; free with g_free(). NULL: the field's text. The name
   * of a style (static) goes to `ret_style`, which is untouched without one. It has to say nothing that the
   * words do not. */
  char *(*dup_text) (const KxRecord *record, const char **ret_style);
} KxRowColumn;

G_END_DECLS
