#include "desktop/kx-notice.h"

struct _KxNotice
{
  GObject parent_instance;

  char *text;
  KxTime at;
};

G_DEFINE_FINAL_TYPE (KxNotice, kx_notice, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  g_free (KX_NOTICE (object)->text);
  G_OBJECT_CLASS (kx_notice_parent_class)->finalize (object);
}

static void
kx_notice_class_init (KxNoticeClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_notice_init (KxNotice *self)
{
}

KxNotice *
kx_notice_new (const char *text, KxTime at)
{
  KxNotice *self = g_object_new (KX_TYPE_NOTICE, NULL);

  self->text = g_strdup (text);
  self->at = at;
  return self;
}

const char *
kx_notice_get_text (KxNotice *self)
{
  g_return_val_if_fail (KX_IS_NOTICE (self), NULL);
  return self->text;
}

KxTime
kx_notice_get_time (KxNotice *self)
{
  g_return_val_if_fail (KX_IS_NOTICE (self), (KxTime){ 0 });
  return self->at;
}
