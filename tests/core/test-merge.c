#include "core/kx-merge.h"

#include "core/entities/kx-agency.h"
#include "core/kx-test-world.h"

#include <string.h>

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))

/* A row of the agency table with seq 5 in which `field` was changed at seq 7 by device "two". */
static KxRecord *
make_row (guint field, KxValue value)
{
  KxRecord *row = kx_record_new (&kx_agency_entity, WORLD_AGENCY, "370100/agency");

  kx_record_put (row, field, value);
  kx_record_stamp (row, field, 7, "two", NULL);
  row->seq = 7;
  return row;
}

/* An op of device "one" on the row of seq 5. */
static KxOp *
make_op (KxOpKind kind, guint field, KxValue was, KxValue value)
{
  KxOp *op = kx_op_new (kind, &kx_agency_entity, WORLD_NOBODY, WORLD_AGENCY,
                        kx_record_new (&kx_agency_entity, NULL, NULL));

  op->device = g_strdup ("one");
  op->base = 5;
  op->was = kx_record_new (&kx_agency_entity, NULL, NULL);
  kx_record_put (op->was, field, was);
  kx_record_put (op->fields, field, value);
  return op;
}

static void
assert_merged_text (const char *base, const char *ours, const char *theirs, const char *expected)
{
  g_autofree char *merged = kx_merge_text (base, ours, theirs);

  g_assert_cmpstr (merged, ==, expected);
}

static void
test_changes_of_different_lines_are_put_together (void)
{
  assert_merged_text ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC");
  assert_merged_text ("a\nb\nc", "a\nx\nb\nc", "a\nb\ny\nc", "a\nx\nb\ny\nc");
  assert_merged_text ("a\nb\nc", "b\nc", "a\nb", "b");
  assert_merged_text ("a\nb\nc", "a\nb\nc", "a\nc", "a\nc");
  assert_merged_text ("a\nb", "a\nB", "a\nB", "a\nB");
  assert_merged_text ("a\n", "a\n", "a", "a");
  assert_merged_text ("", "", "x", "x");
}

static void
test_changes_of_the_same_lines_are_a_conflict (void)
{
  assert_merged_text ("a\nb\nc", "a\nx\nc", "a\ny\nc", NULL);
  assert_merged_text ("a", "a\nx", "a\ny", NULL);
  assert_merged_text ("a\nb", "a", "a\nB", NULL);
  assert_merged_text ("", "x", "y", NULL);
}

static void
test_a_text_of_too_many_lines_is_a_conflict (void)
{
  g_autoptr (GString) text = g_string_new ("a");
  g_autofree char *more = NULL;

  for (guint i = 0; i < 2500; i++)
    g_string_append (text, "\na");
  more = g_strconcat (text->str, "\nb", NULL);
  assert_merged_text (text->str, text->str, more, NULL);
}

/* Lines "base 0", …; each side takes some away and adds some of its own. */
static char *
make_side (guint n_lines, const char *name)
{
  g_autoptr (GString) text = g_string_new ("head");

  for (guint i = 0; i < n_lines; i++)
    {
      if (g_test_rand_int_range (0, 8) == 0)
        g_string_append_printf (text, "\n%s %u", name, i);
      if (name == NULL || g_test_rand_int_range (0, 8) != 0)
        g_string_append_printf (text, "\nbase %u", i);
    }
  return g_strdup (text->str);
}

static gboolean
has_line (const char *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

/* Every line that one side added is there, every line that one side took away is not, and there is no other.
 */
static void
assert_nothing_lost (const char *base, const char *ours, const char *theirs, const char *merged)
{
  g_autofree char *all = g_strjoin ("\n", base, ours, theirs, merged, NULL);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean in_base = has_line (base, lines[i]), in_ours = has_line (ours, lines[i]);
      gboolean in_theirs = has_line (theirs, lines[i]);
      gboolean expected = in_base ? in_ours && in_theirs : in_ours || in_theirs;

      g_assert_cmpint (has_line (merged, lines[i]), ==, expected);
    }
}

static void
test_no_line_of_either_side_is_lost (void)
{
  guint clean = 0, conflicts = 0;

  for (guint n = 0; n < 3000; n++)
    {
      guint n_lines = (guint) g_test_rand_int_range (0, 16);
      g_autoptr (GString) base = g_string_new ("head");
      g_autofree char *ours = NULL, *theirs = NULL, *merged = NULL, *mirrored = NULL, *again = NULL;

      for (guint i = 0; i < n_lines; i++)
        g_string_append_printf (base, "\nbase %u", i);
      ours = make_side (n_lines, "ours");
      theirs = make_side (n_lines, "theirs");
      merged = kx_merge_text (base->str, ours, theirs);
      mirrored = kx_merge_text (base->str, theirs, ours);
      g_assert_cmpstr (merged, ==, mirrored);
      conflicts += merged == NULL;
      if (merged == NULL)
        continue;
      clean++;
      assert_nothing_lost (base->str, ours, theirs, merged);
      again = kx_merge_text (base->str, merged, theirs);
      g_assert_cmpstr (again, ==, merged);
    }
  g_assert_cmpuint (clean, >, 300);
  g_assert_cmpuint (conflicts, >, 300);
}

/* A random row with random stamps, and a random patch by device "one". */
static void
make_random (KxRecord **ret_row, KxOp **ret_op)
{
  KxRecord *row = kx_record_new (&kx_agency_entity, WORLD_AGENCY, "370100/agency");
  KxOp *op = kx_op_new (KX_OP_PATCH, &kx_agency_entity, WORLD_NOBODY, WORLD_AGENCY,
                        kx_record_new (&kx_agency_entity, NULL, NULL));

  op->device = g_test_rand_bit () ? g_strdup ("one") : NULL;
  op->base = 5;
  op->was = g_test_rand_bit () ? kx_record_new (&kx_agency_entity, NULL, NULL) : NULL;
  for (guint i = 0; i < row->entity->n_fields; i++)
    {
      const KxField *field = &row->entity->fields[i];
      g_autofree char *x = NULL, *y = NULL, *z = NULL;
      KxValue now = kx_test_world_random (field, &x), then = kx_test_world_random (field, &y);
      KxValue was = kx_test_world_random (field, &z);

      if (g_test_rand_int_range (0, 4) != 0)
        kx_record_put (row, i, now);
      if (g_test_rand_bit ())
        kx_record_stamp (row, i, g_test_rand_int_range (3, 9), g_test_rand_bit () ? "one" : "two", NULL);
      if (op->was != NULL && g_test_rand_bit ())
        kx_record_put (op->was, i, g_test_rand_bit () ? now : was);
      if (g_test_rand_int_range (0, 5) == 0)
        kx_record_put_null (op->fields, i);
      else if (g_test_rand_int_range (0, 3) != 0)
        kx_record_put (op->fields, i, g_test_rand_int_range (0, 4) == 0 ? now : then);
    }
  *ret_row = row;
  *ret_op = op;
}

/* Where a mentioned field ended: exactly one of equal, applied, merged, in conflict. */
static void
assert_ended (const KxRecord *row, const KxOp *op, const KxMerge *merge, guint i)
{
  gboolean mentioned = kx_record_mentions (op->fields, i), patched = kx_record_mentions (merge->patch, i);
  gboolean equal = kx_record_same (row, op->fields, i);
  gboolean applied = patched && kx_record_same (merge->patch, op->fields, i) && !(merge->merged & BIT (i));
  gboolean merged = (merge->merged & BIT (i)) != 0, conflict = (merge->conflicts & BIT (i)) != 0;
  const KxStamp *stamp = row->stamps != NULL ? &row->stamps[i] : NULL;
  gboolean own = stamp != NULL && op->device != NULL && g_strcmp0 (stamp->device, op->device) == 0;

  /* What was changed up to the op's base was seen. */
  g_assert_cmpint ((merge->concurrent & BIT (i)) != 0, ==, stamp != NULL && stamp->seq > op->base && !own);

  g_assert_cmpint ((mentioned && equal) + applied + merged + conflict, ==, mentioned);
  if (!mentioned || equal || conflict)
    g_assert_false (patched);
  /* Nobody else changed it: there is nothing to be in conflict with. */
  if (!(merge->concurrent & BIT (i)) && row->entity->fields[i].kind != KX_LONG_TEXT)
    g_assert_false (conflict);
  if ((merge->concurrent & BIT (i)) && mentioned && !equal && row->entity->fields[i].kind != KX_LONG_TEXT)
    g_assert_true (conflict);
}

static void
test_every_mentioned_field_ends_in_one_way (void)
{
  for (guint n = 0; n < 2000; n++)
    {
      g_autoptr (KxRecord) row = NULL;
      g_autoptr (KxOp) op = NULL;
      g_auto (KxMerge) merge = { 0 };

      make_random (&row, &op);
      merge = kx_merge_op (row, op);
      for (guint i = 0; i < row->entity->n_fields; i++)
        assert_ended (row, op, &merge, i);
    }
}

/* What a store makes of a merge. */
static void
settle (KxRecord *row, const KxMerge *merge, gint64 seq, const char *device)
{
  for (guint i = 0; i < row->entity->n_fields; i++)
    if (kx_record_mentions (merge->patch, i) && !kx_record_same (row, merge->patch, i))
      {
        kx_record_take (row, merge->patch, i);
        kx_record_stamp (row, i, seq, device, NULL);
        row->seq = seq;
      }
}

static void
test_an_op_merged_into_its_own_outcome_changes_nothing (void)
{
  for (guint n = 0; n < 3000; n++)
    {
      g_autoptr (KxRecord) row = NULL;
      g_autoptr (KxOp) op = NULL;
      g_auto (KxMerge) merge = { 0 }, again = { 0 };

      make_random (&row, &op);
      op->kind = n % 3 == 0 ? KX_OP_PATCH : n % 3 == 1 ? KX_OP_ADD : KX_OP_REMOVE;
      merge = kx_merge_op (row, op);
      settle (row, &merge, 20, op->device);
      again = kx_merge_op (row, op);
      for (guint i = 0; i < row->entity->n_fields; i++)
        g_assert_true (!kx_record_mentions (again.patch, i) || kx_record_same (row, again.patch, i));
      g_assert_cmphex (again.conflicts, ==, merge.conflicts);
    }
}

static void
test_a_device_never_conflicts_with_itself (void)
{
  const KxEntity *entity = &kx_agency_entity;

  for (guint n = 0; n < 300; n++)
    {
      g_autoptr (KxRecord) row = kx_record_new (entity, WORLD_AGENCY, "370100/agency");

      row->seq = 5;
      for (gint64 seq = 6; seq < 14; seq++)
        {
          guint field = (guint) g_test_rand_int_range (0, kx_agency_n_fields);
          g_autofree char *text = NULL;
          KxValue value = kx_test_world_random (&entity->fields[field], &text);
          g_autoptr (KxOp) op = make_op (KX_OP_PATCH, field, kx_record_get (row, field), value);
          g_auto (KxMerge) merge = kx_merge_op (row, op);

          g_assert_cmphex (merge.conflicts | merge.concurrent, ==, 0);
          settle (row, &merge, seq, "one");
          g_assert_true (kx_record_same (row, op->fields, field));
        }
    }
}

static void
test_a_concurrent_change_stays_and_another_field_goes_through (void)
{
  g_autoptr (KxRecord) row = make_row (kx_agency_f_beds, (KxValue){ .INTEGER = 40 });
  g_autoptr (KxOp) op =
      make_op (KX_OP_PATCH, kx_agency_f_beds, (KxValue){ .INTEGER = 20 }, (KxValue){ .INTEGER = 30 });
  g_auto (KxMerge) merge = { 0 };

  kx_agency_set_staff (kx_agency (op->fields), 8);
  merge = kx_merge_op (row, op);
  g_assert_cmphex (merge.conflicts, ==, BIT (kx_agency_f_beds));
  g_assert_cmphex (merge.patch->has, ==, BIT (kx_agency_f_staff));
}

static void
test_a_device_that_has_not_seen_a_merge_does_not_undo_it (void)
{
  /* Device "one" wrote "a" to "a b-one"; "two" had added its line, and the merge of both was stamped as
   * "one". Its next change, typed before it heard of that, must keep the line of "two". */
  g_autoptr (KxRecord) row = make_row (kx_agency_f_note, (KxValue){ .LONG_TEXT = "two\na\none" });
  g_autoptr (KxOp) op = make_op (KX_OP_PATCH, kx_agency_f_note, (KxValue){ .LONG_TEXT = "a\none" },
                                 (KxValue){ .LONG_TEXT = "a\none\nmore" });
  g_auto (KxMerge) merge = { 0 };

  kx_record_stamp (row, kx_agency_f_note, 8, "one", NULL);
  merge = kx_merge_op (row, op);
  g_assert_cmphex (merge.conflicts, ==, 0);
  g_assert_cmpstr (kx_agency_get_note (kx_agency (merge.patch)), ==, "two\na\none\nmore");
}

static void
test_a_merged_text_longer_than_its_field_is_a_conflict (void)
{
  g_autoptr (GString) long_line = g_string_new (NULL);
  g_autofree char *ours = NULL, *theirs = NULL;
  g_autoptr (KxRecord) row = NULL;
  g_autoptr (KxOp) op = NULL;
  g_auto (KxMerge) merge = { 0 };

  for (guint i = 0; i < 2500; i++)
    g_string_append (long_line, "长");
  ours = g_strconcat (long_line->str, "\nmiddle", NULL);
  theirs = g_strconcat ("middle\n", long_line->str, NULL);
  row = make_row (kx_agency_f_note, (KxValue){ .LONG_TEXT = ours });
  op = make_op (KX_OP_PATCH, kx_agency_f_note, (KxValue){ .LONG_TEXT = "middle" },
                (KxValue){ .LONG_TEXT = theirs });
  merge = kx_merge_op (row, op);
  g_assert_cmphex (merge.conflicts, ==, BIT (kx_agency_f_note));
  g_assert_cmphex (merge.patch->has, ==, 0);
}

static guint64
merge_set (KxOpKind kind, guint64 now, guint64 was, guint64 named)
{
  guint f = kx_agency_f_scopes_offered;
  g_autoptr (KxRecord) row = make_row (f, (KxValue){ .CODES.bits = now });
  g_autoptr (KxOp) op = make_op (kind, f, (KxValue){ .CODES.bits = was }, (KxValue){ .CODES.bits = named });
  g_auto (KxMerge) merge = kx_merge_op (row, op);

  g_assert_cmphex (merge.conflicts, ==, 0);
  return kx_record_mentions (merge.patch, f) ? kx_record_get (merge.patch, f).CODES.bits : now;
}

static void
test_sets_take_adds_and_removes_of_both_sides (void)
{
  g_assert_cmphex (merge_set (KX_OP_ADD, 1, 0, 2), ==, 3);
  g_assert_cmphex (merge_set (KX_OP_ADD, 3, 1, 2), ==, 3);
  g_assert_cmphex (merge_set (KX_OP_REMOVE, 3, 1, 1), ==, 2);
  g_assert_cmphex (merge_set (KX_OP_REMOVE, 1, 1, 1), ==, 0);
  g_assert_cmphex (merge_set (KX_OP_REMOVE, 2, 1, 1), ==, 2);
}

static void
test_an_add_outlives_a_concurrent_remove (void)
{
  for (guint64 now = 0; now < 16; now++)
    for (guint64 was = 0; was < 16; was++)
      for (guint64 named = 0; named < 16; named++)
        {
          guint64 added_meanwhile = now & ~was;

          g_assert_cmphex (merge_set (KX_OP_REMOVE, now, was, named), ==,
                           (now & ~named) | (added_meanwhile & named));
          g_assert_cmphex (merge_set (KX_OP_ADD, now, was, named), ==, now | named);
        }
}

static void
test_a_remove_without_its_past_removes (void)
{
  guint f = kx_agency_f_scopes_offered;
  g_autoptr (KxRecord) row = make_row (f, (KxValue){ .CODES.bits = 3 });
  g_autoptr (KxOp) op = make_op (KX_OP_REMOVE, f, (KxValue){ .CODES.bits = 1 }, (KxValue){ .CODES.bits = 1 });

  kx_record_drop (op->was, f);
  for (guint n = 0; n < 2; n++)
    {
      g_auto (KxMerge) merge = kx_merge_op (row, op);

      g_assert_cmphex (kx_record_get (merge.patch, f).CODES.bits, ==, 2);
      g_clear_pointer (&op->was, kx_record_free);
    }
}

static void
test_fields_that_are_no_sets_take_no_part_in_an_add (void)
{
  g_autoptr (KxRecord) row = make_row (kx_agency_f_name, (KxValue){ .TEXT = "before" });
  g_autoptr (KxOp) op =
      make_op (KX_OP_ADD, kx_agency_f_name, (KxValue){ .TEXT = "was" }, (KxValue){ .TEXT = "after" });
  g_auto (KxMerge) merge = kx_merge_op (row, op);

  g_assert_cmphex (merge.patch->has | merge.conflicts, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/changes-of-different-lines-are-put-together",
                   test_changes_of_different_lines_are_put_together);
  g_test_add_func ("/merge/changes-of-the-same-lines-are-a-conflict",
                   test_changes_of_the_same_lines_are_a_conflict);
  g_test_add_func ("/merge/a-text-of-too-many-lines-is-a-conflict",
                   test_a_text_of_too_many_lines_is_a_conflict);
  g_test_add_func ("/merge/no-line-of-either-side-is-lost", test_no_line_of_either_side_is_lost);
  g_test_add_func ("/merge/every-mentioned-field-ends-in-one-way",
                   test_every_mentioned_field_ends_in_one_way);
  g_test_add_func ("/merge/an-op-merged-into-its-own-outcome-changes-nothing",
                   test_an_op_merged_into_its_own_outcome_changes_nothing);
  g_test_add_func ("/merge/a-device-never-conflicts-with-itself", test_a_device_never_conflicts_with_itself);
  g_test_add_func ("/merge/a-concurrent-change-stays-and-another-field-goes-through",
                   test_a_concurrent_change_stays_and_another_field_goes_through);
  g_test_add_func ("/merge/a-device-that-has-not-seen-a-merge-does-not-undo-it",
                   test_a_device_that_has_not_seen_a_merge_does_not_undo_it);
  g_test_add_func ("/merge/a-merged-text-longer-than-its-field-is-a-conflict",
                   test_a_merged_text_longer_than_its_field_is_a_conflict);
  g_test_add_func ("/merge/sets-take-adds-and-removes-of-both-sides",
                   test_sets_take_adds_and_removes_of_both_sides);
  g_test_add_func ("/merge/an-add-outlives-a-concurrent-remove", test_an_add_outlives_a_concurrent_remove);
  g_test_add_func ("/merge/a-remove-without-its-past-removes", test_a_remove_without_its_past_removes);
  g_test_add_func ("/merge/fields-that-are-no-sets-take-no-part-in-an-add",
                   test_fields_that_are_no_sets_take_no_part_in_an_add);
  return g_test_run ();
}
