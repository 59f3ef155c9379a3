/* A filter: what a list shows, as a value that is saved, put into words and taken apart again. */
#pragma once

#include "store/kx-list.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define KX_TYPE_FILTER (kx_filter_get_type ())

/* One condition. A date may be told from today on: "licence valid to, at most 60 days from today". */
typedef struct
{
  guint field;
  KxTest test;
  KxValue value;       /* texts owned; of `from_today` none */
  gboolean from_today; /* the date is `days` after today */
  int days;
} KxFilterTerm;

typedef struct
{
  const KxEntity *entity;
  GArray *terms; /* (element-type KxFilterTerm) all must hold */
  char *area;    /* owned; only rows of offices in this area or below, NULL: all */
  char *q;       /* owned; what was typed, NULL: nothing */
  int sort;      /* a field, KX_SORT_TITLE, KX_SORT_SEQ, KX_SORT_ID */
  gboolean descending, trashed;
  KxActor *eyes; /* owned; who sees what `area` says */
} KxFilter;

GType kx_filter_get_type (void);

/* Everything, by title. */
KxFilter *kx_filter_new (const KxEntity *entity);
KxFilter *kx_filter_copy (const KxFilter *filter);
void kx_filter_free (KxFilter *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxFilter, kx_filter_free)

gboolean kx_filter_equal (const KxFilter *a, const KxFilter *b);

void kx_filter_set_q (KxFilter *filter, const char *q);
void kx_filter_set_area (KxFilter *filter, const char *area);

/* Puts a condition in the place of one with the same field and test. FALSE: there are KX_LIST_TERMS already.
 */
gboolean kx_filter_put (KxFilter *filter, guint field, KxTest test, KxValue value);
gboolean kx_filter_put_from_today (KxFilter *filter, guint field, KxTest test, int days);

/* The condition, or NULL. Borrowed until the filter changes. */
const KxFilterTerm *kx_filter_get (const KxFilter *filter, guint field, KxTest test);

/* Several conditions under one name, as a choice among others: "In force". */
typedef struct
{
  const char *label;     /* msgid */
  KxFilterTerm terms[4]; /* without texts */
  guint n_terms;
} KxFilterPreset;

/* Which of the presets the filter has, and no other condition on the fields of any of them; -1: none. */
int kx_filter_find_preset (const KxFilter *filter, const KxFilterPreset *presets, guint n);

/* Takes the conditions on all fields of the presets away and puts those of one; -1: of none. FALSE: there are
 * KX_LIST_TERMS already, and the rest is missing. */
gboolean kx_filter_choose_preset (KxFilter *filter, const KxFilterPreset *presets, guint n, int chosen);

/* Whether a condition on the field may be part of one of them. */
gboolean kx_filter_presets_use (const KxFilterPreset *presets, guint n, int field);

/* Takes all conditions of a field away. */
void kx_filter_drop (KxFilter *filter, guint field);

/* TRUE when something is left out: an area, a condition or a search. */
gboolean kx_filter_narrows (const KxFilter *filter);

/* The filter as a query; everything in it is borrowed from the filter. */
void kx_filter_to_query (const KxFilter *filter, KxDate today, KxListQuery *ret_query);

#define KX_FILTER_ERROR (kx_filter_error_quark ())
GQuark kx_filter_error_quark (void);

typedef enum
{
  KX_FILTER_ERROR_TEXT /* not the text of a filter, or of one this program does not know: forget it */
} KxFilterError;

/* "agency?kind.in=other,workers_sanatorium&licence_valid_to.lte=today%2B60&q=…&sort=-beds", for settings.
 * Free with g_free(). */
char *kx_filter_to_text (const KxFilter *filter);

/* The inverse; NULL with KX_FILTER_ERROR. */
KxFilter *kx_filter_from_text (const KxSchema *schema, const char *text, GError **error);

/* One removable part of a filter: "Kind of institution: Other kind, Workers' sanatorium". */
typedef struct
{
  char *text; /* owned, translated */
  int field;  /* for kx_filter_drop(); KX_FILTER_AREA, KX_FILTER_Q */
} KxFilterChip;

#define KX_FILTER_AREA (-1)
#define KX_FILTER_Q (-2)

/* (element-type KxFilterChip), owned */
GPtrArray *kx_filter_list_chips (const KxFilter *filter);

/* Takes away what the chip stands for. */
void kx_filter_drop_chip (KxFilter *filter, int field);

/* All of it in words; free with g_free(). */
char *kx_filter_describe (const KxFilter *filter);

G_END_DECLS
