/* What record pages work with: the mirror and its rows, the service as far as it can be reached, and who
 * works here. One for each page; cheap. */
#pragma once

#include "desktop/form/kx-lookup.h"
#include "models/kx-mirror-source.h"
#include "sync/kx-profile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KX_TYPE_DESK (kx_desk_get_type ())
G_DECLARE_FINAL_TYPE (KxDesk, kx_desk, KX, DESK, GObject)

/* Signal "rows-changed" (const KxEntity *): rows of the entity changed here; several changes come as one. */

KxDesk *kx_desk_new (KxProfile *profile);

/* Without a profile, as in tests: `client` and `sync` may be NULL, nothing is reached then. */
KxDesk *kx_desk_new_for_mirror (KxMirror *mirror, KxClient *client, KxSync *sync);

/* Borrowed. */
KxMirror *kx_desk_get_mirror (KxDesk *self);
KxRowSource *kx_desk_get_source (KxDesk *self);
KxLookup *kx_desk_get_lookup (KxDesk *self);
KxClient *kx_desk_get_client (KxDesk *self);   /* NULL: none */
KxSync *kx_desk_get_sync (KxDesk *self);       /* NULL: none */
KxProfile *kx_desk_get_profile (KxDesk *self); /* NULL: none */

/* The id of the user who works here; NULL: nobody signed in yet. */
const char *kx_desk_get_user (KxDesk *self);

/* FALSE: the service cannot be reached now. */
gboolean kx_desk_is_online (KxDesk *self);

/* Asks the engine to exchange at once, after an act that happened at the service. */
void kx_desk_sync_now (KxDesk *self);

/* Whether a role that was granted in the area of `space` allows this step to the user; what a guard says
 * about it is another matter. */
gboolean kx_desk_may (KxDesk *self, const KxEntity *entity, KxOpKind kind, const char *action,
                      const char *space);

/* The same for whoever has no desk. `actor` NULL: nothing; `space` NULL: in any area. */
gboolean kx_desk_actor_may (const KxActor *actor, const KxEntity *entity, KxOpKind kind, const char *action,
                            const char *space);

/* Living rows of `entity` whose `field` refers to `id`, at most a few hundred, by id; read at once, for the
 * parts of one record. (element-type KxRecord) Free with g_ptr_array_unref(). */
GPtrArray *kx_desk_list (KxDesk *self, const KxEntity *entity, guint field, const char *id);

/* The same for whoever says whether there are any: NULL when they could not be read. */
GPtrArray *kx_desk_try_list (KxDesk *self, const KxEntity *entity, guint field, const char *id);

/* One row, be it in the trash; NULL: there is none here. */
KxRecord *kx_desk_get_row (KxDesk *self, const KxEntity *entity, const char *id);

/* The name of the person behind a user; "" when it is not known here. Free with g_free(). */
char *kx_desk_dup_person (KxDesk *self, const char *user);

/* What would become of `op` here, with all preconditions; nothing is written. Free with kx_decision_free().
 */
KxDecision *kx_desk_try (KxDesk *self, const KxOp *op);

/* The same once the ops of `before` (element-type KxOp) were done, which are not: core/kx-decide-after.h. */
KxDecision *kx_desk_try_after (KxDesk *self, GPtrArray *before, const KxOp *op);

/* What an office's file begins with for this user: the id of the office, NULL when there is none or it cannot
 * be told which. Free with g_free(). */
char *kx_desk_dup_office (KxDesk *self);

G_END_DECLS
