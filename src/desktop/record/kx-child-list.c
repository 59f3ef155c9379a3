#include "desktop/record/kx-child-list.h"

#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-child-kinds.h"
#include "desktop/record/kx-outcome.h"

#include <string.h>

struct _KxChildList
{
  GtkWidget parent_instance;

  KxDesk *desk; /* owned */
  const KxEntity *entity;
  char *parent;                       /* owned */
  GtkWidget *heading, *add, *nothing; /* borrowed: children or in them */
  GtkWidget *ticked;                  /* borrowed: how many are ticked off; not shown where none can be */
  GtkListBox *rows;                   /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxChildList, kx_child_list, GTK_TYPE_WIDGET)

static KxChildRow *
first_row (KxChildList *self)
{
  return (KxChildRow *) gtk_widget_get_first_child (GTK_WIDGET (self->rows));
}

static KxChildRow *
next_row (KxChildRow *row)
{
  return (KxChildRow *) gtk_widget_get_next_sibling (GTK_WIDGET (row));
}

static KxChildRow *
find_row (KxChildList *self, const char *id)
{
  for (KxChildRow *row = first_row (self); row != NULL; row = next_row (row))
    if (g_str_equal (kx_child_row_get_id (row), id))
      return row;
  return NULL;
}

static void
show_whether_empty (KxChildList *self)
{
  gboolean any = first_row (self) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->rows), any);
  gtk_widget_set_visible (self->nothing, !any);
}

static void
remove_row (KxChildList *self, KxChildRow *row)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->rows)) == GTK_WIDGET (row))
    gtk_widget_grab_focus (self->add);
  gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  show_whether_empty (self);
}

static void
close_row (KxChildRow *row, KxChildList *self)
{
  remove_row (self, row);
}

static void open_draft (KxChildList *self, const char *id, const char *json);

static void
come_back (gpointer list, const char *key)
{
  KxChildList *self = list;
  g_autofree char *prefix = kx_child_row_dup_draft_prefix (self->entity, self->parent), *json = NULL;

  if (self->desk == NULL)
    return;
  json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key);
  if (json != NULL)
    open_draft (self, key + strlen (prefix), json);
}

static void
offer_back (KxChildRow *row, const char *json, KxChildList *self)
{
  g_autofree char *prefix = kx_child_row_dup_draft_prefix (self->entity, self->parent);
  g_autofree char *key = g_strconcat (prefix, kx_child_row_get_id (row), NULL);

  kx_outcome_offer_draft (GTK_WIDGET (self), self, kx_desk_get_mirror (self->desk), key, json, come_back);
}

static KxChildRow *
insert_row (KxChildList *self, const char *id, const KxRecord *record, int position)
{
  KxChildRow *row = kx_child_row_new (self->desk, self->entity, self->parent, id);

  /* A row that is being saved stays until the answer comes, also without its list. */
  g_signal_connect_object (row, "closed", G_CALLBACK (close_row), self, 0);
  g_signal_connect_object (row, "thrown", G_CALLBACK (offer_back), self, 0);
  gtk_list_box_insert (self->rows, GTK_WIDGET (row), position);
  show_whether_empty (self);
  kx_child_row_set_record (row, record);
  return row;
}

static void
open_draft (KxChildList *self, const char *id, const char *json)
{
  KxChildRow *row = find_row (self, id);

  if (row == NULL)
    row = insert_row (self, id, NULL, -1);
  kx_child_row_take_draft (row, json);
}

/* What was typed before the program ended, or before the page was left. */
static void
open_drafts (KxChildList *self)
{
  KxMirror *mirror = kx_desk_get_mirror (self->desk);
  g_autofree char *prefix = kx_child_row_dup_draft_prefix (self->entity, self->parent);
  g_auto (GStrv) keys = kx_mirror_list_drafts (mirror, prefix);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *json = kx_mirror_dup_draft (mirror, keys[i]);

      if (json != NULL)
        open_draft (self, keys[i] + strlen (prefix), json);
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return kx_child_kind_compare (*(KxRecord *const *) a, *(KxRecord *const *) b);
}

static void
remove_gone (KxChildList *self, GPtrArray *records)
{
  KxChildRow *next;

  for (KxChildRow *row = first_row (self); row != NULL; row = next)
    {
      gboolean here = kx_child_row_is_new (row);

      next = next_row (row);
      for (guint i = 0; i < records->len && !here; i++)
        here = g_str_equal (((KxRecord *) records->pdata[i])->id, kx_child_row_get_id (row));
      if (!here)
        remove_row (self, row);
    }
}

static void
show_ticked (KxChildList *self, GPtrArray *records)
{
  const KxChildKind *kind = kx_child_kind_find (self->entity);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->ticked, kind != NULL && kind->ticks && records->len > 0);
  if (!gtk_widget_get_visible (self->ticked))
    return;
  /* Translators: how many lines of a list are ticked off, and how many there are. */
  words = g_strdup_printf (_ ("%u of %u ticked"), kx_child_kind_count_ticked (kind, records), records->len);
  gtk_label_set_label (GTK_LABEL (self->ticked), words);
}

/* Rows that stay keep their widget, and with it what is being typed. */
static void
refresh (KxChildList *self)
{
  int parent = kx_entity_flagged (self->entity, KX_PARENT);
  g_autoptr (GPtrArray) records = kx_desk_try_list (self->desk, self->entity, (guint) parent, self->parent);

  gtk_label_set_label (GTK_LABEL (self->nothing),
                       records != NULL ? _ ("None") : _ ("These cannot be read now; nothing was lost"));
  if (records == NULL)
    {
      show_whether_empty (self);
      gtk_widget_show (self->nothing);
      return;
    }
  g_ptr_array_sort (records, compare_rows);
  show_ticked (self, records);
  remove_gone (self, records);
  for (guint i = 0; i < records->len; i++)
    {
      const KxRecord *record = records->pdata[i];
      KxChildRow *row = find_row (self, record->id);

      if (row != NULL)
        kx_child_row_set_record (row, record);
      else
        insert_row (self, record->id, record, (int) i);
    }
  show_whether_empty (self);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxChildList *self)
{
  if (entity == self->entity)
    refresh (self);
}

static void
activate_row (GtkListBox *rows, GtkListBoxRow *row)
{
  kx_child_row_edit (KX_CHILD_ROW (row));
}

static void
dispose (GObject *object)
{
  KxChildList *self = KX_CHILD_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_child_list_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (KX_CHILD_LIST (object)->parent);
  G_OBJECT_CLASS (kx_child_list_parent_class)->finalize (object);
}

static void
kx_child_list_class_init (KxChildListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_child_list_init (KxChildList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *top = kx_label_line_new (6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "child-list");
  self->heading = kx_label_new ("", "field-label");
  kx_label_line_add (top, self->heading);
  self->nothing = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  kx_label_line_add (top, self->nothing);
  self->ticked = kx_label_new ("", "dim-label");
  gtk_widget_hide (self->ticked);
  kx_label_line_add (top, self->ticked);
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_hexpand (self->add, TRUE);
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (kx_child_list_add), self);
  kx_label_line_add (top, self->add);
  gtk_widget_set_parent (top, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "child-rows");
  g_signal_connect (self->rows, "row-activated", G_CALLBACK (activate_row), NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
}

KxChildList *
kx_child_list_new (KxDesk *desk, const KxEntity *entity, const char *title, const char *add,
                   const char *parent, const char *space)
{
  KxChildList *self = g_object_new (KX_TYPE_CHILD_LIST, NULL);

  self->desk = g_object_ref (desk);
  self->entity = entity;
  self->parent = g_strdup (parent);
  gtk_label_set_label (GTK_LABEL (self->heading), title);
  kx_a11y_set_label (GTK_WIDGET (self->rows), title);
  gtk_widget_set_tooltip_text (self->add, add);
  kx_a11y_set_label (self->add, add);
  gtk_widget_set_visible (self->add, kx_desk_may (desk, entity, KX_OP_CREATE, NULL, space));
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  open_drafts (self);
  return self;
}

gboolean
kx_child_list_get_dirty (KxChildList *self)
{
  g_return_val_if_fail (KX_IS_CHILD_LIST (self), FALSE);
  for (KxChildRow *row = first_row (self); row != NULL; row = next_row (row))
    if (kx_child_row_get_dirty (row))
      return TRUE;
  return FALSE;
}

void
kx_child_list_add (KxChildList *self)
{
  g_autofree char *id = kx_act_new_id ();

  g_return_if_fail (KX_IS_CHILD_LIST (self));
  insert_row (self, id, NULL, -1);
}

gboolean
kx_child_list_go_to (KxChildList *self, const char *id)
{
  KxChildRow *row;

  g_return_val_if_fail (KX_IS_CHILD_LIST (self), FALSE);
  row = find_row (self, id);
  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
kx_child_list_flush (KxChildList *self)
{
  g_return_if_fail (KX_IS_CHILD_LIST (self));
  for (KxChildRow *row = first_row (self); row != NULL; row = next_row (row))
    kx_child_row_flush (row);
}
