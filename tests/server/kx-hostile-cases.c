#include "server/kx-hostile-cases.h"

/* clang-format off */
const HostileGiven hostile_given[] = {
  { "admission_round.create", "closes_on", "\"2026-05-15\"" },
  { "admission_round.create", "opens_on", "\"2026-05-11\"" },
  { "agency.create", "bank_account", "\"370100000000000001\"" },
  { "agency.create", "licence_no_end", "false" },
  { "agency.create", "licence_valid_to", "\"2031-12-31\"" },
  { "agency.reveal", "field", "\"bank_account\"" },
  { "agreement.bridge", "ends_on", "\"2032-12-31\"" },
  { "agreement.correct_take_over", "state", "\"signed\"" },
  { "agreement.terminate", "statement", "\"heard\"" },
  { "agreement.terminate", "statement_on", "\"2026-05-12\"" },
  { "agreement.take_over", "state", "\"signed\"" },
  { "agreement_clause.create", "subject", "\"other\"" },
  { "agreement_clause.create", "title", "\"for the test\"" },
  { "agreement_deposit.create", "below_score", "\"90.00\"" },
  { "agreement_deposit.create", "clause", "\"for the test\"" },
  { "agreement_deposit.create", "from_score", "\"80.00\"" },
  { "application.create", "received_on", "\"2026-05-08\"" },
  { "application.create", "round", "null" },
  { "application.publish", "publicity_until", "@20" },
  { "application_item.create", "document", "\"for the test\"" },
  { "application_item.create", "kind", "\"other\"" },
  { "application_item.patch", "received_on", "\"2026-05-08\"" },
  { "application_item.patch", "state", "\"there\"" },
  { "application_pause.create", "reason", "\"for the test\"" },
  { "change_case.decide", "needs_assessment", "\"yes\"" },
  { "conflict.close", "outcome", "\"keep_theirs\"" },
  { "duty_pair.create", "rule", "\"forbid\"" },
  { "exit_case.create", "ban_until", "null" },
  { "exit_case.create", "decided_on", "null" },
  { "exit_case.create", "effective_on", "null" },
  { "exit_case.create", "notified_on", "\"2026-05-08\"" },
  { "exit_case.create", "statement_on", "\"2026-05-12\"" },
  { "exit_case.correct_take_over", "state", "\"running\"" },
  { "exit_case.take_over", "state", "\"running\"" },
  { "letter.create", "agreement", "null" },
  { "letter.create", "application", "null" },
  { "letter.create", "doc_number", "null" },
  { "letter.create", "issuer", "\"for the test\"" },
  { "letter.create", "kind", "\"other\"" },
  { "letter_print.create", "printed_on", "\"2026-11-20\"" },
  { "letter_sending.create", "sent_on", "\"2026-11-20\"" },
  { "letter_series.confirm_last", "last_no", "100" },
  { "letter_series.beside", "year", "2026" },
  { "letter_series.create", "kinds", "[\"other\"]" },
  { "letter_series.create", "pattern", "null" },
  { "password.change", "new", "\"battery staple\"" },
  { "password.change", "old", "\"demo\"" },
  { "password.set", "password", "\"battery staple\"" },
  { "rectification.create", "due_on", "\"2027-01-31\"" },
  { "rectification.create", "issued_on", "null" },
  { "rectification.create", "rechecked_on", "null" },
  { "rectification.create", "reported_on", "null" },
  { "rectification.correct_take_over", "state", "\"issued\"" },
  { "rectification.take_over", "state", "\"issued\"" },
  { "session.add", "password", "\"demo\"" },
  { "session.add", "username", "\"demo\"" },
  { "suspension.extend", "until_on", "\"2027-03-31\"" },
  { NULL, NULL, NULL },
};

const HostileFresh hostile_fresh[] = {
  { "agreement", "agency", NULL },
  { "agreement_clause", "agreement", NULL },
  { "agreement_deposit", "agreement", NULL },
  { "agreement_payment", "agreement", NULL },
  { "application", "agency", NULL },
  { "application_item", "application", NULL },
  { "application_pause", "application", NULL },
  { "letter_print", "letter", "issued" },
  { "letter_sending", "letter", "issued" },
  { "objection", "application", "publicity" },
  { "round_place", "round", NULL },
  { "seal_use", "approval", "confirmed" },
  { "suspension", "agreement", "signed" },
  { NULL, NULL, NULL },
};

const HostileNeed hostile_needs[] = {
  { "admission_round.announce", "+round_place" },
  { "agency.unlink_alias", "link_alias" },
  { "agreement.confirm_take_over", "take_over" },
  { "agreement.correct_take_over", "take_over" },
  { "agreement.reopen_take_over", "take_over" },
  { "agreement.reopen_take_over", "confirm_take_over" },
  { "agreement.renew_after_all", "not_renew" },
  { "application.accept", "=application_item" },
  { "application.admit", "publish" },
  { "approval.confirm", "+attachment" },
  { "exit_case.confirm_take_over", "take_over" },
  { "exit_case.correct_take_over", "take_over" },
  { "exit_case.reopen_take_over", "take_over" },
  { "exit_case.reopen_take_over", "confirm_take_over" },
  { "letter.issue", "@letter_series" },
  { "letter.serve", "+attachment" },
  { "rectification.confirm_take_over", "take_over" },
  { "rectification.correct_take_over", "take_over" },
  { "rectification.reopen_take_over", "take_over" },
  { "rectification.reopen_take_over", "confirm_take_over" },
  { "suspension.serve", "+attachment" },
  { NULL, NULL },
};

/* An agreement counts in a zone of its own, where no place is taken. */
const HostileVaried hostile_varied[] = {
  { "agency", "uscc", HOSTILE_USCC },
  { "agreement", "counts_area", HOSTILE_AREA },
  { "application", "counts_area", HOSTILE_AREA },
  { "area", "code", HOSTILE_AREA },
  { "attachment", "sha256", HOSTILE_SHA256 },
  { "duty_pair", "duty_a", HOSTILE_CODE },
  { "duty_pair", "duty_b", HOSTILE_CODE },
  { "letter_series", "year", HOSTILE_NUMBER },
  { "letter_template", "from_on", HOSTILE_DAY },
  { "own_day", "day", HOSTILE_DAY },
  { "own_value", "from_on", HOSTILE_DAY },
  { "round_place", "counts_area", HOSTILE_AREA },
  { "route_step", "ordinal", HOSTILE_NUMBER },
  { "user", "name", HOSTILE_LOGIN },
  { NULL, NULL, HOSTILE_WORD },
};
/* clang-format on */

const char *
hostile_find_given (const char *operation, const char *member)
{
  for (const HostileGiven *given = hostile_given; given->operation != NULL; given++)
    if (g_str_equal (given->operation, operation) && g_str_equal (given->member, member))
      return given->raw;
  return NULL;
}

int
hostile_find_form (const char *entity, const char *member, gboolean marked)
{
  for (const HostileVaried *varied = hostile_varied; varied->entity != NULL; varied++)
    if (g_str_equal (varied->entity, entity) && g_str_equal (varied->member, member))
      return (int) varied->form;
  return marked ? HOSTILE_WORD : -1;
}
