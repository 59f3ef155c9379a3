/* The file of an agency, which comes back from whoever it was given to. What does not begin like a zip is
 * taken for its parts, one a line: the list of parts, the entries of the audit trail, a row. */
#include "exchange/kx-dossier-check.h"
#include "exchange/kx-dossier-private.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
pack (int fd, const char *data, size_t size)
{
  static const char *const names[] = { KX_DOSSIER_MANIFEST, KX_DOSSIER_SIGNATURE, KX_DOSSIER_HEAD,
                                       KX_DOSSIER_AUDIT, KX_DOSSIER_RECORDS "agencies.json" };
  g_autoptr (KxZipWriter) zip = kx_zip_writer_new (fd, (KxTime){ 0 }, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *end = memchr (data, '\n', size);
      size_t n = end != NULL ? (size_t) (end - data) : size;

      kx_zip_writer_add (zip, names[i], data, n, NULL);
      n += end != NULL;
      data += n;
      size -= n;
    }
  kx_zip_writer_finish (zip, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("dossier", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (KxDossierCheck) check = NULL;

  if (fd < 0)
    return 0;
  if (size >= 2 && data[0] == 'P' && data[1] == 'K')
    (void) !write (fd, data, size);
  else
    pack (fd, (const char *) data, size);
  check = kx_dossier_check (path, NULL);
  close (fd);
  return 0;
}
