#include "desktop/record/kx-stages.h"

#include "core/kx-lifecycle.h"
#include "models/kx-display.h"

/* States are bits of KxTransition.from. */
#define MOST_STATES 32

static gboolean
leads (const KxTransition *row, int from)
{
  return row->kind == KX_OP_ACTION && row->to != KX_STAYS && row->to != from && (row->from >> from & 1);
}

static int
first_state (const KxEntity *entity)
{
  const KxTransition *row = kx_lifecycle_knows (entity->lifecycle, KX_OP_CREATE, NULL);

  return row != NULL && row->to != KX_STAYS ? row->to : 0;
}

/* Fills, for each state that can be reached from the first one, the state before it; -1 for others. */
static void
find_ways (const KxEntity *entity, int first, int *before)
{
  int queue[MOST_STATES] = { first };
  guint n = 1;

  for (guint i = 0; i < MOST_STATES; i++)
    before[i] = -1;
  for (guint at = 0; at < n; at++)
    for (guint i = 0; i < entity->lifecycle->n_rows; i++)
      {
        const KxTransition *row = &entity->lifecycle->rows[i];

        if (!leads (row, queue[at]) || row->to == first || before[row->to] >= 0)
          continue;
        before[row->to] = queue[at];
        queue[n++] = row->to;
      }
}

/* The state to which no step of the table leads is behind the last one before it that is reached. */
static void
place_unreached (int first, int now, int *before)
{
  for (int state = now - 1; now != first && before[now] < 0 && state >= 0; state--)
    if (state == first || before[state] >= 0)
      before[now] = state;
}

/* The state to which the table leads on; -1: none. States stand in the order in which they follow. */
static int
next_state (const KxEntity *entity, int state)
{
  for (guint i = 0; i < entity->lifecycle->n_rows; i++)
    if (leads (&entity->lifecycle->rows[i], state) && entity->lifecycle->rows[i].to > state)
      return entity->lifecycle->rows[i].to;
  return -1;
}

static int
find_field (const KxEntity *entity, int state, const char *suffix, KxKind kind)
{
  const char *code = entity->fields[entity->state].codes[state].name;
  g_autofree char *name = g_strconcat (code, suffix, NULL);
  int field = kx_entity_field (entity, name);

  return field >= 0 && entity->fields[field].kind == kind ? field : -1;
}

static KxStage
make_stage (const KxRecord *record, int state, KxStageKind kind, gboolean first)
{
  KxStage stage = { .kind = kind, .state = state };
  int on = find_field (record->entity, state, "_on", KX_DATE);
  int by = find_field (record->entity, state, "_by", KX_REF);

  if (kind == KX_STAGE_AHEAD)
    return stage;
  if (on >= 0)
    stage.on = kx_record_get (record, (guint) on).DATE;
  if (by >= 0)
    stage.by = kx_record_get (record, (guint) by).REF;
  if (first && stage.on.ymd == 0 && record->created_at.ms != 0)
    stage.on = kx_display_date_of (record->created_at);
  if (first && stage.by == NULL)
    stage.by = record->created_by;
  return stage;
}

GArray *
kx_stages_new (const KxRecord *record)
{
  GArray *stages = g_array_new (FALSE, TRUE, sizeof (KxStage));
  const KxEntity *entity = record->entity;
  int before[MOST_STATES], first, now;
  guint64 seen = 0;

  if (entity->state < 0 || entity->lifecycle == NULL)
    return stages;
  first = first_state (entity);
  now = kx_record_get (record, (guint) entity->state).CODE;
  find_ways (entity, first, before);
  place_unreached (first, now, before);
  for (int state = now; state >= 0; state = before[state])
    {
      KxStage stage = make_stage (record, state, state == now ? KX_STAGE_NOW : KX_STAGE_DONE, state == first);

      g_array_prepend_val (stages, stage);
      seen |= G_GUINT64_CONSTANT (1) << state;
    }
  for (int state = next_state (entity, now); state >= 0 && (seen >> state & 1) == 0;
       state = next_state (entity, state))
    {
      KxStage stage = make_stage (record, state, KX_STAGE_AHEAD, FALSE);

      g_array_append_val (stages, stage);
      seen |= G_GUINT64_CONSTANT (1) << state;
    }
  return stages;
}
