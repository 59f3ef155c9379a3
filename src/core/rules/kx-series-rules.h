/* Series of register numbers, and how a number is taken from one. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* A number that a letter takes. Clear with kx_taken_number_clear(). */
typedef struct
{
  KxRecord *series; /* owned; as it stands, or to be made */
  gboolean fresh;   /* the series of a new year, drawn up by the first letter */
  gint64 no;
  char *text; /* owned; as it is shown */
} KxTakenNumber;

void kx_taken_number_clear (KxTakenNumber *number);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxTakenNumber, kx_taken_number_clear)

/* The next number of the office's series for this kind of letter in the year of `day`. FALSE, with a finding
 * that says why (`findings` NULL: without), when there is none to be had. */
gboolean kx_rule_next_number (const KxScene *scene, const char *office, int kind, KxDate day,
                              KxTakenNumber *ret_number, GPtrArray *findings);

/* Adds the change by which the series gave the number. */
void kx_effect_number_taken (const KxScene *scene, const KxTakenNumber *number, KxDecision *decision);

/* The form of its numbers can be written. */
void kx_guard_series_pattern (const KxScene *scene, GPtrArray *findings);

/* No other series of the office has the same mark and year, or numbers the same letters in that year. */
void kx_guard_series_alone (const KxScene *scene, GPtrArray *findings);

/* What was begun goes on as it began: first number, form and digits stay. */
void kx_guard_series_begun (const KxScene *scene, GPtrArray *findings);

/* Nothing was numbered from it. */
void kx_guard_series_unused (const KxScene *scene, GPtrArray *findings);

/* No number that was given here lies behind the last one on paper. */
void kx_guard_series_last (const KxScene *scene, GPtrArray *findings);

void kx_effect_series_confirmed (const KxScene *scene, KxDecision *decision);

G_END_DECLS
