#include "server/kx-demo-work.h"

#include "core/kx-calendar.h"

#define MINUTE G_GINT64_CONSTANT (60000)

void
kx_demo_work_init (KxDemoWork *f, KxBook *book)
{
  f->book = book;
  f->actors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_actor_free);
  f->seqs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  f->entered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  f->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  f->n_ops = f->n_admitted = 0;
  g_hash_table_insert (f->actors, g_strdup ("system"), kx_actor_new_system ());
}

void
kx_demo_work_clear (KxDemoWork *f)
{
  g_ptr_array_unref (f->ops);
  g_hash_table_unref (f->entered);
  g_hash_table_unref (f->seqs);
  g_hash_table_unref (f->actors);
}

void
kx_demo_id (const char *kind, const char *name, char ret_id[KX_UUID_TEXT_SIZE])
{
  const char *const parts[] = { "demonstration", kind, name };

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), ret_id);
}

KxTime
kx_demo_time (int day, int minute)
{
  gint64 days = kx_date_difference ((KxDate){ 19700101 }, (KxDate){ day });

  return (KxTime){ (days * 24 * 60 + minute - 8 * 60) * MINUTE };
}

KxOp *
kx_demo_add_op (KxDemoWork *f, KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields)
{
  g_autofree char *number = g_strdup_printf ("%u", f->n_ops++);
  const gint64 *seq = g_hash_table_lookup (f->seqs, row);
  char id[KX_UUID_TEXT_SIZE];
  KxOp *op;

  kx_demo_id ("op", number, id);
  op = kx_op_new (kind, entity, id, row, fields);
  op->base = seq != NULL ? *seq : 0;
  g_ptr_array_add (f->ops, op);
  return op;
}

KxRecord *
kx_demo_add_row (KxDemoWork *f, const KxEntity *entity, const char *name)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id (entity->name, name, id);
  return kx_demo_add_op (f, KX_OP_CREATE, entity, id, kx_record_new (entity, id, NULL))->fields;
}

static void
set_refused (const KxOp *op, const KxOutcome *outcome, GError **error)
{
  for (guint i = 0; outcome->decision != NULL && i < outcome->decision->findings->len; i++)
    {
      const KxFinding *finding = outcome->decision->findings->pdata[i];

      if (finding->verdict != KX_FAILS)
        continue;
      g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED, "Demonstration data: %s of %s %s: %s %s",
                   kx_op_kind_name (op->kind), op->entity->name, op->row, finding->code,
                   finding->field != NULL ? finding->field : "");
      return;
    }
  g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED, "Demonstration data: %s of %s %s came before",
               kx_op_kind_name (op->kind), op->entity->name, op->row);
}

void
kx_demo_put_fields (KxRecord *fields, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], '='), id[KX_UUID_TEXT_SIZE];
      KxValue typed;
      int field;

      *value++ = '\0';
      field = kx_entity_field (fields->entity, lines[i]);
      g_assert (field >= 0);
      if (fields->entity->fields[field].kind == KX_REF)
        {
          kx_demo_id (fields->entity->fields[field].target, value, id);
          value = id;
        }
      if (!kx_value_from_text (&fields->entity->fields[field], value, &typed))
        g_assert_not_reached ();
      kx_record_put (fields, (guint) field, typed);
    }
}

gboolean
kx_demo_do (KxDemoWork *f, const char *login, KxTime at, GError **error)
{
  KxWork work = { .actor = g_hash_table_lookup (f->actors, login),
                  .at = at,
                  .today = kx_store_date_of (at),
                  .ops = (KxOp *const *) f->ops->pdata,
                  .n_ops = f->ops->len };
  g_autoptr (KxApplied) applied = NULL;

  g_assert (work.actor != NULL);
  for (guint i = 0; i < f->ops->len; i++)
    ((KxOp *) f->ops->pdata[i])->at = at;
  applied = kx_apply (f->book, &work, error);
  if (applied == NULL)
    return FALSE;
  if (!applied->accepted)
    {
      guint last = applied->outcomes->len - 1;

      set_refused (f->ops->pdata[last], applied->outcomes->pdata[last], error);
      return FALSE;
    }
  for (guint i = 0; i < applied->outcomes->len; i++)
    {
      const KxOutcome *outcome = applied->outcomes->pdata[i];

      g_hash_table_replace (f->seqs, g_strdup (outcome->row), g_memdup2 (&outcome->seq, sizeof outcome->seq));
    }
  g_ptr_array_set_size (f->ops, 0);
  return TRUE;
}
