/* Entries that came late. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/**
 * kx_effect_note_late:
 * @scene: the act that is being entered
 * @office: (nullable): id of the office whose own value and working days count
 * @event_on: the day of the act itself
 * @decision: gets a row "late_entry" beside what the act changes
 *
 * Notes that the act is entered more working days after its day than the office's own value
 * `late_entry_workdays` of today. Without such a value nothing is late. What is taken over from paper as it
 * stands is marked so, and not noted here.
 */
void kx_effect_note_late (const KxScene *scene, const char *office, KxDate event_on, KxDecision *decision);

G_END_DECLS
