/* Work in the background as a line of the window: what, how far, a way to stop it and to see what came of it.
 */
#pragma once

#include "models/kx-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_JOB_LINE (kx_job_line_get_type ())
G_DECLARE_FINAL_TYPE (KxJobLine, kx_job_line, KX, JOB_LINE, AdwBin)

/* Keeps a reference of the job. The signal "dismissed" () asks to take the line of ended work away. */
GtkWidget *kx_job_line_new (KxJob *job);

G_END_DECLS
