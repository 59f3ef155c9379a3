#include "desktop/form/kx-option-list.h"

#include "desktop/form/kx-area-search.h"
#include "desktop/kx-gettext.h"
#include "store/kx-search-plan.h"
#include "models/kx-display.h"

#define MOST 50

struct _KxOption
{
  GObject parent_instance;

  char *id, *title, *more; /* owned */
};

G_DEFINE_FINAL_TYPE (KxOption, kx_option, G_TYPE_OBJECT)

struct _KxOptionList
{
  GObject parent_instance;

  const KxField *field;
  KxLookup *lookup; /* owned */
  char *near;       /* owned */
  GListStore *options;
  GCancellable *asking; /* owned; the question that waits for an answer */
};

static GType
get_item_type (GListModel *model)
{
  return KX_TYPE_OPTION;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (KX_OPTION_LIST (model)->options));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (KX_OPTION_LIST (model)->options), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxOptionList, kx_option_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static guint found_signal;

static void
finalize_option (GObject *object)
{
  KxOption *self = KX_OPTION (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->more);
  G_OBJECT_CLASS (kx_option_parent_class)->finalize (object);
}

static void
kx_option_class_init (KxOptionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize_option;
}

static void
kx_option_init (KxOption *self)
{
}

const char *
kx_option_get_id (KxOption *self)
{
  return self->id;
}

const char *
kx_option_get_title (KxOption *self)
{
  return self->title;
}

const char *
kx_option_get_more (KxOption *self)
{
  return self->more;
}

static void
pass_on (GListModel *options, guint position, guint removed, guint added, KxOptionList *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
give_up (KxOptionList *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
dispose (GObject *object)
{
  KxOptionList *self = KX_OPTION_LIST (object);

  give_up (self);
  g_clear_object (&self->lookup);
  G_OBJECT_CLASS (kx_option_list_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxOptionList *self = KX_OPTION_LIST (object);

  g_object_unref (self->options);
  g_free (self->near);
  G_OBJECT_CLASS (kx_option_list_parent_class)->finalize (object);
}

static void
kx_option_list_class_init (KxOptionListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  found_signal =
      g_signal_new ("found", KX_TYPE_OPTION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_option_list_init (KxOptionList *self)
{
  self->options = g_list_store_new (KX_TYPE_OPTION);
  g_signal_connect (self->options, "items-changed", G_CALLBACK (pass_on), self);
}

static KxOption *
make_option (const char *id, const char *title, const char *more)
{
  KxOption *option = g_object_new (KX_TYPE_OPTION, NULL);

  option->id = g_strdup (id);
  option->title = g_strdup (title);
  option->more = g_strdup (more);
  return option;
}

/* Replaces everything that is offered at once. */
static void
offer (KxOptionList *self, GPtrArray *options)
{
  g_list_store_splice (self->options, 0, get_n_items (G_LIST_MODEL (self)), options->pdata, options->len);
}

/* By pinyin and initials, or by any part of the label. */
static gboolean
answers (const KxSearchPlan *plan, KxSearchTerms *terms, const char *typed, const char *label)
{
  g_autofree char *folded_typed = g_utf8_casefold (typed, -1), *folded_label = g_utf8_casefold (label, -1);
  const char *const *found;
  gsize n;

  if (strstr (folded_label, folded_typed) != NULL)
    return TRUE;
  kx_search_terms_reset (terms);
  kx_search_terms_add (terms, KX_SEARCH_NAME, label);
  found = kx_search_terms_finish (terms, &n);
  return kx_search_plan_matches (plan, found, n);
}

static void
find_codes (KxOptionList *self, const char *typed, GPtrArray *options)
{
  g_autoptr (KxSearchPlan) plan = kx_search_plan_new (typed);
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();

  for (guint i = 0; i < kx_field_n_codes (self->field); i++)
    {
      const char *label = _ (kx_field_code_label (self->field, (int) i));

      if (plan->n_alternatives == 0 || answers (plan, terms, typed, label))
        g_ptr_array_add (options, make_option (self->field->codes[i].name, label, NULL));
    }
}

static void
find_areas (KxOptionList *self, const char *typed, GPtrArray *options)
{
  g_autoptr (GPtrArray) areas = kx_area_search (typed, self->near, MOST);

  for (guint i = 0; i < areas->len; i++)
    {
      const KxArea *area = areas->pdata[i];
      g_autofree char *words = kx_display_area (area->code, TRUE);

      g_ptr_array_add (options, make_option (area->code, words, area->code));
    }
}

/* Of an office's own zones, which the compiled table does not have. */
static gboolean
is_zone (const KxFound *found)
{
  return strchr (found->id, '-') != NULL;
}

static void
take_rows (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxOptionList) self = KX_OPTION_LIST (data);
  g_autoptr (GPtrArray) found = kx_lookup_find_finish (KX_LOOKUP (source), result, NULL);
  g_autoptr (GPtrArray) options = NULL;
  gboolean areas = self->field->kind != KX_REF;

  if (found == NULL)
    return;
  options = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    {
      const KxFound *one = found->pdata[i];

      if (!areas || is_zone (one))
        g_ptr_array_add (options, make_option (one->id, one->title, areas ? one->id : one->more));
    }
  g_clear_object (&self->asking);
  if (areas)
    g_list_store_splice (self->options, 0, 0, options->pdata, options->len);
  else
    offer (self, options);
  g_signal_emit (self, found_signal, 0);
}

static void
ask (KxOptionList *self, const char *entity, const char *typed)
{
  self->asking = g_cancellable_new ();
  kx_lookup_find_async (self->lookup, kx_schema_entity (kx_schema_get (), entity), typed, MOST, self->asking,
                        take_rows, g_object_ref (self));
}

KxOptionList *
kx_option_list_new (const KxField *field, KxLookup *lookup, const char *near)
{
  KxOptionList *self = g_object_new (KX_TYPE_OPTION_LIST, NULL);

  self->field = field;
  self->lookup = lookup != NULL ? g_object_ref (lookup) : NULL;
  self->near = g_strdup (near);
  return self;
}

void
kx_option_list_find (KxOptionList *self, const char *typed)
{
  g_autoptr (GPtrArray) options = NULL;

  g_return_if_fail (KX_IS_OPTION_LIST (self));
  give_up (self);
  options = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->field->kind == KX_CODE)
    find_codes (self, typed, options);
  else if (self->field->kind != KX_REF)
    find_areas (self, typed, options);
  if (self->field->kind != KX_REF || self->lookup == NULL)
    {
      offer (self, options);
      g_signal_emit (self, found_signal, 0);
    }
  if (self->field->kind != KX_CODE && self->lookup != NULL)
    ask (self, self->field->kind == KX_REF ? self->field->target : "area", typed);
}

char *
kx_option_list_dup_title (KxOptionList *self, const char *id)
{
  g_autofree char *title = NULL;
  int code;

  g_return_val_if_fail (KX_IS_OPTION_LIST (self), NULL);
  if (self->field->kind == KX_CODE)
    {
      code = kx_field_code (self->field, id, strlen (id));
      return g_strdup (code >= 0 ? _ (kx_field_code_label (self->field, code)) : id);
    }
  if (self->field->kind == KX_REF)
    {
      title =
          kx_lookup_dup_title (self->lookup, kx_schema_entity (kx_schema_get (), self->field->target), id);
      return g_strdup (title != NULL ? title : id);
    }
  if (strchr (id, '-') != NULL)
    title = kx_lookup_dup_title (self->lookup, kx_schema_entity (kx_schema_get (), "area"), id);
  return title != NULL ? g_steal_pointer (&title) : kx_display_area (id, TRUE);
}
