/* The states of a record as the path on which it came and on which it goes on, read off its lifecycle. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

typedef enum
{
  KX_STAGE_DONE,
  KX_STAGE_NOW,
  KX_STAGE_AHEAD
} KxStageKind;

typedef struct
{
  KxStageKind kind;
  int state;
  KxDate on;      /* when it came to this state; 0: not known, or ahead */
  const char *by; /* the id of the user who brought it there; NULL: not known. Borrowed from the record. */
} KxStage;

/* (element-type KxStage) The shortest way that leads to the record's state, that state, and the way on: from
 * each state the first step of the table that leads further. Dates and persons are those of the fields
 * STATE_on and STATE_by, and of the first state when the record was made. Empty for an entity without states.
 * Free with g_array_unref(). */
GArray *kx_stages_new (const KxRecord *record);

G_END_DECLS
