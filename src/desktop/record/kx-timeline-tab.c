#include "desktop/record/kx-timeline-tab.h"

#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"
#include "models/kx-timeline-days.h"
#include "sync/kx-client-row.h"

/* Lines of history that are asked for; a timeline tells the last years, History tells all. */
#define MOST_CHANGES 200

struct _KxTimelineTab
{
  GtkWidget parent_instance;

  KxDesk *desk; /* owned */
  const KxEntity *entity;
  char *id;         /* owned */
  GPtrArray *lines; /* (element-type KxClientChange) owned; NULL: the service was not reached */
  int kind;         /* -1: all */
  gboolean asking;
  gboolean stale; /* it changed while an answer was awaited */
  GCancellable *cancellable;

  GtkDropDown *kinds;         /* borrowed */
  GtkListBox *rows;           /* borrowed */
  GtkWidget *nothing, *local; /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxTimelineTab, kx_timeline_tab, GTK_TYPE_WIDGET)

static guint go_signal;

static void
clear_change (gpointer data)
{
  g_ptr_array_unref (((KxTimelineChange *) data)->fields);
}

/* The lines of one change stand together. */
static GArray *
group_changes (GPtrArray *lines)
{
  GArray *changes = g_array_new (FALSE, TRUE, sizeof (KxTimelineChange));

  g_array_set_clear_func (changes, clear_change);
  for (guint i = 0; i < lines->len; i++)
    {
      const KxClientChange *line = lines->pdata[i];
      KxTimelineChange *last =
          changes->len > 0 ? &g_array_index (changes, KxTimelineChange, changes->len - 1) : NULL;

      if (last == NULL || last->seq != line->seq)
        {
          KxTimelineChange change = { line->seq, line->kind, g_ptr_array_new (), line->by_name, line->at };

          g_array_append_val (changes, change);
          last = &g_array_index (changes, KxTimelineChange, changes->len - 1);
        }
      if (line->field != NULL)
        g_ptr_array_add (last->fields, line->field);
    }
  return changes;
}

static char *
dup_person (const char *user, gpointer data)
{
  return kx_desk_dup_person (KX_DESK (data), user);
}

/* The slips about the record; of a slip itself, that one. */
static GPtrArray *
list_approvals (KxTimelineTab *self, const KxRecord *record)
{
  GPtrArray *slips;

  if (self->entity != &kx_approval_entity)
    return kx_desk_list (self->desk, &kx_approval_entity, kx_approval_f_owner, self->id);
  slips = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  if (record != NULL)
    g_ptr_array_add (slips, kx_record_copy (record));
  return slips;
}

static gpointer
copy_row (gconstpointer row, gpointer data)
{
  return kx_record_copy (row);
}

/* (element-type KxRecord) living rows whose days stand on this timeline too. */
static GPtrArray *
list_others (KxTimelineTab *self)
{
  GPtrArray *others = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  guint n;
  const KxTimelineChild *children = kx_timeline_children (&n);

  for (guint i = 0; i < n; i++)
    if (children[i].of == self->entity)
      {
        g_autoptr (GPtrArray) rows =
            kx_desk_list (self->desk, children[i].entity, children[i].field, self->id);

        g_ptr_array_extend (others, rows, copy_row, NULL);
      }
  return others;
}

static GPtrArray *
make_events (KxTimelineTab *self)
{
  g_autoptr (KxRecord) record = kx_desk_get_row (self->desk, self->entity, self->id);
  g_autoptr (GPtrArray) credentials =
      kx_desk_list (self->desk, &kx_credential_entity, kx_credential_f_agency, self->id);
  g_autoptr (GPtrArray) names =
      kx_desk_list (self->desk, &kx_former_name_entity, kx_former_name_f_agency, self->id);
  g_autoptr (GPtrArray) attachments =
      kx_desk_list (self->desk, &kx_attachment_entity, kx_attachment_f_owner, self->id);
  g_autoptr (GPtrArray) conflicts =
      kx_desk_list (self->desk, &kx_conflict_entity, kx_conflict_f_owner, self->id);
  g_autoptr (GPtrArray) approvals = list_approvals (self, record), others = list_others (self);
  g_autoptr (GArray) changes = self->lines != NULL ? group_changes (self->lines) : NULL;
  KxTimelineRows rows = { record,    credentials, names,      attachments, conflicts,
                          approvals, changes,     dup_person, self->desk,  others };

  if (record == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  return kx_timeline_new (&rows, kx_display_today ());
}

static char *
word_moment (KxEvent *event)
{
  return kx_event_get_time (event).ms != 0 ? kx_display_time (kx_event_get_time (event))
                                           : kx_display_date (kx_event_get_date (event));
}

static GtkWidget *
make_row (KxEvent *event)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = kx_label_line_new (12);
  GtkWidget *icon = gtk_image_new_from_icon_name (kx_event_kind_icon (kx_event_get_kind (event)));
  GtkWidget *when, *words = gtk_label_new (kx_event_get_words (event)), *who;
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *under = NULL;
  g_autofree char *moment = word_moment (event), *source = NULL, *said = NULL;

  if (kx_event_is_ahead (event))
    /* Translators: of a day that has not come yet. */
    source = g_strdup_printf (_ ("%s · ahead"), moment);
  else
    source = g_strdup (moment);
  when = gtk_label_new (source);
  gtk_label_set_xalign (GTK_LABEL (when), 0);
  gtk_widget_add_css_class (when, "caption");
  gtk_widget_add_css_class (when, "numeric");
  gtk_widget_add_css_class (when, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  who = gtk_label_new (kx_event_get_who (event));
  gtk_widget_add_css_class (who, "caption");
  gtk_widget_add_css_class (who, "dim-label");
  gtk_widget_set_tooltip_text (icon, kx_event_kind_label (kx_event_get_kind (event)));
  under = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (under), when);
  gtk_box_append (GTK_BOX (under), who);
  gtk_box_append (GTK_BOX (texts), words);
  gtk_box_append (GTK_BOX (texts), under);
  gtk_widget_set_hexpand (texts, TRUE);
  kx_label_line_add (line, icon);
  kx_label_line_add (line, texts);
  gtk_widget_add_css_class (line, "event");
  said = g_strdup_printf ("%s, %s, %s", source, kx_event_get_words (event), kx_event_get_who (event));
  kx_a11y_set_label (row, said);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "kx-event", g_object_ref (event), g_object_unref);
  return row;
}

static void
refresh (KxTimelineTab *self)
{
  g_autoptr (GPtrArray) events = make_events (self);
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint i = 0; i < events->len; i++)
    if (self->kind < 0 || (int) kx_event_get_kind (events->pdata[i]) == self->kind)
      {
        gtk_list_box_append (self->rows, make_row (events->pdata[i]));
        n++;
      }
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->nothing, n == 0);
  gtk_widget_set_visible (self->local, self->lines == NULL && !self->asking);
}

static void ask (KxTimelineTab *self);

static void
take_history (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxTimelineTab) self = data;
  g_autoptr (GError) error = NULL;
  gint64 before = 0;
  GPtrArray *lines = kx_client_get_history_finish (KX_CLIENT (source), result, &before, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&lines, g_ptr_array_unref);
      return;
    }
  self->asking = FALSE;
  if (lines != NULL)
    {
      g_clear_pointer (&self->lines, g_ptr_array_unref);
      self->lines = lines;
    }
  if (self->stale)
    ask (self);
  refresh (self);
}

static void
ask (KxTimelineTab *self)
{
  KxClient *client = kx_desk_get_client (self->desk);

  if (client == NULL || !kx_desk_is_online (self->desk))
    return;
  self->stale = self->asking;
  if (self->asking)
    return;
  self->asking = TRUE;
  kx_client_get_history_async (client, self->entity, self->id, 0, MOST_CHANGES, self->cancellable,
                               take_history, g_object_ref (self));
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxTimelineTab *self)
{
  if (entity == self->entity)
    ask (self);
  refresh (self);
}

static void
choose_kind (KxTimelineTab *self)
{
  kx_timeline_tab_set_kind (self, (int) gtk_drop_down_get_selected (self->kinds) - 1);
}

static void
activate (GtkListBox *rows, GtkListBoxRow *row, KxTimelineTab *self)
{
  KxEvent *event = g_object_get_data (G_OBJECT (row), "kx-event");

  g_signal_emit (self, go_signal, 0, event);
}

static void
dispose (GObject *object)
{
  KxTimelineTab *self = KX_TIMELINE_TAB (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_timeline_tab_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxTimelineTab *self = KX_TIMELINE_TAB (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_free (self->id);
  G_OBJECT_CLASS (kx_timeline_tab_parent_class)->finalize (object);
}

static void
kx_timeline_tab_class_init (KxTimelineTabClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  go_signal = g_signal_new ("go", KX_TYPE_TIMELINE_TAB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                            1, KX_TYPE_EVENT);
}

static GtkWidget *
make_filter (KxTimelineTab *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Everything"));
  for (int kind = 0; kind < KX_EVENT_N_KINDS; kind++)
    gtk_string_list_append (labels, kx_event_kind_label ((KxEventKind) kind));
  self->kinds = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL));
  gtk_widget_set_halign (GTK_WIDGET (self->kinds), GTK_ALIGN_START);
  kx_a11y_set_label (gtk_widget_get_first_child (GTK_WIDGET (self->kinds)), _ ("Kind of event"));
  g_signal_connect_swapped (self->kinds, "notify::selected", G_CALLBACK (choose_kind), self);
  return GTK_WIDGET (self->kinds);
}

static GtkWidget *
make_note (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
kx_timeline_tab_init (KxTimelineTab *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->kind = -1;
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_parent (make_filter (self), GTK_WIDGET (self));
  self->nothing = make_note (_ ("Nothing of this kind happened"));
  gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  kx_a11y_set_label (GTK_WIDGET (self->rows), _ ("Timeline"));
  g_signal_connect (self->rows, "row-activated", G_CALLBACK (activate), self);
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
  self->local =
      make_note (_ ("The service cannot be reached: of the changes, only the first and the last are known "
                    "here."));
  gtk_widget_set_parent (self->local, GTK_WIDGET (self));
}

KxTimelineTab *
kx_timeline_tab_new (KxDesk *desk, const KxEntity *entity, const char *id)
{
  KxTimelineTab *self = g_object_new (KX_TYPE_TIMELINE_TAB, NULL);

  self->desk = g_object_ref (desk);
  self->entity = entity;
  self->id = g_strdup (id);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  ask (self);
  refresh (self);
  return self;
}

guint
kx_timeline_tab_get_n_shown (KxTimelineTab *self)
{
  guint n = 0;

  g_return_val_if_fail (KX_IS_TIMELINE_TAB (self), 0);
  while (gtk_list_box_get_row_at_index (self->rows, (int) n) != NULL)
    n++;
  return n;
}

void
kx_timeline_tab_set_kind (KxTimelineTab *self, int kind)
{
  g_return_if_fail (KX_IS_TIMELINE_TAB (self));
  if (self->kind == kind)
    return;
  self->kind = kind;
  gtk_drop_down_set_selected (self->kinds, (guint) (kind + 1));
  refresh (self);
}

char *
kx_timeline_tab_dup_text (KxTimelineTab *self)
{
  GString *text = g_string_new (NULL);
  GtkListBoxRow *row;

  g_return_val_if_fail (KX_IS_TIMELINE_TAB (self), NULL);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    {
      KxEvent *event = g_object_get_data (G_OBJECT (row), "kx-event");
      g_autofree char *moment = word_moment (event);

      g_string_append_printf (text, "%s\t%s\t%s\n", moment, kx_event_get_words (event),
                              kx_event_get_who (event));
    }
  return g_string_free (text, FALSE);
}
