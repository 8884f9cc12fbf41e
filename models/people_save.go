package models

import (
	"context"
	"slices"
)

// MaxPeople is how many users one call may bring.
const MaxPeople = 1000

// PeopleResult says what became of the users of one call.
type PeopleResult struct {
	Added     int
	Changed   int
	Unchanged int
	Rejected  []RejectedPerson
}

// RejectedPerson is one user who was not taken, by its place in the call.
type RejectedPerson struct {
	Index  int
	Field  string
	Reason Reason
	Limit  int // what the reason speaks of
}

// SaveRecipients adds users and changes those already known, up to MaxPeople,
// each judged alone. Only what an input carries is changed: an empty Nickname,
// Remark or Phone leaves what is there, and so do nil Attributes, Tags and Note.
// Attributes are merged by key; one with an empty value is taken away. An openid
// that comes twice is changed twice, in order.
func (s *Store) SaveRecipients(ctx context.Context, actor Actor, app App, in []RecipientInput) (PeopleResult, error) {
	if len(in) > MaxPeople {
		return PeopleResult{}, &ValidationError{Fields: []FieldError{{Field: "recipients", Reason: ReasonTooMany, Limit: MaxPeople}}}
	}
	var result PeopleResult
	good := make([]RecipientInput, 0, len(in))
	places := make([]int, 0, len(in))
	for i, person := range in {
		if bad := person.validate(); len(bad.Fields) > 0 {
			result.reject(i, bad)
			continue
		}
		good, places = append(good, person), append(places, i)
	}
	if len(good) == 0 {
		return result, nil
	}
	judged := result
	err := s.InTx(ctx, func(tx *Store) error {
		result = judged // a repeated transaction begins again
		result.Rejected = slices.Clone(judged.Rejected)
		if err := tx.saveAll(ctx, app.ID, good, places, &result); err != nil {
			return err
		}
		if result.Added+result.Changed == 0 {
			return nil
		}
		return tx.audit(ctx, actor, change{AppID: app.ID, Action: "recipient.import", Object: "recipient", After: map[string]any{
			"added": result.Added, "changed": result.Changed, "unchanged": result.Unchanged, "rejected": len(result.Rejected),
		}})
	})
	slices.SortFunc(result.Rejected, func(a, b RejectedPerson) int { return a.Index - b.Index })
	return result, err
}

func (r *PeopleResult) reject(index int, bad *ValidationError) {
	first := bad.Fields[0]
	r.Rejected = append(r.Rejected, RejectedPerson{index, first.Field, first.Reason, first.Limit})
}

// saveAll writes valid inputs; places says where in the call each stood.
func (s *Store) saveAll(ctx context.Context, appID int64, in []RecipientInput, places []int, result *PeopleResult) error {
	people, err := s.peopleToSave(ctx, appID, in)
	if err != nil {
		return err
	}
	for i, input := range in {
		p := people[input.Openid]
		known := p.after.ID != 0
		changed, bad := p.merge(input)
		switch {
		case len(bad.Fields) > 0:
			result.reject(places[i], bad)
			continue
		case !known:
			p.after.ID = NewID(s.now())
			result.Added++
		case len(changed) > 0:
			result.Changed++
		default:
			result.Unchanged++
		}
		p.taken = true
	}
	return s.storePeople(ctx, appID, people, in)
}

// SaveRecipient adds a user or changes what is kept about one, as a form says it:
// Nickname, Remark and Phone become exactly what is given, also when that is
// nothing, and so do Attributes, Tags and Note unless they are nil.
func (s *Store) SaveRecipient(ctx context.Context, actor Actor, appID int64, in RecipientInput) (Recipient, error) {
	if err := in.validate().Err(); err != nil {
		return Recipient{}, err
	}
	var r Recipient
	err := s.InTx(ctx, func(tx *Store) error {
		people, err := tx.peopleToSave(ctx, appID, []RecipientInput{in})
		if err != nil {
			return err
		}
		p := people[in.Openid]
		changed := p.replace(in)
		p.taken = true
		added := p.after.ID == 0
		if added {
			p.after.ID = NewID(tx.now())
		}
		if err := tx.storePeople(ctx, appID, people, []RecipientInput{in}); err != nil {
			return err
		}
		r = p.after
		if !added && len(changed) == 0 {
			return nil
		}
		// Which fields, but not what stands in them: an entry cannot be erased.
		return tx.audit(ctx, actor, change{AppID: appID, Action: "recipient.save", Object: "recipient", ObjectID: r.ID,
			After: map[string]any{"added": added, "changed": changed}})
	})
	return r, err
}
