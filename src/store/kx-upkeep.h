/* Upkeep: what the service does by itself from time to time. */
#pragma once

#include "store/kx-store.h"

G_BEGIN_DECLS

/* What one round did, for the log. */
typedef struct
{
  gint64 results;       /* answers kept for repeated requests, older than 30 days, removed */
  gint64 sessions;      /* sessions that had ended, removed */
  gint64 purged;        /* rows that lay in the trash for 30 days, gone for good */
  gint64 tombstones;    /* of rows gone for 180 days, dropped */
  guint uploads;        /* unfinished uploads, removed */
  guint blobs;          /* files of attachments that were purged, removed */
  gboolean head_signed; /* the day's signed audit head was added to DIR/audit-heads.ndjson */
} KxUpkeepReport;

/* One round; called at start and every hour. Everything that can be done is done; the error is the first that
 * was met, and `ret_report` is filled either way. Not from the writer's thread. */
gboolean kx_upkeep_run (KxStore *store, KxUpkeepReport *ret_report, GError **error);

G_END_DECLS
