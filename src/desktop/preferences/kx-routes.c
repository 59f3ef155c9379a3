#include "desktop/preferences/kx-routes.h"

#include "core/entities/kx-route-step.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-route-page.h"
#include "desktop/record/kx-route-lines.h"

struct _KxRoutes
{
  AdwPreferencesGroup parent_instance;

  KxDesk *desk;       /* owned; NULL when disposed */
  char *office;       /* owned; NULL: none */
  char *space;        /* owned */
  GArray *routes;     /* (element-type KxRoute) owned */
  GPtrArray *widgets; /* (element-type GtkWidget) borrowed: a row a route */
};

G_DEFINE_FINAL_TYPE (KxRoutes, kx_routes, ADW_TYPE_PREFERENCES_GROUP)

static void
present (KxRoutes *self, const KxRoute *route)
{
  kx_subpage_present (kx_route_page_new (self->desk, self->office, self->space, route), GTK_WIDGET (self));
}

static void
open_route (KxRoutes *self, GtkWidget *row)
{
  guint i;

  if (self->office != NULL && g_ptr_array_find (self->widgets, row, &i))
    present (self, &g_array_index (self->routes, KxRoute, i));
}

/* "Handled by: officer → Approved by: leader". */
static char *
word_way (GPtrArray *lines)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *line = kx_route_dup_line (lines->pdata[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? " → " : "", line);
    }
  if (lines->len == 0)
    g_string_append (words, _ ("Not laid down: the slip has a line for whoever decides"));
  return g_string_free (words, FALSE);
}

static void
refresh (KxRoutes *self)
{
  for (guint i = 0; self->office != NULL && i < self->routes->len; i++)
    {
      const KxRoute *route = &g_array_index (self->routes, KxRoute, i);
      g_autoptr (GPtrArray) lines =
          kx_route_lines_list (self->desk, self->office, route->entity->name, route->step->action);
      g_autofree char *way = word_way (lines);

      adw_action_row_set_subtitle (self->widgets->pdata[i], way);
      kx_a11y_set_description (self->widgets->pdata[i], way);
    }
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxRoutes *self)
{
  if (entity == &kx_route_step_entity && self->desk != NULL)
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_ROUTES (object)->desk);
  G_OBJECT_CLASS (kx_routes_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxRoutes *self = KX_ROUTES (object);

  g_array_unref (self->routes);
  g_ptr_array_unref (self->widgets);
  g_free (self->office);
  g_free (self->space);
  G_OBJECT_CLASS (kx_routes_parent_class)->finalize (object);
}

static void
kx_routes_class_init (KxRoutesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_routes_init (KxRoutes *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->routes = kx_route_list ();
  self->widgets = g_ptr_array_new ();
  adw_preferences_group_set_title (group, _ ("Approval routes"));
  adw_preferences_group_set_description (group,
                                         _ ("Who signs which line of the slip, for each step that a superior "
                                            "decides."));
  for (guint i = 0; i < self->routes->len; i++)
    {
      g_autofree char *title = kx_route_dup_title (&g_array_index (self->routes, KxRoute, i));
      GtkWidget *row = kx_preferences_row_new (title, NULL);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      kx_preferences_row_add_arrow (row);
      g_signal_connect_object (row, "activated", G_CALLBACK (open_route), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (group, row);
      g_ptr_array_add (self->widgets, row);
    }
}

KxRoutes *
kx_routes_new (KxDesk *desk)
{
  KxRoutes *self = g_object_new (KX_TYPE_ROUTES, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  return self;
}

void
kx_routes_set_office (KxRoutes *self, const KxRecord *office)
{
  g_return_if_fail (KX_IS_ROUTES (self));
  g_free (self->office);
  g_free (self->space);
  self->office = office != NULL ? g_strdup (office->id) : NULL;
  self->space = office != NULL ? g_strdup (office->space) : NULL;
  refresh (self);
}

gboolean
kx_routes_open (KxRoutes *self, const char *entity, const char *action)
{
  g_return_val_if_fail (KX_IS_ROUTES (self), FALSE);
  for (guint i = 0; self->office != NULL && i < self->routes->len; i++)
    {
      const KxRoute *route = &g_array_index (self->routes, KxRoute, i);

      if (g_strcmp0 (route->entity->name, entity) == 0 && g_strcmp0 (route->step->action, action) == 0)
        {
          present (self, route);
          return TRUE;
        }
    }
  return FALSE;
}
