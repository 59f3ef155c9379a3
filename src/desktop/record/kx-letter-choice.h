/* What a person chose for letters about many agreements, kept from one time to the next until they are
 * written. */
#pragma once

#include "print/kx-letter-kind.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

typedef struct
{
  const KxLetterKind *kind;
  char *title;       /* owned */
  gboolean pdf;      /* FALSE: Word documents */
  char *folder;      /* owned; where they go */
  GHashTable *texts; /* (element-type char* char*) owned; what was typed, by field, of any kind */
} KxLetterChoice;

/* Free with kx_letter_choice_free(). What nobody chose yet: this kind, the title that it has by itself, Word
 * documents, the folder for documents. */
KxLetterChoice *kx_letter_choice_new (const KxLetterKind *kind);
void kx_letter_choice_free (KxLetterChoice *choice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxLetterChoice, kx_letter_choice_free)

/* What was kept; NULL: nothing. */
KxLetterChoice *kx_letter_choice_read (KxMirror *mirror);

/* NULL: there is nothing to keep any more. */
void kx_letter_choice_keep (KxMirror *mirror, const KxLetterChoice *choice);

G_END_DECLS
