/* Two values of one field, side by side beside it: mine and theirs, and what both began from; who and when;
 * one key to choose, and leaving keeps both. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Values in words, "" for none; NULL members are left out. */
typedef struct
{
  const char *mine, *theirs, *base;
  const char *my_author,
      *their_author; /* names, "" for not known or not shown; `my_author` NULL: you, typing now */
  const char *my_time, *their_time; /* formatted */
  gboolean of_others;               /* neither is the reader's own: "proposed" and "stands now" */
} KxTwo;

typedef enum
{
  KX_TWO_MINE,
  KX_TWO_THEIRS,
  KX_TWO_EDIT
} KxTwoChoice;

#define KX_TYPE_TWO_VALUES (kx_two_values_get_type ())
G_DECLARE_FINAL_TYPE (KxTwoValues, kx_two_values, KX, TWO_VALUES, GtkWidget)

/* Emits "chosen" (int choice, of KxTwoChoice). `can_choose` FALSE: only shown, because the reader may not
 * change the row. `field` is the field's label. */
KxTwoValues *kx_two_values_new (const KxTwo *two, const char *field, gboolean can_edit, gboolean can_choose);

/* Chooses as a key or button would. */
void kx_two_values_choose (KxTwoValues *self, KxTwoChoice choice);

G_END_DECLS
