/* A book: the rows of one database, read by the tables of a schema. One connection, one thread at a time. */
#pragma once

#include "core/kx-decision.h"
#include "core/kx-role.h"
#include "db/kx-db.h"
#include "store/kx-vault.h"

G_BEGIN_DECLS

#define KX_STORE_ERROR (kx_store_error_quark ())
GQuark kx_store_error_quark (void);

typedef enum
{
  KX_STORE_ERROR_NEWER,   /* a newer program wrote this store: it is not opened */
  KX_STORE_ERROR_LOCKED,  /* another process holds the store */
  KX_STORE_ERROR_STOPPED, /* the store is closing */
  KX_STORE_ERROR_REFUSED, /* the decision refused; the findings say why */
  KX_STORE_ERROR_BACKUP,  /* not a backup, or damaged */
  KX_STORE_ERROR_BROKEN   /* the rows contradict themselves */
} KxStoreError;

#define KX_AUDIT_HASH_SIZE KX_HASH_SIZE

typedef enum
{
  KX_ROW_ADDED,
  KX_ROW_CHANGED,
  KX_ROW_REMOVED
} KxRowChangeKind;

typedef struct _KxBook KxBook;

/* Told of each row that a mirror writes, within the transaction. */
typedef void (*KxBookWatch) (KxBook *book, const KxEntity *entity, const char *id, KxRowChangeKind kind,
                             gpointer data);

struct _KxBook
{
  KxDb *db;               /* owned */
  const KxSchema *schema; /* static */
  const KxVault *vault;   /* borrowed; NULL: sealed fields keep their mask only */
  GHashTable *selects;    /* (element-type KxEntity char*) owned; the text that gets one row by id */
  GHashTable *inserts;    /* (element-type KxEntity char*) owned; the text that inserts one row */
  /* While a write transaction runs: the counter row as it will be. */
  gint64 seq, rows, audit_n;
  guint8 audit_head[KX_AUDIT_HASH_SIZE];
  gboolean writing;
  gboolean accounts_changed; /* a row of an account changed in this transaction */
  gboolean build_later;      /* a first load: search terms are built at its end */
  KxBookWatch watch;         /* of a mirror; NULL: nobody listens */
  gpointer watch_data;
};

/* Takes `db`. */
KxBook *kx_book_new (KxDb *db, const KxSchema *schema, const KxVault *vault);

void kx_book_free (KxBook *book);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxBook, kx_book_free)

/* Makes the tables of an empty database, or brings an older one up to date, in one transaction. A newer one
 * is refused in words. Gives a new store its generation and, `with_areas`, the national areas as rows. */
gboolean kx_book_set_up (KxBook *book, KxTime now, gboolean with_areas, GError **error);

/* Begins a write transaction with the counter row, and writes it back before the commit. */
gboolean kx_book_begin (KxBook *book, GError **error);
gboolean kx_book_commit (KxBook *book, GError **error);
void kx_book_rollback (KxBook *book);

/* Values of the table meta. NULL without an error: there is none. Free with g_free(). */
char *kx_book_get_meta (KxBook *book, const char *name, GError **error);
gboolean kx_book_set_meta (KxBook *book, const char *name, const char *value, GError **error);

/* The text that gets one row of `entity` by its id. Borrowed. */
const char *kx_book_select (KxBook *book, const KxEntity *entity);

/* The text that inserts one row of `entity`, see kx_row_insert_text(). Borrowed. */
const char *kx_book_insert_text (KxBook *book, const KxEntity *entity);

/* The seq of the newest committed change. */
gboolean kx_book_get_seq (KxBook *book, gint64 *ret_seq, GError **error);

G_END_DECLS
