package simulator

import (
	"cmp"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"slices"
)

// Merchant is one merchant of WeChat Pay with the keys of both sides: here, one place hands out all of them.
type Merchant struct {
	Mchid      string   `json:"mchid"`
	Appids     []string `json:"appids"` // the apps that it is bound to
	Serial     string   `json:"serial"`
	PrivateKey string   `json:"private_key"` // PEM
	APIv2Key   string   `json:"api_v2_key"`
	APIv3Key   string   `json:"api_v3_key"`

	PlatformKeyID  string `json:"platform_key_id"`
	PlatformKey    string `json:"platform_key"`    // PEM of the public half, which merchants get
	PlatformSecret string `json:"platform_secret"` // PEM of the private half, with which WeChat Pay signs
}

// merchant is a Merchant with its keys read.
type merchant struct {
	Merchant
	key      *rsa.PublicKey
	platform *rsa.PrivateKey
}

// AddMerchant registers a merchant, or changes a known one. Keys and serials that are not given are made; what is
// returned has all of them.
func (s *Simulator) AddMerchant(m Merchant) (Merchant, error) {
	if m.Mchid == "" {
		return m, errors.New("a merchant needs a mchid")
	}
	for _, key := range []*string{&m.PrivateKey, &m.PlatformSecret} {
		if *key == "" {
			var err error
			if *key, err = newKey(); err != nil {
				return m, err
			}
		}
	}
	m.Serial = cmp.Or(m.Serial, s.random.text("0123456789ABCDEF", 40))
	m.APIv2Key = cmp.Or(m.APIv2Key, s.random.text(idDigits[:62], 32))
	m.APIv3Key = cmp.Or(m.APIv3Key, s.random.text(idDigits[:62], 32))
	m.PlatformKeyID = cmp.Or(m.PlatformKeyID, "PUB_KEY_ID_"+s.random.text("0123456789", 28))
	known, err := readMerchant(m)
	if err != nil {
		return m, err
	}
	s.commit(event{Kind: merchantAdded, Merchant: &known.Merchant})
	return known.Merchant, nil
}

func newKey() (string, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), err
}

func readMerchant(m Merchant) (*merchant, error) {
	own, err := readKey(m.PrivateKey)
	if err != nil {
		return nil, err
	}
	platform, err := readKey(m.PlatformSecret)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(&platform.PublicKey)
	if err != nil {
		return nil, err
	}
	m.PlatformKey = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	return &merchant{m, &own.PublicKey, platform}, nil
}

func readKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("a key of a merchant is no PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("a key of a merchant is no RSA key")
	}
	return private, nil
}

// merchant finds a merchant.
func (s *Simulator) merchant(mchid string) *merchant {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.merchants[mchid]
}

func (m *merchant) owns(appid string) bool { return slices.Contains(m.Appids, appid) }

// signed tells whether the merchant signed a text.
func (m *merchant) signed(text, signature string) bool {
	raw, err := base64.StdEncoding.DecodeString(signature)
	sum := sha256.Sum256([]byte(text))
	return err == nil && rsa.VerifyPKCS1v15(m.key, crypto.SHA256, sum[:], raw) == nil
}

// sign signs as WeChat Pay does.
func (m *merchant) sign(text string) string {
	sum := sha256.Sum256([]byte(text))
	raw, err := rsa.SignPKCS1v15(nil, m.platform, crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // only a key too short for the sum fails, and those do not come so far
	}
	return base64.StdEncoding.EncodeToString(raw)
}
