#include "core/kx-seal-text.h"

#include <string.h>

static const guint8 seed[KX_SEED_SIZE] = { 1, 2, 3 }, other_seed[KX_SEED_SIZE] = { 4 },
                    fresh[KX_SEED_SIZE] = { 5 };

static void
test_a_text_is_opened_by_the_holder_of_the_key_alone (void)
{
  guint8 public_key[KX_PUBLIC_KEY_SIZE], secret[KX_KEY_SIZE], other[KX_PUBLIC_KEY_SIZE],
      other_secret[KX_KEY_SIZE];
  g_autofree char *text = NULL, *clear = NULL, *empty = NULL, *nothing = NULL;

  kx_box_keypair (seed, public_key, secret);
  kx_box_keypair (other_seed, other, other_secret);
  text = kx_seal_text (public_key, fresh, "6222 0200 0000 1234 泉");
  g_assert_true (kx_seal_text_is (text));
  g_assert_null (strstr (text, "6222"));
  clear = kx_seal_text_open (public_key, secret, text);
  g_assert_cmpstr (clear, ==, "6222 0200 0000 1234 泉");
  g_assert_null (kx_seal_text_open (other, other_secret, text));
  empty = kx_seal_text (public_key, fresh, "");
  nothing = kx_seal_text_open (public_key, secret, empty);
  g_assert_cmpstr (nothing, ==, "");
  text[strlen (text) - 3] ^= 1;
  g_assert_null (kx_seal_text_open (public_key, secret, text));
}

static void
test_what_is_no_sealed_text_is_refused (void)
{
  static const char *const texts[] = { "", "seal1:", "seal1:!!", "seal1:AAAA", "seal2:AAAA", "6222" };
  static const char *const binary[] = { "\xff\xfe", "a\0b" };
  guint8 public_key[KX_PUBLIC_KEY_SIZE], secret[KX_KEY_SIZE];

  kx_box_keypair (seed, public_key, secret);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (kx_seal_text_open (public_key, secret, texts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (binary); i++)
    {
      g_autoptr (GBytes) plain = g_bytes_new_static (binary[i], i == 0 ? 2 : 3);
      g_autoptr (GBytes) box = kx_box_seal (public_key, fresh, plain);
      g_autofree char *encoded = kx_base64url_encode (g_bytes_get_data (box, NULL), g_bytes_get_size (box));
      g_autofree char *text = g_strconcat ("seal1:", encoded, NULL);

      g_assert_null (kx_seal_text_open (public_key, secret, text));
    }
}

static void
test_the_key_has_a_text (void)
{
  guint8 public_key[KX_PUBLIC_KEY_SIZE], secret[KX_KEY_SIZE], back[KX_PUBLIC_KEY_SIZE];
  g_autofree char *text = NULL;

  kx_box_keypair (seed, public_key, secret);
  text = kx_seal_key_to_text (public_key);
  g_assert_cmpuint (strlen (text), ==, 64);
  g_assert_true (kx_seal_key_from_text (text, back));
  g_assert_cmpmem (back, sizeof back, public_key, sizeof public_key);
  g_assert_false (kx_seal_key_from_text ("00", back));
  text[5] = 'G';
  g_assert_false (kx_seal_key_from_text (text, back));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-text/a-text-is-opened-by-the-holder-of-the-key-alone",
                   test_a_text_is_opened_by_the_holder_of_the_key_alone);
  g_test_add_func ("/seal-text/what-is-no-sealed-text-is-refused", test_what_is_no_sealed_text_is_refused);
  g_test_add_func ("/seal-text/the-key-has-a-text", test_the_key_has_a_text);
  return g_test_run ();
}
