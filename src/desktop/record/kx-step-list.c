#include "desktop/record/kx-step-list.h"

#include "desktop/form/kx-guard-list.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-wrap-layout.h"
#include "desktop/record/kx-slip.h"
#include "models/kx-display.h"

struct _KxStepList
{
  GtkWidget parent_instance;

  KxDesk *desk;     /* owned */
  KxRecord *record; /* owned, or NULL */
  GPtrArray *cards; /* (element-type Card) owned */
  GtkWidget *box;   /* borrowed: a child */
  guint trying;     /* a trial that waits until what changes has changed */
};

/* Words of a button wrap beyond this. */
#define LINE_CHARS 40

/* One step. */
typedef struct
{
  const KxTransition *step;
  GtkWidget *button, *kept; /* borrowed: in the box */
  GtkWidget *slip;          /* borrowed: in the box; NULL: nobody is asked on paper */
  KxGuardList *guards;      /* borrowed: in the box */
} Card;

G_DEFINE_FINAL_TYPE (KxStepList, kx_step_list, GTK_TYPE_WIDGET)

static guint take_signal, slip_signal;

static void
press (GtkButton *button, KxStepList *self)
{
  g_signal_emit (self, take_signal, 0, g_object_get_data (G_OBJECT (button), "kx-step"));
}

static void
press_slip (GtkButton *button, KxStepList *self)
{
  g_signal_emit (self, slip_signal, 0, g_object_get_data (G_OBJECT (button), "kx-step"));
}

/* What a superior decides can be asked for on paper. */
static void
add_slip (KxStepList *self, Card *card, GtkWidget *box)
{
  if (!kx_slip_can_ask (self->desk, self->record, card->step))
    return;
  card->slip = kx_slip_button_new ();
  g_object_set_data (G_OBJECT (card->slip), "kx-step", (gpointer) card->step);
  g_signal_connect (card->slip, "clicked", G_CALLBACK (press_slip), self);
  gtk_box_append (GTK_BOX (box), card->slip);
}

/* Its button and the slip's share a line where there is room. */
static GtkWidget *
make_buttons (KxStepList *self, Card *card)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *asked;
  const char *label = _ (card->step->label);
  g_autofree char *asks = g_strdup_printf ("%s…", label);

  gtk_widget_set_layout_manager (line, kx_wrap_layout_new (6));
  card->button =
      gtk_button_new_with_label (kx_step_asks (self->desk, self->record, card->step) ? asks : label);
  asked = gtk_button_get_child (GTK_BUTTON (card->button));
  gtk_label_set_wrap (GTK_LABEL (asked), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (asked), LINE_CHARS);
  gtk_label_set_justify (GTK_LABEL (asked), GTK_JUSTIFY_CENTER);
  g_object_set_data (G_OBJECT (card->button), "kx-step", (gpointer) card->step);
  g_signal_connect (card->button, "clicked", G_CALLBACK (press), self);
  gtk_box_append (GTK_BOX (line), card->button);
  add_slip (self, card, line);
  return line;
}

static void
add_card (KxStepList *self, const KxTransition *step)
{
  Card *card = g_new0 (Card, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *texts;
  g_autofree char *effect = kx_step_dup_effect (self->record, step, NULL);

  card->step = step;
  texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  kx_label_add (texts, _ (step->label), "heading");
  kx_label_add (texts, effect, "dim-label");
  card->kept = kx_label_add (texts, _ ("What you typed for this step is kept as a draft."), "caption");
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), make_buttons (self, card));
  card->guards = kx_guard_list_new ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (card->guards));
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "form-section");
  gtk_box_append (GTK_BOX (self->box), box);
  g_ptr_array_add (self->cards, card);
}

/* Which roles take a step, as an enumeration. */
static char *
word_roles (KxRoles roles)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < KX_N_ROLES; i++)
    if (roles >> i & 1)
      g_ptr_array_add (names, (gpointer) _ (kx_role_codes[i].label));
  return kx_display_join (names);
}

/* What somebody else does from here. */
static void
add_others (KxStepList *self)
{
  g_autoptr (GPtrArray) others = kx_step_list_open (self->desk, self->record, FALSE);

  if (self->cards->len == 0)
    kx_label_add (self->box, _ ("No step is open to you here."), "heading");
  if (others->len > 0)
    kx_label_add (self->box, _ ("Steps of others"), "field-label");
  for (guint i = 0; i < others->len; i++)
    {
      const KxTransition *step = others->pdata[i];
      g_autofree char *roles = word_roles (step->roles);
      /* Translators: a step, and the roles that take it. */
      g_autofree char *words = g_strdup_printf (_ ("%s: %s"), _ (step->label), roles);

      kx_label_add (self->box, words, "dim-label");
    }
}

static void
try_card (KxStepList *self, Card *card)
{
  g_autoptr (KxOp) op = kx_step_make_op (self->record, card->step, NULL, NULL);
  g_autoptr (KxDecision) tried = kx_step_try (self->desk, self->record, card->step, op);
  g_autofree char *summary = kx_guard_list_dup_summary (tried->findings);
  g_autofree char *key = kx_step_dup_draft_key (self->record, card->step);
  g_autofree char *draft = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key);
  gboolean asks = kx_step_asks (self->desk, self->record, card->step);

  kx_guard_list_set_findings (card->guards, tried->findings);
  gtk_widget_set_sensitive (card->button, asks ? kx_step_can_prepare (tried) : kx_step_can_take (tried));
  kx_a11y_set_description (card->button, summary);
  gtk_widget_set_visible (card->kept, draft != NULL);
  if (card->slip != NULL)
    kx_slip_button_show (card->slip, self->desk, self->record, card->step);
}

static gboolean
try_all (gpointer data)
{
  KxStepList *self = data;

  self->trying = 0;
  for (guint i = 0; self->record != NULL && i < self->cards->len; i++)
    try_card (self, self->cards->pdata[i]);
  return G_SOURCE_REMOVE;
}

/* Preconditions look at rows of any kind. */
static void
try_soon (KxStepList *self)
{
  if (self->trying == 0)
    self->trying = g_idle_add (try_all, self);
}

static gboolean
same_steps (KxStepList *self, GPtrArray *steps)
{
  if (steps->len != self->cards->len)
    return FALSE;
  for (guint i = 0; i < steps->len; i++)
    if (((Card *) self->cards->pdata[i])->step != steps->pdata[i])
      return FALSE;
  return TRUE;
}

void
kx_step_list_set_record (KxStepList *self, const KxRecord *record)
{
  g_autoptr (GPtrArray) steps = kx_step_list_open (self->desk, record, TRUE);
  gboolean first = self->record == NULL;
  GtkWidget *child;

  g_return_if_fail (KX_IS_STEP_LIST (self));
  g_clear_pointer (&self->record, kx_record_free);
  self->record = kx_record_copy (record);
  /* Cards that stay keep the focus. */
  if (first || !same_steps (self, steps) || steps->len == 0)
    {
      g_ptr_array_set_size (self->cards, 0);
      while ((child = gtk_widget_get_first_child (self->box)) != NULL)
        gtk_box_remove (GTK_BOX (self->box), child);
      for (guint i = 0; i < steps->len; i++)
        add_card (self, steps->pdata[i]);
      add_others (self);
    }
  try_all (self);
}

static const Card *
find_card (KxStepList *self, const char *action)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (g_str_equal (((const Card *) self->cards->pdata[i])->step->action, action))
      return self->cards->pdata[i];
  return NULL;
}

GtkWidget *
kx_step_list_get_button (KxStepList *self, const char *action)
{
  const Card *card;

  g_return_val_if_fail (KX_IS_STEP_LIST (self), NULL);
  card = find_card (self, action);
  return card != NULL ? card->button : NULL;
}

GtkWidget *
kx_step_list_get_slip (KxStepList *self, const char *action)
{
  const Card *card;

  g_return_val_if_fail (KX_IS_STEP_LIST (self), NULL);
  card = find_card (self, action);
  return card != NULL ? card->slip : NULL;
}

static void
dispose (GObject *object)
{
  KxStepList *self = KX_STEP_LIST (object);
  GtkWidget *child;

  if (self->trying != 0)
    g_source_remove (self->trying);
  self->trying = 0;
  g_ptr_array_set_size (self->cards, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->record, kx_record_free);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_step_list_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (KX_STEP_LIST (object)->cards);
  G_OBJECT_CLASS (kx_step_list_parent_class)->finalize (object);
}

static void
kx_step_list_class_init (KxStepListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  take_signal = g_signal_new ("take", KX_TYPE_STEP_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                              1, G_TYPE_POINTER);
  slip_signal = g_signal_new ("slip", KX_TYPE_STEP_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                              1, G_TYPE_POINTER);
}

static void
kx_step_list_init (KxStepList *self)
{
  self->cards = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

KxStepList *
kx_step_list_new (KxDesk *desk)
{
  KxStepList *self = g_object_new (KX_TYPE_STEP_LIST, NULL);
  KxSync *sync = kx_desk_get_sync (desk);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (try_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kx_desk_get_mirror (desk), "summary-changed", G_CALLBACK (try_soon), self,
                           G_CONNECT_SWAPPED);
  if (sync != NULL)
    g_signal_connect_object (sync, "notify", G_CALLBACK (try_soon), self, G_CONNECT_SWAPPED);
  return self;
}
