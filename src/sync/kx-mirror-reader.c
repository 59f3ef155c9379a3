#include "sync/kx-mirror-reader.h"

#include "store/kx-row.h"

typedef struct
{
  KxReader base;
  KxReader *rows; /* owned */
  KxBook *book;
  const KxActor *actor;
  gboolean loading;
} MirrorReader;

static KxAnswer
get (KxReader *reader, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  MirrorReader *self = (MirrorReader *) reader;
  KxAnswer answer = kx_reader_get (self->rows, entity, id, ret_record);

  /* What is not here may stand in another space. */
  return answer == KX_KNOWN && *ret_record == NULL ? KX_NOT_HERE : answer;
}

/* Whether every row that could answer lies in spaces that are open here: those of an office or of a parent.
 */
static gboolean
is_whole (MirrorReader *self, const KxQuery *query)
{
  const KxEntity *entity = query->entity;

  if (self->loading || (entity->traits & KX_LOCAL))
    return FALSE;
  if (entity->traits & KX_NATIONAL)
    return TRUE;
  for (guint i = 0; i < query->n_terms; i++)
    {
      const KxTerm *term = &query->terms[i];
      const KxField *field = &entity->fields[term->field];
      const KxEntity *target = NULL;
      g_autoptr (KxRecord) row = NULL;
      g_autofree char *space = NULL, *area = NULL;

      if (term->test != KX_EQUALS || field->kind != KX_REF || term->value.REF == NULL ||
          (field->flags & (KX_PARENT | KX_OFFICE)) == 0)
        continue;
      for (guint e = 0; e < self->book->schema->n_entities && row == NULL; e++)
        {
          target = self->book->schema->entities[e];
          if (g_strcmp0 (field->target, target->name) == 0 || g_strcmp0 (field->target, "*") == 0)
            kx_reader_get (self->rows, target, term->value.REF, &row);
        }
      if (row == NULL)
        continue;
      if (field->flags & KX_PARENT)
        return TRUE;
      area = kx_space_area (row->space);
      space = g_strconcat (area, "/", entity->drawer, NULL);
      return self->actor == NULL || kx_actor_may_read (self->actor, space);
    }
  return FALSE;
}

static KxAnswer
count (KxReader *reader, const KxQuery *query, gint64 *ret_count)
{
  MirrorReader *self = (MirrorReader *) reader;

  return is_whole (self, query) ? kx_reader_count (self->rows, query, ret_count) : KX_NOT_HERE;
}

static KxAnswer
list (KxReader *reader, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  MirrorReader *self = (MirrorReader *) reader;

  return is_whole (self, query) ? kx_reader_list (self->rows, query, limit, ret_records) : KX_NOT_HERE;
}

KxReader *
kx_mirror_reader_new (KxBook *book, const KxActor *actor, gboolean loading)
{
  MirrorReader *self = g_new0 (MirrorReader, 1);

  self->base = (KxReader){ get, count, list };
  self->rows = kx_row_reader_new (book);
  self->book = book;
  self->actor = actor;
  self->loading = loading;
  return &self->base;
}

void
kx_mirror_reader_free (KxReader *reader)
{
  MirrorReader *self = (MirrorReader *) reader;

  kx_row_reader_free (self->rows);
  g_free (self);
}

const GError *
kx_mirror_reader_get_error (KxReader *reader)
{
  return kx_row_reader_get_error (((MirrorReader *) reader)->rows);
}
