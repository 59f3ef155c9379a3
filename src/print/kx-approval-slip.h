/* The approval slip (审批单): what a superior is asked to decide outside the program, with what was checked
 * and what each check rests on, the opinion lines of the office's route, and the line for the seal. */
#pragma once

#include "core/kx-finding.h"
#include "print/kx-docx.h"

G_BEGIN_DECLS

/* Who signs in which capacity: 复核, and the post. Borrowed. */
typedef struct
{
  const char *line, *duty;
} KxSlipLine;

/* Everything is borrowed; texts may be NULL: they are left to the hand. */
typedef struct
{
  const char *office, *number, *matter, *object, *facts, *prepared_by, *oa_number;
  KxDate prepared_on;
  GPtrArray *findings; /* (element-type KxFinding) those of the act, in their order; NULL: none */
  const KxSlipLine *lines;
  guint n_lines; /* 0: one line for whoever decides */
  const char *seal, *copies;
} KxApprovalSlip;

/* Its template. */
#define KX_APPROVAL_SLIP_TEMPLATE "approval-slip.docx"

/* What fields of a template have. Free with kx_docx_values_free(). */
KxDocxValues *kx_approval_slip_values (const KxApprovalSlip *slip);

G_END_DECLS
