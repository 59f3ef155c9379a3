#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KX_TEST_POSTGRES_SERVER_ERROR (kx_test_postgres_server_error_quark ())

/**
 * KxTestPostgresServerError:
 * @KX_TEST_POSTGRES_SERVER_ERROR_MISSING: PostgreSQL's programs are not installed; install `postgresql`.
 * @KX_TEST_POSTGRES_SERVER_ERROR_FAILED: the server could not be made, started or asked; read the message.
 */
typedef enum
{
  KX_TEST_POSTGRES_SERVER_ERROR_MISSING,
  KX_TEST_POSTGRES_SERVER_ERROR_FAILED,
} KxTestPostgresServerError;

GQuark kx_test_postgres_server_error_quark (void);

const char *kx_test_postgres_server_conninfo (GError **error);
char *kx_test_postgres_server_create_database (GError **error);
const char *kx_test_postgres_server_folder (void);
void kx_test_postgres_server_stop (void);

G_END_DECLS
