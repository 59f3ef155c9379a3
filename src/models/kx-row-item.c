#include "models/kx-row-item.h"

#include "models/kx-display.h"
#include "models/kx-row-item-private.h"

struct _KxRowItem
{
  GObject parent_instance;
  gint64 no;
  guint position;
  gboolean loading, stale;
  KxRowReading *reading; /* owned; NULL while loading */
  GList *recent;
  KxRowItemGone gone; /* NULL after the list has ended */
  gpointer data;
};

enum
{
  PROP_POSITION = 1,
  PROP_LOADING,
  PROP_RECORD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KxRowItem, kx_row_item, G_TYPE_OBJECT)

void
kx_row_reading_free (KxRowReading *reading)
{
  if (reading->record != NULL)
    kx_record_free (reading->record);
  if (reading->titles != NULL)
    g_ptr_array_unref (reading->titles);
  g_free (reading->match);
  g_free (reading);
}

static void
kx_row_item_finalize (GObject *object)
{
  KxRowItem *self = KX_ROW_ITEM (object);

  if (self->gone != NULL)
    self->gone (self->no, self->position, self->data);
  g_clear_pointer (&self->reading, kx_row_reading_free);
  G_OBJECT_CLASS (kx_row_item_parent_class)->finalize (object);
}

static void
kx_row_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxRowItem *self = KX_ROW_ITEM (object);

  switch (id)
    {
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_RECORD:
      g_value_set_pointer (value, (gpointer) kx_row_item_get_record (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_row_item_class_init (KxRowItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = kx_row_item_finalize;
  object_class->get_property = kx_row_item_get_property;
  properties[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags);
  properties[PROP_RECORD] = g_param_spec_pointer ("record", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_row_item_init (KxRowItem *self)
{
  self->loading = TRUE;
  self->stale = TRUE;
}

KxRowItem *
kx_row_item_new (gint64 no, guint position, KxRowItemGone gone, gpointer data)
{
  KxRowItem *self = g_object_new (KX_TYPE_ROW_ITEM, NULL);

  self->no = no;
  self->position = position;
  self->gone = gone;
  self->data = data;
  return self;
}

void
kx_row_item_let_go (KxRowItem *self)
{
  self->gone = NULL;
  self->recent = NULL;
}

gint64
kx_row_item_get_no (KxRowItem *self)
{
  return self->no;
}

void
kx_row_item_set_no (KxRowItem *self, gint64 no)
{
  self->no = no;
}

gboolean
kx_row_item_set_position (KxRowItem *self, guint position)
{
  gboolean other = self->position != position;

  self->position = position;
  return other;
}

void
kx_row_item_take_reading (KxRowItem *self, KxRowReading *reading)
{
  KxRowReading *old = self->reading;

  self->reading = reading;
  self->stale = FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
  g_object_thaw_notify (G_OBJECT (self));
  g_clear_pointer (&old, kx_row_reading_free);
}

gboolean
kx_row_item_is_stale (KxRowItem *self)
{
  return self->stale;
}

void
kx_row_item_mark_stale (KxRowItem *self)
{
  self->stale = TRUE;
}

GList **
kx_row_item_recent_link (KxRowItem *self)
{
  return &self->recent;
}

guint
kx_row_item_get_position (KxRowItem *self)
{
  g_return_val_if_fail (KX_IS_ROW_ITEM (self), 0);
  return self->position;
}

gboolean
kx_row_item_is_loading (KxRowItem *self)
{
  g_return_val_if_fail (KX_IS_ROW_ITEM (self), FALSE);
  return self->loading;
}

const KxRecord *
kx_row_item_get_record (KxRowItem *self)
{
  g_return_val_if_fail (KX_IS_ROW_ITEM (self), NULL);
  return self->reading != NULL ? self->reading->record : NULL;
}

const char *
kx_row_item_get_id (KxRowItem *self)
{
  const KxRecord *record = kx_row_item_get_record (self);

  return record != NULL ? record->id : NULL;
}

const char *
kx_row_item_get_ref_title (KxRowItem *self, guint field)
{
  g_return_val_if_fail (KX_IS_ROW_ITEM (self), NULL);
  if (self->reading == NULL || self->reading->titles == NULL || field >= self->reading->titles->len)
    return NULL;
  return self->reading->titles->pdata[field];
}

const char *
kx_row_item_get_match (KxRowItem *self)
{
  g_return_val_if_fail (KX_IS_ROW_ITEM (self), NULL);
  return self->reading != NULL ? self->reading->match : NULL;
}

char *
kx_row_item_dup_text (KxRowItem *self, guint field)
{
  const KxRecord *record = kx_row_item_get_record (self);
  const char *title = kx_row_item_get_ref_title (self, field);

  if (title != NULL)
    return g_strdup (title);
  return record != NULL ? kx_display_field (record, field) : g_strdup ("");
}

char *
kx_row_item_dup_title (KxRowItem *self)
{
  const KxRecord *record = kx_row_item_get_record (self);

  return record != NULL ? kx_display_title (record) : g_strdup ("");
}
