/* Schemas that belong to no entity: problems, history, audit, sessions, the service itself. */
#include "server/kx-openapi-private.h"
#include "server/kx-accounts.h"

#include <string.h>

typedef KxSpecMember Member;

static gboolean
is_needed (const Member *member)
{
  return g_str_has_suffix (member->name, "!");
}

static char *
plain_name (const Member *member)
{
  return g_strndup (member->name, strlen (member->name) - is_needed (member));
}

static void
write_member (JsonBuilder *out, const Member *member)
{
  const char *const or_null[] = { "string", "null", NULL };
  g_autofree char *name = plain_name (member);

  if (g_str_equal (member->type, "ref"))
    {
      kx_spec_ref (out, name, "schemas", member->format);
      return;
    }
  kx_spec_begin (out, name);
  if (g_str_equal (member->type, "string?"))
    kx_spec_texts (out, "type", or_null);
  else
    kx_spec_text (out, "type", member->type);
  if (g_str_equal (member->type, "array") && member->format == NULL)
    kx_spec_type (out, "items", "string", NULL);
  else if (g_str_equal (member->type, "array"))
    kx_spec_ref (out, "items", "schemas", member->format);
  else if (member->format != NULL)
    kx_spec_text (out, "format", member->format);
  if (member->description != NULL)
    kx_spec_text (out, "description", member->description);
  kx_spec_end (out);
}

void
kx_spec_object (JsonBuilder *out, const char *name, const Member *members, gsize n, gboolean closed)
{
  kx_spec_begin (out, name);
  kx_spec_text (out, "type", "object");
  if (closed)
    kx_spec_flag (out, "additionalProperties", FALSE);
  kx_spec_begin_list (out, "required");
  for (gsize i = 0; i < n; i++)
    if (is_needed (&members[i]))
      {
        g_autofree char *plain = plain_name (&members[i]);

        kx_spec_text (out, NULL, plain);
      }
  kx_spec_end_list (out);
  kx_spec_begin (out, "properties");
  for (gsize i = 0; i < n; i++)
    write_member (out, &members[i]);
  kx_spec_end (out);
  kx_spec_end (out);
}

static void
write_problem (JsonBuilder *out)
{
  static const Member problem[] = {
    { "type!", "string", "uri", "urn:kangxie:problem: and the code." },
    { "title!", "string", NULL, "The kind of problem in words." },
    { "status!", "integer", NULL, NULL },
    { "detail", "string", NULL, "What is wrong, in words." },
    { "instance!", "string", "uri", "urn:kangxie:request: and the id of the request." },
    { "code!", "string", NULL, "What programs may rely on." },
    { "findings!", "array", "Finding", NULL },
    { "current", "object", NULL, "The row as it stands, in an answer 412." },
  };
  static const Member finding[] = {
    { "code!", "string", NULL, "What programs may rely on." },
    { "field!", "string?", NULL, "The field, or null: the whole." },
    { "message!", "string", NULL, "In words." },
  };
  static const Member clause[] = {
    { "source!", "string", NULL, "law, document, clause, analogy, office or program." },
    { "document", "string", NULL, NULL },
    { "item", "string", NULL, NULL },
    { "quote", "string", NULL, "The deciding words." },
    { "force", "string", NULL, "duty, encouraged, explore, pilot, optional or own_value." },
  };
  static const char *const needed[] = { "code", "field", "message", "clause", NULL };

  kx_spec_begin (out, "Finding");
  kx_spec_text (out, "type", "object");
  kx_spec_flag (out, "additionalProperties", FALSE);
  kx_spec_texts (out, "required", needed);
  kx_spec_begin (out, "properties");
  for (gsize i = 0; i < G_N_ELEMENTS (finding); i++)
    write_member (out, &finding[i]);
  kx_spec_begin (out, "args");
  kx_spec_text (out, "type", "object");
  kx_spec_type (out, "additionalProperties", "string", NULL);
  kx_spec_text (out, "description", "What the words were filled with.");
  kx_spec_end (out);
  kx_spec_begin (out, "clause");
  kx_spec_begin_list (out, "oneOf");
  kx_spec_ref (out, NULL, "schemas", "Clause");
  kx_spec_type (out, NULL, "null", NULL);
  kx_spec_end_list (out);
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_object (out, "Problem", problem, G_N_ELEMENTS (problem), TRUE);
  kx_spec_object (out, "Clause", clause, G_N_ELEMENTS (clause), TRUE);
}

static void
write_history (JsonBuilder *out)
{
  static const Member line[] = {
    { "seq!", "integer", "int64", "The change." },
    { "kind!", "string", NULL, "create, patch, add, remove, action, delete, restore or reveal." },
    { "field", "string", NULL, NULL },
    { "old", "string", NULL, "Canonical text; missing: no value." },
    { "new", "string", NULL, "Canonical text; missing: no value." },
    { "by!", "string", NULL, "Id of the user." },
    { "by_name", "string", NULL, "Name of the person." },
    { "at!", "string", "date-time", NULL },
    { "op", "string", "uuid", NULL },
    { "reason", "string", NULL, NULL },
  };
  static const Member page[] = {
    { "items!", "array", "HistoryLine", NULL },
    { "before", "integer", "int64", "Ask on with this; missing on the last page." },
  };

  kx_spec_object (out, "HistoryLine", line, G_N_ELEMENTS (line), FALSE);
  kx_spec_object (out, "HistoryPage", page, G_N_ELEMENTS (page), FALSE);
}

static void
write_audit (JsonBuilder *out)
{
  static const Member entry[] = {
    { "n!", "integer", "int64", "Number of the entry." },
    { "leaf!", "string", NULL, "Hash of the entry, base64url." },
    { "link!", "string", NULL, "Hash of the link before and this leaf." },
    { "seq", "integer", "int64", "This and what follows only where one may see the row or acted oneself." },
    { "at", "string", "date-time", NULL },
    { "actor", "string", NULL, NULL },
    { "device", "string", NULL, NULL },
    { "op", "string", NULL, NULL },
    { "kind", "string", NULL, NULL },
    { "entity", "string", NULL, NULL },
    { "row", "string", NULL, NULL },
    { "space", "string", NULL, NULL },
    { "salt", "string", NULL, NULL },
    { "hash_before", "string", NULL, NULL },
    { "hash_after", "string", NULL, NULL },
  };
  static const Member page[] = {
    { "items!", "array", "AuditEntry", NULL },
    { "last!", "integer", "int64", "Number of the last entry given." },
  };
  static const Member head[] = {
    { "n!", "integer", "int64", "Number of the last entry." },
    { "seq!", "integer", "int64", "Number of the last change." },
    { "head!", "string", NULL, "The last link, base64url." },
    { "at!", "string", "date-time", NULL },
    { "public_key", "string", NULL, "Ed25519, base64url." },
    { "signature", "string", NULL, "Over the text of the others, base64url." },
  };

  kx_spec_object (out, "AuditEntry", entry, G_N_ELEMENTS (entry), FALSE);
  kx_spec_object (out, "AuditPage", page, G_N_ELEMENTS (page), FALSE);
  kx_spec_object (out, "AuditHead", head, G_N_ELEMENTS (head), FALSE);
}

/* An object of texts that are all needed; what is no name is never given out. */
static void
write_secrets (JsonBuilder *out, const char *name, const char *const *members)
{
  kx_spec_begin (out, name);
  kx_spec_text (out, "type", "object");
  kx_spec_flag (out, "additionalProperties", FALSE);
  kx_spec_texts (out, "required", members);
  kx_spec_begin (out, "properties");
  for (guint i = 0; members[i] != NULL; i++)
    {
      gboolean secret = !g_str_equal (members[i], "username");

      kx_spec_begin (out, members[i]);
      kx_spec_text (out, "type", "string");
      kx_spec_number (out, "minLength", 1);
      kx_spec_number (out, "maxLength", secret ? KX_PASSWORD_MOST : 64);
      if (secret)
        kx_spec_flag (out, "writeOnly", TRUE);
      kx_spec_end (out);
    }
  kx_spec_end (out);
  kx_spec_end (out);
}

static void
write_sessions (JsonBuilder *out)
{
  static const Member grant[] = {
    { "role!", "string", NULL, NULL },
    { "area!", "string", NULL, "Area code; the role holds there and below." },
  };
  static const Member user[] = {
    { "id!", "string", NULL, NULL },
    { "name!", "string", NULL, "Name of the person." },
    { "grants!", "array", "GrantHeld", NULL },
  };
  static const Member session[] = {
    { "token", "string", NULL, "Only in the answer to signing in; nobody can give it again." },
    { "expires_at", "string", "date-time", "Missing for a device, whose token does not expire." },
    { "user!", "ref", "SessionUser", NULL },
  };
  static const char *const sign_in[] = { "username", "password", NULL };
  static const char *const own[] = { "old", "new", NULL };
  static const char *const other[] = { "password", NULL };

  kx_spec_object (out, "GrantHeld", grant, G_N_ELEMENTS (grant), FALSE);
  kx_spec_object (out, "SessionUser", user, G_N_ELEMENTS (user), FALSE);
  kx_spec_object (out, "Session", session, G_N_ELEMENTS (session), FALSE);
  write_secrets (out, "SignIn", sign_in);
  write_secrets (out, "OwnPassword", own);
  write_secrets (out, "NewPassword", other);
}

static void
write_service (JsonBuilder *out)
{
  static const Member range[] = { { "min!", "integer", NULL, NULL }, { "max!", "integer", NULL, NULL } };
  static const Member limits[] = {
    { "page!", "integer", NULL, "Most rows of a page." },
    { "body_bytes!", "integer", NULL, "Largest body after decoding." },
    { "blob_bytes!", "integer", NULL, "Largest file." },
  };
  static const Member service[] = {
    { "name!", "string", NULL, NULL },
    { "version!", "string", NULL, NULL },
    { "generation!", "string", NULL,
      "Another one after a restore: what a client keeps is then out of date." },
    { "schema!", "ref", "SchemaRange", NULL },
    { "seal_key!", "string", NULL, "X25519, hexadecimal: values of sealed fields may come sealed to it." },
    { "limits!", "ref", "Limits", NULL },
    { "collections!", "array", NULL, NULL },
    { "openapi!", "string", NULL, "Path of this document." },
    { "time!", "string", "date-time", "The service's clock." },
  };
  static const Member revealed[] = { { "field!", "string", NULL, NULL }, { "value!", "string", NULL, NULL } };

  kx_spec_object (out, "SchemaRange", range, G_N_ELEMENTS (range), FALSE);
  kx_spec_object (out, "Limits", limits, G_N_ELEMENTS (limits), FALSE);
  kx_spec_object (out, "Service", service, G_N_ELEMENTS (service), FALSE);
  kx_spec_object (out, "Revealed", revealed, G_N_ELEMENTS (revealed), FALSE);
}

void
kx_spec_write_common_schemas (JsonBuilder *out, const KxSchema *schema)
{
  write_problem (out);
  write_service (out);
  write_sessions (out);
  write_audit (out);
  write_history (out);
  kx_spec_write_sync_schemas (out);
  kx_spec_write_reason_schema (out, "Reason", FALSE);
  kx_spec_write_reason_schema (out, "ReasonNeeded", TRUE);
}
