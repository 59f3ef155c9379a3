/* Work that goes on in the background: one line that says what and how far. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KX_JOB_GOES_ON,
  KX_JOB_DONE,
  KX_JOB_STOPPED, /* by a person, or by a fault: `detail` says what is safe and what to do */
} KxJobState;

#define KX_TYPE_JOB (kx_job_get_type ())
G_DECLARE_FINAL_TYPE (KxJob, kx_job, KX, JOB, GObject)

/* Properties, which notify: "title", "detail", "fraction" (below 0: unknown) and "state". The signal "stop"
 * asks whoever does the work to end it, "open" to show what came of it. */
KxJob *kx_job_new (const char *title);

const char *kx_job_get_title (KxJob *self);
const char *kx_job_get_detail (KxJob *self);
double kx_job_get_fraction (KxJob *self);
KxJobState kx_job_get_state (KxJob *self);

/* While it goes on. */
void kx_job_tell (KxJob *self, double fraction, const char *detail);

/* Once. `title` is what the line says from then on. */
void kx_job_end (KxJob *self, KxJobState state, const char *title, const char *detail);

void kx_job_stop (KxJob *self);
void kx_job_open (KxJob *self);

G_END_DECLS
