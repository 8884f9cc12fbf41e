package models

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"
)

// CodeInput is a code as it is reported to us.
type CodeInput struct {
	Openid     string
	Kind       CodeKind
	Code       string
	TemplateID string // subscribe codes: the platform's template_id
	ObtainedAt Millis // 0: now
	OrderNo    string // payment codes: kept unusable until the order is paid
	Scene      string
}

// CodesResult says what became of the codes of one call.
type CodesResult struct {
	Accepted   int
	Duplicates int
	Rejected   []RejectedCode
}

// RejectedCode is one code that was not taken, by its place in the call.
type RejectedCode struct {
	Index  int
	Field  string
	Reason Reason
}

// MaxCodes is how many codes one call may bring.
const MaxCodes = 1000

// collected is a code that passed validation.
type collected struct {
	index int
	in    CodeInput
	ref   int64
}

// AddCodes stores codes, each judged alone. A code already stored for the same
// user is a duplicate and harmless; one stored for another user is refused.
func (s *Store) AddCodes(ctx context.Context, actor Actor, app App, source string, in []CodeInput) (CodesResult, error) {
	if len(in) > MaxCodes {
		return CodesResult{}, &ValidationError{Fields: []FieldError{{Field: "codes", Reason: ReasonTooMany, Limit: MaxCodes}}}
	}
	var result CodesResult
	err := s.InTx(ctx, func(tx *Store) error {
		result = CodesResult{}
		good, err := tx.judgeCodes(ctx, app, source, in, &result)
		if err == nil && len(good) > 0 {
			err = tx.storeCodes(ctx, app, source, good, &result)
		}
		if err == nil {
			err = tx.countRefusals(ctx, app.ID, source, result)
		}
		if err != nil || result.Accepted == 0 {
			return err
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "code.add", Object: "code", After: map[string]any{
			"source": source, "accepted": result.Accepted, "duplicates": result.Duplicates, "rejected": len(result.Rejected),
		}})
	})
	return result, err
}

func (s *Store) judgeCodes(ctx context.Context, app App, source string, in []CodeInput, result *CodesResult) ([]collected, error) {
	callback, err := s.Callback(ctx, app.ID)
	if err != nil {
		return nil, err
	}
	refs := map[string]int64{}
	var good []collected
	for i, c := range in {
		var bad ValidationError
		c.validate(&bad, s.Now())
		item := collected{index: i, in: c}
		if subscribes := c.Kind == CodeSubscribeOnce || c.Kind == CodeSubscribeLong; subscribes && len(bad.Fields) == 0 {
			ref, err := s.templateRef(ctx, app.ID, c, refs)
			if err != nil {
				return nil, err
			}
			if ref == 0 {
				bad.Add("template_id", ReasonUnknownTemplate)
			} else if source != sourcePush && callback.Source(item.in.ObtainedAt) == CreditsByEvent {
				bad.Add("kind", ReasonCreditsByEvent)
			}
			item.ref = ref
		}
		if len(bad.Fields) > 0 {
			result.Rejected = append(result.Rejected, RejectedCode{i, bad.Fields[0].Field, bad.Fields[0].Reason})
			continue
		}
		if item.in.Code == "" { // a subscription has no code of its own
			item.in.Code = "credit-" + rand.Text()
		}
		good = append(good, item)
	}
	return good, nil
}

// templateRef finds the template a credit belongs to; 0 when there is none of
// that id and kind.
func (s *Store) templateRef(ctx context.Context, appID int64, c CodeInput, refs map[string]int64) (int64, error) {
	key := string(c.Kind) + " " + c.TemplateID
	if ref, ok := refs[key]; ok {
		return ref, nil
	}
	t, err := s.TemplateByPlatformID(ctx, appID, c.TemplateID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return 0, err
	}
	if string(t.Kind) == string(c.Kind) {
		refs[key] = t.ID
	}
	return refs[key], nil
}

// validate refuses what can be no code: see the platform's own texts for a
// formId from the developer tools and for one that could not be had.
func (c *CodeInput) validate(bad *ValidationError, now Millis) {
	c.Openid, c.Code, c.OrderNo = strings.TrimSpace(c.Openid), strings.TrimSpace(c.Code), strings.TrimSpace(c.OrderNo)
	checkToken(bad, "openid", c.Openid, 64)
	switch c.Kind {
	case CodeForm, CodePrepay:
		c.Code = strings.TrimPrefix(c.Code, "prepay_id=")
		switch {
		case strings.Contains(c.Code, "the formId is a mock one"):
			bad.Add("code", ReasonMockCode)
		case strings.HasPrefix(c.Code, "requestFormId:fail"):
			bad.Add("code", ReasonFailedCode)
		default:
			checkToken(bad, "code", c.Code, 128)
		}
	case CodeSubscribeOnce, CodeSubscribeLong:
		if c.Code != "" {
			checkToken(bad, "code", c.Code, 128)
		}
		checkToken(bad, "template_id", c.TemplateID, 128)
	default:
		bad.Add("kind", ReasonBadChoice)
	}
	if c.OrderNo != "" {
		checkToken(bad, "order_no", c.OrderNo, 64)
	}
	checkText(bad, "scene", c.Scene, 0, 100)
	if c.ObtainedAt == 0 {
		c.ObtainedAt = now
	}
	if c.ObtainedAt > now.Add(5*time.Minute) { // a little: clocks differ
		bad.Add("obtained_at", ReasonInFuture)
	}
	if expires := c.Kind == CodeForm || c.Kind == CodePrepay; expires && c.ObtainedAt.Add(CodeLife) <= now {
		bad.Add("obtained_at", ReasonExpired)
	}
}

func (s *Store) storeCodes(ctx context.Context, app App, source string, good []collected, result *CodesResult) error {
	var openids, codes []string
	for _, item := range good {
		openids = append(openids, item.in.Openid)
		codes = append(codes, item.in.Code)
	}
	recipients, err := s.recipientsFor(ctx, app.ID, openids)
	if err != nil {
		return err
	}
	var known []SendCode
	err = s.db.WithContext(ctx).Select("code", "recipient_id").Where("app_id = ? AND code IN ? AND use_no = 1", app.ID, codes).Find(&known).Error
	if err != nil {
		return fmt.Errorf("look for known codes: %w", err)
	}
	owners := make(map[string]int64, len(known))
	for _, c := range known {
		owners[c.Code] = c.RecipientID
	}
	var rows []SendCode
	for _, item := range good {
		recipient := recipients[item.in.Openid].ID
		owner, stored := owners[item.in.Code]
		switch {
		case !stored:
			owners[item.in.Code] = recipient
			rows = append(rows, s.newCodes(app, recipient, source, item)...)
			result.Accepted++
		case owner == recipient:
			result.Duplicates++
		default:
			result.Rejected = append(result.Rejected, RejectedCode{item.index, "code", ReasonForeignCode})
		}
	}
	if err := s.settleOrders(ctx, app, rows); err != nil {
		return err
	}
	if err := s.tallyEarned(ctx, app, rows); err != nil {
		return err
	}
	return s.storeNewCodes(ctx, rows)
}

// newCodes makes one row a use.
func (s *Store) newCodes(app App, recipientID int64, source string, item collected) []SendCode {
	in := item.in
	code := SendCode{
		AppID: app.ID, RecipientID: recipientID, Kind: in.Kind, TemplateRef: item.ref, Code: in.Code,
		Source: source, Scene: in.Scene, OrderNo: in.OrderNo, State: CodeAvailable,
		ObtainedAt: in.ObtainedAt, UsableAt: in.ObtainedAt, ExpiresAt: Never,
	}
	uses := 1
	switch in.Kind {
	case CodeForm:
		code.ExpiresAt = in.ObtainedAt.Add(CodeLife)
	case CodePrepay:
		uses = app.CodesPerPayment
		if in.OrderNo != "" {
			code.UsableAt = Never // until the order is paid; see MarkPaid
			code.ExpiresAt = in.ObtainedAt.Add(CodeLife)
		} else {
			code.paid(app, in.ObtainedAt)
		}
	}
	rows := make([]SendCode, uses)
	for i := range rows {
		rows[i] = code
		rows[i].ID, rows[i].UseNo = NewID(s.now()), i+1
	}
	return rows
}

// paid makes a payment code usable after the settling delay; its seven days run
// from the payment.
func (c *SendCode) paid(app App, at Millis) {
	c.PaidAt = at
	c.UsableAt = at.Add(app.PaymentDelay())
	c.ExpiresAt = at.Add(CodeLife)
}

// markPaid makes the codes of an order usable that was paid at a time.
func (s *Store) markPaid(ctx context.Context, actor Actor, app App, orderNo string, at Millis) (int, error) {
	var marked int
	err := s.InTx(ctx, func(tx *Store) error {
		var codes []SendCode
		err := tx.forUpdate(ctx).Where("app_id = ? AND order_no = ? AND kind = ?", app.ID, orderNo, CodePrepay).Find(&codes).Error
		if err != nil {
			return fmt.Errorf("find codes of order: %w", err)
		}
		if orderNo == "" || len(codes) == 0 {
			return fmt.Errorf("order: %w", ErrNotFound)
		}
		if err := tx.notePaid(ctx, Order{AppID: app.ID, OrderNo: orderNo}, at); err != nil {
			return err
		}
		marked = 0
		for _, c := range codes {
			if c.PaidAt != 0 || c.State != CodeAvailable {
				continue
			}
			tx.counts.add(c, -1)
			c.paid(app, at)
			tx.counts.add(c, +1)
			err := tx.db.WithContext(ctx).Select("paid_at", "usable_at", "expires_at").Updates(&c).Error
			if err != nil {
				return fmt.Errorf("mark code %d paid: %w", c.ID, err)
			}
			marked++
		}
		if marked == 0 {
			return nil
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "code.paid", Object: "code", After: map[string]any{"order_no": orderNo, "codes": marked}})
	})
	return marked, err
}
