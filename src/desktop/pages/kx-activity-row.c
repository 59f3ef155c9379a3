#include "desktop/pages/kx-activity-row.h"

#include "desktop/form/kx-columns.h"
#include "desktop/form/kx-finding-line.h"
#include "desktop/form/kx-two-values.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "models/kx-display.h"

#define BUTTON_WIDTH 150
#define SPACE 6

struct _KxActivityRow
{
  GtkListBoxRow parent_instance;
  KxActivityItem *item; /* owned */
  gboolean can_choose;
  double sent;              /* of a file; negative: it is not on its way now */
  GtkWidget *way;           /* borrowed; bar and words of that; NULL: of no file */
  GtkProgressBar *progress; /* borrowed */
  GtkLabel *progress_words; /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxActivityRow, kx_activity_row, GTK_TYPE_LIST_BOX_ROW)

static guint act_signal;

#define OF(kind) (1u << KX_ACTIVITY_##kind)

/* clang-format off */
static const struct
{
  const char *act, *label, *key;
  guint keyval, kinds;
} buttons[] = {
  { "retry", N_("Try again"), "A", GDK_KEY_a, OF (REFUSED) | OF (FILE) },
  { "open", N_("Edit the record"), "E", GDK_KEY_e, OF (REFUSED) },
  { "open", N_("Open the record"), "O", GDK_KEY_o, OF (CONFLICT) | OF (FILE) },
  { "open", N_("Go on typing"), "O", GDK_KEY_o, OF (DRAFT) },
  { "resume", N_("Go on importing"), "O", GDK_KEY_o, OF (DRAFT) },
  { "copy", N_("Copy the text"), "C", GDK_KEY_c, OF (REFUSED) | OF (ORPHAN) | OF (DRAFT) },
  { "discard", N_("Throw away"), "D", GDK_KEY_d, OF (REFUSED) | OF (ORPHAN) | OF (DRAFT) },
};
/* clang-format on */

static gboolean
has_button (const KxActivity *activity, guint b)
{
  if (!(buttons[b].kinds & (1u << activity->kind)))
    return FALSE;
  if (g_str_equal (buttons[b].act, "open") && (activity->entity == NULL || activity->row == NULL))
    return FALSE;
  if (g_str_equal (buttons[b].act, "resume"))
    return activity->imports;
  return activity->kind != KX_ACTIVITY_FILE || activity->failed || !g_str_equal (buttons[b].act, "retry");
}

static void
act (KxActivityRow *self, const char *name)
{
  /* Whoever listens may take the line away. */
  g_object_ref (self);
  g_signal_emit (self, act_signal, 0, name);
  g_object_unref (self);
}

static void
press_button (GtkButton *button, KxActivityRow *self)
{
  act (self, g_object_get_data (G_OBJECT (button), "kx-act"));
}

static void
choose (KxTwoValues *values, int choice, KxActivityRow *self)
{
  static const char *const names[] = { "mine", "theirs", "edit" };

  act (self, names[choice]);
}

static gboolean
press_key (GtkEventControllerKey *controller, guint keyval, guint code, GdkModifierType state,
           KxActivityRow *self)
{
  const KxActivity *activity = kx_activity_item_get (self->item);
  guint lower = gdk_keyval_to_lower (keyval);

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  if (activity->kind == KX_ACTIVITY_CONFLICT && self->can_choose)
    {
      const char *name = lower == GDK_KEY_m                              ? "mine"
                         : lower == GDK_KEY_t                            ? "theirs"
                         : lower == GDK_KEY_e && activity->field != NULL ? "edit"
                                                                         : NULL;

      if (name != NULL)
        {
          act (self, name);
          return GDK_EVENT_STOP;
        }
    }
  for (guint b = 0; b < G_N_ELEMENTS (buttons); b++)
    if (buttons[b].keyval == lower && has_button (activity, b))
      {
        act (self, buttons[b].act);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
is_told (const KxFinding *finding)
{
  return finding->verdict != KX_HOLDS;
}

static void
add_buttons (KxActivityRow *self, GtkWidget *box, const KxActivity *activity)
{
  KxColumns *columns = kx_columns_new (BUTTON_WIDTH, SPACE, SPACE, 4);

  gtk_widget_set_halign (GTK_WIDGET (columns), GTK_ALIGN_START);
  for (guint b = 0; b < G_N_ELEMENTS (buttons); b++)
    {
      GtkWidget *button, *inside, *key;
      g_autofree char *said = NULL;

      if (!has_button (activity, b))
        continue;
      button = gtk_button_new ();
      inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      key = gtk_label_new (buttons[b].key);
      gtk_box_append (GTK_BOX (inside), gtk_label_new (_ (buttons[b].label)));
      gtk_widget_set_halign (inside, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (key, "key-hint");
      gtk_box_append (GTK_BOX (inside), key);
      gtk_button_set_child (GTK_BUTTON (button), inside);
      /* Translators: what a button does, and the record it does it to. */
      said = g_strdup_printf (_ ("%s: %s"), _ (buttons[b].label), activity->title);
      kx_a11y_set_label (button, said);
      g_object_set_data (G_OBJECT (button), "kx-act", (gpointer) buttons[b].act);
      g_signal_connect (button, "clicked", G_CALLBACK (press_button), self);
      kx_columns_add (columns, button, FALSE);
    }
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (columns));
}

static void
add_values (KxActivityRow *self, GtkWidget *box, const KxActivity *a)
{
  g_autofree char *when = kx_format_time_short (a->at, kx_format_now ());
  const KxTwo two = { .mine = a->mine,
                      .theirs = a->theirs,
                      .base = a->base,
                      .my_author = a->my_person,
                      .their_author = a->their_person,
                      .my_time = when };
  KxTwoValues *values =
      kx_two_values_new (&two, a->field != NULL ? kx_display_label (a->field) : _ ("The whole record"),
                         a->field != NULL, self->can_choose);

  g_signal_connect (values, "chosen", G_CALLBACK (choose), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (values));
}

static void
show_way (KxActivityRow *self)
{
  /* Translators: how much of a file the service has already. */
  g_autofree char *words = g_strdup_printf (_ ("Being sent: %d%%"), (int) (MAX (self->sent, 0) * 100));

  gtk_progress_bar_set_fraction (self->progress, MAX (self->sent, 0));
  gtk_label_set_label (self->progress_words, words);
  gtk_widget_set_visible (self->way, self->sent >= 0);
}

static void
add_way (KxActivityRow *self, GtkWidget *box)
{
  self->way = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACE);
  self->progress_words = GTK_LABEL (kx_label_new (NULL, "numeric"));
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  kx_a11y_set_label (GTK_WIDGET (self->progress), _ ("How much was sent"));
  gtk_box_append (GTK_BOX (self->way), GTK_WIDGET (self->progress_words));
  gtk_box_append (GTK_BOX (self->way), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), self->way);
  show_way (self);
}

static void
show (KxActivityRow *self)
{
  const KxActivity *a = kx_activity_item_get (self->item);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACE), *head, *title, *time;
  g_autofree char *when = kx_format_time_short (a->at, kx_format_now ());
  g_autofree char *said = kx_activity_row_dup_text (a);

  gtk_widget_add_css_class (box, "activity");
  head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  title = kx_label_new (a->title, "heading");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  time = gtk_label_new (when);
  gtk_widget_add_css_class (time, "dim-label");
  gtk_widget_add_css_class (time, "numeric");
  gtk_widget_set_valign (time, GTK_ALIGN_START);
  gtk_widget_set_visible (time, *when != '\0');
  gtk_box_append (GTK_BOX (head), time);
  gtk_box_append (GTK_BOX (box), head);
  if (a->text != NULL && *a->text != '\0')
    gtk_box_append (GTK_BOX (box), kx_label_new (a->text, NULL));
  if (a->reason != NULL)
    gtk_box_append (GTK_BOX (box), kx_label_new (a->reason, "error"));
  for (guint i = 0; a->findings != NULL && i < a->findings->len; i++)
    if (is_told (a->findings->pdata[i]))
      gtk_box_append (GTK_BOX (box), kx_finding_line_new (a->findings->pdata[i], FALSE));
  if (a->kind == KX_ACTIVITY_CONFLICT)
    add_values (self, box, a);
  if (a->kind == KX_ACTIVITY_FILE)
    add_way (self, box);
  add_buttons (self, box, a);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  kx_a11y_set_label (GTK_WIDGET (self), said);
}

static void
kx_activity_row_dispose (GObject *object)
{
  g_clear_object (&KX_ACTIVITY_ROW (object)->item);
  G_OBJECT_CLASS (kx_activity_row_parent_class)->dispose (object);
}

static void
kx_activity_row_class_init (KxActivityRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = kx_activity_row_dispose;
  act_signal = g_signal_new ("act", KX_TYPE_ACTIVITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                             1, G_TYPE_STRING);
}

static void
kx_activity_row_init (KxActivityRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->sent = -1;
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
kx_activity_row_new (KxActivityItem *item, gboolean can_choose)
{
  KxActivityRow *self = g_object_new (KX_TYPE_ACTIVITY_ROW, NULL);

  self->item = g_object_ref (item);
  self->can_choose = can_choose;
  g_signal_connect_object (item, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

KxActivityItem *
kx_activity_row_get_item (KxActivityRow *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_ROW (self), NULL);
  return self->item;
}

void
kx_activity_row_show_sent (KxActivityRow *self, const char *sha256, double sent)
{
  const KxActivity *activity;

  g_return_if_fail (KX_IS_ACTIVITY_ROW (self));
  activity = kx_activity_item_get (self->item);
  self->sent = !activity->failed && g_strcmp0 (activity->key, sha256) == 0 ? sent : -1;
  if (activity->kind == KX_ACTIVITY_FILE)
    show_way (self);
}

static void
add_text (GString *text, const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

char *
kx_activity_row_dup_text (const KxActivity *a)
{
  GString *text = g_string_new (NULL);

  add_text (text, a->title);
  add_text (text, a->text);
  add_text (text, a->reason);
  for (guint i = 0; a->findings != NULL && i < a->findings->len; i++)
    if (is_told (a->findings->pdata[i]))
      {
        g_autofree char *words = kx_words_finding (a->findings->pdata[i]);

        add_text (text, words);
      }
  return g_string_free (text, FALSE);
}
