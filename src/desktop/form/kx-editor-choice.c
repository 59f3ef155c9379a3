#include "desktop/form/kx-editor-kinds.h"

#include "core/kx-area-table.h"
#include "desktop/form/kx-option-list.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#define LIST_HEIGHT 280

struct _KxChoiceEditor
{
  KxEditor parent_instance;

  const KxField *field;
  GtkEditable *entry;            /* borrowed: a child */
  GtkWidget *popover;            /* borrowed: a child */
  GtkWidget *nothing, *view;     /* borrowed: in the popover */
  KxOptionList *list;            /* owned */
  GtkSingleSelection *selection; /* owned */
  char *id;                      /* owned; the value chosen, NULL: what is typed is no value yet */
  gboolean showing;              /* the editor itself changes the text */
  gboolean moved;                /* a person moved to a line of the list */
};

G_DEFINE_FINAL_TYPE (KxChoiceEditor, kx_choice_editor, KX_TYPE_EDITOR)

static void
put_text (KxChoiceEditor *self, const char *text)
{
  self->showing = TRUE;
  gtk_editable_set_text (self->entry, text);
  /* Of a long name the beginning tells most. */
  gtk_editable_set_position (self->entry, gtk_widget_has_focus (GTK_WIDGET (self->entry)) ? -1 : 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), *text != '\0' ? text : NULL);
  self->showing = FALSE;
}

static void
put_id (KxChoiceEditor *self, const char *id)
{
  g_autofree char *title = kx_option_list_dup_title (self->list, id);

  g_free (self->id);
  self->id = g_strdup (id);
  put_text (self, title);
}

/* Whether `typed` is a value of the field, and no name that somebody typed. */
static gboolean
is_value (KxChoiceEditor *self, const char *typed)
{
  KxValue value;

  if (self->field->kind == KX_CODE)
    return kx_field_code (self->field, typed, strlen (typed)) >= 0;
  if (self->field->kind == KX_REF)
    return strlen (typed) == 36 && kx_value_from_text (self->field, typed, &value);
  return g_ascii_isdigit (*typed);
}

static void
set_typed (KxEditor *editor, const char *typed)
{
  KxChoiceEditor *self = KX_CHOICE_EDITOR (editor);

  if (is_value (self, typed))
    {
      put_id (self, typed);
      return;
    }
  g_clear_pointer (&self->id, g_free);
  put_text (self, typed);
}

static char *
dup_typed (KxEditor *editor)
{
  KxChoiceEditor *self = KX_CHOICE_EDITOR (editor);

  return g_strdup (self->id != NULL ? self->id : gtk_editable_get_text (self->entry));
}

static void
close_list (KxChoiceEditor *self)
{
  self->moved = FALSE;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
open_list (KxChoiceEditor *self)
{
  gtk_widget_set_size_request (self->popover, gtk_widget_get_width (GTK_WIDGET (self)), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
choose (KxChoiceEditor *self, KxOption *choice)
{
  put_id (self, kx_option_get_id (choice));
  close_list (self);
  kx_editor_changed (KX_EDITOR (self));
}

/* Says which line the keys stand on. */
static void
tell_line (KxChoiceEditor *self)
{
  KxOption *choice = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *words = NULL;

  if (choice == NULL)
    return;
  /* Translators: a line of a list: its number, how many there are, and its text. */
  words =
      g_strdup_printf (_ ("%u of %u: %s"), gtk_single_selection_get_selected (self->selection) + 1,
                       g_list_model_get_n_items (G_LIST_MODEL (self->list)), kx_option_get_title (choice));
  kx_a11y_set_description (GTK_WIDGET (self->entry), words);
}

static void
show_found (KxChoiceEditor *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;

  gtk_widget_set_visible (self->nothing, !any);
  self->moved = FALSE;
  tell_line (self);
}

/* Somebody types here. A text that comes otherwise, from a draft perhaps, may stand far out of sight, where a
 * list has no place. */
static gboolean
has_focus (KxChoiceEditor *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
type (KxChoiceEditor *self)
{
  if (self->showing)
    return;
  g_clear_pointer (&self->id, g_free);
  kx_option_list_find (self->list, gtk_editable_get_text (self->entry));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && has_focus (self))
    open_list (self);
  kx_editor_changed (KX_EDITOR (self));
}

/* Shows everything there is, not only what answers to the value that stands there. */
static void
open_all (KxChoiceEditor *self)
{
  kx_option_list_find (self->list, self->id != NULL ? "" : gtk_editable_get_text (self->entry));
  open_list (self);
}

static void
move (KxChoiceEditor *self, int by)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->list));
  int at = (int) gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return;
  at = self->moved || by < 0 ? CLAMP (at + by, 0, n - 1) : at;
  self->moved = TRUE;
  gtk_single_selection_set_selected (self->selection, (guint) at);
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", (guint) at);
  tell_line (self);
}

static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
           KxChoiceEditor *self)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);
  gboolean open = gtk_widget_get_visible (self->popover);

  if (!open)
    {
      gboolean opens = ((key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && (held & ~GDK_ALT_MASK) == 0) ||
                       (key == GDK_KEY_F4 && held == 0);

      if (opens)
        open_all (self);
      return opens;
    }
  if (held != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move (self, 8);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move (self, -8);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      close_list (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Return: the entry itself takes that key. */
static void
accept (KxChoiceEditor *self)
{
  KxOption *option = gtk_single_selection_get_selected_item (self->selection);

  if (!gtk_widget_get_visible (self->popover))
    return;
  if (option != NULL)
    choose (self, option);
  else
    close_list (self);
}

/* The one line that can only be meant by what was typed: the one a person moved to, or the one that bears
 * exactly this name. Borrowed. */
static KxOption *
find_meant (KxChoiceEditor *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  KxOption *meant = NULL;

  if (self->moved && gtk_widget_get_visible (self->popover))
    return gtk_single_selection_get_selected_item (self->selection);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (KxOption) choice = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_ascii_strcasecmp (kx_option_get_title (choice), typed) != 0)
        continue;
      if (meant != NULL)
        return NULL;
      meant = choice; /* the list keeps it */
    }
  return meant;
}

static void
settle (KxEditor *editor)
{
  KxChoiceEditor *self = KX_CHOICE_EDITOR (editor);
  g_autoptr (GPtrArray) areas = NULL;
  const char *typed = gtk_editable_get_text (self->entry);

  if (self->id == NULL && *typed != '\0')
    {
      KxOption *meant = find_meant (self);

      if (meant != NULL)
        {
          choose (self, meant);
          return;
        }
      areas = self->field->kind == KX_TEXT ? kx_area_table_find (typed, KX_AREA_COUNTRY_CODE, (KxDate){ 0 })
                                           : NULL;
      if (areas != NULL && areas->len == 1)
        put_id (self, ((const KxArea *) areas->pdata[0])->code);
    }
  close_list (self);
}

static void
set_up_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (NULL), *more = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (more, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), more);
  gtk_list_item_set_child (item, box);
}

static void
bind_row (GtkListItemFactory *factory, GtkListItem *item)
{
  KxOption *choice = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  const char *more = kx_option_get_more (choice);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), kx_option_get_title (choice));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), more != NULL ? more : "");
  gtk_widget_set_tooltip_text (box, kx_option_get_title (choice));
  kx_a11y_set_cell_label (box, kx_option_get_title (choice));
}

static void
activate_row (GtkListView *view, guint position, KxChoiceEditor *self)
{
  g_autoptr (KxOption) choice = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (choice != NULL)
    choose (self, choice);
}

static void
press_icon (GtkEntry *entry, GtkEntryIconPosition place, KxChoiceEditor *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (gtk_widget_get_visible (self->popover))
    close_list (self);
  else
    open_all (self);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (KX_CHOICE_EDITOR (widget)->entry), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KxChoiceEditor *self = KX_CHOICE_EDITOR (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->entry), &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
finalize (GObject *object)
{
  KxChoiceEditor *self = KX_CHOICE_EDITOR (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_free (self->id);
  G_OBJECT_CLASS (kx_choice_editor_parent_class)->finalize (object);
}

static void
kx_choice_editor_class_init (KxChoiceEditorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->measure = measure;
  GTK_WIDGET_CLASS (class)->size_allocate = size_allocate;
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->settle = settle;
}

static void
kx_choice_editor_init (KxChoiceEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *entry = gtk_entry_new ();

  self->entry = GTK_EDITABLE (entry);
  gtk_editable_set_width_chars (self->entry, 12);
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, "pan-down-symbolic");
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, _ ("Show all (Down)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_AUTOCOMPLETE,
                                  GTK_ACCESSIBLE_AUTOCOMPLETE_LIST, GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE,
                                  -1);
  gtk_widget_set_parent (entry, GTK_WIDGET (self));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (type), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (accept), self);
  g_signal_connect (entry, "icon-press", G_CALLBACK (press_icon), self);
  /* After the entry itself, and so after an input method had its turn. */
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (entry, keys);
}

static GtkWidget *
make_view (KxChoiceEditor *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (view), TRUE);
  /* The entry keeps the focus and moves the lines. */
  gtk_widget_set_can_focus (view, FALSE);
  g_signal_connect (view, "activate", G_CALLBACK (activate_row), self);
  return view;
}

void
kx_choice_editor_set_up (KxChoiceEditor *self, const KxField *field, KxLookup *lookup, const char *near)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();

  self->field = field;
  self->list = kx_option_list_new (field, lookup, near);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  g_signal_connect_object (self->list, "found", G_CALLBACK (show_found), self, G_CONNECT_SWAPPED);
  self->view = make_view (self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  self->nothing = gtk_label_new (_ ("Nothing answers to this"));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_margin_top (self->nothing, 6);
  gtk_widget_set_margin_bottom (self->nothing, 6);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), scrolled);

  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}
