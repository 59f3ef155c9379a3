/* A scope: which spaces are open to somebody, as a value of its own. It has one short text, which a cursor of
 * the feed carries, so that the service can tell which spaces were open when the cursor was given out. */
#pragma once

#include "core/kx-role.h"

G_BEGIN_DECLS

/* Longer texts are replaced by their hash: then nothing is known of the scope but whether it is the same. */
#define KX_SCOPE_MOST_TEXT 1500

typedef struct _KxScope KxScope;

/* What is open to `actor`: kx_scope_opens() answers as kx_actor_may_read(). */
KxScope *kx_scope_new (const KxActor *actor);

/* NULL: not a scope's text. */
KxScope *kx_scope_new_from_text (const char *text);

void kx_scope_free (KxScope *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxScope, kx_scope_free)

/* The same text for the same scope; letters, digits, '-', '_' and '~' only. Borrowed. */
const char *kx_scope_get_text (const KxScope *scope);

gboolean kx_scope_equal (const KxScope *a, const KxScope *b);

/* FALSE: only the hash of this scope is known, so nothing can be told of it. */
gboolean kx_scope_is_known (const KxScope *scope);

gboolean kx_scope_opens (const KxScope *scope, const char *space);

/* What is open in both. Both are known. */
KxScope *kx_scope_intersect (const KxScope *a, const KxScope *b);

G_END_DECLS
