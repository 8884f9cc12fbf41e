package models

import (
	"context"
	"database/sql"
	"strings"

	"gorm.io/gorm"
)

// byNameDriver names people whom a search finds, in the order of the words it
// begins: an exact name stands before longer ones. Those whose openid begins so
// come last. Keys are the tail or the openid, with a letter for which it is.
type byNameDriver struct {
	*peopleQuery
}

const (
	keyTail   = "n"
	keyOpenid = "o" // after the names
)

// byName is the list of a search.
func (q *peopleQuery) byName(ctx context.Context, all byIDDriver) (driver, error) {
	d := byNameDriver{q}
	if some, ok, err := q.fewInOrder(ctx, all, d.key); ok || err != nil {
		return some, err
	}
	return d, nil
}

// key is the one place for each person: the first tail that the search begins,
// and the openid only for lack of one.
func (d byNameDriver) key(r Recipient) (string, bool) {
	if first, found := r.tailBeginning(d.search); found {
		return keyTail + first, true
	}
	return keyOpenid + r.Openid, d.openid != "" && strings.HasPrefix(r.Openid, d.openid)
}

func (d byNameDriver) shows(at place, r Recipient) bool {
	key, found := d.key(r)
	return found && key == at.key
}

// highest stands after every character that occurs in names; it is one itself, so
// that MySQL takes it for text.
const highest = "\U0010FFFF"

func (d byNameDriver) next(ctx context.Context, at place, back bool, n int) ([]place, error) {
	spans := []span{d.tails, d.openids}
	if back {
		spans = []span{d.openids, d.tails}
	}
	return along(ctx, spans, at, back, n)
}

// span reads a part of a list from a place on; none of it, when the place is past it.
type span func(ctx context.Context, at place, back bool, n int) ([]place, error)

// along reads parts one after the other until n places are found.
func along(ctx context.Context, spans []span, at place, back bool, n int) ([]place, error) {
	var all []place
	for _, read := range spans {
		if len(all) == n {
			break
		}
		part, err := read(ctx, at, back, n-len(all))
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	return all, nil
}

func (d byNameDriver) tails(ctx context.Context, at place, back bool, n int) ([]place, error) {
	if d.search == "" || (strings.HasPrefix(at.key, keyOpenid) && !back) {
		return nil, nil
	}
	rest := d.tailsFrom(ctx, n).Where("tail >= ? AND tail < ?", d.search, d.search+highest)
	last, within := strings.CutPrefix(at.key, keyTail)
	if !within {
		return d.scanTails(rest, back)
	}
	// First those who share the tail, by id, then the tails beyond: two ranges of
	// one index, where "tail > ? OR (tail = ? AND recipient_id > ?)" may read it all.
	same := d.tailsFrom(ctx, n).Where("tail = ? AND recipient_id "+beyond(back)+" ?", last, at.id).Order("recipient_id" + turned(back))
	places, err := scanAll(same, scanTail)
	if err != nil || len(places) == n {
		return places, err
	}
	more, err := d.scanTails(rest.Where("tail "+beyond(back)+" ?", last).Limit(n-len(places)), back)
	return append(places, more...), err
}

func (d byNameDriver) tailsFrom(ctx context.Context, n int) *gorm.DB {
	return d.read.WithContext(ctx).Table("recipient_tails").Select("tail", "recipient_id").Where("app_id = ?", d.appID).Limit(n)
}

func (d byNameDriver) scanTails(query *gorm.DB, back bool) ([]place, error) {
	return scanAll(query.Order("tail"+turned(back)+", recipient_id"+turned(back)), scanTail)
}

func scanTail(p *place, rows *sql.Rows) error {
	err := rows.Scan(&p.key, &p.id)
	p.key = keyTail + p.key
	return err
}

func (d byNameDriver) openids(ctx context.Context, at place, back bool, n int) ([]place, error) {
	if d.openid == "" || (strings.HasPrefix(at.key, keyTail) && back) {
		return nil, nil
	}
	query := d.read.WithContext(ctx).Model(&Recipient{}).Select("openid", "id").
		Where("app_id = ? AND openid >= ? AND openid < ?", d.appID, d.openid, d.openid+"\x7f"). // openids are printable ASCII
		Order("openid" + turned(back)).Limit(n)
	if last, within := strings.CutPrefix(at.key, keyOpenid); within {
		query = query.Where("openid "+beyond(back)+" ?", last)
	}
	return scanAll(query, func(p *place, rows *sql.Rows) error {
		err := rows.Scan(&p.key, &p.id)
		p.key = keyOpenid + p.key
		return err
	})
}

func (byNameDriver) among(query *gorm.DB, places []place) *gorm.DB { return oneByOne(query, places) }

func (byNameDriver) atOnce() int { return lookAtOnce }

func beyond(back bool) string {
	if back {
		return "<"
	}
	return ">"
}

func turned(back bool) string {
	if back {
		return " DESC"
	}
	return ""
}
