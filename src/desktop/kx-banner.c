#include "desktop/kx-banner.h"

#include "desktop/kx-a11y.h"

struct _KxBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *words;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (KxBanner, kx_banner, ADW_TYPE_BIN)

static void
dispose (GObject *object)
{
  /* Else both the template and the bin would let go of the revealer. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_BANNER);
  G_OBJECT_CLASS (kx_banner_parent_class)->dispose (object);
}

static void
kx_banner_class_init (KxBannerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kangxie/Kangxie/ui/kx-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, KxBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, KxBanner, words);
  gtk_widget_class_bind_template_child (widget_class, KxBanner, button);
}

/* What is hidden would be laid out with the rest of the window all the same. */
static void
update_visible (KxBanner *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_revealer_get_reveal_child (self->revealer) ||
                                                 gtk_revealer_get_child_revealed (self->revealer));
}

static void
kx_banner_init (KxBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->revealer, "notify::child-revealed", G_CALLBACK (update_visible), self,
                           G_CONNECT_SWAPPED);
  update_visible (self);
}

KxBanner *
kx_banner_new (const char *words, const char *button, const char *action)
{
  KxBanner *self = g_object_new (KX_TYPE_BANNER, NULL);

  gtk_label_set_label (self->words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (self->button, button);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), action);
      kx_a11y_name_mnemonics (GTK_WIDGET (self));
    }
  return self;
}

void
kx_banner_set_revealed (KxBanner *self, gboolean revealed)
{
  g_return_if_fail (KX_IS_BANNER (self));
  gtk_revealer_set_reveal_child (self->revealer, revealed);
  update_visible (self);
}

gboolean
kx_banner_get_revealed (KxBanner *self)
{
  g_return_val_if_fail (KX_IS_BANNER (self), FALSE);
  return gtk_revealer_get_reveal_child (self->revealer);
}
