package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// APIKey lets a shop's backend speak for one App. Only its hash is kept.
type APIKey struct {
	ID        int64
	AppID     int64
	Name      string
	KeyHash   string `json:"-"`
	Prefix    string // the first characters, by which people tell keys apart
	UsedAt    Millis
	RevokedAt Millis
	CreatedAt Millis `gorm:"autoCreateTime:milli"`
}

// apiKeyMark begins every key, so that scanners for leaked secrets know it.
const apiKeyMark = "xs_"

// recordedKey is a key as the audit keeps one: with a digest of its hash, so that
// one that was put in its place does not fit.
type recordedKey struct {
	APIKey
	Key string
}

func auditedKey(k APIKey) recordedKey { return recordedKey{k, digest(k.KeyHash)} }

// AddAPIKey makes a key and returns it once, in clear.
func (s *Store) AddAPIKey(ctx context.Context, actor Actor, appID int64, name string) (key string, row APIKey, err error) {
	var bad ValidationError
	name = strings.TrimSpace(name)
	checkText(&bad, "name", name, 1, 100)
	if err := bad.Err(); err != nil {
		return "", APIKey{}, err
	}
	key = apiKeyMark + rand.Text() + rand.Text()
	err = s.InTx(ctx, func(tx *Store) error {
		row = APIKey{ID: NewID(tx.now()), AppID: appID, Name: name, KeyHash: hashKey(key), Prefix: key[:len(apiKeyMark)+6]}
		if err := tx.db.WithContext(ctx).Create(&row).Error; err != nil {
			return fmt.Errorf("add api key: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "api_key.add", Object: "api_key", ObjectID: row.ID, After: auditedKey(row)})
	})
	return key, row, err
}

// APIKeyFor finds a live key, and notes its use at most once a minute. A revoked
// one comes back beside ErrNotFound: whose it was is worth telling.
func (s *Store) APIKeyFor(ctx context.Context, key string) (APIKey, error) {
	if !strings.HasPrefix(key, apiKeyMark) {
		return APIKey{}, ErrUnauthorized
	}
	var row APIKey
	err := one(s.read.WithContext(ctx).Where("key_hash = ?", hashKey(key)).Take(&row).Error, "api key")
	if err != nil {
		return APIKey{}, err
	}
	if row.RevokedAt != 0 {
		return row, fmt.Errorf("api key %d is revoked: %w", row.ID, ErrNotFound)
	}
	if row.UsedAt.Add(time.Minute) <= s.Now() {
		err = s.db.WithContext(ctx).Model(&APIKey{}).Where("id = ?", row.ID).UpdateColumn("used_at", s.Now()).Error
		if err != nil {
			return APIKey{}, fmt.Errorf("note use of api key: %w", err)
		}
	}
	return row, nil
}

// APIKeys lists an App's keys, newest first.
func (s *Store) APIKeys(ctx context.Context, appID int64) ([]APIKey, error) {
	var keys []APIKey
	if err := s.read.WithContext(ctx).Where("app_id = ?", appID).Order("id DESC").Find(&keys).Error; err != nil {
		return nil, fmt.Errorf("list api keys: %w", err)
	}
	return keys, nil
}

// RevokeAPIKey ends a key for good.
func (s *Store) RevokeAPIKey(ctx context.Context, actor Actor, appID, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		done := tx.db.WithContext(ctx).Model(&APIKey{}).Where("id = ? AND app_id = ? AND revoked_at = 0", id, appID).UpdateColumn("revoked_at", tx.Now())
		if done.Error != nil {
			return fmt.Errorf("revoke api key %d: %w", id, done.Error)
		}
		if done.RowsAffected == 0 {
			return fmt.Errorf("api key %d: %w", id, ErrNotFound)
		}
		var row APIKey
		if err := one(tx.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error, "api key"); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "api_key.revoke", Object: "api_key", ObjectID: id, After: auditedKey(row)})
	})
}

// hashKey needs no salt and no slowness: a key is 256 random bits.
func hashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
