/* The base of what is found out about rows in one reading on a thread, and again when rows changed. It asks,
 * lets changes that come together pass, gives up what nobody waits for any more, and tells whether anything
 * was found out yet and what went wrong. */
#pragma once

#include "models/kx-row-job.h"

G_BEGIN_DECLS

/* What runs on the thread, as of kx_row_job_run(). */
typedef struct
{
  KxRowWork work;
  gpointer data;
  GDestroyNotify free_data, free_result;
} KxRowQuestion;

/* Properties, read only and notified: "loading" gboolean: nothing was found out yet; "error" GError (boxed):
 * why it could not be found out the last time. Construct property: "source". */
#define KX_TYPE_ROW_ANSWER (kx_row_answer_get_type ())
G_DECLARE_DERIVABLE_TYPE (KxRowAnswer, kx_row_answer, KX, ROW_ANSWER, GObject)

struct _KxRowAnswerClass
{
  GObjectClass parent_class;

  /* What is to be found out now. */
  void (*ask) (KxRowAnswer *self, KxRowQuestion *ret_question);

  /* It was found out, within so many microseconds; NULL: it was not. Takes `result`. */
  void (*take) (KxRowAnswer *self, gpointer result, gint64 took);

  guint pause_ms;    /* changes within this time are looked at together */
  guint rest_factor; /* afterwards it rests so many times what it took */
};

/* Borrowed; of the filter only the area counts. */
KxRowSource *kx_row_answer_get_source (KxRowAnswer *self);
const KxFilter *kx_row_answer_get_filter (KxRowAnswer *self);

/* NULL: everywhere. FALSE: it was that area already; else what was being found out is given up, and
 * kx_row_answer_start() is to be called. */
gboolean kx_row_answer_set_area (KxRowAnswer *self, const char *area);

/* Asks now, or once the answer under way has come. */
void kx_row_answer_start (KxRowAnswer *self);

/* Asks after the pause. */
void kx_row_answer_start_soon (KxRowAnswer *self);

gboolean kx_row_answer_is_loading (KxRowAnswer *self);
const GError *kx_row_answer_get_error (KxRowAnswer *self);

G_END_DECLS
