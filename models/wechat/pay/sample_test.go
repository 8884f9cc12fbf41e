package pay

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"sync"
	"testing"
	"time"
)

// vectors are the signing vectors, one of them public.
type vectors struct {
	Public struct {
		StringToSign string `json:"string_to_sign"`
		Key          string `json:"key"`
		MD5          string `json:"md5"`
		SHA256       string `json:"hmac_sha256"`
	} `json:"public"`
	V2 struct {
		Key         string `json:"key"`
		OrderMD5    string `json:"unifiedorder_request_md5"`
		OrderSHA256 string `json:"unifiedorder_request_hmac_sha256_if_sign_type_were_that"`
		AnswerMD5   string `json:"unifiedorder_response_md5"`
		NotifyMD5   string `json:"notify_md5"`
	} `json:"own_v2"`
	V3 struct {
		Key       string `json:"api_v3_key"`
		Plaintext string `json:"plaintext"`
	} `json:"own_v3_notify"`
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func vector(t *testing.T) (v vectors) {
	t.Helper()
	if err := json.Unmarshal(sample(t, "pay-sign.vector.json"), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Two keys are enough for all tests: making one takes a while.
var (
	ours   = sync.OnceValue(func() *rsa.PrivateKey { return made(2048) })
	theirs = sync.OnceValue(func() *rsa.PrivateKey { return made(2048) })
)

func made(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

func pemOf(t *testing.T, kind string, key any) string {
	t.Helper()
	var der []byte
	var err error
	switch kind {
	case "PRIVATE KEY":
		der, err = x509.MarshalPKCS8PrivateKey(key)
	case "RSA PRIVATE KEY":
		der = x509.MarshalPKCS1PrivateKey(key.(*rsa.PrivateKey))
	case "PUBLIC KEY":
		der, err = x509.MarshalPKIXPublicKey(key)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// certificate is one of WeChat Pay's own, with the serial 5F01.
func certificate(t *testing.T, key *rsa.PrivateKey, until time.Time) string {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(0x5F01), Subject: pkix.Name{CommonName: "Tenpay.com sign"}, NotBefore: until.AddDate(-5, 0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// seal encrypts as WeChat Pay does, with the nonce and data of the samples.
func seal(t *testing.T, key, plain string) []byte {
	t.Helper()
	block, err := aes.NewCipher([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	return aead.Seal(nil, []byte("abcdef012345"), []byte(plain), []byte("transaction"))
}
