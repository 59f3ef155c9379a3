#include "core/rules/kx-conflict-rules.h"

#include "core/entities/kx-conflict.h"
#include "core/kx-check.h"
#include "core/kx-crypto.h"

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

/* The text of a value as everyone may see it. */
static char *
show (const KxRecord *record, guint field)
{
  const KxField *of = &record->entity->fields[field];
  g_autofree char *text = kx_record_text (record, field);

  if (text != NULL && (of->flags & KX_SEALED))
    return kx_check_mask (of, text);
  return g_steal_pointer (&text);
}

/* Who changed the field last; who changed the row last, where that was not written down. */
static const char *
author_of (const KxRecord *row, guint field)
{
  return row->stamps != NULL && row->stamps[field].user != NULL ? row->stamps[field].user : row->updated_by;
}

static void
put_text (KxRecord *conflict, guint field, const char *text)
{
  kx_record_put (conflict, field, (KxValue){ .TEXT = text });
}

/* One conflict of this row, field (NULL: all) and device, with what it has whatever its kind. */
static KxRecord *
begin (const KxScene *scene, const char *field, KxChangeKind *ret_kind, KxDecision *decision)
{
  const KxOp *op = scene->op;
  const char *parts[] = { "conflict", op->row, field != NULL ? field : "", op->device };
  char id[KX_UUID_TEXT_SIZE];
  g_autoptr (KxRecord) before = NULL;
  KxRecord *conflict;
  KxAnswer answer;

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), id);
  answer = kx_reader_get (scene->reader, &kx_conflict_entity, id, &before);
  decision->broken |= answer == KX_BROKEN;
  *ret_kind = before == NULL               ? KX_CHANGE_CREATE
              : before->deleted_at.ms != 0 ? KX_CHANGE_RESTORE
                                           : KX_CHANGE_UPDATE;
  conflict = kx_record_new (&kx_conflict_entity, id, scene->space);
  put_text (conflict, kx_conflict_f_owner_entity, op->entity->name);
  put_text (conflict, kx_conflict_f_owner, op->row);
  put_text (conflict, kx_conflict_f_field, field);
  put_text (conflict, kx_conflict_f_my_author, scene->actor->user);
  put_text (conflict, kx_conflict_f_my_device, op->device);
  kx_conflict_set_proposed_at (kx_conflict (conflict), op->at);
  kx_conflict_set_state (kx_conflict (conflict), kx_conflict_state_open);
  kx_record_put_null (conflict, kx_conflict_f_outcome);
  return conflict;
}

static void
add_field (const KxScene *scene, guint field, KxDecision *decision)
{
  const KxRecord *row = scene->row, *was = scene->op->was;
  g_autofree char *theirs = show (row, field), *mine = show (scene->op->fields, field);
  g_autofree char *base = was != NULL ? show (was, field) : NULL;
  KxChangeKind kind;
  KxRecord *conflict = begin (scene, row->entity->fields[field].name, &kind, decision);

  kx_conflict_set_kind (kx_conflict (conflict), kx_conflict_kind_field);
  put_text (conflict, kx_conflict_f_theirs, theirs);
  put_text (conflict, kx_conflict_f_mine, mine);
  put_text (conflict, kx_conflict_f_base, base);
  put_text (conflict, kx_conflict_f_their_author, author_of (row, field));
  kx_decision_add_change (decision, kind, conflict);
}

static void
add_delete (const KxScene *scene, KxDecision *decision)
{
  const KxRecord *row = scene->row;
  g_autoptr (GString) changed = g_string_new (NULL);
  const char *author = NULL;
  gint64 newest = 0;
  KxChangeKind kind;
  KxRecord *conflict = begin (scene, NULL, &kind, decision);

  for (guint i = 0; i < row->entity->n_fields; i++)
    if (decision->conflicts & BIT (i))
      {
        g_string_append_printf (changed, "%s%s", changed->len > 0 ? " " : "", row->entity->fields[i].name);
        if (row->stamps[i].seq > newest)
          author = author_of (row, i);
        newest = MAX (newest, row->stamps[i].seq);
      }
  kx_conflict_set_kind (kx_conflict (conflict), kx_conflict_kind_delete);
  put_text (conflict, kx_conflict_f_theirs, changed->str);
  put_text (conflict, kx_conflict_f_their_author, author);
  kx_decision_add_change (decision, kind, conflict);
}

void
kx_conflict_add (const KxScene *scene, KxDecision *decision)
{
  if (scene->op->device == NULL || decision->conflicts == 0)
    return;
  if (scene->op->kind == KX_OP_DELETE)
    {
      add_delete (scene, decision);
      return;
    }
  for (guint i = 0; i < scene->row->entity->n_fields; i++)
    if (decision->conflicts & BIT (i))
      add_field (scene, i, decision);
}

/* The outcome goes into the change that the lifecycle makes. */
void
kx_effect_conflict_closed (const KxScene *scene, KxDecision *decision)
{
  for (guint i = 0; i < decision->changes->len; i++)
    {
      KxChange *change = decision->changes->pdata[i];

      if (g_str_equal (change->record->id, scene->op->row))
        kx_conflict_set_outcome (kx_conflict (change->record),
                                 kx_record_get (scene->op->fields, kx_close_f_outcome).CODE);
    }
}
