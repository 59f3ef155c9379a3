/* The kinds of letters that the program writes (文种): what each is called, on which template it stands,
 * which records it draws on, and what a person says for it. An office's own template of a kind has the same
 * fields. */
#pragma once

#include "core/kx-entity.h"
#include "print/kx-docx-values.h"

G_BEGIN_DECLS

typedef enum
{
  KX_LETTER_LINE, /* a short text */
  KX_LETTER_TEXT, /* several lines, each a paragraph where the field stands alone in one */
  KX_LETTER_DAY,
  KX_LETTER_NUMBER /* digits */
} KxLetterInput;

/* What a person says when the letter is written; stands in templates as {{letter.NAME}}, and under the name
 * of the kind's list as the rows of that. */
typedef struct
{
  const char *name;  /* "reason" */
  const char *label; /* msgid */
  KxLetterInput input;
  gboolean needed; /* FALSE: without it its paragraph is left out */
} KxLetterField;

/* A record whose fields stand in templates as {{NAME.field}}. */
typedef struct
{
  const char *name;
  const KxEntity *entity;
} KxLetterRecord;

#define KX_LETTER_FIELDS 14
#define KX_LETTER_RECORDS 5
#define KX_LETTER_COLUMNS 12

typedef struct
{
  const char *code;     /* "termination": as stored */
  const char *title;    /* msgid */
  const char *word;     /* its kind as file names have it, Chinese in every language: 解除协议通知 */
  const char *template; /* "termination.docx" */
  KxLetterRecord records[KX_LETTER_RECORDS]; /* ends with a NULL name */
  const char *list;                          /* NULL: it has no list of rows */
  const char *columns[KX_LETTER_COLUMNS];    /* of that list; ends with NULL */
  KxLetterField fields[KX_LETTER_FIELDS];    /* ends with a NULL name */
} KxLetterKind;

/* All kinds, in the order in which people look for them. */
const KxLetterKind *kx_letter_kind_get_all (guint *ret_n);

/* NULL: there is none of that code. */
const KxLetterKind *kx_letter_kind_find (const char *code);

/* NULL: nobody says that. */
const KxLetterField *kx_letter_kind_field (const KxLetterKind *kind, const char *name);

/* FALSE: a field of the letter's record has it, so that nobody says it when the letter is written: the
 * issuing body, the number, the day. */
gboolean kx_letter_field_is_said (const KxLetterField *field);

/* What a template's field such as "agency.name" is called, in the language of this process; the name itself
 * when the kind does not know it. Free with g_free(). */
char *kx_letter_kind_dup_label (const KxLetterKind *kind, const char *field);

G_END_DECLS
