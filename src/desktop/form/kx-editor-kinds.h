/* The editors by kind of field; made through kx_editor_new(), which then calls the set-up function. */
#pragma once

#include "desktop/form/kx-editor.h"

G_BEGIN_DECLS

/* One line: texts, numbers. */
#define KX_TYPE_TEXT_EDITOR (kx_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxTextEditor, kx_text_editor, KX, TEXT_EDITOR, KxEditor)
void kx_text_editor_set_up (KxTextEditor *self, const KxField *field);

/* Several lines; Tab goes on to the next field. */
#define KX_TYPE_LONG_TEXT_EDITOR (kx_long_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxLongTextEditor, kx_long_text_editor, KX, LONG_TEXT_EDITOR, KxEditor)

/* A date as people type it, with + and - (arrows, Page Up and Down) for the next and last day, and a
 * calendar. */
#define KX_TYPE_DATE_EDITOR (kx_date_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxDateEditor, kx_date_editor, KX, DATE_EDITOR, KxEditor)
void kx_date_editor_set_up (KxDateEditor *self, const KxField *field);

/* One of a few codes: a drop-down of those whose bits are `offered`; `none`, translated, is its first line.
 */
#define KX_TYPE_CODE_EDITOR (kx_code_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxCodeEditor, kx_code_editor, KX, CODE_EDITOR, KxEditor)
void kx_code_editor_set_up (KxCodeEditor *self, const KxField *field, guint64 offered, const char *none);

/* A set of codes: check buttons. */
#define KX_TYPE_CODES_EDITOR (kx_codes_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxCodesEditor, kx_codes_editor, KX, CODES_EDITOR, KxEditor)
void kx_codes_editor_set_up (KxCodesEditor *self, const KxField *field);

/* What is listed elsewhere, and what is not: a check button for each word of the list, and an entry for the
 * rest; without a list the entry alone. The text has what is ticked in the order of the list. */
#define KX_TYPE_LISTED_EDITOR (kx_listed_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxListedEditor, kx_listed_editor, KX, LISTED_EDITOR, KxEditor)

/* Replaces the list (NULL: there is none); what was typed or ticked stays. */
void kx_listed_editor_offer (KxListedEditor *self, const char *const *words);

/* Yes or no: a switch. */
#define KX_TYPE_BOOLEAN_EDITOR (kx_boolean_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxBooleanEditor, kx_boolean_editor, KX, BOOLEAN_EDITOR, KxEditor)

/* Yes, no, or not said yet: a drop-down, where "no" is an answer of its own. */
#define KX_TYPE_ANSWER_EDITOR (kx_answer_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxAnswerEditor, kx_answer_editor, KX, ANSWER_EDITOR, KxEditor)

/* One of many, found by typing: codes, areas, other rows. */
#define KX_TYPE_CHOICE_EDITOR (kx_choice_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxChoiceEditor, kx_choice_editor, KX, CHOICE_EDITOR, KxEditor)
void kx_choice_editor_set_up (KxChoiceEditor *self, const KxField *field, KxLookup *lookup, const char *near);

/* A sealed value: its mask, and a new value in its place when one is typed. Its text is "" also while the
 * value stays: ask kx_sealed_editor_is_kept(). */
#define KX_TYPE_SEALED_EDITOR (kx_sealed_editor_get_type ())
G_DECLARE_FINAL_TYPE (KxSealedEditor, kx_sealed_editor, KX, SEALED_EDITOR, KxEditor)
void kx_sealed_editor_set_up (KxSealedEditor *self, const KxField *field);

/* NULL: there is no value yet. */
void kx_sealed_editor_set_mask (KxSealedEditor *self, const char *mask);

/* TRUE when the value stays as it is. */
gboolean kx_sealed_editor_is_kept (KxSealedEditor *self);

G_END_DECLS
