/* Word documents from outside: an office's own template, a letter that came back; filled, compared, and laid
 * out on pages. What does not begin like a zip is taken for the body of one, and what stands behind a form
 * feed, which no XML has, for its automatic numbers, so that what reads them is reached. */
#include "print/kx-docx.h"

#include "print/kx-docx-compare.h"
#include "print/kx-docx-zip.h"
#include "print/kx-pages.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static KxDocxValues *
make_values (void)
{
  KxDocxValues *values = kx_docx_values_new (), *row = kx_docx_values_add_row (values, "guards");

  kx_docx_values_set (values, "agency.name", "甲<医院>&");
  kx_docx_values_set (values, "number", "");
  kx_docx_values_set (row, "mark", "√");
  kx_docx_values_set (row, "sentence", "一\n二");
  kx_docx_values_add_list (values, "route");
  return values;
}

static GBytes *
make_template (const uint8_t *data, size_t size)
{
  const uint8_t *feed = size > 0 ? memchr (data, '\f', size) : NULL;
  gsize length = feed != NULL ? (gsize) (feed - data) : size;
  g_autoptr (GBytes) bytes = g_bytes_new (data, length), rest = NULL;
  KxDocxPart body = { .name = (char *) "word/document.xml", .bytes = bytes },
             numbers = { .name = (char *) "word/numbering.xml" };
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (size >= 2 && data[0] == 'P' && data[1] == 'K')
    return g_bytes_new (data, size);
  g_ptr_array_add (parts, &body);
  if (feed != NULL)
    {
      numbers.bytes = rest = g_bytes_new (feed + 1, size - length - 1);
      g_ptr_array_add (parts, &numbers);
    }
  return kx_docx_pack (parts, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) template = make_template (data, size), filled = NULL;
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GPtrArray) names = NULL, differences = NULL;
  g_autoptr (KxPages) pages = NULL;
  g_autofree char *text = NULL;

  filled = kx_docx_fill (template, values, NULL);
  if (filled == NULL)
    return 0;
  /* What was filled can be read, and its fields are those that nobody knows. */
  text = kx_docx_dup_text (filled, NULL);
  g_assert_nonnull (text);
  names = kx_docx_list_fields (filled, NULL);
  g_assert_nonnull (names);
  differences = kx_docx_compare (filled, filled, NULL);
  g_assert_true (differences != NULL && differences->len == 0);
  /* Some parts that filling leaves alone may be damaged. */
  pages = kx_pages_new (filled, NULL);
  if (pages != NULL)
    g_assert_cmpuint (kx_pages_get_n (pages), >, 0);
  return 0;
}
