/* Work on a thread whose objects end where they were made. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* g_task_run_in_thread() for tasks that hold objects. That function lets go of the task on its thread, at any
 * time after the answer was sent: a window, a mirror or a message that nobody else holds by then would be
 * finalized there, beside a main loop that still tells it things. Here the task, its source object and its
 * data end in the main context in which `task` was made, which therefore has to run until then. */
void kx_thread_run (GTask *task, GTaskThreadFunc func);

G_END_DECLS
