#include "desktop/preferences/kx-look-preferences.h"

#include "desktop/kx-locale.h"
#include "desktop/kx-settings.h"

struct _KxLookPreferences
{
  AdwPreferencesPage parent_instance;

  AdwComboRow *density, *language;
  GtkWidget *again;
};

G_DEFINE_FINAL_TYPE (KxLookPreferences, kx_look_preferences, ADW_TYPE_PREFERENCES_PAGE)

/* In the order of the lists in the template. */
static const char *const densities[] = { "comfortable", "compact" };
static const char *const languages[] = { "", "zh_CN", "en" };

static gboolean
choice_from_text (GValue *value, GVariant *variant, gpointer data)
{
  const char *const *names = data;
  guint n_names = names == languages ? G_N_ELEMENTS (languages) : G_N_ELEMENTS (densities);

  for (guint i = 0; i < n_names; i++)
    if (g_str_equal (names[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
choice_to_text (const GValue *value, const GVariantType *type, gpointer data)
{
  const char *const *names = data;

  return g_variant_new_string (names[g_value_get_uint (value)]);
}

/* Another language than the one that is spoken was chosen. */
static void
follow_language (KxLookPreferences *self)
{
  gtk_widget_set_visible (self->again, !kx_locale_is_chosen ());
}

static void
start_again (KxLookPreferences *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "restart", NULL);
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_LOOK_PREFERENCES);
  G_OBJECT_CLASS (kx_look_preferences_parent_class)->dispose (object);
}

static void
kx_look_preferences_class_init (KxLookPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/preferences/kx-look-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, KxLookPreferences, density);
  gtk_widget_class_bind_template_child (widget_class, KxLookPreferences, language);
  gtk_widget_class_bind_template_child (widget_class, KxLookPreferences, again);
  gtk_widget_class_bind_template_callback (widget_class, start_again);
}

static void
kx_look_preferences_init (KxLookPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind_with_mapping (kx_settings_get (), "density", self->density, "selected",
                                G_SETTINGS_BIND_DEFAULT, choice_from_text, choice_to_text,
                                (gpointer) densities, NULL);
  g_settings_bind_with_mapping (kx_settings_get (), "language", self->language, "selected",
                                G_SETTINGS_BIND_DEFAULT, choice_from_text, choice_to_text,
                                (gpointer) languages, NULL);
  g_signal_connect_object (kx_settings_get (), "changed::language", G_CALLBACK (follow_language), self,
                           G_CONNECT_SWAPPED);
  follow_language (self);
}

AdwPreferencesPage *
kx_look_preferences_new (void)
{
  return g_object_new (KX_TYPE_LOOK_PREFERENCES, NULL);
}
