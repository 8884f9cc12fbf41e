package models

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// SecretKey is the installation's 32-byte key. From it come, by HKDF, the key
// that seals secrets in the database and the key that signs cookies, so that
// neither use can weaken the other.
type SecretKey [32]byte

// ParseSecretKey reads 32 bytes of base64, standard or URL alphabet.
func ParseSecretKey(s string) (SecretKey, error) {
	var key SecretKey
	s = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimSpace(s))
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil || len(raw) != len(key) {
		return key, errors.New("want 32 bytes as base64, as `openssl rand -base64 32` prints")
	}
	copy(key[:], raw)
	return key, nil
}

// Derive returns 32 bytes for one named purpose.
func (k SecretKey) Derive(purpose string) []byte {
	out, err := hkdf.Key(sha256.New, k[:], nil, purpose, 32)
	if err != nil {
		panic(err) // only a length beyond 8 KiB fails
	}
	return out
}

// String hides the key from every %v and log line.
func (SecretKey) String() string { return "SecretKey(hidden)" }

// GoString hides it from %#v.
func (k SecretKey) GoString() string { return k.String() }

// MarshalText hides it from JSON, and so from a log that is written as JSON.
func (k SecretKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// ID names the key without telling anything of it: every sealed value begins
// with the id of the key that opens it.
func (k SecretKey) ID() string { return hex.EncodeToString(k.Derive("xinshi key id")[:4]) }

// box seals what the database must not show: AES-256-GCM with a random nonce.
// The place (table, column and row) is authenticated too, so a sealed value
// copied to another row does not open there. The first key seals; the others
// are former ones, which still open what they sealed.
type box struct {
	keys []sealingKey
}

type sealingKey struct {
	id   string
	aead cipher.AEAD
}

// A sealed value is sealForm, the key's id, a colon and base64. Values of
// firstForm were sealed before keys had ids.
const (
	sealForm  = "k2:"
	firstForm = "k1:"
)

func newBox(keys ...SecretKey) (box, error) {
	var b box
	for _, key := range keys {
		block, err := aes.NewCipher(key.Derive("xinshi database"))
		if err != nil {
			return box{}, fmt.Errorf("prepare cipher: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return box{}, fmt.Errorf("prepare cipher: %w", err)
		}
		b.keys = append(b.keys, sealingKey{key.ID(), aead})
	}
	return b, nil
}

func (b box) seal(place, plain string) string {
	sealed := b.keys[0].aead.Seal(nil, nil, []byte(plain), []byte(place)) // #nosec G407 -- makes a random nonce by itself, see newBox
	return sealForm + b.keys[0].id + ":" + base64.StdEncoding.EncodeToString(sealed)
}

// current tells whether a value is sealed with the first key.
func (b box) current(sealed string) bool {
	return strings.HasPrefix(sealed, sealForm+b.keys[0].id+":")
}

func (b box) open(place, sealed string) (string, error) {
	id, encoded := "", ""
	if rest, ok := strings.CutPrefix(sealed, sealForm); ok {
		id, encoded, _ = strings.Cut(rest, ":")
	} else if encoded, ok = strings.CutPrefix(sealed, firstForm); !ok {
		return "", fmt.Errorf("open %s: %w", place, ErrWrongKey)
	}
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", place, ErrWrongKey)
	}
	for _, key := range b.keys {
		if id != "" && id != key.id {
			continue
		}
		if plain, err := key.aead.Open(nil, nil, raw, []byte(place)); err == nil {
			return string(plain), nil
		}
	}
	return "", fmt.Errorf("open %s: %w", place, ErrWrongKey)
}

// NewSecretKey makes a key, as ParseSecretKey reads it.
func NewSecretKey() string {
	var key SecretKey
	_, _ = rand.Read(key[:]) // never fails: crypto/rand ends the program instead
	return base64.StdEncoding.EncodeToString(key[:])
}
