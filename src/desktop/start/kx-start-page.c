#include "desktop/start/kx-start-page.h"

#include "desktop/kx-spinner.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#include <string.h>

struct _KxStartPage
{
  AdwBin parent_instance;

  KxStartScreen screen;
  gboolean busy, can_leave, certificate;

  AdwWindowTitle *title;
  GtkButton *back;
  GtkStack *screens;
  AdwPreferencesGroup *profiles;
  GPtrArray *profile_rows; /* (element-type GtkWidget) borrowed from the group */
  GtkEditable *address, *user, *password, *area, *person;
  GtkButton *address_next, *sign_in, *local_next;
  GtkWidget *certificate_box;
  GtkLabel *certificate_words, *fingerprint;
  AdwPreferencesGroup *sign_in_group;
  GtkLabel *warning, *choose_error, *address_error, *sign_in_error, *local_error, *loading_error,
      *progress_words;
  GtkWidget *address_busy, *sign_in_busy, *local_busy;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (KxStartPage, kx_start_page, ADW_TYPE_BIN)

enum
{
  ADDRESS_GIVEN,
  CERTIFICATE_ACCEPTED,
  SIGNED_IN,
  LOCAL_GIVEN,
  PROFILE_CHOSEN,
  BEGIN,
  CANCELLED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Of each screen: its name in the stack, its title, what the focus goes to. */
static const struct
{
  const char *name, *title;
} screens[] = {
  { "choose", N_ ("Kangxie") },     { "address", N_ ("Connect to a service") },
  { "sign-in", N_ ("Sign in") },    { "local", N_ ("Work on this computer") },
  { "loading", N_ ("First load") },
};

static char *
trimmed (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static gboolean
is_filled (GtkEditable *editable)
{
  g_autofree char *text = trimmed (editable);

  return *text != '\0';
}

static void
update (KxStartPage *self)
{
  gboolean idle = !self->busy;

  /* Not insensitive: the focus would go and not come back. */
  gtk_editable_set_editable (self->address, idle);
  gtk_editable_set_editable (self->user, idle);
  gtk_editable_set_editable (self->password, idle);
  gtk_editable_set_editable (self->area, idle);
  gtk_editable_set_editable (self->person, idle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->address_next), idle && is_filled (self->address));
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in), idle && is_filled (self->user) &&
                                                            *gtk_editable_get_text (self->password) != '\0');
  gtk_widget_set_sensitive (GTK_WIDGET (self->local_next),
                            idle && is_filled (self->area) && is_filled (self->person));
  gtk_widget_set_visible (self->address_busy, self->busy);
  gtk_widget_set_visible (self->sign_in_busy, self->busy);
  gtk_widget_set_visible (self->local_busy, self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->address_next), idle && !self->certificate);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in), idle);
  gtk_widget_set_visible (GTK_WIDGET (self->local_next), idle);
  gtk_widget_set_visible (GTK_WIDGET (self->back), self->screen != KX_START_LOADING &&
                                                       (self->screen != KX_START_CHOOSE || self->can_leave));
}

static void
on_changed (KxStartPage *self)
{
  kx_start_page_set_error (self, NULL);
  update (self);
}

static void
on_address_changed (KxStartPage *self)
{
  kx_start_page_set_certificate (self, NULL, FALSE);
  on_changed (self);
}

static void
on_address_next (KxStartPage *self)
{
  g_autofree char *address = trimmed (self->address);

  if (self->busy || self->certificate || *address == '\0')
    return;
  kx_start_page_set_error (self, NULL);
  g_signal_emit (self, signals[ADDRESS_GIVEN], 0, address);
}

static void
on_accept_certificate (KxStartPage *self)
{
  kx_start_page_set_certificate (self, NULL, FALSE);
  g_signal_emit (self, signals[CERTIFICATE_ACCEPTED], 0);
}

static void
on_refuse_certificate (KxStartPage *self)
{
  kx_start_page_set_certificate (self, NULL, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static void
on_sign_in (KxStartPage *self)
{
  g_autofree char *user = trimmed (self->user);

  if (self->busy || *user == '\0' || *gtk_editable_get_text (self->password) == '\0')
    return;
  kx_start_page_set_error (self, NULL);
  g_signal_emit (self, signals[SIGNED_IN], 0, user, gtk_editable_get_text (self->password));
}

static void
on_local_next (KxStartPage *self)
{
  g_autofree char *area = trimmed (self->area);
  g_autofree char *person = trimmed (self->person);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->local_next)))
    return;
  kx_start_page_set_error (self, NULL);
  g_signal_emit (self, signals[LOCAL_GIVEN], 0, area, person);
}

static void
on_choose_connect (KxStartPage *self)
{
  kx_start_page_show (self, KX_START_ADDRESS);
}

static void
on_choose_local (KxStartPage *self)
{
  kx_start_page_show (self, KX_START_LOCAL);
}

static void
on_begin (KxStartPage *self)
{
  g_signal_emit (self, signals[BEGIN], 0);
}

static void
on_cancel (KxStartPage *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
on_back (KxStartPage *self)
{
  if (self->busy)
    on_cancel (self);
  if (self->screen == KX_START_CHOOSE)
    g_signal_emit (self, signals[LEFT], 0);
  else
    kx_start_page_show (self, self->screen == KX_START_SIGN_IN ? KX_START_ADDRESS : KX_START_CHOOSE);
}

/* As the button does, where there is one. */
static gboolean
press_back (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  KxStartPage *self = KX_START_PAGE (widget);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->back)))
    return GDK_EVENT_PROPAGATE;
  on_back (self);
  return GDK_EVENT_STOP;
}

static void
on_profile_activated (KxStartPage *self, AdwActionRow *row)
{
  g_signal_emit (self, signals[PROFILE_CHOSEN], 0, g_object_get_data (G_OBJECT (row), "name"));
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_START_PAGE);
  G_OBJECT_CLASS (kx_start_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (KX_START_PAGE (object)->profile_rows);
  G_OBJECT_CLASS (kx_start_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, KxStartPage, title);
  gtk_widget_class_bind_template_child (class, KxStartPage, back);
  gtk_widget_class_bind_template_child (class, KxStartPage, screens);
  gtk_widget_class_bind_template_child (class, KxStartPage, profiles);
  gtk_widget_class_bind_template_child (class, KxStartPage, address);
  gtk_widget_class_bind_template_child (class, KxStartPage, user);
  gtk_widget_class_bind_template_child (class, KxStartPage, password);
  gtk_widget_class_bind_template_child (class, KxStartPage, area);
  gtk_widget_class_bind_template_child (class, KxStartPage, person);
  gtk_widget_class_bind_template_child (class, KxStartPage, address_next);
  gtk_widget_class_bind_template_child (class, KxStartPage, sign_in);
  gtk_widget_class_bind_template_child (class, KxStartPage, local_next);
  gtk_widget_class_bind_template_child (class, KxStartPage, certificate_box);
  gtk_widget_class_bind_template_child (class, KxStartPage, certificate_words);
  gtk_widget_class_bind_template_child (class, KxStartPage, fingerprint);
  gtk_widget_class_bind_template_child (class, KxStartPage, sign_in_group);
  gtk_widget_class_bind_template_child (class, KxStartPage, warning);
  gtk_widget_class_bind_template_child (class, KxStartPage, choose_error);
  gtk_widget_class_bind_template_child (class, KxStartPage, address_error);
  gtk_widget_class_bind_template_child (class, KxStartPage, sign_in_error);
  gtk_widget_class_bind_template_child (class, KxStartPage, local_error);
  gtk_widget_class_bind_template_child (class, KxStartPage, loading_error);
  gtk_widget_class_bind_template_child (class, KxStartPage, progress_words);
  gtk_widget_class_bind_template_child (class, KxStartPage, address_busy);
  gtk_widget_class_bind_template_child (class, KxStartPage, sign_in_busy);
  gtk_widget_class_bind_template_child (class, KxStartPage, local_busy);
  gtk_widget_class_bind_template_child (class, KxStartPage, progress);
}

static void
bind_callbacks (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_callback (class, on_changed);
  gtk_widget_class_bind_template_callback (class, on_address_changed);
  gtk_widget_class_bind_template_callback (class, on_address_next);
  gtk_widget_class_bind_template_callback (class, on_accept_certificate);
  gtk_widget_class_bind_template_callback (class, on_refuse_certificate);
  gtk_widget_class_bind_template_callback (class, on_sign_in);
  gtk_widget_class_bind_template_callback (class, on_local_next);
  gtk_widget_class_bind_template_callback (class, on_choose_connect);
  gtk_widget_class_bind_template_callback (class, on_choose_local);
  gtk_widget_class_bind_template_callback (class, on_begin);
  gtk_widget_class_bind_template_callback (class, on_cancel);
  gtk_widget_class_bind_template_callback (class, on_back);
}

static guint
add_signal (const char *name, guint n_texts)
{
  return g_signal_new (name, KX_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_texts,
                       G_TYPE_STRING, G_TYPE_STRING);
}

static void
kx_start_page_class_init (KxStartPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (KX_TYPE_SPINNER);
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/start/kx-start-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, press_back, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, press_back, NULL);

  signals[ADDRESS_GIVEN] = add_signal ("address-given", 1);
  signals[CERTIFICATE_ACCEPTED] = add_signal ("certificate-accepted", 0);
  signals[SIGNED_IN] = add_signal ("signed-in", 2);
  signals[LOCAL_GIVEN] = add_signal ("local-given", 2);
  signals[PROFILE_CHOSEN] = add_signal ("profile-chosen", 1);
  signals[BEGIN] = add_signal ("begin", 0);
  signals[CANCELLED] = add_signal ("cancelled", 0);
  signals[LEFT] = add_signal ("left", 0);
}

static void
kx_start_page_init (KxStartPage *self)
{
  self->profile_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  kx_a11y_name_rows (GTK_WIDGET (self));
  update (self);
}

GtkWidget *
kx_start_page_new (void)
{
  return g_object_new (KX_TYPE_START_PAGE, NULL);
}

void
kx_start_page_show (KxStartPage *self, KxStartScreen screen)
{
  GtkEditable *first[] = { NULL, self->address, self->user, self->area, NULL };
  GtkEditable *focus;

  g_return_if_fail (KX_IS_START_PAGE (self));
  self->screen = screen;
  kx_start_page_set_error (self, NULL);
  kx_start_page_set_certificate (self, NULL, FALSE);
  gtk_stack_set_visible_child_name (self->screens, screens[screen].name);
  adw_window_title_set_title (self->title, _ (screens[screen].title));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), _ (screens[screen].title));
  update (self);
  focus = first[screen];
  if (screen == KX_START_SIGN_IN && is_filled (self->user))
    focus = self->password;
  if (focus != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (focus));
  else if (gtk_widget_get_focus_child (GTK_WIDGET (self->screens)) !=
           gtk_stack_get_visible_child (self->screens))
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->screens), GTK_DIR_TAB_FORWARD);
}

KxStartScreen
kx_start_page_get_screen (KxStartPage *self)
{
  g_return_val_if_fail (KX_IS_START_PAGE (self), KX_START_CHOOSE);
  return self->screen;
}

void
kx_start_page_add_profile (KxStartPage *self, const char *name, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  g_return_if_fail (KX_IS_START_PAGE (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  g_signal_connect_swapped (row, "activated", G_CALLBACK (on_profile_activated), self);
  kx_a11y_set_label (row, title);
  kx_a11y_set_description (row, subtitle);
  adw_preferences_group_add (self->profiles, row);
  g_ptr_array_add (self->profile_rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->profiles), TRUE);
}

void
kx_start_page_clear_profiles (KxStartPage *self)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  for (guint i = 0; i < self->profile_rows->len; i++)
    adw_preferences_group_remove (self->profiles, g_ptr_array_index (self->profile_rows, i));
  g_ptr_array_set_size (self->profile_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->profiles), FALSE);
}

void
kx_start_page_set_can_leave (KxStartPage *self, gboolean can_leave)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  self->can_leave = can_leave;
  update (self);
}

void
kx_start_page_set_address (KxStartPage *self, const char *address)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  gtk_editable_set_text (self->address, address);
}

void
kx_start_page_set_service (KxStartPage *self, const char *service, const char *user, const char *warning)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  adw_preferences_group_set_description (self->sign_in_group, service);
  if (user != NULL)
    gtk_editable_set_text (self->user, user);
  gtk_editable_set_text (self->password, "");
  gtk_label_set_label (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
}

void
kx_start_page_set_busy (KxStartPage *self, gboolean busy)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  self->busy = busy;
  update (self);
}

void
kx_start_page_set_error (KxStartPage *self, const char *error)
{
  GtkLabel *labels[] = { self->choose_error, self->address_error, self->sign_in_error, self->local_error,
                         self->loading_error };

  g_return_if_fail (KX_IS_START_PAGE (self));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gboolean here = error != NULL && i == self->screen;

      gtk_label_set_label (labels[i], here ? error : "");
      gtk_widget_set_visible (GTK_WIDGET (labels[i]), here);
    }
}

const char *
kx_start_page_certificate_words (gboolean replaced)
{
  return replaced ? _ ("The service shows another certificate than the one accepted before. It may have "
                       "been renewed, or somebody stands between. Accept it only if the administrator "
                       "confirms this fingerprint:")
                  : _ ("This computer does not know the service’s certificate. Accept it only if the "
                       "administrator confirms this fingerprint:");
}

void
kx_start_page_set_certificate (KxStartPage *self, const char *fingerprint, gboolean replaced)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  self->certificate = fingerprint != NULL;
  gtk_label_set_label (self->fingerprint, fingerprint != NULL ? fingerprint : "");
  gtk_label_set_label (self->certificate_words, kx_start_page_certificate_words (replaced));
  gtk_widget_set_visible (self->certificate_box, self->certificate);
  update (self);
}

void
kx_start_page_set_progress (KxStartPage *self, double progress, const char *words)
{
  g_return_if_fail (KX_IS_START_PAGE (self));
  if (progress < 0)
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress, CLAMP (progress, 0, 1));
  gtk_label_set_label (self->progress_words, words);
}
