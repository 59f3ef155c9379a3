#include "store/kx-areas.h"

#include "core/entities/kx-area.h"
#include "core/kx-area-table.h"
#include "store/kx-apply.h"

#include <string.h>

void
kx_areas_id (const KxArea *area, char ret_id[KX_UUID_TEXT_SIZE])
{
  g_autofree char *from = g_strdup_printf ("%d", area->from.ymd);
  const char *parts[] = { "area", area->code, from };

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), ret_id);
}

static KxRecord *
make_record (KxBook *book, const KxArea *area)
{
  static const int levels[] = { kx_area_level_country, kx_area_level_province, kx_area_level_city,
                                kx_area_level_county };
  const KxEntity *entity = kx_schema_entity (book->schema, "area");
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *record;
  Kx_area *row;

  kx_areas_id (area, id);
  record = kx_record_new (entity, id, "000000/public");
  row = kx_area (record);
  kx_area_set_code (row, area->code);
  kx_area_set_name (row, area->name);
  kx_area_set_level (row, area->kind == KX_AREA_ZONE ? kx_area_level_zone : levels[area->level]);
  if (*area->parent != '\0')
    kx_area_set_parent (row, area->parent);
  if (area->from.ymd != 0)
    kx_area_set_from_on (row, area->from);
  if (area->to.ymd != 0)
    kx_area_set_until_on (row, area->to);
  if (strlen (area->successors) == 6)
    kx_area_set_successor (row, area->successors);
  return record;
}

gboolean
kx_areas_load (KxBook *book, KxTime now, GError **error)
{
  const KxArea *areas;
  gsize n_areas;

  if (!kx_book_begin (book, error))
    return FALSE;
  book->seq++;
  areas = kx_area_table_get_all (&n_areas);
  for (gsize i = 0; i < n_areas; i++)
    {
      g_autoptr (KxRecord) record =
          areas[i].kind != KX_AREA_PLACEHOLDER ? make_record (book, &areas[i]) : NULL;

      if (record != NULL && !kx_apply_bare (book, record, now, error))
        {
          kx_book_rollback (book);
          return FALSE;
        }
    }
  return kx_book_commit (book, error);
}
