package pay

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth"
	"github.com/wechatpay-apiv3/wechatpay-go/core/auth/verifiers"
	"github.com/wechatpay-apiv3/wechatpay-go/utils"
)

// Merchant is what it takes to act as a merchant and to believe what WeChat Pay says to it. A part that is missing
// makes only those calls fail that need it.
type Merchant struct {
	Mchid      string
	Serial     string // of the merchant's certificate
	PrivateKey *rsa.PrivateKey
	APIv3Key   string // decrypts notifications
	APIv2Key   string // signs the notifications of version 2
	Platform   PlatformKeys
}

// CanPlace tells whether orders can be placed, and the answers believed.
func (m Merchant) CanPlace() bool {
	return m.Mchid != "" && m.Serial != "" && m.PrivateKey != nil && m.Platform.verifier != nil
}

// CanVerifyV3 tells whether notifications of version 3 can be read.
func (m Merchant) CanVerifyV3() bool {
	return m.Mchid != "" && m.APIv3Key != "" && m.Platform.verifier != nil
}

// CanVerifyV2 tells whether notifications of version 2 can be read.
func (m Merchant) CanVerifyV2() bool { return m.Mchid != "" && m.APIv2Key != "" }

// ErrNotConfigured says that a part of the Merchant is missing that the call needs.
var ErrNotConfigured = errors.New("this needs a part of the merchant's settings that is missing")

// ErrBadKey says that a text is no PEM of an RSA key or certificate of at least 2048 bits.
var ErrBadKey = errors.New("not an RSA key or certificate in PEM form, of at least 2048 bits")

// ErrNoKeyID says that a public key came without the id by which answers name it.
var ErrNoKeyID = errors.New("a public key of WeChat Pay needs its id")

const minBits = 2048

// PlatformKey is one key of WeChat Pay: a public key under its id, or a certificate under its serial number.
type PlatformKey struct {
	ID    string
	Until time.Time // end of a certificate's life; zero for a public key, which has none
}

// PlatformKeys are the keys by which WeChat Pay's own signatures are believed.
type PlatformKeys struct {
	List     []PlatformKey
	verifier auth.Verifier
}

// ParsePlatformKeys reads one public key, whose id must be given, any number of certificates, or both: while a merchant
// moves from certificates to the public key, WeChat Pay signs with either.
func ParsePlatformKeys(text, keyID string) (PlatformKeys, error) {
	var keys PlatformKeys
	var public *rsa.PublicKey
	var certificates []*x509.Certificate
	for rest := []byte(strings.TrimSpace(text)); len(rest) > 0; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return keys, ErrBadKey
		}
		one := string(pem.EncodeToMemory(block))
		switch {
		case block.Type == "CERTIFICATE":
			certificate, err := utils.LoadCertificate(one)
			if err != nil || !strong(certificate.PublicKey) {
				return keys, ErrBadKey
			}
			certificates = append(certificates, certificate)
			keys.List = append(keys.List, PlatformKey{utils.GetCertificateSerialNumber(*certificate), certificate.NotAfter})
		case block.Type == "PUBLIC KEY" && public == nil:
			var err error
			if public, err = utils.LoadPublicKey(one); err != nil || !strong(public) {
				return keys, ErrBadKey
			}
			keys.List = append(keys.List, PlatformKey{ID: keyID})
		default:
			return keys, ErrBadKey
		}
	}
	byCertificate := core.NewCertificateMapWithList(certificates)
	switch {
	case len(keys.List) == 0:
		return keys, ErrBadKey
	case public == nil:
		keys.verifier = verifiers.NewSHA256WithRSAVerifier(byCertificate)
	case keyID == "":
		return keys, ErrNoKeyID
	default:
		keys.verifier = verifiers.NewSHA256WithRSACombinedVerifier(byCertificate, keyID, *public)
	}
	return keys, nil
}

// ParsePrivateKey reads a merchant's private key as WeChat Pay hands it out (apiclient_key.pem), or in the older form
// that openssl may have turned it into.
func ParsePrivateKey(text string) (*rsa.PrivateKey, error) {
	block, rest := pem.Decode([]byte(strings.TrimSpace(text)))
	if block == nil || len(strings.TrimSpace(string(rest))) > 0 {
		return nil, ErrBadKey
	}
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	default:
		return nil, ErrBadKey
	}
	private, ok := key.(*rsa.PrivateKey)
	if err != nil || !ok || !strong(&private.PublicKey) { // the cause may quote the key
		return nil, ErrBadKey
	}
	return private, nil
}

func strong(key any) bool {
	public, ok := key.(*rsa.PublicKey)
	return ok && public.N.BitLen() >= minBits
}
