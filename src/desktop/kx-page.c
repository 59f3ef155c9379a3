#include "desktop/kx-page.h"

#include "desktop/kx-window.h"

typedef struct
{
  GObject *profile;
  char *title, *icon_name, *help_topic, *search_text;
  GtkWidget *header_start, *header_end;
  GSimpleActionGroup *actions;
  GtkWidget *last_focus; /* weak: where the focus was when the page was left */
  guint badge;
  gboolean dirty, searchable, search_mode;
} KxPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KxPage, kx_page, ADW_TYPE_BIN)

enum
{
  PROP_PROFILE = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_HELP_TOPIC,
  PROP_HEADER_START,
  PROP_HEADER_END,
  PROP_BADGE,
  PROP_DIRTY,
  PROP_SEARCHABLE,
  PROP_SEARCH_MODE,
  PROP_SEARCH_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static KxPagePrivate *
private_of (KxPage *self)
{
  return kx_page_get_instance_private (self);
}

static void
take_text (KxPage *self, char **place, const char *text, int property)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_switch (KxPage *self, gboolean *place, gboolean value, int property)
{
  if (*place == value)
    return;
  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_widget (GtkWidget **place, GtkWidget *widget)
{
  g_clear_object (place);
  *place = widget != NULL ? g_object_ref_sink (widget) : NULL;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxPagePrivate *page = private_of (KX_PAGE (object));

  switch (id)
    {
    case PROP_PROFILE:
      g_value_set_object (value, page->profile);
      break;
    case PROP_TITLE:
      g_value_set_string (value, page->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, page->icon_name);
      break;
    case PROP_HELP_TOPIC:
      g_value_set_string (value, page->help_topic);
      break;
    case PROP_HEADER_START:
      g_value_set_object (value, page->header_start);
      break;
    case PROP_HEADER_END:
      g_value_set_object (value, page->header_end);
      break;
    case PROP_BADGE:
      g_value_set_uint (value, page->badge);
      break;
    case PROP_DIRTY:
      g_value_set_boolean (value, page->dirty);
      break;
    case PROP_SEARCHABLE:
      g_value_set_boolean (value, page->searchable);
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, page->search_mode);
      break;
    case PROP_SEARCH_TEXT:
      g_value_set_string (value, page->search_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KxPage *self = KX_PAGE (object);
  KxPagePrivate *page = private_of (self);

  switch (id)
    {
    case PROP_PROFILE:
      page->profile = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      take_text (self, &page->title, g_value_get_string (value), PROP_TITLE);
      break;
    case PROP_ICON_NAME:
      take_text (self, &page->icon_name, g_value_get_string (value), PROP_ICON_NAME);
      break;
    case PROP_HELP_TOPIC:
      take_text (self, &page->help_topic, g_value_get_string (value), PROP_HELP_TOPIC);
      break;
    case PROP_HEADER_START:
      take_widget (&page->header_start, g_value_get_object (value));
      break;
    case PROP_HEADER_END:
      take_widget (&page->header_end, g_value_get_object (value));
      break;
    case PROP_BADGE:
      kx_page_set_badge (self, g_value_get_uint (value));
      break;
    case PROP_DIRTY:
      take_switch (self, &page->dirty, g_value_get_boolean (value), PROP_DIRTY);
      break;
    case PROP_SEARCHABLE:
      take_switch (self, &page->searchable, g_value_get_boolean (value), PROP_SEARCHABLE);
      break;
    case PROP_SEARCH_MODE:
      take_switch (self, &page->search_mode, g_value_get_boolean (value), PROP_SEARCH_MODE);
      break;
    case PROP_SEARCH_TEXT:
      kx_page_set_search_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
forget_focus (KxPagePrivate *page)
{
  if (page->last_focus != NULL)
    g_object_remove_weak_pointer (G_OBJECT (page->last_focus), (gpointer *) &page->last_focus);
  page->last_focus = NULL;
}

/* The stack hides the page that is left before another gets the focus. */
static void
unmap (GtkWidget *widget)
{
  KxPagePrivate *page = private_of (KX_PAGE (widget));
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    {
      forget_focus (page);
      page->last_focus = focus;
      g_object_add_weak_pointer (G_OBJECT (focus), (gpointer *) &page->last_focus);
    }
  GTK_WIDGET_CLASS (kx_page_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  KxPagePrivate *page = private_of (KX_PAGE (object));

  forget_focus (page);
  g_clear_object (&page->header_start);
  g_clear_object (&page->header_end);
  g_clear_object (&page->profile);
  G_OBJECT_CLASS (kx_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxPagePrivate *page = private_of (KX_PAGE (object));

  g_clear_object (&page->actions);
  g_free (page->title);
  g_free (page->icon_name);
  g_free (page->help_topic);
  g_free (page->search_text);
  G_OBJECT_CLASS (kx_page_parent_class)->finalize (object);
}

static void
enter_by_default (KxPage *self)
{
  KxPagePrivate *page = private_of (self);

  if (page->last_focus != NULL && gtk_widget_get_mapped (page->last_focus))
    gtk_widget_grab_focus (page->last_focus);
  else
    kx_page_focus_work (self);
}

static void
focus_first (KxPage *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static gboolean
open_no_row (KxPage *self, const char *entity, const char *id)
{
  return FALSE;
}

static gboolean
have_no_query (KxPage *self, KxListQuery *ret_query)
{
  return FALSE;
}

static char **
select_nothing (KxPage *self)
{
  return NULL;
}

static gboolean
load_nothing (KxPage *self)
{
  return FALSE;
}

static void
kx_page_class_init (KxPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  GTK_WIDGET_CLASS (class)->unmap = unmap;
  class->entered = enter_by_default;
  class->focus_work = focus_first;
  class->open_row = open_no_row;
  class->get_list_query = have_no_query;
  class->dup_selected_ids = select_nothing;
  class->is_loading = load_nothing;

  properties[PROP_PROFILE] =
      g_param_spec_object ("profile", NULL, NULL, G_TYPE_OBJECT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_HELP_TOPIC] = g_param_spec_string ("help-topic", NULL, NULL, NULL, flags);
  properties[PROP_HEADER_START] = g_param_spec_object ("header-start", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_HEADER_END] = g_param_spec_object ("header-end", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_BADGE] = g_param_spec_uint ("badge", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, flags);
  properties[PROP_SEARCHABLE] = g_param_spec_boolean ("searchable", NULL, NULL, FALSE, flags);
  properties[PROP_SEARCH_MODE] = g_param_spec_boolean ("search-mode", NULL, NULL, FALSE, flags);
  properties[PROP_SEARCH_TEXT] = g_param_spec_string ("search-text", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_page_init (KxPage *self)
{
  KxPagePrivate *page = private_of (self);

  page->search_text = g_strdup ("");
  page->actions = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (page->actions));
}

KxProfile *
kx_page_get_profile (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), NULL);
  return (KxProfile *) private_of (self)->profile;
}

KxWindow *
kx_page_get_window (KxPage *self)
{
  GtkRoot *root;

  g_return_val_if_fail (KX_IS_PAGE (self), NULL);
  root = gtk_widget_get_root (GTK_WIDGET (self));
  return KX_IS_WINDOW (root) ? KX_WINDOW (root) : NULL;
}

const char *
kx_page_get_title (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), NULL);
  return private_of (self)->title;
}

void
kx_page_set_title (KxPage *self, const char *title)
{
  g_object_set (self, "title", title, NULL);
}

const char *
kx_page_get_help_topic (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), NULL);
  return private_of (self)->help_topic;
}

guint
kx_page_get_badge (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), 0);
  return private_of (self)->badge;
}

void
kx_page_set_badge (KxPage *self, guint badge)
{
  KxPagePrivate *page;

  g_return_if_fail (KX_IS_PAGE (self));
  page = private_of (self);
  if (page->badge == badge)
    return;
  page->badge = badge;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BADGE]);
}

gboolean
kx_page_get_dirty (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), FALSE);
  return private_of (self)->dirty;
}

void
kx_page_set_dirty (KxPage *self, gboolean dirty)
{
  g_object_set (self, "dirty", dirty, NULL);
}

const char *
kx_page_get_search_text (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), "");
  return private_of (self)->search_text;
}

void
kx_page_set_search_text (KxPage *self, const char *text)
{
  g_return_if_fail (KX_IS_PAGE (self));
  take_text (self, &private_of (self)->search_text, text != NULL ? text : "", PROP_SEARCH_TEXT);
}

GActionMap *
kx_page_get_actions (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), NULL);
  return G_ACTION_MAP (private_of (self)->actions);
}

void
kx_page_add_actions (KxPage *self, const GActionEntry *entries, guint n_entries)
{
  g_return_if_fail (KX_IS_PAGE (self));
  g_action_map_add_action_entries (kx_page_get_actions (self), entries, (int) n_entries, self);
}

void
kx_page_set_action_enabled (KxPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (kx_page_get_actions (self), name);

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
kx_page_entered (KxPage *self)
{
  g_return_if_fail (KX_IS_PAGE (self));
  KX_PAGE_GET_CLASS (self)->entered (self);
}

void
kx_page_focus_work (KxPage *self)
{
  g_return_if_fail (KX_IS_PAGE (self));
  KX_PAGE_GET_CLASS (self)->focus_work (self);
}

gboolean
kx_page_open_row (KxPage *self, const char *entity, const char *id)
{
  g_return_val_if_fail (KX_IS_PAGE (self), FALSE);
  return KX_PAGE_GET_CLASS (self)->open_row (self, entity, id);
}

gboolean
kx_page_get_list_query (KxPage *self, KxListQuery *ret_query)
{
  g_return_val_if_fail (KX_IS_PAGE (self), FALSE);
  return KX_PAGE_GET_CLASS (self)->get_list_query (self, ret_query);
}

char **
kx_page_dup_selected_ids (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), NULL);
  return KX_PAGE_GET_CLASS (self)->dup_selected_ids (self);
}

gboolean
kx_page_is_loading (KxPage *self)
{
  g_return_val_if_fail (KX_IS_PAGE (self), FALSE);
  return KX_PAGE_GET_CLASS (self)->is_loading (self);
}
