#include "desktop/form/kx-lookup.h"

#include "core/kx-entity.h"

G_DEFINE_INTERFACE (KxLookup, kx_lookup, G_TYPE_OBJECT)

static void
kx_lookup_default_init (KxLookupInterface *iface)
{
}

KxFound *
kx_found_new (const char *id, const char *title, const char *more)
{
  KxFound *found = g_new0 (KxFound, 1);

  found->id = g_strdup (id);
  found->title = g_strdup (title);
  found->more = g_strdup (more);
  return found;
}

void
kx_found_free (KxFound *found)
{
  g_free (found->id);
  g_free (found->title);
  g_free (found->more);
  g_free (found);
}

char *
kx_lookup_dup_title (KxLookup *self, const KxEntity *entity, const char *id)
{
  return self != NULL && id != NULL ? KX_LOOKUP_GET_IFACE (self)->dup_title (self, entity, id) : NULL;
}

void
kx_lookup_find_async (KxLookup *self, const KxEntity *entity, const char *typed, guint limit,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KX_IS_LOOKUP (self));
  KX_LOOKUP_GET_IFACE (self)->find_async (self, entity, typed, limit, cancellable, callback, data);
}

GPtrArray *
kx_lookup_find_finish (KxLookup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KX_IS_LOOKUP (self), NULL);
  return KX_LOOKUP_GET_IFACE (self)->find_finish (self, result, error);
}

KxCalendar *
kx_lookup_dup_calendar (KxLookup *self, const KxRecord *record)
{
  int office = kx_entity_flagged (record->entity, KX_OFFICE);
  KxCalendar *calendar = NULL;

  if (self != NULL && office >= 0 && kx_record_has (record, (guint) office) &&
      KX_LOOKUP_GET_IFACE (self)->dup_calendar != NULL)
    calendar = KX_LOOKUP_GET_IFACE (self)->dup_calendar (self, kx_record_get (record, (guint) office).REF);
  return calendar != NULL ? calendar : kx_calendar_new (NULL, 0);
}

char **
kx_lookup_dup_listed (KxLookup *self, const char *office, const char *area, KxPolicyKey key)
{
  if (self == NULL || (office == NULL && area == NULL) || KX_LOOKUP_GET_IFACE (self)->dup_listed == NULL)
    return NULL;
  return KX_LOOKUP_GET_IFACE (self)->dup_listed (self, office, area, key);
}
