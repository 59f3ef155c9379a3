#include "exchange/kx-test-biff.h"

#include <string.h>

#define SECTOR 512
#define FREE 0xFFFFFFFFu
#define END 0xFFFFFFFEu
#define FAT 0xFFFFFFFDu

typedef struct
{
  char *name;
  GByteArray *cells;
} Sheet;

struct _KxTestBiff
{
  gboolean date_1904, password;
  GArray *sheets;      /* of Sheet */
  GByteArray *strings; /* of the SST */
  guint n_strings;
};

static void
put (GByteArray *out, guint64 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    g_byte_array_append (out, (guint8[]){ (guint8) (number >> 8 * i) }, 1);
}

static void
put_record (GByteArray *out, guint type, const guint8 *data, gsize size)
{
  put (out, type, 2);
  put (out, size, 2);
  g_byte_array_append (out, data, (guint) size);
}

static void
put_numbers (GByteArray *out, guint type, const guint16 *numbers, guint n)
{
  put (out, type, 2);
  put (out, n * 2, 2);
  for (guint i = 0; i < n; i++)
    put (out, numbers[i], 2);
}

/* A string of two-byte characters with a length of @bytes bytes. */
static void
put_string (GByteArray *out, const char *text, guint bytes)
{
  glong length;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);

  put (out, (guint64) length, bytes);
  put (out, 1, 1);
  for (glong i = 0; i < length; i++)
    put (out, wide[i], 2);
}

static void
clear_sheet (gpointer data)
{
  Sheet *sheet = data;

  g_free (sheet->name);
  g_byte_array_unref (sheet->cells);
}

static GByteArray *
last_cells (KxTestBiff *self)
{
  return g_array_index (self->sheets, Sheet, self->sheets->len - 1).cells;
}

KxTestBiff *
kx_test_biff_new (gboolean date_1904)
{
  KxTestBiff *self = g_new0 (KxTestBiff, 1);

  self->date_1904 = date_1904;
  self->sheets = g_array_new (FALSE, FALSE, sizeof (Sheet));
  g_array_set_clear_func (self->sheets, clear_sheet);
  self->strings = g_byte_array_new ();
  return self;
}

void
kx_test_biff_set_password (KxTestBiff *self)
{
  self->password = TRUE;
}

void
kx_test_biff_add_sheet (KxTestBiff *self, const char *name)
{
  Sheet sheet = { g_strdup (name), g_byte_array_new () };

  g_array_append_val (self->sheets, sheet);
}

void
kx_test_biff_add_text (KxTestBiff *self, guint row, guint column, const char *text)
{
  GByteArray *cells = last_cells (self);

  put (cells, 0x00FD, 2); /* LABELSST */
  put (cells, 10, 2);
  put (cells, row - 1, 2);
  put (cells, column - 1, 2);
  put (cells, 0, 2);
  put (cells, self->n_strings++, 4);
  put_string (self->strings, text, 2);
}

void
kx_test_biff_add_number (KxTestBiff *self, guint row, guint column, double number, gboolean is_date)
{
  GByteArray *cells = last_cells (self);

  put (cells, 0x0203, 2); /* NUMBER */
  put (cells, 14, 2);
  put (cells, row - 1, 2);
  put (cells, column - 1, 2);
  put (cells, is_date ? 1 : 0, 2);
  g_byte_array_append (cells, (const guint8 *) &number, sizeof number);
}

static void
put_globals (KxTestBiff *self, GByteArray *out, const guint *offsets)
{
  static const guint16 start[] = { 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0, 0x0006, 0 };
  g_autoptr (GByteArray) strings = g_byte_array_new ();

  put_numbers (out, 0x0809, start, G_N_ELEMENTS (start)); /* BOF */
  if (self->password)
    put_numbers (out, 0x002F, (const guint16[]){ 0, 0x1234, 0x5678 }, 3);            /* FILEPASS */
  put_numbers (out, 0x0042, (const guint16[]){ 1200 }, 1);                           /* CODEPAGE */
  put_numbers (out, 0x0022, (const guint16[]){ self->date_1904 ? 1 : 0 }, 1);        /* DATEMODE */
  put_numbers (out, 0x00E0, (const guint16[]){ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 10);  /* XF: general */
  put_numbers (out, 0x00E0, (const guint16[]){ 0, 14, 0, 0, 0, 0, 0, 0, 0, 0 }, 10); /* XF: a date */
  for (guint i = 0; i < self->sheets->len; i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new ();

      put (data, offsets[i], 4);
      put (data, 0, 2);
      put_string (data, g_array_index (self->sheets, Sheet, i).name, 1);
      put_record (out, 0x0085, data->data, data->len); /* BOUNDSHEET */
    }
  put (strings, self->n_strings, 4);
  put (strings, self->n_strings, 4);
  g_byte_array_append (strings, self->strings->data, self->strings->len);
  put_record (out, 0x00FC, strings->data, strings->len); /* SST */
  put_record (out, 0x000A, NULL, 0);                     /* EOF */
}

static void
put_sheet (const Sheet *sheet, GByteArray *out)
{
  static const guint16 start[] = { 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0, 0x0006, 0 };
  static const guint16 dimensions[] = { 0, 0, 100, 0, 0, 20, 0 };

  put_numbers (out, 0x0809, start, G_N_ELEMENTS (start));
  put_numbers (out, 0x0200, dimensions, G_N_ELEMENTS (dimensions));
  g_byte_array_append (out, sheet->cells->data, sheet->cells->len);
  put_record (out, 0x000A, NULL, 0);
}

static void
put_entry (GByteArray *out, const char *name, guint8 type, guint32 child, guint32 start, gsize size)
{
  guint at = out->len;

  for (const char *p = name; *p != '\0'; p++)
    put (out, (guint8) *p, 2);
  while (out->len < at + 64)
    put (out, 0, 1);
  put (out, *name != '\0' ? 2 * (strlen (name) + 1) : 0, 2);
  put (out, type, 1);
  put (out, 1, 1);
  put (out, FREE, 4);
  put (out, FREE, 4);
  put (out, child, 4);
  while (out->len < at + 116)
    put (out, 0, 1);
  put (out, start, 4);
  put (out, size, 8);
}

GBytes *
kx_test_compound (const char *stream, const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  gsize padded = MAX ((size + SECTOR - 1) / SECTOR * SECTOR, 4096); /* shorter ones live elsewhere */
  guint n_sectors = (guint) (padded / SECTOR);

  g_assert_cmpuint (n_sectors, <, SECTOR / 4 - 2);
  g_byte_array_append (out, (const guint8 *) "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  put (out, 0, 8);
  put (out, 0, 8);
  put (out, 0x0003003E, 4); /* version 3 */
  put (out, 0x0009FFFE, 4); /* little endian, sectors of 512 */
  put (out, 6, 4);
  put (out, 0, 8);
  put (out, 1, 4); /* one FAT sector */
  put (out, 1, 4); /* the directory's first sector */
  put (out, 0, 4);
  put (out, 4096, 4);
  put (out, END, 4);
  put (out, 0, 4);
  put (out, END, 4);
  put (out, 0, 4);
  put (out, 0, 4); /* the FAT is sector 0 */
  while (out->len < SECTOR)
    put (out, FREE, 4);

  put (out, FAT, 4);
  put (out, END, 4);
  for (guint i = 0; i < n_sectors; i++)
    put (out, i + 1 < n_sectors ? i + 3 : END, 4);
  while (out->len < 2 * SECTOR)
    put (out, FREE, 4);

  put_entry (out, "Root Entry", 5, 1, END, 0);
  put_entry (out, stream, 2, FREE, 2, padded);
  put_entry (out, "", 0, FREE, 0, 0);
  put_entry (out, "", 0, FREE, 0, 0);
  g_byte_array_append (out, data, (guint) size);
  while (out->len < 3 * SECTOR + padded)
    put (out, 0, 1);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
kx_test_biff_finish (KxTestBiff *self)
{
  g_autofree guint *offsets = g_new0 (guint, self->sheets->len + 1);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  GBytes *bytes;

  /* The first pass tells how long the globals are, the second has the sheets' places right. */
  for (guint pass = 0; pass < 2; pass++)
    {
      g_byte_array_set_size (out, 0);
      put_globals (self, out, offsets);
      for (guint i = 0; i < self->sheets->len; i++)
        {
          offsets[i] = out->len;
          put_sheet (&g_array_index (self->sheets, Sheet, i), out);
        }
    }
  bytes = kx_test_compound ("Workbook", out->data, out->len);
  g_array_unref (self->sheets);
  g_byte_array_unref (self->strings);
  g_free (self);
  return bytes;
}
