/* The seven packs of data/policies, and a table of what has to be found under each: verdict, source and item
 * stand in the table, the quoted words are those of the pack. */
#pragma once

#include "core/kx-policy.h"
#include "core/kx-test-admission.h"

G_BEGIN_DECLS

#define KX_TEST_PACKS 7

/* A pack with a city that it governs and a county of that. */
typedef struct
{
  const char *code, *city, *county;
} KxTestPack;

/* SD, ZB, NN, GD, CZ, HN, CN. */
extern const KxTestPack kx_test_packs[KX_TEST_PACKS];

/* In `items`: another line of the table says what is found there. */
#define KX_TEST_ELSEWHERE "*"

/* What an act finds under each of the packs. */
typedef struct
{
  const char *code;                 /* of the finding */
  KxPolicyKey key;                  /* whose words it shows; KX_N_POLICY: none of a document */
  KxVerdict verdict;                /* where there is one */
  KxSource source;                  /* likewise */
  const char *items[KX_TEST_PACKS]; /* NULL: there is no such finding; "": one without an item */
} KxTestCell;

/* Decides the act under the pack; returns the decision, owned. */
typedef KxDecision *(*KxTestAct) (KxTestAdmission *f, const KxTestPack *pack);

/* Does the act anew under each pack and compares with every line. */
void kx_test_packs_check (KxTestAdmission *f, KxTestAct act, const KxTestCell *cells, guint n_cells);

/* What governs the office where the test is now. Owned. */
KxPolicy *kx_test_packs_policy (KxTestAdmission *f);

G_END_DECLS
