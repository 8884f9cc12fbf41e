package models

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"gorm.io/gorm"
)

// byIDDriver names people by id, newest first: those in any of some ranges, each
// of which an index keeps in that order.
type byIDDriver struct {
	column string
	ranges []*gorm.DB
	size   int   // how many it can name, as far as that is known
	allOf  int64 // the App all of whose people it names; 0: only some
}

// byID chooses the ranges that hold everyone who can match, and as few others as
// may be: those with a tag, those with a code, or all.
func (q *peopleQuery) byID(ctx context.Context) (byIDDriver, error) {
	best := byIDDriver{
		column: "id", size: math.MaxInt, allOf: q.appID,
		ranges: []*gorm.DB{q.read.WithContext(ctx).Model(&Recipient{}).Select("id").Where("app_id = ?", q.appID)},
	}
	var all []byIDDriver
	for _, tag := range q.tags {
		d, err := q.byTag(ctx, tag)
		if err != nil {
			return best, err
		}
		all = append(all, d)
	}
	for _, need := range q.codes {
		d, err := q.byCode(ctx, need)
		if err != nil {
			return best, err
		}
		all = append(all, d)
	}
	if q.filter.Refused {
		d, err := q.byKinds(ctx, 0, subscribeKinds, nil)
		if err != nil {
			return best, err
		}
		d.size = math.MaxInt - 1 // any number, but not everyone
		all = append(all, d)
	}
	for _, d := range all {
		if d.size < best.size {
			best = d
		}
	}
	return best, nil
}

// byTag names who has a tag. Of tags with many people it matters little how many.
func (q *peopleQuery) byTag(ctx context.Context, tag int64) (byIDDriver, error) {
	has := q.read.WithContext(ctx).Table("recipient_tags").Select("recipient_id").Where("tag_id = ?", tag)
	d := byIDDriver{column: "recipient_id", ranges: []*gorm.DB{has}}
	var n int64
	err := q.read.WithContext(ctx).Table("(?) AS some", has.Session(&gorm.Session{}).Limit(countCap)).Count(&n).Error
	d.size = int(n)
	return d, err
}

// byCode names who has a live code of the kinds and templates asked for.
func (q *peopleQuery) byCode(ctx context.Context, need codeNeed) (byIDDriver, error) {
	d, err := q.byKinds(ctx, 1, need.kinds, need.refs)
	if err != nil {
		return d, err
	}
	need.until = Never // the ranges know nothing of expiry
	var n sql.NullInt64
	err = need.counted(q.read.WithContext(ctx).Model(&codeCount{}), q.appID).Select("SUM(n)").Scan(&n).Error
	d.size = int(n.Int64)
	return d, err
}

// byKinds names who has a code, live or not, of some kinds and templates.
func (q *peopleQuery) byKinds(ctx context.Context, live int, kinds []CodeKind, refs []int64) (byIDDriver, error) {
	d := byIDDriver{column: "recipient_id"}
	db := q.read.WithContext(ctx)
	add := func(kind CodeKind, ref int64) {
		d.ranges = append(d.ranges, db.Table("send_codes").Distinct("recipient_id").
			Where("app_id = ? AND live = ? AND kind = ? AND template_ref = ?", q.appID, live, kind, ref))
	}
	var templates []Template
	if err := db.Select("id", "kind").Where("app_id = ?", q.appID).Find(&templates).Error; err != nil {
		return d, err
	}
	for _, kind := range kinds {
		if !slices.Contains(subscribeKinds, kind) {
			add(kind, 0)
			continue
		}
		for _, t := range templates {
			if string(t.Kind) == string(kind) && (refs == nil || slices.Contains(refs, t.ID)) {
				add(kind, t.ID)
			}
		}
	}
	return d, nil
}

func (d byIDDriver) next(_ context.Context, at place, back bool, n int) ([]place, error) {
	var all []int64
	for _, in := range d.ranges {
		query := in.Session(&gorm.Session{}).Limit(n).Order(d.column + turned(!back))
		if back || at.id != 0 {
			query = query.Where(d.column+" "+beyond(!back)+" ?", at.id)
		}
		found, err := scanAll(query, func(id *int64, rows *sql.Rows) error { return rows.Scan(id) })
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	// Each range gave its nearest n, so the nearest n of all are among these.
	slices.Sort(all)
	all = slices.Compact(all)
	if !back {
		slices.Reverse(all)
	}
	places := make([]place, min(n, len(all)))
	for i := range places {
		places[i].id = all[i]
	}
	return places, nil
}

// among uses that, of everyone, no one stands between two who follow each other:
// one range costs less than thousands of ids.
func (d byIDDriver) among(query *gorm.DB, places []place) *gorm.DB {
	if d.allOf == 0 {
		return oneByOne(query, places)
	}
	from, to := places[0].id, places[len(places)-1].id
	return query.Where("recipients.app_id = ? AND recipients.id BETWEEN ? AND ?", d.allOf, min(from, to), max(from, to))
}

func (d byIDDriver) atOnce() int {
	if d.allOf != 0 {
		return 5 * lookAtOnce
	}
	return lookAtOnce
}

// shows is always true: nobody is named twice.
func (byIDDriver) shows(place, Recipient) bool { return true }
