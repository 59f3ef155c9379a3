#include "models/kx-activity-item.h"

#include "core/entities/kx-letter.h"

struct _KxActivityItem
{
  GObject parent_instance;
  KxActivity *activity; /* owned */
};

G_DEFINE_FINAL_TYPE (KxActivityItem, kx_activity_item, G_TYPE_OBJECT)

static guint changed;

KxActivity *
kx_activity_new (KxActivityKind kind, const char *key)
{
  KxActivity *activity = g_new0 (KxActivity, 1);

  activity->kind = kind;
  activity->key = g_strdup (key);
  return activity;
}

void
kx_activity_free (KxActivity *activity)
{
  char *texts[] = { activity->key,       activity->title,       activity->text,   activity->reason,
                    activity->row,       activity->mine,        activity->theirs, activity->base,
                    activity->my_person, activity->their_person };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_clear_pointer (&activity->findings, g_ptr_array_unref);
  g_clear_pointer (&activity->conflict, kx_record_free);
  g_free (activity);
}

char *
kx_activity_dup_typed_key (const KxActivity *conflict)
{
  return g_strdup_printf ("%s/%s/conflict/%s", conflict->entity != NULL ? conflict->entity->name : "",
                          conflict->row, conflict->key);
}

char *
kx_activity_dup_letter_key (const char *row, int kind)
{
  return g_strdup_printf ("letter/write/%s/%s", row, kx_letter_kind_codes[kind].name);
}

static void
kx_activity_item_finalize (GObject *object)
{
  kx_activity_free (KX_ACTIVITY_ITEM (object)->activity);
  G_OBJECT_CLASS (kx_activity_item_parent_class)->finalize (object);
}

static void
kx_activity_item_class_init (KxActivityItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_activity_item_finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_ACTIVITY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_activity_item_init (KxActivityItem *self)
{
}

KxActivityItem *
kx_activity_item_new (KxActivity *activity)
{
  KxActivityItem *self = g_object_new (KX_TYPE_ACTIVITY_ITEM, NULL);

  self->activity = activity;
  return self;
}

const KxActivity *
kx_activity_item_get (KxActivityItem *self)
{
  g_return_val_if_fail (KX_IS_ACTIVITY_ITEM (self), NULL);
  return self->activity;
}

const char *
kx_activity_item_key (gpointer item)
{
  return KX_ACTIVITY_ITEM (item)->activity->key;
}

static gboolean
same_findings (GPtrArray *one, GPtrArray *other)
{
  guint n = one != NULL ? one->len : 0;

  if (n != (other != NULL ? other->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const KxFinding *a = one->pdata[i], *b = other->pdata[i];

      if (g_strcmp0 (a->code, b->code) != 0 || g_strcmp0 (a->field, b->field) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Whether a person would read the same. */
static gboolean
same (const KxActivity *a, const KxActivity *b)
{
  return a->failed == b->failed && a->at.ms == b->at.ms && g_strcmp0 (a->title, b->title) == 0 &&
         g_strcmp0 (a->text, b->text) == 0 && g_strcmp0 (a->reason, b->reason) == 0 &&
         g_strcmp0 (a->mine, b->mine) == 0 && g_strcmp0 (a->theirs, b->theirs) == 0 &&
         g_strcmp0 (a->base, b->base) == 0 && g_strcmp0 (a->my_person, b->my_person) == 0 &&
         g_strcmp0 (a->their_person, b->their_person) == 0 && same_findings (a->findings, b->findings);
}

void
kx_activity_item_absorb (gpointer kept, gpointer newer)
{
  KxActivityItem *self = kept, *other = newer;
  KxActivity *before = self->activity;
  gboolean differs = !same (before, other->activity);

  self->activity = other->activity;
  other->activity = before;
  if (differs)
    g_signal_emit (self, changed, 0);
}
