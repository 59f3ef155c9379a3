#include "desktop/kx-navigator.h"

/* The way back is this long; what lies farther behind is forgotten, unless something typed is open there. */
#define MOST_STEPS 30

typedef struct
{
  KxPage *page; /* owned */
  const KxPlace *place;
} Step;

struct _KxNavigator
{
  GObject parent_instance;

  GtkStack *stack; /* borrowed: the window's, which outlives this */
  GObject *profile;
  GHashTable *made; /* (element-type KxPlace KxPage) pages of places, owned by the stack */
  GArray *steps;    /* (element-type Step) the last one is shown */
};

G_DEFINE_FINAL_TYPE (KxNavigator, kx_navigator, G_TYPE_OBJECT)

enum
{
  CHANGED,
  PAGE_MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_step (gpointer step)
{
  g_clear_object (&((Step *) step)->page);
}

static Step *
last_step (KxNavigator *self)
{
  return self->steps->len > 0 ? &g_array_index (self->steps, Step, self->steps->len - 1) : NULL;
}

static gboolean
is_place (KxNavigator *self, KxPage *page)
{
  GHashTableIter iter;
  gpointer made;

  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, NULL, &made))
    if (made == (gpointer) page)
      return TRUE;
  return FALSE;
}

static gboolean
is_on_the_way (KxNavigator *self, KxPage *page)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (g_array_index (self->steps, Step, i).page == page)
      return TRUE;
  return FALSE;
}

/* Pages of places stay; a pushed page goes with its last step. */
static void
drop_step (KxNavigator *self, guint index)
{
  g_autoptr (KxPage) page = g_object_ref (g_array_index (self->steps, Step, index).page);

  g_array_remove_index (self->steps, index);
  if (!is_on_the_way (self, page) && !is_place (self, page))
    gtk_stack_remove (self->stack, GTK_WIDGET (page));
}

static void
forget_old_steps (KxNavigator *self)
{
  for (guint i = 0; self->steps->len > MOST_STEPS && i < self->steps->len - 1;)
    if (kx_page_get_dirty (g_array_index (self->steps, Step, i).page))
      i++;
    else
      drop_step (self, i);
}

static void
show_last (KxNavigator *self)
{
  Step *step = last_step (self);

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (step->page));
  g_signal_emit (self, signals[CHANGED], 0);
  kx_page_entered (step->page);
}

static void
add_step (KxNavigator *self, KxPage *page, const KxPlace *place)
{
  Step step = { g_object_ref (page), place };

  g_array_append_val (self->steps, step);
  forget_old_steps (self);
  show_last (self);
}

static void
dispose (GObject *object)
{
  KxNavigator *self = KX_NAVIGATOR (object);

  g_array_set_size (self->steps, 0);
  g_hash_table_remove_all (self->made);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (kx_navigator_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxNavigator *self = KX_NAVIGATOR (object);

  g_array_unref (self->steps);
  g_hash_table_unref (self->made);
  G_OBJECT_CLASS (kx_navigator_parent_class)->finalize (object);
}

static void
kx_navigator_class_init (KxNavigatorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  signals[CHANGED] =
      g_signal_new ("changed", KX_TYPE_NAVIGATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PAGE_MADE] = g_signal_new ("page-made", KX_TYPE_NAVIGATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, KX_TYPE_PAGE);
}

static void
kx_navigator_init (KxNavigator *self)
{
  self->made = g_hash_table_new (NULL, NULL);
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, clear_step);
}

KxNavigator *
kx_navigator_new (GtkStack *stack)
{
  KxNavigator *self = g_object_new (KX_TYPE_NAVIGATOR, NULL);

  self->stack = stack;
  return self;
}

void
kx_navigator_reset (KxNavigator *self, KxProfile *profile)
{
  GtkWidget *child;

  g_array_set_size (self->steps, 0);
  g_hash_table_remove_all (self->made);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL)
    gtk_stack_remove (self->stack, child);
  g_set_object (&self->profile, (GObject *) profile);
}

KxPage *
kx_navigator_peek_place (KxNavigator *self, const KxPlace *place)
{
  return g_hash_table_lookup (self->made, place);
}

KxPage *
kx_navigator_get_place (KxNavigator *self, const KxPlace *place)
{
  KxPage *page = kx_navigator_peek_place (self, place);

  if (page != NULL || !kx_place_is_there (place))
    return page;
  page = kx_place_new_page (place, (KxProfile *) self->profile);
  g_hash_table_insert (self->made, (gpointer) place, page);
  gtk_stack_add_child (self->stack, GTK_WIDGET (page));
  g_signal_emit (self, signals[PAGE_MADE], 0, page);
  return page;
}

gboolean
kx_navigator_go (KxNavigator *self, const KxPlace *place)
{
  KxPage *page = kx_navigator_get_place (self, place);

  if (page == NULL)
    return FALSE;
  if (page != kx_navigator_get_page (self))
    add_step (self, page, place);
  return TRUE;
}

void
kx_navigator_push (KxNavigator *self, KxPage *page)
{
  Step *step = last_step (self);

  g_return_if_fail (step != NULL);
  gtk_stack_add_child (self->stack, GTK_WIDGET (page));
  g_signal_emit (self, signals[PAGE_MADE], 0, page);
  add_step (self, page, step->place);
}

gboolean
kx_navigator_back (KxNavigator *self)
{
  if (!kx_navigator_can_back (self))
    return FALSE;
  /* The page behind is shown first, so that the stack slides to it and not to a page between. */
  gtk_stack_set_visible_child (self->stack,
                               GTK_WIDGET (g_array_index (self->steps, Step, self->steps->len - 2).page));
  drop_step (self, self->steps->len - 1);
  show_last (self);
  return TRUE;
}

gboolean
kx_navigator_can_back (KxNavigator *self)
{
  return self->steps->len > 1;
}

KxPage *
kx_navigator_get_page (KxNavigator *self)
{
  Step *step = last_step (self);

  return step != NULL ? step->page : NULL;
}

const KxPlace *
kx_navigator_get_current_place (KxNavigator *self)
{
  Step *step = last_step (self);

  return step != NULL ? step->place : NULL;
}

gboolean
kx_navigator_is_pushed (KxNavigator *self)
{
  KxPage *page = kx_navigator_get_page (self);

  return page != NULL && !is_place (self, page);
}

GPtrArray *
kx_navigator_dup_dirty (KxNavigator *self)
{
  GPtrArray *dirty = g_ptr_array_new_with_free_func (g_object_unref);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (kx_page_get_dirty (KX_PAGE (child)))
      g_ptr_array_add (dirty, g_object_ref (child));
  return dirty;
}
