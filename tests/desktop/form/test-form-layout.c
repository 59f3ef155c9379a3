#include "core/entities/kx-agreement.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "desktop/form/kx-form-layout.h"

/* What the service fills may be shown as well. */
static void
check_that_every_field_stands_once (const KxEntity *entity)
{
  g_autoptr (KxFormLayout) layout = kx_form_layout_new (entity);
  guint seen[KX_MAX_FIELDS] = { 0 };

  for (guint s = 0; s < layout->n_sections; s++)
    {
      g_assert_nonnull (layout->sections[s].title);
      for (guint f = 0; f < layout->sections[s].n_fields; f++)
        seen[layout->sections[s].fields[f]]++;
    }
  for (guint i = 0; i < entity->n_fields; i++)
    {
      g_test_message ("%s", entity->fields[i].name);
      if ((entity->fields[i].flags & KX_SERVICE_SETS) != 0)
        g_assert_cmpuint (seen[i], <=, 1);
      else
        g_assert_cmpuint (seen[i], ==, 1);
    }
}

static void
test_every_field_of_an_agency_stands_once (void)
{
  check_that_every_field_stands_once (&kx_agency_entity);
}

static void
test_every_field_of_an_agreement_stands_once (void)
{
  check_that_every_field_stands_once (&kx_agreement_entity);
}

static void
test_every_field_of_paper_stands_once (void)
{
  check_that_every_field_stands_once (&kx_rectification_entity);
  check_that_every_field_stands_once (&kx_exit_case_entity);
}

/* What may run on paper already is asked for its state there before anything else. */
static void
test_a_new_row_is_asked_for_its_state (void)
{
  g_autoptr (KxFormLayout) read = kx_form_layout_new (&kx_exit_case_entity);
  g_autoptr (KxFormLayout) fresh = kx_form_layout_new_fresh (&kx_exit_case_entity);
  g_autoptr (KxFormLayout) other = kx_form_layout_new_fresh (&kx_agency_entity);

  g_assert_cmpuint (fresh->n_sections, ==, read->n_sections + 1);
  g_assert_cmpuint (fresh->sections[0].n_fields, ==, 1);
  g_assert_cmpuint (fresh->sections[0].fields[0], ==, kx_exit_case_f_state);
  for (guint i = 0; i < read->n_sections; i++)
    g_assert_cmpstr (fresh->sections[i + 1].title, ==, read->sections[i].title);
  for (guint s = 0; s < other->n_sections; s++)
    for (guint f = 0; f < other->sections[s].n_fields; f++)
      g_assert_cmpint ((int) other->sections[s].fields[f], !=, kx_agency_entity.state);
}

static void
test_another_entity_has_one_section_without_its_parent (void)
{
  g_autoptr (KxFormLayout) layout = kx_form_layout_new (&kx_credential_entity);

  g_assert_cmpuint (layout->n_sections, ==, 1);
  g_assert_null (layout->sections[0].title);
  g_assert_cmpuint (layout->sections[0].n_fields, ==, kx_credential_n_fields - 1);
  g_assert_cmpuint (layout->sections[0].fields[0], ==, kx_credential_f_kind);
}

static void
test_cells_are_placed_in_reading_order (void)
{
  static const gboolean wide[] = { TRUE, FALSE, FALSE, FALSE, TRUE, FALSE };
  KxFormCell cells[G_N_ELEMENTS (wide)];

  g_assert_cmpuint (kx_form_place (wide, 6, 2, cells), ==, 5);
  g_assert_cmpuint (cells[0].row, ==, 0);
  g_assert_true (cells[0].wide);
  g_assert_cmpuint (cells[1].row, ==, 1);
  g_assert_cmpuint (cells[1].column, ==, 0);
  g_assert_cmpuint (cells[2].row, ==, 1);
  g_assert_cmpuint (cells[2].column, ==, 1);
  g_assert_cmpuint (cells[3].row, ==, 2);
  g_assert_cmpuint (cells[4].row, ==, 3);
  g_assert_cmpuint (cells[4].column, ==, 0);
  g_assert_cmpuint (cells[5].row, ==, 4);
  g_assert_cmpuint (kx_form_place (wide, 6, 1, cells), ==, 6);
  g_assert_cmpuint (cells[5].row, ==, 5);
  g_assert_cmpuint (kx_form_place (wide, 0, 2, cells), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-layout/every field of an agency stands once",
                   test_every_field_of_an_agency_stands_once);
  g_test_add_func ("/form-layout/every field of an agreement stands once",
                   test_every_field_of_an_agreement_stands_once);
  g_test_add_func ("/form-layout/every field of paper stands once", test_every_field_of_paper_stands_once);
  g_test_add_func ("/form-layout/a new row is asked for its state", test_a_new_row_is_asked_for_its_state);
  g_test_add_func ("/form-layout/another entity has one section without its parent",
                   test_another_entity_has_one_section_without_its_parent);
  g_test_add_func ("/form-layout/cells are placed in reading order", test_cells_are_placed_in_reading_order);
  return g_test_run ();
}
