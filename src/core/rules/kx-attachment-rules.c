#include "core/rules/kx-attachment-rules.h"

#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/rules/kx-rule.h"

#include <string.h>

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

static gboolean
is_program (const char *file_name)
{
  static const char *const endings[] = { ".exe", ".dll", ".com", ".bat", ".cmd", ".scr",
                                         ".msi", ".js",  ".vbs", ".ps1", ".sh",  ".jar",
                                         ".apk", ".lnk", ".hta", ".reg", ".wsf", ".desktop" };
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  /* Windows takes no notice of dots and blanks at the end. */
  for (gsize length = strlen (lower); length > 0 && strchr (". ", lower[length - 1]) != NULL; length--)
    lower[length - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_plain_name (const char *name)
{
  return *name != '.' && strpbrk (name, "/\\:*?\"<>|") == NULL;
}

static gboolean
is_media_type (const char *type)
{
  const char *slash = strchr (type, '/');

  return slash != NULL && slash != type && slash[1] != '\0' && strchr (slash + 1, '/') == NULL &&
         strspn (type, "abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-/") == strlen (type);
}

void
kx_guard_attachment (const KxScene *scene, GPtrArray *findings)
{
  const char *owner = kx_record_get (scene->after, kx_attachment_f_owner_entity).TEXT;
  const char *name = kx_record_get (scene->after, kx_attachment_f_file_name).TEXT;
  const char *type = kx_record_get (scene->after, kx_attachment_f_media_type).TEXT;
  const KxEntity *entity = owner != NULL ? kx_schema_entity (scene->schema, owner) : NULL;

  kx_rule_add (findings,
               entity != NULL && entity != scene->op->entity &&
                   (entity->traits & (KX_LOCAL | KX_NATIONAL)) == 0,
               "owner-takes-files", "owner_entity", N_ ("The record must be of a kind that takes files"),
               &program_rule);
  if (name != NULL)
    {
      kx_rule_add (findings, is_plain_name (name), "plain-file-name", "file_name",
                   N_ ("The file name must have none of / \\ : * ? \" < > | and must not begin with a dot"),
                   &program_rule);
      kx_rule_add (findings, !is_program (name), "not-a-program", "file_name",
                   N_ ("The file must not be a program"), &program_rule);
    }
  if (type != NULL)
    kx_rule_add (findings, is_media_type (type), "media-type", "media_type",
                 N_ ("The media type must have the form type/subtype"), &program_rule);
}

void
kx_guard_attachment_evidence (const KxScene *scene, GPtrArray *findings)
{
  if (g_strcmp0 (kx_record_get (scene->row, kx_attachment_f_owner_entity).TEXT, "approval") == 0)
    kx_rule_unused (scene, &kx_approval_entity, kx_approval_f_scan, (KxValue){ .REF = scene->op->row },
                    N_ ("An answer was confirmed by this scan: it stays"), findings);
}

void
kx_effect_attachment_stored (const KxScene *scene, KxDecision *decision)
{
  KxRecord *change;

  if (kx_record_get (scene->row, kx_attachment_f_stored).BOOLEAN)
    return;
  change = kx_record_new (scene->op->entity, scene->op->row, scene->space);
  kx_attachment_set_stored (kx_attachment (change), TRUE);
  kx_decision_add_change (decision, KX_CHANGE_UPDATE, change);
}
