#include "store/kx-offices.h"

#include "core/entities/kx-office.h"
#include "core/kx-area-table.h"
#include "store/kx-row.h"

char *
kx_offices_find (KxBook *book, const char *area, guint *ret_n, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = &kx_office_entity, .n_terms = 1 };
  g_autoptr (GPtrArray) offices = NULL;

  query.terms[0] = (KxTerm){ .field = kx_office_f_area, .value.TEXT = area };
  if (kx_reader_list (reader, &query, 100, &offices) != KX_KNOWN)
    {
      g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
      return NULL;
    }
  *ret_n = offices->len;
  return offices->len > 0 ? g_strdup (((const KxRecord *) offices->pdata[0])->id) : NULL;
}

KxOp *
kx_offices_make_op (const KxSchema *schema, KxTime now, const char *area)
{
  const KxEntity *entity = kx_schema_entity (schema, kx_office_entity.name);
  const KxArea *known = kx_area_table_lookup (area);
  g_autofree char *name = g_strconcat (known != NULL ? known->name : area, "社会保险经办机构", NULL);
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  char op[KX_UUID_TEXT_SIZE], row[KX_UUID_TEXT_SIZE];

  kx_office_set_name (kx_office (fields), name);
  kx_office_set_area (kx_office (fields), area);
  kx_office_set_kind (kx_office (fields), kx_office_kind_centre);
  kx_random_uuid (now, op);
  kx_random_uuid (now, row);
  return kx_op_new (KX_OP_CREATE, entity, op, row, fields);
}
