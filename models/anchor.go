package models

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Anchor is the head of the chain at a time, signed. Kept where the database's
// administrator cannot reach it, it proves what the record was then: everything
// up to Seq has to hash to Hash for ever after.
type Anchor struct {
	At        Millis
	Seq       int64
	EntryID   int64
	Hash      string
	Key       string // base64 of the ed25519 public key
	Signature string // base64, over form, at, seq, entry_id and hash as netstrings
}

// ErrForeignAnchor is an anchor that this installation did not sign.
var ErrForeignAnchor = errors.New("anchor is not signed by this installation")

const anchorForm = "xinshi-anchor-1"

func (a Anchor) fields() []field {
	return []field{{"at", decimal(int64(a.At))}, {"seq", decimal(a.Seq)}, {"entry_id", decimal(a.EntryID)}, {"hash", a.Hash}}
}

func (a Anchor) allFields() []field {
	return append([]field{{"anchor", anchorForm}}, append(a.fields(), field{"key", a.Key}, field{"signature", a.Signature})...)
}

// MarshalJSON writes one line of an anchor file.
func (a Anchor) MarshalJSON() ([]byte, error) { return marshalFields(a.allFields()) }

// UnmarshalJSON reads it.
func (a *Anchor) UnmarshalJSON(raw []byte) error {
	values, err := unmarshalFields(raw, Anchor{}.allFields())
	if err != nil {
		return err
	}
	if values["anchor"] != anchorForm {
		return fmt.Errorf("anchor of an unknown form")
	}
	var numbers [3]int64
	for i, name := range []string{"at", "seq", "entry_id"} {
		if numbers[i], err = strconv.ParseInt(values[name], 10, 64); err != nil {
			return fmt.Errorf("%s is no number", name)
		}
	}
	*a = Anchor{Millis(numbers[0]), numbers[1], numbers[2], values["hash"], values["key"], values["signature"]}
	return nil
}

func (k *chainKeys) public() string {
	return base64.StdEncoding.EncodeToString(k.anchor.Public().(ed25519.PublicKey))
}

func (k *chainKeys) sign(a Anchor) Anchor {
	a.Key = k.public()
	a.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(k.anchor, netstrings(anchorForm, a.fields())))
	return a
}

// signedBy checks the signature against a public key in base64.
func (a Anchor) signedBy(key string) bool {
	public, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(public) != ed25519.PublicKeySize {
		return false
	}
	signature, err := base64.StdEncoding.DecodeString(a.Signature)
	return err == nil && ed25519.Verify(public, netstrings(anchorForm, a.fields()), signature)
}

// AnchorAudit links what waits and signs the end of the chain.
func (s *Store) AnchorAudit(ctx context.Context) (Anchor, error) {
	if _, err := s.LinkAudit(ctx); err != nil {
		return Anchor{}, err
	}
	var head chainHead
	if err := s.loadSealed(ctx, chainHeadName, &head); err != nil {
		return Anchor{}, fmt.Errorf("anchor audit record: %w", err)
	}
	return s.anchorAt(ctx, head.Seq, head.EntryID, head.Hash)
}

func (s *Store) anchorAt(ctx context.Context, seq, entryID int64, hash string) (Anchor, error) {
	keys, err := s.chainKeys(ctx)
	if err != nil {
		return Anchor{}, fmt.Errorf("anchor audit record: %w", err)
	}
	return keys.sign(Anchor{At: s.Now(), Seq: seq, EntryID: entryID, Hash: hash}), nil
}

// ReadAnchors reads a file of anchors, one a line.
func ReadAnchors(r io.Reader) ([]Anchor, error) {
	var anchors []Anchor
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var a Anchor
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("read anchor %d: %w", len(anchors)+1, err)
		}
		anchors = append(anchors, a)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read anchors: %w", err)
	}
	return anchors, nil
}
