/* A page that lists the rows of one entity: of any length, searched, filtered and sorted, with a summary
 * beside it. What is particular to an entity stands in a KxRowsKind. */
#pragma once

#include "desktop/kx-page.h"
#include "desktop/lists/kx-filter-bar.h"
#include "desktop/lists/kx-row-column.h"
#include "desktop/lists/kx-row-summary.h"
#include "models/kx-row-source.h"

G_BEGIN_DECLS

typedef struct _KxRowsPage KxRowsPage;

/* What is done with the rows selected, or with all that the list shows while none is. */
typedef struct
{
  const char *label;                              /* msgid, with a mnemonic */
  const char *name;                               /* of its action */
  void (*act) (KxRowsPage *page, GPtrArray *ids); /* (element-type utf8) */
  const char *step; /* it is for those who may take this step; NULL: for those who may make rows */
} KxRowsAct;

/* Texts are msgids, and everything is static. */
typedef struct
{
  const char *entity, *name; /* name: of the list in settings */
  const char *icon, *help;   /* names of an icon and of a help topic */

  /* Without columns those of `fields` (ended by NULL, by name) are shown at first and the others offered.
   * Without choices they follow from the fields, and so do facts without fields. */
  const KxRowColumn *columns;
  guint n_columns;
  const KxFilterChoice *choices;
  guint n_choices;
  const char *const *fields;

  KxRowFacts facts; /* of the summary */

  const char *title, *in_trash;       /* "Agencies", "Agencies in the trash" */
  const char *of_all, *more;          /* "{n} of {all} agencies", "more than {n} agencies" */
  const char *(*count) (guint n);     /* "%s agency", "%s agencies" as ngettext() chooses */
  const char *empty, *empty_text;     /* nothing is there yet */
  const char *nothing, *nothing_text; /* nothing fits */
  const char *add; /* tooltip of New; NULL: rows come by themselves, what follows is unused */
  const char *begin, *begin_action; /* what is offered while nothing is there: a button and its action */
  gboolean imports;                 /* rows may come from a table */
  gboolean publishes;               /* a public list is made of them */

  void (*begin_new) (KxRowsPage *page); /* NULL: opens the page of a new row */

  const KxRowsAct *acts; /* in the menu of more; the first is a button beside the count as well */
  guint n_acts;
} KxRowsKind;

#define KX_TYPE_ROWS_PAGE (kx_rows_page_get_type ())
G_DECLARE_FINAL_TYPE (KxRowsPage, kx_rows_page, KX, ROWS_PAGE, KxPage)

/* Property "rows" (pointer to KxRowsKind, construct only): what it lists; without one it is empty. */

/* Where the rows come from; done by itself when the page has a profile. `actor` (borrowed, may be NULL: sees
 * everything) is who looks. */
void kx_rows_page_set_source (KxRowsPage *page, KxRowSource *source, const KxActor *actor);

/* Shows what this filter finds, as if it had been put together by hand; a search that was typed ends. */
void kx_rows_page_show_filter (KxRowsPage *page, const KxFilter *filter);

G_END_DECLS
