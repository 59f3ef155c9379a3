#include "server/kx-command.h"

#include "core/kx-crypto.h"
#include "server/kx-accounts.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_SIZE 1024

/* One line without its end; FALSE: there is none, or it is too long. */
static gboolean
read_line (char line[LINE_SIZE])
{
  gsize length;

  if (fgets (line, LINE_SIZE, stdin) == NULL)
    return FALSE;
  length = strcspn (line, "\n");
  if (line[length] != '\n' && !feof (stdin))
    return FALSE;
  line[length] = '\0';
  if (length > 0 && line[length - 1] == '\r')
    line[length - 1] = '\0';
  return TRUE;
}

/* A line typed at a terminal, which does not show it. */
static gboolean
read_hidden (const char *prompt, char line[LINE_SIZE])
{
  struct termios shown, hidden;
  gboolean read;

  fputs (prompt, stderr);
  fflush (stderr);
  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    return FALSE;
  hidden = shown;
  hidden.c_lflag &= (tcflag_t) ~ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  read = read_line (line);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fputc ('\n', stderr);
  return read;
}

/* The password as an argument of a job. FALSE after saying what is wrong. */
static gboolean
read_password (JsonObject *arguments)
{
  char line[LINE_SIZE], again[LINE_SIZE];
  gboolean terminal = isatty (STDIN_FILENO);
  gboolean right = terminal ? read_hidden (_ ("Password: "), line) : read_line (line);

  if (right && terminal)
    {
      right = read_hidden (_ ("Once more: "), again) && g_str_equal (line, again);
      kx_secret_wipe (again, sizeof again);
      if (!right)
        kx_command_say (_ ("kangxied: these are two different passwords"));
    }
  else if (!right)
    kx_command_say (_ ("kangxied: the password is missing; it is one line of standard input"));
  else if (!g_utf8_validate (line, -1, NULL))
    {
      right = FALSE;
      kx_command_say (_ ("kangxied: the password is not UTF-8"));
    }
  if (right)
    json_object_set_string_member (arguments, "password", line);
  kx_secret_wipe (line, sizeof line);
  return right;
}

/* FALSE after saying which one is wrong. */
static gboolean
check_grants (const KxCommand *command, char **grants)
{
  for (guint i = 0; grants != NULL && grants[i] != NULL; i++)
    {
      const char *at = strchr (grants[i], '@');
      g_autofree char *role = at != NULL ? g_strndup (grants[i], (gsize) (at - grants[i])) : NULL;

      if (role == NULL || kx_accounts_role (role) < 0 || at[1] == '\0')
        {
          kx_command_misuse (command, _ ("A grant is written ROLE@AREA, such as clerk@370100: %s"),
                             grants[i]);
          return FALSE;
        }
    }
  if (grants != NULL && grants[0] != NULL)
    return TRUE;
  kx_command_misuse (command, "%s", _ ("An account needs at least one --grant ROLE@AREA"));
  return FALSE;
}

static JsonArray *
make_array (char **texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  return array;
}

KxExit
kx_command_user_add (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL, *person = NULL;
  g_auto (GStrv) grants = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store; made if it is missing"),
      N_ ("DIR") },
    { "grant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &grants,
      N_ ("What the account may do, and where; may be repeated"), N_ ("ROLE@AREA") },
    { "person", 0, 0, G_OPTION_ARG_STRING, &person, N_ ("Name of the person; otherwise the sign-in name"),
      N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 1, 1) || !check_grants (command, grants) ||
      !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  json_object_set_string_member (arguments, "name", argv[1]);
  json_object_set_array_member (arguments, "grants", make_array (grants));
  if (person != NULL)
    json_object_set_string_member (arguments, "person", person);
  if (!read_password (arguments))
    return KX_EXIT_REFUSED;
  result = kx_command_do (data, "user-add", arguments, TRUE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  kx_command_say (_ ("The account %s was made"), argv[1]);
  return KX_EXIT_DONE;
}

static void
print_user (JsonObject *user)
{
  g_autoptr (GString) grants = g_string_new (NULL);
  JsonArray *array = json_object_get_array_member (user, "grants");

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (grants, "%s%s", i > 0 ? " " : "", json_array_get_string_element (array, i));
  kx_command_print ("%s\t%s\t%s\t%s", json_object_get_string_member (user, "name"),
                    json_object_get_string_member_with_default (user, "person", ""),
                    json_object_get_string_member (user, "state"), grants->str);
}

KxExit
kx_command_user_list (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Write one line of JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) nothing = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *users;

  if (!kx_command_parse (command, entries, &argc, &argv, 0, 0) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  result = kx_command_do (data, "user-list", nothing, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  if (json)
    {
      kx_command_print_json (result);
      return KX_EXIT_DONE;
    }
  users = json_object_get_array_member (result, "users");
  for (guint i = 0; i < json_array_get_length (users); i++)
    print_user (json_array_get_object_element (users, i));
  return KX_EXIT_DONE;
}

KxExit
kx_command_user_disable (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL, *reason = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why, for the history"), N_ ("TEXT") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 1, 1) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  json_object_set_string_member (arguments, "name", argv[1]);
  if (reason != NULL)
    json_object_set_string_member (arguments, "reason", reason);
  result = kx_command_do (data, "user-disable", arguments, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  kx_command_say (_ ("The account %s is closed"), argv[1]);
  return KX_EXIT_DONE;
}

KxExit
kx_command_user_set_password (const KxCommand *command, int argc, char **argv)
{
  g_autofree char *data = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the store"), N_ ("DIR") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (JsonObject) arguments = json_object_new (), result = NULL;
  g_autoptr (GError) error = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 1, 1) || !kx_command_find_data (command, &data))
    return KX_EXIT_USAGE;
  json_object_set_string_member (arguments, "name", argv[1]);
  if (!read_password (arguments))
    return KX_EXIT_REFUSED;
  result = kx_command_do (data, "user-set-password", arguments, FALSE, &error);
  if (result == NULL)
    return kx_command_fail (error);
  kx_command_say (_ ("The password of %s was changed, and its sessions have ended"), argv[1]);
  return KX_EXIT_DONE;
}
