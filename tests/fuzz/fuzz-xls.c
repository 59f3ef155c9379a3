/* Reads arbitrary bytes as an old workbook. After an "F" come frames as the reading process sends them, in
 * pieces of the length of the byte that follows; everything else goes through that process, which may die of
 * it. */
#include "exchange/kx-sheet-open.h"
#include "exchange/kx-sheet-xls.h"
#include "exchange/kx-xls-frames.h"

#include <pthread.h>
#include <stdint.h>

static const KxSheetLimits limits = {
  .file_bytes = 1024 * 1024,
  .rows = 1000,
  .sheets = 8,
  .cells = 20000,
  .text_bytes = 1024 * 1024,
  .seconds = 5 /* well below the fuzzer's own limit, also on a busy machine */
};

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
int LLVMFuzzerInitialize (int *argc, char ***argv);

/* Of the sanitizers; not there in a program that replays. */
void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

/* The process that reads may die: that is contained, and no finding to be written down. */
static void
be_quiet (void)
{
  if (__sanitizer_set_death_callback != NULL)
    __sanitizer_set_death_callback (NULL);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return pthread_atfork (NULL, NULL, be_quiet);
}

static KxWorkbook *
read_frames (const uint8_t *data, size_t size, size_t piece, GError **error)
{
  g_autoptr (KxXlsFrames) frames = kx_xls_frames_new (&limits);

  for (size_t at = 0; at < size; at += piece)
    if (!kx_xls_frames_feed (frames, data + at, MIN (piece, size - at), error))
      return NULL;
  return kx_xls_frames_finish (frames, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KxWorkbook) workbook = NULL;
  g_autoptr (GError) error = NULL;

  if (size >= 2 && data[0] == 'F')
    workbook = read_frames (data + 2, size - 2, MAX (data[1], 1), &error);
  else
    {
      bytes = g_bytes_new (data, size);
      kx_sheet_sniff (bytes);
      workbook = kx_sheet_read_xls (bytes, &limits, &error);
    }
  if ((workbook == NULL) != (error != NULL))
    g_error ("a workbook and an error, or neither");
  return 0;
}
