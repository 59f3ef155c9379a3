#include "desktop/pages/kx-agency-page-private.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/record/kx-act.h"
#include "models/kx-display.h"

#include <string.h>

/* The sections of a form of an agency after which its lists stand. */
#define IDENTITY 0
#define INSTITUTION 1

#define NEW_PREFIX "new/"

G_DEFINE_FINAL_TYPE (KxAgencyPage, kx_agency_page, KX_TYPE_PAGE)

enum
{
  PROP_ROW_ID = 1,
  PROP_DESK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

const KxRecord *
kx_agency_page_get_record (KxAgencyPage *self)
{
  return self->model != NULL ? kx_record_model_get_record (self->model) : NULL;
}

/* A page of the tabs: scrolled, and no wider than is good to read. */
static void
add_tab (KxAgencyPage *self, GtkWidget *child, const char *name, const char *title, const char *icon)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();
  AdwViewStackPage *page;

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1100);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1000);
  gtk_widget_add_css_class (child, "record-tab");
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  page = adw_view_stack_add_titled (self->tabs, scrolled, name, title);
  adw_view_stack_page_set_icon_name (page, icon);
}

static void
remove_tabs (KxAgencyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *child, *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Given up here, before GTK looks for another place while there is none. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->tabs)))
    gtk_root_set_focus (root, NULL);
  self->form = NULL;
  self->deleted_box = NULL;
  self->names = NULL;
  self->credentials = NULL;
  self->timeline = NULL;
  self->documents = NULL;
  self->history = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tabs))) != NULL)
    adw_view_stack_remove (self->tabs, child);
}

/* The lists that belong to a record that is made already. */
static void
add_lists (KxAgencyPage *self, const KxRecord *record)
{
  if (self->names != NULL)
    return;
  self->names = kx_child_list_new (self->desk, &kx_former_name_entity, _ ("Former names"),
                                   _ ("Add a former name"), record->id, record->space);
  self->credentials = kx_child_list_new (self->desk, &kx_credential_entity, _ ("Credentials"),
                                         _ ("Add a credential"), record->id, record->space);
  kx_form_add_below (self->form, IDENTITY, GTK_WIDGET (self->names));
  kx_form_add_below (self->form, INSTITUTION, GTK_WIDGET (self->credentials));
}

static void
add_tabs (KxAgencyPage *self)
{
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->deleted_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_visible (self->deleted_box, FALSE);
  gtk_box_append (GTK_BOX (facts), self->deleted_box);
  kx_agency_page_set_up_form (self);
  gtk_box_append (GTK_BOX (facts), GTK_WIDGET (self->form));
  add_tab (self, facts, "facts", _ ("Facts"), "view-list-symbolic");
  if (self->fresh)
    return;
  add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "timeline", _ ("Timeline"),
           "document-open-recent-symbolic");
  add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "documents", _ ("Documents"),
           "mail-attachment-symbolic");
  add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "history", _ ("History"),
           "view-refresh-symbolic");
}

/* The empty box of a tab whose contents are made when it is first looked at. */
static GtkBox *
tab_box (KxAgencyPage *self, const char *name)
{
  GtkWidget *scrolled = adw_view_stack_get_child_by_name (self->tabs, name), *viewport;

  viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));
  return GTK_BOX (adw_clamp_get_child (ADW_CLAMP (gtk_viewport_get_child (GTK_VIEWPORT (viewport)))));
}

static void
follow_event (KxTimelineTab *tab, const KxEntity *entity, const char *id, const char *field,
              KxAgencyPage *self)
{
  if (g_str_equal (entity->name, "attachment"))
    {
      adw_view_stack_set_visible_child_name (self->tabs, "documents");
      if (self->documents != NULL && kx_documents_tab_find (self->documents, id) != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (kx_documents_tab_find (self->documents, id)));
      return;
    }
  if (entity == &kx_agency_entity && field == NULL)
    {
      adw_view_stack_set_visible_child_name (self->tabs, "history");
      return;
    }
  if (entity == &kx_agency_entity || entity == &kx_conflict_entity)
    kx_agency_page_go_to (self, field);
  else
    {
      kx_agency_page_go_to (self, NULL);
      if (!kx_child_list_go_to (self->names, id))
        kx_child_list_go_to (self->credentials, id);
    }
}

/* The records of the same institution: the main one, or those that are linked to this one. */
static void
show_other_histories (KxAgencyPage *self)
{
  g_autoptr (GPtrArray) others =
      kx_desk_list (self->desk, &kx_agency_entity, kx_agency_f_alias_of, self->row_id);
  g_autoptr (KxRecord) row = kx_desk_get_row (self->desk, &kx_agency_entity, self->row_id);
  const char *main = row != NULL ? kx_agency_get_alias_of (kx_agency (row)) : NULL;
  KxRecord *stays = main != NULL ? kx_desk_get_row (self->desk, &kx_agency_entity, main) : NULL;

  if (stays != NULL)
    g_ptr_array_add (others, stays);
  kx_history_tab_set_others (self->history, others);
}

static void
fill_tab (KxAgencyPage *self, const char *name)
{
  const KxRecord *record = kx_agency_page_get_record (self);

  if (record == NULL)
    return;
  if (g_str_equal (name, "timeline") && self->timeline == NULL)
    {
      self->timeline = kx_timeline_tab_new (self->desk, &kx_agency_entity, self->row_id);
      g_signal_connect (self->timeline, "go", G_CALLBACK (follow_event), self);
      gtk_box_append (tab_box (self, name), GTK_WIDGET (self->timeline));
    }
  else if (g_str_equal (name, "documents") && self->documents == NULL)
    {
      self->documents = kx_documents_tab_new (self->desk, &kx_agency_entity, self->row_id, record->space);
      gtk_box_append (tab_box (self, name), GTK_WIDGET (self->documents));
    }
  else if (g_str_equal (name, "history") && self->history == NULL)
    {
      self->history = kx_history_tab_new (self->desk, &kx_agency_entity, self->row_id);
      gtk_box_append (tab_box (self, name), GTK_WIDGET (self->history));
      show_other_histories (self);
    }
}

static void
on_tab (KxAgencyPage *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->tabs);

  if (name != NULL && self->desk != NULL)
    fill_tab (self, name);
  if (self->form != NULL)
    kx_agency_page_show_actions (self);
}

static void
show_trashed (KxAgencyPage *self, const KxRecord *record)
{
  if (record->deleted_at.ms != 0)
    kx_agency_page_show_banner (self, KX_BANNER_TRASHED, _ ("This record is in the trash"));
  else if (self->banner_state == KX_BANNER_TRASHED)
    kx_agency_page_show_banner (self, KX_BANNER_NONE, NULL);
}

/* The page was entered before there was anything in it to take the focus; with a draft one types on at once.
 */
static void
take_focus (KxAgencyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (kx_form_get_editing (self->form))
    gtk_widget_grab_focus (GTK_WIDGET (kx_form_get_entry (self->form, kx_agency_f_name)));
  else if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    kx_page_entered (KX_PAGE (self));
}

/* Why there is no record to be seen. */
static void
show_absence (KxAgencyPage *self)
{
  const GError *error = kx_record_model_get_error (self->model);

  if (error != NULL)
    {
      g_autofree char *why = kx_display_error (error);
      g_autofree char *text =
          kx_display_fill (N_ ("Nothing was lost. Try again; if it stays so, have the data "
                               "of this computer filled anew in Preferences. ({error})"),
                           "error", why, NULL);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_status_page_set_description (self->failed, escaped);
    }
  gtk_stack_set_visible_child_name (self->frame, error != NULL                              ? "failed"
                                                 : kx_record_model_is_loading (self->model) ? "loading"
                                                                                            : "missing");
  kx_agency_page_show_actions (self);
}

static void
on_again (KxAgencyPage *self)
{
  if (self->model != NULL)
    kx_record_model_reload (self->model);
}

static void
follow_record (KxAgencyPage *self)
{
  const KxRecord *record = kx_agency_page_get_record (self);
  gboolean first = self->form == NULL;

  if (record == NULL)
    {
      show_absence (self);
      return;
    }
  if (first)
    add_tabs (self);
  kx_form_merge (self->form, record, kx_record_model_get_editor (self->model));
  add_lists (self, record);
  gtk_stack_set_visible_child_name (self->frame, "record");
  show_trashed (self, record);
  kx_agency_page_show_head (self);
  kx_agency_page_show_conflicts (self);
  kx_agency_page_show_actions (self);
  if (first)
    {
      kx_agency_page_take_draft (self);
      take_focus (self);
      if (self->wants_edit)
        kx_agency_page_edit (self);
    }
}

static void
follow_rows (KxDesk *desk, const KxEntity *entity, KxAgencyPage *self)
{
  if (self->form == NULL || self->fresh)
    return;
  if (entity == &kx_conflict_entity)
    kx_agency_page_show_conflicts (self);
  if (entity == &kx_conflict_entity || entity == &kx_agency_entity)
    kx_agency_page_show_head (self);
  if (entity == &kx_agency_entity && self->history != NULL)
    show_other_histories (self);
}

static void
leave_record (KxAgencyPage *self)
{
  kx_agency_page_flush (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->similar_timer != 0)
    g_source_remove (self->similar_timer);
  self->similar_timer = 0;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  remove_tabs (self);
  self->saving = self->wants_edit = FALSE;
  g_clear_pointer (&self->row_id, g_free);
}

static void
begin_new (KxAgencyPage *self)
{
  self->fresh = TRUE;
  add_tabs (self);
  gtk_stack_set_visible_child_name (self->frame, "record");
  kx_agency_page_show_head (self);
  kx_agency_page_take_draft (self);
  kx_agency_page_begin_edit (self);
}

void
kx_agency_page_show (KxAgencyPage *self, const char *row_id)
{
  g_return_if_fail (KX_IS_AGENCY_PAGE (self));
  g_return_if_fail (row_id != NULL);
  leave_record (self);
  self->cancellable = g_cancellable_new ();
  kx_agency_page_show_banner (self, KX_BANNER_NONE, NULL);
  self->fresh = FALSE;
  if (g_str_equal (row_id, "new") || g_str_has_prefix (row_id, NEW_PREFIX))
    {
      self->row_id = g_str_equal (row_id, "new") ? kx_act_new_id () : g_strdup (row_id + strlen (NEW_PREFIX));
      begin_new (self);
      return;
    }
  self->row_id = g_strdup (row_id);
  gtk_stack_set_visible_child_name (self->frame, "loading");
  self->model = kx_record_model_new (kx_desk_get_source (self->desk), &kx_agency_entity, row_id);
  g_signal_connect_swapped (self->model, "notify::record", G_CALLBACK (follow_record), self);
  g_signal_connect_swapped (self->model, "notify::missing", G_CALLBACK (follow_record), self);
  g_signal_connect_swapped (self->model, "notify::error", G_CALLBACK (follow_record), self);
  follow_record (self);
}

void
kx_agency_page_edit (KxAgencyPage *self)
{
  g_return_if_fail (KX_IS_AGENCY_PAGE (self));
  self->wants_edit = self->form == NULL;
  if (self->form != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (kx_page_get_actions (KX_PAGE (self))), "edit", NULL);
}

void
kx_agency_page_go_to (KxAgencyPage *self, const char *field)
{
  int i = field != NULL ? kx_entity_field (&kx_agency_entity, field) : -1;
  KxFieldEntry *entry;

  g_return_if_fail (KX_IS_AGENCY_PAGE (self));
  adw_view_stack_set_visible_child_name (self->tabs, "facts");
  entry = i >= 0 && self->form != NULL ? kx_form_get_entry (self->form, (guint) i) : NULL;
  if (entry != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static void
entered (KxPage *page)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (page);

  if (self->form != NULL && kx_form_get_editing (self->form))
    {
      GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
      GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

      /* With the focus in the form already this would go on to the next field. */
      if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->form)))
        gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
    }
  else
    KX_PAGE_CLASS (kx_agency_page_parent_class)->entered (page);
}

/* The page of the record knows its own row, and the rows that belong to it. */
static gboolean
open_row (KxPage *page, const char *entity, const char *id)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (page);

  return g_str_equal (entity, "agency") && g_strcmp0 (id, self->row_id) == 0;
}

/* Behind whatever has the focus and its input method. */
static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
           KxAgencyPage *self)
{
  if (key != GDK_KEY_Escape || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 ||
      self->form == NULL || !kx_form_get_editing (self->form))
    return GDK_EVENT_PROPAGATE;
  kx_agency_page_pause (self);
  return GDK_EVENT_STOP;
}

static void
on_banner_act (KxAgencyPage *self)
{
  if (self->banner_state == KX_BANNER_KEPT)
    kx_agency_page_take_draft (self);
  else if (self->banner_state == KX_BANNER_TRASHED)
    gtk_widget_activate_action (GTK_WIDGET (self), "page.restore", NULL);
}

static void
on_banner_throw (KxAgencyPage *self)
{
  kx_agency_page_throw_draft (self);
}

/* In a narrow window the words of the tabs stand below their icons, and title and buttons share the room. */
static void
follow_width (KxAgencyPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  gboolean narrow = window != NULL && kx_window_get_narrow (window);

  adw_view_switcher_set_policy (self->switcher,
                                narrow ? ADW_VIEW_SWITCHER_POLICY_NARROW : ADW_VIEW_SWITCHER_POLICY_WIDE);
  gtk_widget_set_visible (self->neighbours, !narrow && !self->fresh);
}

static void
root (GtkWidget *widget)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (widget);

  GTK_WIDGET_CLASS (kx_agency_page_parent_class)->root (widget);
  if (kx_page_get_window (KX_PAGE (self)) != NULL)
    g_signal_connect_object (kx_page_get_window (KX_PAGE (self)), "notify::narrow", G_CALLBACK (follow_width),
                             self, G_CONNECT_SWAPPED);
  follow_width (self);
}

static void
constructed (GObject *object)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (object);
  g_autofree char *row_id = g_steal_pointer (&self->row_id);

  G_OBJECT_CLASS (kx_agency_page_parent_class)->constructed (object);
  if (self->desk == NULL && kx_page_get_profile (KX_PAGE (self)) != NULL)
    self->desk = kx_desk_new (kx_page_get_profile (KX_PAGE (self)));
  if (self->desk == NULL || row_id == NULL)
    {
      gtk_stack_set_visible_child_name (self->frame, "missing");
      return;
    }
  g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (follow_rows), self, 0);
  g_signal_connect_object (kx_desk_get_mirror (self->desk), "summary-changed",
                           G_CALLBACK (kx_agency_page_show_head), self, G_CONNECT_SWAPPED);
  kx_agency_page_show (self, row_id);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (object);

  switch (id)
    {
    case PROP_ROW_ID:
      g_value_set_string (value, self->row_id);
      break;
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (object);

  switch (id)
    {
    case PROP_ROW_ID:
      self->row_id = g_value_dup_string (value);
      break;
    case PROP_DESK:
      self->desk = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  KxAgencyPage *self = KX_AGENCY_PAGE (object);

  if (self->tabs != NULL)
    leave_record (self);
  g_clear_object (&self->neighbours_list);
  g_clear_object (&self->desk);
  /* The child goes through the bin that holds it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_AGENCY_PAGE);
  G_OBJECT_CLASS (kx_agency_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (KX_AGENCY_PAGE (object)->row_id);
  G_OBJECT_CLASS (kx_agency_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/kangxie/Kangxie/ui/pages/kx-agency-page.ui");
  gtk_widget_class_bind_template_child (class, KxAgencyPage, frame);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, spinner);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, failed);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, neighbours);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, edit);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, pause);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, save);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, more);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, head);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, chips);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, banner);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, banner_words);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, banner_act);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, banner_throw);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, name);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, switcher);
  gtk_widget_class_bind_template_child (class, KxAgencyPage, tabs);
  gtk_widget_class_bind_template_callback (class, on_tab);
  gtk_widget_class_bind_template_callback (class, on_again);
  gtk_widget_class_bind_template_callback (class, on_banner_act);
  gtk_widget_class_bind_template_callback (class, on_banner_throw);
}

static void
kx_agency_page_class_init (KxAgencyPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = constructed;
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  GTK_WIDGET_CLASS (class)->root = root;
  KX_PAGE_CLASS (class)->entered = entered;
  KX_PAGE_CLASS (class)->open_row = open_row;
  properties[PROP_ROW_ID] = g_param_spec_string ("row-id", NULL, NULL, NULL, flags);
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, KX_TYPE_DESK, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (class));
}

/* Files that are dropped anywhere on the record are attached where one sees them. */
static gboolean
drop (GtkDropTarget *target, const GValue *value, double x, double y, KxAgencyPage *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  if (self->fresh || kx_agency_page_get_record (self) == NULL)
    return FALSE;
  for (GSList *link = g_value_get_boxed (value); link != NULL; link = link->next)
    g_ptr_array_add (files, link->data);
  adw_view_stack_set_visible_child_name (self->tabs, "documents");
  if (self->documents == NULL)
    return FALSE;
  kx_documents_tab_take (self->documents, files);
  return TRUE;
}

static void
kx_agency_page_init (KxAgencyPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spinner_start (self->spinner);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (target, "drop", G_CALLBACK (drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  kx_agency_page_add_actions (self);
}
