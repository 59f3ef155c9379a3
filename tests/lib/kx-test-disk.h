/* How often this program waited for the disk. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of fsync() and fdatasync() in the whole program, libraries too, since it began. */
guint kx_test_disk_count_waits (void);

G_END_DECLS
