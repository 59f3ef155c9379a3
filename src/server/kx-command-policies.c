#include "server/kx-command.h"

#include "server/kx-policies.h"

KxExit
kx_command_verify_policies (const KxCommand *command, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free), packs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;

  if (!kx_command_parse (command, entries, &argc, &argv, 0, 1))
    return KX_EXIT_USAGE;
  folder = argc > 1 ? g_strdup (argv[1]) : kx_policies_folder ();
  packs = kx_policies_read (folder, faults, &error);
  if (packs == NULL)
    return kx_command_fail (error);
  for (guint i = 0; i < packs->len; i++)
    kx_command_print ("%s %s %s %s", kx_policy_pack_get_code (packs->pdata[i]),
                      kx_policy_pack_get_area (packs->pdata[i]), kx_policy_pack_get_name (packs->pdata[i]),
                      kx_policy_pack_get_hash (packs->pdata[i]));
  for (guint i = 0; i < faults->len; i++)
    kx_command_say (_ ("kangxied: a policy pack is refused: %s"), (const char *) faults->pdata[i]);
  return faults->len > 0 ? KX_EXIT_REFUSED : KX_EXIT_DONE;
}
