/* What can go wrong when the desktop asks the service: one domain for the network, the certificate and the
 * problem documents of the service. */
#pragma once

#include "core/kx-json.h"

G_BEGIN_DECLS

#define KX_CLIENT_ERROR (kx_client_error_quark ())
GQuark kx_client_error_quark (void);

/* Each says what the caller does next. The message is in the person's language. */
typedef enum
{
  KX_CLIENT_ERROR_ADDRESS,     /* not an address of a service: ask for another */
  KX_CLIENT_ERROR_OFFLINE,     /* nobody answers: try again later, work on */
  KX_CLIENT_ERROR_CERTIFICATE, /* unknown certificate: show its fingerprint, pin it when the person agrees */
  KX_CLIENT_ERROR_SIGNED_OUT,  /* the token is not valid any more: ask for the password again */
  KX_CLIENT_ERROR_REVOKED,     /* the device was revoked: wipe the profile */
  KX_CLIENT_ERROR_SESSION_NEEDED, /* a device's token does not do: ask for the password */
  KX_CLIENT_ERROR_REFUSED,        /* refused with findings: show them beside their fields */
  KX_CLIENT_ERROR_CHANGED,        /* the row has changed meanwhile (412): look at it again */
  KX_CLIENT_ERROR_NOT_FOUND,      /* there is no such thing, or it is not for this person */
  KX_CLIENT_ERROR_TOO_OLD,        /* the service needs a newer desktop */
  KX_CLIENT_ERROR_GENERATION,     /* the service was restored from a backup */
  KX_CLIENT_ERROR_EXPIRED_CURSOR, /* pull from the beginning */
  KX_CLIENT_ERROR_GAP,            /* the numbers of the ops do not follow: number them anew */
  KX_CLIENT_ERROR_BUSY,           /* come again after kx_client_error_get_retry_after() seconds */
  KX_CLIENT_ERROR_SERVER,         /* the service made a mistake: try again later, tell the administrator */
  KX_CLIENT_ERROR_PROTOCOL        /* this is no answer of a service: check the address */
} KxClientError;

/* One finding of a problem document. Texts are borrowed from the error. */
typedef struct
{
  const char *code;
  const char *field;        /* NULL: of the whole request */
  const char *message;      /* in the person's language */
  const KxJsonNode *clause; /* source, document, item, quote, force; NULL: none */
} KxClientFinding;

/* The error that an answer of the service amounts to. `body` may be NULL; `retry_after` is the text of the
 * header or NULL. Takes nothing. */
GError *kx_client_error_new_for_answer (guint status, GBytes *body, const char *retry_after);

/* The error of a certificate that is not pinned; the PEM is what to pin. */
GError *kx_client_error_new_for_certificate (const char *pem, const char *fingerprint, gboolean replaced);

/* Turns an error of GIO, TLS or libsoup into one of this domain; takes it. G_IO_ERROR_CANCELLED stays. */
GError *kx_client_error_wrap (GError *error);

/* The problem document as it came; NULL: there was none. Borrowed. */
const KxJsonNode *kx_client_error_get_problem (const GError *error);

/* Its code, such as "wrong-password"; NULL: there is none. */
const char *kx_client_error_get_code (const GError *error);

/* The HTTP status; 0: there was no answer. */
guint kx_client_error_get_status (const GError *error);

guint kx_client_error_get_n_findings (const GError *error);
gboolean kx_client_error_get_finding (const GError *error, guint i, KxClientFinding *ret_finding);

/* An argument of any of the findings, such as "last_n"; NULL: none. */
const char *kx_client_error_get_arg (const GError *error, const char *name);

/* Seconds to wait; 0: nothing was said. */
guint kx_client_error_get_retry_after (const GError *error);

/* Of KX_CLIENT_ERROR_CERTIFICATE: the SHA-256 of the certificate as "AB:CD:…", and the certificate to pin. */
const char *kx_client_error_get_fingerprint (const GError *error);
const char *kx_client_error_get_pem (const GError *error);

G_END_DECLS
