/* A finding: what one precondition came to, with the sentence that causes it. Core never words it: it gives
 * the msgid, its {names} and the citation. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

typedef enum
{
  KX_HOLDS,
  KX_WARNS, /* holds, but a person should look */
  KX_FAILS,
  KX_CANNOT_TELL /* the rows it needs are not here; never refuses on a device */
} KxVerdict;

/* What stands behind a precondition, most binding first; shown before the words themselves. */
typedef enum
{
  KX_SOURCE_NONE,
  KX_SOURCE_LAW,
  KX_SOURCE_DOCUMENT,
  KX_SOURCE_CLAUSE,  /* of the agreement itself */
  KX_SOURCE_ANALOGY, /* a rule made for another matter */
  KX_SOURCE_OFFICE,  /* the office's own rule */
  KX_SOURCE_PROGRAM  /* what the program needs in order to work */
} KxSource;

typedef enum
{
  KX_FORCE_NONE,
  KX_FORCE_DUTY,
  KX_FORCE_ENCOURAGED,
  KX_FORCE_EXPLORE,
  KX_FORCE_PILOT,
  KX_FORCE_OPTIONAL,
  KX_FORCE_OWN_VALUE
} KxForce;

/* All texts are static or live as long as the policy they come from. */
typedef struct
{
  KxSource source;
  const char *document, *item, *quote; /* quote: the deciding words, at most 60 characters, verbatim */
  KxForce force;
} KxCite;

#define KX_FINDING_ARGS 4

typedef struct
{
  const char *code;    /* static, kebab-case: "wrong-check-character" */
  char *field;         /* owned; NULL: the whole row */
  const char *message; /* static msgid with {names} */
  struct
  {
    const char *name; /* static */
    char *text;       /* owned */
  } args[KX_FINDING_ARGS];
  KxCite cite;
  KxVerdict verdict;
  char **texts; /* owned; of a finding that was received: what else would be static */
} KxFinding;

KxFinding *kx_finding_new (KxVerdict verdict, const char *code, const char *field, const char *message);

void kx_finding_free (KxFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxFinding, kx_finding_free)

/* Names a value for {name} in the message; returns `finding`. */
KxFinding *kx_finding_arg (KxFinding *finding, const char *name, const char *text);

KxFinding *kx_finding_arg_int (KxFinding *finding, const char *name, gint64 number);

/* `wording` (the message, translated) with each {name} replaced. Free with g_free(). */
char *kx_finding_fill (const KxFinding *finding, const char *wording);

/* "law", "document", …; NULL for KX_SOURCE_NONE. */
const char *kx_source_name (KxSource source);

/* "duty", "encouraged", …; NULL for KX_FORCE_NONE. */
const char *kx_force_name (KxForce force);

/* The kinds in people's words, msgids; "" for none. */
const char *kx_source_label (KxSource source);
const char *kx_force_label (KxForce force);

/* The inverse of both names; none for another word. */
KxSource kx_source_from_name (const char *name);
KxForce kx_force_from_name (const char *name);

/* "holds", "warns", "fails", "cannot_tell". */
const char *kx_verdict_name (KxVerdict verdict);

/* The inverse. FALSE: there is no such verdict. */
gboolean kx_verdict_from_name (const char *name, KxVerdict *ret_verdict);

/* A list of findings. Free with g_ptr_array_unref(). */
GPtrArray *kx_findings_new (void);

/* TRUE when one of the findings fails. */
gboolean kx_findings_refuse (GPtrArray *findings);

G_END_DECLS
