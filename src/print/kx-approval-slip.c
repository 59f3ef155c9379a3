#include "print/kx-approval-slip.h"

#include "core/kx-calendar.h"
#include "print/kx-letter-words.h"
#include "print/kx-letter.h"

static const char *
mark_of (KxVerdict verdict)
{
  static const char *const marks[] = { "√", "○", "×", "？" };

  return marks[verdict];
}

/* Kind of source first, then number, item and words. Free with g_free(). */
static char *
write_source (const KxCite *cite)
{
  GString *text =
      g_string_new (cite->source != KX_SOURCE_NONE ? kx_letter_word (kx_source_label (cite->source)) : "");

  if (cite->document != NULL)
    g_string_append_printf (text, "：%s", cite->document);
  if (cite->item != NULL)
    g_string_append_printf (text, "%s", cite->item);
  if (cite->quote != NULL)
    g_string_append_printf (text, "“%s”", cite->quote);
  return g_string_free (text, FALSE);
}

static void
add_findings (KxDocxValues *values, GPtrArray *findings)
{
  kx_docx_values_add_list (values, "guards");
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];
      KxDocxValues *row = kx_docx_values_add_row (values, "guards");
      g_autofree char *sentence = kx_finding_fill (finding, kx_letter_word (finding->message));
      g_autofree char *source = write_source (&finding->cite);

      kx_docx_values_set (row, "mark", mark_of (finding->verdict));
      kx_docx_values_set (row, "sentence", sentence);
      kx_docx_values_set (row, "source", *source != '\0' ? source : "—");
    }
}

static void
add_lines (KxDocxValues *values, const KxApprovalSlip *slip)
{
  /* Translators: on a slip, whoever decides. */
  const KxSlipLine whoever = { kx_letter_word (N_ ("Superior's opinion")), " " };
  const KxSlipLine *lines = slip->n_lines > 0 ? slip->lines : &whoever;

  for (guint i = 0; i < MAX (slip->n_lines, 1); i++)
    {
      KxDocxValues *row = kx_docx_values_add_row (values, "route");

      kx_docx_values_set (row, "line", lines[i].line);
      kx_docx_values_set (row, "duty", lines[i].duty != NULL ? lines[i].duty : " ");
    }
}

KxDocxValues *
kx_approval_slip_values (const KxApprovalSlip *slip)
{
  KxDocxValues *values = kx_docx_values_new ();
  g_autofree char *prepared_on = kx_letter_dup_date (slip->prepared_on);

  kx_docx_values_set (values, "office.name", slip->office);
  kx_docx_values_set (values, "slip.number", slip->number);
  kx_docx_values_set (values, "slip.matter", slip->matter);
  kx_docx_values_set (values, "slip.object", slip->object);
  kx_docx_values_set (values, "slip.facts", slip->facts);
  kx_docx_values_set (values, "slip.prepared_by", slip->prepared_by);
  kx_docx_values_set (values, "slip.prepared_on", prepared_on);
  kx_docx_values_set (values, "slip.oa_number", slip->oa_number);
  kx_docx_values_set (values, "seal.name", slip->seal);
  kx_docx_values_set (values, "seal.copies", slip->copies);
  kx_docx_values_set (values, "seal.on", NULL);
  add_findings (values, slip->findings);
  add_lines (values, slip);
  return values;
}
