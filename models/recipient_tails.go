package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A search finds people by how a word in the nickname, the remark or the phone
// number begins. Each such beginning is a tail: the text from there on, in lower
// case. Tails are made here alone, when names are written and when they are looked
// for, so both databases find alike. Whoever changes what tails() returns renames
// tailsFilled, so that all are made again.
const (
	maxTails    = 12 // of one person
	tailRunes   = 20
	tailsFilled = "tails_filled" // names the progress of FillTails
	allFilled   = "all"
	tailsChunk  = 500
)

// tails lists the places where a search can begin, without repetition.
func (r Recipient) tails() []string {
	var all []string
	seen := map[string]bool{}
	add := func(text string, at int) {
		tail := cutTail(text[at:])
		if tail != "" && !seen[tail] && len(all) < maxTails {
			seen[tail] = true
			all = append(all, tail)
		}
	}
	for _, at := range phoneStarts(r.Phone) {
		add(r.Phone, at)
	}
	for _, text := range []string{strings.ToLower(r.Nickname), strings.ToLower(r.Remark)} {
		for _, at := range wordStarts(text) {
			add(text, at)
		}
	}
	return all
}

// tailBeginning is the first of a person's tails, in their order, that begins
// with a search.
func (r Recipient) tailBeginning(search string) (first string, ok bool) {
	for _, tail := range r.tails() {
		if strings.HasPrefix(tail, search) && (!ok || tail < first) {
			first, ok = tail, true
		}
	}
	return first, ok
}

// cutTail is what of a text is kept and compared.
func cutTail(text string) string {
	n := 0
	for i := range text {
		if n == tailRunes {
			text = text[:i]
			break
		}
		n++
	}
	return strings.TrimRightFunc(text, unicode.IsSpace)
}

// script tells what belongs to one word: a Chinese character is a word by itself.
type script int

const (
	blank script = iota
	letters
	signs
	ideograph
)

func scriptOf(r rune) script {
	switch {
	case unicode.IsSpace(r):
		return blank
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return ideograph
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return letters
	}
	return signs
}

// wordStarts is where the words of a text begin.
func wordStarts(text string) []int {
	var starts []int
	last := blank
	for i, r := range text {
		if i > 0 && unicode.In(r, unicode.Mark, unicode.Cf) { // an accent or a joiner: part of what is before it
			continue
		}
		this := scriptOf(r)
		if this != blank && (this != last || this == ideograph) {
			starts = append(starts, i)
		}
		last = this
	}
	return starts
}

// phoneStarts is where people begin to type a phone number: at its start, after
// the country's code, and at its last four digits.
func phoneStarts(phone string) []int {
	if phone == "" {
		return nil
	}
	starts := []int{0}
	if strings.HasPrefix(phone, "+86") {
		starts = append(starts, len("+86"))
	}
	if len(phone) > 7 {
		starts = append(starts, len(phone)-4)
	}
	return starts
}

// tailOf is one row of the search index.
type tailOf struct {
	app, person int64
	tail        string
}

// addTails writes tails, in the order of their index, which they reach sooner so;
// those that stand there already do no harm.
func (s *Store) addTails(ctx context.Context, tails []tailOf) error {
	slices.SortFunc(tails, func(a, b tailOf) int { return cmp.Or(cmp.Compare(a.app, b.app), strings.Compare(a.tail, b.tail)) })
	rows := make([][]any, len(tails))
	for i, t := range tails {
		rows[i] = []any{t.app, t.tail, t.person}
	}
	columns := []string{"app_id", "tail", "recipient_id"}
	if err := s.putRows(ctx, "recipient_tails", columns, columns, nil, rows); err != nil {
		return fmt.Errorf("write search index: %w", err)
	}
	return nil
}

// dropTails removes tails by their own key.
func (s *Store) dropTails(ctx context.Context, appID int64, tails []tailOf) error {
	for part := range slices.Chunk(tails, bulkRows) {
		keys, values := make([]string, len(part)), []any{appID}
		for i, t := range part {
			keys[i] = "(tail = ? AND recipient_id = ?)"
			values = append(values, t.tail, t.person)
		}
		err := s.db.WithContext(ctx).Exec("DELETE FROM recipient_tails WHERE app_id = ? AND ("+strings.Join(keys, " OR ")+")", values...).Error
		if err != nil {
			return fmt.Errorf("clear search index: %w", err)
		}
	}
	return nil
}

// FillTails makes those people findable who were stored before there was a search
// index. It works in pieces and remembers how far it came, so that it may be
// interrupted, and costs one look when all is done.
func (s *Store) FillTails(ctx context.Context) error {
	for more := true; more; {
		err := s.InTx(ctx, func(tx *Store) error {
			progress := setting{Name: tailsFilled, Value: "0"}
			err := one(tx.forUpdate(ctx).Where("name = ?", tailsFilled).Take(&progress).Error, "progress")
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			if more = progress.Value != allFilled; !more {
				return nil
			}
			after, err := strconv.ParseInt(progress.Value, 10, 64)
			if err != nil {
				return err
			}
			if progress.Value, err = tx.fillTails(ctx, after); err != nil {
				return err
			}
			return tx.db.WithContext(ctx).Save(&progress).Error
		})
		if err != nil {
			return fmt.Errorf("fill search index: %w", err)
		}
	}
	return nil
}

// fillTails does so for those after an id and returns how far it came. The people
// are locked: whoever renames one of them meanwhile would leave an old tail behind.
func (s *Store) fillTails(ctx context.Context, after int64) (progress string, err error) {
	var people []Recipient
	err = s.forUpdate(ctx).Select("id", "app_id", "nickname", "remark", "phone").
		Where("id > ?", after).Order("id").Limit(tailsChunk).Find(&people).Error
	if err != nil {
		return "", err
	}
	var tails []tailOf
	for _, r := range people {
		for _, tail := range r.tails() {
			tails = append(tails, tailOf{r.AppID, r.ID, tail})
		}
	}
	if err := s.addTails(ctx, tails); err != nil {
		return "", err
	}
	if len(people) < tailsChunk {
		return allFilled, nil
	}
	return strconv.FormatInt(people[len(people)-1].ID, 10), nil
}
