#include "models/kx-mirror-source.h"

#include "models/kx-admission-days.h"
#include "models/kx-office-days.h"
#include "models/kx-zone-names.h"

struct _KxMirrorSource
{
  GObject parent_instance;
  KxMirror *mirror; /* owned */
};

static KxBook *
take_reader (KxRowSource *source, GError **error)
{
  return kx_mirror_take_reader (KX_MIRROR_SOURCE (source)->mirror, error);
}

static void
give_reader (KxRowSource *source, KxBook *reader)
{
  kx_mirror_give_reader (KX_MIRROR_SOURCE (source)->mirror, reader);
}

static KxDate
get_today (KxRowSource *source)
{
  return kx_mirror_today (KX_MIRROR_SOURCE (source)->mirror);
}

static void
source_init (KxRowSourceInterface *iface)
{
  iface->take_reader = take_reader;
  iface->give_reader = give_reader;
  iface->get_today = get_today;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxMirrorSource, kx_mirror_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KX_TYPE_ROW_SOURCE, source_init))

/* One signal a kind of row. */
static void
on_rows_changed (KxMirror *mirror, KxRowsChanged *changed, KxMirrorSource *self)
{
  const KxSchema *schema = kx_mirror_get_schema (mirror);

  for (guint i = 0; i < schema->n_entities; i++)
    {
      const KxEntity *entity = schema->entities[i];
      gboolean everything = (changed->everything >> i & 1) != 0;
      g_autoptr (GPtrArray) ids = everything ? NULL : g_ptr_array_new ();

      for (guint c = 0; ids != NULL && c < changed->changes->len; c++)
        if (g_array_index (changed->changes, KxRowChange, c).entity == entity)
          g_ptr_array_add (ids, g_array_index (changed->changes, KxRowChange, c).id);
      if (everything || ids->len > 0)
        kx_row_source_emit_changed (KX_ROW_SOURCE (self), entity, ids);
    }
}

static void
kx_mirror_source_finalize (GObject *object)
{
  g_object_unref (KX_MIRROR_SOURCE (object)->mirror);
  G_OBJECT_CLASS (kx_mirror_source_parent_class)->finalize (object);
}

static void
kx_mirror_source_class_init (KxMirrorSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_mirror_source_finalize;
}

static void
kx_mirror_source_init (KxMirrorSource *self)
{
}

/**
 * kx_mirror_source_new:
 * @mirror: a mirror
 *
 * Returns: (transfer full): the mirror as a source of rows
 */
KxMirrorSource *
kx_mirror_source_new (KxMirror *mirror)
{
  KxMirrorSource *self;

  g_return_val_if_fail (KX_IS_MIRROR (mirror), NULL);
  self = g_object_new (KX_TYPE_MIRROR_SOURCE, NULL);
  self->mirror = g_object_ref (mirror);
  kx_zone_names_follow (mirror);
  kx_office_days_follow (mirror);
  kx_admission_days_follow (mirror);
  g_signal_connect_object (mirror, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  return self;
}

KxMirror *
kx_mirror_source_get_mirror (KxMirrorSource *self)
{
  g_return_val_if_fail (KX_IS_MIRROR_SOURCE (self), NULL);
  return self->mirror;
}
