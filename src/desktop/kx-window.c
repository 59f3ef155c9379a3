#include "desktop/kx-window-private.h"

#include "desktop/import/kx-exchange.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-keys.h"
#include "desktop/kx-notice.h"
#include "desktop/kx-pane.h"
#include "desktop/kx-search-keys.h"
#include "desktop/kx-text-scale.h"
#include "desktop/kx-toast.h"
#include "desktop/kx-window-state.h"
#include "desktop/preferences/kx-preferences-window.h"
#include "desktop/rows/kx-place-row.h"

/* Below this width lists become rows of two lines. */
#define NARROW_WIDTH 560
#define WIDE_WIDTH 1200
#define SIDEBAR_WIDTH 220
#define SIDEBAR_MOST 320
#define MOST_NOTICES 100
/* How long a toast with a button stands. */
#define COUNT_MS 800
#define BUTTON_SECONDS 8

G_DEFINE_FINAL_TYPE (KxWindow, kx_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_PROFILE = 1,
  PROP_NARROW,
  PROP_WIDE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static KxPlaceRow *
find_row (KxWindow *self, const KxPlace *place)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->places)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (KX_IS_PLACE_ROW (child) && kx_place_row_get_place (KX_PLACE_ROW (child)) == place)
      return KX_PLACE_ROW (child);
  return NULL;
}

static void
update_badges (KxWindow *self)
{
  KxPlaceRow *row = NULL;
  guint badge = 0;

  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    {
      KxPage *page = kx_navigator_peek_place (self->navigator, place);

      /* Views follow their place, whose row counts what is to be done in any of them. */
      if (place->within == NULL)
        {
          row = find_row (self, place);
          badge = 0;
        }
      badge += page != NULL ? kx_page_get_badge (page) : 0;
      if (row != NULL)
        kx_place_row_set_badge (row, badge);
    }
}

static void
update_title (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);
  const char *title = page != NULL && kx_page_get_title (page) != NULL ? kx_page_get_title (page) : "";
  g_autofree char *marked = page != NULL && kx_page_get_dirty (page) ? g_strdup_printf ("• %s", title) : NULL;
  g_autofree char *subtitle = kx_window_dup_subtitle (self);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title, subtitle);
  g_autofree char *whole = NULL;

  adw_window_title_set_title (self->title, marked != NULL ? marked : title);
  adw_window_title_set_subtitle (self->title, subtitle);
  /* In a narrow window both are shortened. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), tooltip);
  /* Translators: title of the window: the place and the program. */
  whole = *title != '\0' ? g_strdup_printf (_ ("%s – Kangxie"), title) : g_strdup (_ ("Kangxie"));
  gtk_window_set_title (GTK_WINDOW (self), whole);
}

/* A bin that is hidden remembers how much room its last child took: the next one comes when it is shown. */
static void
put_widget (AdwBin *bin, GtkWidget *widget)
{
  gtk_widget_set_visible (GTK_WIDGET (bin), widget != NULL);
  if (widget != adw_bin_get_child (bin))
    adw_bin_set_child (bin, widget);
}

/* A narrow header bar has room for the title only, so the page's buttons stand at the foot then. */
static void
update_header (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);
  g_autoptr (GtkWidget) start = NULL;
  g_autoptr (GtkWidget) end = NULL;

  if (page != NULL)
    g_object_get (page, "header-start", &start, "header-end", &end, NULL);
  put_widget (self->header_start, start);
  put_widget (self->narrow ? self->header_end : self->bottom_end, NULL);
  put_widget (self->narrow ? self->bottom_end : self->header_end, end);
  gtk_action_bar_set_revealed (self->bottom, self->narrow && end != NULL);
  /* Toasts stand above the bar, whose buttons can be pressed meanwhile. */
  if (self->narrow && end != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "above-bar");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "above-bar");
}

static void
update_back (KxWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->back),
                          adw_leaflet_get_folded (self->leaflet) || kx_navigator_is_pushed (self->navigator));
}

/* An entry that gets another text is empty for a moment, which is nothing the page should hear of. */
static void
show_search_text (KxWindow *self, KxPage *page)
{
  g_autofree char *text = g_strdup (kx_page_get_search_text (page));

  self->showing_search = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  self->showing_search = FALSE;
}

static void
update_search (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);
  gboolean searchable = FALSE, searching = FALSE;

  if (page != NULL)
    g_object_get (page, "searchable", &searchable, "search-mode", &searching, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->search_button), searchable);
  gtk_search_bar_set_search_mode (self->search_bar, searchable && searching);
  if (page != NULL)
    show_search_text (self, page);
}

static void
show_current_page (KxWindow *self)
{
  const KxPlace *place = kx_navigator_get_current_place (self->navigator);
  KxPlaceRow *row = find_row (self, kx_place_get_root (place));

  gtk_list_box_select_row (self->places, (GtkListBoxRow *) row);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "place", place->name);
  kx_window_note_record (self);
  kx_view_strip_show (self->views, kx_navigator_is_pushed (self->navigator) ? NULL : place);
  update_header (self);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  update_title (self);
  update_search (self);
  update_back (self);
  kx_window_update_actions (self);
}

static void
page_changed (KxPage *page, GParamSpec *pspec, KxWindow *self)
{
  if (g_str_equal (pspec->name, "badge"))
    update_badges (self);
  if (page != kx_navigator_get_page (self->navigator))
    return;
  if (g_str_equal (pspec->name, "title") || g_str_equal (pspec->name, "dirty"))
    {
      update_title (self);
      kx_window_note_record (self);
    }
  else if (g_str_has_prefix (pspec->name, "header-"))
    update_header (self);
  else if (g_str_equal (pspec->name, "searchable") || g_str_equal (pspec->name, "search-mode"))
    update_search (self);
  else if (g_str_equal (pspec->name, "search-text") &&
           g_strcmp0 (kx_page_get_search_text (page),
                      gtk_editable_get_text (GTK_EDITABLE (self->search_entry))) != 0)
    show_search_text (self, page);
}

static void
page_made (KxWindow *self, KxPage *page)
{
  g_signal_connect_object (page, "notify", G_CALLBACK (page_changed), self, G_CONNECT_DEFAULT);
  if (kx_page_get_badge (page) > 0)
    update_badges (self);
}

static void
on_search_changed (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);

  if (page != NULL && !self->showing_search)
    kx_page_set_search_text (page, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
on_search_mode (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);

  if (page != NULL && gtk_widget_get_visible (GTK_WIDGET (self->search_button)))
    g_object_set (page, "search-mode", gtk_search_bar_get_search_mode (self->search_bar), NULL);
}

/* Enter in the search entry goes on to what was found. */
static void
on_search_done (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);

  on_search_changed (self);
  if (page != NULL)
    kx_page_focus_work (page);
}

static void
on_place_activated (KxWindow *self, KxPlaceRow *row)
{
  kx_window_go (self, kx_place_row_get_place (row)->name);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

/* Where the sidebar is folded away, what is under way is seen below the page. */
static void
place_jobs (gpointer data)
{
  g_autoptr (KxWindow) self = data;
  g_autoptr (GtkWidget) jobs = NULL;
  gboolean folded;

  /* The window may have gone meanwhile. */
  if (self->navigator == NULL)
    return;
  folded = adw_leaflet_get_folded (self->leaflet);
  jobs = GTK_WIDGET (g_object_ref (self->jobs));
  put_widget (folded ? self->jobs_beside : self->jobs_below, NULL);
  put_widget (folded ? self->jobs_below : self->jobs_beside, jobs);
}

static void
on_folded (KxWindow *self)
{
  /* Sizes are being given out just now. */
  g_idle_add_once (place_jobs, g_object_ref (self));
  update_back (self);
  kx_window_update_actions (self);
}

static void
set_narrow (gpointer data)
{
  KxWindow *self = data;
  gboolean narrow = gtk_widget_get_width (GTK_WIDGET (self)) < kx_text_scaled (NARROW_WIDTH);
  gboolean wide = gtk_widget_get_width (GTK_WIDGET (self)) >= kx_text_scaled (WIDE_WIDTH);

  if (self->navigator != NULL && self->wide != wide)
    {
      self->wide = wide;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDE]);
    }
  /* The window may have gone meanwhile. */
  if (self->navigator != NULL && self->narrow != narrow)
    {
      self->narrow = narrow;
      if (narrow)
        gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
      update_header (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }
  g_object_unref (self);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KxWindow *self = KX_WINDOW (widget);

  GTK_WIDGET_CLASS (kx_window_parent_class)->size_allocate (widget, width, height, baseline);
  /* Other widgets may change only after this frame's sizes are settled. */
  if (self->narrow != (width < kx_text_scaled (NARROW_WIDTH)) ||
      self->wide != (width >= kx_text_scaled (WIDE_WIDTH)))
    g_idle_add_once (set_narrow, g_object_ref (self));
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxWindow *self = KX_WINDOW (object);

  switch (id)
    {
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_WIDE:
      g_value_set_boolean (value, self->wide);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* What is to be done is counted by its page, also where another one is looked at first. */
static void
count_work (gpointer data)
{
  KxWindow *self = data;

  self->count_timer = 0;
  kx_window_get_place (self, kx_places[0].name);
}

/* What the person typed last is written down before the program may end. */
static void
close_profile (KxWindow *self)
{
  if (self->profile != NULL)
    kx_profile_close (self->profile);
  g_clear_object (&self->profile);
}

static void
dispose (GObject *object)
{
  KxWindow *self = KX_WINDOW (object);

  kx_window_unwatch_profile (self);
  kx_window_forget_redo (self);
  g_clear_handle_id (&self->count_timer, g_source_remove);
  g_clear_object (&self->start);
  g_clear_pointer (&self->link, kx_link_free);
  if (self->navigator != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->navigator, self);
      kx_navigator_reset (self->navigator, NULL);
    }
  g_clear_object (&self->navigator);
  g_clear_weak_pointer (&self->undo_toast);
  g_queue_clear_full (&self->live_toasts, g_object_unref);
  g_clear_object (&self->notices);
  close_profile (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KX_TYPE_WINDOW);
  G_OBJECT_CLASS (kx_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  g_type_ensure (KX_TYPE_PANE);
  g_type_ensure (KX_TYPE_VIEW_STRIP);
  gtk_widget_class_set_template_from_resource (class, "/org/kangxie/Kangxie/ui/kx-window.ui");
  gtk_widget_class_bind_template_child (class, KxWindow, toasts);
  gtk_widget_class_bind_template_child (class, KxWindow, frame);
  gtk_widget_class_bind_template_child (class, KxWindow, pages);
  gtk_widget_class_bind_template_child (class, KxWindow, leaflet);
  gtk_widget_class_bind_template_child (class, KxWindow, sidebar);
  gtk_widget_class_bind_template_child (class, KxWindow, content);
  gtk_widget_class_bind_template_child (class, KxWindow, places);
  gtk_widget_class_bind_template_child (class, KxWindow, header);
  gtk_widget_class_bind_template_child (class, KxWindow, title);
  gtk_widget_class_bind_template_child (class, KxWindow, header_start);
  gtk_widget_class_bind_template_child (class, KxWindow, header_end);
  gtk_widget_class_bind_template_child (class, KxWindow, bottom_end);
  gtk_widget_class_bind_template_child (class, KxWindow, bottom);
  gtk_widget_class_bind_template_child (class, KxWindow, back);
  gtk_widget_class_bind_template_child (class, KxWindow, menu);
  gtk_widget_class_bind_template_child (class, KxWindow, main_menu);
  gtk_widget_class_bind_template_child (class, KxWindow, search_button);
  gtk_widget_class_bind_template_child (class, KxWindow, search_bar);
  gtk_widget_class_bind_template_child (class, KxWindow, search_entry);
  gtk_widget_class_bind_template_child (class, KxWindow, banners);
  gtk_widget_class_bind_template_child (class, KxWindow, views);
  gtk_widget_class_bind_template_child (class, KxWindow, jobs);
  gtk_widget_class_bind_template_child (class, KxWindow, jobs_beside);
  gtk_widget_class_bind_template_child (class, KxWindow, jobs_below);
  gtk_widget_class_bind_template_child (class, KxWindow, sync_line);
  gtk_widget_class_bind_template_child (class, KxWindow, sync_icon);
  gtk_widget_class_bind_template_child (class, KxWindow, sync_label);
  gtk_widget_class_bind_template_callback (class, on_search_changed);
  gtk_widget_class_bind_template_callback (class, on_search_mode);
  gtk_widget_class_bind_template_callback (class, on_search_done);
  gtk_widget_class_bind_template_callback (class, on_place_activated);
  gtk_widget_class_bind_template_callback (class, on_folded);
}

static void
kx_window_class_init (KxWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  widget_class->size_allocate = size_allocate;
  GTK_WINDOW_CLASS (class)->close_request = kx_window_close_request;
  bind_template (widget_class);
  kx_window_install_actions (widget_class);

  properties[PROP_PROFILE] =
      g_param_spec_object ("profile", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WIDE] =
      g_param_spec_boolean ("wide", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* Large texts get more room, as far as something is left for the page. */
static void
fit_sidebar (KxWindow *self)
{
  int width = CLAMP (kx_text_scaled (SIDEBAR_WIDTH), SIDEBAR_WIDTH, SIDEBAR_MOST);

  g_object_set (self->sidebar, "natural-width", width, "width-request", width, NULL);
}

/* The widgets of the menu are made when it is first opened. */
static void
fill_menu (GtkMenuButton *menu, gpointer window)
{
  if (gtk_menu_button_get_menu_model (menu) == NULL)
    gtk_menu_button_set_menu_model (menu, KX_WINDOW (window)->main_menu);
}

static void
kx_window_init (KxWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, fill_menu, self, NULL);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (fit_sidebar), self,
                           G_CONNECT_SWAPPED);
  fit_sidebar (self);
  /* A clamp stands between bar and entry, so the bar has to be told. */
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  kx_search_keys_begin (GTK_WIDGET (self->pages), self->search_bar, GTK_EDITABLE (self->search_entry),
                        GTK_WIDGET (self->search_button));
  self->notices = g_list_store_new (KX_TYPE_NOTICE);
  self->navigator = kx_navigator_new (self->pages);
  g_signal_connect_swapped (self->navigator, "changed", G_CALLBACK (show_current_page), self);
  g_signal_connect_swapped (self->navigator, "page-made", G_CALLBACK (page_made), self);
  for (const KxPlace *place = kx_places; place->name != NULL; place++)
    if (kx_place_is_there (place) && place->within == NULL)
      gtk_list_box_append (self->places, kx_place_row_new (place));
  kx_keys_bind_window (GTK_WIDGET (self));
  kx_window_state_restore (self);
  kx_window_update_actions (self);
}

KxWindow *
kx_window_new (GtkApplication *application, KxProfile *profile)
{
  KxWindow *self = g_object_new (KX_TYPE_WINDOW, "application", application, NULL);

  kx_window_set_profile (self, profile);
  return self;
}

KxProfile *
kx_window_get_profile (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  return self->profile;
}

void
kx_window_set_profile (KxWindow *self, KxProfile *profile)
{
  g_autofree char *place = NULL, *record = NULL;
  const KxPlace *shown = NULL;

  g_return_if_fail (KX_IS_WINDOW (self));
  if (profile != NULL)
    g_object_ref (profile);
  kx_window_unwatch_profile (self);
  kx_window_forget_redo (self);
  g_clear_handle_id (&self->count_timer, g_source_remove);
  kx_navigator_reset (self->navigator, profile);
  if (self->profile != profile)
    close_profile (self);
  else
    g_clear_object (&self->profile);
  self->profile = profile;
  kx_exchange_set_mirror (kx_exchange_get (self), profile != NULL ? kx_profile_get_mirror (profile) : NULL);
  if (profile != NULL)
    {
      kx_window_watch_profile (self);
      place = g_settings_get_string (self->settings, "place");
      record = self->wanted == NULL && self->link == NULL ? g_settings_get_string (self->settings, "record")
                                                          : NULL;
      shown = self->wanted != NULL ? g_steal_pointer (&self->wanted) : kx_place_find (place);
    }
  if (shown == NULL || !kx_navigator_go (self->navigator, shown))
    kx_navigator_go (self->navigator, &kx_places[0]);
  if (record != NULL)
    kx_window_reopen_record (self, record);
  /* Not before the page that is looked at has come. */
  if (profile != NULL)
    self->count_timer = g_timeout_add_once (COUNT_MS, count_work, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
  kx_window_follow_link (self);
}

gboolean
kx_window_go (KxWindow *self, const char *place)
{
  const KxPlace *found = kx_place_find (place);

  g_return_val_if_fail (KX_IS_WINDOW (self), FALSE);
  if (self->opening && found != NULL && kx_place_is_there (found))
    {
      self->wanted = found;
      return TRUE;
    }
  if (found == NULL || !kx_navigator_go (self->navigator, found))
    return FALSE;
  self->wanted = self->profile == NULL ? found : NULL;
  return TRUE;
}

void
kx_window_begin_at (KxWindow *self, const char *place)
{
  const KxPlace *found = kx_place_find (place);

  g_return_if_fail (KX_IS_WINDOW (self));
  self->wanted = found != NULL && kx_place_is_there (found) ? found : NULL;
}

KxWindow *
kx_window_find (GtkWidget *over)
{
  GtkRoot *root = gtk_widget_get_root (over);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;

  while (window != NULL && !KX_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  return (KxWindow *) window;
}

KxPage *
kx_window_get_page (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  return kx_window_is_at_desk (self) ? kx_navigator_get_page (self->navigator) : NULL;
}

KxPage *
kx_window_get_place (KxWindow *self, const char *place)
{
  const KxPlace *found = kx_place_find (place);

  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  return found != NULL ? kx_navigator_get_place (self->navigator, found) : NULL;
}

void
kx_window_push (KxWindow *self, KxPage *page)
{
  g_return_if_fail (KX_IS_WINDOW (self));
  g_return_if_fail (KX_IS_PAGE (page));
  kx_navigator_push (self->navigator, page);
}

gboolean
kx_window_back (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), FALSE);
  return kx_navigator_back (self->navigator);
}

gboolean
kx_window_open_row (KxWindow *self, const char *entity, const char *id)
{
  KxPage *page;

  g_return_val_if_fail (KX_IS_WINDOW (self), FALSE);
  page = kx_window_get_page (self);
  if (page != NULL && kx_page_open_row (page, entity, id))
    return TRUE;
  page = page != NULL ? kx_place_new_record_page (kx_window_get_profile (self), entity, id) : NULL;
  if (page == NULL)
    return kx_preferences_window_open_row (GTK_WINDOW (self), self->profile, entity, id) != NULL;
  kx_window_push (self, page);
  return TRUE;
}

gboolean
kx_window_get_wide (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), FALSE);
  return self->wide;
}

gboolean
kx_window_get_narrow (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), FALSE);
  return self->narrow;
}

static AdwToast *
make_toast (KxWindow *self, const char *text)
{
  g_autoptr (KxNotice) notice = kx_notice_new (text, kx_format_now ());
  /* The toast reads its title as markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_list_store_insert (self->notices, 0, notice);
  if (self->profile != NULL)
    kx_mirror_add_notice (kx_profile_get_mirror (self->profile), text);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->notices)) > MOST_NOTICES)
    g_list_store_remove (self->notices, MOST_NOTICES);
  return adw_toast_new (escaped);
}

/* The overlay has only the one that is shown: its own queue knows but one order, and its priority hides a
 * toast that may still be coming in (kx-toast.h). */
static void
show_first_toast (KxWindow *self)
{
  AdwToast *first = g_queue_peek_head (&self->live_toasts);

  if (first != NULL)
    adw_toast_overlay_add_toast (self->toasts, g_object_ref (first));
}

static void
toast_gone (AdwToast *toast, KxWindow *self)
{
  gboolean shown = g_queue_peek_head (&self->live_toasts) == toast;

  if (!g_queue_remove (&self->live_toasts, toast))
    return;
  g_object_unref (toast);
  if (shown)
    show_first_toast (self);
}

/* Takes `toast`. They are shown one after the other, in the order in which they come; those that offer
 * something pass by those that wait and only tell, since what they offer is for the moment. */
static void
show_toast (KxWindow *self, AdwToast *toast)
{
  GList *next = adw_toast_get_button_label (toast) != NULL ? g_list_nth (self->live_toasts.head, 1) : NULL;

  while (next != NULL && adw_toast_get_button_label (next->data) != NULL)
    next = next->next;
  g_queue_insert_before (&self->live_toasts, next, toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_gone), self, 0);
  if (self->live_toasts.length == 1)
    show_first_toast (self);
}

void
kx_window_end_toast (KxWindow *self, AdwToast *toast)
{
  if (g_queue_peek_head (&self->live_toasts) == toast)
    kx_toast_dismiss (toast);
  else if (g_queue_remove (&self->live_toasts, toast))
    g_object_unref (toast);
}

void
kx_window_toast (KxWindow *self, const char *text)
{
  g_return_if_fail (KX_IS_WINDOW (self));
  show_toast (self, make_toast (self, text));
}

void
kx_window_toast_action (KxWindow *self, const char *text, const char *button, const char *action)
{
  AdwToast *toast;

  g_return_if_fail (KX_IS_WINDOW (self));
  toast = make_toast (self, text);
  adw_toast_set_button_label (toast, button);
  adw_toast_set_detailed_action_name (toast, action);
  adw_toast_set_timeout (toast, BUTTON_SECONDS);
  show_toast (self, toast);
}

typedef struct
{
  KxUndo undo;
  gpointer data;
  GDestroyNotify free_data;
  GObject *profile; /* owned: that of the moment */
} Undo;

static void
free_undo (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  if (undo->free_data != NULL)
    undo->free_data (undo->data);
  g_clear_object (&undo->profile);
  g_free (undo);
}

static void
run_undo (AdwToast *toast, Undo *undo)
{
  KxUndo call = g_steal_pointer (&undo->undo);
  KxWindow *self = g_object_get_data (G_OBJECT (toast), "window");

  if (call != NULL && (GObject *) self->profile == undo->profile)
    call (undo->data);
}

void
kx_window_toast_undo (KxWindow *self, const char *text, KxUndo undo, gpointer data, GDestroyNotify free_data)
{
  Undo *call = g_new0 (Undo, 1);
  AdwToast *toast;

  g_return_if_fail (KX_IS_WINDOW (self));
  kx_window_forget_redo (self);
  *call =
      (Undo){ undo, data, free_data, self->profile != NULL ? g_object_ref (G_OBJECT (self->profile)) : NULL };
  toast = make_toast (self, text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, BUTTON_SECONDS);
  g_object_set_data (G_OBJECT (toast), "window", self);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (run_undo), call, free_undo, G_CONNECT_DEFAULT);
  g_set_weak_pointer (&self->undo_toast, toast);
  show_toast (self, toast);
  kx_window_update_actions (self);
}

GtkBox *
kx_window_get_jobs (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  return self->jobs;
}

GtkBox *
kx_window_get_banners (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  return self->banners;
}

GListModel *
kx_window_get_notices (KxWindow *self)
{
  g_return_val_if_fail (KX_IS_WINDOW (self), NULL);
  return G_LIST_MODEL (self->notices);
}
