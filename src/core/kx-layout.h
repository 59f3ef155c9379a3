/* How many agencies a place may have (布局), how many it has, and how many are on their way: agencies are
 * counted, not agreements, where the agreement says that it counts. */
#pragma once

#include "core/entities/kx-agreement.h"
#include "core/kx-policy.h"

G_BEGIN_DECLS

/* A county, or the city level of a city. */
typedef struct
{
  int toward; /* kx_agreement_counts_toward_… */
  const char *area;
} KxLayoutPlace;

typedef struct
{
  gboolean limited; /* FALSE: no document and no own value sets a limit */
  gint64 limit;
  KxCite cite;  /* of the limit, or of what is said instead of one */
  guint used;   /* agencies with an agreement that runs */
  guint coming; /* agencies with one that is being prepared, and none that runs */
} KxLayoutCount;

/**
 * kx_layout_count:
 * @reader: where agreements and agencies are asked for
 * @policy: what governs the office
 * @place: a place
 * @but: (nullable): id of an agency that is left out
 * @ret_count: (out): what was counted
 */
KxAnswer kx_layout_count (KxReader *reader, const KxPolicy *policy, const KxLayoutPlace *place,
                          const char *but, KxLayoutCount *ret_count);

/* The same of all agencies, as it would be if the record `alone` were linked to no other one of its
 * institution.
 */
KxAnswer kx_layout_count_unlinked (KxReader *reader, const KxPolicy *policy, const KxLayoutPlace *place,
                                   const char *alone, KxLayoutCount *ret_count);

/* TRUE when one more agency stays within the limit, or there is none. */
gboolean kx_layout_has_room (const KxLayoutCount *count);

/* The parameter that limits places of this kind. */
KxPolicyKey kx_layout_key (int toward);

G_END_DECLS
