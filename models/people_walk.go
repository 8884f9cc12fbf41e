package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Looking for people costs the more the fewer of them match, so a page stops
// looking after so many candidates, or so long, and says so.
const (
	lookAtMost   = 100_000
	lookAtOnce   = 2000
	lookNoLonger = 40 * time.Millisecond
)

// place is where a person stands in a list: by the key, then by the id. Lists
// without keys are by id alone, newest first.
type place struct {
	key string
	id  int64
}

// driver names who may match, in an order that an index keeps. It may name too
// many and some of them twice, since everyone is judged by the whole filter.
type driver interface {
	// next returns up to n places that follow one (the zero place is before them
	// all), or those that precede it, nearest first. Fewer than n: there are no more.
	next(ctx context.Context, at place, back bool, n int) ([]place, error)
	// among narrows a query for recipients to those at places that next returned.
	among(query *gorm.DB, places []place) *gorm.DB
	// shows tells whether a person is shown at a place, of all where next names them.
	shows(at place, r Recipient) bool
	// atOnce is how many places one step may take.
	atOnce() int
}

func oneByOne(query *gorm.DB, places []place) *gorm.DB {
	return query.Where("recipients.id IN ?", personIDs(places))
}

// peopleWalk goes through the people whom a query finds, step by step.
type peopleWalk struct {
	q      *peopleQuery
	driver driver
	at     place // up to here everyone has been looked at
	back   bool
	size   int // how many the next step looks at
	growTo int // and how many a later one may
	looked int
	begun  Millis
	until  Millis // looking any longer is not worth it; 0: it is
	done   bool
}

func (q *peopleQuery) walk(d driver, at place, back bool, size int) *peopleWalk {
	return &peopleWalk{q: q, driver: d, at: at, back: back, size: size, growTo: max(size, d.atOnce()), begun: q.Now(), done: q.nobody}
}

// walkByID goes through all whom a filter finds by id, oldest first.
func (s *Store) walkByID(ctx context.Context, appID int64, filter RecipientFilter, after int64) (*peopleWalk, error) {
	q, err := s.peopleQuery(ctx, appID, filter)
	if err != nil {
		return nil, err
	}
	d, err := q.byID(ctx)
	if err != nil {
		return nil, err
	}
	return q.walk(d, place{id: after}, true, lookAtOnce), nil
}

// next takes a step and returns who of it matches.
func (w *peopleWalk) next(ctx context.Context) ([]place, error) {
	places, err := w.driver.next(ctx, w.at, w.back, w.size)
	if err != nil {
		return nil, fmt.Errorf("look for recipients: %w", err)
	}
	w.done = len(places) < w.size
	if len(places) == 0 {
		return nil, nil
	}
	w.at = places[len(places)-1]
	w.looked += len(places)
	people, err := w.q.judge(ctx, w.driver, places)
	if err != nil {
		return nil, err
	}
	w.grow()
	found := places[:0]
	for _, at := range places {
		if r, ok := people[at.id]; ok && w.q.fits(r) && w.driver.shows(at, r) {
			found = append(found, at)
		}
	}
	return found, nil
}

// grow makes steps larger, as there are many candidates for few matches, but none
// that would take longer than the time that is left.
func (w *peopleWalk) grow() {
	w.size = min(4*w.size, w.growTo)
	now := w.q.Now()
	if took, left := now-w.begun, w.until-now; took > 0 && left > 0 {
		w.size = min(w.size, max(w.looked*int(left)/int(took), w.growTo/20))
	}
}

// spent tells whether a page should leave it at what was found. The first step is
// always taken, so that every page goes on.
func (w *peopleWalk) spent() bool {
	return w.looked >= lookAtMost || w.until != 0 && w.looked > 0 && w.q.Now() >= w.until
}

// judge returns those at some places who match, with what fits needs of them.
func (q *peopleQuery) judge(ctx context.Context, d driver, places []place) (map[int64]Recipient, error) {
	query := d.among(q.where(q.read.WithContext(ctx).Model(&Recipient{})), places).
		Select("recipients.id", "recipients.openid", "recipients.nickname", "recipients.remark", "recipients.phone")
	people, err := scanAll(query, func(r *Recipient, rows *sql.Rows) error {
		return rows.Scan(&r.ID, &r.Openid, &r.Nickname, &r.Remark, &r.Phone)
	})
	if err != nil {
		return nil, fmt.Errorf("judge recipients: %w", err)
	}
	byID := make(map[int64]Recipient, len(people))
	for _, r := range people {
		byID[r.ID] = r
	}
	return byID, nil
}

func personIDs(places []place) []int64 {
	list := make([]int64, len(places))
	for i, at := range places {
		list[i] = at.id
	}
	return list
}
