// Package text is the catalogue of everything people read, in Chinese (the
// source) and English side by side, and the formatting of numbers and times.
// What the platform's error codes mean stands in models/wechat; which text
// fits a situation is for the pages to say.
package text

import (
	"context"
	"fmt"
	"time"
)

// Text is one sentence or label in both languages.
type Text struct{ ZH, EN string }

// Lang is a language of the pages.
type Lang string

// The languages, named as they stand in the cookie.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Tag is the value of the html element's lang attribute.
func (l Lang) Tag() string {
	if l == EN {
		return "en"
	}
	return "zh-CN"
}

// In picks the language of ctx and, when args are given, formats with them.
func (t Text) In(ctx context.Context, args ...any) string {
	s := t.ZH
	if LangOf(ctx) == EN {
		s = t.EN
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

type langKey struct{}

type zoneKey struct{}

// WithLang makes texts below ctx come in lang; anything unknown means Chinese.
func WithLang(ctx context.Context, lang Lang) context.Context {
	if lang != EN {
		lang = ZH
	}
	return context.WithValue(ctx, langKey{}, lang)
}

// LangOf is the language of ctx.
func LangOf(ctx context.Context) Lang {
	if lang, ok := ctx.Value(langKey{}).(Lang); ok {
		return lang
	}
	return ZH
}

// WithZone makes times below ctx show in zone.
func WithZone(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, zoneKey{}, zone)
}

// ZoneOf is the time zone of ctx. Without one it is China's, which has had no
// summer time since 1991 and so needs no zone database.
func ZoneOf(ctx context.Context) *time.Location {
	if zone, ok := ctx.Value(zoneKey{}).(*time.Location); ok && zone != nil {
		return zone
	}
	return china
}

var china = time.FixedZone("Asia/Shanghai", 8*60*60)
