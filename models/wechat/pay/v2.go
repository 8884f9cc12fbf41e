package pay

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5" // #nosec G501 -- what the protocol asks for
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"
)

// SignType is how a document of version 2 is signed.
type SignType string

// The ways to sign; the empty one in a document means MD5.
const (
	SignMD5    SignType = "MD5"
	SignSHA256 SignType = "HMAC-SHA256"
)

// SignV2 signs a flat document of version 2: all values but the empty ones and the signature itself, sorted by name.
func SignV2(fields map[string]string, key string, kind SignType) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if fields[name] != "" && name != "sign" {
			text.WriteString(name + "=" + fields[name] + "&")
		}
	}
	text.WriteString("key=" + key)
	var sum hash.Hash
	if kind == SignSHA256 {
		sum = hmac.New(sha256.New, []byte(key))
	} else {
		sum = md5.New() // #nosec G401 -- what the protocol asks for
	}
	_, _ = io.WriteString(sum, text.String()) // a hash never fails
	return strings.ToUpper(hex.EncodeToString(sum.Sum(nil)))
}

// The largest document of version 2 that is read: a notification has some twenty short fields.
const (
	maxFields = 100
	maxV2     = 64 << 10
)

var errFlat = errors.New("not a flat XML document")

// readV2 reads a flat document: one root, and within it elements that hold text alone. Whatever else XML can do, above
// all document types and entities, is refused.
func readV2(body []byte) (map[string]string, error) {
	if len(body) > maxV2 {
		return nil, errFlat
	}
	in := xml.NewDecoder(bytes.NewReader(body))
	fields := map[string]string{}
	depth, roots, name := 0, 0, ""
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) && depth == 0 && roots == 1 {
			return fields, nil
		}
		if err != nil {
			return nil, errFlat // the cause would quote the document
		}
		switch token := token.(type) {
		case xml.Directive:
			return nil, errFlat
		case xml.StartElement:
			depth++
			if depth == 1 {
				roots++
			}
			name = token.Name.Local
			_, twice := fields[name]
			if depth > 2 || roots > 1 || depth == 2 && (twice || len(fields) == maxFields) {
				return nil, errFlat
			}
			if depth == 2 {
				fields[name] = ""
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 2 {
				fields[name] += string(token)
			} else if len(bytes.TrimSpace(token)) > 0 {
				return nil, errFlat
			}
		}
	}
}

// VerifyV2 reads a notification of version 2 and believes it when it is signed with the merchant's key. It carries no
// time of sending, so a replay looks like the platform's own repeat: the caller must not mind either.
func VerifyV2(body []byte, m Merchant) (Notification, error) {
	fields, err := readV2(body)
	if err != nil {
		return Notification{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	kind := SignType(fields["sign_type"])
	switch {
	case fields["return_code"] != "SUCCESS": // carries no signature, and nothing to learn
		return Notification{}, ErrMalformed
	case !m.CanVerifyV2():
		return Notification{}, ErrNotConfigured
	case kind != "" && kind != SignMD5 && kind != SignSHA256:
		return Notification{}, ErrSignature
	}
	want := SignV2(fields, m.APIv2Key, kind)
	if subtle.ConstantTimeCompare([]byte(want), []byte(fields["sign"])) != 1 {
		return Notification{}, ErrSignature
	}
	return notificationV2(fields)
}
