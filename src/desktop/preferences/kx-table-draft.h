/* What is typed on the pages of an office's tables (routes, rules on duties) and not entered yet: drafts
 * under keys ENTITY/of/OFFICE/…, so that leaving a page loses nothing. */
#pragma once

#include "desktop/form/kx-form-draft.h"
#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

/* The draft under `key`; NULL: there is none, or it is not of this entity. Free with kx_form_draft_free(). */
KxFormDraft *kx_table_draft_read (KxDesk *desk, const KxEntity *entity, const char *key);

/* Keeps it under `key`, as typed now; one that is empty, or NULL, is forgotten. */
void kx_table_draft_keep (KxDesk *desk, const char *key, KxFormDraft *draft);

/* Notes the code that is chosen, by its name. */
void kx_table_draft_put_code (KxFormDraft *draft, guint field, int code);

/* The code that the draft has of a field; `otherwise` where it has none. */
int kx_table_draft_get_code (const KxFormDraft *draft, guint field, int otherwise);

/* What was typed into a field; NULL: nothing. Borrowed. */
const char *kx_table_draft_get_text (const KxFormDraft *draft, guint field);

/* "What you typed on … was not saved; here it is again." Free with g_free(). */
char *kx_table_draft_dup_words (const KxFormDraft *draft);

/* What the key of the draft of this row has behind "of": the office, and what the page it was typed on is
 * about. NULL: there is no such draft. Free with g_strfreev(). */
char **kx_table_draft_find (KxDesk *desk, const KxEntity *entity, const char *row);

G_END_DECLS
