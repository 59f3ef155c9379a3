/* What a decision comes to: every finding and, when none refuses, every row that changes. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-op.h"
#include "core/kx-reader.h"

G_BEGIN_DECLS

typedef enum
{
  KX_APPLIED,
  KX_MERGED,   /* applied beside a concurrent change of the same row */
  KX_CONFLICT, /* some fields keep the value they had; the rest is applied */
  KX_REJECTED,
  KX_HELD /* never of a decision: the op came behind a refused one of the same row and was not looked at */
} KxResult;

typedef enum
{
  KX_CHANGE_CREATE,
  KX_CHANGE_UPDATE,
  KX_CHANGE_TRASH,
  KX_CHANGE_RESTORE
} KxChangeKind;

/* One row that changes; `record` is sparse: id, space and the fields that get a new value. */
typedef struct
{
  KxChangeKind kind;
  KxRecord *record; /* owned */
} KxChange;

typedef struct
{
  KxResult result;
  gboolean certain;    /* FALSE: a precondition could not be told here */
  gboolean broken;     /* the store failed while deciding: nothing may be concluded */
  guint64 conflicts;   /* bits of the fields of the row that another change got to first */
  GPtrArray *changes;  /* (element-type KxChange) owned; empty: nothing to do */
  GPtrArray *findings; /* (element-type KxFinding) owned */
} KxDecision;

KxDecision *kx_decision_new (void);

void kx_decision_free (KxDecision *decision);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDecision, kx_decision_free)

/* Takes `record`. */
void kx_decision_add_change (KxDecision *decision, KxChangeKind kind, KxRecord *record);

/* Takes `finding`. */
void kx_decision_add_finding (KxDecision *decision, KxFinding *finding);

/* "applied", "merged", "conflict", "rejected", "held" */
const char *kx_result_name (KxResult result);

/* The inverse. FALSE: there is no such result. */
gboolean kx_result_from_name (const char *name, KxResult *ret_result);

G_END_DECLS
