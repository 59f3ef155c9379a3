/* A line below the header bar about the whole window, with a button: libadwaita 1.2 has no AdwBanner yet. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_BANNER (kx_banner_get_type ())
G_DECLARE_FINAL_TYPE (KxBanner, kx_banner, KX, BANNER, AdwBin)

/* `action` is a detailed action name; without `button` there is none. It is hidden at first. */
KxBanner *kx_banner_new (const char *words, const char *button, const char *action);

void kx_banner_set_revealed (KxBanner *self, gboolean revealed);
gboolean kx_banner_get_revealed (KxBanner *self);

G_END_DECLS
