package models

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// byExpiryDriver names people by their code that expires soonest of those asked
// for. Keys are its expiry and its id.
type byExpiryDriver struct {
	*peopleQuery
	need  codeNeed
	times []expiryRange
	first map[int64]string // by person: the key of that code
}

// expiryRange is from its first moment up to its last.
type expiryRange struct{ from, to Millis }

// expiryKey has one width, so that keys compare as their numbers do.
func expiryKey(c SendCode) string { return fmt.Sprintf("%019d.%019d", c.ExpiresAt, c.ID) }

// byExpiry is the list of people whose codes are about to expire.
func (q *peopleQuery) byExpiry(ctx context.Context, all byIDDriver) (driver, error) {
	d := &byExpiryDriver{peopleQuery: q, need: q.codes[0]}
	if all.size <= few {
		places, err := all.next(ctx, place{}, false, few)
		if err == nil {
			err = d.findFirst(ctx, places)
		}
		if err != nil {
			return nil, fmt.Errorf("look for expiring codes: %w", err)
		}
	}
	some, ok, err := q.fewInOrder(ctx, all, func(r Recipient) (string, bool) { key, found := d.first[r.ID]; return key, found })
	if ok || err != nil {
		return some, err
	}
	return d, d.findTimes(ctx)
}

// findTimes asks the counts in which hours codes are left: the index knows only
// when one expires, and the used ones of an hour may be a hundred thousand.
func (d *byExpiryDriver) findTimes(ctx context.Context) error {
	var hours []Millis
	err := d.need.counted(d.peopleQuery.read.WithContext(ctx).Model(&codeCount{}), d.appID).Distinct("hour").Order("hour").Pluck("hour", &hours).Error
	if err != nil {
		return fmt.Errorf("look for expiring codes: %w", err)
	}
	for _, hour := range hours {
		from, to := max(hour, d.need.after+1), min(hour+millisPerHour-1, d.need.until)
		if last := len(d.times) - 1; last >= 0 && d.times[last].to+1 == from {
			d.times[last].to = to
		} else if from <= to {
			d.times = append(d.times, expiryRange{from, to})
		}
	}
	return nil
}

// left is the times that follow a moment, or precede it, nearest first.
func (d *byExpiryDriver) left(moment Millis, back bool) []expiryRange {
	var left []expiryRange
	for _, t := range d.times {
		if back {
			t.to = min(t.to, moment-1)
		} else {
			t.from = max(t.from, moment+1)
		}
		if t.from <= t.to {
			left = append(left, t)
		}
	}
	if back {
		slices.Reverse(left)
	}
	return left
}

// next reads codes without looking at their kind or state: a range of them costs
// the same whatever is asked for.
func (d *byExpiryDriver) next(ctx context.Context, at place, back bool, n int) ([]place, error) {
	var last SendCode // none at the beginning of the list
	_, _ = fmt.Sscanf(at.key, "%d.%d", &last.ExpiresAt, &last.ID)
	// Codes of the same moment by id, then the moments beyond, as for names.
	codes, err := d.read(ctx, n, "expires_at = ? AND id "+beyond(back)+" ?", "id"+turned(back), last.ExpiresAt, last.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range d.left(last.ExpiresAt, back) {
		if len(codes) == n {
			break
		}
		more, err := d.read(ctx, n-len(codes), "expires_at >= ? AND expires_at <= ?", "expires_at"+turned(back)+", id"+turned(back), t.from, t.to)
		if err != nil {
			return nil, err
		}
		codes = append(codes, more...)
	}
	return d.places(ctx, codes)
}

// read leaves the owner for later: what stands in the index alone is read from
// its range, where MariaDB else prefers to begin at the App's first code.
func (d *byExpiryDriver) read(ctx context.Context, n int, where, order string, values ...any) ([]SendCode, error) {
	query := d.peopleQuery.read.WithContext(ctx).Model(&SendCode{}).Select("id", "expires_at").
		Where("app_id = ?", d.appID).Where(where, values...).Order(order).Limit(n)
	return scanAll(query, func(c *SendCode, rows *sql.Rows) error { return rows.Scan(&c.ID, &c.ExpiresAt) })
}

// places turns codes into places of their owners.
func (d *byExpiryDriver) places(ctx context.Context, codes []SendCode) ([]place, error) {
	ids := make([]int64, len(codes))
	for i, c := range codes {
		ids[i] = c.ID
	}
	query := d.peopleQuery.read.WithContext(ctx).Model(&SendCode{}).Select("id", "recipient_id").Where("id IN ?", ids)
	owned, err := scanAll(query, func(c *SendCode, rows *sql.Rows) error { return rows.Scan(&c.ID, &c.RecipientID) })
	if err != nil {
		return nil, err
	}
	owner := make(map[int64]int64, len(owned))
	for _, c := range owned {
		owner[c.ID] = c.RecipientID
	}
	places := make([]place, len(codes))
	for i, c := range codes {
		places[i] = place{expiryKey(c), owner[c.ID]}
	}
	return places, d.findFirst(ctx, places)
}

// findFirst finds the code that each person is shown at.
func (d *byExpiryDriver) findFirst(ctx context.Context, places []place) error {
	where, values := d.need.fits()
	query := d.peopleQuery.read.WithContext(ctx).Table("send_codes c").Select("c.id", "c.recipient_id", "c.expires_at").
		Where("c.recipient_id IN ?", personIDs(places)).Where(where, values...)
	theirs, err := scanAll(query, func(c *SendCode, rows *sql.Rows) error { return rows.Scan(&c.ID, &c.RecipientID, &c.ExpiresAt) })
	if err != nil {
		return err
	}
	slices.SortFunc(theirs, func(a, b SendCode) int { return cmp.Or(cmp.Compare(b.ExpiresAt, a.ExpiresAt), cmp.Compare(b.ID, a.ID)) })
	d.first = make(map[int64]string, len(places))
	for _, c := range theirs { // the soonest comes last, and stays
		d.first[c.RecipientID] = expiryKey(c)
	}
	return nil
}

// among leaves out whoever is shown elsewhere, if at all.
func (d *byExpiryDriver) among(query *gorm.DB, places []place) *gorm.DB {
	return oneByOne(query, slices.DeleteFunc(slices.Clone(places), func(at place) bool { return d.first[at.id] != at.key }))
}

func (d *byExpiryDriver) atOnce() int { return lookAtOnce }

func (d *byExpiryDriver) shows(at place, r Recipient) bool { return d.first[r.ID] == at.key }
