#include "core/kx-decide.h"

#include "core/kx-check.h"
#include "core/kx-crypto.h"
#include "core/kx-merge.h"
#include "core/rules/kx-approval-rules.h"
#include "core/rules/kx-conflict-rules.h"

/* More parts than this are no longer one act. */
#define MOST_CHILDREN 5000

static void
refuse (KxDecision *decision, const char *code, const char *message)
{
  kx_decision_add_finding (decision, kx_finding_new (KX_FAILS, code, NULL, message));
}

static gboolean
answered (KxDecision *decision, KxAnswer answer)
{
  decision->broken |= answer == KX_BROKEN;
  decision->certain &= answer != KX_NOT_HERE;
  return answer == KX_KNOWN;
}

/* The row a parent or office field names, if the actor may know of it. */
static KxRecord *
get_target (const KxScene *scene, const KxRecord *fields, guint field, KxDecision *decision)
{
  const KxField *of = &fields->entity->fields[field];
  const KxEntity *entity = kx_check_target (scene->schema, fields, field);
  KxRecord *target = NULL;
  KxAnswer answer;

  if (entity == NULL || !kx_record_has (fields, field))
    {
      kx_decision_add_finding (decision,
                               kx_finding_new (KX_FAILS, "required", of->name, N_ ("This has to be given")));
      return NULL;
    }
  answer = kx_reader_get (scene->reader, entity, kx_record_get (fields, field).REF, &target);
  if (answered (decision, answer) && target != NULL && target->deleted_at.ms == 0 &&
      kx_actor_may_read (scene->actor, target->space))
    return target;
  g_clear_pointer (&target, kx_record_free);
  kx_decision_add_finding (decision, kx_finding_new (answer == KX_NOT_HERE ? KX_CANNOT_TELL : KX_FAILS,
                                                     "missing-target", of->name,
                                                     N_ ("The record it refers to does not exist")));
  return NULL;
}

char *
kx_decide_space (const KxScene *scene, const KxRecord *fields, KxDecision *decision)
{
  const KxEntity *entity = fields->entity;
  int parent = kx_entity_flagged (entity, KX_PARENT), office = kx_entity_flagged (entity, KX_OFFICE);
  int area = kx_entity_flagged (entity, KX_AREA);
  g_autoptr (KxRecord) target = NULL;
  const char *code = NULL;

  if (entity->traits & KX_NATIONAL)
    return g_strconcat ("000000/", entity->drawer, NULL);
  if (parent >= 0 || office >= 0)
    {
      target = get_target (scene, fields, (guint) (parent >= 0 ? parent : office), decision);
      if (target == NULL)
        return NULL;
      if (parent >= 0)
        return g_strdup (target->space);
      area = kx_entity_flagged (target->entity, KX_AREA);
      code = kx_record_get (target, (guint) area).TEXT;
    }
  else
    code = kx_record_get (fields, (guint) area).TEXT;
  if (code == NULL || *code == '\0')
    {
      kx_decision_add_finding (decision, kx_finding_new (KX_FAILS, "required", entity->fields[area].name,
                                                         N_ ("This has to be given")));
      return NULL;
    }
  return g_strconcat (code, "/", entity->drawer, NULL);
}

/* The area in which the actor's roles count: that of the row, also where all rows share the country's space.
 */
static char *
area_of (const KxScene *scene)
{
  const KxRecord *row = scene->row != NULL ? scene->row : scene->op->fields;
  int area = kx_entity_flagged (scene->op->entity, KX_AREA);

  if ((scene->op->entity->traits & KX_NATIONAL) && area >= 0 && row != NULL &&
      kx_record_has (row, (guint) area))
    return g_strdup (kx_record_get (row, (guint) area).TEXT);
  return kx_space_area (scene->space);
}

static gboolean
is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* Whether this op is open to this actor on a row of this state, and what its table row asks of the op itself.
 */
static const KxTransition *
find_step (const KxScene *scene, KxDecision *decision)
{
  const KxOp *op = scene->op;
  const KxLifecycle *lifecycle = op->entity->lifecycle;
  int state_field = op->entity->state;
  guint state = scene->row != NULL && state_field >= 0
                    ? (guint) kx_record_get (scene->row, (guint) state_field).CODE
                    : 0;
  const KxTransition *step = kx_lifecycle_find (lifecycle, op->kind, op->action, state);
  g_autofree char *area = area_of (scene);

  if (kx_lifecycle_knows (lifecycle, op->kind, op->action) == NULL)
    refuse (decision, KX_CODE_NO_SUCH_STEP, N_ ("Records of this kind know no such step"));
  else if (step == NULL)
    refuse (decision, KX_CODE_STATE, N_ ("This step is not open in the present state"));
  else if (!scene->actor->system && (kx_actor_roles (scene->actor, area) & step->roles) == 0)
    refuse (decision, KX_CODE_ROLE, N_ ("Your role does not include this step here"));
  else
    return step;
  return NULL;
}

static void
check_step (const KxScene *scene, const KxTransition *step, KxDecision *decision)
{
  const KxOp *op = scene->op;

  if (((step->flags & KX_EXACT) || op->exact) && scene->row != NULL &&
      kx_merge_base (scene->row, op) != scene->row->seq)
    refuse (decision, KX_CODE_CHANGED_SINCE, N_ ("The record changed after you opened it"));
  if ((step->flags & KX_ONLINE) && scene->on_device)
    refuse (decision, "needs-service", N_ ("This step needs the service"));
  if ((step->flags & KX_NEEDS_REASON) && is_blank (op->reason))
    kx_decision_add_finding (
        decision, kx_finding_new (KX_FAILS, "reason-needed", "$reason", N_ ("This step needs a reason")));
}

/* What the row would be after the op, and the sparse change that leads there. */
static KxRecord *
propose (const KxScene *scene, const KxTransition *step, KxRecord **ret_after, KxDecision *decision)
{
  const KxOp *op = scene->op;
  KxRecord *patch = kx_record_new (op->entity, op->row, scene->space);

  *ret_after =
      scene->row != NULL ? kx_record_copy (scene->row) : kx_record_new (op->entity, op->row, scene->space);
  if (op->kind == KX_OP_CREATE && op->fields != NULL)
    kx_record_apply (patch, op->fields);
  if (op->kind == KX_OP_PATCH || op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE)
    {
      g_auto (KxMerge) merge = kx_merge_op (scene->row, op);

      kx_record_apply (patch, merge.patch);
      decision->conflicts = merge.conflicts;
      if (merge.conflicts != 0)
        decision->result = KX_CONFLICT;
      else if (merge.concurrent != 0)
        decision->result = KX_MERGED;
    }
  if (op->entity->state >= 0 && (step->to != KX_STAYS))
    kx_record_put (patch, (guint) op->entity->state, (KxValue){ .CODE = step->to });
  kx_record_apply (*ret_after, patch);
  return patch;
}

static gboolean
is_empty (const KxRecord *record)
{
  return record->has == 0;
}

static void
add_main_change (const KxScene *scene, const KxTransition *step, KxRecord *patch, KxDecision *decision)
{
  KxChangeKind kind = scene->op->kind == KX_OP_CREATE    ? KX_CHANGE_CREATE
                      : scene->op->kind == KX_OP_DELETE  ? KX_CHANGE_TRASH
                      : scene->op->kind == KX_OP_RESTORE ? KX_CHANGE_RESTORE
                                                         : KX_CHANGE_UPDATE;

  for (guint i = 0; kind == KX_CHANGE_CREATE && i < patch->entity->n_fields; i++)
    if (kx_record_mentions (patch, i) && !kx_record_has (patch, i))
      kx_record_drop (patch, i);
  if (kind == KX_CHANGE_UPDATE && is_empty (patch))
    kx_record_free (patch);
  else
    kx_decision_add_change (decision, kind, patch);
  if (step->effect != NULL)
    step->effect (scene, decision);
  if (step->superiors != 0)
    kx_effect_approval_used (scene, decision);
}

/* Asks for the rows of `child` that belong to the row `id` of `entity`. */
static gboolean
ask_children (const KxEntity *child, const KxEntity *entity, const char *id, KxQuery *query)
{
  int parent = kx_entity_flagged (child, KX_PARENT), named = kx_entity_field (child, "owner_entity");
  const char *target = parent >= 0 ? child->fields[parent].target : NULL;

  if (g_strcmp0 (target, entity->name) != 0 && (g_strcmp0 (target, "*") != 0 || named < 0))
    return FALSE;
  query->entity = child;
  query->terms[query->n_terms++] = (KxTerm){ .field = (guint) parent, .test = KX_EQUALS, .value.REF = id };
  if (g_str_equal (target, "*"))
    query->terms[query->n_terms++] =
        (KxTerm){ .field = (guint) named, .test = KX_EQUALS, .value.TEXT = entity->name };
  return TRUE;
}

/* The rows that belong to this one, and those that belong to them, go to the trash with it and come back with
 * it. */
static void
add_children (const KxScene *scene, const KxEntity *entity, const char *id, KxDecision *decision)
{
  KxChangeKind kind = scene->op->kind == KX_OP_DELETE ? KX_CHANGE_TRASH : KX_CHANGE_RESTORE;

  for (guint i = 0; i < scene->schema->n_entities; i++)
    {
      const KxEntity *child = scene->schema->entities[i];
      g_autoptr (GPtrArray) rows = NULL;
      KxQuery query = { .trashed = kind == KX_CHANGE_RESTORE };

      if (!ask_children (child, entity, id, &query) ||
          !answered (decision, kx_reader_list (scene->reader, &query, MOST_CHILDREN + 1, &rows)))
        continue;
      for (guint r = 0; r < rows->len && !kx_findings_refuse (decision->findings); r++)
        {
          const KxRecord *row = rows->pdata[r];

          if (decision->changes->len > MOST_CHILDREN)
            refuse (decision, "too-many-parts",
                    N_ ("Too many records belong to this one to go with it at once"));
          if (kind == KX_CHANGE_RESTORE && row->deleted_at.ms != scene->row->deleted_at.ms)
            continue;
          kx_decision_add_change (decision, kind, kx_record_new (child, row->id, row->space));
          add_children (scene, child, row->id, decision);
        }
    }
}

static void
decide_step (KxScene *scene, const KxTransition *step, KxDecision *decision)
{
  g_autoptr (KxRecord) after = NULL, patch = NULL;

  check_step (scene, step, decision);
  if (kx_findings_refuse (decision->findings) && !scene->trying)
    return;
  patch = propose (scene, step, &after, decision);
  scene->after = after;
  kx_check_fields (scene, step, patch, decision);
  if (step->superiors != 0)
    kx_guard_approved (scene, decision->findings);
  for (guint i = 0; i < KX_GUARDS && step->guards[i] != NULL; i++)
    step->guards[i](scene, decision->findings);
  for (guint i = 0; i < decision->findings->len; i++)
    decision->certain &= ((KxFinding *) decision->findings->pdata[i])->verdict != KX_CANNOT_TELL;
  if (kx_findings_refuse (decision->findings) || decision->broken)
    return;
  add_main_change (scene, step, g_steal_pointer (&patch), decision);
  kx_conflict_add (scene, decision);
  if (scene->op->kind == KX_OP_DELETE || scene->op->kind == KX_OP_RESTORE)
    add_children (scene, scene->op->entity, scene->op->row, decision);
}

static void
decide_create (KxScene *scene, const KxRecord *row, KxDecision *decision)
{
  g_autofree char *space = NULL;
  g_autoptr (KxRecord) none = NULL;
  const KxRecord *fields = scene->op->fields;
  const KxTransition *step;

  if (row != NULL)
    {
      refuse (decision, KX_CODE_EXISTS, N_ ("A record with this id exists already"));
      return;
    }
  if (kx_lifecycle_knows (scene->op->entity->lifecycle, KX_OP_CREATE, NULL) == NULL)
    {
      refuse (decision, KX_CODE_NO_SUCH_STEP, N_ ("Records of this kind know no such step"));
      return;
    }
  if (!kx_uuid_is_valid (scene->op->row))
    {
      refuse (decision, "wrong-id", N_ ("An id is a UUID"));
      return;
    }
  if (fields == NULL)
    fields = none = kx_record_new (scene->op->entity, scene->op->row, NULL);
  space = kx_decide_space (scene, fields, decision);
  if (space == NULL)
    return;
  scene->space = space;
  step = find_step (scene, decision);
  if (step != NULL)
    decide_step (scene, step, decision);
  scene->space = NULL;
}

/* Who deletes on a device a row that another changed meanwhile has not seen what would go: the change wins.
 */
static gboolean
keeps_row (const KxScene *scene, KxDecision *decision)
{
  g_auto (KxMerge) merge = { 0 };

  if (scene->op->kind != KX_OP_DELETE || scene->op->device == NULL)
    return FALSE;
  merge = kx_merge_op (scene->row, scene->op);
  if (merge.concurrent == 0)
    return FALSE;
  decision->conflicts = merge.concurrent;
  decision->result = KX_CONFLICT;
  kx_conflict_add (scene, decision);
  return TRUE;
}

static void
decide_change (KxScene *scene, const KxRecord *row, KxDecision *decision)
{
  const KxTransition *step;

  scene->row = row;
  scene->space = row->space;
  if (row->deleted_at.ms != 0 && scene->op->kind != KX_OP_RESTORE)
    {
      refuse (decision, KX_CODE_TRASHED, N_ ("This record is in the trash"));
      return;
    }
  if (row->deleted_at.ms == 0 && scene->op->kind == KX_OP_RESTORE)
    {
      refuse (decision, KX_CODE_STATE, N_ ("This record is not in the trash"));
      return;
    }
  step = find_step (scene, decision);
  if (step != NULL && !keeps_row (scene, decision))
    decide_step (scene, step, decision);
}

KxDecision *
kx_decide (const KxScene *given)
{
  KxScene scene = *given;
  KxDecision *decision = kx_decision_new ();
  g_autoptr (KxRecord) row = NULL;
  KxWatchedReader watched;
  KxAnswer answer;

  kx_watched_reader_init (&watched, given->reader);
  scene.reader = &watched.base;
  answer = kx_reader_get (scene.reader, scene.op->entity, scene.op->row, &row);
  if (answer == KX_NOT_HERE && scene.op->kind != KX_OP_CREATE)
    kx_decision_add_finding (
        decision, kx_finding_new (KX_CANNOT_TELL, KX_CODE_NOT_FOUND, NULL, N_ ("There is no such record")));
  else if (scene.op->kind == KX_OP_CREATE)
    decide_create (&scene, row, decision);
  else if (row == NULL || !kx_actor_may_read (scene.actor, row->space))
    refuse (decision, KX_CODE_NOT_FOUND, N_ ("There is no such record"));
  else
    decide_change (&scene, row, decision);
  /* The service has every row: not to have one is a failure there. */
  decision->broken |= watched.broken || (watched.not_here && !scene.on_device);
  decision->certain &= !watched.not_here;
  if (kx_findings_refuse (decision->findings) || decision->broken)
    {
      decision->result = KX_REJECTED;
      g_ptr_array_set_size (decision->changes, 0);
    }
  return decision;
}
