/* The mirror: the database file of a profile behind a thread that writes it and readers beside it. What a
 * desktop shows comes from here alone; what a person does lands here first, and is durable when it is said to
 * be. */
#pragma once

#include "store/kx-writer.h"
#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-submit.h"
#include "sync/kx-mirror-upload.h"

G_BEGIN_DECLS

#define KX_TYPE_MIRROR (kx_mirror_get_type ())
G_DECLARE_FINAL_TYPE (KxMirror, kx_mirror, KX, MIRROR, GObject)

/* A row that changed. */
typedef struct
{
  const KxEntity *entity;
  char *id; /* owned */
  KxRowChangeKind kind;
} KxRowChange;

/* What a commit changed: at most KX_ROWS_CHANGED_MOST rows one by one; of entities with more of them anything
 * may have changed. */
#define KX_ROWS_CHANGED_MOST 500

#define KX_TYPE_ROWS_CHANGED (kx_rows_changed_get_type ())
typedef struct
{
  gatomicrefcount ref_count;
  GArray *changes;    /* (element-type KxRowChange) owned */
  guint64 everything; /* bits by the place of the entity in the schema */
} KxRowsChanged;

GType kx_rows_changed_get_type (void);
KxRowsChanged *kx_rows_changed_ref (KxRowsChanged *changed);
void kx_rows_changed_unref (KxRowsChanged *changed);

/* Whether rows of `entity` are among them, one by one or as everything. */
gboolean kx_rows_changed_concerns (const KxRowsChanged *changed, const KxSchema *schema,
                                   const KxEntity *entity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRowsChanged, kx_rows_changed_unref)

/* Signals, in the main context in which it was opened: "rows-changed" (KxRowsChanged) after each commit that
 * changed rows; "summary-changed" () when what kx_mirror_get_summary() says changed. */

/* Opens or makes the mirror in the profile's folder `dir`. `schema` NULL: the program's own. Only one process
 * may have it: KX_MIRROR_ERROR_LOCKED. A damaged file is moved aside and filled anew by the next
 * synchronisation; what waited and what was typed is saved, as far as it can be read
 * (kx_mirror_get_salvaged()). */
KxMirror *kx_mirror_open (const char *dir, const KxSchema *schema, GError **error);

/* Finishes what is queued, drafts included, and closes; the last reference does the same. Further calls fail
 * with KX_STORE_ERROR_STOPPED, on every thread; readers that are out stay good until they are given back. */
void kx_mirror_close (KxMirror *mirror);

/* Removes the mirror's files in `dir`: everything that was kept of the service's data. Close it before. */
gboolean kx_mirror_wipe (const char *dir, GError **error);

const char *kx_mirror_get_dir (KxMirror *mirror);
const KxSchema *kx_mirror_get_schema (KxMirror *mirror);

/* How many waiting changes were saved from a damaged file when it was opened. */
guint kx_mirror_get_salvaged (KxMirror *mirror);

/* The clock of this computer and the office's date; shown and written down, never compared. */
KxTime kx_mirror_now (KxMirror *mirror);
KxDate kx_mirror_today (KxMirror *mirror);

/* A book for reading, for one thread until it is given back: the same tables and functions as on the service.
 */
KxBook *kx_mirror_take_reader (KxMirror *mirror, GError **error);
void kx_mirror_give_reader (KxMirror *mirror, KxBook *reader);

/* Who works here; NULL before the first sign-in. Borrowed, until it is set again. On the main thread. */
const KxActor *kx_mirror_get_actor (KxMirror *mirror);
void kx_mirror_set_actor (KxMirror *mirror, const KxActor *actor);

/* Runs `func` on the writer's thread: KX_WRITE_TOGETHER for functions of this folder that work inside a
 * transaction, KX_WRITE_BARE for a KxPull. */
typedef KxWriterFunc KxMirrorFunc;
void kx_mirror_run_async (KxMirror *mirror, KxWriteMode mode, KxMirrorFunc func, gpointer data,
                          GDestroyNotify free_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data);

/* The same with KX_WRITE_TOGETHER. */
void kx_mirror_write_async (KxMirror *mirror, KxMirrorFunc func, gpointer data, GDestroyNotify free_data,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_mirror_write_finish (KxMirror *mirror, GAsyncResult *result, GError **error);

/* The same, waiting; from a thread that is neither the main one nor the writer's. */
gboolean kx_mirror_write (KxMirror *mirror, KxWriteMode mode, KxMirrorFunc func, gpointer data,
                          GError **error);

/* A person's act: its ops (element-type KxOp, taken) are decided, shown and queued, all or none. The decision
 * is owned by the caller; rejected, it says why and nothing happened. */
void kx_mirror_submit_async (KxMirror *mirror, GPtrArray *ops, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
KxDecision *kx_mirror_submit_finish (KxMirror *mirror, GAsyncResult *result, GError **error);

/* An op of a new id by the mirror's clock. `fields` is taken and may be NULL. */
KxOp *kx_mirror_make_op (KxMirror *mirror, KxOpKind kind, const KxEntity *entity, const char *row,
                         KxRecord *fields);

/* Keeps what was typed: it is durable a second later, or at the latest when the mirror is closed, and tried
 * again where the disk refuses it. `json` NULL: drops it. */
void kx_mirror_put_draft (KxMirror *mirror, const char *key, const char *json);

/* NULL: there is none. Free with g_free(). */
char *kx_mirror_dup_draft (KxMirror *mirror, const char *key);

/* The keys that begin with `prefix`, newest first. Free with g_strfreev(). */
char **kx_mirror_list_drafts (KxMirror *mirror, const char *prefix);

/* Tells the person something that is kept for later. */
void kx_mirror_add_notice (KxMirror *mirror, const char *text);

typedef struct
{
  guint waiting; /* changes that are to be sent, or are on their way */
  guint held, refused, orphans;
  guint conflicts; /* open ones */
  guint uploads;   /* files that wait */
  guint failed_uploads;
  gboolean loading; /* the first load has not come to its end */
  gboolean remote;  /* the folder lies on another machine, where a database is not safe */
  KxTime synced_at; /* 0: never */
  guint attempts;   /* to send what is on its way */
  gint64 notices;   /* number of the last one */
  gint64 rows;      /* of agencies; how far a first load is */
} KxMirrorSummary;

/* As of the last commit; cheap. */
void kx_mirror_get_summary (KxMirror *mirror, KxMirrorSummary *ret_summary);

/* Takes a file in: copies it into the profile, makes its attachment row and queues its bytes. The decision is
 * as of kx_mirror_submit_finish(). KX_MIRROR_ERROR_LARGE: larger than the service takes, or empty. `title`
 * NULL: the file's name. */
void kx_mirror_add_file_async (KxMirror *mirror, const char *path, const char *owner_entity,
                               const char *owner, const char *title, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
KxDecision *kx_mirror_add_file_finish (KxMirror *mirror, GAsyncResult *result, GError **error);

/* Where the bytes of a blob are, or would be, on this computer. Free with g_free(). */
char *kx_mirror_dup_blob_path (KxMirror *mirror, const char *sha256);

G_END_DECLS
