/* What a mirror has beside the tables of every store: confirmed rows, what waits, drafts, sums, pages of the
 * feed that wait for the rest, files to send, notices. */
#pragma once

#include "store/kx-book.h"

G_BEGIN_DECLS

/* Names in the table meta. */
#define KX_MIRROR_CURSOR "mirror.cursor"
#define KX_MIRROR_STAGED "mirror.staged"         /* cursor of the pages that wait in the inbox */
#define KX_MIRROR_GENERATION "mirror.generation" /* of the service */
#define KX_MIRROR_SEAL_KEY "mirror.seal-key"
#define KX_MIRROR_DEVICE "mirror.device"
#define KX_MIRROR_LAST_N "mirror.last-n"       /* number of the op sent last */
#define KX_MIRROR_ACK "mirror.ack"             /* highest number whose result has landed */
#define KX_MIRROR_LOADING "mirror.loading"     /* "1" until the first head was reached */
#define KX_MIRROR_REFILL "mirror.refill"       /* "same" or "other" generation: everything is pulled again */
#define KX_MIRROR_ACTOR "mirror.actor"         /* who works here, as JSON */
#define KX_MIRROR_USER "mirror.user"           /* that person's id */
#define KX_MIRROR_SYNCED_AT "mirror.synced-at" /* when the head was reached last, milliseconds */
#define KX_MIRROR_FAULT "mirror.fault"         /* the sums differ though everything was pulled anew */
#define KX_MIRROR_HEALED_AT                                                                                  \
  "mirror.healed-at"                     /* when everything was pulled anew for that last, milliseconds */
#define KX_MIRROR_SCHEMA "mirror.schema" /* of the program that wrote here last */
#define KX_MIRROR_TODAY "mirror.today"   /* the date of the last exchange, as days since 1970 */
#define KX_MIRROR_DAYS "mirror.days"     /* on how many days something was exchanged */

/* Makes the tables of the schema and those of the mirror where they are missing. In a transaction of its own.
 */
gboolean kx_mirror_tables_set_up (KxBook *book, KxTime now, GError **error);

/* Numbers of the table meta; 0 where there is none. */
gboolean kx_mirror_meta_get_number (KxBook *book, const char *name, gint64 *ret_number, GError **error);
gboolean kx_mirror_meta_set_number (KxBook *book, const char *name, gint64 number, GError **error);

/* TRUE when there is such a value. FALSE without an error: there is none. */
gboolean kx_mirror_meta_has (KxBook *book, const char *name, GError **error);
gboolean kx_mirror_meta_drop (KxBook *book, const char *name, GError **error);

G_END_DECLS
