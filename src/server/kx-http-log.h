/* The access log: one JSON object a line, without paths, queries or bodies, which may name people. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KxAccessLog KxAccessLog;

/* What one line tells. */
typedef struct
{
  gint64 at_us; /* since 1970, when the request began */
  gint64 took_us;
  const char *id;
  const char *method;
  const char *route; /* pattern; NULL: none matched */
  const char *user;  /* id; NULL: nobody */
  const char *peer;
  const char *error; /* NULL, or why the service failed */
  guint status;
  gsize received;
  gsize sent;
  gboolean aborted; /* the peer went away or was cut off */
} KxAccessEntry;

KxAccessLog *kx_access_log_new_for_fd (int fd);
KxAccessLog *kx_access_log_new_for_path (const char *path, GError **error);
void kx_access_log_free (KxAccessLog *self);
void kx_access_log_add (KxAccessLog *self, const KxAccessEntry *entry);
void kx_access_log_flush (KxAccessLog *self);
gboolean kx_access_log_reopen (KxAccessLog *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxAccessLog, kx_access_log_free)

G_END_DECLS
