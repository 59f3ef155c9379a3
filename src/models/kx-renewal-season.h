/* The season of renewals (续签季): how many agreements end soon, and how far the renewal of each is. Counted
 * in one reading, again when rows changed. */
#pragma once

#include "models/kx-row-answer.h"

G_BEGIN_DECLS

typedef struct
{
  guint ending;    /* in force, and they end within KX_STANDING_SOON_DAYS: the sum of the next four */
  guint untouched; /* nothing was done yet */
  guint begun;     /* the one that follows is in the making */
  guint ready;     /* the one that follows is signed */
  guint refused;   /* it was decided not to renew it */
  guint lacking;   /* of `untouched`: something keeps it back */
} KxSeasonCounts;

/* Signal "changed" (): there are other numbers. */
#define KX_TYPE_RENEWAL_SEASON (kx_renewal_season_get_type ())
G_DECLARE_FINAL_TYPE (KxRenewalSeason, kx_renewal_season, KX, RENEWAL_SEASON, KxRowAnswer)

KxRenewalSeason *kx_renewal_season_new (KxRowSource *source);

/* Only agreements of offices in this area and below; NULL: all. */
void kx_renewal_season_set_area (KxRenewalSeason *self, const char *area);

/* Borrowed. */
const KxSeasonCounts *kx_renewal_season_get_counts (KxRenewalSeason *self);

/* "3 not begun, of them 1 lacks something · 2 in the making · 1 signed". Free with g_free(). */
char *kx_renewal_season_dup_words (KxRenewalSeason *self);

G_END_DECLS
