/* Stands in for the C library's own functions, which it calls in turn. */
#include "lib/kx-test-disk.h"

#include <sys/syscall.h>
#include <unistd.h>

static gint waits;

int
fsync (int fd)
{
  g_atomic_int_inc (&waits);
  return (int) syscall (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
  g_atomic_int_inc (&waits);
  return (int) syscall (SYS_fdatasync, fd);
}

guint
kx_test_disk_count_waits (void)
{
  return (guint) g_atomic_int_get (&waits);
}
