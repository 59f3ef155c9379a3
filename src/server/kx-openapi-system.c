/* The addresses that belong to no collection. */
#include "server/kx-openapi-private.h"
#include "server/kx-service.h"

#define BYTES "application/octet-stream"
#define PLAIN "text/plain; charset=utf-8"
#define METRICS "text/plain; version=0.0.4; charset=utf-8"

void
kx_spec_begin_path (JsonBuilder *out, const char *path, const char *parameter)
{
  kx_spec_begin (out, path);
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "RequestId");
  if (parameter != NULL)
    kx_spec_ref (out, NULL, "parameters", parameter);
  kx_spec_end_list (out);
}

/* Nobody has to be signed in. */
static void
write_open (JsonBuilder *out)
{
  kx_spec_begin_list (out, "security");
  kx_spec_end_list (out);
}

static void
write_service (JsonBuilder *out)
{
  static const struct
  {
    const char *path, *id, *summary, *description;
    KxSpecAnswer answer;
    guint problems;
  } reads[] = {
    { "/v1",
      "service.get",
      "What this service is",
      NULL,
      { 200, "Version and limits", "application/json", "Service" },
      0 },
    { "/healthz", "service.health", "Whether the service lives", NULL, { 200, "It lives", PLAIN }, 0 },
    { "/readyz", "service.ready", "Whether the service takes requests", NULL, { 200, "It does", PLAIN }, 0 },
    { "/metrics",
      "service.metrics",
      "Figures for Prometheus",
      "For this machine, for administrators, and for everyone where the service was started so.",
      { 200, "Figures", METRICS },
      KX_SPEC_403 },
    { "/v1/openapi.json",
      "service.openapi",
      "This document",
      NULL,
      { 200, "OpenAPI 3.1", "application/json" },
      0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      kx_spec_begin_path (out, reads[i].path, NULL);
      kx_spec_begin_operation (out, "get", "service", reads[i].id, reads[i].summary, reads[i].description);
      write_open (out);
      kx_spec_end_operation (out, &reads[i].answer, 1, KX_SPEC_ALWAYS | reads[i].problems);
      kx_spec_end (out);
    }
}

static void
write_sessions (JsonBuilder *out)
{
  static const KxSpecAnswer made = { 201, "Signed in", "application/json", "Session", { "Location" } };
  static const KxSpecAnswer found = { 200, "Who is signed in", "application/json", "Session" };
  static const KxSpecAnswer ended = { 204, "Signed out" };

  kx_spec_begin_path (out, "/v1/sessions", NULL);
  kx_spec_begin_operation (out, "post", "sessions", "session.add", "Sign in",
                           "Failed attempts are slowed for the account and for the address.");
  write_open (out);
  kx_spec_body (out, "application/json", "SignIn", TRUE);
  kx_spec_end_operation (out, &made, 1, KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_422 | KX_SPEC_429);
  kx_spec_end (out);
  kx_spec_begin_path (out, "/v1/sessions/current", NULL);
  kx_spec_begin_operation (out, "get", "sessions", "session.get", "Who is signed in", NULL);
  kx_spec_end_operation (out, &found, 1, KX_SPEC_SIGNED);
  kx_spec_begin_operation (out, "delete", "sessions", "session.delete", "Sign out", NULL);
  kx_spec_end_operation (out, &ended, 1, KX_SPEC_WRITE | KX_SPEC_404);
  kx_spec_end (out);
}

static void
write_passwords (JsonBuilder *out)
{
  static const KxSpecAnswer set = { 204, "Changed; all sessions of the account have ended" };

  kx_spec_begin_path (out, "/v1/sessions/password", NULL);
  kx_spec_begin_operation (out, "post", "sessions", "password.change", "Change the own password",
                           "Wrong old passwords are slowed as failed attempts to sign in are.");
  kx_spec_body (out, "application/json", "OwnPassword", TRUE);
  kx_spec_end_operation (
      out, &set, 1, KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_403 | KX_SPEC_404 | KX_SPEC_422 | KX_SPEC_429);
  kx_spec_end (out);
  kx_spec_begin_path (out, "/v1/users/{id}/password", "Id");
  kx_spec_begin_operation (
      out, "post", "sessions", "password.set", "Give an account a password",
      "For whoever administers the area of the account's office; for all others there is "
      "no such account.");
  kx_spec_body (out, "application/json", "NewPassword", TRUE);
  kx_spec_end_operation (
      out, &set, 1, KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_403 | KX_SPEC_404 | KX_SPEC_410 | KX_SPEC_422);
  kx_spec_end (out);
}

static void
write_audit (JsonBuilder *out)
{
  static const KxSpecAnswer page = {
    200, "Entries, oldest first", "application/json", "AuditPage", { "Link" }
  };
  static const KxSpecAnswer head = { 200, "The signed head of the chain", "application/json", "AuditHead" };

  kx_spec_begin_path (out, "/v1/audit", NULL);
  kx_spec_begin_operation (
      out, "get", "audit", "audit.list", "The audit trail",
      "Whole entries where one may see the row, the leaf alone elsewhere: everyone can compute the "
      "chain.");
  kx_spec_roles (out, "x-roles", KX_AUDIT_ROLES);
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "AfterEntry");
  kx_spec_ref (out, NULL, "parameters", "Limit");
  kx_spec_end_list (out);
  kx_spec_end_operation (out, &page, 1, KX_SPEC_SIGNED | KX_SPEC_403);
  kx_spec_end (out);
  kx_spec_begin_path (out, "/v1/audit/head", NULL);
  kx_spec_begin_operation (out, "get", "audit", "audit.head", "The head of the audit trail", NULL);
  kx_spec_roles (out, "x-roles", KX_AUDIT_ROLES);
  kx_spec_end_operation (out, &head, 1, KX_SPEC_SIGNED | KX_SPEC_403);
  kx_spec_end (out);
}

static void
write_blobs (JsonBuilder *out)
{
  static const KxSpecAnswer read[] = {
    { 200, "The bytes", BYTES, NULL, { "ETag", "Accept-Ranges", "Content-Disposition" } },
    { 206, "One range of the bytes", BYTES, NULL, { "ETag", "Content-Range", "Content-Disposition" } },
    { 304, "If-None-Match names these bytes", NULL, NULL, { "ETag" } },
  };
  static const KxSpecAnswer sent[] = {
    { 201, "Stored", NULL, NULL, { "ETag", "Location", "Upload-Offset" } },
    { 202, "Taken so far; go on from Upload-Offset", NULL, NULL, { "Upload-Offset" } },
    { 204, "Stored before", NULL, NULL, { "ETag", "Location", "Upload-Offset" } },
  };

  kx_spec_begin_path (out, "/v1/blobs/{sha256}", "Sha256");
  kx_spec_begin_operation (out, "get", "blobs", "blob.get", "The bytes of an attachment",
                           "For whoever may read an attachment that names them.");
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "Range");
  kx_spec_ref (out, NULL, "parameters", "IfNoneMatch");
  kx_spec_end_list (out);
  kx_spec_end_operation (out, read, G_N_ELEMENTS (read), KX_SPEC_SIGNED | KX_SPEC_404 | KX_SPEC_416);
  kx_spec_begin_operation (
      out, "put", "blobs", "blob.put", "Send the bytes of an attachment",
      "Whole, or piece by piece with Content-Range; `bytes */SIZE` without a body asks how far the "
      "upload is. The attachment's row comes first.");
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "ContentRange");
  kx_spec_end_list (out);
  kx_spec_body (out, BYTES, NULL, FALSE);
  kx_spec_end_operation (out, sent, G_N_ELEMENTS (sent),
                         KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_404 | KX_SPEC_409 | KX_SPEC_422);
  kx_spec_end (out);
}

static void
write_dossier (JsonBuilder *out)
{
  static const KxSpecAnswer whole[] = {
    { 200, "The file", "application/zip", NULL, { "Content-Disposition" } }
  };

  kx_spec_begin_path (out, "/v1/agencies/{id}/file.zip", "Id");
  kx_spec_begin_operation (
      out, "get", "agencies", "agency.file", "Everything on one agency as a ZIP file",
      "Index, rows, attachments and changes, as far as one may read them, with a signed list of hashes that "
      "`kangxied verify file` checks; for auditors with the entries of the audit trail. Of a second record "
      "the one that stays is meant.");
  kx_spec_roles (out, "x-reads", kx_drawer_roles ("agency"));
  kx_spec_begin_list (out, "parameters");
  kx_spec_begin_parameter (out, NULL, "since", "query", FALSE, "What was over before this day is left out.");
  kx_spec_text (out, "type", "string");
  kx_spec_text (out, "format", "date");
  kx_spec_end_parameter (out);
  kx_spec_end_list (out);
  kx_spec_end_operation (out, whole, G_N_ELEMENTS (whole), KX_SPEC_SIGNED | KX_SPEC_404 | KX_SPEC_410);
  kx_spec_end (out);
}

void
kx_spec_write_system (JsonBuilder *out)
{
  write_service (out);
  write_sessions (out);
  write_passwords (out);
  write_audit (out);
  write_blobs (out);
  write_dossier (out);
  kx_spec_write_sync (out);
}
