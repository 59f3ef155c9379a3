#include "kx-test-lookup.h"

#include <string.h>

struct _KxTestLookup
{
  GObject parent_instance;
};

static const struct
{
  const char *entity, *id, *title, *more;
} rows[] = {
  { "office", KX_TEST_OFFICE_A, "济南市社会保险中心", "370100" },
  { "office", KX_TEST_OFFICE_B, "济南市历下区社会保险中心", "370102" },
  { "area", "370102-GX", "历下高新园区", NULL },
  { "area", "370102", "历下区", NULL },
};

static char *
dup_title (KxLookup *lookup, const KxEntity *entity, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].entity, entity->name) && g_str_equal (rows[i].id, id))
      return g_strdup (rows[i].title);
  return NULL;
}

static void
find_async (KxLookup *lookup, const KxEntity *entity, const char *typed, guint limit,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, data);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_found_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows) && found->len < limit; i++)
    if (g_str_equal (rows[i].entity, entity->name) && strstr (rows[i].title, typed) != NULL)
      g_ptr_array_add (found, kx_found_new (rows[i].id, rows[i].title, rows[i].more));
  g_task_set_source_tag (task, find_async);
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
find_finish (KxLookup *lookup, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Office A has documents, B and all others have none. */
static char **
dup_listed (KxLookup *lookup, const char *office, const char *area, KxPolicyKey key)
{
  const char *const phases[] = { "工伤救治期", "工伤康复急性期", "稳定期", "维持期", NULL };

  return key == KX_POLICY_phases && g_strcmp0 (office, KX_TEST_OFFICE_A) == 0 ? g_strdupv ((char **) phases)
                                                                              : NULL;
}

static void
lookup_init (KxLookupInterface *iface)
{
  iface->dup_title = dup_title;
  iface->find_async = find_async;
  iface->find_finish = find_finish;
  iface->dup_listed = dup_listed;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxTestLookup, kx_test_lookup, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KX_TYPE_LOOKUP, lookup_init))

static void
kx_test_lookup_class_init (KxTestLookupClass *class)
{
}

static void
kx_test_lookup_init (KxTestLookup *self)
{
}

KxLookup *
kx_test_lookup_new (void)
{
  return g_object_new (KX_TYPE_TEST_LOOKUP, NULL);
}
