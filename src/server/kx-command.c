#include "server/kx-command.h"

#include "server/kx-control.h"

#include <stdio.h>
#include <string.h>

static KxExit show_help (const KxCommand *command, int argc, char **argv);

/* In the order of the help. */
static const KxCommand commands[] = {
  { "serve", NULL, N_ ("Serve a store over HTTP"), kx_command_serve },
  { "user add", N_ ("NAME --grant ROLE@AREA …"),
    N_ ("Make an account; the password comes from standard input"), kx_command_user_add },
  { "user list", NULL, N_ ("List the accounts and what they are granted"), kx_command_user_list },
  { "user disable", N_ ("NAME"), N_ ("Close an account and end its sessions"), kx_command_user_disable },
  { "user set-password", N_ ("NAME"), N_ ("Change a password; the new one comes from standard input"),
    kx_command_user_set_password },
  { "import", N_ ("TABLE FILE --area CODE"),
    N_ ("Take in a roster of agencies, or agreements, rectifications or exit-cases that run on paper"),
    kx_command_import },
  { "export agency", N_ ("AGENCY OUT.zip"),
    N_ ("Write everything on one agency, named by code, name or id, into a file that verifies"),
    kx_command_export_agency },
  { "export", N_ ("TABLE OUT.{xlsx,csv,ndjson}"), N_ ("Write a table, such as agencies, into a file"),
    kx_command_export },
  { "backup", N_ ("OUT.tar.zst"), N_ ("Write a backup, also while the store is served"), kx_command_backup },
  { "restore", N_ ("IN.tar.zst"), N_ ("Put a backup in the place of the store"), kx_command_restore },
  { "recover", NULL, N_ ("Make the keys again from the recovery text on standard input"),
    kx_command_recover },
  { "verify audit", NULL, N_ ("Compute the audit trail again and compare it with the rows"),
    kx_command_verify_audit },
  { "verify file", N_ ("FILE.zip"), N_ ("Check the file of one agency, and name what is not as it was"),
    kx_command_verify_file },
  { "verify policies", N_ ("[FOLDER]"), N_ ("Check policy packs, those of the service or of a folder"),
    kx_command_verify_policies },
  { "openapi", NULL, N_ ("Write the OpenAPI document of the service to standard output"),
    kx_command_openapi },
  { "help", N_ ("[COMMAND]"), N_ ("Show this list, or the options of a command"), show_help },
};

static const struct
{
  KxExit code;
  const char *meaning;
} exits[] = {
  { KX_EXIT_DONE, N_ ("done") },
  { KX_EXIT_FAILED, N_ ("failed: a file, the disk or the network; standard error says why") },
  { KX_EXIT_NO_STORE, N_ ("the folder holds no store") },
  { KX_EXIT_BUSY, N_ ("another process holds the store and does not answer") },
  { KX_EXIT_REFUSED, N_ ("refused by a rule; of an import with --strict: a row was refused") },
  { KX_EXIT_NEWER, N_ ("a newer program wrote the store or the backup") },
  { KX_EXIT_DAMAGED, N_ ("the audit trail, the backup or the file of an agency is damaged") },
  { KX_EXIT_UNKNOWN, N_ ("there is no such user, area, table, sheet or column") },
  { KX_EXIT_USAGE, N_ ("the command line is not right") },
};

/* Bytes as they are: GLib's printing would turn Chinese into question marks in the locale C. */
static void
write_line (FILE *stream, const char *text)
{
  fputs (text, stream);
  fputc ('\n', stream);
  fflush (stream);
}

void
kx_command_say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  write_line (stderr, text);
}

void
kx_command_print (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  write_line (stdout, text);
}

void
kx_command_print_json (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  write_line (stdout, text);
}

KxExit
kx_command_misuse (const KxCommand *command, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  kx_command_say ("kangxied: %s", text);
  if (command != NULL)
    kx_command_say (_ ("‘kangxied help %s’ shows how it is written."), command->name);
  else
    kx_command_say (_ ("‘kangxied help’ lists the commands."));
  return KX_EXIT_USAGE;
}

KxExit
kx_command_fail (const GError *error)
{
  static const KxExit codes[KX_ADMIN_N_ERRORS] = {
    [KX_ADMIN_ERROR_FAILED] = KX_EXIT_FAILED,   [KX_ADMIN_ERROR_NO_STORE] = KX_EXIT_NO_STORE,
    [KX_ADMIN_ERROR_BUSY] = KX_EXIT_BUSY,       [KX_ADMIN_ERROR_REFUSED] = KX_EXIT_REFUSED,
    [KX_ADMIN_ERROR_NEWER] = KX_EXIT_NEWER,     [KX_ADMIN_ERROR_DAMAGED] = KX_EXIT_DAMAGED,
    [KX_ADMIN_ERROR_UNKNOWN] = KX_EXIT_UNKNOWN,
  };
  g_autoptr (GError) wrapped = kx_admin_wrap (g_error_copy (error));

  kx_command_say ("kangxied: %s", wrapped->message);
  return codes[wrapped->code];
}

static GOptionContext *
make_context (const KxCommand *command, const GOptionEntry *entries)
{
  GOptionContext *context = g_option_context_new (command->arguments != NULL ? _ (command->arguments) : NULL);
  g_autofree char *program = g_strconcat ("kangxied ", command->name, NULL);

  g_set_prgname (program);
  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

gboolean
kx_command_parse (const KxCommand *command, const GOptionEntry *entries, int *argc, char ***argv, int least,
                  int most)
{
  g_autoptr (GOptionContext) context = make_context (command, entries);
  g_autoptr (GError) error = NULL;

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      kx_command_misuse (command, "%s", error->message);
      return FALSE;
    }
  /* What follows "--" is an argument, the dashes are not. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)++;
      (*argc)--;
    }
  if (*argc - 1 < least)
    kx_command_misuse (command, "%s", _ ("An argument is missing"));
  else if (*argc - 1 > most)
    kx_command_misuse (command, _ ("The argument ‘%s’ is one too many"), (*argv)[most + 1]);
  else
    return TRUE;
  return FALSE;
}

gboolean
kx_command_find_data (const KxCommand *command, char **data)
{
  const char *variable = g_getenv ("KANGXIED_DATA");

  if (*data == NULL && variable != NULL && *variable != '\0')
    *data = g_strdup (variable);
  if (*data != NULL && **data != '\0')
    return TRUE;
  kx_command_misuse (command, "%s", _ ("The folder of the store is missing: --data DIR"));
  return FALSE;
}

static void
show_keys (const char *recovery)
{
  kx_command_say (
      _ ("The store has new keys. Without them sealed fields cannot be read, and they are in no backup.\n"
         "Write down this recovery text; it is shown this once:\n%s"),
      recovery);
}

JsonObject *
kx_command_do (const char *data, const char *job, JsonObject *arguments, gboolean make, GError **error)
{
  return kx_control_do (data, job, arguments, make, show_keys, error);
}

char *
kx_command_absolute (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

char *
kx_command_locale_folder (void)
{
  static const char *const places[] = { "../share/locale", "../../po" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *place = g_build_filename (folder, places[i], NULL);
      g_autofree char *catalogue =
          g_build_filename (place, "zh_CN", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

      if (g_file_test (catalogue, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&place);
    }
  return g_strdup (KX_LOCALE_DIR);
}

/* The command whose one or two words the arguments begin with. */
static const KxCommand *
find_command (int argc, char **argv, int *ret_words)
{
  for (guint i = 0; argc > 0 && i < G_N_ELEMENTS (commands); i++)
    {
      const char *second = strchr (commands[i].name, ' ');
      gsize length = strcspn (commands[i].name, " ");

      if (strlen (argv[0]) != length || strncmp (argv[0], commands[i].name, length) != 0 ||
          (second != NULL && (argc < 2 || !g_str_equal (argv[1], second + 1))))
        continue;
      *ret_words = second != NULL ? 2 : 1;
      return &commands[i];
    }
  return NULL;
}

/* Says which commands begin with the first word, if any does. */
static KxExit
misuse_unknown (int argc, char **argv)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strlen (argv[0]) == strcspn (commands[i].name, " ") && g_str_has_prefix (commands[i].name, argv[0]))
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", commands[i].name);
  if (known->len > 0)
    return kx_command_misuse (NULL, _ ("‘%s’ needs one of: %s"), argv[0], known->str);
  return kx_command_misuse (NULL, _ ("There is no command ‘%s’"), argv[0]);
}

static void
show_all (void)
{
  kx_command_print ("%s\n\n%s", _ ("kangxied: the service for rehabilitation agreement agencies"),
                    _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    kx_command_print (
        "  kangxied %s%s%s\n      %s", commands[i].name, commands[i].arguments != NULL ? " " : "",
        commands[i].arguments != NULL ? _ (commands[i].arguments) : "", _ (commands[i].summary));
  kx_command_print ("\n%s", _ ("--data DIR names the folder of the store; without it KANGXIED_DATA does.\n"
                               "While the service runs, the commands speak to it over DIR/control.sock."));
  kx_command_print ("\n%s", _ ("Exit status:"));
  for (guint i = 0; i < G_N_ELEMENTS (exits); i++)
    kx_command_print ("  %2d  %s", exits[i].code, _ (exits[i].meaning));
}

static KxExit
show_help (const KxCommand *command, int argc, char **argv)
{
  char *arguments[] = { (char *) "kangxied", (char *) "--help", NULL };
  const KxCommand *found;
  int words;

  if (argc < 2)
    {
      show_all ();
      return KX_EXIT_DONE;
    }
  found = find_command (argc - 1, argv + 1, &words);
  if (found == NULL)
    return misuse_unknown (argc - 1, argv + 1);
  if (words != argc - 1)
    return kx_command_misuse (command, _ ("The argument ‘%s’ is one too many"), argv[words + 1]);
  if (found->run == show_help)
    {
      show_all ();
      return KX_EXIT_DONE;
    }
  return found->run (found, 2, arguments);
}

KxExit
kx_command_main (int argc, char **argv)
{
  const KxCommand *command;
  int words;

  if (argc < 2)
    return kx_command_misuse (NULL, "%s", _ ("A command is missing"));
  if (g_str_equal (argv[1], "--version"))
    {
      kx_command_print ("kangxied %s", KX_VERSION);
      return KX_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      show_all ();
      return KX_EXIT_DONE;
    }
  command = find_command (argc - 1, argv + 1, &words);
  if (command == NULL)
    return misuse_unknown (argc - 1, argv + 1);
  /* The last word of the command stands where the program's name would. */
  return command->run (command, argc - words, argv + words);
}
