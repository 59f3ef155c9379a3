/* Where a profile keeps its tokens: in the desktop's secret service, or, where none answers, in a file of the
 * profile's folder that only its owner may read. */
#pragma once

#include "core/kx-date.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *session, *device; /* owned; NULL: none */
  KxTime session_ends;
  char *password; /* owned; of the account on this computer only, which nobody types; NULL: none */
} KxTokens;

KxTokens *kx_tokens_copy (const KxTokens *tokens);
void kx_tokens_free (KxTokens *tokens); /* wipes them from memory */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTokens, kx_tokens_free)

typedef enum
{
  KX_TOKEN_PLACE_UNKNOWN, /* nothing was loaded or saved yet */
  KX_TOKEN_PLACE_SERVICE, /* the secret service has them */
  KX_TOKEN_PLACE_FILE     /* they stand in a file, for no secret service answered: say so */
} KxTokenPlace;

#define KX_TYPE_TOKEN_STORE (kx_token_store_get_type ())
G_DECLARE_FINAL_TYPE (KxTokenStore, kx_token_store, KX, TOKEN_STORE, GObject)

/* `dir` is the profile's folder, which has to exist; `label` names the entry to the person. */
KxTokenStore *kx_token_store_new (const char *dir, const char *label);

KxTokenPlace kx_token_store_get_place (KxTokenStore *store);

/* Gives what is kept; empty tokens when there is nothing. A secret service that does not answer is no error.
 */
void kx_token_store_load_async (KxTokenStore *store, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
KxTokens *kx_token_store_load_finish (KxTokenStore *store, GAsyncResult *result, GError **error);

/* Keeps these instead of what was there. `tokens` are copied. */
void kx_token_store_save_async (KxTokenStore *store, const KxTokens *tokens, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_token_store_save_finish (KxTokenStore *store, GAsyncResult *result, GError **error);

/* Forgets everything. */
void kx_token_store_clear_async (KxTokenStore *store, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean kx_token_store_clear_finish (KxTokenStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
