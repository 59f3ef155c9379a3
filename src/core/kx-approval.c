#include "core/kx-approval.h"

#include "core/entities/kx-approval.h"
#include "core/kx-crypto.h"
#include "core/kx-json.h"
#include "core/kx-wire-op.h"
#include "core/kx-wire.h"

#include <string.h>

/* More slips about one record are not looked at. */
#define MOST_SLIPS 1000

char *
kx_approval_write_findings (GPtrArray *findings)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < MIN (findings->len, KX_APPROVAL_FINDINGS); i++)
    {
      const KxFinding *finding = findings->pdata[i];

      json_array_add_object_element (array, kx_wire_write_finding (finding, finding->message));
    }
  json_node_set_array (node, array);
  return kx_wire_text (node, NULL);
}

GPtrArray *
kx_approval_read_findings (const char *text)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  g_autoptr (GPtrArray) findings = kx_findings_new ();

  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_ARRAY ||
      kx_json_node_get_n_children (root) > KX_APPROVAL_FINDINGS)
    return NULL;
  for (guint i = 0; i < kx_json_node_get_n_children (root); i++)
    {
      KxFinding *finding = kx_wire_read_finding (kx_json_node_get_child (root, i));

      if (finding == NULL)
        return NULL;
      g_ptr_array_add (findings, finding);
    }
  return g_steal_pointer (&findings);
}

char *
kx_approval_digest (const KxRecord *owner)
{
  g_autoptr (GString) all = g_string_new (owner->entity->name);

  for (guint i = 0; i < owner->entity->n_fields; i++)
    {
      gboolean beside = (owner->entity->fields[i].flags & (KX_SERVICE_SETS | KX_BESIDE)) != 0;
      g_autofree char *text = beside ? NULL : kx_record_text (owner, i);

      if (text != NULL)
        g_string_append_printf (all, "\n%s %" G_GSIZE_FORMAT " %s", owner->entity->fields[i].name,
                                strlen (text), text);
    }
  return kx_sha256_hex (all->str, all->len);
}

KxAnswer
kx_approval_find (KxReader *reader, const KxEntity *entity, const char *row, const char *act,
                  KxRecord **ret_approval)
{
  KxQuery query = { .entity = &kx_approval_entity,
                    .terms = { { .field = kx_approval_f_owner, .value.REF = row },
                               { .field = kx_approval_f_owner_entity, .value.TEXT = entity->name },
                               { .field = kx_approval_f_state, .value.CODE = kx_approval_state_confirmed } },
                    .n_terms = 3 };
  g_autoptr (GPtrArray) slips = NULL;
  KxAnswer answer = kx_reader_list (reader, &query, MOST_SLIPS, &slips);

  *ret_approval = NULL;
  for (guint i = 0; answer == KX_KNOWN && i < slips->len && *ret_approval == NULL; i++)
    if (!kx_record_has (slips->pdata[i], kx_approval_f_used_on) &&
        g_strcmp0 (kx_record_get (slips->pdata[i], kx_approval_f_act).TEXT, act) == 0)
      *ret_approval = kx_record_copy (slips->pdata[i]);
  return answer;
}

KxFinding *
kx_approval_line (const KxRecord *approval, const char *entered, const char *confirmed)
{
  KxFinding *finding = kx_finding_new (
      KX_HOLDS, "approved-on-paper", NULL,
      N_ ("Approved by {name} ({post}) on paper, entered by {entered}, confirmed by {confirmed}"));

  kx_finding_arg (finding, "name", kx_record_get (approval, kx_approval_f_by_name).TEXT);
  kx_finding_arg (finding, "post", kx_record_get (approval, kx_approval_f_by_post).TEXT);
  kx_finding_arg (finding, "entered", entered);
  return kx_finding_arg (finding, "confirmed", confirmed);
}
