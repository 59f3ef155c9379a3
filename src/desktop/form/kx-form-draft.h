/* A draft: what was typed into a form and is no change yet, as it was typed, right or wrong. The mirror keeps
 * its JSON, so that nothing typed is lost with the program. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

typedef struct
{
  const KxEntity *entity;
  char *row;         /* owned; the row that is being changed, or the id that a new one shall get */
  gint64 base;       /* seq of the row that was seen; 0: a new row */
  KxTime at;         /* of the last key */
  GHashTable *typed; /* owned; name of a field -> text as its editor has it */
  GHashTable *was;   /* owned; name of a field -> canonical text of what is replaced; "" for none */
  char **sealed;     /* owned; fields whose new value was typed but is not kept in clear: to be typed again */
} KxFormDraft;

KxFormDraft *kx_form_draft_new (const KxEntity *entity, const char *row, gint64 base);

void kx_form_draft_free (KxFormDraft *draft);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxFormDraft, kx_form_draft_free)

/* Notes what was typed into a field and what it replaces (NULL: nothing). Of a sealed field only the fact is
 * kept. */
void kx_form_draft_put (KxFormDraft *draft, guint field, const char *typed, const char *was);

/* TRUE when nothing was typed. */
gboolean kx_form_draft_is_empty (const KxFormDraft *draft);

/* Free with g_free(). */
char *kx_form_draft_to_json (const KxFormDraft *draft);

/* Reads what kx_form_draft_to_json() wrote. Fields that `entity` does not know are passed over. NULL when it
 * is no draft of this entity. */
KxFormDraft *kx_form_draft_from_json (const KxEntity *entity, const char *json);

G_END_DECLS
