package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"xinshi/models/sheet"
)

// ImportRefusal is one row that cannot be taken: where, and why.
type ImportRefusal struct {
	Line   int
	Column int // from 1; 0 when no one column is to blame
	Field  string
	Reason Reason
	Limit  int
	Cells  []string
}

// planned is an import's plan together with what its rows are read with.
type planned struct {
	Import
	zone *time.Location
}

// refuse says why a row is not taken; the column is the one that the field was
// read from.
func (p planned) refuse(row sheet.Row, field string, reason Reason, limit int) *ImportRefusal {
	r := &ImportRefusal{Line: row.Line, Field: field, Reason: reason, Limit: limit, Cells: row.Cells}
	for n, target := range p.Plan.Targets {
		if string(target) == field || (field == "attributes" && target == TargetAttribute && p.badAttribute(row, n)) {
			r.Column = n + 1
			break
		}
	}
	return r
}

// badAttribute tells whether the attribute in the n-th cell cannot be kept.
func (p planned) badAttribute(row sheet.Row, n int) bool {
	var bad ValidationError
	checkAttributes(&bad, map[string]string{attributeName(p.Columns[n]): row.Cells[n]})
	return len(bad.Fields) > 0
}

// refuseFor is refuse for what validation says.
func (p planned) refuseFor(row sheet.Row, err error) *ImportRefusal {
	var bad *ValidationError
	if !errors.As(err, &bad) {
		return nil
	}
	f := bad.Fields[0]
	return p.refuse(row, f.Field, f.Reason, f.Limit)
}

// What spreadsheets leave where a value was: the result of a broken formula, and
// a long number in short.
var (
	formulaErrors = []string{"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
	shortNumber   = regexp.MustCompile(`^[0-9](\.[0-9]+)?[eE]\+[0-9]+$`)
)

// spoilt tells what a spreadsheet did to a value. Both kinds would pass for an
// openid or a code.
func spoilt(cell string) Reason {
	switch {
	case slices.Contains(formulaErrors, cell):
		return ReasonFormulaError
	case shortNumber.MatchString(cell):
		return ReasonShortNumber
	}
	return ""
}

// cells gives every value that the plan uses to take, and refuses a spoilt one.
func (p planned) cells(row sheet.Row, take func(n int, target ImportTarget, value string)) *ImportRefusal {
	for n, target := range p.Plan.Targets {
		if target == TargetNone || n >= len(row.Cells) {
			continue
		}
		value := strings.TrimSpace(row.Cells[n])
		if reason := spoilt(value); reason != "" {
			return &ImportRefusal{Line: row.Line, Column: n + 1, Field: string(target), Reason: reason, Cells: row.Cells}
		}
		take(n, target, value)
	}
	return nil
}

// person reads a row as a user. An empty cell leaves what is known as it is.
func (p planned) person(row sheet.Row) (RecipientInput, *ImportRefusal) {
	var in RecipientInput
	bad := p.cells(row, func(n int, target ImportTarget, value string) {
		switch target {
		case TargetOpenid:
			in.Openid = value
		case TargetNickname:
			in.Nickname = value
		case TargetRemark:
			in.Remark = value
		case TargetPhone:
			in.Phone = value
		case TargetTags:
			in.Tags = splitTags(value)
		case TargetAttribute:
			if value == "" {
				return
			}
			if in.Attributes == nil {
				in.Attributes = map[string]string{}
			}
			in.Attributes[attributeName(p.Columns[n])] = value
		}
	})
	if bad == nil {
		bad = p.refuseFor(row, in.validate().Err())
	}
	return in, bad
}

// splitTags reads a cell of tags; nil when it is empty.
func splitTags(cell string) []string {
	var tags []string
	for _, tag := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",，;；、|\n", r) }) {
		if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// code reads a row as a send code.
func (p planned) code(row sheet.Row, now Millis) (CodeInput, *ImportRefusal) {
	in := CodeInput{Kind: p.Plan.Kind, TemplateID: p.Plan.TemplateID}
	var when string
	bad := p.cells(row, func(_ int, target ImportTarget, value string) {
		switch target {
		case TargetOpenid:
			in.Openid = value
		case TargetKind:
			in.Kind = kindNamed(value)
		case TargetCode:
			in.Code = value
		case TargetTemplateID:
			in.TemplateID = value
		case TargetObtainedAt:
			when = value
		case TargetOrderNo:
			in.OrderNo = value
		case TargetScene:
			in.Scene = value
		}
	})
	if bad != nil {
		return in, bad
	}
	var ok bool
	if in.ObtainedAt, ok = p.moment(when); !ok {
		return in, p.refuse(row, string(TargetObtainedAt), ReasonBadDate, 0)
	}
	if in.Code == "" && (in.Kind == CodeSubscribeOnce || in.Kind == CodeSubscribeLong) {
		in.Code = p.creditCode(row, in)
	}
	judged := in // the same judgement as at the end, which also trims
	var refused ValidationError
	judged.validate(&refused, now)
	return in, p.refuseFor(row, refused.Err())
}

// creditCode names a credit, which has no code of its own, by the file and the row
// it stands in: a file that is imported again brings the same ones.
func (p planned) creditCode(row sheet.Row, in CodeInput) string {
	if p.RowHash == "" {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %s %s", p.RowHash, row.Line, in.Kind, in.TemplateID))
	return "credit-" + hex.EncodeToString(sum[:16])
}

// kindWords are what people write for a kind of code, beside its own name.
var kindWords = map[string]CodeKind{
	"formid": CodeForm, "form": CodeForm, "表单": CodeForm, "表单码": CodeForm,
	"prepayid": CodePrepay, "prepay": CodePrepay, "支付": CodePrepay, "支付码": CodePrepay,
	"subscribeonce": CodeSubscribeOnce, "once": CodeSubscribeOnce, "一次性订阅": CodeSubscribeOnce,
	"subscribelong": CodeSubscribeLong, "long": CodeSubscribeLong, "长期订阅": CodeSubscribeLong,
}

// kindNamed is the kind that a cell means; what it does not know is refused later.
func kindNamed(word string) CodeKind {
	if kind, ok := kindWords[foldHeader(word)]; ok {
		return kind
	}
	return CodeKind(word)
}
