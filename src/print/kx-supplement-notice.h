/* The notice for supplement (补正通知): which documents of an application are missing or have to be
 * corrected, and until when. */
#pragma once

#include "core/kx-date.h"
#include "print/kx-docx-values.h"

G_BEGIN_DECLS

/* Its template. */
#define KX_SUPPLEMENT_NOTICE_TEMPLATE "supplement-notice.docx"

/* A document that lacks something. Borrowed. */
typedef struct
{
  const char *document;
  const char *remark; /* what is to be corrected; NULL: it is missing */
} KxSupplementLine;

/* Everything is borrowed; texts may be NULL and days 0: they are left to the hand. */
typedef struct
{
  const char *office, *address, *phone; /* of the office */
  const char *agency, *application;     /* name, and number of the application */
  KxDate received_on;
  KxDate asked_on; /* the day of the notice */
  KxDate by;       /* the last day */
  const KxSupplementLine *lines;
  guint n_lines;
} KxSupplementNotice;

/* What fields of a template have. Free with kx_docx_values_free(). */
KxDocxValues *kx_supplement_notice_values (const KxSupplementNotice *notice);

G_END_DECLS
