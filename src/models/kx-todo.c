#include "models/kx-todo.h"

#include "core/kx-calendar.h"
#include "models/kx-display.h"
#include "sync/kx-gettext.h"
#include "models/kx-todo-private.h"

#include <string.h>

static guint changed;

G_DEFINE_FINAL_TYPE (KxTodo, kx_todo, G_TYPE_OBJECT)

static void
kx_todo_finalize (GObject *object)
{
  KxTodo *self = KX_TO_DO (object);

  g_free (self->key);
  g_free (self->text);
  g_free (self->subject);
  g_free (self->why);
  g_free (self->id);
  G_OBJECT_CLASS (kx_todo_parent_class)->finalize (object);
}

static void
kx_todo_class_init (KxTodoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_todo_finalize;
  changed = g_signal_new ("changed", KX_TYPE_TODO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_todo_init (KxTodo *self)
{
}

KxTodo *
kx_todo_new (KxTodoKind kind, const char *key)
{
  KxTodo *self = g_object_new (KX_TYPE_TODO, NULL);

  self->kind = kind;
  self->key = g_strdup (key);
  self->cite.source = KX_SOURCE_PROGRAM;
  self->page = "agencies";
  return self;
}

const char *
kx_todo_get_key (gpointer todo)
{
  return KX_TO_DO (todo)->key;
}

static gboolean
copy_text (char **to, const char *from)
{
  if (g_strcmp0 (*to, from) == 0)
    return FALSE;
  g_free (*to);
  *to = g_strdup (from);
  return TRUE;
}

void
kx_todo_absorb (gpointer kept, gpointer newer)
{
  KxTodo *self = kept, *other = newer;
  gboolean differs = self->group != other->group || self->date.ymd != other->date.ymd ||
                     self->today.ymd != other->today.ymd || self->workdays != other->workdays ||
                     self->provisional != other->provisional;

  differs |= copy_text (&self->text, other->text);
  differs |= copy_text (&self->subject, other->subject);
  differs |= copy_text (&self->why, other->why);
  self->group = other->group;
  self->date = other->date;
  self->today = other->today;
  self->workdays = other->workdays;
  self->provisional = other->provisional;
  self->cite = other->cite;
  if (differs)
    g_signal_emit (self, changed, 0);
}

int
kx_todo_compare (gconstpointer a, gconstpointer b)
{
  const KxTodo *one = *(KxTodo *const *) a, *other = *(KxTodo *const *) b;
  int x = one->date.ymd != 0 ? one->date.ymd : G_MAXINT,
      y = other->date.ymd != 0 ? other->date.ymd : G_MAXINT;
  int order;

  if (one->group != other->group)
    return one->group < other->group ? -1 : 1;
  if (x != y)
    return x < y ? -1 : 1;
  order = g_strcmp0 (one->subject, other->subject);
  return order != 0 ? order : strcmp (one->key, other->key);
}

const char *
kx_todo_group_label (KxTodoGroup group)
{
  static const char *const labels[KX_TODO_N_GROUPS] = { N_ ("Overdue"), N_ ("This week"),
                                                        N_ ("Next 60 days") };

  g_return_val_if_fail (group < KX_TODO_N_GROUPS, "");
  return _ (labels[group]);
}

KxTodoGroup
kx_todo_get_group (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), KX_TODO_SOON);
  return self->group;
}

KxTodoKind
kx_todo_get_kind (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), KX_TODO_LICENCE);
  return self->kind;
}

const char *
kx_todo_get_text (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), "");
  return self->text;
}

const char *
kx_todo_get_subject (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), "");
  return self->subject;
}

KxDate
kx_todo_get_date (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), (KxDate){ 0 });
  return self->date;
}

int
kx_todo_get_workdays (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), 0);
  return self->workdays;
}

char *
kx_todo_dup_remaining (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), NULL);
  if (self->date.ymd == 0)
    return g_strdup ("");
  return kx_display_remaining (self->date, self->today, self->workdays, self->provisional);
}

const char *
kx_todo_get_why (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), "");
  return self->why;
}

const KxCite *
kx_todo_get_cite (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), NULL);
  return &self->cite;
}

const char *
kx_todo_get_page (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), "");
  return self->page;
}

const KxEntity *
kx_todo_get_entity (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), NULL);
  return self->entity;
}

const char *
kx_todo_get_id (KxTodo *self)
{
  g_return_val_if_fail (KX_IS_TO_DO (self), NULL);
  return self->id;
}
