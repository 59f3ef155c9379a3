#include "core/kx-record.h"

#include <string.h>

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

KxRecord *
kx_record_new (const KxEntity *entity, const char *id, const char *space)
{
  KxRecord *record = g_malloc0 (sizeof *record + entity->n_fields * sizeof (KxValue));

  g_assert (entity->n_fields <= KX_MAX_FIELDS);
  record->entity = entity;
  record->id = g_strdup (id);
  record->space = g_strdup (space);
  return record;
}

void
kx_record_free (KxRecord *record)
{
  for (guint i = 0; i < record->entity->n_fields; i++)
    {
      if (kx_field_is_text (&record->entity->fields[i]))
        g_free ((char *) record->values[i].TEXT);
      if (record->stamps != NULL)
        {
          g_free (record->stamps[i].device);
          g_free (record->stamps[i].user);
        }
    }
  g_free (record->stamps);
  g_free (record->extra);
  g_free (record->created_by);
  g_free (record->updated_by);
  g_free (record->id);
  g_free (record->space);
  g_free (record);
}

KxRecord *
kx_record_copy (const KxRecord *record)
{
  KxRecord *copy = kx_record_new (record->entity, record->id, record->space);

  copy->no = record->no;
  copy->seq = record->seq;
  copy->created_by = g_strdup (record->created_by);
  copy->updated_by = g_strdup (record->updated_by);
  copy->created_at = record->created_at;
  copy->updated_at = record->updated_at;
  copy->deleted_at = record->deleted_at;
  copy->extra = g_strdup (record->extra);
  kx_record_apply (copy, record);
  for (guint i = 0; record->stamps != NULL && i < record->entity->n_fields; i++)
    if (record->stamps[i].seq > 0)
      kx_record_stamp (copy, i, record->stamps[i].seq, record->stamps[i].device, record->stamps[i].user);
  return copy;
}

gboolean
kx_record_is (const KxRecord *record, const char *entity)
{
  return record != NULL && g_str_equal (record->entity->name, entity);
}

gboolean
kx_record_has (const KxRecord *record, guint field)
{
  return (record->has & ~record->null & BIT (field)) != 0;
}

gboolean
kx_record_mentions (const KxRecord *record, guint field)
{
  return (record->has & BIT (field)) != 0;
}

KxValue
kx_record_get (const KxRecord *record, guint field)
{
  g_assert (field < record->entity->n_fields);
  return record->values[field];
}

KxDate
kx_record_date (const KxRecord *record, guint field)
{
  return kx_record_get (record, field).DATE;
}

void
kx_record_drop (KxRecord *record, guint field)
{
  g_assert (field < record->entity->n_fields);
  if (kx_field_is_text (&record->entity->fields[field]))
    g_free ((char *) record->values[field].TEXT);
  memset (&record->values[field], 0, sizeof (KxValue));
  record->has &= ~BIT (field);
  record->null &= ~BIT (field);
}

void
kx_record_put_null (KxRecord *record, guint field)
{
  kx_record_drop (record, field);
  record->has |= BIT (field);
  record->null |= BIT (field);
}

/* There is one way to have nothing: an empty text and an empty set are none. */
static gboolean
is_nothing (const KxField *field, KxValue value)
{
  if (kx_field_is_text (field))
    return value.TEXT == NULL || *value.TEXT == '\0';
  return field->kind == KX_CODES && value.CODES.bits == 0;
}

void
kx_record_put (KxRecord *record, guint field, KxValue value)
{
  g_assert (field < record->entity->n_fields);
  if (is_nothing (&record->entity->fields[field], value))
    {
      kx_record_put_null (record, field);
      return;
    }
  if (kx_field_is_text (&record->entity->fields[field]))
    value.TEXT = g_strdup (value.TEXT); /* before the drop: it may be the old value itself */
  kx_record_drop (record, field);
  record->values[field] = value;
  record->has |= BIT (field);
}

gboolean
kx_record_same (const KxRecord *a, const KxRecord *b, guint field)
{
  gboolean has = kx_record_has (a, field);

  if (has != kx_record_has (b, field))
    return FALSE;
  return !has || kx_value_equal (&a->entity->fields[field], a->values[field], b->values[field]);
}

void
kx_record_take (KxRecord *record, const KxRecord *from, guint field)
{
  if (kx_record_has (from, field))
    kx_record_put (record, field, from->values[field]);
  else if (kx_record_mentions (from, field))
    kx_record_put_null (record, field);
  else
    kx_record_drop (record, field);
}

void
kx_record_apply (KxRecord *record, const KxRecord *patch)
{
  for (guint i = 0; i < MIN (patch->entity->n_fields, record->entity->n_fields); i++)
    if (kx_record_mentions (patch, i))
      kx_record_take (record, patch, i);
}

char *
kx_record_text (const KxRecord *record, guint field)
{
  if (!kx_record_has (record, field))
    return NULL;
  return kx_value_to_text (&record->entity->fields[field], record->values[field]);
}

void
kx_record_stamp (KxRecord *record, guint field, gint64 seq, const char *device, const char *user)
{
  if (record->stamps == NULL)
    record->stamps = g_new0 (KxStamp, record->entity->n_fields);
  record->stamps[field].seq = seq;
  g_free (record->stamps[field].device);
  record->stamps[field].device = g_strdup (device);
  g_free (record->stamps[field].user);
  record->stamps[field].user = g_strdup (user);
}

char *
kx_space_area (const char *space)
{
  return g_strndup (space, strcspn (space, "/"));
}

const char *
kx_space_drawer (const char *space)
{
  const char *slash = strchr (space, '/');

  return slash != NULL && g_ascii_isdigit (*space) ? slash + 1 : "";
}
