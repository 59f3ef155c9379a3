/* The bar above a list: a button for each thing to filter by, what is filtered as chips to be taken away, and
 * filters that were saved under a name. */
#pragma once

#include "models/kx-filter.h"
#include "models/kx-row-source.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  KX_CHOICE_CODES, /* some of a list of codes */
  KX_CHOICE_HAS,   /* of a set: has this one */
  KX_CHOICE_AREA,  /* in one of the areas below the person's own */
  KX_CHOICE_UNTIL, /* a date: past, or within the next days */
  KX_CHOICE_ROW,   /* one of the rows that the field refers to; kx_filter_bar_set_source() knows them */
  KX_CHOICE_PRESET /* one of several conditions under a name; `title` is needed */
} KxFilterChoiceKind;

typedef struct
{
  guint field;
  KxFilterChoiceKind kind;
  const char *title;             /* msgid of a short word for the button; NULL: the field's label */
  const KxFilterPreset *presets; /* static */
  guint n_presets;
  const char *none; /* msgid: of KX_CHOICE_ROW, what refers to none; NULL: not offered */
} KxFilterChoice;

#define KX_TYPE_FILTER_BAR (kx_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (KxFilterBar, kx_filter_bar, KX, FILTER_BAR, GtkBox)

/* Signal "changed" (): a person changed the filter. */

/* `area`: code of the area whose parts are offered. `name` and `settings` (may be NULL): where filters are
 * saved. `choices` live as long as the bar. */
void kx_filter_bar_set_up (KxFilterBar *bar, const KxSchema *schema, const KxEntity *entity, const char *area,
                           const char *name, GSettings *settings, const KxFilterChoice *choices,
                           guint n_choices);

/* Where the rows are that fields refer to. */
void kx_filter_bar_set_source (KxFilterBar *bar, KxRowSource *source);

/* Borrowed; what it says of search and order is not the bar's. */
const KxFilter *kx_filter_bar_get_filter (KxFilterBar *bar);

/* Shows this filter; tells nobody. */
void kx_filter_bar_set_filter (KxFilterBar *bar, const KxFilter *filter);

/* Takes all conditions away and tells. */
void kx_filter_bar_clear (KxFilterBar *bar);

G_END_DECLS
