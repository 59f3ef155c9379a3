/* Saving what is decided at the service alone, such as a series of numbers: there, one op after the other. */
#include "desktop/pages/kx-record-page-private.h"

#include "sync/kx-client-row.h"

/* What is on its way, until the service has answered. */
typedef struct
{
  KxRecordPage *page;        /* owned */
  KxDesk *desk;              /* owned */
  GCancellable *cancellable; /* owned; of the record that was shown */
  GPtrArray *acts;           /* (element-type KxOp) owned */
  guint done;                /* of `acts` */
  gboolean again;            /* the session ended once already */
  KxRecordServed served;
  gpointer data;
  GDestroyNotify free_data;
} Serving;

static void
serving_free (Serving *serving)
{
  serving->free_data (serving->data);
  g_object_unref (serving->page);
  g_object_unref (serving->desk);
  g_object_unref (serving->cancellable);
  g_ptr_array_unref (serving->acts);
  g_free (serving);
}

gboolean
kx_record_page_is_served (KxRecordPage *self, GPtrArray *acts)
{
  const KxLifecycle *lifecycle = self->kind->entity->lifecycle;

  for (guint i = 0; i < acts->len && lifecycle != NULL && kx_desk_is_online (self->desk); i++)
    {
      const KxOp *op = acts->pdata[i];
      const KxTransition *step =
          op->entity == self->kind->entity ? kx_lifecycle_knows (lifecycle, op->kind, op->action) : NULL;

      if (step != NULL && (step->flags & KX_ONLINE) != 0)
        return TRUE;
    }
  return FALSE;
}

static void begin (gboolean signed_in, gpointer data);

/* Acts of the office want a session. */
static void
need_session (Serving *serving)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (serving->page));

  if (window != NULL)
    kx_window_need_session (window, begin, serving, NULL);
  else
    begin (TRUE, serving);
}

static void
end (Serving *serving, const GError *error)
{
  if (kx_window_is_session_error (error) && !serving->again)
    {
      serving->again = TRUE;
      need_session (serving);
      return;
    }
  if (serving->done > 0)
    kx_desk_sync_now (serving->desk);
  if (!g_cancellable_is_cancelled (serving->cancellable))
    serving->served (serving->page, error, serving->data);
  serving_free (serving);
}

static void
take_applied (GObject *source, GAsyncResult *result, gpointer data)
{
  Serving *serving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) after = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  if (error != NULL)
    {
      end (serving, error);
      return;
    }
  /* What follows is about the row that this one left. */
  for (guint i = ++serving->done; i < serving->acts->len && after != NULL; i++)
    ((KxOp *) serving->acts->pdata[i])->base = after->seq;
  if (serving->done == serving->acts->len)
    end (serving, NULL);
  else
    begin (TRUE, serving);
}

static void
begin (gboolean signed_in, gpointer data)
{
  Serving *serving = data;
  g_autoptr (GError) error = NULL;

  if (signed_in)
    {
      kx_client_apply_async (kx_desk_get_client (serving->desk), serving->acts->pdata[serving->done], NULL,
                             take_applied, serving);
      return;
    }
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no password");
  end (serving, error);
}

void
kx_record_page_serve (KxRecordPage *self, GPtrArray *acts, KxRecordServed served, gpointer data,
                      GDestroyNotify free_data)
{
  Serving *serving = g_new (Serving, 1);

  *serving = (Serving){ .page = g_object_ref (self),
                        .desk = g_object_ref (self->desk),
                        .cancellable = g_object_ref (self->cancellable),
                        .acts = acts,
                        .served = served,
                        .data = data,
                        .free_data = free_data };
  need_session (serving);
}
