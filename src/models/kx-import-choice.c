#include "models/kx-import-choice.h"

struct _KxImportChoice
{
  GObject parent;
  char *id, *label;
};

G_DEFINE_FINAL_TYPE (KxImportChoice, kx_import_choice, G_TYPE_OBJECT)

enum
{
  PROP_LABEL = 1,
  N_PROPS
};

static void
finalize (GObject *object)
{
  KxImportChoice *self = KX_IMPORT_CHOICE (object);

  g_free (self->id);
  g_free (self->label);
  G_OBJECT_CLASS (kx_import_choice_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_LABEL)
    g_value_set_string (value, KX_IMPORT_CHOICE (object)->label);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
kx_import_choice_class_init (KxImportChoiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = finalize;
  object_class->get_property = get_property;
  g_object_class_install_property (
      object_class, PROP_LABEL,
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
kx_import_choice_init (KxImportChoice *self)
{
}

KxImportChoice *
kx_import_choice_new (const char *id, const char *label)
{
  KxImportChoice *self = g_object_new (KX_TYPE_IMPORT_CHOICE, NULL);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  return self;
}

const char *
kx_import_choice_get_id (KxImportChoice *self)
{
  return self->id;
}

const char *
kx_import_choice_get_label (KxImportChoice *self)
{
  return self->label;
}

void
kx_import_choice_add (GListStore *store, const char *id, const char *label)
{
  g_autoptr (KxImportChoice) choice = kx_import_choice_new (id, label);

  g_list_store_append (store, choice);
}

guint
kx_import_choice_find (GListModel *choices, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    if (g_strcmp0 (kx_import_choice_get_id_at (choices, i), id) == 0)
      return i;
  return G_MAXUINT;
}

const char *
kx_import_choice_get_id_at (GListModel *choices, guint place)
{
  g_autoptr (KxImportChoice) choice = g_list_model_get_item (choices, place);

  /* The list has a reference of its own. */
  return choice != NULL ? choice->id : NULL;
}
