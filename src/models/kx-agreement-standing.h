/* How an agreement stands on a day: not signed, in force, over. It follows from its state and dates, and is
 * never stored. */
#pragma once

#include "core/entities/kx-agreement.h"
#include "models/kx-filter.h"

G_BEGIN_DECLS

typedef enum
{
  KX_STANDING_MAKING,   /* the office has not signed */
  KX_STANDING_AHEAD,    /* signed, its first day is to come */
  KX_STANDING_IN_FORCE, /* also while it is being terminated */
  KX_STANDING_SOON,     /* in force, and it ends within KX_STANDING_SOON_DAYS */
  KX_STANDING_EXPIRED,  /* its last day has passed and nobody entered the end */
  KX_STANDING_ENDED
} KxStanding;

#define KX_STANDING_SOON_DAYS 90

KxStanding kx_agreement_standing (const KxRecord *agreement, KxDate today);

/* "In force · in 12 working days", "Expired · 3 working days ago", "Being drawn up"; in working days of its
 * office. Free with g_free(). */
char *kx_agreement_standing_words (const KxRecord *agreement, KxDate today);

/* "Taken over, not confirmed", "Taken over", ""; static. */
const char *kx_agreement_taken_over_words (const KxRecord *agreement);
gboolean kx_agreement_is_unconfirmed (const KxRecord *agreement);

/* What lists are filtered by: how it stands, and whether somebody still has to confirm it. */
#define KX_AGREEMENT_N_STANDINGS 6
#define KX_AGREEMENT_STANDING_SOON 3 /* in force, ends within KX_STANDING_SOON_DAYS */
#define KX_AGREEMENT_N_TAKEN_OVER 2
extern const KxFilterPreset kx_agreement_standings[KX_AGREEMENT_N_STANDINGS];
extern const KxFilterPreset kx_agreement_takings_over[KX_AGREEMENT_N_TAKEN_OVER];

G_END_DECLS
