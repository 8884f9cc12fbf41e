package models

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
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

// box seals what the database must not show: AES-256-GCM with a random nonce.
// The place (table, column and row) is authenticated too, so a sealed value
// copied to another row does not open there.
type box struct {
	aead cipher.AEAD
}

// sealVersion begins every sealed value: the id of the key that sealed it.
const sealVersion = "k1:"

func newBox(key SecretKey) (box, error) {
	block, err := aes.NewCipher(key.Derive("xinshi database"))
	if err != nil {
		return box{}, fmt.Errorf("prepare cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return box{}, fmt.Errorf("prepare cipher: %w", err)
	}
	return box{aead}, nil
}

func (b box) seal(place, plain string) string {
	sealed := b.aead.Seal(nil, nil, []byte(plain), []byte(place))
	return sealVersion + base64.StdEncoding.EncodeToString(sealed)
}

func (b box) open(place, sealed string) (string, error) {
	encoded, ok := strings.CutPrefix(sealed, sealVersion)
	if !ok {
		return "", fmt.Errorf("open %s: %w", place, ErrWrongKey)
	}
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", place, ErrWrongKey)
	}
	plain, err := b.aead.Open(nil, nil, raw, []byte(place))
	if err != nil {
		return "", fmt.Errorf("open %s: %w", place, ErrWrongKey)
	}
	return string(plain), nil
}

// NewSecretKey makes a key, as ParseSecretKey reads it.
func NewSecretKey() string {
	var key SecretKey
	_, _ = rand.Read(key[:]) // never fails: crypto/rand ends the program instead
	return base64.StdEncoding.EncodeToString(key[:])
}
