#include "sync/kx-client-error.h"

#include "late/kx-late-soup.h"
#include "sync/kx-gettext.h"

#include <gio/gio.h>
#include <string.h>

/* Shared by an error and its copies. */
typedef struct
{
  gatomicrefcount ref_count;
  guint status, retry_after;
  KxJson *problem;         /* owned, may be NULL */
  char *pem, *fingerprint; /* owned, may be NULL */
} Detail;

typedef struct
{
  Detail *detail; /* NULL: none */
} KxClientErrorPrivate;

static void
kx_client_error_private_init (KxClientErrorPrivate *priv)
{
  priv->detail = NULL;
}

static void
kx_client_error_private_copy (const KxClientErrorPrivate *from, KxClientErrorPrivate *to)
{
  to->detail = from->detail;
  if (to->detail != NULL)
    g_atomic_ref_count_inc (&to->detail->ref_count);
}

static void
kx_client_error_private_clear (KxClientErrorPrivate *priv)
{
  Detail *detail = priv->detail;

  if (detail == NULL || !g_atomic_ref_count_dec (&detail->ref_count))
    return;
  g_clear_pointer (&detail->problem, kx_json_free);
  g_free (detail->pem);
  g_free (detail->fingerprint);
  g_free (detail);
}

G_DEFINE_EXTENDED_ERROR (KxClientError, kx_client_error)

static const Detail *
detail_of (const GError *error)
{
  KxClientErrorPrivate *priv =
      error != NULL && error->domain == KX_CLIENT_ERROR ? kx_client_error_get_private (error) : NULL;

  return priv != NULL ? priv->detail : NULL;
}

static Detail *
add_detail (GError *error)
{
  Detail *detail = g_new0 (Detail, 1);

  g_atomic_ref_count_init (&detail->ref_count);
  kx_client_error_get_private (error)->detail = detail;
  return detail;
}

/* The text member of an object, or NULL. */
static const char *
text_member (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node = object != NULL ? kx_json_node_member (object, name) : NULL;

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

/* Codes of problems that mean more than their status. */
static const struct
{
  const char *code;
  KxClientError error;
} codes[] = {
  { "device-revoked", KX_CLIENT_ERROR_REVOKED },        { "session-needed", KX_CLIENT_ERROR_SESSION_NEEDED },
  { "wrong-password", KX_CLIENT_ERROR_REFUSED },        { "client-too-old", KX_CLIENT_ERROR_TOO_OLD },
  { "generation-changed", KX_CLIENT_ERROR_GENERATION }, { "cursor-expired", KX_CLIENT_ERROR_EXPIRED_CURSOR },
  { "wrong-cursor", KX_CLIENT_ERROR_EXPIRED_CURSOR },   { "sequence-gap", KX_CLIENT_ERROR_GAP },
  { "already-acknowledged", KX_CLIENT_ERROR_GAP },
};

static KxClientError
find_error (guint status, const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (codes[i].code, code) == 0)
      return codes[i].error;
  if (status == 401)
    return KX_CLIENT_ERROR_SIGNED_OUT;
  if (status == 404 || status == 410)
    return KX_CLIENT_ERROR_NOT_FOUND;
  if (status == 412)
    return KX_CLIENT_ERROR_CHANGED;
  if (status == 426)
    return KX_CLIENT_ERROR_TOO_OLD;
  if (status == 429 || status == 503)
    return KX_CLIENT_ERROR_BUSY;
  if (status >= 500)
    return KX_CLIENT_ERROR_SERVER;
  return status >= 400 && code != NULL ? KX_CLIENT_ERROR_REFUSED : KX_CLIENT_ERROR_PROTOCOL;
}

/* What is said when the service did not word it itself. */
static const char *
find_words (KxClientError error)
{
  switch (error)
    {
    case KX_CLIENT_ERROR_SIGNED_OUT:
    case KX_CLIENT_ERROR_SESSION_NEEDED:
      return _ ("Please sign in again");
    case KX_CLIENT_ERROR_REVOKED:
      return _ ("This computer's access was withdrawn; ask the administrator");
    case KX_CLIENT_ERROR_TOO_OLD:
      return _ ("The service needs a newer version of this program; ask the administrator for it");
    case KX_CLIENT_ERROR_BUSY:
      return _ ("The service is busy; try again in a moment");
    case KX_CLIENT_ERROR_SERVER:
      return _ ("The service could not do this");
    case KX_CLIENT_ERROR_NOT_FOUND:
      return _ ("The service does not have this, or you may no longer see it");
    case KX_CLIENT_ERROR_REFUSED:
    case KX_CLIENT_ERROR_CHANGED:
    case KX_CLIENT_ERROR_GENERATION:
    case KX_CLIENT_ERROR_EXPIRED_CURSOR:
    case KX_CLIENT_ERROR_GAP:
      return _ ("The service refused this");
    case KX_CLIENT_ERROR_ADDRESS:
    case KX_CLIENT_ERROR_OFFLINE:
    case KX_CLIENT_ERROR_CERTIFICATE:
    case KX_CLIENT_ERROR_PROTOCOL:
    default:
      return _ ("This is not an answer of a Kangxie service; check the address");
    }
}

#define REQUEST "urn:kangxie:request:"

/* What went wrong inside the service is a matter of its administrator, who finds it in the log by a number.
 * Free with g_free(). */
static char *
dup_message (KxClientError kind, const char *words, guint status, const KxJsonNode *problem)
{
  const char *instance = text_member (problem, "instance");

  if (kind != KX_CLIENT_ERROR_SERVER)
    return g_strdup (words);
  if (instance != NULL && g_str_has_prefix (instance, REQUEST))
    /* Translators: a sentence without its full stop, and the number of the request */
    return g_strdup_printf (_ ("%s. Try again; if it stays so, tell the administrator the number %s."), words,
                            instance + strlen (REQUEST));
  /* Translators: a sentence without its full stop, and a number such as 502 */
  return g_strdup_printf (_ ("%s. Try again; if it stays so, tell the administrator of the error %u."), words,
                          status);
}

static guint
read_seconds (const char *text)
{
  guint64 seconds;

  /* A date is allowed there too; our service gives seconds. */
  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 24 * 3600, &seconds, NULL) ? (guint) seconds
                                                                                             : 0;
}

GError *
kx_client_error_new_for_answer (guint status, GBytes *body, const char *retry_after)
{
  gsize size = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autoptr (KxJson) problem = bytes != NULL ? kx_json_parse (bytes, size, NULL) : NULL;
  const KxJsonNode *root = problem != NULL ? kx_json_get_root (problem) : NULL;
  const char *code, *words;
  g_autofree char *message = NULL;
  KxClientError kind;
  GError *error;
  Detail *detail;

  if (root != NULL && kx_json_node_get_type (root) != KX_JSON_OBJECT)
    root = NULL;
  code = text_member (root, "code");
  words = text_member (root, "detail");
  kind = find_error (status, code);
  if (words == NULL && code != NULL)
    words = text_member (root, "title");
  message = dup_message (kind, words != NULL ? words : find_words (kind), status, root);
  error = g_error_new_literal (KX_CLIENT_ERROR, (gint) kind, message);
  detail = add_detail (error);
  detail->status = status;
  detail->retry_after = read_seconds (retry_after);
  if (root != NULL)
    detail->problem = g_steal_pointer (&problem);
  return error;
}

GError *
kx_client_error_new_for_certificate (const char *pem, const char *fingerprint, gboolean replaced)
{
  GError *error = g_error_new_literal (
      KX_CLIENT_ERROR, KX_CLIENT_ERROR_CERTIFICATE,
      replaced ? _ ("The service shows another certificate than the one that was accepted")
               : _ ("The certificate of the service is not known on this computer"));
  Detail *detail = add_detail (error);

  detail->pem = g_strdup (pem);
  detail->fingerprint = g_strdup (fingerprint);
  return error;
}

GError *
kx_client_error_wrap (GError *error)
{
  GError *wrapped;

  if (error->domain == KX_CLIENT_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING))
    wrapped = g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_PROTOCOL,
                                   find_words (KX_CLIENT_ERROR_PROTOCOL));
  else
    /* Translators: {reason} is what the system says about the network, in its own words */
    wrapped = g_error_new (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE, _ ("%s (%s)"),
                           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
                               ? _ ("The service does not answer")
                               : _ ("The service cannot be reached"),
                           error->message);
  g_error_free (error);
  return wrapped;
}

const KxJsonNode *
kx_client_error_get_problem (const GError *error)
{
  const Detail *detail = detail_of (error);

  return detail != NULL && detail->problem != NULL ? kx_json_get_root (detail->problem) : NULL;
}

const char *
kx_client_error_get_code (const GError *error)
{
  return text_member (kx_client_error_get_problem (error), "code");
}

guint
kx_client_error_get_status (const GError *error)
{
  const Detail *detail = detail_of (error);

  return detail != NULL ? detail->status : 0;
}

/* The array of findings, or NULL. */
static const KxJsonNode *
findings_of (const GError *error)
{
  const KxJsonNode *problem = kx_client_error_get_problem (error);
  const KxJsonNode *findings = problem != NULL ? kx_json_node_member (problem, "findings") : NULL;

  return findings != NULL && kx_json_node_get_type (findings) == KX_JSON_ARRAY ? findings : NULL;
}

/* A finding that is an object, or NULL. */
static const KxJsonNode *
finding_at (const GError *error, guint i)
{
  const KxJsonNode *findings = findings_of (error), *finding;

  if (findings == NULL || i >= kx_json_node_get_n_children (findings))
    return NULL;
  finding = kx_json_node_get_child (findings, i);
  return kx_json_node_get_type (finding) == KX_JSON_OBJECT ? finding : NULL;
}

guint
kx_client_error_get_n_findings (const GError *error)
{
  const KxJsonNode *findings = findings_of (error);

  return findings != NULL ? kx_json_node_get_n_children (findings) : 0;
}

gboolean
kx_client_error_get_finding (const GError *error, guint i, KxClientFinding *ret_finding)
{
  const KxJsonNode *finding = finding_at (error, i);
  const KxJsonNode *clause = finding != NULL ? kx_json_node_member (finding, "clause") : NULL;

  if (finding == NULL)
    return FALSE;
  ret_finding->code = text_member (finding, "code");
  ret_finding->field = text_member (finding, "field");
  ret_finding->message = text_member (finding, "message");
  ret_finding->clause = clause != NULL && kx_json_node_get_type (clause) == KX_JSON_OBJECT ? clause : NULL;
  return TRUE;
}

const char *
kx_client_error_get_arg (const GError *error, const char *name)
{
  for (guint i = 0; i < kx_client_error_get_n_findings (error); i++)
    {
      const KxJsonNode *finding = finding_at (error, i);
      const KxJsonNode *args = finding != NULL ? kx_json_node_member (finding, "args") : NULL;
      const char *text =
          args != NULL && kx_json_node_get_type (args) == KX_JSON_OBJECT ? text_member (args, name) : NULL;

      if (text != NULL)
        return text;
    }
  return NULL;
}

guint
kx_client_error_get_retry_after (const GError *error)
{
  const Detail *detail = detail_of (error);

  return detail != NULL ? detail->retry_after : 0;
}

const char *
kx_client_error_get_fingerprint (const GError *error)
{
  const Detail *detail = detail_of (error);

  return detail != NULL ? detail->fingerprint : NULL;
}

const char *
kx_client_error_get_pem (const GError *error)
{
  const Detail *detail = detail_of (error);

  return detail != NULL ? detail->pem : NULL;
}
