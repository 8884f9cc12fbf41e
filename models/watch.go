package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
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

// WatchWords are the words that an App's staff want to be told of, by the kind of
// template that they stand in.
type WatchWords map[TemplateKind][]string

// watchList is the words that an App's staff chose for a kind.
type watchList struct {
	AppID     int64        `gorm:"primaryKey;autoIncrement:false"`
	Kind      TemplateKind `gorm:"primaryKey"`
	Words     []string     `gorm:"serializer:json;not null"`
	UpdatedAt Millis       `gorm:"autoUpdateTime:milli"`
}

// TableName is where they are kept.
func (watchList) TableName() string { return "watch_words" }

// WatchHit is a watched word in a text that is the same for everyone.
type WatchHit struct {
	Keyword string // its key
	Word    string
}

// WatchWords lists the words of each kind of template; the usual ones where an
// App's staff chose none.
func (s *Store) WatchWords(ctx context.Context, appID int64) (WatchWords, error) {
	words := WatchWords{}
	for _, kind := range TemplateKinds {
		words[kind] = slices.Clone(usualWords)
	}
	var lists []watchList
	if err := s.read.WithContext(ctx).Where("app_id = ?", appID).Find(&lists).Error; err != nil {
		return nil, fmt.Errorf("load watched words: %w", err)
	}
	for _, l := range lists {
		words[l.Kind] = l.Words
	}
	return words, nil
}

// SaveWatchWords replaces the words of the kinds that are given; none at all is a
// list as well. A word that is too long, or one too many, is a ValidationError of
// the field words.KIND.
func (s *Store) SaveWatchWords(ctx context.Context, actor Actor, appID int64, words WatchWords) error {
	var bad ValidationError
	kept := WatchWords{}
	for _, kind := range TemplateKinds {
		if list, given := words[kind]; given {
			kept[kind] = tidyWords(list, "words."+string(kind), &bad)
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.WatchWords(ctx, appID)
		if err != nil {
			return err
		}
		for kind, list := range kept {
			if slices.Equal(list, before[kind]) {
				continue
			}
			if err := tx.db.WithContext(ctx).Save(&watchList{AppID: appID, Kind: kind, Words: list}).Error; err != nil {
				return fmt.Errorf("save watched words: %w", err)
			}
			if err := tx.audit(ctx, actor, change{AppID: appID, Action: "app.words", Object: "app", ObjectID: appID,
				Before: WatchWords{kind: before[kind]}, After: WatchWords{kind: list}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// tidyWords leaves out blanks and repetitions, and notes what is wrong.
func tidyWords(words []string, field string, bad *ValidationError) []string {
	kept := []string{}
	for _, word := range words {
		word = strings.TrimSpace(word)
		if word == "" || slices.ContainsFunc(kept, func(other string) bool { return strings.EqualFold(other, word) }) {
			continue
		}
		if _, refused := bad.Of(field); !refused {
			checkText(bad, field, word, 1, maxWatchWord)
		}
		kept = append(kept, word)
	}
	if len(kept) > maxWatchWords {
		bad.Add(field, ReasonTooMany, maxWatchWords)
	}
	return kept
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
