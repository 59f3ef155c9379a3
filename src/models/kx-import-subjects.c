#include "models/kx-import-subjects.h"

#include "sync/kx-gettext.h"

static char *
count_agencies (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u agency", "%u agencies", n), n);
}

static char *
count_agreements (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u agreement", "%u agreements", n), n);
}

static char *
count_rectifications (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u rectification", "%u rectifications", n), n);
}

static char *
count_exit_cases (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u exit case", "%u exit cases", n), n);
}

/* What is said alike of everything that is taken over from paper. */
#define OF_PAPER                                                                                             \
  .modes = { [KX_IMPORT_BOTH] = N_ ("Take over new records and change existing ones"),                       \
             [KX_IMPORT_ADD] = N_ ("Take over new records only"),                                            \
             [KX_IMPORT_UPDATE] = N_ ("Change existing records only") },                                     \
  .unknown = N_ ("Rows of unknown records are refused"),                                                     \
  .left = N_ ("Records that the file does not have are listed, and stay as they are."),                      \
  .known_by = N_ ("How a record is known again"), .unchanged = N_ ("No record changes"),                     \
  .none_new = N_ ("No record is new"), .none_missing = N_ ("The file has all records of this office"),       \
  .icon = "x-office-document-symbolic"

static const KxImportSubjectWords subjects[] = {
  { .entity = "agency",
    .label = N_ ("Agencies"),
    .title = N_ ("Import agencies"),
    .question = N_ ("Which table holds the agencies?"),
    .table_name = N_ ("Agencies, empty table.xlsx"),
    .modes = { [KX_IMPORT_BOTH] = N_ ("Add new agencies and change existing ones"),
               [KX_IMPORT_ADD] = N_ ("Add new agencies only"),
               [KX_IMPORT_UPDATE] = N_ ("Change existing agencies only") },
    .unknown = N_ ("Rows of unknown agencies are refused"),
    .left = N_ ("Agencies that the file does not have are listed, and stay as they are."),
    .known_by = N_ ("How an agency is known again"),
    .unchanged = N_ ("No agency changes"),
    .none_new = N_ ("No agency is new"),
    .none_missing = N_ ("The file has all agencies of this office"),
    .icon = "kx-agency-symbolic",
    .help = "agencies",
    .dup_count = count_agencies },
  { .entity = "agreement",
    .label = N_ ("Agreements"),
    .title = N_ ("Take over agreements"),
    .question = N_ ("Which table holds the agreements?"),
    .table_name = N_ ("Agreements, empty table.xlsx"),
    .help = "agreements",
    .dup_count = count_agreements,
    OF_PAPER },
  { .entity = "rectification",
    .label = N_ ("Rectifications"),
    .title = N_ ("Take over rectifications"),
    .question = N_ ("Which table holds the rectifications?"),
    .table_name = N_ ("Rectifications, empty table.xlsx"),
    .help = "import",
    .dup_count = count_rectifications,
    OF_PAPER },
  { .entity = "exit_case",
    .label = N_ ("Exit cases"),
    .title = N_ ("Take over exit cases"),
    .question = N_ ("Which table holds the exit cases?"),
    .table_name = N_ ("Exit cases, empty table.xlsx"),
    .help = "import",
    .dup_count = count_exit_cases,
    OF_PAPER },
};

const KxImportSubjectWords *
kx_import_subjects_get (guint i)
{
  return i < G_N_ELEMENTS (subjects) ? &subjects[i] : NULL;
}

const KxImportSubjectWords *
kx_import_subjects_find (const char *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (g_strcmp0 (subjects[i].entity, entity) == 0)
      return &subjects[i];
  return NULL;
}
