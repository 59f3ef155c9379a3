#include "desktop/record/kx-mirror-lookup.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-area.h"
#include "core/rules/kx-agreement-content-rules.h"
#include "models/kx-display.h"
#include "models/kx-office-days.h"
#include "models/kx-row-read.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "store/kx-thread.h"

struct _KxMirrorLookup
{
  GObject parent_instance;

  KxMirror *mirror; /* owned */
};

/* What a thread looks for. */
typedef struct
{
  KxMirror *mirror; /* owned */
  const KxEntity *entity;
  char *typed;    /* owned */
  KxActor *actor; /* owned */
  guint limit;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->mirror);
  kx_actor_free (search->actor);
  g_free (search->typed);
  g_free (search);
}

/* An area is meant by its code; anything else by its id. */
static const char *
value_of (const KxRecord *record)
{
  return record->entity == &kx_area_entity ? kx_area_get_code ((const Kx_area *) record) : record->id;
}

static char *
word_more (const KxRecord *record)
{
  int unique = kx_entity_flagged (record->entity, KX_UNIQUE);

  if (unique >= 0 && kx_record_has (record, (guint) unique))
    return kx_record_text (record, (guint) unique);
  return NULL;
}

static GPtrArray *
find_in (KxBook *book, const Search *search, GError **error)
{
  KxListQuery query = { .entity = search->entity,
                        .actor = search->actor,
                        .q = *search->typed != '\0' ? search->typed : NULL,
                        .sort = KX_SORT_TITLE,
                        .limit = search->limit };
  g_autoptr (KxListPage) page = kx_list_run (book, &query, error);
  GPtrArray *found;

  if (page == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_found_free);
  for (guint i = 0; i < page->records->len; i++)
    {
      const KxRecord *record = page->records->pdata[i];
      g_autofree char *title = kx_display_title (record), *more = word_more (record);

      g_ptr_array_add (found, kx_found_new (value_of (record), title, more));
    }
  return found;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (search->mirror, &error);
  GPtrArray *found = NULL;

  if (book != NULL)
    {
      found = find_in (book, search, &error);
      kx_mirror_give_reader (search->mirror, book);
    }
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
find_async (KxLookup *lookup, const KxEntity *entity, const char *typed, guint limit,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  KxMirrorLookup *self = KX_MIRROR_LOOKUP (lookup);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  const KxActor *actor = kx_mirror_get_actor (self->mirror);
  Search *search;

  g_task_set_source_tag (task, find_async);
  if (actor == NULL)
    {
      g_task_return_pointer (task, g_ptr_array_new_with_free_func ((GDestroyNotify) kx_found_free),
                             (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  search = g_new0 (Search, 1);
  search->mirror = g_object_ref (self->mirror);
  search->entity = entity;
  search->typed = g_strdup (typed);
  search->actor = kx_actor_copy (actor);
  search->limit = limit;
  g_task_set_task_data (task, search, search_free);
  kx_thread_run (task, run);
}

static GPtrArray *
find_finish (KxLookup *lookup, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A zone by its code: it is no id. */
static char *
title_of_area (KxBook *book, const char *code)
{
  KxQuery query = { .entity = &kx_area_entity, .n_terms = 1 };
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (GPtrArray) rows = NULL;

  query.terms[0] = (KxTerm){ .field = kx_area_f_code, .value.TEXT = code };
  if (kx_reader_list (reader, &query, 1, &rows) != KX_KNOWN || rows->len == 0)
    return NULL;
  return kx_display_title (rows->pdata[0]);
}

static char *
dup_title (KxLookup *lookup, const KxEntity *entity, const char *id)
{
  KxMirrorLookup *self = KX_MIRROR_LOOKUP (lookup);
  KxBook *book = kx_mirror_take_reader (self->mirror, NULL);
  char *title = NULL;

  if (book == NULL)
    return NULL;
  title = entity == &kx_area_entity ? title_of_area (book, id) : kx_row_read_title (book, entity, id);
  kx_mirror_give_reader (self->mirror, book);
  return title;
}

static KxCalendar *
dup_calendar (KxLookup *lookup, const char *office)
{
  return kx_office_days_dup_calendar (office);
}

/* An office of which nothing is here yet has what its area has. */
static char **
list_in (KxBook *book, const char *office, const char *area, KxPolicyKey key)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (KxPolicy) policy = NULL;
  KxAnswer answer = KX_NOT_HERE;

  if (office != NULL)
    answer = kx_policy_read (reader, office, kx_display_today (), &policy);
  if (answer != KX_KNOWN && area != NULL)
    answer = kx_policy_read_for_area (reader, area, kx_display_today (), &policy);
  return answer == KX_KNOWN ? kx_rule_listed (policy, key) : NULL;
}

static char **
dup_listed (KxLookup *lookup, const char *office, const char *area, KxPolicyKey key)
{
  KxMirrorLookup *self = KX_MIRROR_LOOKUP (lookup);
  KxBook *book = kx_mirror_take_reader (self->mirror, NULL);
  char **listed = NULL;

  if (book == NULL)
    return NULL;
  listed = list_in (book, office, area, key);
  kx_mirror_give_reader (self->mirror, book);
  return listed;
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

G_DEFINE_FINAL_TYPE_WITH_CODE (KxMirrorLookup, kx_mirror_lookup, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KX_TYPE_LOOKUP, lookup_init))

static void
finalize (GObject *object)
{
  g_object_unref (KX_MIRROR_LOOKUP (object)->mirror);
  G_OBJECT_CLASS (kx_mirror_lookup_parent_class)->finalize (object);
}

static void
kx_mirror_lookup_class_init (KxMirrorLookupClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_mirror_lookup_init (KxMirrorLookup *self)
{
}

KxLookup *
kx_mirror_lookup_new (KxMirror *mirror)
{
  KxMirrorLookup *self = g_object_new (KX_TYPE_MIRROR_LOOKUP, NULL);

  self->mirror = g_object_ref (mirror);
  kx_office_days_follow (mirror);
  return KX_LOOKUP (self);
}
