/* A certificate of the service that was not accepted yet, as after it was renewed. */
#include "desktop/kx-window-private.h"

#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"

/* What is asked about. */
typedef struct
{
  KxWindow *window;   /* owned */
  KxProfile *profile; /* owned */
  char *pem;          /* owned */
} Offer;

static void
free_offer (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->window);
  g_object_unref (offer->profile);
  g_free (offer->pem);
  g_free (offer);
}

static void
on_asked (KxChoice choice, const char *reason, gpointer data)
{
  Offer *offer = data;
  g_autoptr (GError) error = NULL;

  if (choice == KX_ASK_ACT && !kx_profile_pin (offer->profile, offer->pem, &error))
    kx_window_toast (offer->window, error->message);
}

gboolean
kx_window_note_certificate (KxWindow *self)
{
  const GError *error = kx_sync_get_error (kx_profile_get_sync (self->profile));

  g_clear_error (&self->refused);
  if (g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CERTIFICATE) &&
      kx_client_error_get_pem (error) != NULL)
    self->refused = g_error_copy (error);
  return self->refused != NULL;
}

void
kx_window_compare_certificate (KxWindow *self)
{
  gboolean replaced;
  g_autofree char *effect = NULL;
  Offer *offer;

  if (self->profile == NULL || self->refused == NULL)
    return;
  replaced = kx_client_get_pinned (kx_profile_get_client (self->profile)) != NULL;
  effect = g_strdup_printf ("%s\n\n%s", kx_start_page_certificate_words (replaced),
                            kx_client_error_get_fingerprint (self->refused));
  offer = g_new (Offer, 1);
  *offer = (Offer){ g_object_ref (self), g_object_ref (self->profile),
                    g_strdup (kx_client_error_get_pem (self->refused)) };
  kx_ask (GTK_WIDGET (self),
          &(const KxQuestion){ .question = _ ("Accept another certificate?"),
                               .effect = effect,
                               .stay = _ ("_Do not connect"),
                               .act = _ ("_Accept this certificate"),
                               .destructive = TRUE },
          on_asked, offer, free_offer);
}
