#include "desktop/pages/kx-record-page-private.h"

#include "core/entities/kx-conflict.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/kx-spinner.h"
#include "desktop/kx-window.h"
#include "desktop/kx-wrap-layout.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-letters.h"
#include "models/kx-display.h"

#include <string.h>

#define NEW_PREFIX "new/"

G_DEFINE_FINAL_TYPE (KxRecordPage, kx_record_page, KX_TYPE_PAGE)

enum
{
  PROP_ENTITY = 1,
  PROP_ROW_ID,
  PROP_DESK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

const KxRecord *
kx_record_page_get_record (KxRecordPage *self)
{
  return self->model != NULL ? kx_record_model_get_record (self->model) : NULL;
}

/* A page of the tabs: scrolled, and no wider than is good to read. */
static void
add_tab (KxRecordPage *self, GtkWidget *child, const char *name, const char *title, const char *icon)
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
remove_tabs (KxRecordPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *child, *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Given up here, before GTK looks for another place while there is none. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->tabs)))
    gtk_root_set_focus (root, NULL);
  self->form = NULL;
  self->deleted_box = NULL;
  g_ptr_array_set_size (self->children, 0);
  g_ptr_array_set_size (self->read_lists, 0);
  self->has_lists = FALSE;
  self->steps = NULL;
  self->timeline = NULL;
  self->documents = NULL;
  self->history = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tabs))) != NULL)
    adw_view_stack_remove (self->tabs, child);
}

static void
open_related (KxRelatedList *list, const KxEntity *entity, const char *id, KxRecordPage *self)
{
  kx_record_page_open (self, entity, id);
}

/* The lists that belong to a record that is made already. */
static void
add_lists (KxRecordPage *self, const KxRecord *record)
{
  if (self->kind->make_terms != NULL && !self->has_lists)
    kx_form_add_below (self->form, self->kind->terms_section,
                       self->kind->make_terms (self->desk, record->id));
  for (guint i = 0; i < self->kind->n_parts && !self->has_lists; i++)
    {
      const KxRecordPart *part = &self->kind->parts[i];
      GtkWidget *list;

      if (part->add != NULL && part->action == NULL)
        {
          list = GTK_WIDGET (kx_child_list_new (self->desk, part->entity, _ (part->title), _ (part->add),
                                                record->id, record->space));
          g_ptr_array_add (self->children, list);
        }
      else
        {
          list = GTK_WIDGET (
              kx_related_list_new (self->desk, part->entity, part->field, _ (part->title), record->id));
          if (part->add != NULL)
            kx_related_list_set_add (KX_RELATED_LIST (list), _ (part->add), part->action);
          g_signal_connect (list, "open", G_CALLBACK (open_related), self);
          g_ptr_array_add (self->read_lists, list);
        }
      kx_form_add_below (self->form, part->section, list);
    }
  self->has_lists = TRUE;
}

/* Their words may be shortened in a narrow window; they stand in the switcher in the order of the tabs. */
static void
explain_tabs (KxRecordPage *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->tabs);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->switcher));

  for (guint i = 0; button != NULL; i++, button = gtk_widget_get_next_sibling (button))
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      if (page != NULL)
        gtk_widget_set_tooltip_text (button, adw_view_stack_page_get_title (page));
    }
}

static void
add_tabs (KxRecordPage *self)
{
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->deleted_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_visible (self->deleted_box, FALSE);
  gtk_box_append (GTK_BOX (facts), self->deleted_box);
  kx_record_page_set_up_form (self);
  gtk_box_append (GTK_BOX (facts), GTK_WIDGET (self->form));
  kx_record_page_add_openers (self);
  add_tab (self, facts, "facts", _ ("Facts"), "view-list-symbolic");
  if (self->fresh)
    return;
  if (self->kind->entity->state >= 0)
    add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "steps", _ ("Steps"), "go-next-symbolic");
  add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "timeline", _ ("Timeline"),
           "document-open-recent-symbolic");
  add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "documents", _ ("Documents"),
           "mail-attachment-symbolic");
  add_tab (self, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "history", _ ("History"),
           "view-refresh-symbolic");
  explain_tabs (self);
}

/* The empty box of a tab whose contents are made when it is first looked at. */
static GtkBox *
tab_box (KxRecordPage *self, const char *name)
{
  GtkWidget *scrolled = adw_view_stack_get_child_by_name (self->tabs, name), *viewport;

  viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));
  return GTK_BOX (adw_clamp_get_child (ADW_CLAMP (gtk_viewport_get_child (GTK_VIEWPORT (viewport)))));
}

static void
show_document (KxRecordPage *self, const char *id)
{
  KxDocumentRow *row;

  adw_view_stack_set_visible_child_name (self->tabs, "documents");
  row = self->documents != NULL ? kx_documents_tab_find (self->documents, id) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_part (KxRecordPage *self, const char *id)
{
  kx_record_page_go_to (self, NULL);
  for (guint i = 0; i < self->children->len; i++)
    if (kx_child_list_go_to (self->children->pdata[i], id))
      return;
}

static void
follow_event (KxTimelineTab *tab, KxEvent *event, KxRecordPage *self)
{
  switch (kx_event_get_target (event))
    {
    case KX_EVENT_TO_HISTORY:
      adw_view_stack_set_visible_child_name (self->tabs, "history");
      break;
    case KX_EVENT_TO_FIELD:
      kx_record_page_go_to (self, kx_event_get_field (event));
      break;
    case KX_EVENT_TO_PART:
      show_part (self, kx_event_get_id (event));
      break;
    case KX_EVENT_TO_DOCUMENT:
      show_document (self, kx_event_get_id (event));
      break;
    case KX_EVENT_TO_PAGE:
      kx_record_page_open (self, kx_event_get_entity (event), kx_event_get_id (event));
      break;
    }
}

/* The records of the same institution: the main one, or those that are linked to this one. */
static void
show_other_histories (KxRecordPage *self)
{
  const KxEntity *entity = self->kind->entity;
  int alias = kx_entity_flagged (entity, KX_ALIAS);
  g_autoptr (GPtrArray) others =
      alias >= 0 ? kx_desk_list (self->desk, entity, (guint) alias, self->row_id) : NULL;
  g_autoptr (KxRecord) row = kx_desk_get_row (self->desk, entity, self->row_id);
  const char *main = alias >= 0 && row != NULL ? kx_record_get (row, (guint) alias).REF : NULL;
  KxRecord *stays = main != NULL ? kx_desk_get_row (self->desk, entity, main) : NULL;

  if (stays != NULL)
    g_ptr_array_add (others, stays);
  if (others != NULL)
    kx_history_tab_set_others (self->history, others);
}

static void
fill_tab (KxRecordPage *self, const char *name)
{
  const KxRecord *record = kx_record_page_get_record (self);

  if (record == NULL)
    return;
  if (g_str_equal (name, "steps") && self->steps == NULL)
    kx_record_page_add_steps (self, tab_box (self, name));
  else if (g_str_equal (name, "timeline") && self->timeline == NULL)
    {
      self->timeline = kx_timeline_tab_new (self->desk, self->kind->entity, self->row_id);
      g_signal_connect (self->timeline, "go", G_CALLBACK (follow_event), self);
      gtk_box_append (tab_box (self, name), GTK_WIDGET (self->timeline));
    }
  else if (g_str_equal (name, "documents") && self->documents == NULL)
    {
      self->documents = kx_documents_tab_new (self->desk, self->kind->entity, self->row_id, record->space);
      gtk_box_append (tab_box (self, name), GTK_WIDGET (self->documents));
    }
  else if (g_str_equal (name, "history") && self->history == NULL)
    {
      self->history = kx_history_tab_new (self->desk, self->kind->entity, self->row_id);
      gtk_box_append (tab_box (self, name), GTK_WIDGET (self->history));
      show_other_histories (self);
    }
}

static void
on_tab (KxRecordPage *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->tabs);

  if (name != NULL && self->desk != NULL)
    fill_tab (self, name);
  if (self->form != NULL)
    kx_record_page_show_actions (self);
}

static void
show_trashed (KxRecordPage *self, const KxRecord *record)
{
  if (record->deleted_at.ms != 0)
    {
      kx_record_page_end_assistant (self);
      kx_record_page_show_banner (self, KX_BANNER_TRASHED, _ ("This record is in the trash"));
    }
  else if (self->banner_state == KX_BANNER_TRASHED)
    kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
}

/* The page was entered before there was anything in it to take the focus; with a draft one types on at once.
 */
static void
take_focus (KxRecordPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (kx_form_get_editing (self->form))
    kx_form_focus (self->form, self->kind->first);
  else if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    kx_page_entered (KX_PAGE (self));
}

/* Why there is no record to be seen. */
static void
show_absence (KxRecordPage *self)
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
  kx_record_page_show_actions (self);
}

static void
on_again (KxRecordPage *self)
{
  if (self->model != NULL)
    kx_record_model_reload (self->model);
}

static void
follow_record (KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
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
  kx_record_page_show_head (self);
  kx_record_page_show_conflicts (self);
  kx_record_page_show_actions (self);
  if (first)
    {
      kx_record_page_take_draft (self);
      take_focus (self);
      if (self->wants_edit)
        kx_record_page_edit (self);
      if (self->wants_letter)
        kx_record_page_write_letter (self);
      if (self->wants_assistant != 0)
        kx_record_page_assist (self, self->wants_assistant);
      if (self->wants_step != NULL)
        {
          g_autofree char *action = g_steal_pointer (&self->wants_step);

          kx_record_page_open_step (self, action);
        }
    }
}

static void
follow_rows (KxDesk *desk, const KxEntity *entity, KxRecordPage *self)
{
  if (self->form == NULL || self->fresh)
    return;
  if (entity == &kx_conflict_entity)
    kx_record_page_show_conflicts (self);
  if (entity == &kx_conflict_entity || entity == self->kind->entity)
    kx_record_page_show_head (self);
  if (entity == self->kind->entity && self->history != NULL)
    show_other_histories (self);
  /* What belongs to it may be what was lacking. Rows may come without a pause, and are not waited out. */
  if (self->lacks_timer == 0)
    kx_record_page_show_lacks (self);
}

static void
leave_record (KxRecordPage *self)
{
  kx_record_page_flush (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->similar_timer != 0)
    g_source_remove (self->similar_timer);
  self->similar_timer = 0;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  kx_record_page_end_assistant (self);
  remove_tabs (self);
  self->saving = self->wants_edit = FALSE;
  self->wants_letter = FALSE;
  g_clear_pointer (&self->wants_step, g_free);
  g_clear_pointer (&self->row_id, g_free);
  g_clear_pointer (&self->given_field, g_free);
  g_clear_pointer (&self->given_id, g_free);
}

static void
begin_new (KxRecordPage *self)
{
  self->fresh = TRUE;
  add_tabs (self);
  gtk_stack_set_visible_child_name (self->frame, "record");
  kx_record_page_show_head (self);
  kx_record_page_take_draft (self);
  if (kx_record_page_has_steps (self))
    kx_record_page_assist (self, 1);
  else
    kx_record_page_begin_edit (self);
}

void
kx_record_page_show (KxRecordPage *self, const char *row_id)
{
  kx_record_page_show_at (self, row_id, 0);
}

void
kx_record_page_show_at (KxRecordPage *self, const char *row_id, guint step)
{
  g_return_if_fail (KX_IS_RECORD_PAGE (self));
  g_return_if_fail (row_id != NULL);
  leave_record (self);
  self->wants_assistant = step;
  self->cancellable = g_cancellable_new ();
  kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
  self->fresh = FALSE;
  if (kx_place_read_new_row (row_id, &self->given_field, &self->given_id))
    row_id = "new";
  if (g_str_equal (row_id, "new") || g_str_has_prefix (row_id, NEW_PREFIX))
    {
      if (self->kind->fresh == NULL)
        {
          gtk_stack_set_visible_child_name (self->frame, "missing");
          return;
        }
      self->row_id = g_str_equal (row_id, "new") ? kx_act_new_id () : g_strdup (row_id + strlen (NEW_PREFIX));
      begin_new (self);
      return;
    }
  self->row_id = g_strdup (row_id);
  gtk_stack_set_visible_child_name (self->frame, "loading");
  self->model = kx_record_model_new (kx_desk_get_source (self->desk), self->kind->entity, row_id);
  g_signal_connect_swapped (self->model, "notify::record", G_CALLBACK (follow_record), self);
  g_signal_connect_swapped (self->model, "notify::missing", G_CALLBACK (follow_record), self);
  g_signal_connect_swapped (self->model, "notify::error", G_CALLBACK (follow_record), self);
  follow_record (self);
}

void
kx_record_page_edit (KxRecordPage *self)
{
  g_return_if_fail (KX_IS_RECORD_PAGE (self));
  self->wants_edit = self->form == NULL;
  if (self->form != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (kx_page_get_actions (KX_PAGE (self))), "edit", NULL);
}

void
kx_record_page_open_step (KxRecordPage *self, const char *action)
{
  GtkWidget *button;

  g_return_if_fail (KX_IS_RECORD_PAGE (self));
  if (self->form == NULL)
    {
      g_free (self->wants_step);
      self->wants_step = g_strdup (action);
      return;
    }
  adw_view_stack_set_visible_child_name (self->tabs, "steps");
  button = self->steps != NULL ? kx_step_list_get_button (self->steps, action) : NULL;
  if (button != NULL && gtk_widget_get_sensitive (button))
    g_signal_emit_by_name (button, "clicked");
}

void
kx_record_page_write_letter (KxRecordPage *self)
{
  g_return_if_fail (KX_IS_RECORD_PAGE (self));
  self->wants_letter = self->form == NULL;
  if (self->form != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (kx_page_get_actions (KX_PAGE (self))), "write-letter",
                                    NULL);
}

void
kx_record_page_go_to (KxRecordPage *self, const char *field)
{
  int i = field != NULL ? kx_entity_field (self->kind->entity, field) : -1;

  g_return_if_fail (KX_IS_RECORD_PAGE (self));
  adw_view_stack_set_visible_child_name (self->tabs, "facts");
  if (i >= 0 && self->form != NULL)
    kx_form_focus (self->form, (guint) i);
}

static void
entered (KxPage *page)
{
  KxRecordPage *self = KX_RECORD_PAGE (page);

  if (self->form != NULL && kx_form_get_editing (self->form))
    {
      GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
      GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

      /* With the focus in the form already this would go on to the next field. */
      if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->form)))
        gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
    }
  else
    KX_PAGE_CLASS (kx_record_page_parent_class)->entered (page);
}

/* The page of the record knows its own row, and the rows that belong to it. */
static gboolean
open_row (KxPage *page, const char *entity, const char *id)
{
  KxRecordPage *self = KX_RECORD_PAGE (page);

  return self->kind != NULL && g_str_equal (entity, self->kind->entity->name) &&
         g_strcmp0 (id, self->row_id) == 0;
}

/* Behind whatever has the focus and its input method. */
static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
           KxRecordPage *self)
{
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) &&
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) == GDK_CONTROL_MASK)
    return kx_record_page_step_on (self) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  if (key != GDK_KEY_Escape || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 ||
      self->form == NULL || !kx_form_get_editing (self->form))
    return GDK_EVENT_PROPAGATE;
  kx_record_page_pause (self);
  return GDK_EVENT_STOP;
}

static void
on_banner_act (KxRecordPage *self)
{
  if (self->banner_state == KX_BANNER_KEPT)
    kx_record_page_take_draft (self);
  else if (self->banner_state == KX_BANNER_TRASHED)
    gtk_widget_activate_action (GTK_WIDGET (self), "page.restore", NULL);
}

static void
on_banner_throw (KxRecordPage *self)
{
  kx_record_page_throw_draft (self);
}

/* In a narrow window the words of the tabs stand below their icons, and title and buttons share the room. */
static void
follow_width (KxRecordPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  gboolean narrow = window != NULL && kx_window_get_narrow (window);

  adw_view_switcher_set_policy (self->switcher,
                                narrow ? ADW_VIEW_SWITCHER_POLICY_NARROW : ADW_VIEW_SWITCHER_POLICY_WIDE);
  gtk_widget_set_visible (self->neighbours, !narrow && !self->fresh);
  if (self->assistant != NULL)
    kx_assistant_bar_set_narrow (self->assistant, narrow);
}

static void
root (GtkWidget *widget)
{
  KxRecordPage *self = KX_RECORD_PAGE (widget);

  GTK_WIDGET_CLASS (kx_record_page_parent_class)->root (widget);
  if (kx_page_get_window (KX_PAGE (self)) != NULL)
    g_signal_connect_object (kx_page_get_window (KX_PAGE (self)), "notify::narrow", G_CALLBACK (follow_width),
                             self, G_CONNECT_SWAPPED);
  follow_width (self);
}

/* An item of the menu of more acts, shown while its action is enabled. */
static void
add_item (KxRecordPage *self, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (self->kind_menu, item);
}

/* What of the template follows from the kind of record. */
static void
show_kind (KxRecordPage *self)
{
  const KxRecordLetter *letter = kx_letter_find (self->kind->entity);

  for (guint i = 0; i < self->kind->n_items; i++)
    add_item (self, _ (self->kind->items[i].label), self->kind->items[i].action);
  if (letter != NULL)
    add_item (self, _ (kx_letter_get_item (letter)), "page.letter");
  g_object_set (self, "icon-name", self->kind->icon, "help-topic", self->kind->help, NULL);
  kx_page_set_title (KX_PAGE (self), _ (self->kind->entity->label));
  adw_status_page_set_icon_name (self->missing, self->kind->icon);
  kx_record_page_add_actions (self);
}

static void
constructed (GObject *object)
{
  KxRecordPage *self = KX_RECORD_PAGE (object);
  g_autofree char *row_id = g_steal_pointer (&self->row_id);

  G_OBJECT_CLASS (kx_record_page_parent_class)->constructed (object);
  if (self->desk == NULL && kx_page_get_profile (KX_PAGE (self)) != NULL)
    self->desk = kx_desk_new (kx_page_get_profile (KX_PAGE (self)));
  if (self->kind != NULL)
    show_kind (self);
  if (self->desk == NULL || self->kind == NULL || row_id == NULL)
    {
      gtk_stack_set_visible_child_name (self->frame, "missing");
      return;
    }
  if (self->kind->entity->state >= 0)
    {
      self->path = kx_lifecycle_path_new (self->desk);
      gtk_box_insert_child_after (GTK_BOX (self->head), GTK_WIDGET (self->path), self->chips);
    }
  g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (follow_rows), self, 0);
  g_signal_connect_object (kx_desk_get_mirror (self->desk), "summary-changed",
                           G_CALLBACK (kx_record_page_show_head), self, G_CONNECT_SWAPPED);
  kx_record_page_show (self, row_id);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxRecordPage *self = KX_RECORD_PAGE (object);

  switch (id)
    {
    case PROP_ENTITY:
      g_value_set_string (value, self->kind != NULL ? self->kind->entity->name : NULL);
      break;
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
  KxRecordPage *self = KX_RECORD_PAGE (object);

  switch (id)
    {
    case PROP_ENTITY:
      self->kind = kx_record_kind_find (g_value_get_string (value));
      break;
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
  KxRecordPage *self = KX_RECORD_PAGE (object);

  if (self->tabs != NULL)
    leave_record (self);
  g_clear_object (&self->neighbours_list);
  g_clear_object (&self->desk);
  /* The child goes through the bin that holds it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_RECORD_PAGE);
  G_OBJECT_CLASS (kx_record_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (KX_RECORD_PAGE (object)->wants_step);
  g_free (KX_RECORD_PAGE (object)->row_id);
  g_ptr_array_unref (KX_RECORD_PAGE (object)->children);
  g_ptr_array_unref (KX_RECORD_PAGE (object)->read_lists);
  G_OBJECT_CLASS (kx_record_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  g_type_ensure (KX_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (class, "/org/kangxie/Kangxie/ui/pages/kx-record-page.ui");
  gtk_widget_class_bind_template_child (class, KxRecordPage, frame);
  gtk_widget_class_bind_template_child (class, KxRecordPage, kind_menu);
  gtk_widget_class_bind_template_child (class, KxRecordPage, missing);
  gtk_widget_class_bind_template_child (class, KxRecordPage, failed);
  gtk_widget_class_bind_template_child (class, KxRecordPage, neighbours);
  gtk_widget_class_bind_template_child (class, KxRecordPage, edit);
  gtk_widget_class_bind_template_child (class, KxRecordPage, pause);
  gtk_widget_class_bind_template_child (class, KxRecordPage, save);
  gtk_widget_class_bind_template_child (class, KxRecordPage, more);
  gtk_widget_class_bind_template_child (class, KxRecordPage, head);
  gtk_widget_class_bind_template_child (class, KxRecordPage, chips);
  gtk_widget_class_bind_template_child (class, KxRecordPage, banner);
  gtk_widget_class_bind_template_child (class, KxRecordPage, banner_words);
  gtk_widget_class_bind_template_child (class, KxRecordPage, banner_act);
  gtk_widget_class_bind_template_child (class, KxRecordPage, banner_throw);
  gtk_widget_class_bind_template_child (class, KxRecordPage, name);
  gtk_widget_class_bind_template_child (class, KxRecordPage, switcher);
  gtk_widget_class_bind_template_child (class, KxRecordPage, switcher_line);
  gtk_widget_class_bind_template_child (class, KxRecordPage, foot);
  gtk_widget_class_bind_template_child (class, KxRecordPage, step_back);
  gtk_widget_class_bind_template_child (class, KxRecordPage, step_on);
  gtk_widget_class_bind_template_child (class, KxRecordPage, tabs);
  gtk_widget_class_bind_template_callback (class, on_tab);
  gtk_widget_class_bind_template_callback (class, on_again);
  gtk_widget_class_bind_template_callback (class, on_banner_act);
  gtk_widget_class_bind_template_callback (class, on_banner_throw);
}

static void
kx_record_page_class_init (KxRecordPageClass *class)
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
  properties[PROP_ENTITY] = g_param_spec_string ("entity", NULL, NULL, NULL, flags);
  properties[PROP_ROW_ID] = g_param_spec_string ("row-id", NULL, NULL, NULL, flags);
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, KX_TYPE_DESK, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (class));
}

/* Files that are dropped anywhere on the record are attached where one sees them. */
static gboolean
drop (GtkDropTarget *target, const GValue *value, double x, double y, KxRecordPage *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  if (self->fresh || kx_record_page_get_record (self) == NULL)
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
kx_record_page_init (KxRecordPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->chips, kx_wrap_layout_new (6));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (target, "drop", G_CALLBACK (drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  self->children = g_ptr_array_new ();
  self->read_lists = g_ptr_array_new ();
}
