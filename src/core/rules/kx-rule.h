/* What several subjects' rules share. */
#pragma once

#include "core/kx-calendar.h"
#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Adds one finding that holds or fails. `code`, `message` and the texts of `cite` are static. */
void kx_rule_add (GPtrArray *findings, gboolean holds, const char *code, const char *field,
                  const char *message, const KxCite *cite);

/* The first date field is not after the second, where both have a value. */
void kx_rule_dates (const KxRecord *after, guint first, guint second, GPtrArray *findings);

/* No living row of `entity` has `value` in its field; fails with `message` otherwise. */
void kx_rule_unused (const KxScene *scene, const KxEntity *entity, guint field, KxValue value,
                     const char *message, GPtrArray *findings);

/* The change of the row that is acted upon, as an effect may go on with it; made when there is none yet.
 * Borrowed. */
KxRecord *kx_rule_own_change (const KxScene *scene, KxDecision *decision);

/* What failed among the findings from index `from` on only warns: paper that runs already is entered as it
 * stands. */
void kx_rule_soften (GPtrArray *findings, guint from);

/* The day that a step was given does not come before (`after`: TRUE) or after that of the row's field, where
 * both have a value. `code` and `message` are static. */
void kx_rule_given_order (const KxScene *scene, guint argument, guint field, gboolean after, const char *code,
                          const char *message, GPtrArray *findings);

/* The office's working days, with the days on which it works otherwise; NULL, with a finding that it cannot
 * be told, where they are not here. Free with kx_calendar_free(). */
KxCalendar *kx_rule_calendar (const KxScene *scene, const char *office, GPtrArray *findings);

/* The day must have come: what is entered has happened. `field` names it, `message` is static. */
void kx_rule_came (const KxScene *scene, KxDate day, const char *field, const char *message,
                   GPtrArray *findings);

/* A place of the layout lies in the row's own city or in a county of it, and is of the kind that is counted
 * toward (kx_agreement_counts_toward_…). */
void kx_rule_place (const KxScene *scene, int toward, const char *area, GPtrArray *findings);

/* A warning with the citation; returned for its arguments. `code` and `message` are static. */
KxFinding *kx_rule_warn (GPtrArray *findings, const char *code, const char *field, const char *message,
                         const KxCite *cite);

/* Of a change: fields stay as they are but those of `open`, a set of bits, and what a record that was taken
 * over may still be completed by. */
void kx_rule_stays (const KxScene *scene, guint64 open, const char *code, const char *message,
                    const KxCite *cite, GPtrArray *findings);

G_END_DECLS
