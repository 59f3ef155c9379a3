/* Filling 500 letters beside taking apart and putting together the same packages; their PDFs beside bare
 * layouts of the same paragraphs in one font, drawn into PDFs as well. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-office.h"
#include "print/kx-docx-zip.h"
#include "print/kx-letter-values.h"
#include "print/kx-letter.h"
#include "print/kx-pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>

#define LETTERS 500
#define FILL_LIMIT 2.5
#define PDF_LIMIT 1.5

typedef struct
{
  const KxLetterKind *kind;
  GBytes *template;
  GPtrArray *values;  /* (element-type KxDocxValues) */
  GPtrArray *letters; /* (element-type GBytes) */
  gsize bytes;        /* of what came out, so that nobody leaves it out */
} Bench;

static void
put_name (KxDocxValues *values, const char *name, const KxEntity *entity, guint field, const char *text)
{
  g_autoptr (KxRecord) record = kx_record_new (entity, name, NULL);

  kx_record_put (record, field, (KxValue){ .TEXT = text });
  kx_letter_values_put_record (values, name, record);
}

static KxDocxValues *
make_values (const KxLetterKind *kind, guint i)
{
  KxDocxValues *values = kx_letter_values_new (kind);
  g_autofree char *agency = g_strdup_printf ("济南市第%u示例医院", i),
                  *number = g_strdup_printf ("济康协〔2026〕%u号", i);

  put_name (values, "office", &kx_office_entity, kx_office_f_name, "济南市示例社会保险中心");
  put_name (values, "agency", &kx_agency_entity, kx_agency_f_name, agency);
  put_name (values, "agreement", &kx_agreement_entity, kx_agreement_f_number, number);
  for (const KxLetterField *field = kind->fields; field->name != NULL; field++)
    if (field->input == KX_LETTER_TEXT)
      kx_letter_values_say (values, field,
                            "2026年3月至5月，你单位为3名工伤职工重复申报康复评定费用，共计4,260元。\n"
                            "2026年6月12日，我单位现场检查时，你单位未能提供其中2名工伤职工的康复治疗记录。");
    else
      kx_letter_values_say (values, field, "2026年7月31日");
  return values;
}

static double
measure (Bench *bench, void (*run) (Bench *bench))
{
  gint64 begin = g_get_monotonic_time ();

  run (bench);
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

static void
fill (Bench *bench)
{
  g_ptr_array_set_size (bench->letters, 0);
  for (guint i = 0; i < LETTERS; i++)
    {
      g_autoptr (GError) error = NULL;
      GBytes *letter = kx_letter_fill (bench->kind, bench->template, bench->values->pdata[i], &error);

      g_assert_no_error (error);
      g_ptr_array_add (bench->letters, letter);
    }
}

static void
copy (Bench *bench)
{
  for (guint i = 0; i < LETTERS; i++)
    {
      g_autoptr (GPtrArray) parts = kx_docx_unpack (bench->letters->pdata[i], NULL);
      g_autoptr (GBytes) packed = kx_docx_pack (parts, NULL);

      bench->bytes += g_bytes_get_size (packed);
    }
}

static void
write_pdfs (Bench *bench)
{
  for (guint i = 0; i < LETTERS; i++)
    {
      g_autoptr (KxPages) pages = kx_pages_new (bench->letters->pdata[i], NULL);
      g_autoptr (GBytes) pdf = kx_pdf_write (pages, NULL);

      bench->bytes += g_bytes_get_size (pdf);
    }
}

static cairo_status_t
count (void *closure, const unsigned char *data, unsigned int length)
{
  ((Bench *) closure)->bytes += length;
  return CAIRO_STATUS_SUCCESS;
}

/* The title in bold, headings without serifs. */
static const char *
find_font (GPtrArray *paragraphs, guint i)
{
  const char *text = paragraphs->pdata[i];

  if (i == 1)
    return "Noto Serif CJK SC Bold";
  return g_str_has_prefix (g_utf8_next_char (text), "、") ? "Noto Sans CJK SC" : "Noto Serif CJK SC";
}

static void
draw_bare (Bench *bench, GPtrArray *paragraphs)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (count, bench, 595, 842);
  cairo_t *cr = cairo_create (surface);
  double y = 105;

  for (guint i = 0; i < paragraphs->len; i++)
    {
      PangoLayout *layout = pango_cairo_create_layout (cr);
      PangoFontDescription *font = pango_font_description_from_string (find_font (paragraphs, i));
      int height;

      pango_font_description_set_absolute_size (font, 16 * PANGO_SCALE);
      pango_layout_set_font_description (layout, font);
      pango_layout_set_width (layout, 442 * PANGO_SCALE);
      pango_layout_set_text (layout, paragraphs->pdata[i], -1);
      pango_layout_get_pixel_size (layout, NULL, &height);
      if (y + height > 743)
        {
          cairo_show_page (cr);
          y = 105;
        }
      cairo_move_to (cr, 79, y);
      pango_cairo_show_layout (cr, layout);
      y += height;
      pango_font_description_free (font);
      g_object_unref (layout);
    }
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

static void
write_bare (Bench *bench)
{
  for (guint i = 0; i < LETTERS; i++)
    {
      g_autoptr (GPtrArray) paragraphs = kx_docx_list_paragraphs (bench->letters->pdata[i], NULL);

      draw_bare (bench, paragraphs);
    }
}

/* Ours and its peer by turns, so that a busy moment meets both. */
static void
compare (Bench *bench, const char *name, void (*ours) (Bench *bench), void (*peer) (Bench *bench),
         guint rounds, double limit)
{
  double least = G_MAXDOUBLE, least_peer = G_MAXDOUBLE;

  for (guint i = 0; i < rounds; i++)
    {
      least = MIN (least, measure (bench, ours));
      least_peer = MIN (least_peer, measure (bench, peer));
    }
  printf (
      "{\"name\":\"letters, %s\",\"value\":%.1f,\"unit\":\"ms\",\"peer\":%.1f,\"ratio\":%.2f,\"limit\":%g,"
      "\"letters\":%d,\"each\":%.2f}\n",
      name, least * 1000, least_peer * 1000, least / least_peer, limit, LETTERS, least * 1000 / LETTERS);
  fflush (stdout);
}

static void
free_values (gpointer values)
{
  kx_docx_values_free (values);
}

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

int
main (int argc, char **argv)
{
  Bench bench = { .kind = kx_letter_kind_find ("termination"),
                  .values = g_ptr_array_new_with_free_func (free_values),
                  .letters = g_ptr_array_new_with_free_func (free_bytes) };
  GError *error = NULL;

  bench.template = kx_letter_load_template (bench.kind, &error);
  if (bench.template == NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < LETTERS; i++)
    g_ptr_array_add (bench.values, make_values (bench.kind, i));
  fill (&bench);
  compare (&bench, "filled", fill, copy, 3, FILL_LIMIT);
  compare (&bench, "as PDF", write_pdfs, write_bare, 1, PDF_LIMIT);
  g_ptr_array_unref (bench.values);
  g_ptr_array_unref (bench.letters);
  g_bytes_unref (bench.template);
  return 0;
}
