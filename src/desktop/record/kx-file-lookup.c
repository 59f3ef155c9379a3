#include "desktop/record/kx-file-lookup.h"

#include "core/entities/kx-attachment.h"
#include "models/kx-display.h"

#include <string.h>

struct _KxFileLookup
{
  GObject parent_instance;

  KxDesk *desk; /* owned */
  char *owner;  /* owned */
};

static gboolean
has_part (const char *text, const char *folded)
{
  g_autofree char *own = g_utf8_casefold (text != NULL ? text : "", -1);

  return strstr (own, folded) != NULL;
}

static gboolean
answers (const KxRecord *file, const char *folded)
{
  return has_part (kx_record_get (file, kx_attachment_f_title).TEXT, folded) ||
         has_part (kx_record_get (file, kx_attachment_f_file_name).TEXT, folded);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  if (x->created_at.ms != y->created_at.ms)
    return x->created_at.ms > y->created_at.ms ? -1 : 1;
  /* Ids grow with time. */
  return g_strcmp0 (y->id, x->id);
}

/* (element-type KxFound) Owned. */
static GPtrArray *
find_files (KxFileLookup *self, const char *typed, guint limit)
{
  g_autoptr (GPtrArray) files =
      kx_desk_list (self->desk, &kx_attachment_entity, kx_attachment_f_owner, self->owner);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_found_free);
  g_autofree char *folded = g_utf8_casefold (typed, -1);

  g_ptr_array_sort (files, compare_files);
  for (guint i = 0; i < files->len && found->len < limit; i++)
    {
      const KxRecord *file = files->pdata[i];
      g_autofree char *title = kx_display_title (file), *day = NULL;

      if (!answers (file, folded))
        continue;
      /* Scans are often called the same. */
      day = kx_display_time (file->created_at);
      g_ptr_array_add (found, kx_found_new (file->id, title, day));
    }
  return found;
}

static char *
dup_title (KxLookup *lookup, const KxEntity *entity, const char *id)
{
  return kx_lookup_dup_title (kx_desk_get_lookup (KX_FILE_LOOKUP (lookup)->desk), entity, id);
}

static void
take_others (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *found = kx_lookup_find_finish (KX_LOOKUP (source), result, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
find_async (KxLookup *lookup, const KxEntity *entity, const char *typed, guint limit,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  KxFileLookup *self = KX_FILE_LOOKUP (lookup);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, find_async);
  if (g_str_equal (entity->name, kx_attachment_entity.name))
    g_task_return_pointer (task, find_files (self, typed, limit), (GDestroyNotify) g_ptr_array_unref);
  else
    kx_lookup_find_async (kx_desk_get_lookup (self->desk), entity, typed, limit, cancellable, take_others,
                          g_steal_pointer (&task));
}

static GPtrArray *
find_finish (KxLookup *lookup, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static KxCalendar *
dup_calendar (KxLookup *lookup, const char *office)
{
  KxLookup *others = kx_desk_get_lookup (KX_FILE_LOOKUP (lookup)->desk);

  return KX_LOOKUP_GET_IFACE (others)->dup_calendar (others, office);
}

static char **
dup_listed (KxLookup *lookup, const char *office, const char *area, KxPolicyKey key)
{
  return kx_lookup_dup_listed (kx_desk_get_lookup (KX_FILE_LOOKUP (lookup)->desk), office, area, key);
}

static void
lookup_init (KxLookupInterface *iface)
{
  iface->dup_title = dup_title;
  iface->find_async = find_async;
  iface->find_finish = find_finish;
  iface->dup_calendar = dup_calendar;
  iface->dup_listed = dup_listed;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxFileLookup, kx_file_lookup, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KX_TYPE_LOOKUP, lookup_init))

static void
finalize (GObject *object)
{
  KxFileLookup *self = KX_FILE_LOOKUP (object);

  g_object_unref (self->desk);
  g_free (self->owner);
  G_OBJECT_CLASS (kx_file_lookup_parent_class)->finalize (object);
}

static void
kx_file_lookup_class_init (KxFileLookupClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_file_lookup_init (KxFileLookup *self)
{
}

KxLookup *
kx_file_lookup_new (KxDesk *desk, const char *owner)
{
  KxFileLookup *self = g_object_new (KX_TYPE_FILE_LOOKUP, NULL);

  self->desk = g_object_ref (desk);
  self->owner = g_strdup (owner);
  return KX_LOOKUP (self);
}
