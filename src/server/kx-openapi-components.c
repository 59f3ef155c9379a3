/* What several operations share: parameters, headers, problems, the way to sign in. */
#include "server/kx-list-request.h"
#include "server/kx-openapi-private.h"
#include "server/kx-service.h"
#include "store/kx-feed.h"

#define KEY_WORDS                                                                                            \
  "Makes the request repeatable: the same key with the same request is done once and answered alike; with "  \
  "another request it is refused."

static void
write_text_parameter (JsonBuilder *out, const char *component, const char *name, const char *place,
                      gboolean required, const char *pattern, const char *description)
{
  kx_spec_begin_parameter (out, component, name, place, required, description);
  kx_spec_text (out, "type", "string");
  if (pattern != NULL)
    kx_spec_text (out, "pattern", pattern);
  kx_spec_end_parameter (out);
}

static void
write_number_parameter (JsonBuilder *out, const char *component, const char *name, gint64 least, gint64 most,
                        gint64 otherwise, const char *description)
{
  kx_spec_begin_parameter (out, component, name, "query", FALSE, description);
  kx_spec_text (out, "type", "integer");
  kx_spec_text (out, "format", "int64");
  kx_spec_number (out, "minimum", least);
  kx_spec_number (out, "maximum", most);
  if (otherwise >= 0)
    kx_spec_number (out, "default", otherwise);
  kx_spec_end_parameter (out);
}

static void
write_preconditions (JsonBuilder *out)
{
  static const char tags[] = "^(\\*|(W/)?\"[^\"]*\"([ \\t]*,[ \\t]*(W/)?\"[^\"]*\")*)$";

  write_text_parameter (
      out, "IfMatch", "If-Match", "header", TRUE, tags,
      "The ETag of the row that was seen. A weak tag never matches; `*` takes the row as it stands, "
      "but for a step that is taken on exactly what was seen.");
  write_text_parameter (out, "IfMatchOptional", "If-Match", "header", FALSE, tags,
                        "The ETag of the row that was seen, when the change depends on it.");
  write_text_parameter (out, "IfNoneMatch", "If-None-Match", "header", FALSE, tags,
                        "With the row's present ETag the answer is 304.");
  kx_spec_begin_parameter (out, "IfNoneMatchAny", "If-None-Match", "header", TRUE,
                           "Says that the row is to be made, not replaced.");
  kx_spec_text (out, "type", "string");
  kx_spec_text (out, "const", "*");
  kx_spec_end_parameter (out);
}

static void
write_key (JsonBuilder *out, const char *component, gboolean required)
{
  kx_spec_begin_parameter (out, component, "Idempotency-Key", "header", required, KEY_WORDS);
  kx_spec_text (out, "type", "string");
  kx_spec_number (out, "minLength", 1);
  kx_spec_number (out, "maxLength", KX_MOST_KEY);
  kx_spec_text (out, "pattern", "^[\\x00-\\x7f]+$");
  kx_spec_end_parameter (out);
}

static void
write_parameters (JsonBuilder *out)
{
  kx_spec_begin (out, "parameters");
  kx_spec_begin_parameter (out, "Id", "id", "path", TRUE, "Id of the row.");
  kx_spec_text (out, "type", "string");
  kx_spec_text (out, "format", "uuid");
  kx_spec_end_parameter (out);
  write_text_parameter (out, "Sha256", "sha256", "path", TRUE, "^[0-9a-f]{64}$", "SHA-256 of the bytes.");
  write_preconditions (out);
  write_key (out, "IdempotencyKey", FALSE);
  write_key (out, "IdempotencyKeyNeeded", TRUE);
  write_text_parameter (out, "RequestId", "X-Request-Id", "header", FALSE, "^[0-9A-Za-z._-]{1,64}$",
                        "Names the request in the log and in problems; another name is passed over.");
  write_text_parameter (
      out, "Search", "q", "query", FALSE, NULL,
      "Parts of names, former names and codes, pinyin or its initials. In the search's own order: "
      "not with sort or deleted.");
  write_text_parameter (out, "After", "after", "query", FALSE, NULL,
                        "The cursor `next` of the page before, of the same query.");
  write_text_parameter (out, "Range", "Range", "header", FALSE, NULL, "One range of bytes.");
  write_text_parameter (out, "ContentRange", "Content-Range", "header", FALSE,
                        "^[Bb]ytes ([0-9]+-[0-9]+|\\*)/[0-9]+$",
                        "Where these bytes stand, and how many there are.");
  kx_spec_begin_parameter (out, "Deleted", "deleted", "query", FALSE,
                           "The rows in the trash instead of the living.");
  kx_spec_text (out, "type", "boolean");
  kx_spec_flag (out, "default", FALSE);
  kx_spec_end_parameter (out);
  write_number_parameter (out, "Limit", "limit", 1, KX_LIST_MOST, KX_LIST_DEFAULT, "Rows of a page.");
  write_number_parameter (out, "AsOf", "as_of", 0, G_MAXINT64, -1, "The row as it stood after this change.");
  write_number_parameter (out, "Before", "before", 1, G_MAXINT64, -1, "Changes before this one.");
  write_text_parameter (out, "Since", "since", "query", FALSE, NULL,
                        "The cursor of the last commit line; without it everything from the beginning.");
  write_number_parameter (out, "FeedLimit", "limit", 1, KX_FEED_MOST, KX_FEED_LIMIT,
                          "Rows of a page, about: what changed together is never divided.");
  write_number_parameter (out, "Ack", "ack", 0, G_MAXINT64, 0,
                          "The device has the answers up to this op; they are forgotten.");
  write_text_parameter (out, "Spaces", "space", "query", FALSE, NULL,
                        "Spaces, parted by commas; without it all.");
  write_text_parameter (out, "SyncSchema", "Sync-Schema", "header", FALSE, "^[0-9]{1,6}$",
                        "The number of the schema that the program knows.");
  write_text_parameter (out, "SyncGeneration", "Sync-Generation", "header", FALSE, NULL,
                        "What the device takes the store for; another one neither takes nor gives anything.");
  write_number_parameter (out, "AfterEntry", "after", 0, G_MAXINT64, 0, "Entries after this one.");
  kx_spec_end (out);
}

static void
write_headers (JsonBuilder *out)
{
  static const struct
  {
    const char *name, *type, *description;
  } headers[] = {
    { "X-Request-Id", "string", "The id of the request: the one given, or one made for it." },
    { "ETag", "string", "The row's version, its `seq` in quotes." },
    { "Link", "string", "<path>; rel=\"next\" when there is another page." },
    { "Location", "string", "The address of what was made." },
    { "Retry-After", "integer", "Seconds to wait before the next attempt." },
    { "WWW-Authenticate", "string", "Bearer." },
    { "Allow", "string", "The methods of this address." },
    { "Accept-Encoding", "string", "The content coding that is taken." },
    { "Accept-Ranges", "string", "bytes" },
    { "Content-Range", "string", "Which bytes of how many." },
    { "Content-Disposition", "string", "attachment: nobody's file is shown as a page of this service." },
    { "Upload-Offset", "integer", "How many bytes of the upload are there." },
    { "Content-Language", "string", "The language in which a problem is worded." },
    { "Upgrade", "string", "The protocol that is needed." },
    { "X-Accel-Buffering", "string", "no: a proxy hands on what comes at once." },
  };

  kx_spec_begin (out, "headers");
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      kx_spec_begin (out, headers[i].name);
      kx_spec_text (out, "description", headers[i].description);
      kx_spec_type (out, "schema", headers[i].type, NULL);
      kx_spec_end (out);
    }
  kx_spec_end (out);
}

/* The header that belongs to a status, or NULL. */
static const char *
header_of (guint status)
{
  return status == 401                    ? "WWW-Authenticate"
         : status == 405                  ? "Allow"
         : status == 415                  ? "Accept-Encoding"
         : status == 416                  ? "Content-Range"
         : status == 426                  ? "Upgrade"
         : status == 429 || status == 503 ? "Retry-After"
                                          : NULL;
}

static void
write_problem (JsonBuilder *out, guint status, const char *description)
{
  g_autofree char *name = g_strdup_printf ("Problem%u", status);

  kx_spec_begin (out, name);
  kx_spec_text (out, "description", description);
  kx_spec_begin (out, "headers");
  kx_spec_ref (out, "X-Request-Id", "headers", "X-Request-Id");
  kx_spec_ref (out, "Content-Language", "headers", "Content-Language");
  if (header_of (status) != NULL)
    kx_spec_ref (out, header_of (status), "headers", header_of (status));
  kx_spec_end (out);
  kx_spec_begin (out, "content");
  kx_spec_begin (out, "application/problem+json");
  kx_spec_ref (out, "schema", "schemas", "Problem");
  kx_spec_end (out);
  kx_spec_end (out);
  kx_spec_end (out);
}

static void
write_problems (JsonBuilder *out)
{
  static const struct
  {
    guint status;
    const char *description;
  } problems[] = {
    { 400, "Not well formed: address, query, header, framing, coding or JSON." },
    { 401, "Nobody is signed in: no token, or one that is unknown, has expired or was ended." },
    { 403, "The person's roles do not include this here." },
    { 404, "There is nothing here that this person may see." },
    { 405, "The address does not take this method; Allow names those it takes." },
    { 409,
      "The step is not open in the row's present state; what a device sent does not go on where it was." },
    { 410, "The row is in the trash; the place in the feed is no more." },
    { 412, "The row changed meanwhile, or an id is taken: `current` is the row as it stands, where one may "
           "see it." },
    { 413, "The body is too large, before or after decoding." },
    { 414, "The path or the query is too long." },
    { 415, "The media type, the charset or the content coding is not taken here." },
    { 416, "The range lies outside the bytes." },
    { 422, "Understood and refused; the findings say why, by field." },
    { 426, "The program that asks is too old." },
    { 428, "A precondition is missing: If-Match, or If-None-Match: *." },
    { 429, "Too many failed attempts for this account or from this address, or too many open answers." },
    { 500, "The service failed; nothing was written." },
    { 503, "The service is busy, starting or stopping; nothing was written." },
    { 507, "The service's disk is full; nothing was written." },
  };

  kx_spec_begin (out, "responses");
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    write_problem (out, problems[i].status, problems[i].description);
  kx_spec_end (out);
}

void
kx_spec_write_components (JsonBuilder *out, const KxSchema *schema)
{
  kx_spec_begin (out, "components");
  kx_spec_begin (out, "securitySchemes");
  kx_spec_begin (out, "bearer");
  kx_spec_text (out, "type", "http");
  kx_spec_text (out, "scheme", "bearer");
  kx_spec_text (out, "description",
                "The token of a session, from POST /v1/sessions, or of a device, from POST /v1/devices; a "
                "device's opens "
                "what is read by GET, blobs, and the addresses of sync and devices.");
  kx_spec_end (out);
  kx_spec_end (out);
  write_parameters (out);
  write_headers (out);
  write_problems (out);
  kx_spec_begin (out, "schemas");
  kx_spec_write_common_schemas (out, schema);
  kx_spec_write_schemas (out, schema);
  kx_spec_end (out);
  kx_spec_end (out);
}
