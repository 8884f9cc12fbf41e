package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" // #nosec G505 -- the platform's protocol
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Ways in which a push can be found not to come from the platform, or not to be for us.
var (
	ErrBadSignature = errors.New("the signature does not fit")
	ErrStale        = errors.New("the push is not of now")
	ErrForeignPush  = errors.New("the push is for another app")
	ErrNotDecrypted = errors.New("the push cannot be decrypted")
	ErrNotEncrypted = errors.New("the push is not encrypted")
	ErrUnreadable   = errors.New("the push cannot be read")
)

// CallbackSignature is the platform's proof of origin: the hex SHA-1 of its words, sorted bytewise and joined.
func CallbackSignature(words ...string) string {
	slices.Sort(words)
	sum := sha1.Sum([]byte(strings.Join(words, ""))) // #nosec G401 -- the platform's protocol
	return hex.EncodeToString(sum[:])
}

// signed compares in constant time, so that nobody can find a signature byte by byte.
func signed(signature string, words ...string) error {
	if subtle.ConstantTimeCompare([]byte(signature), []byte(CallbackSignature(words...))) != 1 {
		return ErrBadSignature
	}
	return nil
}

// AESKey is an EncodingAESKey, opened.
type AESKey [32]byte

// aesKeyLength is how many characters of base64 32 bytes have without padding.
const aesKeyLength = 43

// ParseAESKey opens the 43 characters that the console shows. Most such keys have bits beyond the 32 bytes, which a
// strict decoder refuses.
func ParseAESKey(encoded string) (AESKey, error) {
	var key AESKey
	raw, err := base64.StdEncoding.DecodeString(encoded + "=")
	if err != nil || len(encoded) != aesKeyLength || len(raw) != len(key) {
		return key, errors.New("an EncodingAESKey has 43 letters and digits")
	}
	copy(key[:], raw)
	return key, nil
}

// String hides the key from logs.
func (AESKey) String() string { return "AESKey(hidden)" }

// GoString hides it from %#v.
func (k AESKey) GoString() string { return k.String() }

// lettersAndDigits is what the console lets an EncodingAESKey and a token be made of.
const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// NewAESKey makes an EncodingAESKey as the console's own button does.
func NewAESKey() string { return randomText(aesKeyLength) }

// NewCallbackToken makes a token: 3 to 32 letters and digits are allowed.
func NewCallbackToken() string { return randomText(32) }

func randomText(n int) string {
	out := make([]byte, 0, n)
	for len(out) < n {
		var b [64]byte
		_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
		for _, c := range b {
			// Of the 64 values of six bits two are no character: leaving them out keeps the others equally likely.
			if at := int(c & 63); at < len(lettersAndDigits) && len(out) < n {
				out = append(out, lettersAndDigits[at])
			}
		}
	}
	return string(out)
}

// The plain text of a push is 16 random bytes, the length of the message in 4, the message, and the appid, padded to a
// multiple of 32 bytes.
const (
	prefixLength = 16
	headLength   = prefixLength + 4
	padBlock     = 32
)

// Decrypt opens what the platform encrypted for appid.
func (k AESKey) Decrypt(encrypted, appid string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil || len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, fmt.Errorf("%w: it is no ciphertext", ErrNotDecrypted)
	}
	k.blocks(cipher.NewCBCDecrypter, data)
	pad := int(data[len(data)-1])
	if pad < 1 || pad > padBlock || pad > len(data) {
		return nil, fmt.Errorf("%w: its padding is wrong", ErrNotDecrypted)
	}
	data = data[:len(data)-pad]
	if len(data) < headLength {
		return nil, fmt.Errorf("%w: it is cut short", ErrNotDecrypted)
	}
	length := uint64(binary.BigEndian.Uint32(data[prefixLength:headLength]))
	data = data[headLength:]
	if length > uint64(len(data)) {
		return nil, fmt.Errorf("%w: it is cut short", ErrNotDecrypted)
	}
	if string(data[length:]) != appid {
		return nil, ErrForeignPush
	}
	return data[:length], nil
}

// Encrypt closes a message for appid; the first 16 bytes are random.
func (k AESKey) Encrypt(message []byte, appid string) string {
	var random [prefixLength]byte
	_, _ = rand.Read(random[:])
	return k.encrypt(random, message, appid)
}

func (k AESKey) encrypt(random [prefixLength]byte, message []byte, appid string) string {
	data := slices.Concat(random[:], binary.BigEndian.AppendUint32(nil, uint32(len(message))), message, []byte(appid)) // #nosec G115 -- an answer of ours, far below 4 GiB
	pad := padBlock - len(data)%padBlock
	data = append(data, slices.Repeat([]byte{byte(pad)}, pad)...)
	k.blocks(cipher.NewCBCEncrypter, data)
	return base64.StdEncoding.EncodeToString(data)
}

// blocks runs AES-256-CBC over data in place; the first half of the key is the initialisation vector.
func (k AESKey) blocks(mode func(cipher.Block, []byte) cipher.BlockMode, data []byte) {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // only a wrong length of the key fails
	}
	mode(block, k[:aes.BlockSize]).CryptBlocks(data, data)
}
