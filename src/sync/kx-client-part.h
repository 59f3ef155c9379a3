/* The file into which the bytes of an answer go until all of them are there: PATH.part. */
#pragma once

#include "sync/kx-client-blob.h"

G_BEGIN_DECLS

typedef struct
{
  char *path, *part; /* owned */
  int fd;            /* owned; of `part`, -1: not open */
  gint64 have;       /* bytes in the file */
  KxClientProgress progress;
  gpointer progress_data;
} KxClientPart;

void kx_client_part_init (KxClientPart *self, const char *path, KxClientProgress progress,
                          gpointer progress_data);

/* Closes the file, which stays. */
void kx_client_part_clear (KxClientPart *self);

/* Opens PATH.part with these flags of open(). FALSE with G_IO_ERROR. */
gboolean kx_client_part_open (KxClientPart *self, int flags, GError **error);

/* Writes all of the bytes and tells how many there are now. FALSE with G_IO_ERROR. */
gboolean kx_client_part_take (KxClientPart *self, const void *bytes, gsize size, GError **error);

/* FALSE with G_IO_ERROR, after what `errno` says about `path`. */
gboolean kx_client_part_fail (const char *path, GError **error);

/* On the disk, and under its name. FALSE with G_IO_ERROR. */
gboolean kx_client_part_finish (KxClientPart *self, GError **error);

G_END_DECLS
