package models

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"
)

// few is how many people are looked at in no time, whatever else is asked of them.
const few = lookAtOnce

// fewDriver holds the places of a list by name or by expiry in hand: where few
// people can match, they are all judged and put in order, which costs less than
// to follow the order and meet so few of them.
type fewDriver struct {
	places []place // in order
}

// compare is the order of all lists that have keys.
func (at place) compare(other place) int {
	return cmp.Or(cmp.Compare(at.key, other.key), cmp.Compare(at.id, other.id))
}

// fewInOrder judges all whom a driver names and puts them in order. key is a
// person's place in it, if any. ok is false when there are too many.
func (q *peopleQuery) fewInOrder(ctx context.Context, all byIDDriver, key func(Recipient) (string, bool)) (d fewDriver, ok bool, err error) {
	if all.size > few {
		return d, false, nil
	}
	places, err := all.next(ctx, place{}, false, few)
	if err != nil || len(places) == few {
		return d, false, err
	}
	people, err := q.judge(ctx, all, places)
	if err != nil {
		return d, false, err
	}
	for _, r := range people {
		if k, shown := key(r); shown {
			d.places = append(d.places, place{k, r.ID})
		}
	}
	slices.SortFunc(d.places, place.compare)
	return d, true, nil
}

func (d fewDriver) next(_ context.Context, at place, back bool, n int) ([]place, error) {
	i, found := slices.BinarySearchFunc(d.places, at, place.compare)
	if back {
		before := slices.Clone(d.places[:i])
		slices.Reverse(before)
		return before[:min(n, len(before))], nil
	}
	if found {
		i++
	}
	return slices.Clone(d.places[i:min(i+n, len(d.places))]), nil
}

func (fewDriver) among(query *gorm.DB, places []place) *gorm.DB { return oneByOne(query, places) }

func (fewDriver) shows(place, Recipient) bool { return true }

func (fewDriver) atOnce() int { return few }
