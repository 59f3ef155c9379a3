#include "desktop/dialogs/kx-finder.h"

#include "core/entities/kx-agency.h"
#include "desktop/help/kx-help-window.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"
#include "store/kx-list.h"
#include "sync/kx-profile.h"

/* More than a person looks through; who sees this many types another letter. */
#define MOST_FOUND 20

struct _KxFinder
{
  AdwWindow parent_instance;

  KxWindow *window; /* borrowed: this is transient for it */
  guint n_found;
  KxFinderChosen chosen; /* NULL: the row is opened */
  gpointer data;

  GtkSearchEntry *search;
  GtkLabel *question;
  GtkStack *stack;
  GtkListBox *found;
};

G_DEFINE_FINAL_TYPE (KxFinder, kx_finder, ADW_TYPE_WINDOW)

static void
open_row (KxFinder *self, GtkListBoxRow *row)
{
  KxWindow *window = self->window;
  KxFinderChosen chosen = self->chosen;
  gpointer data = self->data;
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "id"));

  gtk_window_close (GTK_WINDOW (self));
  if (chosen != NULL)
    chosen (window, id, data);
  else if (!kx_window_open_row (window, "agency", id))
    kx_window_toast (window, _ ("This cannot be opened yet"));
}

static void
open_first (KxFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->found);

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->found, 0);
  if (row != NULL)
    open_row (self, row);
}

static void
add_row (KxFinder *self, const KxRecord *record)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = kx_display_title (record);
  g_autofree char *code = kx_display_field (record, kx_agency_f_uscc);
  g_autofree char *county = kx_display_field (record, kx_agency_f_county);
  g_autofree char *subtitle = NULL;
  g_autofree char *spoken = NULL;

  subtitle = g_strdup_printf ("%s%s%s", county, *county != '\0' && *code != '\0' ? " · " : "", code);
  spoken = g_strdup_printf ("%s, %s", title, subtitle);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (record->id), g_free);
  kx_a11y_set_label (row, spoken);
  gtk_list_box_append (self->found, row);
  self->n_found++;
}

/* NULL: the rows cannot be read. */
static KxListPage *
run_search (KxMirror *mirror, const char *words)
{
  KxBook *reader = kx_mirror_take_reader (mirror, NULL);
  KxListPage *page;
  KxListQuery query = {
    .entity = &kx_agency_entity,
    .actor = kx_mirror_get_actor (mirror),
    .q = words,
    .sort = KX_SORT_TITLE,
    .limit = MOST_FOUND,
  };

  if (reader == NULL)
    return NULL;
  page = query.actor != NULL ? kx_list_run (reader, &query, NULL) : NULL;
  kx_mirror_give_reader (mirror, reader);
  return page;
}

static void
search (KxFinder *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  KxProfile *profile = kx_window_get_profile (self->window);
  g_autoptr (KxListPage) page = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->found))) != NULL)
    gtk_list_box_remove (self->found, child);
  self->n_found = 0;
  if (*words != '\0' && profile != NULL)
    page = run_search (kx_profile_get_mirror (profile), words);
  for (guint i = 0; page != NULL && i < page->records->len; i++)
    add_row (self, g_ptr_array_index (page->records, i));
  gtk_stack_set_visible_child_name (self->stack, *words == '\0' || profile == NULL ? "start"
                                                 : page == NULL                    ? "failed"
                                                 : self->n_found > 0               ? "found"
                                                                                   : "nothing");
}

/* From the entry into the list, whose first row is the best. */
static gboolean
on_key (GtkEventController *controller, guint key, guint code, GdkModifierType state, KxFinder *self)
{
  if (key != GDK_KEY_Down || self->n_found == 0)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_child_focus (GTK_WIDGET (self->found), GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

static void
stop (KxFinder *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_FINDER);
  G_OBJECT_CLASS (kx_finder_parent_class)->dispose (object);
}

static void
kx_finder_class_init (KxFinderClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kangxie/Kangxie/ui/dialogs/kx-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, KxFinder, search);
  gtk_widget_class_bind_template_child (widget_class, KxFinder, question);
  gtk_widget_class_bind_template_child (widget_class, KxFinder, stack);
  gtk_widget_class_bind_template_child (widget_class, KxFinder, found);
  gtk_widget_class_bind_template_callback (widget_class, search);
  gtk_widget_class_bind_template_callback (widget_class, stop);
  gtk_widget_class_bind_template_callback (widget_class, open_row);
  gtk_widget_class_bind_template_callback (widget_class, open_first);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kx_finder_init (KxFinder *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
}

KxFinder *
kx_finder_new (KxWindow *window)
{
  KxFinder *self = g_object_new (KX_TYPE_FINDER, "transient-for", window, NULL);

  self->window = window;
  kx_help_bind (GTK_WINDOW (self), "agencies");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  return self;
}

KxFinder *
kx_finder_choose (KxWindow *window, const char *question, KxFinderChosen chosen, gpointer data)
{
  KxFinder *self = kx_finder_new (window);

  self->chosen = chosen;
  self->data = data;
  gtk_window_set_title (GTK_WINDOW (self), question);
  gtk_label_set_text (self->question, question);
  gtk_widget_set_visible (GTK_WIDGET (self->question), TRUE);
  kx_a11y_set_label (GTK_WIDGET (self->search), question);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

guint
kx_finder_get_n_found (KxFinder *self)
{
  g_return_val_if_fail (KX_IS_FINDER (self), 0);
  return self->n_found;
}
