/* An office with people and packs, applications and rounds: what the tests of admission share. */
#pragma once

#include "core/entities/kx-application.h"
#include "core/kx-test-world.h"

G_BEGIN_DECLS

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *other_clerk, *reviewer, *leader;
  char *office, *area; /* the office in which everything happens, WORLD_OFFICE at first; owned */
} KxTestAdmission;

void kx_test_admission_set_up (KxTestAdmission *f, gconstpointer data);
void kx_test_admission_tear_down (KxTestAdmission *f, gconstpointer data);

/* A pack of data/policies, and those that it extends. */
void kx_test_admission_add_pack (KxTestAdmission *f, const char *code);

/* Goes on in an office of this area. */
void kx_test_admission_move (KxTestAdmission *f, const char *area);

/* Begins anew in an office of this city under this pack. */
void kx_test_admission_enter_pack (KxTestAdmission *f, const char *code, const char *city);

/* A value of the office's own from 2020 on. */
void kx_test_admission_enter_own (KxTestAdmission *f, const char *parameter, const char *value);

/* A living agency of the office with a licence without end; its id, borrowed. */
const char *kx_test_admission_add_agency (KxTestAdmission *f);

/* An agreement of a new agency that runs there. */
void kx_test_admission_add_signed (KxTestAdmission *f, int toward, const char *area);

/* An op that makes an application of the agency. `round`: NULL for one by itself. */
KxOp *kx_test_admission_apply (KxTestAdmission *f, const char *agency, const char *round, const char *area,
                               int day);

/* An action on a row with arguments in lines of "field=text" (NULL: none), without a reason. */
KxOp *kx_test_admission_step (KxTestAdmission *f, const KxEntity *entity, const char *row, const char *action,
                              const char *arguments);

/* Does it, and expects that nothing refuses. */
void kx_test_admission_do (KxTestAdmission *f, const KxEntity *entity, const char *row, const char *action,
                           const char *arguments, const KxActor *actor);

/* Expects that it is refused with this finding; which verdict others have does not matter. */
void kx_test_admission_refuse (KxTestAdmission *f, const KxEntity *entity, const char *row,
                               const char *action, const char *arguments, const KxActor *actor,
                               const char *code);

/* Everything of the checklist comes on this day. */
void kx_test_admission_hand_in (KxTestAdmission *f, const char *application, const char *day);

/* An application of a new agency, accepted on the day after its receipt; its id, owned. */
char *kx_test_admission_accepted (KxTestAdmission *f, const char *round, const char *area, int day);

/* The same, with a result and a score such as "90.00". */
char *kx_test_admission_assessed (KxTestAdmission *f, const char *round, const char *area, int day,
                                  const char *score);

/* A round that opens and closes on these days, with one place in `area`; announced. Its id, owned. */
char *kx_test_admission_round (KxTestAdmission *f, const char *area, int places, int opens, int closes);

/* The same, still being prepared. */
char *kx_test_admission_draft_round (KxTestAdmission *f, const char *area, int places, int opens, int closes);

/* An agreement that only the office has not signed yet: of an agency that was admitted there. Borrowed. */
Kx_agreement *kx_test_admission_to_signing (KxTestAdmission *f, const char *area);

/* The same, signed on 10 January 2025 for 2025 until `ends`. `area` NULL: of another county each time, since
 * one has room for two under some packs. Borrowed. */
Kx_agreement *kx_test_admission_running (KxTestAdmission *f, const char *area, int ends);

/* So many new agencies have an agreement that runs there. */
void kx_test_admission_fill (KxTestAdmission *f, const char *area, guint n);

const KxRecord *kx_test_admission_row (KxTestAdmission *f, const KxEntity *entity, const char *id);

int kx_test_admission_state (KxTestAdmission *f, const char *application);

/* A child row of an application by its ordinal, ordered by id; NULL behind the last. Borrowed. */
const KxRecord *kx_test_admission_part (KxTestAdmission *f, const KxEntity *entity, const char *application,
                                        guint index);

G_END_DECLS
