package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// checkable is nil, or why a check would make no sense.
func (d Draft) checkable() error {
	bad := d.Problems.All()
	bad.Fields = bad.Fields[:len(bad.Fields)-len(d.Problems.Plan.Fields)]
	if start, refused := d.Problems.Plan.Of("start_at"); refused {
		bad.Fields = append(bad.Fields, start)
	}
	return bad.Err()
}

// fingerprint stands for all that the check of a draft depends on, except for what
// is known of the people.
func (d Draft) fingerprint(app App) string {
	t := d.Template
	t.State, t.StopErrcode, t.StopReason, t.StoppedAt, t.UpdatedAt, t.RemovedAt, t.SetAside, t.SuccessorRef = "", 0, "", 0, 0, 0, nil, 0
	b := d.sendable(app, 0)
	raw, err := json.Marshal(struct {
		Template           Template
		Content            Content
		Audience           Audience
		List, Known        int64
		Start              string
		LeaveOut           bool
		RestDays           int
		Zone, BlockedKinds string
	}{t, b.Content, b.Audience, b.ListID, d.List.Known, d.Plan.Start, d.leavesOut(), app.RestDays, app.TimeZone, app.BlockedKinds})
	if err != nil { // none of these can fail
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// sendable is the batch that a draft would be.
func (d Draft) sendable(app App, now Millis) Batch {
	var ignored ValidationError
	b := d.Batch
	b.schedule(d.input(app, now, &ignored))
	b.Content, b.Audience = d.sentContent(), d.Audience.only()
	if b.Audience.Kind != AudienceList {
		b.ListID = 0
	}
	return b
}

// only leaves of an audience what its kind needs: a draft keeps what was chosen
// before.
func (a Audience) only() Audience {
	switch a.Kind {
	case AudiencePicked:
		return Audience{Kind: a.Kind, Openids: distinct(a.Openids)}
	case AudienceTag, AudienceSegment:
		return Audience{Kind: a.Kind, Filter: a.Filter, Segment: a.Segment}
	}
	return Audience{Kind: a.Kind}
}

// listed is how many people a draft names one by one.
func (d Draft) listed() int64 {
	switch d.Audience.Kind {
	case AudienceList:
		return d.List.RowCount
	case AudiencePicked:
		return int64(len(distinct(d.Audience.Openids)))
	}
	return 0
}

// ForOne tells whether a draft names a single person.
func (d Draft) ForOne() bool { return d.listed() == 1 }

// leavesOut tells whether those who got a message lately are left out: whoever
// names one person means that one.
func (d Draft) leavesOut() bool { return d.Plan.LeaveOut && !d.ForOne() }
