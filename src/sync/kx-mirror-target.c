#include "sync/kx-mirror-target.h"

static const KxSchema *
get_schema (gpointer place)
{
  return kx_mirror_get_schema (place);
}

static KxTime
get_time (gpointer place)
{
  return kx_mirror_now (place);
}

static KxBook *
take_reader (gpointer place, GError **error)
{
  return kx_mirror_take_reader (place, error);
}

static void
give_reader (gpointer place, KxBook *reader)
{
  kx_mirror_give_reader (place, reader);
}

/* Alone: what is done for a row is counted once, so it may not run a second time because of others' work. */
static gboolean
write_mirror (gpointer place, KxStoreFunc func, gpointer data, GError **error)
{
  return kx_mirror_write (place, KX_WRITE_ALONE, func, data, error);
}

static void
outcome_free (gpointer data)
{
  KxOutcome *outcome = data;

  g_clear_pointer (&outcome->decision, kx_decision_free);
  g_free (outcome->row);
  g_free (outcome->answer);
  g_free (outcome);
}

/* The decision speaks for all ops of the row. */
static KxApplied *
apply (KxBook *book, const KxWork *work, GError **error)
{
  KxMirrorMoment moment = { work->actor, work->at, work->today };
  KxDecision *decision = kx_mirror_submit_ops (book, &moment, work->ops, work->n_ops, error);
  KxApplied *applied;
  KxOutcome *outcome;

  if (decision == NULL)
    return NULL;
  outcome = g_new0 (KxOutcome, 1);
  outcome->decision = decision;
  outcome->row = g_strdup (work->ops[0]->row);
  applied = g_new0 (KxApplied, 1);
  applied->accepted = decision->result != KX_REJECTED;
  applied->outcomes = g_ptr_array_new_with_free_func (outcome_free);
  g_ptr_array_add (applied->outcomes, outcome);
  return applied;
}

/* The outbox and the journal are of one user: a profile has no other. */
static char *
find_done (KxBook *book, const char *user, const char *op, GError **error)
{
  char *row = NULL;

  return kx_mirror_outbox_find (book, op, &row, error) ? row : NULL;
}

KxImportTarget
kx_mirror_target (KxMirror *mirror)
{
  static const KxImportTargetKind kind = { get_schema,   get_time, take_reader, give_reader,
                                           write_mirror, apply,    find_done };

  return (KxImportTarget){ &kind, mirror };
}
