#include "core/kx-reader.h"

#include "core/kx-area-table.h"

#include <string.h>

KxAnswer
kx_reader_get (KxReader *reader, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  return reader->get (reader, entity, id, ret_record);
}

KxAnswer
kx_reader_count (KxReader *reader, const KxQuery *query, gint64 *ret_count)
{
  return reader->count (reader, query, ret_count);
}

KxAnswer
kx_reader_list (KxReader *reader, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  return reader->list (reader, query, limit, ret_records);
}

static KxAnswer
note (KxWatchedReader *self, KxAnswer answer)
{
  self->not_here |= answer == KX_NOT_HERE;
  self->broken |= answer == KX_BROKEN;
  return answer;
}

static KxAnswer
watched_get (KxReader *base, const KxEntity *entity, const char *id, KxRecord **ret_record)
{
  KxWatchedReader *self = (KxWatchedReader *) base;

  return note (self, kx_reader_get (self->inner, entity, id, ret_record));
}

static KxAnswer
watched_count (KxReader *base, const KxQuery *query, gint64 *ret_count)
{
  KxWatchedReader *self = (KxWatchedReader *) base;

  return note (self, kx_reader_count (self->inner, query, ret_count));
}

static KxAnswer
watched_list (KxReader *base, const KxQuery *query, guint limit, GPtrArray **ret_records)
{
  KxWatchedReader *self = (KxWatchedReader *) base;

  return note (self, kx_reader_list (self->inner, query, limit, ret_records));
}

void
kx_watched_reader_init (KxWatchedReader *self, KxReader *inner)
{
  *self = (KxWatchedReader){ { watched_get, watched_count, watched_list }, inner, FALSE, FALSE };
}

static int
compare (const KxField *field, KxValue a, KxValue b)
{
  gint64 x, y;

  if (kx_field_is_text (field))
    return strcmp (a.TEXT, b.TEXT);
  if (field->kind == KX_DATE)
    return (a.DATE.ymd > b.DATE.ymd) - (a.DATE.ymd < b.DATE.ymd);
  if (field->kind == KX_CODE)
    return (a.CODE > b.CODE) - (a.CODE < b.CODE);
  x = field->kind == KX_BOOLEAN ? !!a.BOOLEAN : a.INTEGER;
  y = field->kind == KX_BOOLEAN ? !!b.BOOLEAN : b.INTEGER;
  return (x > y) - (x < y);
}

static gboolean
term_matches (const KxTerm *term, const KxRecord *record)
{
  const KxField *field = &record->entity->fields[term->field];
  KxValue value;

  if (!kx_record_has (record, term->field))
    return term->test == KX_IS_NULL;
  value = kx_record_get (record, term->field);
  switch (term->test)
    {
    case KX_EQUALS:
      return kx_value_equal (field, value, term->value);
    case KX_BELOW:
      return compare (field, value, term->value) <= 0;
    case KX_ABOVE:
      return compare (field, value, term->value) >= 0;
    case KX_CONTAINS:
      return (value.CODES.bits >> term->value.CODE & 1) != 0;
    case KX_ONE_OF:
      return (term->value.CODES.bits >> value.CODE & 1) != 0;
    case KX_WITHIN:
      return kx_area_code_is_within (value.TEXT, term->value.TEXT);
    case KX_IS_NULL:
    case KX_N_TESTS:
    default:
      return FALSE;
    }
}

gboolean
kx_query_matches (const KxQuery *query, const KxRecord *record)
{
  if (!kx_record_is (record, query->entity->name) || (record->deleted_at.ms != 0) != query->trashed)
    return FALSE;
  if (query->except != NULL && g_str_equal (query->except, record->id))
    return FALSE;
  for (guint i = 0; i < query->n_terms; i++)
    if (!term_matches (&query->terms[i], record))
      return FALSE;
  return TRUE;
}
