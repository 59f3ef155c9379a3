/* What is wrong with a request, as RFC 9457 wants it told: a value first, worded only when it is answered. */
#pragma once

#include <json-glib/json-glib.h>

#include "server/kx-http-words.h"

G_BEGIN_DECLS

typedef struct _KxProblem KxProblem;
typedef struct _KxProblemFinding KxProblemFinding;

KxProblem *kx_problem_new (guint status, const char *code, const char *detail);
void kx_problem_free (KxProblem *self);
void kx_problem_add_arg (KxProblem *self, const char *name, const char *value);
void kx_problem_set_current (KxProblem *self, JsonNode *current);
void kx_problem_set_retry_after (KxProblem *self, guint seconds);
KxProblemFinding *kx_problem_add_finding (KxProblem *self, const char *code, const char *field,
                                          const char *message);
void kx_problem_finding_add_arg (KxProblemFinding *self, const char *name, const char *value);
void kx_problem_finding_take_clause (KxProblemFinding *self, JsonNode *clause);

guint kx_problem_get_status (const KxProblem *self);
guint kx_problem_get_retry_after (const KxProblem *self);
GBytes *kx_problem_to_bytes (const KxProblem *self, const KxWords *words, const char *language,
                             const char *request_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxProblem, kx_problem_free)

G_END_DECLS
