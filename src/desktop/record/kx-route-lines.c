#include "desktop/record/kx-route-lines.h"

#include "core/entities/kx-route-step.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;
  gint64 one = kx_record_get (x, kx_route_step_f_ordinal).INTEGER;
  gint64 other = kx_record_get (y, kx_route_step_f_ordinal).INTEGER;

  return one != other ? (one < other ? -1 : 1) : g_strcmp0 (x->id, y->id);
}

GPtrArray *
kx_route_lines_list (KxDesk *desk, const char *office, const char *kind, const char *act)
{
  GPtrArray *lines = kx_desk_list (desk, &kx_route_step_entity, kx_route_step_f_office, office);

  for (guint i = lines->len; i-- > 0;)
    if (g_strcmp0 (kx_record_get (lines->pdata[i], kx_route_step_f_record_kind).TEXT, kind) != 0 ||
        g_strcmp0 (kx_record_get (lines->pdata[i], kx_route_step_f_act).TEXT, act) != 0)
      g_ptr_array_remove_index (lines, i);
  g_ptr_array_sort (lines, compare);
  return lines;
}
