#include "desktop/record/kx-clock-list.h"

#include "core/entities/kx-application.h"
#include "core/entities/kx-objection.h"
#include "desktop/form/kx-cite-button.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-admission-standing.h"
#include "models/kx-office-days.h"
#include "store/kx-row.h"

struct _KxClockList
{
  GtkWidget parent_instance;

  KxDesk *desk;       /* owned; NULL when disposed */
  char *application;  /* owned; NULL: that of the objection, as long as it is not here */
  char *objection;    /* owned; the only one that is shown, NULL: all */
  GtkWidget *nothing; /* borrowed: a child */
  GtkListBox *rows;   /* borrowed: a child */
};

G_DEFINE_FINAL_TYPE (KxClockList, kx_clock_list, GTK_TYPE_WIDGET)

static void
add_row (KxClockList *self, const KxAdmissionStanding *standing)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = kx_label_line_new (12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *why;
  GtkWidget *cite = standing->by_hand || !standing->set ? NULL : kx_cite_button_new (&standing->cite);
  g_autofree char *name = kx_admission_standing_dup_label (standing),
                  *when = kx_admission_standing_dup_when (standing),
                  *source = kx_admission_standing_dup_why (standing),
                  *said = g_strjoin ("\n", name, when, source, NULL);

  gtk_widget_set_hexpand (texts, TRUE);
  kx_label_add (texts, name, NULL);
  kx_label_add (texts, when, kx_admission_standing_is_late (standing) ? "error" : NULL);
  why = kx_label_add (texts, source, "caption");
  gtk_widget_add_css_class (why, "dim-label");
  kx_label_line_add (line, texts);
  if (cite != NULL)
    {
      gtk_widget_set_valign (cite, GTK_ALIGN_CENTER);
      kx_label_line_add (line, cite);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  kx_a11y_set_label (row, said);
  gtk_list_box_append (self->rows, row);
}

GArray *
kx_clock_list_read (KxDesk *desk, const KxRecord *application)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  GArray *clocks;

  if (book == NULL)
    return NULL;
  {
    g_autoptr (KxReader) reader = kx_row_reader_new (book);
    g_autoptr (KxCalendar) calendar =
        kx_office_days_dup_calendar (kx_record_get (application, kx_application_f_office).REF);

    clocks = kx_admission_standing_read (reader, application, calendar, kx_mirror_today (mirror));
  }
  kx_mirror_give_reader (mirror, book);
  return clocks;
}

/* NULL: it is not here. */
static KxRecord *
get_application (KxClockList *self)
{
  if (self->application == NULL)
    {
      g_autoptr (KxRecord) objection = kx_desk_get_row (self->desk, &kx_objection_entity, self->objection);

      if (objection != NULL)
        self->application = g_strdup (kx_record_get (objection, kx_objection_f_application).REF);
    }
  return self->application != NULL ? kx_desk_get_row (self->desk, &kx_application_entity, self->application)
                                   : NULL;
}

static gboolean
is_shown (KxClockList *self, const KxAdmissionStanding *standing)
{
  return self->objection == NULL || g_strcmp0 (standing->objection, self->objection) == 0;
}

static void
refresh (KxClockList *self)
{
  g_autoptr (KxRecord) record = get_application (self);
  g_autoptr (GArray) clocks = record != NULL ? kx_clock_list_read (self->desk, record) : NULL;
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint i = 0; clocks != NULL && i < clocks->len; i++)
    {
      const KxAdmissionStanding *standing = &g_array_index (clocks, KxAdmissionStanding, i);

      if (!is_shown (self, standing))
        continue;
      add_row (self, standing);
      n++;
    }
  gtk_widget_set_visible (self->nothing, clocks == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), clocks != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), clocks == NULL || n > 0);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxClockList *self)
{
  static const char *const counted[] = { "application", "application_pause", "objection",
                                         "own_day",     "own_value",         "pack",
                                         NULL };

  if (g_strv_contains (counted, entity->name))
    refresh (self);
}

static void
dispose (GObject *object)
{
  KxClockList *self = KX_CLOCK_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->application, g_free);
  g_clear_pointer (&self->objection, g_free);
  G_OBJECT_CLASS (kx_clock_list_parent_class)->dispose (object);
}

static void
kx_clock_list_class_init (KxClockListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_clock_list_init (KxClockList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "child-list");
  kx_label_add (top, _ ("Terms that run"), "field-label");
  self->nothing =
      kx_label_add (top, _ ("They cannot be counted: not all of it is on this computer"), "dim-label");
  gtk_widget_set_parent (top, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "child-rows");
  kx_a11y_set_label (GTK_WIDGET (self->rows), _ ("Terms that run"));
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
}

static GtkWidget *
make_list (KxDesk *desk, const char *application, const char *objection)
{
  KxClockList *self = g_object_new (KX_TYPE_CLOCK_LIST, NULL);

  self->desk = g_object_ref (desk);
  self->application = g_strdup (application);
  self->objection = g_strdup (objection);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return GTK_WIDGET (self);
}

GtkWidget *
kx_clock_list_new (KxDesk *desk, const char *id)
{
  return make_list (desk, id, NULL);
}

GtkWidget *
kx_clock_list_new_for_objection (KxDesk *desk, const char *id)
{
  return make_list (desk, NULL, id);
}
