package models

import (
	"context"
	"fmt"
	"time"

	"xinshi/models/wechat"
)

// When something is an alert.
const (
	shortPause   = 5 * time.Minute // a pause that ends by itself so soon is none: the platform asks for one each busy minute
	quotaNear    = 80              // per cent of the day's sends
	codesMatter  = 10              // who sends less in a day is not in need of codes
	platformDay  = 8 * time.Hour   // the platform's days begin at midnight, UTC+8
	quotaUsedUp  = 100
	dailyQuota   = 45009
	dailyQuotaV2 = 44993
)

// signs are the alerts that an App has reason for now. Whether it stands is
// read from what other parts keep anyway; only the quota has to be asked for,
// and nil says that nobody has.
func (s *Store) signs(ctx context.Context, app App, quota *wechat.Quota) ([]Alert, error) {
	now := s.Now()
	var found []Alert
	if app.standsStill() {
		found = append(found, Alert{Kind: AlertPaused, Errcode: app.PauseErrcode, UntilAt: app.PauseUntil})
	}
	token, err := s.TokenState(ctx, app.Appid)
	if err != nil {
		return nil, err
	}
	if token.FailedAt.IsSet() && (token.FailureErrcode != 0 || token.ExpiresAt <= now) { // no answer is none of the account's faults, while the held one lives
		found = append(found, Alert{Kind: AlertToken, Errcode: token.FailureErrcode})
	}
	var cells []hourlyCount
	if err := s.read.WithContext(ctx).Where("app_id = ? AND hour > ?", app.ID, now.Add(-25*time.Hour)).Find(&cells).Error; err != nil {
		return nil, fmt.Errorf("load counts: %w", err)
	}
	if alert, ok := quotaSign(app, cells, quota, now); ok {
		found = append(found, alert)
	}
	for _, look := range []func(context.Context, App, []hourlyCount) ([]Alert, error){s.codeSign, s.templateSigns, s.approvalSign, s.unknownSign} {
		more, err := look(ctx, app, cells)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// standsStill tells whether an App's pause is one that somebody has to see to. A
// token that is refused as soon as it was renewed is: another system renews it too,
// and as long as both do the App pauses again and again, each time for a minute.
func (a App) standsStill() bool {
	if a.State != AppPaused {
		return false
	}
	lasting := a.PauseUntil == 0 || a.PauseUntil.Sub(a.PausedAt) > shortPause
	return lasting || wechat.Lookup("", a.PauseErrcode).Reaction == wechat.Refresh
}

// quotaSign holds for the rest of the day in which the platform said that there
// is nothing left, and while it tells that little is.
func quotaSign(app App, cells []hourlyCount, quota *wechat.Quota, now Millis) (Alert, bool) {
	local := now.Add(platformDay).Time()
	midnight := At(local.Truncate(24 * time.Hour)).Add(-platformDay)
	for _, errcode := range []int{dailyQuota, dailyQuotaV2} {
		if app.State == AppPaused && app.PauseErrcode == errcode {
			return Alert{Kind: AlertQuota, Errcode: errcode, N: quotaUsedUp}, true
		}
		for _, c := range cells {
			if c.Errcode == errcode && c.Hour >= midnight {
				return Alert{Kind: AlertQuota, Errcode: errcode, N: quotaUsedUp}, true
			}
		}
	}
	if quota != nil && quota.Limit > 0 && quota.Used*100 >= quota.Limit*quotaNear {
		return Alert{Kind: AlertQuota, N: min(quota.Used*100/quota.Limit, quotaUsedUp)}, true
	}
	return Alert{}, false
}

// codeSign compares the codes that are left with what was sent in a day.
func (s *Store) codeSign(ctx context.Context, app App, cells []hourlyCount) ([]Alert, error) {
	var spent int64
	for _, c := range cells {
		if c.State == MessageSent || c.Reason == CauseNoCode {
			spent += c.N
		}
	}
	if spent < codesMatter {
		return nil, nil
	}
	stock, err := s.CodeStock(ctx, app.ID)
	if err != nil || stock.Total() >= spent {
		return nil, err
	}
	return []Alert{{Kind: AlertCodes, N: stock.Total()}}, nil
}

// templateSigns are the templates that the platform's answers have stopped; one
// that a person stopped is as they want it.
func (s *Store) templateSigns(ctx context.Context, app App, _ []hourlyCount) ([]Alert, error) {
	var stopped []Template
	err := s.read.WithContext(ctx).Where("app_id = ? AND state = ? AND stop_errcode <> 0", app.ID, TemplateStopped).Find(&stopped).Error
	if err != nil {
		return nil, fmt.Errorf("load stopped templates: %w", err)
	}
	alerts := make([]Alert, len(stopped))
	for i, t := range stopped {
		alerts[i] = Alert{Kind: AlertTemplate, ObjectID: t.ID, Subject: clip(t.Title, 200), Errcode: t.StopErrcode}
	}
	return alerts, nil
}

func (s *Store) approvalSign(ctx context.Context, app App, _ []hourlyCount) ([]Alert, error) {
	n, err := s.WaitingApprovals(ctx, app.ID)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Alert{{Kind: AlertApproval, N: n}}, nil
}

func (s *Store) unknownSign(ctx context.Context, app App, _ []hourlyCount) ([]Alert, error) {
	n, err := s.capped(ctx, &Message{}, "app_id = ? AND state = ?", app.ID, MessageUnknown)
	if err != nil || n.N == 0 {
		return nil, err
	}
	return []Alert{{Kind: AlertUnknown, N: n.N}}, nil
}

// chainSign is what the last check of the audit record found.
func (s *Store) chainSign(ctx context.Context) ([]Alert, error) {
	state, err := s.AuditState(ctx)
	if err != nil || state.Whole() {
		return nil, err
	}
	return []Alert{{Kind: AlertChain, N: int64(len(state.Breaks))}}, nil
}

// SendingApps are the Apps that have sent something in the last day: those whose
// quota is worth asking for.
func (s *Store) SendingApps(ctx context.Context) ([]App, error) {
	var apps []App
	sent := s.read.WithContext(ctx).Model(&hourlyCount{}).Select("app_id").Where("hour > ?", s.Now().Add(-24*time.Hour))
	if err := s.read.WithContext(ctx).Where("id IN (?)", sent).Order("id").Find(&apps).Error; err != nil {
		return nil, fmt.Errorf("find apps that send: %w", err)
	}
	return apps, nil
}
