#include "desktop/form/kx-editor.h"

#include "core/kx-take-over.h"
#include "desktop/form/kx-editor-kinds.h"
#include "desktop/form/kx-form-layout.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

/* More codes than this are found faster by typing than by looking. */
#define FEW_CODES 8

typedef struct
{
  const KxField *field;
  gboolean showing; /* the program itself changes the text */
} KxEditorPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KxEditor, kx_editor, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KxEditorPrivate *
private_of (KxEditor *self)
{
  return kx_editor_get_instance_private (self);
}

static GtkWidget *
get_first_child (KxEditor *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self));
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (kx_editor_get_input (KX_EDITOR (widget)));
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (kx_editor_parent_class)->dispose (object);
}

static void
leave (GtkEventControllerFocus *controller, KxEditor *self)
{
  if (KX_EDITOR_GET_CLASS (self)->settle != NULL)
    KX_EDITOR_GET_CLASS (self)->settle (self);
  g_signal_emit (self, signals[LEFT], 0);
}

static void
kx_editor_class_init (KxEditorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  GTK_WIDGET_CLASS (class)->grab_focus = grab_focus;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "editor");
  class->get_input = get_first_child;

  signals[CHANGED] =
      g_signal_new ("changed", KX_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] =
      g_signal_new ("left", KX_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_editor_init (KxEditor *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (focus, "leave", G_CALLBACK (leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static GType
type_for (const KxEntity *entity, guint index)
{
  const KxField *field = &entity->fields[index];
  KxPolicyKey key;

  if (field->flags & KX_SEALED)
    return KX_TYPE_SEALED_EDITOR;
  if (kx_form_field_is_listed (entity, index, &key))
    return KX_TYPE_LISTED_EDITOR;
  switch (field->kind)
    {
    case KX_LONG_TEXT:
    case KX_CONFIG:
      return KX_TYPE_LONG_TEXT_EDITOR;
    case KX_CODE:
      return kx_field_n_codes (field) > FEW_CODES ? KX_TYPE_CHOICE_EDITOR : KX_TYPE_CODE_EDITOR;
    case KX_CODES:
      return KX_TYPE_CODES_EDITOR;
    case KX_BOOLEAN:
      return kx_take_over_wants (entity, index) ? KX_TYPE_ANSWER_EDITOR : KX_TYPE_BOOLEAN_EDITOR;
    case KX_DATE:
      return KX_TYPE_DATE_EDITOR;
    case KX_REF:
      return KX_TYPE_CHOICE_EDITOR;
    case KX_TEXT:
      return field->format == KX_FORMAT_AREA ? KX_TYPE_CHOICE_EDITOR : KX_TYPE_TEXT_EDITOR;
    case KX_INTEGER:
    case KX_DECIMAL:
    case KX_TIME:
    case KX_N_KINDS:
    default:
      return KX_TYPE_TEXT_EDITOR;
    }
}

/* The state of a new row is the one in which it already stands on paper. */
static void
set_up_codes (KxCodeEditor *self, const KxEntity *entity, guint field)
{
  if ((int) field == entity->state && kx_take_over_knows (entity))
    kx_code_editor_set_up (self, &entity->fields[field], kx_take_over_states (entity), _ ("Not on paper"));
  else
    kx_code_editor_set_up (self, &entity->fields[field], G_MAXUINT64, C_ ("value", "None"));
}

KxEditor *
kx_editor_new (const KxEntity *entity, guint field, KxLookup *lookup, const char *near)
{
  KxEditor *self = g_object_new (type_for (entity, field), NULL);
  KxEditorPrivate *editor = private_of (self);

  editor->field = &entity->fields[field];
  if (KX_IS_TEXT_EDITOR (self))
    kx_text_editor_set_up (KX_TEXT_EDITOR (self), editor->field);
  else if (KX_IS_DATE_EDITOR (self))
    kx_date_editor_set_up (KX_DATE_EDITOR (self), editor->field);
  else if (KX_IS_CODE_EDITOR (self))
    set_up_codes (KX_CODE_EDITOR (self), entity, field);
  else if (KX_IS_CODES_EDITOR (self))
    kx_codes_editor_set_up (KX_CODES_EDITOR (self), editor->field);
  else if (KX_IS_CHOICE_EDITOR (self))
    kx_choice_editor_set_up (KX_CHOICE_EDITOR (self), editor->field, lookup, near);
  else if (KX_IS_SEALED_EDITOR (self))
    kx_sealed_editor_set_up (KX_SEALED_EDITOR (self), editor->field);
  return self;
}

const KxField *
kx_editor_get_field (KxEditor *self)
{
  g_return_val_if_fail (KX_IS_EDITOR (self), NULL);
  return private_of (self)->field;
}

void
kx_editor_set_typed (KxEditor *self, const char *typed)
{
  g_return_if_fail (KX_IS_EDITOR (self));
  private_of (self)->showing = TRUE;
  KX_EDITOR_GET_CLASS (self)->set_typed (self, typed);
  private_of (self)->showing = FALSE;
}

char *
kx_editor_dup_typed (KxEditor *self)
{
  g_return_val_if_fail (KX_IS_EDITOR (self), NULL);
  return KX_EDITOR_GET_CLASS (self)->dup_typed (self);
}

GtkWidget *
kx_editor_get_input (KxEditor *self)
{
  g_return_val_if_fail (KX_IS_EDITOR (self), NULL);
  return KX_EDITOR_GET_CLASS (self)->get_input (self);
}

void
kx_editor_describe (KxEditor *self, const char *label, const char *fault, gboolean required)
{
  GtkWidget *input = kx_editor_get_input (self);

  kx_a11y_set_label (input, label);
  kx_a11y_set_description (input, fault != NULL ? fault : "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_REQUIRED, required, -1);
}

void
kx_editor_changed (KxEditor *self)
{
  if (!private_of (self)->showing)
    g_signal_emit (self, signals[CHANGED], 0);
}
