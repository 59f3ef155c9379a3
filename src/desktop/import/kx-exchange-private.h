/* What the two files of KxExchange share. */
#pragma once

#include "desktop/import/kx-exchange.h"

G_BEGIN_DECLS

struct _KxExchange
{
  GObject parent_instance;

  KxWindow *window;   /* weak */
  KxMirror *mirror;   /* NULL: none */
  GPtrArray *imports; /* (element-type Import) owned; newest last */
};

/* Follows a session: its line while rows go in, and what is said at the end. `assistant` shows it. */
void kx_exchange_follow (KxExchange *self, KxImportSession *session, KxImportAssistant *assistant);

/* An assistant whose rows are not in yet and are of this subject, or may be yet; NULL: there is none. */
KxImportAssistant *kx_exchange_find_open (KxExchange *self, const char *subject);

/* The assistant of the import whose choices are kept under `key`, shown; NULL: no import is at them. */
KxImportAssistant *kx_exchange_find_kept (KxExchange *self, const char *key);

/* Ends what goes on and forgets what has ended. */
void kx_exchange_forget_imports (KxExchange *self);

void kx_exchange_init_imports (KxExchange *self);

/* What the page that is shown lists, and the ids of the rows chosen there (NULL: none; owned). FALSE: no
 * list.
 */
gboolean kx_exchange_get_query (KxExchange *self, KxListQuery *ret_query, char ***ret_ids);

/* A toast of the window, if there is one. */
void kx_exchange_say (KxExchange *self, const char *text);

G_END_DECLS
