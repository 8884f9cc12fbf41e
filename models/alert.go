package models

import (
	"context"
	"fmt"
	"slices"
)

// AlertKind is something that somebody has to see to.
type AlertKind string

// The kinds of alert. Each is raised and cleared by WatchAlerts alone.
const (
	AlertChain    AlertKind = "chain"    // the audit record was tampered with; of the installation
	AlertToken    AlertKind = "token"    // the platform gives an App no access token
	AlertPaused   AlertKind = "paused"   // an App sends nothing
	AlertQuota    AlertKind = "quota"    // the platform's daily number of sends is nearly or quite used up
	AlertTemplate AlertKind = "template" // the platform refuses a template; its messages wait
	AlertCodes    AlertKind = "codes"    // fewer send codes are left than were spent in a day
	AlertApproval AlertKind = "approval" // batches wait for somebody's approval
	AlertUnknown  AlertKind = "unknown"  // outcomes wait for a person's judgement
)

// AlertKinds lists them, most pressing first.
var AlertKinds = []AlertKind{AlertChain, AlertToken, AlertPaused, AlertQuota, AlertTemplate, AlertCodes, AlertApproval, AlertUnknown}

// Alert is one subject that somebody has to see to, or had to. What is over
// keeps its row, so that what comes and goes is not told of each time.
type Alert struct {
	AppID     int64     `gorm:"primaryKey"` // 0: the installation
	Kind      AlertKind `gorm:"primaryKey"`
	ObjectID  int64     `gorm:"primaryKey"` // a template; 0: the App itself
	Subject   string    // its title, for people
	Errcode   int       // what the platform said; 0: nothing
	N         int64     // how many: codes, outcomes, damaged rows, per cent of the quota
	UntilAt   Millis    // when a pause ends by itself; 0: it does not
	RaisedAt  Millis
	ClearedAt Millis // 0: it stands
	ToldAt    Millis `json:"-"` // when robots were last told that it was raised
	Told      bool   `json:"-"` // robots know that it stands
}

// Alerts lists what stands for these Apps, most pressing first; with 0 among
// them, what concerns the installation too.
func (s *Store) Alerts(ctx context.Context, appIDs ...int64) ([]Alert, error) {
	var alerts []Alert
	if err := s.read.WithContext(ctx).Where("app_id IN ? AND cleared_at = 0", append([]int64{-1}, appIDs...)).Find(&alerts).Error; err != nil {
		return nil, fmt.Errorf("load alerts: %w", err)
	}
	slices.SortFunc(alerts, compareAlerts)
	return alerts, nil
}

func compareAlerts(a, b Alert) int {
	if d := slices.Index(AlertKinds, a.Kind) - slices.Index(AlertKinds, b.Kind); d != 0 {
		return d
	}
	return int(a.RaisedAt - b.RaisedAt)
}
