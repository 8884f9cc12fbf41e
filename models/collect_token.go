package models

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"
)

// clientToken lets the pages of a mini program report codes for one person, for
// a short while. Tokens are rows rather than sealed texts that prove themselves:
// so erasing a person ends them, on every node.
type clientToken struct {
	TokenHash string `gorm:"primaryKey"`
	AppID     int64
	Openid    string
	ExpiresAt Millis
	CreatedAt Millis `gorm:"autoCreateTime:milli"`
}

// ClientTokenLife is how long a token of AddClientToken is good for.
const ClientTokenLife = 2 * time.Hour

// clientTokenMark tells these tokens from API keys.
const clientTokenMark = "xc_"

// AddClientToken makes a token for a person whom the platform has just named,
// and returns it once, in clear.
func (s *Store) AddClientToken(ctx context.Context, app App, openid string) (string, error) {
	var bad ValidationError
	if checkToken(&bad, "openid", openid, 64); bad.Err() != nil {
		return "", bad.Err()
	}
	token := clientTokenMark + rand.Text() + rand.Text()
	row := clientToken{TokenHash: hashKey(token), AppID: app.ID, Openid: openid, ExpiresAt: s.Now().Add(ClientTokenLife)}
	if err := s.db.WithContext(ctx).Create(&row).Error; err != nil {
		return "", fmt.Errorf("add client token: %w", err)
	}
	return token, nil
}

// ClientOf is the openid that a token stands for; ErrUnauthorized when it is
// over, or another App's.
func (s *Store) ClientOf(ctx context.Context, app App, token string) (openid string, err error) {
	if !strings.HasPrefix(token, clientTokenMark) {
		return "", ErrUnauthorized
	}
	var row clientToken
	err = one(s.read.WithContext(ctx).Where("token_hash = ?", hashKey(token)).Take(&row).Error, "client token")
	if errors.Is(err, ErrNotFound) || err == nil && (row.AppID != app.ID || row.ExpiresAt <= s.Now()) {
		return "", ErrUnauthorized
	}
	return row.Openid, err
}

// SweepClientTokens deletes tokens that are over, some at a time: a busy mini
// program leaves many.
func (s *Store) SweepClientTokens(ctx context.Context) error {
	for {
		var hashes []string
		err := s.read.WithContext(ctx).Model(&clientToken{}).Where("expires_at <= ?", s.Now()).Limit(tokensAtOnce).Pluck("token_hash", &hashes).Error
		if err == nil && len(hashes) > 0 {
			err = s.db.WithContext(ctx).Where("token_hash IN ?", hashes).Delete(&clientToken{}).Error
		}
		if err != nil {
			return fmt.Errorf("sweep client tokens: %w", err)
		}
		if len(hashes) < tokensAtOnce {
			return nil
		}
	}
}

const tokensAtOnce = 500
