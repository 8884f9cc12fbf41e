package models

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// TemplateKind decides which call sends a template and which codes pay for it.
type TemplateKind string

// The kinds of template.
const (
	KindTemplate      TemplateKind = "template" // legacy template message
	KindSubscribeOnce TemplateKind = "subscribe_once"
	KindSubscribeLong TemplateKind = "subscribe_long"
)

// TemplateKinds lists them.
var TemplateKinds = []TemplateKind{KindTemplate, KindSubscribeOnce, KindSubscribeLong}

// TemplateState says whether messages of a template are sent.
type TemplateState string

// The states of a template.
const (
	TemplateActive  TemplateState = "active"
	TemplateStopped TemplateState = "stopped"
)

// Template is a template of an App with its keywords and their mapping.
type Template struct {
	ID           int64
	AppID        int64
	TemplateID   string // the platform's id
	Title        string
	Kind         TemplateKind
	Emphasis     string // key of the keyword shown large; empty: none
	Page         string // default page the card opens; empty: none
	State        TemplateState
	StopErrcode  int
	StopReason   string
	StoppedAt    Millis
	RemovedAt    Millis // since when the platform no longer lists it; 0: it does, or was not asked
	Choices      Choices
	SuccessorRef int64     // of a legacy template: the subscribe template that people use instead; 0: none named
	SetAside     []Keyword `gorm:"serializer:json;not null"` // what the platform has taken out, in case it comes back
	Lang         string    // of the card's frame; empty: the platform's default
	CreatedAt    Millis    `gorm:"autoCreateTime:milli"`
	UpdatedAt    Millis    `gorm:"autoUpdateTime:milli"`
	Keywords     []Keyword `gorm:"-"`

	MiniprogramState MiniprogramState // empty: formal
}

// CodeKinds lists the kinds of code that pay for a message of this template.
func (t Template) CodeKinds() []CodeKind {
	switch t.Kind {
	case KindSubscribeOnce:
		return []CodeKind{CodeSubscribeOnce}
	case KindSubscribeLong:
		return []CodeKind{CodeSubscribeLong}
	}
	return []CodeKind{CodeForm, CodePrepay}
}

// Keyword is one blank of a template and what fills it.
type Keyword struct {
	ID           int64
	TemplateRef  int64
	Position     int
	Key          string
	Name         string
	Field        string // business field that fills it
	DefaultValue string
	Format       Format
	Colour       string // #RRGGBB; empty: the platform's own
	Sample       string
}

// TemplateInput is what a person says of a template.
type TemplateInput struct {
	TemplateID string
	Title      string
	Kind       TemplateKind
	Emphasis   string
	Page       string
	Keywords   []KeywordInput

	MiniprogramState MiniprogramState // subscribe kinds
	StateConfirmed   bool             // the person knows what anything but formal means
	Lang             string           // subscribe kinds

	Choices Choices // of the platform, for a template that is added; people do not say them
}

// Held tells whether messages of the template wait: a person or the platform has
// stopped it, or the platform no longer has it.
func (t Template) Held() bool { return t.State == TemplateStopped || t.RemovedAt != 0 }

// HeldReason says why, to whoever wants to send.
func (t Template) HeldReason() Reason {
	if t.RemovedAt != 0 {
		return ReasonTemplateRemoved
	}
	return ReasonTemplateStopped
}

// KeywordInput is what a person says of one keyword.
type KeywordInput struct {
	Key, Name, Field, DefaultValue string
	Format                         Format
	Colour, Sample                 string
}

var (
	keywordForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,63}$`)
	fieldForm   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]{0,63}$`)
)

// maxKeywords is above what any template of the platform has.
const maxKeywords = 20

func (in *TemplateInput) validate() error {
	var bad ValidationError
	in.TemplateID, in.Title = strings.TrimSpace(in.TemplateID), strings.TrimSpace(in.Title)
	checkToken(&bad, "template_id", in.TemplateID, 128)
	checkText(&bad, "title", in.Title, 1, maxTitle)
	if !slices.Contains(TemplateKinds, in.Kind) {
		bad.Add("kind", ReasonBadChoice)
	}
	in.Page = cleanPage(&bad, "page", in.Page)
	in.checkOptions(&bad)
	switch {
	case len(in.Keywords) == 0:
		bad.Add("keywords", ReasonRequired)
	case len(in.Keywords) > maxKeywords:
		bad.Add("keywords", ReasonTooMany, maxKeywords)
	}
	seen := map[string]bool{}
	for i := range in.Keywords {
		k := &in.Keywords[i]
		k.validate(&bad, fmt.Sprintf("keywords[%d]", i))
		if seen[k.Key] {
			bad.Add(fmt.Sprintf("keywords[%d].key", i), ReasonTaken)
		}
		seen[k.Key] = true
	}
	if in.Emphasis != "" && !seen[in.Emphasis] {
		bad.Add("emphasis", ReasonUnknownKeyword)
	}
	return bad.Err()
}

func (k *KeywordInput) validate(bad *ValidationError, field string) {
	k.Key, k.Name, k.Field = strings.TrimSpace(k.Key), strings.TrimSpace(k.Name), strings.TrimSpace(k.Field)
	if !keywordForm.MatchString(k.Key) {
		bad.Add(field+".key", ReasonBadFormat)
	}
	checkText(bad, field+".name", k.Name, 1, maxName)
	if k.Field != "" && !fieldForm.MatchString(k.Field) {
		bad.Add(field+".field", ReasonBadFormat)
	}
	checkText(bad, field+".default", k.DefaultValue, 0, 512)
	checkText(bad, field+".sample", k.Sample, 0, maxSample)
	if !k.Format.Valid() {
		bad.Add(field+".format", ReasonBadChoice)
	}
	k.Colour = cleanColour(bad, field+".colour", k.Colour)
}

// AddTemplate registers a template by hand; a taken template_id is a ValidationError.
func (s *Store) AddTemplate(ctx context.Context, actor Actor, appID int64, in TemplateInput) (Template, error) {
	if err := in.validate(); err != nil {
		return Template{}, err
	}
	var t Template
	err := s.InTx(ctx, func(tx *Store) error {
		if _, err := tx.TemplateByPlatformID(ctx, appID, in.TemplateID); err == nil {
			return &ValidationError{Fields: []FieldError{{Field: "template_id", Reason: ReasonTaken}}}
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		t = Template{
			ID: NewID(tx.now()), AppID: appID, TemplateID: in.TemplateID, Title: in.Title, Kind: in.Kind,
			Emphasis: in.Emphasis, Page: in.Page, State: TemplateActive, MiniprogramState: in.MiniprogramState, Lang: in.Lang, Choices: in.Choices,
		}
		if err := tx.db.WithContext(ctx).Create(&t).Error; err != nil {
			return fmt.Errorf("add template: %w", err)
		}
		if err := tx.saveKeywords(ctx, &t, in.Keywords); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "template.add", Object: "template", ObjectID: t.ID, After: t})
	})
	return t, err
}

// UpdateTemplate changes a template's words and mapping. Its template_id and
// kind stay: messages and codes were made for them.
func (s *Store) UpdateTemplate(ctx context.Context, actor Actor, appID, id int64, in TemplateInput) (Template, error) {
	var t Template
	err := s.InTx(ctx, func(tx *Store) error {
		before, err := tx.Template(ctx, appID, id)
		if err != nil {
			return err
		}
		in.TemplateID, in.Kind = before.TemplateID, before.Kind
		in.StateConfirmed = in.StateConfirmed || in.MiniprogramState == before.MiniprogramState
		if err := in.validate(); err != nil {
			return err
		}
		t = before
		t.Title, t.Emphasis, t.Page, t.MiniprogramState, t.Lang = in.Title, in.Emphasis, in.Page, in.MiniprogramState, in.Lang
		if err := tx.db.WithContext(ctx).Select("title", "emphasis", "page", "miniprogram_state", "lang", "updated_at").Updates(&t).Error; err != nil {
			return fmt.Errorf("update template %d: %w", id, err)
		}
		if err := tx.replaceKeywords(ctx, &t, in.Keywords); err != nil {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: "template.update", Object: "template", ObjectID: id, Before: before, After: t})
	})
	return t, err
}

func (s *Store) replaceKeywords(ctx context.Context, t *Template, in []KeywordInput) error {
	if err := s.db.WithContext(ctx).Where("template_ref = ?", t.ID).Delete(&Keyword{}).Error; err != nil {
		return fmt.Errorf("replace keywords of template %d: %w", t.ID, err)
	}
	return s.saveKeywords(ctx, t, in)
}

func (s *Store) saveKeywords(ctx context.Context, t *Template, in []KeywordInput) error {
	t.Keywords = make([]Keyword, len(in))
	for i, k := range in {
		t.Keywords[i] = Keyword{
			ID: NewID(s.now()), TemplateRef: t.ID, Position: i + 1, Key: k.Key, Name: k.Name, Field: k.Field,
			DefaultValue: k.DefaultValue, Format: k.Format, Colour: k.Colour, Sample: k.Sample,
		}
	}
	if err := s.db.WithContext(ctx).Create(&t.Keywords).Error; err != nil {
		return fmt.Errorf("save keywords of template %d: %w", t.ID, err)
	}
	return nil
}

// StopTemplate holds back a template's messages after the platform refused the
// template itself; they wait until a person resumes it.
func (s *Store) StopTemplate(ctx context.Context, actor Actor, appID, id int64, errcode int, reason string) error {
	return s.setTemplateState(ctx, actor, appID, id, "template.stop", func(t *Template) {
		t.State, t.StopErrcode, t.StopReason, t.StoppedAt = TemplateStopped, errcode, clip(reason, 512), s.Now()
	})
}

// ResumeTemplate lets a stopped template's messages go again.
func (s *Store) ResumeTemplate(ctx context.Context, actor Actor, appID, id int64) error {
	return s.setTemplateState(ctx, actor, appID, id, "template.resume", func(t *Template) {
		t.State, t.StopErrcode, t.StopReason, t.StoppedAt = TemplateActive, 0, "", 0
	})
}

func (s *Store) setTemplateState(ctx context.Context, actor Actor, appID, id int64, action string, set func(*Template)) error {
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.Template(ctx, appID, id)
		if err != nil {
			return err
		}
		after := before
		set(&after)
		if after.State == before.State {
			return nil
		}
		err = tx.db.WithContext(ctx).Select("state", "stop_errcode", "stop_reason", "stopped_at").Updates(&after).Error
		if err != nil {
			return fmt.Errorf("save state of template %d: %w", id, err)
		}
		return tx.audit(ctx, actor, change{AppID: appID, Action: action, Object: "template", ObjectID: id, Before: before, After: after})
	})
}

// Template loads one of an App's templates with its keywords.
func (s *Store) Template(ctx context.Context, appID, id int64) (Template, error) {
	return s.template(ctx, fmt.Sprintf("template %d", id), "app_id = ? AND id = ?", appID, id)
}

// TemplateByPlatformID loads one by the platform's template_id.
func (s *Store) TemplateByPlatformID(ctx context.Context, appID int64, templateID string) (Template, error) {
	return s.template(ctx, "template "+templateID, "app_id = ? AND template_id = ?", appID, templateID)
}

func (s *Store) template(ctx context.Context, what, where string, args ...any) (Template, error) {
	var t Template
	if err := one(s.read.WithContext(ctx).Where(where, args...).Take(&t).Error, what); err != nil {
		return Template{}, err
	}
	keywords, err := s.keywordsOf(ctx, []int64{t.ID})
	t.Keywords = keywords[t.ID]
	return t, err
}

// Templates lists an App's templates with their keywords, oldest first; an
// account holds a few dozen at the most.
func (s *Store) Templates(ctx context.Context, appID int64) ([]Template, error) {
	var templates []Template
	if err := s.read.WithContext(ctx).Where("app_id = ?", appID).Order("id").Find(&templates).Error; err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	refs := make([]int64, len(templates))
	for i, t := range templates {
		refs[i] = t.ID
	}
	keywords, err := s.keywordsOf(ctx, refs)
	if err != nil {
		return nil, err
	}
	for i := range templates {
		templates[i].Keywords = keywords[templates[i].ID]
	}
	return templates, nil
}

func (s *Store) keywordsOf(ctx context.Context, refs []int64) (map[int64][]Keyword, error) {
	var rows []Keyword
	if err := s.read.WithContext(ctx).Where("template_ref IN ?", refs).Order("template_ref, position").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("load keywords: %w", err)
	}
	byTemplate := make(map[int64][]Keyword, len(refs))
	for _, k := range rows {
		byTemplate[k.TemplateRef] = append(byTemplate[k.TemplateRef], k)
	}
	return byTemplate, nil
}
