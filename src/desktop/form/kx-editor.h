/* An editor: the widget in which one field is typed. It only knows text as kx_form_read() reads it; what the
 * text means, and whether it is right, is not its concern. */
#pragma once

#include "desktop/form/kx-lookup.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_EDITOR (kx_editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (KxEditor, kx_editor, KX, EDITOR, GtkWidget)

/* Signals: "changed" with each key or choice of a person; "left" when the focus goes elsewhere. */
struct _KxEditorClass
{
  GtkWidgetClass parent_class;

  void (*set_typed) (KxEditor *self, const char *typed);
  char *(*dup_typed) (KxEditor *self);

  /* The widget that takes the focus and bears the accessible name; the default is the first child. */
  GtkWidget *(*get_input) (KxEditor *self);

  /* The focus leaves: a chance to bring what was typed to its usual form. May be NULL. */
  void (*settle) (KxEditor *self);

  gpointer padding[4];
};

/* The editor for the field's kind. That of the state of what comes in from paper offers the states in which
 * it may come in. `lookup` finds the rows that a reference may name; NULL: none. `near` is
 * the area whose places are offered first, or NULL. */
KxEditor *kx_editor_new (const KxEntity *entity, guint field, KxLookup *lookup, const char *near);

const KxField *kx_editor_get_field (KxEditor *self);

/* Shows `typed` without emitting "changed". */
void kx_editor_set_typed (KxEditor *self, const char *typed);

/* Free with g_free(). */
char *kx_editor_dup_typed (KxEditor *self);

GtkWidget *kx_editor_get_input (KxEditor *self);

/* What a screen reader says: name, what is wrong (NULL: nothing), and whether a value has to be given. */
void kx_editor_describe (KxEditor *self, const char *label, const char *fault, gboolean required);

/* For subclasses: a person changed something. */
void kx_editor_changed (KxEditor *self);

G_END_DECLS
