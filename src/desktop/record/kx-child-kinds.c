#include "desktop/record/kx-child-kinds.h"

#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "desktop/record/kx-child-row.h"

static const KxChildKind kinds[] = {
  { .entity = &kx_agreement_clause_entity,
    .order = kx_agreement_clause_f_subject,
    .ticks = TRUE,
    .field = kx_agreement_clause_f_state,
    .on = kx_agreement_clause_state_there,
    .off = kx_agreement_clause_state_open,
    .added = kx_agreement_clause_subject_other },
  { .entity = &kx_agreement_deposit_entity, .order = kx_agreement_deposit_f_from_score, .descending = TRUE },
};

const KxChildKind *
kx_child_kind_find (const KxEntity *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].entity == entity)
      return &kinds[i];
  return NULL;
}

/* Its place among the others; what has no value comes last. */
static gint64
place (const KxChildKind *kind, const KxRecord *record)
{
  KxValue value = kx_record_get (record, kind->order);
  gint64 number = record->entity->fields[kind->order].kind == KX_CODE ? value.CODE : value.DECIMAL.scaled;

  if (!kx_record_has (record, kind->order))
    return G_MAXINT64;
  return kind->descending ? -number : number;
}

int
kx_child_kind_compare (const KxRecord *a, const KxRecord *b)
{
  const KxChildKind *kind = kx_child_kind_find (a->entity);
  g_autofree char *a_heading = NULL, *b_heading = NULL;

  if (kind != NULL && place (kind, a) != place (kind, b))
    return place (kind, a) < place (kind, b) ? -1 : 1;
  a_heading = kx_child_row_dup_heading (a);
  b_heading = kx_child_row_dup_heading (b);
  return g_utf8_collate (a_heading, b_heading);
}

gboolean
kx_child_kind_may_go (const KxRecord *row)
{
  const KxChildKind *kind = kx_child_kind_find (row->entity);

  return kind == NULL || !kind->ticks || kx_record_get (row, kind->order).CODE == kind->added;
}

guint
kx_child_kind_count_ticked (const KxChildKind *kind, GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; kind->ticks && i < rows->len; i++)
    n += kx_record_get (rows->pdata[i], kind->field).CODE == kind->on;
  return n;
}
