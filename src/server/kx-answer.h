/* What a decision means in HTTP: a status, and a problem document with every finding. */
#pragma once

#include "core/kx-decision.h"
#include "server/kx-http-request.h"
#include "server/kx-service.h"

G_BEGIN_DECLS

/* The problem of a refused decision. `current` is the row as it stands, for 412; NULL: not told. */
KxProblem *kx_answer_refusal (const KxDecision *decision, const KxRecord *current);

/* The problem of findings that were met while reading the request, before anything was decided. */
KxProblem *kx_answer_findings (GPtrArray *findings);

/* An error of the store as a problem: 503 to come again, 507 on a full disk, 500 otherwise. The error's own
 * text goes to the service's log only. */
KxProblem *kx_answer_error (const GError *error);

/* What the strict JSON reader says, worded by its code. */
KxProblem *kx_answer_json_error (const GError *error);

/* An entity without fields: what a step without arguments takes. */
extern const KxEntity kx_answer_no_arguments;

/* Answers with a row: its ETag and its JSON. */
void kx_answer_row (KxRequest *request, guint status, const KxRecord *record);

/* A row's ETag, "17". Free with g_free(). */
char *kx_answer_tag (gint64 seq);

/* A number from a query or header: digits only, within the bounds. */
gboolean kx_answer_read_number (const char *text, gint64 least, gint64 most, gint64 *ret_number);

/* The collection a request names, or NULL after a 404. */
const KxEntity *kx_answer_collection (KxService *service, KxRequest *request);

/* The row a request names, or NULL after a 404, or 410 for one in the trash. What one may not see is not
 * there. */
KxRecord *kx_answer_find (KxService *service, KxRequest *request, const KxEntity *entity,
                          gboolean with_trash);

G_END_DECLS
