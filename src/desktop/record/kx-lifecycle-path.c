#include "desktop/record/kx-lifecycle-path.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-stages.h"
#include "models/kx-display.h"

struct _KxLifecyclePath
{
  GtkWidget parent_instance;

  KxDesk *desk;             /* owned */
  GtkScrolledWindow *sight; /* borrowed: a child; one line, however narrow the window */
  GtkFlowBox *flow;         /* borrowed: in the sight */
  GtkWidget *now;           /* borrowed: in the flow; the present state, or NULL */
  guint later;              /* source that shows it, or 0 */
};

G_DEFINE_FINAL_TYPE (KxLifecyclePath, kx_lifecycle_path, GTK_TYPE_WIDGET)

static const char *
icon_of (KxStageKind kind)
{
  static const char *const icons[] = { "object-select-symbolic", "radio-checked-symbolic", "radio-symbolic" };

  return icons[kind];
}

static const char *
word_of (KxStageKind kind)
{
  static const char *const words[] = { N_ ("Done"), N_ ("Now"), N_ ("Ahead") };

  return _ (words[kind]);
}

/* "Done · 2026-03-01 · Shan Xiaoman" */
static char *
dup_details (KxLifecyclePath *self, const KxStage *stage)
{
  GString *details = g_string_new (word_of (stage->kind));
  g_autofree char *day = stage->on.ymd != 0 ? kx_display_date (stage->on) : g_strdup ("");
  g_autofree char *person = kx_desk_dup_person (self->desk, stage->by);

  if (*day != '\0')
    g_string_append_printf (details, " · %s", day);
  if (*person != '\0')
    g_string_append_printf (details, " · %s", person);
  return g_string_free (details, FALSE);
}

static void
add_stage (KxLifecyclePath *self, const KxRecord *record, const KxStage *stage)
{
  const KxField *field = &record->entity->fields[record->entity->state];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *words;
  GtkWidget *child = gtk_flow_box_child_new (), *name, *under;
  const char *label = kx_display_code (field, stage->state);
  g_autofree char *details = dup_details (self, stage);
  /* Translators: a state, and how it stands with it. */
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), label, details);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_of (stage->kind)));
  words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  name = gtk_label_new (label);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_box_append (GTK_BOX (words), name);
  under = gtk_label_new (details);
  gtk_label_set_xalign (GTK_LABEL (under), 0);
  gtk_widget_add_css_class (under, "caption");
  gtk_widget_add_css_class (under, "numeric");
  gtk_box_append (GTK_BOX (words), under);
  gtk_box_append (GTK_BOX (box), words);
  if (stage->kind == KX_STAGE_NOW)
    {
      self->now = child;
      gtk_widget_add_css_class (child, "now");
      gtk_widget_add_css_class (name, "heading");
    }
  else
    gtk_widget_add_css_class (under, "dim-label");
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  kx_a11y_set_label (child, said);
  gtk_flow_box_insert (self->flow, child, -1);
}

void
kx_lifecycle_path_set_record (KxLifecyclePath *self, const KxRecord *record)
{
  g_autoptr (GArray) stages = kx_stages_new (record);
  GtkWidget *child;

  g_return_if_fail (KX_IS_LIFECYCLE_PATH (self));
  self->now = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->flow))) != NULL)
    gtk_flow_box_remove (self->flow, child);
  gtk_flow_box_set_max_children_per_line (self->flow, MAX (stages->len, 1));
  gtk_flow_box_set_min_children_per_line (self->flow, MAX (stages->len, 1));
  for (guint i = 0; i < stages->len; i++)
    add_stage (self, record, &g_array_index (stages, KxStage, i));
  gtk_widget_set_visible (GTK_WIDGET (self), stages->len > 0);
}

/* Where the line is longer than the window, the present state is in the middle of what one sees of it,
 * between that before it and that after it. */
static gboolean
show_now (gpointer data)
{
  KxLifecyclePath *self = data;
  GtkAdjustment *along = gtk_scrolled_window_get_hadjustment (self->sight);
  graphene_rect_t at;

  self->later = 0;
  if (self->now != NULL && gtk_widget_compute_bounds (self->now, GTK_WIDGET (self->flow), &at))
    gtk_adjustment_set_value (along,
                              at.origin.x + (at.size.width - gtk_adjustment_get_page_size (along)) / 2);
  return G_SOURCE_REMOVE;
}

/* The line learns its length before the states on it have their places. */
static void
show_now_later (KxLifecyclePath *self)
{
  if (self->later == 0)
    self->later = g_idle_add (show_now, self);
}

static void
dispose (GObject *object)
{
  KxLifecyclePath *self = KX_LIFECYCLE_PATH (object);
  GtkWidget *child;

  g_clear_handle_id (&self->later, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_lifecycle_path_parent_class)->dispose (object);
}

static void
kx_lifecycle_path_class_init (KxLifecyclePathClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
kx_lifecycle_path_init (KxLifecyclePath *self)
{
  GtkWidget *flow = gtk_flow_box_new ();

  self->flow = GTK_FLOW_BOX (flow);
  gtk_flow_box_set_selection_mode (self->flow, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (self->flow, 6);
  gtk_widget_add_css_class (flow, "lifecycle-path");
  kx_a11y_set_label (flow, _ ("Path of this record"));
  self->sight = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->sight, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (self->sight, flow);
  g_signal_connect_swapped (gtk_scrolled_window_get_hadjustment (self->sight), "changed",
                            G_CALLBACK (show_now_later), self);
  gtk_widget_set_parent (GTK_WIDGET (self->sight), GTK_WIDGET (self));
}

KxLifecyclePath *
kx_lifecycle_path_new (KxDesk *desk)
{
  KxLifecyclePath *self = g_object_new (KX_TYPE_LIFECYCLE_PATH, NULL);

  self->desk = g_object_ref (desk);
  return self;
}
