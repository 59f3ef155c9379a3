#include "desktop/preferences/kx-route-words.h"

#include "core/entities/kx-route-step.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

static gboolean
is_listed (GArray *routes, const KxEntity *entity, const char *action)
{
  for (guint i = 0; i < routes->len; i++)
    {
      const KxRoute *route = &g_array_index (routes, KxRoute, i);

      if (route->entity == entity && g_str_equal (route->step->action, action))
        return TRUE;
    }
  return FALSE;
}

GArray *
kx_route_list (void)
{
  const KxSchema *schema = kx_schema_get ();
  GArray *routes = g_array_new (FALSE, FALSE, sizeof (KxRoute));

  for (guint e = 0; e < schema->n_entities; e++)
    {
      const KxLifecycle *lifecycle = schema->entities[e]->lifecycle;

      for (guint i = 0; lifecycle != NULL && i < lifecycle->n_rows; i++)
        {
          KxRoute route = { schema->entities[e], &lifecycle->rows[i] };

          if (route.step->kind == KX_OP_ACTION && route.step->superiors != 0 &&
              !is_listed (routes, route.entity, route.step->action))
            g_array_append_val (routes, route);
        }
    }
  return routes;
}

char *
kx_route_dup_title (const KxRoute *route)
{
  return kx_display_fill (N_ ("{kind}: {step}"), "kind", _ (route->entity->label), "step",
                          _ (route->step->label), NULL);
}

char *
kx_route_dup_line (const KxRecord *line)
{
  int kind = kx_record_get (line, kx_route_step_f_line).CODE;
  const char *post = kx_record_get (line, kx_route_step_f_post).TEXT;

  /* Translators: a line of an approval slip, and whose post it is: "Reviewed by: section head". */
  return kx_display_fill (N_ ("{line}: {post}"), "line",
                          kx_display_code (&kx_route_step_entity.fields[kx_route_step_f_line], kind), "post",
                          post, NULL);
}
