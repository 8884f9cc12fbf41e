package models

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
)

// chainKeys are what the audit record is proven with. They come from a seed of
// their own, sealed in the settings, and not from the secret key: that one may
// be changed, and the proofs of years ago must stay what they were.
type chainKeys struct {
	anchor ed25519.PrivateKey // signs anchors, which anyone can check
	mark   []byte             // proves entries that are not linked yet
	seal   []byte             // proves links
}

// chain keeps the keys of a Store and its copies once the database has them.
type chain struct {
	keys atomic.Pointer[chainKeys]
}

const chainSeedName = "audit_seed"

func newChainKeys(seed []byte) (*chainKeys, error) {
	derive := func(purpose string) []byte {
		out, err := hkdf.Key(sha256.New, seed, nil, purpose, 32)
		if err != nil {
			panic(err) // only a length beyond 8 KiB fails
		}
		return out
	}
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("seed of the audit record has %d bytes", len(seed))
	}
	return &chainKeys{
		anchor: ed25519.NewKeyFromSeed(derive("xinshi audit anchor")),
		mark:   derive("xinshi audit mark"), seal: derive("xinshi audit link"),
	}, nil
}

// chainKeys loads the keys, and makes them the first time. Keys that the running
// transaction made are kept to it: should it be rolled back, nobody may go on
// with keys that no database holds.
func (s *Store) chainKeys(ctx context.Context) (*chainKeys, error) {
	if keys := s.chain.keys.Load(); keys != nil {
		return keys, nil
	}
	if s.seed != nil {
		return s.seed, nil
	}
	var stored string
	err := s.loadSealed(ctx, chainSeedName, &stored)
	if errors.Is(err, ErrNotFound) {
		if !s.inTx {
			return nil, fmt.Errorf("keys of the audit record: %w", ErrNotFound)
		}
		return s.makeChainKeys(ctx)
	}
	if err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(stored)
	if err != nil {
		return nil, fmt.Errorf("read seed of the audit record: %w", err)
	}
	keys, err := newChainKeys(seed)
	if err != nil {
		return nil, err
	}
	s.chain.keys.Store(keys)
	return keys, nil
}

func (s *Store) makeChainKeys(ctx context.Context) (*chainKeys, error) {
	seed := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails: crypto/rand ends the program instead
	keys, err := newChainKeys(seed)
	if err != nil {
		return nil, err
	}
	if err := s.addSealed(ctx, chainSeedName, hex.EncodeToString(seed)); err != nil {
		return nil, err // also when another process was quicker: InTx begins anew
	}
	s.seed = keys
	return keys, nil
}

// markOf proves that this installation wrote an entry.
func (k *chainKeys) markOf(e AuditEntry) string {
	return keyed(k.mark, netstrings(chainForm, e.fields()))
}

// sealOf proves that this installation linked an entry.
func (k *chainKeys) sealOf(hash string) string { return keyed(k.seal, []byte(hash)) }

func keyed(key, data []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(data)
	return hex.EncodeToString(mac.Sum(nil))
}

func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

func settingPlace(name string) string { return "settings.value:" + name }

// loadSealed reads a setting that is sealed.
func (s *Store) loadSealed(ctx context.Context, name string, into any) error {
	var row setting
	if err := one(s.read.WithContext(ctx).Where("name = ?", name).Take(&row).Error, "setting "+name); err != nil {
		return err
	}
	return s.openSetting(row, into)
}

func (s *Store) openSetting(row setting, into any) error {
	plain, err := s.box.open(settingPlace(row.Name), row.Value)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(plain), into); err != nil {
		return fmt.Errorf("read setting %s: %w", row.Name, err)
	}
	return nil
}

func (s *Store) sealSetting(name string, value any) (setting, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return setting{}, fmt.Errorf("write setting %s: %w", name, err)
	}
	return setting{Name: name, Value: s.box.seal(settingPlace(name), string(raw))}, nil
}

// addSealed stores a setting that must not be there yet.
func (s *Store) addSealed(ctx context.Context, name string, value any) error {
	row, err := s.sealSetting(name, value)
	if err != nil {
		return err
	}
	if err := s.db.WithContext(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("add setting %s: %w", name, err)
	}
	return nil
}

// saveSealed stores a setting, new or not. It belongs into a transaction.
func (s *Store) saveSealed(ctx context.Context, name string, value any) error {
	row, err := s.sealSetting(name, value)
	if err != nil {
		return err
	}
	done := s.db.WithContext(ctx).Select("value", "updated_at").Updates(&row)
	if done.Error != nil {
		return fmt.Errorf("save setting %s: %w", name, done.Error)
	}
	if done.RowsAffected == 0 {
		return s.addSealed(ctx, name, value)
	}
	return nil
}
