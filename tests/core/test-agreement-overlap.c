#include "core/entities/kx-agreement.h"
#include "core/kx-test-world.h"

#define CITY "370100"
#define SECOND "second-agreement"

typedef struct
{
  KxTestWorld *world;
  KxActor *clerk, *leader;
} Fixture;

/* What an agreement is drawn up with; 0: left out. */
typedef struct
{
  int starts_on, ends_on, ended_on;
  guint64 scopes;
} Terms;

static const Terms running = { 20260101, 20271231, 0, 1 };

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = kx_test_world_new ();
  f->clerk = kx_test_world_actor (KX_ROLE_INDEX_clerk, CITY);
  f->leader = kx_test_world_actor (KX_ROLE_INDEX_leader, CITY);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_actor_free (f->clerk);
  kx_actor_free (f->leader);
  kx_test_world_free (f->world);
}

static void
put_day (KxRecord *row, guint field, int ymd)
{
  if (ymd != 0)
    kx_record_put (row, field, (KxValue){ .DATE = { ymd } });
  else
    kx_record_drop (row, field);
}

static void
put_terms (KxRecord *row, const Terms *terms)
{
  put_day (row, kx_agreement_f_starts_on, terms->starts_on);
  put_day (row, kx_agreement_f_ends_on, terms->ends_on);
  put_day (row, kx_agreement_f_ended_on, terms->ended_on);
  if (terms->scopes != 0)
    kx_agreement_set_scopes (kx_agreement (row), (KxCodes){ terms->scopes });
}

/* Owned. */
static KxOp *
make_draft (Fixture *f, const Terms *terms)
{
  g_autofree char *id = kx_test_world_id (), *number = g_strdup_printf ("协议%s", id);
  KxRecord *fields = kx_record_new (&kx_agreement_entity, NULL, NULL);
  Kx_agreement *agreement = kx_agreement (fields);

  kx_agreement_set_office (agreement, WORLD_OFFICE);
  kx_agreement_set_agency (agreement, WORLD_AGENCY);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_number (agreement, number);
  put_terms (fields, terms);
  return kx_test_world_op (f->world, KX_OP_CREATE, &kx_agreement_entity, id, fields);
}

/* Its id, owned. */
static char *
draw_up (Fixture *f, const Terms *terms)
{
  g_autoptr (KxOp) op = make_draft (f, terms);

  kx_test_world_do (f->world, op, f->clerk);
  return g_strdup (op->row);
}

static void
take_over (Fixture *f, const char *id, const char *state)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, &kx_agreement_entity, id, "take_over", state);

  kx_test_world_do (f->world, op, f->clerk);
}

/* A row that stands beside; borrowed. */
static KxRecord *
add_other (Fixture *f, int state, const Terms *terms)
{
  KxRecord *row = (KxRecord *) kx_test_world_add (f->world, &kx_agreement_entity, (guint) state);

  g_free (row->space);
  row->space = g_strdup (CITY "/agreement");
  kx_agreement_set_office (kx_agreement (row), WORLD_OFFICE);
  kx_agreement_set_agency (kx_agreement (row), WORLD_AGENCY);
  kx_agreement_set_kind (kx_agreement (row), kx_agreement_kind_rehabilitation);
  kx_record_drop (row, kx_agreement_f_scopes);
  kx_record_drop (row, kx_agreement_f_previous);
  put_terms (row, terms);
  return row;
}

static void
test_days_and_scopes_collide_together (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name;
    int state;
    Terms other, own;
    gboolean collide;
  } cases[] = {
    /* clang-format off */
    { "same", kx_agreement_state_signed, { 20260101, 20271231, 0, 1 }, { 20260101, 20271231, 0, 1 }, TRUE },
    { "one day", kx_agreement_state_signed, { 20260101, 20271231, 0, 1 }, { 20271231, 20291231, 0, 1 }, TRUE },
    { "next day", kx_agreement_state_signed, { 20260101, 20271231, 0, 1 }, { 20280101, 20291231, 0, 1 }, FALSE },
    { "before it", kx_agreement_state_signed, { 20260101, 20271231, 0, 1 }, { 20240101, 20251231, 0, 1 }, FALSE },
    { "ended early", kx_agreement_state_signed, { 20260101, 20271231, 0, 1 }, { 20240101, 20271231, 20251130, 1 }, FALSE },
    { "other scope", kx_agreement_state_signed, { 20260101, 20271231, 0, 1 }, { 20260101, 20271231, 0, 6 }, FALSE },
    { "shared scope", kx_agreement_state_signed, { 20260101, 20271231, 0, 3 }, { 20260101, 20271231, 0, 6 }, TRUE },
    { "unknown scope", kx_agreement_state_signed, { 20260101, 20271231, 0, 0 }, { 20260101, 20271231, 0, 6 }, TRUE },
    { "no end", kx_agreement_state_signed, { 20260101, 0, 0, 1 }, { 20400101, 20411231, 0, 1 }, TRUE },
    { "own without end", kx_agreement_state_signed, { 20280101, 20291231, 0, 1 }, { 20200101, 0, 0, 1 }, TRUE },
    { "no days", kx_agreement_state_signed, { 0, 0, 0, 1 }, { 20200101, 20201231, 0, 1 }, TRUE },
    { "ended", kx_agreement_state_ended, { 20260101, 20271231, 0, 1 }, { 20260101, 20271231, 0, 1 }, FALSE },
    { "leaves", kx_agreement_state_terminating, { 20260101, 20271231, 0, 1 }, { 20260101, 20271231, 0, 1 }, TRUE },
    { "draft", kx_agreement_state_draft, { 20260101, 20271231, 0, 1 }, { 20260101, 20271231, 0, 1 }, TRUE },
    { "open draft", kx_agreement_state_draft, { 0, 0, 0, 1 }, { 20270101, 20271231, 0, 1 }, TRUE },
    { "open draft is not past", kx_agreement_state_draft, { 0, 0, 0, 1 }, { 20240101, 20251231, 0, 1 }, FALSE },
    { "draft from paper", kx_agreement_state_draft, { 20240101, 20271231, 20251231, 1 }, { 20260101, 20271231, 0, 1 }, FALSE },
    /* clang-format on */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KxRecord *other = add_other (f, cases[i].state, &cases[i].other);
      g_autoptr (KxOp) op = make_draft (f, &cases[i].own);
      g_autoptr (KxDecision) decision = kx_test_world_decide (f->world, op, f->clerk);
      const KxFinding *finding = kx_test_world_finding (decision, SECOND, "agency");

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (finding->verdict, ==, cases[i].collide ? KX_FAILS : KX_HOLDS);
      g_assert_cmpint (decision->result, ==, cases[i].collide ? KX_REJECTED : KX_APPLIED);
      kx_record_put (other, kx_agreement_f_state, (KxValue){ .CODE = kx_agreement_state_ended });
    }
}

/* Whichever is keyed first: the one that runs, or the one that was over before it began. */
static void
test_paper_comes_in_in_any_order (Fixture *f, gconstpointer data)
{
  static const Terms over = { 20240101, 20271231, 20251231, 1 };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *first = draw_up (f, i == 0 ? &running : &over), *second = NULL;

      take_over (f, first, i == 0 ? "signed" : "ended");
      second = draw_up (f, i == 0 ? &over : &running);
      take_over (f, second, i == 0 ? "ended" : "signed");
      for (guint j = 0; j < 2; j++)
        kx_record_put ((KxRecord *) kx_test_table_lookup (f->world->table, &kx_agreement_entity,
                                                          j == 0 ? first : second),
                       kx_agreement_f_state, (KxValue){ .CODE = kx_agreement_state_ended });
    }
}

/* An end that was given does not make room for one that is to be signed. */
static void
test_a_given_end_counts_on_paper_alone (Fixture *f, gconstpointer data)
{
  static const Terms over = { 20240101, 20271231, 20251231, 1 };
  g_autofree char *id = draw_up (f, &over);
  g_autoptr (KxOp) submit = kx_test_world_action (f->world, &kx_agreement_entity, id, "submit", NULL);

  add_other (f, kx_agreement_state_signed, &running);
  kx_test_world_refuse (f->world, submit, f->clerk, SECOND, "agency");
}

static void
test_a_change_is_looked_at_where_it_matters (Fixture *f, gconstpointer data)
{
  static const Terms later = { 20280101, 20291231, 0, 1 };
  g_autofree char *id = draw_up (f, &later);
  g_autoptr (KxOp) earlier = kx_test_world_patch (
      f->world, &kx_agreement_entity, id, kx_agreement_f_starts_on, (KxValue){ .DATE = { 20270601 } });
  g_autoptr (KxOp) note = kx_test_world_patch (f->world, &kx_agreement_entity, id, kx_agreement_f_note,
                                               (KxValue){ .TEXT = "续签" });
  KxRecord *other = add_other (f, kx_agreement_state_signed, &running);

  kx_test_world_refuse (f->world, earlier, f->clerk, SECOND, "agency");
  put_terms (other, &later);
  kx_test_world_do (f->world, note, f->clerk);
}

static void
test_what_goes_before_and_after_may_overlap (Fixture *f, gconstpointer data)
{
  KxRecord *before = add_other (f, kx_agreement_state_signed, &running);
  g_autoptr (KxOp) renewal = make_draft (f, &running);
  g_autoptr (KxOp) bridge = kx_test_world_action (f->world, &kx_agreement_entity, before->id, "bridge", NULL);
  g_autoptr (KxDecision) decision = NULL;

  kx_agreement_set_previous (kx_agreement (renewal->fields), before->id);
  kx_test_world_do (f->world, renewal, f->clerk);
  decision = kx_test_world_decide (f->world, bridge, f->leader);
  g_assert_cmpint (kx_test_world_finding (decision, SECOND, "agency")->verdict, ==, KX_HOLDS);
}

static void
test_none_is_carried_on_into_another (Fixture *f, gconstpointer data)
{
  static const Terms later = { 20280101, 20291231, 0, 1 };
  KxRecord *first = add_other (f, kx_agreement_state_signed, &running);

  add_other (f, kx_agreement_state_signed, &later);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KxOp) op = kx_test_world_action (f->world, &kx_agreement_entity, first->id, "bridge", NULL);
      g_autoptr (KxDecision) decision = NULL;

      if (i == 1)
        kx_bridge_set_ends_on (kx_bridge (op->fields), (KxDate){ 20280331 });
      decision = kx_test_world_decide (f->world, op, f->leader);
      g_assert_cmpint (kx_test_world_finding (decision, SECOND, "agency")->verdict, ==,
                       i == 0 ? KX_HOLDS : KX_FAILS);
    }
}

static void
test_a_device_without_the_rows_cannot_tell (Fixture *f, gconstpointer data)
{
  g_autoptr (KxOp) op = make_draft (f, &running);
  g_autoptr (KxDecision) decision = NULL;

  kx_test_table_remove_space (f->world->table, CITY "/agreement");
  f->world->on_device = TRUE;
  decision = kx_test_world_decide (f->world, op, f->clerk);
  g_assert_cmpint (kx_test_world_finding (decision, SECOND, "agency")->verdict, ==, KX_CANNOT_TELL);
  g_assert_cmpint (decision->result, ==, KX_APPLIED);
}

/* Years whose scopes an agreement covers, as bits: four scopes a year. */
static guint64
squares_of (const KxRecord *row)
{
  int first = kx_record_get (row, kx_agreement_f_starts_on).DATE.ymd / 10000 - 2020;
  int last = kx_record_get (row, kx_agreement_f_ends_on).DATE.ymd / 10000 - 2020;
  guint64 squares = 0;

  for (int year = first; year <= last; year++)
    squares |= kx_record_get (row, kx_agreement_f_scopes).CODES.bits << (4 * year);
  return squares;
}

/* However they are drawn up, changed and taken over, no scope is covered twice on one day. */
static void
test_nothing_is_covered_twice_in_any_order (Fixture *f, gconstpointer data)
{
  static const guint day_fields[] = { kx_agreement_f_starts_on, kx_agreement_f_ends_on };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint made = 0, refused = 0;

  for (guint turn = 0; turn < 20000 && (made < 20 || refused < 200); turn++)
    {
      int year = g_test_rand_int_range (2020, 2034);
      Terms terms = { year * 10000 + 101, (year + g_test_rand_int_range (0, 3)) * 10000 + 1231, 0,
                      (guint64) g_test_rand_int_range (1, 16) };
      g_autoptr (KxOp) op = NULL;
      g_autoptr (KxDecision) decision = NULL;
      guint64 covered = 0;
      int way = ids->len == 0 ? 0 : g_test_rand_int_range (0, 3);
      const char *id = ids->len == 0 ? NULL : ids->pdata[g_test_rand_int_range (0, (int) ids->len)];

      if (way == 0)
        op = make_draft (f, &terms);
      else if (way == 1)
        op = kx_test_world_patch (f->world, &kx_agreement_entity, id, day_fields[turn % 2],
                                  (KxValue){ .DATE = { turn % 2 == 0 ? terms.starts_on : terms.ends_on } });
      else
        op = kx_test_world_patch (f->world, &kx_agreement_entity, id, kx_agreement_f_scopes,
                                  (KxValue){ .CODES = { terms.scopes } });
      decision = kx_test_world_decide (f->world, op, f->clerk);
      refused += decision->result == KX_REJECTED;
      if (decision->result == KX_REJECTED)
        continue;
      kx_test_table_apply (f->world->table, decision, op, f->clerk->user, (KxTime){ turn + 1 });
      if (way == 0)
        g_ptr_array_add (ids, g_strdup (op->row));
      made += way == 0;
      for (guint i = 0; i < ids->len; i++)
        {
          guint64 squares =
              squares_of (kx_test_table_lookup (f->world->table, &kx_agreement_entity, ids->pdata[i]));

          g_assert_cmpuint (covered & squares, ==, 0);
          covered |= squares;
        }
    }
  g_assert_cmpuint (made, >, 5);
  g_assert_cmpuint (refused, >=, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/agreement-overlap/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("days-and-scopes", test_days_and_scopes_collide_together);
  ADD ("paper-in-any-order", test_paper_comes_in_in_any_order);
  ADD ("given-end", test_a_given_end_counts_on_paper_alone);
  ADD ("change", test_a_change_is_looked_at_where_it_matters);
  ADD ("sequel", test_what_goes_before_and_after_may_overlap);
  ADD ("carried-on", test_none_is_carried_on_into_another);
  ADD ("cannot-tell", test_a_device_without_the_rows_cannot_tell);
  ADD ("any-order", test_nothing_is_covered_twice_in_any_order);
  return g_test_run ();
}
