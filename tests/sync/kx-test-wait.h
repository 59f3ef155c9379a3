/* Waiting for what happens in the main loop, with a bound. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A callback that keeps the result where `data`, a GAsyncResult **, points to. */
void kx_test_take_result (GObject *source, GAsyncResult *result, gpointer data);

/* Runs the main loop until the result is there, and gives it up. Free with g_object_unref(). */
GAsyncResult *kx_test_await (GAsyncResult **result);

/* Runs the main loop until `done` says so; FALSE: it did not within `seconds`. */
gboolean kx_test_run_until (gboolean (*done) (gpointer data), gpointer data, guint seconds);

G_END_DECLS
