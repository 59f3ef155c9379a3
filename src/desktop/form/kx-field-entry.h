/* One field of a form: its label and its value as text, and in its place, while the form is edited, the
 * editor of its kind; below it what is wrong with it and what others made of it. The label stands beside the
 * value where there is room, else above it. */
#pragma once

#include "core/kx-finding.h"
#include "desktop/form/kx-editor.h"
#include "desktop/form/kx-two-values.h"

G_BEGIN_DECLS

#define KX_TYPE_FIELD_ENTRY (kx_field_entry_get_type ())
G_DECLARE_FINAL_TYPE (KxFieldEntry, kx_field_entry, KX, FIELD_ENTRY, GtkWidget)

/* Signals: "changed" with each key or choice; "left" when the focus leaves the editor, after it was checked;
 * "reveal" when the clear text of a sealed value is asked for; "chosen" (int, KxTwoChoice) when a person
 * chose between two values. `lookup` and `near` are those of kx_editor_new(). */
KxFieldEntry *kx_field_entry_new (const KxEntity *entity, guint field, KxLookup *lookup, const char *near);

guint kx_field_entry_get_field (KxFieldEntry *self);

/* Shows the value of `record`; NULL: none. What is being typed stays. */
void kx_field_entry_set_record (KxFieldEntry *self, const KxRecord *record);

/* Editing begins with the record's value; when it ends, what was typed is forgotten. */
void kx_field_entry_set_editing (KxFieldEntry *self, gboolean editing);
gboolean kx_field_entry_get_editing (KxFieldEntry *self);

/* The office that is chosen for the row by now (NULL: none): what its documents list is offered. */
void kx_field_entry_set_office (KxFieldEntry *self, const char *office);

/* TRUE while something else is typed than the record has. */
gboolean kx_field_entry_get_changed (KxFieldEntry *self);

/* What is typed, for drafts. Free with g_free(). */
char *kx_field_entry_dup_typed (KxFieldEntry *self);
void kx_field_entry_set_typed (KxFieldEntry *self, const char *typed);

/* The record's value in words, "" for none. Free with g_free(). */
char *kx_field_entry_dup_words (KxFieldEntry *self);

/* Puts what was typed, if that is a change, into `patch`. Returns TRUE when it is right; else what is wrong
 * is shown. */
gboolean kx_field_entry_collect (KxFieldEntry *self, KxRecord *patch);

/* Checks what is typed and shows what is wrong; TRUE: nothing. */
gboolean kx_field_entry_check (KxFieldEntry *self);

/* What is wrong with what is typed; NULL: nothing. Owned. */
KxFinding *kx_field_entry_dup_fault (KxFieldEntry *self);

/* What a decision found about this field (element-type KxFinding); copied as lines. NULL: nothing. */
void kx_field_entry_set_findings (KxFieldEntry *self, GPtrArray *findings);

/* Words about what is typed, such as a similar name; NULL: none. */
void kx_field_entry_set_hint (KxFieldEntry *self, GtkWidget *hint);

/* Two values of the field; NULL: none. Takes `two`. */
void kx_field_entry_set_two (KxFieldEntry *self, KxTwoValues *two);
KxTwoValues *kx_field_entry_get_two (KxFieldEntry *self);

/* The clear text of a sealed value, shown for `seconds`; NULL hides it at once. */
void kx_field_entry_show_clear (KxFieldEntry *self, const char *clear, guint seconds);

/* FALSE: no button to ask for the clear text; TRUE is how it begins. */
void kx_field_entry_set_can_reveal (KxFieldEntry *self, gboolean can_reveal);

/* Puts a widget behind the value, where it is read. */
void kx_field_entry_add_beside (KxFieldEntry *self, GtkWidget *widget);

/* Hides the label, where the heading above says the same. */
void kx_field_entry_set_bare (KxFieldEntry *self);

/* The editor; NULL while the form is read. */
KxEditor *kx_field_entry_get_editor (KxFieldEntry *self);

G_END_DECLS
