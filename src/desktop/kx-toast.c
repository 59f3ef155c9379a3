#include "desktop/kx-toast.h"

/* A toast comes in in half a second at most. */
#define COMING_IN_MS 600

static void
dismiss (gpointer toast)
{
  adw_toast_dismiss (toast);
  g_object_unref (toast);
}

void
kx_toast_dismiss (AdwToast *toast)
{
  g_return_if_fail (ADW_IS_TOAST (toast));
  g_timeout_add_once (COMING_IN_MS, dismiss, g_object_ref (toast));
}

void
kx_toast_set_used (AdwToast *toast)
{
  g_object_set_data (G_OBJECT (toast), "kx-used", GINT_TO_POINTER (TRUE));
}

gboolean
kx_toast_is_used (AdwToast *toast)
{
  return g_object_get_data (G_OBJECT (toast), "kx-used") != NULL;
}
