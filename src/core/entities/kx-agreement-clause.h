/* A subject that an agreement deals with: one line of its checklist of clauses. The lines that come with the
 * program, and those that a document wants, are there from the start; an office adds others. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
/* What agreements of this kind deal with, in the order in which their texts do; `other` has its own title. */
#define KX_AGREEMENT_CLAUSE_SUBJECTS(C) \
  C (agreement_clause, subject, parties, N_("Parties, their rights and duties")) \
  C (agreement_clause, subject, population, N_("Whom it serves")) \
  C (agreement_clause, subject, scope, N_("Scope of the service")) \
  C (agreement_clause, subject, content, N_("Content of the service")) \
  C (agreement_clause, subject, quality, N_("Quality of the service")) \
  C (agreement_clause, subject, settlement, N_("Settlement of fees")) \
  C (agreement_clause, subject, audit, N_("Review of fees")) \
  C (agreement_clause, subject, connection, N_("Connection of information systems")) \
  C (agreement_clause, subject, violations, N_("Breaches and what follows")) \
  C (agreement_clause, subject, exit, N_("Grounds for suspending and ending it")) \
  C (agreement_clause, subject, notice, N_("Notices between the parties")) \
  C (agreement_clause, subject, dispute, N_("Disputes")) \
  C (agreement_clause, subject, term, N_("Term")) \
  C (agreement_clause, subject, other, N_("Other subject"))
KX_DECLARE_CODES (agreement_clause, subject, KX_AGREEMENT_CLAUSE_SUBJECTS)

#define KX_AGREEMENT_CLAUSE_STATES(C) \
  C (agreement_clause, state, open, N_("Not looked at")) \
  C (agreement_clause, state, there, N_("In the text")) \
  C (agreement_clause, state, missing, N_("Not in the text")) \
  C (agreement_clause, state, not_needed, N_("Not applicable"))
KX_DECLARE_CODES (agreement_clause, state, KX_AGREEMENT_CLAUSE_STATES)

#define KX_AGREEMENT_CLAUSE_FIELDS(F) \
  F (agreement_clause, agreement, REF,       KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Agreement"), .target = "agreement") \
  F (agreement_clause, subject,   CODE,      KX_REQUIRED | KX_FIXED, 2, N_("Subject of the clause"), .codes = kx_agreement_clause_subject_codes) \
  F (agreement_clause, title,     TEXT,      KX_TITLE, 2, N_("Title of the clause"), .max = 120) \
  F (agreement_clause, state,     CODE,      KX_REQUIRED, 2, N_("In the text"), .codes = kx_agreement_clause_state_codes) \
  F (agreement_clause, article,   TEXT,      0, 2, N_("Article"), .max = 60) \
  F (agreement_clause, note,      LONG_TEXT, 0, 2, N_("Reason or note"), .max = 1000)
KX_DECLARE_ENTITY (agreement_clause, KX_AGREEMENT_CLAUSE_FIELDS)
/* clang-format on */

/* The subject that a document calls so, 服务质量, or `other` where the program has none of its own for it. */
int kx_agreement_clause_subject_of (const char *words);

G_END_DECLS
