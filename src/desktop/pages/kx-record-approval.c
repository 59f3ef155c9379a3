#include "desktop/pages/kx-record-approval.h"

#include "core/entities/kx-approval.h"
#include "core/kx-approval.h"
#include "desktop/form/kx-guard-list.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/pages/kx-record-page-private.h"

/* The sections of a slip's form. */
#define ASKED_FOR 0
#define ANSWER 1

/* What stands below the sections is kept at the form, with which it goes. */
#define BELOW "kx-slip-below"

typedef struct
{
  GtkWidget *findings; /* borrowed: heading and list */
  KxGuardList *guards; /* borrowed */
  GtkWidget *line;     /* borrowed */
} Below;

static Below *
make_below (KxForm *form)
{
  Below *below = g_new0 (Below, 1);

  below->findings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (below->findings),
                  kx_label_new (_ ("Preconditions when the slip was prepared"), "field-label"));
  below->guards = kx_guard_list_new ();
  gtk_box_append (GTK_BOX (below->findings), GTK_WIDGET (below->guards));
  kx_form_add_below (form, ASKED_FOR, below->findings);
  below->line = kx_label_new ("", NULL);
  kx_form_add_below (form, ANSWER, below->line);
  g_object_set_data_full (G_OBJECT (form), BELOW, below, g_free);
  return below;
}

/* The line that history has of it; NULL: it was not approved, or nobody has confirmed that. Free with
 * g_free(). */
static char *
dup_line (KxDesk *desk, const KxRecord *record)
{
  const Kx_approval *slip = (const Kx_approval *) record;
  g_autofree char *entered = NULL, *confirmed = NULL;
  g_autoptr (KxFinding) finding = NULL;

  if (kx_approval_get_state (slip) != kx_approval_state_confirmed)
    return NULL;
  entered = kx_desk_dup_person (desk, kx_approval_get_registered_by (slip));
  confirmed = kx_desk_dup_person (desk, kx_approval_get_confirmed_by (slip));
  finding = kx_approval_line (record, *entered != '\0' ? entered : "—", *confirmed != '\0' ? confirmed : "—");
  return kx_words_finding (finding);
}

void
kx_record_approval_show (KxRecordPage *self, const KxRecord *record)
{
  const char *text = kx_record_get (record, kx_approval_f_findings).CONFIG;
  g_autoptr (GPtrArray) findings = text != NULL ? kx_approval_read_findings (text) : NULL;
  g_autofree char *line = dup_line (self->desk, record);
  Below *below = g_object_get_data (G_OBJECT (self->form), BELOW);

  if (below == NULL)
    below = make_below (self->form);
  if (findings != NULL)
    kx_guard_list_set_findings (below->guards, findings);
  gtk_widget_set_visible (below->findings, findings != NULL && findings->len > 0);
  gtk_label_set_label (GTK_LABEL (below->line), line != NULL ? line : "");
  gtk_widget_set_visible (below->line, line != NULL);
}
