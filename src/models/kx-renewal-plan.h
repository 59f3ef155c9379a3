/* Many agreements renewed together, or carried on together (顺延): which can be, which are left out and why,
 * what the new ones say, and what became of each. Nothing happens before it is carried out; what was refused
 * can be tried again. */
#pragma once

#include "models/kx-renewal-line.h"
#include "sync/kx-client-row.h"
#include "sync/kx-mirror.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KX_RENEWAL_RENEW,   /* each is followed by one that is drawn up; a fact, also without the service */
  KX_RENEWAL_CARRY_ON /* one paper carries all of them on; an act of the office, at the service */
} KxRenewalWay;

/* Signal "changed" (): lines came, one of them changed, or the work went on. */
#define KX_TYPE_RENEWAL_PLAN (kx_renewal_plan_get_type ())
G_DECLARE_FINAL_TYPE (KxRenewalPlan, kx_renewal_plan, KX, RENEWAL_PLAN, GObject)

KxRenewalPlan *kx_renewal_plan_new (KxMirror *mirror, KxRenewalWay way);

KxRenewalWay kx_renewal_plan_get_way (KxRenewalPlan *self);

/* Reads the agreements of these ids (element-type utf8) on a thread; lines are those it had before no more.
 * Ids of no row are left out silently. */
void kx_renewal_plan_read_async (KxRenewalPlan *self, GPtrArray *ids, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_renewal_plan_read_finish (KxRenewalPlan *self, GAsyncResult *result, GError **error);

/* The lines (KxRenewalLine) that are to be carried out, by agency; and those that are left out. Borrowed. */
GListModel *kx_renewal_plan_get_lines (KxRenewalPlan *self);
GListModel *kx_renewal_plan_get_left_out (KxRenewalPlan *self);

/* How many lines have this outcome. */
guint kx_renewal_plan_count (KxRenewalPlan *self, KxRenewalOutcome outcome);

/* Numbers the open lines from `first` on, each one more in its last digits: 济康协〔2027〕01号, 02号, …
 * FALSE: it has no digits. */
gboolean kx_renewal_plan_number_from (KxRenewalPlan *self, const char *first);

/* All open lines end on this day. */
void kx_renewal_plan_end_all_on (KxRenewalPlan *self, KxDate day);

/* The paper by which they are carried on; `made_on` none: not entered yet. */
void kx_renewal_plan_set_paper (KxRenewalPlan *self, const char *number, KxDate made_on);
const char *kx_renewal_plan_get_paper (KxRenewalPlan *self, KxDate *ret_made_on);

/* What keeps it from being carried out as it is written, translated: days that are missing or out of order, a
 * number that stands twice, no paper. NULL: nothing does. Free with g_free(). */
char *kx_renewal_plan_dup_problem (KxRenewalPlan *self);

/* What was written, for kx_mirror_put_draft(); and back, for the agreements that are here. Free with
 * g_free(). */
char *kx_renewal_plan_save (KxRenewalPlan *self);
void kx_renewal_plan_restore (KxRenewalPlan *self, const char *json);

/* The ids of a text that kx_renewal_plan_save() gave. (element-type utf8) Free with g_ptr_array_unref(). */
GPtrArray *kx_renewal_plan_saved_ids (const char *json, KxRenewalWay *ret_way);

/* Carries out the open lines and those that were refused, each by itself: one that is refused keeps no other
 * back. `client`, for KX_RENEWAL_CARRY_ON, may be NULL otherwise. Cancelled it ends between two of them. The
 * error is the first that was no refusal, such as that the service cannot be reached; lines not come to stay
 * open. */
void kx_renewal_plan_carry_out_async (KxRenewalPlan *self, KxClient *client, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean kx_renewal_plan_carry_out_finish (KxRenewalPlan *self, GAsyncResult *result, GError **error);

/* The ids of the agreements that were drawn up. (element-type utf8) Free with g_ptr_array_unref(). */
GPtrArray *kx_renewal_plan_list_made (KxRenewalPlan *self);

/* TRUE while it is being carried out. */
gboolean kx_renewal_plan_is_working (KxRenewalPlan *self);

G_END_DECLS
