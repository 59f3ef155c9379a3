/* What leads from one sequence of numbers to another, as few pieces as possible: what a list tells its view
 * after a refresh. */
#pragma once

#include "models/kx-number-seq.h"

G_BEGIN_DECLS

/* At `position`, of the sequence as the splices before it left it, `removed` numbers give way to `added`
 * ones; these are what the new sequence has from `position` on. */
typedef struct
{
  guint position, removed, added;
} KxNumberSplice;

/* The splices from `from` to `to`, in rising positions and none of them empty. A number stands in each at
 * most once; one that changed its place among the others is taken out and put in again. If there would be
 * more than `most`, neighbours are joined with what stands between them. (element-type KxNumberSplice) */
GArray *kx_number_diff (const KxNumberSeq *from, const KxNumberSeq *to, guint most);

G_END_DECLS
