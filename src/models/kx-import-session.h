/* The state and rules of an import assistant, without anything that is on a screen.
 *
 * A file is opened and looked at; people correct what was found (sheet, header, encoding, columns); a dry run
 * tells what would come of it; then the rows are taken in. Reading, trying and taking in happen on a thread,
 * the session itself lives on the main one: it notifies there, and every choice that changes what is seen
 * makes it look again by itself. */
#pragma once

#include "exchange/kx-import.h"
#include "models/kx-import-column-item.h"
#include "models/kx-import-items.h"
#include "models/kx-import-kept.h"

G_BEGIN_DECLS

typedef enum
{
  KX_IMPORT_IDLE,
  KX_IMPORT_OPENING,
  KX_IMPORT_LOOKING,
  KX_IMPORT_TRYING,
  KX_IMPORT_RUNNING
} KxImportActivity;

/* How far one has come; a choice leads back. */
typedef enum
{
  KX_IMPORT_NOTHING, /* no file */
  KX_IMPORT_SEEN,    /* a file is open, though perhaps no table was found in it */
  KX_IMPORT_TRIED,   /* the present choices had their dry run */
  KX_IMPORT_ENDED    /* the rows are in */
} KxImportPhase;

#define KX_TYPE_IMPORT_SESSION (kx_import_session_get_type ())
G_DECLARE_FINAL_TYPE (KxImportSession, kx_import_session, KX, IMPORT_SESSION, GObject)

/* `owner` (may be NULL) is kept alive as long as the target is used. `words` (NULL: the language of this
 * process) has to live as long as the program. Properties, all read-only: "activity", "phase", "progress" (0
 * to 1, below 0: unknown), "done" and "total" (rows), "problem" (in words, or NULL), "subject". Signals:
 * "looked" when a file was looked at, "chosen" when a person chose something, "resumed" when choices made
 * before hold again.
 */
KxImportSession *kx_import_session_new (KxImportTarget target, GObject *owner, const KxActor *actor,
                                        const KxImportWords *words);

/* A folder in which the refused rows of the last imports are kept, see kx_import_session_find_kept(). */
void kx_import_session_set_keep_folder (KxImportSession *self, const char *path);

KxImportActivity kx_import_session_get_activity (KxImportSession *self);
KxImportPhase kx_import_session_get_phase (KxImportSession *self);
double kx_import_session_get_progress (KxImportSession *self, guint *ret_done, guint *ret_total);
const char *kx_import_session_get_problem (KxImportSession *self);

/* Ends what goes on. What an import has taken in stays in, and it goes on from there when it is run again. */
void kx_import_session_cancel (KxImportSession *self);

/* The file. */
void kx_import_session_open (KxImportSession *self, GFile *file);
void kx_import_session_open_bytes (KxImportSession *self, GBytes *bytes, const char *name);
const char *kx_import_session_get_file_name (KxImportSession *self); /* NULL: none */
guint64 kx_import_session_get_file_size (KxImportSession *self);
gboolean kx_import_session_get_is_text (KxImportSession *self);
const char *kx_import_session_get_earlier (
    KxImportSession *self); /* of the same file, in words; NULL: none */
gboolean kx_import_session_get_interrupted (KxImportSession *self);

/* The problem lies in the person or the office, so no other choice of table or columns helps. */
gboolean kx_import_session_get_barred (KxImportSession *self);

/* Choices are kept until the rows are in. The text of them, for kx_import_kept_from_json(); NULL: there is
 * nothing to keep, or what is kept already still waits to be taken again. Free with g_free(). */
char *kx_import_session_dup_kept (KxImportSession *self, KxTime now);

/* Takes `kept`: opens its file, and once a table is found in it makes the same choices again. Where the file
 * is not there any more they wait for one of the same name; a file that has changed, or that lacks what was
 * chosen, gets what fits it, and the remark says what does not. */
void kx_import_session_resume (KxImportSession *self, KxImportKept *kept);
const char *kx_import_session_get_remark (KxImportSession *self); /* in words; NULL: all of it fits */

/* Tells files apart: its URI, or the digest of rows that were pasted; NULL: none is open. */
const char *kx_import_session_get_source (KxImportSession *self);

/* How far the person has gone, in steps of whoever shows the session; kept with the choices. */
guint kx_import_session_get_step (KxImportSession *self);
void kx_import_session_set_step (KxImportSession *self, guint step);

/* What the tables hold: (element-type KxImportChoice) names of entities; agencies at first. Another choice
 * looks again; not while rows go in or a file is opened. */
GListModel *kx_import_session_get_subjects (KxImportSession *self);
const char *kx_import_session_get_subject (KxImportSession *self);
void kx_import_session_set_subject (KxImportSession *self, const char *entity);

/* In which of these states rows come in that name none. (element-type KxImportChoice) Empty and NULL: nothing
 * of this kind is taken over from paper. */
GListModel *kx_import_session_get_states (KxImportSession *self);
const char *kx_import_session_get_state (KxImportSession *self);
void kx_import_session_set_state (KxImportSession *self, const char *state);

/* Where the table is. (element-type KxImportChoice) Choices are ids of these lists; setting one looks again.
 * Sheets in which nothing stands are no choice; those that the file hides are, and say so. */
GListModel *kx_import_session_get_sheets (KxImportSession *self);
GListModel *kx_import_session_get_encodings (KxImportSession *self);
GListModel *kx_import_session_get_delimiters (KxImportSession *self);
const char *kx_import_session_get_sheet (KxImportSession *self);
const char *kx_import_session_get_other_sheets (
    KxImportSession *self);                                          /* that have titles as well; or NULL */
const char *kx_import_session_get_encoding (KxImportSession *self);  /* the one that is used; NULL: no text */
const char *kx_import_session_get_delimiter (KxImportSession *self); /* likewise */
void kx_import_session_set_sheet (KxImportSession *self, const char *name);
void kx_import_session_set_encoding (KxImportSession *self, const char *encoding);
void kx_import_session_set_delimiter (KxImportSession *self, const char *delimiter);
guint kx_import_session_get_header (KxImportSession *self, guint *ret_last); /* 0: none */
void kx_import_session_set_header (KxImportSession *self, guint number);     /* 0: look for it */

/* Rows of data; of them with the code by which rows are known; hidden ones; rows that are no data. */
typedef struct
{
  guint n_rows, n_keyed, n_hidden, n_skipped;
} KxImportCounts;
KxImportCounts kx_import_session_get_counts (KxImportSession *self);

/* (element-type KxImportPreviewRow) */
GListModel *kx_import_session_get_preview (KxImportSession *self);

/* What the columns mean. (element-type KxImportColumnItem) and, for the fields, (element-type KxImportChoice)
 * with the code of each; the first, with id NULL, is "not taken in". A field that another column gave is
 * taken from that. */
GListModel *kx_import_session_get_columns (KxImportSession *self);
GListModel *kx_import_session_get_fields (KxImportSession *self);
void kx_import_session_map (KxImportSession *self, KxImportColumnItem *column, const char *code);
void kx_import_session_set_blank (KxImportSession *self, KxImportColumnItem *column, KxImportBlank blank);
void kx_import_session_set_dates (KxImportSession *self, KxImportColumnItem *column, KxImportDates dates);

/* Labels of what is needed and no column gives, or NULL. Free with g_free(). */
char *kx_import_session_dup_needed (KxImportSession *self);

/* Where the rows go and how. (element-type KxImportChoice) */
GListModel *kx_import_session_get_offices (KxImportSession *self);
const char *kx_import_session_get_office (
    KxImportSession *self); /* id; NULL: there is none, or none chosen */
void kx_import_session_set_office (KxImportSession *self, const char *id);
KxImportMode kx_import_session_get_mode (KxImportSession *self);
void kx_import_session_set_mode (KxImportSession *self, KxImportMode mode);
gboolean kx_import_session_get_strict (KxImportSession *self);
void kx_import_session_set_strict (KxImportSession *self, gboolean strict);

/* By what rows of the file are known again, in one sentence. Free with g_free(). */
char *kx_import_session_dup_key (KxImportSession *self);

/* Whether the columns and the office allow a dry run, and whether the last one allows the rows to be taken
 * in. */
gboolean kx_import_session_may_try (KxImportSession *self);
gboolean kx_import_session_may_run (KxImportSession *self);
void kx_import_session_try (KxImportSession *self);
void kx_import_session_run (KxImportSession *self);

/* The report of the dry run or, once it ended, of the import; NULL before. Borrowed. */
const KxImportReport *kx_import_session_get_report (KxImportSession *self);

/* What the report says, as a list (element-type KxImportItem); empty before there is one. Owned by the
 * caller, and good whatever becomes of the session. */
GListModel *kx_import_session_list (KxImportSession *self, KxImportItemsKind kind);

/* Writes the refused rows as a workbook to correct. */
void kx_import_session_save_refused_async (KxImportSession *self, GFile *to, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer data);
gboolean kx_import_session_save_refused_finish (KxImportSession *self, GAsyncResult *result, GError **error);

/* A name for that workbook, from the file's. Free with g_free(). */
char *kx_import_session_dup_refused_name (KxImportSession *self);

/* The workbook of refused rows that an import has left in `folder`, or NULL. Free with g_free(). */
char *kx_import_session_find_kept (const char *folder, const char *import);

G_END_DECLS
