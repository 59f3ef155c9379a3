#include "print/kx-supplement-notice.h"

#include "print/kx-gettext.h"
#include "print/kx-letter.h"

static void
set_date (KxDocxValues *values, const char *name, KxDate date)
{
  g_autofree char *text = kx_letter_dup_date (date);

  kx_docx_values_set (values, name, text);
}

KxDocxValues *
kx_supplement_notice_values (const KxSupplementNotice *notice)
{
  KxDocxValues *values = kx_docx_values_new ();

  kx_docx_values_set (values, "office.name", notice->office);
  kx_docx_values_set (values, "office.address", notice->address);
  kx_docx_values_set (values, "office.phone", notice->phone);
  kx_docx_values_set (values, "agency.name", notice->agency);
  kx_docx_values_set (values, "application.number", notice->application);
  kx_docx_values_set (values, "notice.number", NULL);
  set_date (values, "application.received_on", notice->received_on);
  set_date (values, "notice.date", notice->asked_on);
  set_date (values, "notice.by", notice->by);
  kx_docx_values_add_list (values, "missing");
  for (guint i = 0; i < notice->n_lines; i++)
    {
      KxDocxValues *row = kx_docx_values_add_row (values, "missing");
      g_autofree char *ordinal = g_strdup_printf ("%u", i + 1);
      const char *remark = notice->lines[i].remark;

      kx_docx_values_set (row, "ordinal", ordinal);
      kx_docx_values_set (row, "document", notice->lines[i].document);
      /* Translators: in a notice, of a document. */
      kx_docx_values_set (row, "remark", remark != NULL ? remark : _ ("Missing"));
    }
  return values;
}
