#include "core/kx-crypto.h"

#include <string.h>

/* Few passes over little memory: the tests are about the form, not about the cost. */
static const KxPasswordCost cheap = { .passes = 1, .kibibytes = 64 };

static void
fill (guint8 *bytes, gsize size, guint8 first)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (first + i);
}

static GBytes *
from_hex (const char *hex)
{
  gsize size = strlen (hex) / 2;
  guint8 *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (bytes, size);
}

static char *
to_hex (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

/* Changes one bit of @bytes. */
static GBytes *
flip (GBytes *bytes, gsize bit)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);

  copy[bit / 8] ^= (guint8) (1u << bit % 8);
  return g_bytes_new_take (copy, size);
}

static void
test_hashes_have_their_published_values (void)
{
  guint8 key[KX_KEY_SIZE];
  g_autofree char *abc = kx_hash_text ("abc", 3);
  g_autofree char *none = kx_hash_text ("", 0);
  g_autofree char *keyed = NULL, *other = NULL;
  g_autofree char *sha = kx_sha256_hex ("abc", 3);

  /* b2sum -l 256 */
  g_assert_cmpstr (abc, ==, "blake2b-256:bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  g_assert_cmpstr (none, ==, "blake2b-256:0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  /* FIPS 180-4, B.1 */
  g_assert_cmpstr (sha, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  /* hashlib.blake2b (b"abc", digest_size=32, key=bytes (range (32))) */
  fill (key, sizeof key, 0);
  keyed = kx_hash_keyed_text (key, "abc", 3);
  g_assert_cmpstr (keyed, ==,
                   "blake2b-256-keyed:d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
  key[0] ^= 1;
  other = kx_hash_keyed_text (key, "abc", 3);
  g_assert_cmpstr (keyed, !=, other);
}

static void
test_passwords_are_argon2id_and_verify (void)
{
  /* The reference implementation's own vector: "password", "somesalt", t = 2, m = 2^16, p = 1. */
  static const char reference[] =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  guint8 salt[KX_SALT_SIZE];
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL, *again = NULL, *salted = NULL;

  g_assert_true (kx_password_verify (reference, "password"));
  g_assert_false (kx_password_verify (reference, "Password"));

  /* argon2 somesaltsomesalt -id -t 2 -m 10 -p 1 */
  memcpy (salt, "somesaltsomesalt", sizeof salt);
  again = kx_password_hash ("password", salt, (KxPasswordCost){ .passes = 2, .kibibytes = 1024 }, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==,
                   "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                   "CKGe5/bX9YnCq2rxjW5yQXKxn31v1GKzhDCrMc6r6vA");
  g_clear_pointer (&again, g_free);

  hash = kx_password_hash ("康复 2026", salt, cheap, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=64,t=1,p=1$"));
  g_assert_true (kx_password_verify (hash, "康复 2026"));
  g_assert_false (kx_password_verify (hash, "康复 2027"));
  g_assert_false (kx_password_verify (hash, ""));
  again = kx_password_hash ("康复 2026", salt, cheap, &error);
  g_assert_cmpstr (hash, ==, again);
  salt[3] ^= 1;
  salted = kx_password_hash ("康复 2026", salt, cheap, &error);
  g_assert_cmpstr (hash, !=, salted);
}

static void
test_password_hashes_of_other_kinds_never_match (void)
{
  static const char *const strange[] = { "",
                                         "password",
                                         "$argon2id$",
                                         "$argon2id$v=19$",
                                         "$argon2i$v=19$m=64,t=1,p=1$",
                                         "$sm3$x$y",
                                         "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$" };
  g_autofree char *longest = g_strnfill (4000, '$');
  g_autofree char *prefixed = g_strconcat ("$argon2id$v=19$", longest, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    g_assert_false (kx_password_verify (strange[i], "password"));
  g_assert_false (kx_password_verify (prefixed, "password"));
}

static void
test_a_password_hash_at_another_cost_asks_to_be_made_anew (void)
{
  guint8 salt[KX_SALT_SIZE] = { 0 };
  KxPasswordCost dearer = { .passes = 2, .kibibytes = 64 };
  g_autofree char *hash = kx_password_hash ("x", salt, cheap, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kx_password_needs_rehash (hash, cheap));
  g_assert_true (kx_password_needs_rehash (hash, dearer));
  g_assert_true (kx_password_needs_rehash ("$sm3$", cheap));
  g_assert_null (kx_password_hash ("x", salt, (KxPasswordCost){ .passes = 0, .kibibytes = 64 }, &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_TOO_COSTLY);
}

static void
test_a_seal_opens_with_its_key_and_place_only (void)
{
  guint8 key[KX_KEY_SIZE], nonce[KX_NONCE_SIZE];
  g_autoptr (GBytes) plain = g_bytes_new_static ("11010519491231002X", 18);
  g_autoptr (GBytes) sealed = NULL, opened = NULL, empty = NULL, none = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  fill (key, sizeof key, 7);
  fill (nonce, sizeof nonce, 99);
  sealed = kx_seal (key, nonce, plain, "person/1/id_number");
  g_assert_cmpuint (g_bytes_get_size (sealed), ==, 1 + 24 + 18 + 16);
  opened = kx_seal_open (key, sealed, "person/1/id_number", &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, plain));

  g_assert_null (kx_seal_open (key, sealed, "person/2/id_number", &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (kx_seal_open (key, none, "", &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_UNKNOWN_ALGORITHM);

  empty = kx_seal (key, nonce, none, "");
  g_clear_pointer (&opened, g_bytes_unref);
  opened = kx_seal_open (key, empty, "", NULL);
  g_assert_cmpuint (g_bytes_get_size (opened), ==, 0);
  key[31] ^= 0x80;
  g_assert_null (kx_seal_open (key, sealed, "person/1/id_number", NULL));
}

static void
test_every_changed_bit_and_every_cut_breaks_a_seal (void)
{
  guint8 key[KX_KEY_SIZE] = { 1 }, nonce[KX_NONCE_SIZE] = { 2 };
  g_autoptr (GBytes) plain = g_bytes_new_static ("secret", 6);
  g_autoptr (GBytes) sealed = kx_seal (key, nonce, plain, "a");
  gsize size = g_bytes_get_size (sealed);

  for (gsize bit = 0; bit < 8 * size; bit++)
    {
      g_autoptr (GBytes) flipped = flip (sealed, bit);

      g_assert_null (kx_seal_open (key, flipped, "a", NULL));
    }
  for (gsize cut = 0; cut < size; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (sealed, 0, cut);

      g_assert_null (kx_seal_open (key, part, "a", NULL));
    }
}

static void
test_a_sealed_box_opens_for_its_receiver_only (void)
{
  guint8 seed[KX_SEED_SIZE], public_key[KX_PUBLIC_KEY_SIZE], secret[KX_KEY_SIZE];
  guint8 other_public[KX_PUBLIC_KEY_SIZE], other_secret[KX_KEY_SIZE];
  g_autoptr (GBytes) plain = g_bytes_new_static ("draw seed", 9);
  g_autoptr (GBytes) sealed = NULL, opened = NULL, cut = NULL;
  g_autoptr (GError) error = NULL;

  fill (seed, sizeof seed, 3);
  kx_box_keypair (seed, public_key, secret);
  seed[0] = 77;
  kx_box_keypair (seed, other_public, other_secret);
  seed[0] = 78;
  sealed = kx_box_seal (public_key, seed, plain);
  opened = kx_box_open (public_key, secret, sealed, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, plain));
  g_assert_null (kx_box_open (other_public, other_secret, sealed, &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);
  cut = g_bytes_new_from_bytes (sealed, 0, 48);
  g_assert_null (kx_box_open (public_key, secret, cut, &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED);
}

static void
test_signatures_are_those_of_rfc_8032 (void)
{
  /* RFC 8032, 7.1, TEST 2 */
  g_autoptr (GBytes) seed = from_hex ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  guint8 public_key[KX_PUBLIC_KEY_SIZE], secret[KX_SIGN_SECRET_SIZE];
  g_autoptr (GBytes) signature = NULL, wrong_kind = NULL;
  g_autofree char *hex = NULL;
  g_autoptr (GError) error = NULL;

  kx_sign_keypair (g_bytes_get_data (seed, NULL), public_key, secret);
  signature = kx_sign (secret, "\x72", 1);
  hex = to_hex (signature);
  g_assert_cmpstr (hex, ==,
                   "0392a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                   "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  g_assert_true (kx_sign_verify (public_key, "\x72", 1, signature, &error));
  g_assert_no_error (error);
  g_assert_false (kx_sign_verify (public_key, "\x73", 1, signature, &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);
  wrong_kind = flip (signature, 5);
  g_assert_false (kx_sign_verify (public_key, "\x72", 1, wrong_kind, &error));
  g_assert_error (error, KX_CRYPTO_ERROR, KX_CRYPTO_ERROR_UNKNOWN_ALGORITHM);
}

static void
test_every_changed_bit_breaks_a_signature (void)
{
  guint8 seed[KX_SEED_SIZE] = { 5 }, public_key[KX_PUBLIC_KEY_SIZE], secret[KX_SIGN_SECRET_SIZE];
  g_autoptr (GBytes) signature = NULL;

  kx_sign_keypair (seed, public_key, secret);
  signature = kx_sign (secret, "head", 4);
  for (gsize bit = 0; bit < 8 * g_bytes_get_size (signature); bit++)
    {
      g_autoptr (GBytes) flipped = flip (signature, bit);

      g_assert_false (kx_sign_verify (public_key, "head", 4, flipped, NULL));
    }
}

static void
test_uuids_follow_rfc_9562 (void)
{
  /* RFC 9562, A.6: 2022-02-22 14:22:22 at -05:00 */
  static const guint8 random[10] = { 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f };
  static const char *const ab_c[] = { "ab", "c" }, *const a_bc[] = { "a", "bc" };
  char text[KX_UUID_TEXT_SIZE], other[KX_UUID_TEXT_SIZE];

  kx_uuid_v7 (1645557742000, random, text);
  g_assert_cmpstr (text, ==, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  kx_uuid_v8 (ab_c, 2, text);
  kx_uuid_v8 (a_bc, 2, other);
  g_assert_cmpstr (text, !=, other);
  /* hashlib.blake2b over length-prefixed parts, version and variant set by hand */
  g_assert_cmpstr (text, ==, "9b29c83b-ca56-8845-8844-5a09a80da00b");
  g_assert_true (kx_uuid_is_valid (text));
  g_assert_true (kx_uuid_is_valid (other));
}

static void
test_only_the_canonical_spelling_of_a_uuid_is_valid (void)
{
  static const char *const bad[] = { "",
                                     "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                                     "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                                     "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                                     "017f22e279b07cc398c4dc0c0c07398f",
                                     "{017f22e2-79b0-7cc3-98c4-dc0c0c07398}",
                                     "017f22e2-79b0-0cc3-98c4-dc0c0c07398f",
                                     "017f22e2-79b0-9cc3-98c4-dc0c0c07398f",
                                     "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
                                     "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                                     "017f22e2_79b0_7cc3_98c4_dc0c0c07398f" };

  g_assert_true (kx_uuid_is_valid ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (kx_uuid_is_valid (bad[i]));
}

static void
test_base64url_comes_back_and_refuses_other_spellings (void)
{
  static const char *const bad[] = { "A", "AB==", "+/8", "AA A", "AB", "AAA=", "*" };
  gsize size;

  for (gsize n = 0; n < 70; n++)
    {
      guint8 bytes[70];
      g_autofree char *text = NULL;
      g_autofree guint8 *back = NULL;

      fill (bytes, n, (guint8) (n * 37));
      text = kx_base64url_encode (bytes, n);
      back = kx_base64url_decode (text, &size);
      g_assert_nonnull (back);
      g_assert_cmpmem (back, size, bytes, n);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (kx_base64url_decode (bad[i], &size));
}

static void
test_secrets_are_compared_whole (void)
{
  char secret[] = "abcdef";

  g_assert_true (kx_secret_equal (secret, "abcdef", 6));
  g_assert_false (kx_secret_equal (secret, "abcdeg", 6));
  g_assert_false (kx_secret_equal (secret, "bbcdef", 6));
  kx_secret_wipe (secret, sizeof secret);
  g_assert_cmpmem (secret, sizeof secret, "\0\0\0\0\0\0\0", 7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/hashes-have-their-published-values", test_hashes_have_their_published_values);
  g_test_add_func ("/crypto/passwords-are-argon2id-and-verify", test_passwords_are_argon2id_and_verify);
  g_test_add_func ("/crypto/password-hashes-of-other-kinds-never-match",
                   test_password_hashes_of_other_kinds_never_match);
  g_test_add_func ("/crypto/a-password-hash-at-another-cost-asks-to-be-made-anew",
                   test_a_password_hash_at_another_cost_asks_to_be_made_anew);
  g_test_add_func ("/crypto/a-seal-opens-with-its-key-and-place-only",
                   test_a_seal_opens_with_its_key_and_place_only);
  g_test_add_func ("/crypto/every-changed-bit-and-every-cut-breaks-a-seal",
                   test_every_changed_bit_and_every_cut_breaks_a_seal);
  g_test_add_func ("/crypto/a-sealed-box-opens-for-its-receiver-only",
                   test_a_sealed_box_opens_for_its_receiver_only);
  g_test_add_func ("/crypto/signatures-are-those-of-rfc-8032", test_signatures_are_those_of_rfc_8032);
  g_test_add_func ("/crypto/every-changed-bit-breaks-a-signature", test_every_changed_bit_breaks_a_signature);
  g_test_add_func ("/crypto/uuids-follow-rfc-9562", test_uuids_follow_rfc_9562);
  g_test_add_func ("/crypto/only-the-canonical-spelling-of-a-uuid-is-valid",
                   test_only_the_canonical_spelling_of_a_uuid_is_valid);
  g_test_add_func ("/crypto/base64url-comes-back-and-refuses-other-spellings",
                   test_base64url_comes_back_and_refuses_other_spellings);
  g_test_add_func ("/crypto/secrets-are-compared-whole", test_secrets_are_compared_whole);
  return g_test_run ();
}
