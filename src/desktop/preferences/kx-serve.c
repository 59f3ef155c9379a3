#include "desktop/preferences/kx-serve.h"

#include "core/kx-finding.h"
#include "desktop/kx-window.h"
#include "sync/kx-client-row.h"
#include "sync/kx-client-session.h"
#include "sync/kx-profile.h"

typedef struct
{
  KxProfile *profile; /* owned */
  KxWindow *window;   /* owned, or NULL: nobody can be asked for a password */
  KxOp *op;           /* owned; NULL: it is about a password */
  char *user, *password;
  KxServed served;
  gpointer data;
  GDestroyNotify free_data;
  gboolean again; /* the session ended once already */
} Act;

static void
act_free (Act *act)
{
  if (act->free_data != NULL)
    act->free_data (act->data);
  g_clear_pointer (&act->op, kx_op_free);
  g_clear_object (&act->window);
  g_object_unref (act->profile);
  g_free (act->user);
  g_free (act->password);
  g_free (act);
}

static void need_session (Act *act);

static void
end (Act *act, const KxRecord *row, const GError *error)
{
  if (act->window != NULL && !act->again && kx_window_is_session_error (error))
    {
      act->again = TRUE;
      need_session (act);
      return;
    }
  act->served (row, error, act->data);
  act_free (act);
}

static void
applied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  end (data, row, error);
}

static void
password_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kx_client_set_password_finish (KX_CLIENT (source), result, &error);
  end (data, NULL, error);
}

static void
begin (gboolean signed_in, gpointer data)
{
  Act *act = data;
  KxClient *client = kx_profile_get_client (act->profile);
  g_autoptr (GError) error = NULL;

  if (!signed_in)
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no password");
      act->again = TRUE;
      end (act, NULL, error);
    }
  else if (act->op != NULL)
    kx_client_apply_async (client, act->op, NULL, applied, act);
  else
    kx_client_set_password_async (client, act->user, act->password, NULL, password_set, act);
}

static void
need_session (Act *act)
{
  if (act->window != NULL && kx_window_get_profile (act->window) == act->profile)
    kx_window_need_session (act->window, begin, act, NULL);
  else
    begin (TRUE, act);
}

static Act *
act_new (GtkWidget *over, KxProfile *profile, KxServed served, gpointer data, GDestroyNotify free_data)
{
  Act *act = g_new0 (Act, 1);

  act->profile = g_object_ref (profile);
  g_set_object (&act->window, kx_window_find (over));
  act->served = served;
  act->data = data;
  act->free_data = free_data;
  return act;
}

void
kx_serve_op (GtkWidget *over, KxProfile *profile, KxOp *op, KxServed served, gpointer data,
             GDestroyNotify free_data)
{
  Act *act = act_new (over, profile, served, data, free_data);

  act->op = op;
  need_session (act);
}

void
kx_serve_password (GtkWidget *over, KxProfile *profile, const char *user, const char *password,
                   KxServed served, gpointer data, GDestroyNotify free_data)
{
  Act *act = act_new (over, profile, served, data, free_data);

  act->user = g_strdup (user);
  act->password = g_strdup (password);
  need_session (act);
}

GPtrArray *
kx_serve_list_findings (const GError *error)
{
  GPtrArray *findings = kx_findings_new ();
  KxClientFinding found;

  for (guint i = 0; kx_client_error_get_finding (error, i, &found); i++)
    {
      char **texts = g_new0 (char *, 3);
      KxFinding *finding;

      texts[0] = g_strdup (found.code != NULL ? found.code : "");
      texts[1] = g_strdup (found.message != NULL ? found.message : error->message);
      finding = kx_finding_new (KX_FAILS, texts[0], found.field, texts[1]);
      finding->texts = texts;
      g_ptr_array_add (findings, finding);
    }
  return findings;
}

gboolean
kx_serve_failed (const GError *error)
{
  return error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
