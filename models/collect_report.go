package models

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// ClientCode is a form code as the mini program reports it.
type ClientCode struct {
	Kind       CodeKind
	Code       string
	Scene      string
	ObtainedAt Millis
}

// ClientReport is what the mini program says that its user has given. Whose it
// is stands not in it, but in the token.
type ClientReport struct {
	Codes      []ClientCode
	Subscribed []string // template ids whose dialog was accepted
}

// MaxClientCodes is how much one report may hold.
const MaxClientCodes = 50

// CollectCodes stores what a mini program reports for one of its users. A
// rejection's Index counts the codes first, then the subscriptions.
//
// Payment codes are the backend's to report: a page could name any order.
func (s *Store) CollectCodes(ctx context.Context, actor Actor, app App, intake Intake, openid string, report ClientReport) (CodesResult, error) {
	if len(report.Codes)+len(report.Subscribed) > MaxClientCodes {
		return CodesResult{}, &ValidationError{Fields: []FieldError{{Field: "codes", Reason: ReasonTooMany, Limit: MaxClientCodes}}}
	}
	var result CodesResult
	err := s.InTx(ctx, func(tx *Store) error {
		judged, err := tx.judgeReport(ctx, app, intake, openid, report)
		if err != nil {
			return err
		}
		if result, err = tx.AddCodes(ctx, actor, app, SourceCollect, judged.in); err != nil {
			return err
		}
		for i := range result.Rejected {
			result.Rejected[i].Index = judged.places[result.Rejected[i].Index]
		}
		result.Rejected = append(result.Rejected, judged.refused.Rejected...)
		slices.SortFunc(result.Rejected, func(a, b RejectedCode) int { return cmp.Compare(a.Index, b.Index) })
		return tx.countRefusals(ctx, app.ID, SourceCollect, judged.refused)
	})
	return result, err
}

// judgedReport is the part of a report that a mini program may send at all.
type judgedReport struct {
	in      []CodeInput
	places  []int // of each in the report
	refused CodesResult
}

func (j *judgedReport) refuse(at int, field string, reason Reason) {
	j.refused.Rejected = append(j.refused.Rejected, RejectedCode{at, field, reason})
}

func (s *Store) judgeReport(ctx context.Context, app App, intake Intake, openid string, report ClientReport) (judgedReport, error) {
	var j judgedReport
	for i, c := range report.Codes {
		if c.Kind != CodeForm {
			j.refuse(i, "kind", ReasonNotHere)
			continue
		}
		j.in, j.places = append(j.in, CodeInput{Openid: openid, Kind: c.Kind, Code: c.Code, Scene: c.Scene, ObtainedAt: c.ObtainedAt}), append(j.places, i)
	}
	for i, id := range report.Subscribed {
		at := len(report.Codes) + i
		t, err := s.TemplateByPlatformID(ctx, app.ID, id)
		switch {
		case !intake.CollectSubscriptions:
			j.refuse(at, "template_id", ReasonNotHere)
		case err != nil && !errors.Is(err, ErrNotFound):
			return j, err
		case err != nil || t.Kind == KindTemplate:
			j.refuse(at, "template_id", ReasonUnknownTemplate)
		default:
			j.in, j.places = append(j.in, CodeInput{Openid: openid, Kind: CodeKind(t.Kind), TemplateID: id}), append(j.places, at)
		}
	}
	return j, nil
}
