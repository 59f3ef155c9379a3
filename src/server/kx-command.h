/* The command line of kangxied: its commands, what they have in common, and how they end. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "server/kx-admin.h"
#include "server/kx-gettext.h"

G_BEGIN_DECLS

/* How the program ends; `kangxied help` lists them. Numbers are relied on by scripts and never change. */
typedef enum
{
  KX_EXIT_DONE = 0,
  KX_EXIT_FAILED = 1,   /* a file, the disk, the network: standard error says what */
  KX_EXIT_NO_STORE = 2, /* the folder holds no store */
  KX_EXIT_BUSY = 3,     /* another process holds the store and does not answer */
  KX_EXIT_REFUSED = 4,  /* a rule does not allow it; of an import with --strict: a row was refused */
  KX_EXIT_NEWER = 5,    /* a newer program wrote the store or the backup */
  KX_EXIT_DAMAGED = 6,  /* the audit trail or a backup contradicts itself */
  KX_EXIT_UNKNOWN = 7,  /* there is no such user, area, table, sheet or column */
  KX_EXIT_USAGE = 64    /* the command line is not right (EX_USAGE of sysexits.h) */
} KxExit;

/* A command: one or two words. */
typedef struct _KxCommand KxCommand;
struct _KxCommand
{
  const char *name;
  const char *arguments; /* as they are written; msgid or NULL */
  const char *summary;   /* msgid */
  KxExit (*run) (const KxCommand *command, int argc, char **argv);
};

/* Runs the command that the arguments name. Expects that the locale is set. */
KxExit kx_command_main (int argc, char **argv);

/* Reads options and leaves the arguments, argv[1] to argv[argc - 1]; with fewer than `least` or more than
 * `most` of them, or a wrong option, it says so and gives FALSE. `--help` prints and ends the program. */
gboolean kx_command_parse (const KxCommand *command, const GOptionEntry *entries, int *argc, char ***argv,
                           int least, int most);

/* The folder of the store: `*data`, as --data set it, or KANGXIED_DATA. FALSE after saying that it is
 * missing. */
gboolean kx_command_find_data (const KxCommand *command, char **data);

/* Says what is wrong with the command line. */
KxExit kx_command_misuse (const KxCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* One line on standard error, in UTF-8 whatever the locale. */
void kx_command_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* One line on standard output, the same. */
void kx_command_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* One line of JSON on standard output. */
void kx_command_print_json (JsonObject *object);

/* Says what went wrong; how the program then ends. */
KxExit kx_command_fail (const GError *error);

/* Does an administration job, see kx-control.h. */
JsonObject *kx_command_do (const char *data, const char *job, JsonObject *arguments, gboolean make,
                           GError **error);

/* `path` from the root on, for another process. Free with g_free(). */
char *kx_command_absolute (const char *path);

/* Where the message catalogues are: beside the program, or where it was installed. Free with g_free(). */
char *kx_command_locale_folder (void);

KxExit kx_command_serve (const KxCommand *command, int argc, char **argv);
KxExit kx_command_user_add (const KxCommand *command, int argc, char **argv);
KxExit kx_command_user_list (const KxCommand *command, int argc, char **argv);
KxExit kx_command_user_disable (const KxCommand *command, int argc, char **argv);
KxExit kx_command_user_set_password (const KxCommand *command, int argc, char **argv);
KxExit kx_command_import (const KxCommand *command, int argc, char **argv);
KxExit kx_command_export (const KxCommand *command, int argc, char **argv);
KxExit kx_command_export_agency (const KxCommand *command, int argc, char **argv);
KxExit kx_command_backup (const KxCommand *command, int argc, char **argv);
KxExit kx_command_restore (const KxCommand *command, int argc, char **argv);
KxExit kx_command_recover (const KxCommand *command, int argc, char **argv);
KxExit kx_command_verify_audit (const KxCommand *command, int argc, char **argv);
KxExit kx_command_verify_file (const KxCommand *command, int argc, char **argv);
KxExit kx_command_verify_policies (const KxCommand *command, int argc, char **argv);
KxExit kx_command_openapi (const KxCommand *command, int argc, char **argv);

G_END_DECLS
