#include "core/kx-finding.h"

#include "core/kx-field.h"

#include <string.h>

KxFinding *
kx_finding_new (KxVerdict verdict, const char *code, const char *field, const char *message)
{
  KxFinding *finding = g_new0 (KxFinding, 1);

  finding->verdict = verdict;
  finding->code = code;
  finding->field = g_strdup (field);
  finding->message = message;
  return finding;
}

void
kx_finding_free (KxFinding *finding)
{
  for (guint i = 0; i < KX_FINDING_ARGS; i++)
    g_free (finding->args[i].text);
  g_free (finding->field);
  g_strfreev (finding->texts);
  g_free (finding);
}

KxFinding *
kx_finding_arg (KxFinding *finding, const char *name, const char *text)
{
  for (guint i = 0; i < KX_FINDING_ARGS; i++)
    if (finding->args[i].name == NULL)
      {
        finding->args[i].name = name;
        finding->args[i].text = g_strdup (text != NULL ? text : "");
        return finding;
      }
  g_return_val_if_reached (finding);
}

KxFinding *
kx_finding_arg_int (KxFinding *finding, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return kx_finding_arg (finding, name, text);
}

char *
kx_finding_fill (const KxFinding *finding, const char *wording)
{
  GString *filled = g_string_new (NULL);

  while (*wording != '\0')
    {
      const char *close = *wording == '{' ? strchr (wording, '}') : NULL;
      gboolean found = FALSE;

      for (guint i = 0; close != NULL && i < KX_FINDING_ARGS && finding->args[i].name != NULL && !found; i++)
        {
          gsize length = strlen (finding->args[i].name);

          found = (gsize) (close - wording - 1) == length &&
                  strncmp (wording + 1, finding->args[i].name, length) == 0;
          if (found)
            g_string_append (filled, finding->args[i].text);
        }
      if (!found)
        g_string_append_c (filled, *wording);
      wording = found ? close + 1 : wording + 1;
    }
  return g_string_free (filled, FALSE);
}

static const char *const source_names[] = { NULL,      "law",         "document",    "agreement_clause",
                                            "analogy", "office_rule", "program_rule" };
static const char *const force_names[] = { NULL,    "duty",     "encouraged", "explore",
                                           "pilot", "optional", "own_value" };
static const char *const verdict_names[] = { "holds", "warns", "fails", "cannot_tell" };

static guint
find_name (const char *const *names, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return n;
}

const char *
kx_source_name (KxSource source)
{
  return source_names[source];
}

const char *
kx_source_label (KxSource source)
{
  static const char *const labels[] = { "",
                                        N_ ("Law"),
                                        N_ ("Document"),
                                        N_ ("Clause of the agreement"),
                                        N_ ("By analogy"),
                                        N_ ("Rule of this office"),
                                        N_ ("Rule of this program") };

  return labels[source];
}

const char *
kx_force_label (KxForce force)
{
  static const char *const labels[] = { "",
                                        N_ ("Duty"),
                                        N_ ("Encouraged"),
                                        N_ ("To be explored"),
                                        N_ ("Pilot"),
                                        N_ ("Optional"),
                                        N_ ("This office's own value") };

  return labels[force];
}

KxSource
kx_source_from_name (const char *name)
{
  guint i = find_name (source_names, G_N_ELEMENTS (source_names), name);

  return i < G_N_ELEMENTS (source_names) ? (KxSource) i : KX_SOURCE_NONE;
}

const char *
kx_force_name (KxForce force)
{
  return force_names[force];
}

KxForce
kx_force_from_name (const char *name)
{
  guint i = find_name (force_names, G_N_ELEMENTS (force_names), name);

  return i < G_N_ELEMENTS (force_names) ? (KxForce) i : KX_FORCE_NONE;
}

const char *
kx_verdict_name (KxVerdict verdict)
{
  return verdict_names[verdict];
}

gboolean
kx_verdict_from_name (const char *name, KxVerdict *ret_verdict)
{
  guint i = find_name (verdict_names, G_N_ELEMENTS (verdict_names), name);

  if (i == G_N_ELEMENTS (verdict_names))
    return FALSE;
  *ret_verdict = (KxVerdict) i;
  return TRUE;
}

GPtrArray *
kx_findings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_finding_free);
}

gboolean
kx_findings_refuse (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((KxFinding *) findings->pdata[i])->verdict == KX_FAILS)
      return TRUE;
  return FALSE;
}
