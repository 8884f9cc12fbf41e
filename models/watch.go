package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// usualWords are what an App's staff are told of until they make a list of their
// own: words by which a notice reads like an advertisement. The platform punishes
// those with the loss of the template, then of the right to send.
var usualWords = []string{
	"优惠", "特价", "折扣", "打折", "促销", "秒杀", "红包", "抽奖", "中奖", "免费领", "返现", "返利", "满减", "限时", "抢购", "清仓",
	"关注公众号", "加微信", "加群", "转发", "分享给好友", "邀请好友", "代理", "兼职", "贷款", "最低价",
}

// What a watch list may hold.
const (
	maxWatchWords = 300
	maxWatchWord  = 32
)

// watchList is the words that an App's staff chose.
type watchList struct {
	AppID     int64    `gorm:"primaryKey"`
	Words     []string `gorm:"serializer:json;not null"`
	UpdatedAt Millis   `gorm:"autoUpdateTime:milli"`
}

// WatchHit is a watched word in a text that is the same for everyone.
type WatchHit struct {
	Keyword string // its key
	Word    string
}

// WatchWords lists the words that an App's staff want to be told of.
func (s *Store) WatchWords(ctx context.Context, appID int64) ([]string, error) {
	var list watchList
	err := s.read.WithContext(ctx).Where("app_id = ?", appID).Take(&list).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return slices.Clone(usualWords), nil
	}
	if err != nil {
		return nil, fmt.Errorf("load watched words: %w", err)
	}
	return list.Words, nil
}

// SaveWatchWords replaces the words; none at all is a list as well. A word that is
// too long, or one too many, is a ValidationError of the field words.
func (s *Store) SaveWatchWords(ctx context.Context, actor Actor, appID int64, words []string) error {
	var bad ValidationError
	var kept []string
	for _, word := range words {
		word = strings.TrimSpace(word)
		if word == "" || slices.ContainsFunc(kept, func(other string) bool { return strings.EqualFold(other, word) }) {
			continue
		}
		if _, refused := bad.Of("words"); !refused {
			checkText(&bad, "words", word, 1, maxWatchWord)
		}
		kept = append(kept, word)
	}
	if len(kept) > maxWatchWords {
		bad.Add("words", ReasonTooMany, maxWatchWords)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.WatchWords(ctx, appID)
		if err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Save(&watchList{AppID: appID, Words: kept}).Error; err != nil {
			return fmt.Errorf("save watched words: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "app.words", Object: "app", ObjectID: appID, Before: before, After: kept})
	})
}

// watched finds watched words in what a draft says to everyone: texts, values of
// business fields, and defaults.
func (d Draft) watched(words []string) []WatchHit {
	content := d.sentContent()
	var hits []WatchHit
	for _, k := range d.Template.Keywords {
		typed := content.Data[k.Key]
		texts := []string{cmp.Or(typed.Default, k.DefaultValue)}
		if from := content.from(k); from == SourceText {
			texts = append(texts, typed.Value)
		} else if name, ok := from.Field(); ok {
			texts = append(texts, content.Fields[name])
		}
		said := strings.ToLower(strings.Join(texts, "\n"))
		for _, word := range words {
			if strings.Contains(said, strings.ToLower(word)) {
				hits = append(hits, WatchHit{k.Key, word})
			}
		}
	}
	return hits
}
