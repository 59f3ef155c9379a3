#include "print/kx-supplement-notice.h"

#include "print/kx-letter-values.h"
#include "print/kx-letter-words.h"

KxDocxValues *
kx_supplement_notice_values (const KxSupplementNotice *notice)
{
  KxDocxValues *values = kx_letter_values_new (kx_letter_kind_find ("supplement_notice"));

  kx_docx_values_set (values, "office.name", notice->office);
  kx_docx_values_set (values, "letter.issuer", notice->office);
  kx_docx_values_set (values, "office.address", notice->address);
  kx_docx_values_set (values, "office.phone", notice->phone);
  kx_docx_values_set (values, "agency.name", notice->agency);
  kx_docx_values_set (values, "application.number", notice->application);
  kx_letter_values_put_date (values, "application.received_on", notice->received_on);
  kx_letter_values_put_date (values, "letter.date", notice->asked_on);
  kx_letter_values_put_date (values, "letter.by", notice->by);
  for (guint i = 0; i < notice->n_lines; i++)
    {
      KxDocxValues *row = kx_letter_values_add_row (values, "missing");
      const char *remark = notice->lines[i].remark;

      kx_docx_values_set (row, "document", notice->lines[i].document);
      /* Translators: in a notice, of a document. */
      kx_docx_values_set (row, "remark", remark != NULL ? remark : kx_letter_word (N_ ("Missing")));
    }
  return values;
}
