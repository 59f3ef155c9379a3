#include "late/kx-late.h"

#include <dlfcn.h>

void
kx_late_load (const char *library, const char *const *names, gpointer *ret_functions, gsize n)
{
  /* It stays: objects of its types may live as long as the program. */
  gpointer handle = dlopen (library, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);

  if (handle == NULL)
    g_error ("A library that belongs to this program is missing: %s", dlerror ());
  for (gsize i = 0; i < n; i++)
    {
      ret_functions[i] = dlsym (handle, names[i]);
      if (ret_functions[i] == NULL)
        g_error ("A library does not fit this program: %s", dlerror ());
    }
}
