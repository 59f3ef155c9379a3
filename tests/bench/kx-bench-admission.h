/* What admissions leave behind in some years: 5,000 of a benchmark's agencies applied four times each, at
 * forty offices, and stand at every step there is. */
#pragma once

#include "bench/kx-bench-agencies.h"

G_BEGIN_DECLS

#define KX_BENCH_APPLICATIONS 20000

/* Adds to the agencies' database, unless they are there: the packs of the five documents and the values of
 * the offices, 20,000 applications in all states with their stopped clocks, objections, approval slips and
 * late entries, the rounds and requests to the body above they belong to, and the agreements that were made.
 */
void kx_bench_admission_fill (const KxBenchAgencies *bench, const char *title);

G_END_DECLS
