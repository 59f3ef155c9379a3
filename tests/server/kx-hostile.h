/* The table of wrong requests: a service with rows of every kind, the operations of its document, and one
 * count. */
#pragma once

#include "core/kx-lifecycle.h"
#include "server/kx-test-service.h"
#include "server/kx-test-spec.h"

G_BEGIN_DECLS

#define HOSTILE_UNKNOWN_ID "0197ffff-0000-7000-8000-00000000dead"
#define HOSTILE_USED_KEY "hostile-used-key"
#define HOSTILE_DAY_TEXT "2026-11-20" /* shortly before the service's own */

typedef struct
{
  KxTestService *service; /* owned */
  KxTestSpec *spec;       /* owned */
  GHashTable *rows;       /* (element-type char* JsonArray) owned; by collection: living rows of Jinan */
  GHashTable *trash;      /* (element-type char* JsonObject) owned; by collection: a row in the trash */
  GHashTable
      *hidden; /* (element-type char* char*) owned; by collection: id of a row that "jinan" may not see */
  GHashTable *right;   /* (element-type char* JsonObject) owned; by operation: a row that was made for it */
  GHashTable *wrong;   /* (element-type char* JsonObject) owned; a row in a state from which it does not go */
  GHashTable *samples; /* (element-type char* JsonObject) owned; by collection: a new row's values */
  GHashTable *parts; /* (element-type char* char*) owned; by "ID kind": a row that was made as a part of it */
  GBytes *blob;      /* owned; bytes of an attachment */
  char *sha256;      /* owned; their name */
  char *figures;     /* owned; the store's, which no refused request moves */
  guint made, cases, faults;
  const KxTestOperation *operation; /* that is asked for */
} Hostile;

/* Fills the service and signs everybody in. */
Hostile *hostile_new (void);

void hostile_free (Hostile *h);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hostile, hostile_free)

/* Reads the living rows of a collection anew; does nothing for what is none. */
void hostile_load (Hostile *h, const char *collection);

/* Whether it is a row of Jinan, or of the whole country. */
gboolean hostile_is_here (JsonObject *row);

/* The collections of the document, in its order. (element-type char*) owned; the names are the document's. */
GPtrArray *hostile_list_collections (Hostile *h);

/* What a GET gives to who signed in as `login`. */
JsonObject *hostile_get (Hostile *h, const char *target, const char *login);

/* Whether the operation makes a row. */
gboolean hostile_is_create (const KxTestOperation *operation);

/* Whether its path names a row. */
gboolean hostile_is_row (const KxTestOperation *operation);

/* A row of Jinan for the operation: in a state from which it goes, or (`right` FALSE) from which it does not.
 * Borrowed; NULL: there is none. */
JsonObject *hostile_row (Hostile *h, const KxTestOperation *operation, gboolean right);

/* A request with nothing wrong. */
KxTestAsk *hostile_right (Hostile *h, const KxTestOperation *operation);

/* The same on the row of this id. */
KxTestAsk *hostile_right_of (Hostile *h, const KxTestOperation *operation, const char *id);

/* The body of a request with nothing wrong. */
JsonObject *hostile_body (Hostile *h, const KxTestOperation *operation);

/* The operation ENTITY.WHAT; NULL: people are not offered it. */
const KxTestOperation *hostile_find (Hostile *h, const KxEntity *entity, const char *what);

/* The body with which the operation is taken on `row` (NULL: on none), in a step of this day. */
JsonObject *hostile_step_body (Hostile *h, const KxTestOperation *operation, JsonObject *row,
                               const char *day);

/* Values with which a row of `collection` can be made in Jinan: what it refers to alone is made once, and
 * used until a row is made of it. */
JsonObject *hostile_sample (Hostile *h, const char *collection);

/* The same in the other city. */
JsonObject *hostile_sample_away (Hostile *h, const KxEntity *entity);

/* Says that a row was made of the collection's sample. */
void hostile_spend (Hostile *h, const char *collection);

/* Makes a row; `key` NULL: any. A refusal ends the test. */
JsonObject *hostile_post (Hostile *h, const char *collection, JsonObject *sample, const char *login,
                          const char *key);

/* Makes a row and brings it to `state` (NULL: leaves it as it was made), in Jinan or in the other city. */
JsonObject *hostile_make_in (Hostile *h, const KxEntity *entity, const char *state, gboolean away);

/* Makes a row to which the operation can be done. */
JsonObject *hostile_make_for (Hostile *h, const KxTestOperation *operation);

/* Puts a new row into the trash. */
void hostile_make_trash (Hostile *h, const char *collection);

/* Makes the row to be changed by the operation, and one in a wrong state unless there is one. Where people
 * make none of the kind, one that is there has to do. */
void hostile_prepare (Hostile *h, const KxTestOperation *operation);

/* `days` after the day `first`, both as a body has them. Free with g_free(). */
char *hostile_day (const char *first, guint days);

/* `object` as text, with `raw` as the value of `name`; NULL: without that member. Free with g_free(). */
char *hostile_text (JsonObject *object, const char *name, const char *raw);

/* Sends and notes a fault unless the status is one of `statuses` ("403 404"), the answer is a problem
 * document ("400 bare": or libsoup's own 400 to what it cannot parse), and the store has not moved. `kind`
 * says what is wrong with the request. */
KxTestAnswer *hostile_try (Hostile *h, const KxTestAsk *ask, const char *kind, const char *statuses);

/* The same without the answer. */
void hostile_send (Hostile *h, const KxTestAsk *ask, const char *kind, const char *statuses);

/* Notes a fault. */
void hostile_note (Hostile *h, const KxTestAsk *ask, const char *kind, const char *words,
                   const KxTestAnswer *answer);

/* A request with one header otherwise; NULL: without it. */
KxTestAsk *hostile_ask_with (Hostile *h, const KxTestOperation *operation, const char *header,
                             const char *value);

/* Sends a right request with one thing changed: a header, the end of its address, its body, one member of its
 * body (`raw` NULL: left out). */
void hostile_send_with (Hostile *h, const KxTestOperation *operation, const char *header, const char *value,
                        const char *kind, const char *statuses);
void hostile_send_to (Hostile *h, const KxTestOperation *operation, const char *ending, const char *kind,
                      const char *statuses);
void hostile_send_body (Hostile *h, const KxTestOperation *operation, const void *bytes, gssize length,
                        const char *kind, const char *statuses);
void hostile_send_member (Hostile *h, const KxTestOperation *operation, const char *name, const char *raw,
                          const char *statuses);

/* The service still answers. */
void hostile_assert_alive (Hostile *h);

/* One way of being wrong, tried on an operation; on those it does not fit, it does nothing. */
typedef struct
{
  const char *name;
  void (*ask) (Hostile *h, const KxTestOperation *operation);
} HostileWrong;

/* The ways, by subject. */
const HostileWrong *hostile_wrong_address (gsize *ret_n);
const HostileWrong *hostile_wrong_body (gsize *ret_n);
const HostileWrong *hostile_wrong_rows (gsize *ret_n);

G_END_DECLS
