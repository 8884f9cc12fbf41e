package pay

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"testing"
	"time"
)

func TestParsePrivateKey(t *testing.T) {
	t.Parallel()
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := pemOf(t, "PRIVATE KEY", ours())
	for _, test := range []struct {
		name, text string
		ok         bool
	}{
		{"as handed out", good, true},
		{"with blanks around", "\n " + good + "\n\n", true},
		{"the older form", pemOf(t, "RSA PRIVATE KEY", ours()), true},
		{"nothing", "", false},
		{"no PEM", "MIIEvQIBADANBg", false},
		{"cut off", good[:len(good)/2], false},
		{"a public key", pemOf(t, "PUBLIC KEY", &ours().PublicKey), false},
		{"another kind of key", pemOf(t, "PRIVATE KEY", elliptical), false},
		{"too short", pemOf(t, "PRIVATE KEY", made(1024)), false},
		{"two keys", good + good, false},
	} {
		key, err := ParsePrivateKey(test.text)
		if test.ok && (err != nil || !key.Equal(ours())) || !test.ok && !errors.Is(err, ErrBadKey) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestParsePlatformKeys(t *testing.T) {
	t.Parallel()
	until := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	public, cert := pemOf(t, "PUBLIC KEY", &theirs().PublicKey), certificate(t, ours(), until)
	for _, test := range []struct {
		name, text, id string
		want           error
		keys           []PlatformKey
	}{
		{"a public key", public, "PUB_KEY_ID_1", nil, []PlatformKey{{ID: "PUB_KEY_ID_1"}}},
		{"a certificate", cert, "", nil, []PlatformKey{{"5F01", until}}},
		{"both", cert + "\n" + public, "PUB_KEY_ID_1", nil, []PlatformKey{{"5F01", until}, {ID: "PUB_KEY_ID_1"}}},
		{"a public key without its id", public, "", ErrNoKeyID, nil},
		{"nothing", "", "PUB_KEY_ID_1", ErrBadKey, nil},
		{"no PEM", "hello", "PUB_KEY_ID_1", ErrBadKey, nil},
		{"a private key", pemOf(t, "PRIVATE KEY", ours()), "PUB_KEY_ID_1", ErrBadKey, nil},
		{"two public keys", public + public, "PUB_KEY_ID_1", ErrBadKey, nil},
		{"something behind it", public + "and more", "PUB_KEY_ID_1", ErrBadKey, nil},
		{"too short", pemOf(t, "PUBLIC KEY", &made(1024).PublicKey), "PUB_KEY_ID_1", ErrBadKey, nil},
	} {
		keys, err := ParsePlatformKeys(test.text, test.id)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
		if test.want != nil {
			continue
		}
		if len(keys.List) != len(test.keys) {
			t.Fatalf("%s: %+v", test.name, keys.List)
		}
		for i, key := range keys.List {
			if key.ID != test.keys[i].ID || !key.Until.Equal(test.keys[i].Until) {
				t.Errorf("%s: %+v, want %+v", test.name, key, test.keys[i])
			}
		}
	}
}
