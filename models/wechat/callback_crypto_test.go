package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// Every ciphertext of the vectors, both ways.
func TestCryptoVectors(t *testing.T) {
	t.Parallel()
	n := 0
	for name, v := range vectors(t) {
		if v.Encrypt == "" {
			continue
		}
		n++
		key := v.key(t)
		got, err := key.Decrypt(v.Encrypt, v.Appid)
		if err != nil || string(got) != v.Msg {
			t.Errorf("%s opens to %q, %v; want %q", name, got, err, v.Msg)
		}
		if got := key.encrypt([16]byte([]byte(v.Random)), []byte(v.Msg), v.Appid); got != v.Encrypt {
			t.Errorf("%s closes to %s, want %s", name, got, v.Encrypt)
		}
		if v.MsgSignature != "" {
			if got := CallbackSignature(v.Token, v.Timestamp, v.Nonce, v.Encrypt); got != v.MsgSignature {
				t.Errorf("%s is signed %s, want %s", name, got, v.MsgSignature)
			}
		}
	}
	if n != 6 {
		t.Errorf("%d ciphertexts, want 6", n)
	}
}

func TestEveryPaddingOpens(t *testing.T) {
	t.Parallel()
	key, err := ParseAESKey(NewAESKey())
	if err != nil {
		t.Fatal(err)
	}
	for n := range 70 {
		message := strings.Repeat("x", n)
		got, err := key.Decrypt(key.Encrypt([]byte(message), "wx1"), "wx1")
		if err != nil || string(got) != message {
			t.Errorf("%d bytes open to %q, %v", n, got, err)
		}
	}
}

// closed encrypts a plain text as it is, however wrong its padding and lengths are.
func closed(t *testing.T, key AESKey, plain []byte) string {
	t.Helper()
	block, err := aes.NewCipher(key[:])
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, len(plain))
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(out, plain)
	return base64.StdEncoding.EncodeToString(out)
}

func TestBrokenCiphertexts(t *testing.T) {
	t.Parallel()
	key, err := ParseAESKey(strings.Repeat("A", 43))
	if err != nil {
		t.Fatal(err)
	}
	filled := func(n int, last byte) []byte {
		plain := make([]byte, n)
		plain[n-1] = last
		return plain
	}
	tooLong := filled(64, 1)
	copy(tooLong[16:], "\xff\xff\xff\xff")
	for name, text := range map[string]string{
		"empty": "", "not base64": "%%%%", "no whole block": base64.StdEncoding.EncodeToString(make([]byte, 15)),
		"padding of nothing": closed(t, key, filled(32, 0)), "padding beyond a block": closed(t, key, filled(64, 33)),
		"padding beyond the text": closed(t, key, filled(16, 17)), "nothing but padding": closed(t, key, filled(32, 32)),
		"shorter than its head": closed(t, key, filled(32, 13)), "a length beyond the text": closed(t, key, tooLong),
	} {
		if got, err := key.Decrypt(text, "wx1"); !errors.Is(err, ErrNotDecrypted) {
			t.Errorf("%s opens to %q, %v", name, got, err)
		}
	}
}

func TestAESKeys(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[A-Za-z0-9]+$`)
	if token := NewCallbackToken(); len(token) != 32 || !form.MatchString(token) || token == NewCallbackToken() {
		t.Errorf("token %q", token)
	}
	for range 200 {
		encoded := NewAESKey()
		if _, err := ParseAESKey(encoded); err != nil || len(encoded) != 43 || !form.MatchString(encoded) {
			t.Fatalf("key %q: %v", encoded, err)
		}
	}
	for _, broken := range []string{"", "short", strings.Repeat("A", 42), strings.Repeat("A", 44), strings.Repeat("A", 42) + "=", strings.Repeat("A", 42) + "!", strings.Repeat("A", 42) + "\n"} {
		if _, err := ParseAESKey(broken); err == nil {
			t.Errorf("%q is taken for a key", broken)
		}
	}
	key, _ := ParseAESKey(strings.Repeat("B", 43))
	if shown := fmt.Sprintf("%v %+v %#v %s", key, key, key, key); strings.Contains(shown, "4") {
		t.Errorf("a key shows itself: %s", shown)
	}
}
