/* What an approval slip says, apart from its row: the preconditions as they stood, what it was about, and the
 * line that history has of it. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-reader.h"

G_BEGIN_DECLS

/* The finding that says whether a superior decided, or decides here. */
#define KX_CODE_APPROVAL "approval-needed"

/* Most lines of preconditions on a slip. */
#define KX_APPROVAL_FINDINGS 60

/* What the field `findings` holds of a list (element-type KxFinding): code, field, msgid, arguments, verdict
 * and citation of each, so that anyone can word it again. Those beyond KX_APPROVAL_FINDINGS are left out.
 * Free with g_free(). */
char *kx_approval_write_findings (GPtrArray *findings);

/* The inverse: a list (element-type KxFinding), or NULL when the text is none. Free with
 * g_ptr_array_unref(). */
GPtrArray *kx_approval_read_findings (const char *text);

/* Tells what people entered of a record, without what later steps add to it: the same text as long as it says
 * the same. Free with g_free(). */
char *kx_approval_digest (const KxRecord *owner);

/**
 * kx_approval_find:
 * @reader: where slips are asked for
 * @entity: the kind of record
 * @row: id of the record
 * @act: name of an action
 * @ret_approval: (out) (nullable): a slip for this very record and act that was agreed to and confirmed, and
 *   that no step was taken by yet; owned
 */
KxAnswer kx_approval_find (KxReader *reader, const KxEntity *entity, const char *row, const char *act,
                           KxRecord **ret_approval);

/* How history words it: "Approved by X (post) on paper, entered by Y, confirmed by Z". @entered and
 * @confirmed are names of the persons whose accounts the slip names. The message is a msgid; free with
 * kx_finding_free(). */
KxFinding *kx_approval_line (const KxRecord *approval, const char *entered, const char *confirmed);

G_END_DECLS
