/* Which days of which records a timeline tells, and on whose timeline else than their own. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

#define KX_TIMELINE_ANY_STATE (~0u)

/* A day that a field has. */
typedef struct
{
  const KxEntity *entity;
  guint field;
  guint states;      /* bits of those states in which it says anything; of an entity without: any */
  const char *words; /* msgid with {name} */
} KxTimelineDay;

/* Rows that a timeline of `of` tells too: those of `entity` whose `field` refers to it. */
typedef struct
{
  const KxEntity *of, *entity;
  guint field;
} KxTimelineChild;

const KxTimelineDay *kx_timeline_days (guint *ret_n);
const KxTimelineChild *kx_timeline_children (guint *ret_n);

/* TRUE when `row` has this day, and is in a state in which it says something. */
gboolean kx_timeline_day_tells (const KxTimelineDay *day, const KxRecord *row);

G_END_DECLS
