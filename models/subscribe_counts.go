package models

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Tallied is what the statistics of subscriptions count.
type Tallied string

// What is counted. One accept is one credit.
const (
	TallyAccept Tallied = "accept"
	TallyReject Tallied = "reject"
	TallySpent  Tallied = "spent"
)

// The scenes that have no name of the shop's: the platform's dialog as it pushed it,
// the mini program's settings, and all beyond the first maxScenes of a day.
const (
	ScenePopup    = ""
	SceneSettings = "@settings"
	SceneOther    = "@other"
)

// maxScenes bounds the rows of a day: a shop may put an order's number there.
const maxScenes = 50

// subscribeCount is one cell of the statistics.
type subscribeCount struct {
	AppID       int64   `gorm:"primaryKey"`
	Day         Millis  `gorm:"primaryKey"` // midnight in the shop's zone
	TemplateRef int64   `gorm:"primaryKey"`
	What        Tallied `gorm:"primaryKey"`
	Scene       string  `gorm:"primaryKey"`
	N           int64
}

func dayOf(app App, at Millis) Millis { return midnight(at.Time().In(app.Zone()), 0) }

// midnight begins the day so many days after that of t, in its zone.
func midnight(t time.Time, days int) Millis {
	return At(time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location()))
}

// subscribeTally gathers what one transaction adds.
type subscribeTally map[subscribeCount]int64

func (t subscribeTally) add(app App, at Millis, templateRef int64, what Tallied, scene string) {
	t[subscribeCount{AppID: app.ID, Day: dayOf(app, at), TemplateRef: templateRef, What: what, Scene: clip(scene, 64)}]++
}

// tally writes it, in one order for everybody.
func (s *Store) tally(ctx context.Context, t subscribeTally) error {
	keys := slices.SortedFunc(maps.Keys(t), func(a, b subscribeCount) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.TemplateRef, b.TemplateRef), cmp.Compare(a.What, b.What), cmp.Compare(a.Scene, b.Scene))
	})
	for _, cell := range keys {
		n := t[cell]
		var err error
		if cell.Scene, err = s.knownScene(ctx, cell); err != nil {
			return err
		}
		cell.N = n
		err = s.db.WithContext(ctx).Clauses(s.addUp("subscribe_counts", "app_id", "day", "template_ref", "what", "scene")).Create(&cell).Error
		if err != nil {
			return fmt.Errorf("count subscriptions: %w", err)
		}
	}
	return nil
}

// knownScene is the scene to count under: the cell's own while the day has few.
func (s *Store) knownScene(ctx context.Context, c subscribeCount) (string, error) {
	if c.Scene == ScenePopup || c.Scene == SceneSettings {
		return c.Scene, nil
	}
	var scenes []string
	err := s.db.WithContext(ctx).Model(&subscribeCount{}).
		Where("app_id = ? AND day = ? AND template_ref = ? AND what = ?", c.AppID, c.Day, c.TemplateRef, c.What).
		Limit(maxScenes).Pluck("scene", &scenes).Error
	if err != nil {
		return "", fmt.Errorf("look at scenes: %w", err)
	}
	if len(scenes) == maxScenes && !slices.Contains(scenes, c.Scene) {
		return SceneOther, nil
	}
	return c.Scene, nil
}

// tallyEarned counts the credits among codes that were just stored.
func (s *Store) tallyEarned(ctx context.Context, app App, rows []SendCode) error {
	earned := subscribeTally{}
	for _, c := range rows {
		if c.TemplateRef != 0 {
			earned.add(app, c.ObtainedAt, c.TemplateRef, TallyAccept, c.Scene)
		}
	}
	return s.tally(ctx, earned)
}

// tallySpent counts what was sent by credits. What may have been sent is spent too.
func (s *Store) tallySpent(ctx context.Context, outcomes []Outcome) error {
	spent := subscribeTally{}
	for _, o := range outcomes {
		if c := o.Claimed.Code; c.TemplateRef != 0 && (o.To == MessageSent || o.To == MessageUnknown) {
			spent.add(*o.Claimed.App, o.At, c.TemplateRef, TallySpent, ScenePopup)
		}
	}
	return s.tally(ctx, spent)
}

// SubscribeDay is what came and went on one day.
type SubscribeDay struct {
	Day                       Millis
	Accepted, Rejected, Spent int64
}

// SceneStats is how people answered for one template in one scene.
type SceneStats struct {
	TemplateRef        int64
	Scene              string
	Accepted, Rejected int64
}

// SubscribeStats is how subscriptions went over some days.
type SubscribeStats struct {
	Days   []SubscribeDay // oldest first, today last
	Scenes []SceneStats   // by template, the most answered first
	Spent  map[int64]int64
}

// SubscribeStats reads the counts of the last days: one range of the primary key,
// the same however many codes there are.
func (s *Store) SubscribeStats(ctx context.Context, app App, days int) (SubscribeStats, error) {
	today := s.Now().Time().In(app.Zone())
	stats := SubscribeStats{Spent: map[int64]int64{}}
	for i := range days {
		stats.Days = append(stats.Days, SubscribeDay{Day: midnight(today, i+1-days)})
	}
	var cells []subscribeCount
	err := s.read.WithContext(ctx).Where("app_id = ? AND day >= ?", app.ID, stats.Days[0].Day).Find(&cells).Error
	if err != nil {
		return SubscribeStats{}, fmt.Errorf("load counts of subscriptions: %w", err)
	}
	scenes := map[SceneStats]*SceneStats{}
	for _, c := range cells {
		stats.add(c, scenes)
	}
	for _, scene := range scenes {
		stats.Scenes = append(stats.Scenes, *scene)
	}
	slices.SortFunc(stats.Scenes, func(a, b SceneStats) int {
		return cmp.Or(cmp.Compare(a.TemplateRef, b.TemplateRef), cmp.Compare(b.Accepted+b.Rejected, a.Accepted+a.Rejected), cmp.Compare(a.Scene, b.Scene))
	})
	return stats, nil
}

// add sorts a cell in. A shop that has changed its zone has cells between two
// midnights; they belong to the day before.
func (s *SubscribeStats) add(c subscribeCount, scenes map[SceneStats]*SceneStats) {
	at, found := slices.BinarySearchFunc(s.Days, c.Day, func(d SubscribeDay, day Millis) int { return cmp.Compare(d.Day, day) })
	if !found {
		at--
	}
	day := &s.Days[at]
	if c.What == TallySpent {
		day.Spent += c.N
		s.Spent[c.TemplateRef] += c.N
		return
	}
	key := SceneStats{TemplateRef: c.TemplateRef, Scene: c.Scene}
	if scenes[key] == nil {
		scenes[key] = &SceneStats{TemplateRef: c.TemplateRef, Scene: c.Scene}
	}
	if c.What == TallyAccept {
		day.Accepted += c.N
		scenes[key].Accepted += c.N
		return
	}
	day.Rejected += c.N
	scenes[key].Rejected += c.N
}

// ReachOf is how many people can be reached now, by template. Legacy templates
// share their codes, so they are counted once.
func (s *Store) ReachOf(ctx context.Context, templates []Template) (map[int64]CappedCount, error) {
	reach, legacy := map[int64]CappedCount{}, int64(0)
	for _, t := range templates {
		if t.Kind == KindTemplate && legacy != 0 {
			reach[t.ID] = reach[legacy]
			continue
		}
		n, err := s.peopleWith(ctx, t)
		if err != nil {
			return nil, err
		}
		if reach[t.ID] = n; t.Kind == KindTemplate {
			legacy = t.ID
		}
	}
	return reach, nil
}

// peopleWith counts who holds a code that pays for a template now, exact up to
// countCap: it walks the index of live codes, which is sorted by person, no further.
func (s *Store) peopleWith(ctx context.Context, t Template) (CappedCount, error) {
	now := s.Now()
	query := s.read.WithContext(ctx).Model(&SendCode{}).Distinct("recipient_id").
		Where("app_id = ? AND live = 1 AND kind IN ? AND template_ref = ? AND state = ? AND usable_at <= ? AND expires_at > ?",
			t.AppID, t.CodeKinds(), creditsOf(t), CodeAvailable, now, now).Limit(countCap + 1)
	var n int64
	if err := s.read.WithContext(ctx).Table("(?) AS people", query).Count(&n).Error; err != nil {
		return CappedCount{}, fmt.Errorf("count people: %w", err)
	}
	return CappedCount{N: min(n, countCap), Over: n > countCap}, nil
}

// creditsOf is the template that codes for t name: those of legacy templates name none.
func creditsOf(t Template) int64 {
	if t.Kind == KindTemplate {
		return 0
	}
	return t.ID
}
