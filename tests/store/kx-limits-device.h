/* A device of an office in the test of limits: it works on what it saw last and on what it did since, and
 * what it did waits to be sent. */
#pragma once

#include "core/kx-op.h"
#include "core/kx-role.h"
#include "lib/kx-test-table.h"

G_BEGIN_DECLS

#define KX_LIMITS_PLACES 4
#define KX_LIMITS_OFFICES 4
#define KX_LIMITS_TODAY ((KxDate){ 20260701 }) /* as what applies and pushes in tests has it */

/* Two counties of Jinan and the city level that both and the city share, under limits that are a duty; a
 * county of Nanning, under an own value that may be passed with a reason. */
typedef struct
{
  const char *area;
  int toward;
  guint limit;
  gboolean own;
} KxLimitsPlace;

extern const KxLimitsPlace kx_limits_places[KX_LIMITS_PLACES];

typedef struct
{
  const char *id, *area, *name;
  guint signs; /* bits of the places in which it signs */
} KxLimitsOffice;

extern const KxLimitsOffice kx_limits_offices[KX_LIMITS_OFFICES];

typedef struct
{
  KxActor *actor;
  int role;
  guint office; /* index */
  char *id;
  gint64 n;           /* ops that were sent */
  KxTestTable *table; /* what it saw last, and what it did since; lags behind */
  GQueue outbox;      /* (element-type GPtrArray of KxOp) each is one transaction */
  GQueue acts;        /* (element-type KxOp) of the office, on what was seen then */
} KxLimitsDevice;

void kx_limits_device_clear (KxLimitsDevice *device);

/* As a page of the feed makes it: `basics` (element-type KxRecord), and what its office may see of `rows`
 * (element-type char* KxRecord), stand there as they are now; what waits in the outbox is done on them once
 * more, as far as it still can be. */
void kx_limits_device_pull (KxLimitsDevice *device, GPtrArray *basics, GHashTable *rows);

/* Something comes to mind, and waits to be sent: a transaction that is done here first, an act of the office.
 */
void kx_limits_device_prepare (KxLimitsDevice *device);

/* Any row of the entity; owned; NULL: there is none. */
KxRecord *kx_limits_pick (KxReader *reader, const KxEntity *entity);

/* One of the places in which the office signs. */
guint kx_limits_any_place (guint office);

/* An op with new ids; `row` NULL: a new one. Takes `fields`. */
KxOp *kx_limits_op (KxOpKind kind, const KxEntity *entity, const char *row, KxRecord *fields);

/* An action on the row as it was seen, with a reason. */
KxOp *kx_limits_action (const KxRecord *row, const char *action);

G_END_DECLS
