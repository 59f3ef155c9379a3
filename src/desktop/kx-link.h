/* Addresses of records, as they are copied, sent to colleagues and opened: kangxie:agency/ID in whatever
 * service is open, kangxie://HOST[:PORT]/agency/ID at that service, kangxie://local/agency/ID in data that
 * are kept on one computer. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *service;     /* owned; host in small letters, with the port where it has one; NULL: any */
  char *entity, *id; /* owned; the entity is one of the schema */
} KxLink;

/* NULL: no address of a record. */
KxLink *kx_link_parse (const char *text);
KxLink *kx_link_copy (const KxLink *link);
void kx_link_free (KxLink *link);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxLink, kx_link_free)

/* The address of a record at the service of `url`, which may be NULL. Free with g_free(). */
char *kx_link_make (const char *url, const char *entity, const char *id);

/* TRUE when the link may be opened at the service of `url`. */
gboolean kx_link_is_at (const KxLink *link, const char *url);

/* TRUE when the link leads to data that are kept on one computer. */
gboolean kx_link_is_local (const KxLink *link);

G_END_DECLS
