#include "desktop/pages/kx-overview-page.h"

#include "core/entities/kx-area.h"
#include "core/kx-area-table.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-pane.h"
#include "desktop/kx-text-scale.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-agreement-rows.h"
#include "desktop/pages/kx-figure-bars.h"
#include "desktop/pages/kx-season-row.h"
#include "desktop/pages/kx-todo-row.h"
#include "models/kx-display.h"
#include "models/kx-mirror-source.h"
#include "models/kx-todo-list.h"
#include "models/kx-zone-names.h"
#include "sync/kx-profile.h"

/* Of the page itself: with less, the pictures stand below the list. */
#define SIDE_WIDTH 760
/* Below this width the days of a line stand below it instead. */
#define NARROW_WIDTH 460
/* Of an icon, a title and a sentence, each in some lines. */
#define NOTHING_HEIGHT 300
/* Lines in the first frame, as many as a window of its first size has room for, and how many come with each
 * turn after it: some hundred at once would keep the window from being drawn for a second. */
#define FIRST_LINES 6
#define MORE_LINES 8
/* With the profile: the list that was begun for its page. */
#define BEGUN "kx-overview-begun"
/* Before it is said that something is looked for. */
#define LOADING_MS 300

struct _KxOverviewPage
{
  KxPage parent_instance;

  GtkStack *states;
  GtkBox *columns, *groups, *figures_box;
  AdwStatusPage *looking, *nothing, *failed;
  GtkWidget *area_line, *ruler; /* ruler: as wide as there is room, and nothing to see */
  GtkDropDown *area;

  GtkWidget *group[KX_TODO_N_GROUPS];         /* borrowed */
  GtkLabel *group_title[KX_TODO_N_GROUPS];    /* borrowed */
  GtkListBox *rows[KX_TODO_N_GROUPS];         /* borrowed */
  GtkSliceListModel *shown[KX_TODO_N_GROUPS]; /* owned; the lines that the group has so far */
  guint later;                                /* source of what waits for the first frame */
  guint loading;                              /* source */
  KxRowSource *source;                        /* owned; NULL: none yet */
  KxTodoList *list;                           /* owned; NULL as well */
  KxFigures *figures;                         /* owned; NULL as well */
  KxRenewalSeason *season;                    /* owned; made with them */
  gboolean drawn;                             /* the list was seen */
  int width;                                  /* as the ruler told it; before that, enough */
  KxActor *actor;                             /* owned; who works here; NULL: nobody yet */
  GPtrArray *areas;          /* (element-type utf8) owned; codes in the order of the chooser, "" first: all */
  GtkStringList *area_words; /* owned; what the chooser is to offer; NULL: it does */
};

G_DEFINE_FINAL_TYPE (KxOverviewPage, kx_overview_page, KX_TYPE_PAGE)

static void
show_group (KxOverviewPage *self, KxTodoGroup group)
{
  gboolean exact;
  guint n = kx_todo_list_get_count (self->list, group, &exact);
  g_autofree char *count = kx_format_count (n), *title = NULL;

  title = kx_display_fill (exact ? N_ ("{group} · {n}") : N_ ("{group} · more than {n}"), "group",
                           kx_todo_group_label (group), "n", count, NULL);
  gtk_label_set_label (self->group_title[group], title);
  gtk_widget_set_visible (self->group[group], n > 0);
}

/* The sidebar counts what other places have to do as well, be they looked at or not; the activity page counts
 * for itself as soon as there is one. */
static void
show_badges (KxOverviewPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  static const char *const places[] = { "agencies", "agreements" };

  kx_page_set_badge (KX_PAGE (self), kx_todo_list_get_badge (self->list, "overview"));
  if (window == NULL)
    return;
  kx_window_get_place (window, "activity");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      KxPage *page = kx_window_get_place (window, places[i]);

      if (page != NULL)
        kx_page_set_badge (page, kx_todo_list_get_badge (self->list, places[i]));
    }
}

/* At most `n` more lines, of the first groups that have some. FALSE: all are there. */
static gboolean
show_more (KxOverviewPage *self, guint n)
{
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    {
      guint size = gtk_slice_list_model_get_size (self->shown[g]);
      guint all = g_list_model_get_n_items (kx_todo_list_get_group (self->list, g));

      if (size >= all)
        continue;
      gtk_slice_list_model_set_size (self->shown[g], MIN (size + n, all));
      n -= MIN (n, all - size);
      if (n == 0)
        return TRUE;
    }
  return FALSE;
}

/* Where nothing is to be pictured, no room is kept for pictures. */
static void
show_figures (KxOverviewPage *self)
{
  gboolean any = FALSE;

  for (GtkWidget *bars = gtk_widget_get_first_child (GTK_WIDGET (self->figures_box)); bars != NULL && !any;
       bars = gtk_widget_get_next_sibling (bars))
    any = gtk_widget_get_visible (bars);
  gtk_widget_set_visible (GTK_WIDGET (self->figures_box), any);
}

/* The agreements that end soon, as they are filtered by hand. */
static void
open_season (KxOverviewPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL && kx_window_go (window, "agreements"))
    kx_agreement_rows_show_season (kx_window_get_place (window, "agreements"),
                                   kx_todo_list_get_area (self->list));
}

static void
add_season (KxOverviewPage *self)
{
  GtkWidget *row;

  self->season = kx_renewal_season_new (self->source);
  kx_renewal_season_set_area (self->season, kx_todo_list_get_area (self->list));
  row = kx_season_row_new (self->season);
  g_signal_connect_object (row, "open", G_CALLBACK (open_season), self, G_CONNECT_SWAPPED);
  gtk_box_insert_child_after (self->groups, row, self->area_line);
}

static void
add_figures (KxOverviewPage *self)
{
  add_season (self);
  self->figures = kx_figures_new (self->source);
  kx_figures_set_area (self->figures, kx_todo_list_get_area (self->list));
  for (guint f = 0; f < KX_N_FIGURES; f++)
    {
      GtkWidget *bars = kx_figure_bars_new (self->figures, f);

      g_signal_connect_object (bars, "notify::visible", G_CALLBACK (show_figures), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->figures_box, bars);
    }
  show_figures (self);
}

static void
on_area (KxOverviewPage *self)
{
  guint i = gtk_drop_down_get_selected (self->area);
  const char *code = i < self->areas->len ? self->areas->pdata[i] : "";

  kx_todo_list_set_area (self->list, *code != '\0' ? code : NULL);
  if (self->figures == NULL)
    return;
  kx_figures_set_area (self->figures, *code != '\0' ? code : NULL);
  kx_renewal_season_set_area (self->season, *code != '\0' ? code : NULL);
}

/* The place of an area in the chooser; that of all where it is not offered any more. */
static guint
find_area (KxOverviewPage *self, const char *code)
{
  for (guint i = 0; i < self->areas->len; i++)
    if (g_str_equal (self->areas->pdata[i], code))
      return i;
  return 0;
}

/* A chooser lays out all that it offers to be as wide as the widest. */
static void
offer_areas (KxOverviewPage *self)
{
  const char *code = kx_todo_list_get_area (self->list);
  guint place = find_area (self, code != NULL ? code : "");

  g_signal_handlers_block_by_func (self->area, on_area, self);
  gtk_drop_down_set_model (self->area, G_LIST_MODEL (self->area_words));
  gtk_drop_down_set_selected (self->area, place);
  g_signal_handlers_unblock_by_func (self->area, on_area, self);
  g_clear_object (&self->area_words);
  /* What was chosen may be gone. */
  if (code != NULL && place == 0)
    on_area (self);
}

/* What the first frame does not wait for: the areas, the pictures, lines further down, and the badges, which
 * make the pages they stand for. */
static gboolean
on_later (gpointer data)
{
  KxOverviewPage *self = data;

  if (self->area_words != NULL)
    offer_areas (self);
  else if (self->figures == NULL)
    add_figures (self);
  else if (!show_more (self, MORE_LINES))
    {
      self->later = 0;
      show_badges (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
do_later (KxOverviewPage *self)
{
  if (self->later == 0)
    self->later = g_idle_add_full (G_PRIORITY_LOW, on_later, self, NULL);
}

/* Within the frame, before it is drawn: the idle comes after it. */
static gboolean
on_frame (GtkWidget *window, GdkFrameClock *clock, gpointer page)
{
  KxOverviewPage *self = page;

  /* The page may have gone with its profile. */
  if (self->list == NULL)
    return G_SOURCE_REMOVE;
  self->drawn = TRUE;
  do_later (self);
  return G_SOURCE_REMOVE;
}

/* What the first frame does not wait for comes after it. A page that is looked at later has no frame to wait
 * for. */
static void
await_frame (KxOverviewPage *self, gboolean first)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->drawn || window == NULL ||
      (gtk_widget_get_mapped (window) && !gtk_widget_get_mapped (GTK_WIDGET (self))))
    do_later (self);
  else if (first)
    gtk_widget_add_tick_callback (window, on_frame, g_object_ref (self), g_object_unref);
}

/* The list is worked off by keys: the first line has the focus when it comes. */
static void
enter_list (KxOverviewPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    return;
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows[g], 0);

      if (row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row)))
        return;
    }
}

static void
show_list (KxOverviewPage *self)
{
  gboolean first = !g_str_equal (gtk_stack_get_visible_child_name (self->states), "list");
  const GError *error = kx_todo_list_get_error (self->list);
  guint all = 0;

  if (error != NULL)
    {
      g_autofree char *why = kx_display_error (error);
      g_autofree char *text = kx_display_fill (N_ ("Nothing was lost. It is tried again when something "
                                                   "changes. ({error})"),
                                               "error", why, NULL);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_status_page_set_description (self->failed, escaped);
      adw_status_page_set_icon_name (self->failed, "dialog-warning-symbolic");
      gtk_stack_set_visible_child_name (self->states, "failed");
      return;
    }
  if (kx_todo_list_is_loading (self->list))
    return;
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    {
      show_group (self, g);
      all += kx_todo_list_get_count (self->list, g, NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), all == 0);
  if (first)
    show_more (self, FIRST_LINES);
  gtk_stack_set_visible_child_name (self->states, "list");
  if (first)
    enter_list (self);
  await_frame (self, first);
}

/* Opens the record; what is done elsewhere goes to its place. */
static void
on_activate (GtkListBox *box, GtkListBoxRow *row, KxOverviewPage *self)
{
  KxTodo *todo = kx_todo_row_get_todo (KX_TODO_ROW (row));
  KxWindow *window = kx_page_get_window (KX_PAGE (self));
  const KxEntity *entity = kx_todo_get_entity (todo);
  const char *id = kx_todo_get_id (todo), *place = kx_todo_get_page (todo);

  if (window == NULL)
    return;
  if (!g_str_equal (place, "activity") && entity != NULL && id != NULL &&
      kx_window_open_row (window, entity->name, id))
    return;
  kx_window_go (window, place);
  if (entity != NULL && id != NULL && kx_window_get_page (window) != KX_PAGE (self))
    kx_page_open_row (kx_window_get_page (window), entity->name, id);
}

static GtkWidget *
make_row (gpointer todo, gpointer data)
{
  GtkWidget *row = kx_todo_row_new (todo);

  kx_todo_row_set_narrow (KX_TODO_ROW (row), KX_OVERVIEW_PAGE (data)->width < kx_text_scaled (NARROW_WIDTH));
  return row;
}

static void
add_group (KxOverviewPage *self, KxTodoGroup group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *title = gtk_label_new (NULL);
  GtkWidget *rows = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_add_css_class (title, "title-4");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  kx_a11y_set_label (rows, kx_todo_group_label (group));
  g_signal_connect (rows, "row-activated", G_CALLBACK (on_activate), self);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), rows);
  gtk_widget_set_visible (box, FALSE);
  gtk_box_append (self->groups, box);
  self->group[group] = box;
  self->group_title[group] = GTK_LABEL (title);
  self->rows[group] = GTK_LIST_BOX (rows);
}

static void
add_area (KxOverviewPage *self, GtkStringList *words, const char *code)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < self->areas->len; i++)
    if (g_str_equal (self->areas->pdata[i], code))
      return;
  name = kx_display_area (code, FALSE);
  g_ptr_array_add (self->areas, g_strdup (code));
  gtk_string_list_append (words, name);
}

static void
add_zones (KxOverviewPage *self, GtkStringList *words, const char *area)
{
  g_auto (GStrv) zones = kx_zone_names_list (area);

  for (guint i = 0; zones[i] != NULL; i++)
    add_area (self, words, zones[i]);
}

/* The areas in which roles were granted; of one above, those next below it, its zones included. Gives their
 * words. */
static GtkStringList *
list_areas (KxOverviewPage *self)
{
  const char *const all[] = { _ ("All areas"), NULL };
  const KxActor *actor = self->actor;
  GtkStringList *words = gtk_string_list_new (all);

  g_ptr_array_set_size (self->areas, 0);
  g_ptr_array_add (self->areas, g_strdup (""));
  for (guint i = 0; actor != NULL && i < actor->roles->len; i++)
    {
      const char *code = g_array_index (actor->roles, KxRoleIn, i).area;
      g_autoptr (GPtrArray) below = kx_area_table_list_children (code, kx_display_today ());

      if (!g_str_equal (code, KX_AREA_COUNTRY_CODE))
        add_area (self, words, code);
      for (guint j = 0; below != NULL && j < below->len; j++)
        if (((const KxArea *) below->pdata[j])->kind == KX_AREA_PLAIN)
          add_area (self, words, ((const KxArea *) below->pdata[j])->code);
      add_zones (self, words, code);
    }
  gtk_widget_set_visible (self->area_line, self->areas->len > 2);
  return words;
}

static void
fill_areas (KxOverviewPage *self)
{
  const char *const all[] = { _ ("All areas"), NULL };
  g_autoptr (GtkStringList) first = gtk_string_list_new (all);

  self->area_words = list_areas (self);
  gtk_drop_down_set_model (self->area, G_LIST_MODEL (first));
  g_signal_connect_object (self->area, "notify::selected", G_CALLBACK (on_area), self, G_CONNECT_SWAPPED);
}

/* A zone was entered, or goes by another name. */
static void
on_rows_changed (KxOverviewPage *self, const KxEntity *entity)
{
  if (entity != &kx_area_entity)
    return;
  g_clear_object (&self->area_words);
  self->area_words = list_areas (self);
  /* The first frame does not wait for them, and offers them itself. */
  if (self->later == 0 && self->drawn)
    offer_areas (self);
}

/* What is found at once is seen at once. An icon of this size is drawn from its SVG file as soon as it is
 * named, be it seen or not: the first frame would wait for it. */
static void
on_slow (gpointer data)
{
  KxOverviewPage *self = data;

  self->loading = 0;
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->states), "waiting"))
    return;
  adw_status_page_set_icon_name (self->looking, "user-home-symbolic");
  gtk_stack_set_visible_child_name (self->states, "loading");
}

/* Takes `list`. */
static void
set_list (KxOverviewPage *self, KxTodoList *list, const KxActor *actor)
{
  KxRowSource *source = kx_row_answer_get_source (KX_ROW_ANSWER (list));

  self->list = list;
  self->source = g_object_ref (source);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    {
      self->shown[g] = gtk_slice_list_model_new (g_object_ref (kx_todo_list_get_group (self->list, g)), 0, 0);
      gtk_list_box_bind_model (self->rows[g], G_LIST_MODEL (self->shown[g]), make_row, self, NULL);
    }
  self->actor = actor != NULL ? kx_actor_copy (actor) : NULL;
  fill_areas (self);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  self->loading = g_timeout_add_once (LOADING_MS, on_slow, self);
  g_signal_connect_object (self->list, "counts-changed", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
  if (!kx_todo_list_is_loading (list))
    show_list (self);
}

void
kx_overview_page_set_source (KxOverviewPage *self, KxRowSource *source, const KxActor *actor)
{
  g_return_if_fail (KX_IS_OVERVIEW_PAGE (self) && self->list == NULL);
  set_list (self, kx_todo_list_new (source), actor);
}

static KxTodoList *
make_list (KxProfile *profile)
{
  g_autoptr (KxMirrorSource) source = kx_mirror_source_new (kx_profile_get_mirror (profile));

  return kx_todo_list_new (KX_ROW_SOURCE (source));
}

void
kx_overview_page_begin (KxProfile *profile)
{
  g_object_set_data_full (G_OBJECT (profile), BEGUN, make_list (profile), g_object_unref);
}

static void
arrange (gpointer page)
{
  KxOverviewPage *self = page;
  gboolean wide = self->width >= kx_text_scaled (SIDE_WIDTH);

  if (self->columns != NULL)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                    wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  for (guint g = 0; self->columns != NULL && g < KX_TODO_N_GROUPS; g++)
    for (int i = 0; gtk_list_box_get_row_at_index (self->rows[g], i) != NULL; i++)
      kx_todo_row_set_narrow (KX_TODO_ROW (gtk_list_box_get_row_at_index (self->rows[g], i)),
                              self->width < kx_text_scaled (NARROW_WIDTH));
  g_object_unref (self);
}

/* Sizes are being given out just now: the change waits for its turn. */
static void
on_resize (GtkDrawingArea *ruler, int width, int height, KxOverviewPage *self)
{
  gboolean was_wide = self->width >= kx_text_scaled (SIDE_WIDTH),
           was_narrow = self->width < kx_text_scaled (NARROW_WIDTH);

  self->width = width;
  if (was_wide != (width >= kx_text_scaled (SIDE_WIDTH)) ||
      was_narrow != (width < kx_text_scaled (NARROW_WIDTH)))
    g_idle_add_once (arrange, g_object_ref (self));
}

static void
constructed (GObject *object)
{
  KxProfile *profile;

  G_OBJECT_CLASS (kx_overview_page_parent_class)->constructed (object);
  profile = kx_page_get_profile (KX_PAGE (object));
  if (profile != NULL)
    {
      KxTodoList *begun = g_object_steal_data (G_OBJECT (profile), BEGUN);

      set_list (KX_OVERVIEW_PAGE (object), begun != NULL ? begun : make_list (profile),
                kx_mirror_get_actor (kx_profile_get_mirror (profile)));
    }
}

static gboolean
is_loading (KxPage *page)
{
  KxOverviewPage *self = KX_OVERVIEW_PAGE (page);

  return self->list != NULL && kx_todo_list_is_loading (self->list);
}

static void
dispose (GObject *object)
{
  KxOverviewPage *self = KX_OVERVIEW_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_OVERVIEW_PAGE);
  self->columns = NULL;
  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_handle_id (&self->loading, g_source_remove);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    g_clear_object (&self->shown[g]);
  g_clear_object (&self->list);
  g_clear_object (&self->figures);
  g_clear_object (&self->season);
  g_clear_object (&self->source);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->actor, kx_actor_free);
  g_clear_object (&self->area_words);
  G_OBJECT_CLASS (kx_overview_page_parent_class)->dispose (object);
}

static void
reload (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  KxOverviewPage *self = page;

  if (self->list != NULL)
    kx_row_answer_start (KX_ROW_ANSWER (self->list));
  if (self->figures == NULL)
    return;
  kx_row_answer_start (KX_ROW_ANSWER (self->figures));
  kx_row_answer_start (KX_ROW_ANSWER (self->season));
}

static const GActionEntry actions[] = { { .name = "reload", .activate = reload } };

static void
kx_overview_page_class_init (KxOverviewPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (KX_TYPE_PANE);
  G_OBJECT_CLASS (class)->constructed = constructed;
  G_OBJECT_CLASS (class)->dispose = dispose;
  KX_PAGE_CLASS (class)->is_loading = is_loading;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/pages/kx-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, states);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, columns);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, groups);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, figures_box);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, looking);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, failed);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, area_line);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, ruler);
  gtk_widget_class_bind_template_child (widget_class, KxOverviewPage, area);
}

static void
kx_overview_page_init (KxOverviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* It asks for the height that it needs at its widest, and would be cut where its words wrap. */
  gtk_widget_set_size_request (GTK_WIDGET (self->nothing), -1, kx_text_scaled (NOTHING_HEIGHT));
  kx_page_add_actions (KX_PAGE (self), actions, G_N_ELEMENTS (actions));
  /* As the template is laid out and as windows mostly are: lines need not be made twice. */
  self->width = kx_text_scaled (SIDE_WIDTH);
  self->areas = g_ptr_array_new_with_free_func (g_free);
  for (guint g = 0; g < KX_TODO_N_GROUPS; g++)
    add_group (self, g);
  g_signal_connect_object (self->ruler, "resize", G_CALLBACK (on_resize), self, 0);
  kx_a11y_set_label (GTK_WIDGET (self->area), _ ("Area"));
}
