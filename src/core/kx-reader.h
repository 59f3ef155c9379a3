/* All that a decision may see. Queries are values, so the service's store, a desktop's mirror and a table in
 * memory answer the same ones. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

typedef enum
{
  KX_KNOWN,
  KX_NOT_HERE, /* outside what this device holds */
  KX_BROKEN    /* the store failed; the decision is given up */
} KxAnswer;

typedef enum
{
  KX_EQUALS,
  KX_BELOW,    /* <= */
  KX_ABOVE,    /* >= */
  KX_CONTAINS, /* of a set: has this one code */
  KX_IS_NULL,
  KX_ONE_OF, /* of a code: one of these */
  KX_WITHIN, /* of an area code: this area or one below it */
  KX_N_TESTS
} KxTest;

typedef struct
{
  guint field;
  KxTest test;
  KxValue value; /* texts borrowed; of KX_CONTAINS: .CODE, of KX_ONE_OF: .CODES */
} KxTerm;

#define KX_QUERY_TERMS 4

typedef struct
{
  const KxEntity *entity;
  KxTerm terms[KX_QUERY_TERMS];
  guint n_terms;
  gboolean trashed;   /* those in the trash instead of the living */
  const char *except; /* id of a row that does not count, or NULL */
} KxQuery;

typedef struct _KxReader KxReader;
struct _KxReader
{
  /* Known and NULL: there is no such row. Rows in the trash are given too. */
  KxAnswer (*get) (KxReader *self, const KxEntity *entity, const char *id, KxRecord **ret_record);
  KxAnswer (*count) (KxReader *self, const KxQuery *query, gint64 *ret_count);
  /* At most `limit` rows, ordered by id. (element-type KxRecord) */
  KxAnswer (*list) (KxReader *self, const KxQuery *query, guint limit, GPtrArray **ret_records);
};

/* Passes every question on to another reader and remembers whether an answer was lacking, whoever asked. */
typedef struct
{
  KxReader base;
  KxReader *inner; /* borrowed */
  gboolean not_here, broken;
} KxWatchedReader;

void kx_watched_reader_init (KxWatchedReader *self, KxReader *inner);

KxAnswer kx_reader_get (KxReader *reader, const KxEntity *entity, const char *id, KxRecord **ret_record);

KxAnswer kx_reader_count (KxReader *reader, const KxQuery *query, gint64 *ret_count);

KxAnswer kx_reader_list (KxReader *reader, const KxQuery *query, guint limit, GPtrArray **ret_records);

/* Whether a record answers one query; what a table in memory filters by. */
gboolean kx_query_matches (const KxQuery *query, const KxRecord *record);

G_END_DECLS
