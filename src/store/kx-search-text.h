/* Search terms of a record's texts.
 *
 * A term is one letter for its kind, then folded text:
 *   h  two neighbouring characters, and the last one alone
 *   n  a whole name, as far as it fits
 *   a  what is typed in ASCII from its start: codes, initials, pinyin, Latin words
 *   i  the initials of a name from where no term of the kind before begins
 * One row of a table holds one term of one record; a search plan is a set of ranges over that table. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KX_SEARCH_PAIR 'h'
#define KX_SEARCH_WHOLE_NAME 'n'
#define KX_SEARCH_ASCII_START 'a'
#define KX_SEARCH_INITIALS 'i'

/* Bytes of a term with its letter; of a whole name. */
#define KX_SEARCH_TERM_MAX 48
#define KX_SEARCH_NAME_MAX 40
/* Letters of initials within a name: fewer would be found nearly everywhere, more are cut. */
#define KX_SEARCH_INITIALS_MIN 3
#define KX_SEARCH_INITIALS_MAX 8
/* Characters that count: of a name or code, of a longer text. */
#define KX_SEARCH_FIELD_MAX 128
#define KX_SEARCH_TEXT_MAX 512

/* How a field is searched. */
typedef enum
{
  KX_SEARCH_NAME,   /* of an institution or place */
  KX_SEARCH_PERSON, /* of a person, with surname readings */
  KX_SEARCH_CODE,   /* whole, from its start */
  KX_SEARCH_TEXT,   /* running text: no pinyin */
} KxSearchKind;

typedef struct _KxSearchTerms KxSearchTerms;

KxSearchTerms *kx_search_terms_new (void);
void kx_search_terms_free (KxSearchTerms *terms);
void kx_search_terms_add (KxSearchTerms *terms, KxSearchKind kind, const char *text);
const char *const *kx_search_terms_finish (KxSearchTerms *terms, gsize *ret_n);
const char *const *kx_search_terms_collect (KxSearchTerms *terms, gsize *ret_n);
void kx_search_terms_reset (KxSearchTerms *terms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxSearchTerms, kx_search_terms_free)

G_END_DECLS
