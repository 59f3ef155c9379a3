/* Keeps what is chosen in import sessions as drafts of the mirror, until the rows are in or a person throws
 * it away. */
#pragma once

#include "models/kx-import-session.h"
#include "sync/kx-mirror.h"

G_BEGIN_DECLS

/* The keys of these drafts. */
#define KX_IMPORT_KEEP_PREFIX "import/"

/* From now on what is chosen in `session` is kept in `mirror`, durable as any draft is; not before a file is
 * open, and no longer than until the import has ended. A further file whose place it takes gets a draft of
 * its own. */
void kx_import_keep (KxImportSession *session, KxMirror *mirror);

/* Leaves what is kept to other sessions; a thread may hold this one a moment longer. */
void kx_import_keep_stop (KxImportSession *session);

/* Goes on with what is kept under `key`, in a session of kx_import_keep(). FALSE: it is not there any more.
 */
gboolean kx_import_keep_resume (KxImportSession *session, const char *key);

/* The key of the session's draft; NULL: nothing is kept of it. */
const char *kx_import_keep_get_key (KxImportSession *session);

/* Keys of imports that have not come to their end, newest first, without those that other sessions are at.
 * Free with g_strfreev(). */
char **kx_import_keep_list (KxImportSession *session);

/* What is kept under `key`; NULL: nothing. Free with kx_import_kept_free(). */
KxImportKept *kx_import_keep_read (KxImportSession *session, const char *key);

/* Throws it away, and gives its text with which kx_import_keep_put_back() brings it back; NULL: it was gone.
 * Free with g_free(). */
char *kx_import_keep_throw_away (KxImportSession *session, const char *key);
void kx_import_keep_put_back (KxImportSession *session, const char *key, const char *json);

G_END_DECLS
