#include "desktop/record/kx-desk.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-person.h"
#include "core/kx-decide-after.h"
#include "desktop/record/kx-mirror-lookup.h"
#include "models/kx-display.h"
#include "models/kx-row-read.h"
#include "store/kx-row.h"

/* The parts of one record; a record with more is not worked on by hand. */
#define MOST_PARTS 500

struct _KxDesk
{
  GObject parent_instance;

  KxProfile *profile; /* owned, or NULL */
  KxMirror *mirror;   /* owned */
  KxClient *client;   /* owned, or NULL */
  KxSync *sync;       /* owned, or NULL */
  KxMirrorSource *source;
  KxLookup *lookup;
  guint64 changed; /* bits by the place of the entity in the schema */
  guint telling;
};

G_DEFINE_FINAL_TYPE (KxDesk, kx_desk, G_TYPE_OBJECT)

static guint changed_signal;

static gboolean
tell (gpointer data)
{
  KxDesk *self = data;
  const KxSchema *schema = kx_mirror_get_schema (self->mirror);
  guint64 changed = self->changed;

  self->telling = 0;
  self->changed = 0;
  for (guint i = 0; i < schema->n_entities; i++)
    if (changed >> i & 1)
      g_signal_emit (self, changed_signal, 0, schema->entities[i]);
  return G_SOURCE_REMOVE;
}

static void
follow_rows (KxDesk *self, KxRowsChanged *changed)
{
  const KxSchema *schema = kx_mirror_get_schema (self->mirror);

  for (guint i = 0; i < schema->n_entities; i++)
    if (kx_rows_changed_concerns (changed, schema, schema->entities[i]))
      self->changed |= G_GUINT64_CONSTANT (1) << i;
  if (self->telling == 0 && self->changed != 0)
    self->telling = g_idle_add (tell, self);
}

static void
dispose (GObject *object)
{
  KxDesk *self = KX_DESK (object);

  if (self->telling != 0)
    g_source_remove (self->telling);
  self->telling = 0;
  g_clear_object (&self->lookup);
  g_clear_object (&self->source);
  g_clear_object (&self->sync);
  g_clear_object (&self->client);
  g_clear_object (&self->mirror);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (kx_desk_parent_class)->dispose (object);
}

static void
kx_desk_class_init (KxDeskClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  changed_signal = g_signal_new ("rows-changed", KX_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
kx_desk_init (KxDesk *self)
{
}

KxDesk *
kx_desk_new_for_mirror (KxMirror *mirror, KxClient *client, KxSync *sync)
{
  KxDesk *self = g_object_new (KX_TYPE_DESK, NULL);

  self->mirror = g_object_ref (mirror);
  self->client = client != NULL ? g_object_ref (client) : NULL;
  self->sync = sync != NULL ? g_object_ref (sync) : NULL;
  self->source = kx_mirror_source_new (mirror);
  self->lookup = kx_mirror_lookup_new (mirror);
  g_signal_connect_object (mirror, "rows-changed", G_CALLBACK (follow_rows), self, G_CONNECT_SWAPPED);
  return self;
}

KxDesk *
kx_desk_new (KxProfile *profile)
{
  KxDesk *self = kx_desk_new_for_mirror (kx_profile_get_mirror (profile), kx_profile_get_client (profile),
                                         kx_profile_get_sync (profile));

  self->profile = g_object_ref (profile);
  return self;
}

KxMirror *
kx_desk_get_mirror (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  return self->mirror;
}

KxRowSource *
kx_desk_get_source (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  return KX_ROW_SOURCE (self->source);
}

KxLookup *
kx_desk_get_lookup (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  return self->lookup;
}

KxClient *
kx_desk_get_client (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  return self->client;
}

KxSync *
kx_desk_get_sync (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  return self->sync;
}

KxProfile *
kx_desk_get_profile (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  return self->profile;
}

const char *
kx_desk_get_user (KxDesk *self)
{
  const KxActor *actor;

  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  actor = kx_mirror_get_actor (self->mirror);
  return actor != NULL ? actor->user : NULL;
}

gboolean
kx_desk_is_online (KxDesk *self)
{
  g_return_val_if_fail (KX_IS_DESK (self), FALSE);
  if (self->client == NULL)
    return FALSE;
  return self->sync == NULL || kx_sync_is_online (self->sync);
}

void
kx_desk_sync_now (KxDesk *self)
{
  g_return_if_fail (KX_IS_DESK (self));
  if (self->sync != NULL)
    kx_sync_now (self->sync);
}

gboolean
kx_desk_actor_may (const KxActor *actor, const KxEntity *entity, KxOpKind kind, const char *action,
                   const char *space)
{
  const KxTransition *step = kx_lifecycle_knows (entity->lifecycle, kind, action);
  g_autofree char *area = NULL;

  if (actor == NULL || step == NULL)
    return FALSE;
  if (space != NULL)
    {
      area = kx_space_area (space);
      return (kx_actor_roles (actor, area) & step->roles) != 0;
    }
  /* A row that is not made yet: anywhere. */
  for (guint i = 0; i < actor->roles->len; i++)
    if (step->roles >> g_array_index (actor->roles, KxRoleIn, i).role & 1)
      return TRUE;
  return FALSE;
}

gboolean
kx_desk_may (KxDesk *self, const KxEntity *entity, KxOpKind kind, const char *action, const char *space)
{
  g_return_val_if_fail (KX_IS_DESK (self), FALSE);
  return kx_desk_actor_may (kx_mirror_get_actor (self->mirror), entity, kind, action, space);
}

GPtrArray *
kx_desk_try_list (KxDesk *self, const KxEntity *entity, guint field, const char *id)
{
  KxQuery query = { .entity = entity, .n_terms = 1 };
  GPtrArray *rows = NULL;
  KxBook *book;

  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  book = kx_mirror_take_reader (self->mirror, NULL);
  query.terms[0] = (KxTerm){ .field = field, .value.REF = id };
  if (book != NULL)
    {
      g_autoptr (KxReader) reader = kx_row_reader_new (book);

      kx_reader_list (reader, &query, MOST_PARTS, &rows);
    }
  if (book != NULL)
    kx_mirror_give_reader (self->mirror, book);
  return rows;
}

GPtrArray *
kx_desk_list (KxDesk *self, const KxEntity *entity, guint field, const char *id)
{
  GPtrArray *rows = kx_desk_try_list (self, entity, field, id);

  return rows != NULL ? rows : g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
}

KxRecord *
kx_desk_get_row (KxDesk *self, const KxEntity *entity, const char *id)
{
  KxBook *book;
  KxRecord *row;

  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  book = kx_mirror_take_reader (self->mirror, NULL);
  if (book == NULL)
    return NULL;
  row = kx_row_get (book, entity, id, NULL);
  kx_mirror_give_reader (self->mirror, book);
  return row;
}

char *
kx_desk_dup_person (KxDesk *self, const char *user)
{
  KxBook *book;
  char *name = NULL;

  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  book = user != NULL ? kx_mirror_take_reader (self->mirror, NULL) : NULL;
  if (book != NULL)
    {
      name = kx_row_read_person (book, user);
      kx_mirror_give_reader (self->mirror, book);
    }
  if (name == NULL && g_strcmp0 (user, kx_desk_get_user (self)) == 0 && user != NULL)
    name = g_strdup (kx_mirror_get_actor (self->mirror)->name);
  return name != NULL ? name : g_strdup ("");
}

KxDecision *
kx_desk_try_after (KxDesk *self, GPtrArray *before, const KxOp *op)
{
  KxBook *book;
  KxDecision *decision = NULL;
  KxScene scene = { .op = op, .on_device = TRUE, .trying = TRUE };

  g_return_val_if_fail (KX_IS_DESK (self), NULL);
  scene.schema = kx_mirror_get_schema (self->mirror);
  scene.actor = kx_mirror_get_actor (self->mirror);
  scene.today = kx_mirror_today (self->mirror);
  book = scene.actor != NULL ? kx_mirror_take_reader (self->mirror, NULL) : NULL;
  if (book != NULL)
    {
      g_autoptr (KxReader) reader = kx_row_reader_new (book);

      scene.reader = reader;
      decision = kx_decide_after (&scene, before);
    }
  if (book != NULL)
    kx_mirror_give_reader (self->mirror, book);
  return decision != NULL ? decision : kx_decision_new ();
}

KxDecision *
kx_desk_try (KxDesk *self, const KxOp *op)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new ();

  return kx_desk_try_after (self, before, op);
}

/* The one office in whose area the user may make agencies. */
static char *
find_only_office (KxDesk *self, KxBook *book)
{
  KxListQuery query = { .entity = &kx_office_entity, .sort = KX_SORT_ID, .limit = MOST_PARTS };
  g_autoptr (KxListPage) page = NULL;
  char *only = NULL;

  query.actor = kx_mirror_get_actor (self->mirror);
  page = kx_list_run (book, &query, NULL);
  for (guint i = 0; page != NULL && i < page->records->len; i++)
    {
      const KxRecord *office = page->records->pdata[i];

      if (!kx_desk_may (self, &kx_agency_entity, KX_OP_CREATE, NULL, office->space))
        continue;
      if (only != NULL)
        {
          g_free (only);
          return NULL;
        }
      only = g_strdup (office->id);
    }
  return only;
}

char *
kx_desk_dup_office (KxDesk *self)
{
  const char *user = kx_desk_get_user (self);
  g_autoptr (KxRecord) person = NULL;
  KxBook *book;
  char *office;

  /* Who works in an office makes its files. */
  person = user != NULL ? kx_desk_get_row (self, &kx_person_entity, user) : NULL;
  if (person != NULL && kx_record_has (person, kx_person_f_office))
    return g_strdup (kx_person_get_office (kx_person (person)));
  book = user != NULL ? kx_mirror_take_reader (self->mirror, NULL) : NULL;
  if (book == NULL)
    return NULL;
  office = find_only_office (self, book);
  kx_mirror_give_reader (self->mirror, book);
  return office;
}
