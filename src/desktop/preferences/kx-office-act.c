#include "desktop/preferences/kx-office-act.h"

#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-serve.h"
#include "desktop/record/kx-act.h"

typedef struct
{
  GtkWidget *over; /* owned */
  KxDesk *desk;    /* owned */
  GPtrArray *ops;  /* (element-type KxOp) owned; those to come */
  char *heading, *done;
  KxOp *undo; /* owned, or NULL */
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->over);
  g_object_unref (act->desk);
  g_ptr_array_unref (act->ops);
  g_free (act->heading);
  g_free (act->done);
  g_clear_pointer (&act->undo, kx_op_free);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static void run_next (Act *act);

static void
undo (gpointer data)
{
  Act *act = data;

  g_ptr_array_add (act->ops, g_steal_pointer (&act->undo));
  kx_office_act_run (act->over, act->desk, g_ptr_array_ref (act->ops), act->heading, _ ("It is back"), NULL);
}

/* Takes `act`. */
static void
end (Act *act)
{
  kx_desk_sync_now (act->desk);
  if (act->undo != NULL)
    kx_preferences_toast_undo (act->over, act->done, undo, act, act_free);
  else
    {
      kx_preferences_toast (act->over, act->done);
      act_free (act);
    }
}

/* A later op of the same row is decided on what became of it. */
static void
carry_on (Act *act, const KxRecord *row)
{
  for (guint i = 0; row != NULL && i < act->ops->len; i++)
    {
      KxOp *op = act->ops->pdata[i];

      if (g_str_equal (op->row, row->id))
        op->base = row->seq;
    }
}

static void
served (const KxRecord *row, const GError *error, gpointer data)
{
  Act *act = data;

  if (error != NULL)
    {
      if (kx_serve_failed (error))
        kx_preferences_tell (act->over, NULL, act->heading, error->message);
      kx_desk_sync_now (act->desk);
      act_free (act);
      return;
    }
  carry_on (act, row);
  if (act->ops->len == 0)
    end (act);
  else
    run_next (act);
}

/* Takes `act`. */
static void
run_next (Act *act)
{
  KxOp *op = g_ptr_array_steal_index (act->ops, 0);

  kx_serve_op (act->over, kx_desk_get_profile (act->desk), op, served, act, NULL);
}

void
kx_office_act_run (GtkWidget *over, KxDesk *desk, GPtrArray *ops, const char *heading, const char *done,
                   KxOp *undo_op)
{
  Act *act = g_new0 (Act, 1);

  act->over = g_object_ref (over);
  act->desk = g_object_ref (desk);
  act->ops = ops;
  act->heading = g_strdup (heading);
  act->done = g_strdup (done);
  act->undo = undo_op;
  if (ops->len > 0 && kx_desk_get_profile (desk) != NULL && kx_desk_is_online (desk))
    {
      run_next (act);
      return;
    }
  if (ops->len > 0)
    kx_preferences_toast (over, _ ("The service must be reachable: this happens there"));
  act_free (act);
}

KxOp *
kx_office_act_make_again (const KxRecord *row)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autofree char *id = kx_act_new_id ();
  KxRecord *fields = kx_record_new (row->entity, NULL, NULL);

  for (guint i = 0; i < row->entity->n_fields; i++)
    if (kx_record_has (row, i))
      kx_record_take (fields, row, i);
  kx_act_create (acts, id, fields);
  return g_ptr_array_steal_index (acts, 0);
}
