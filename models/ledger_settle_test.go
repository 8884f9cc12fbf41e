package models_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"xinshi/models"
)

var possibleOutcomes = []models.Outcome{
	{To: models.MessageSent, Code: models.CodeUsed},
	{To: models.MessageUnknown, Code: models.CodeUsed, Reason: models.CauseNoAnswer},
	{To: models.MessageFailed, Code: models.CodeRejected, Errcode: 41028},
	{To: models.MessageFailed, Code: models.CodeRejected, Errcode: 43101, EmptyCredits: true},
	{To: models.MessageFailed, Code: models.CodeAvailable, Errcode: 40037},
	{To: models.MessageQueued, Code: models.CodeRejected, Reason: models.CauseNextCode},
	{To: models.MessageQueued, Code: models.CodeAvailable, Reason: models.CausePaused},
	{To: models.MessageQueued, Code: models.CodeReserved, Reason: models.CauseRetry},
	{To: models.MessageQueued, Code: models.CodeReserved, Reason: models.CauseNoAnswer, Unproven: true},
}

// settle ends some of the calls under way together, each in some way the engine
// may. Those whose lease another process took over must not count.
func (l *ledger) settle(rt *rapid.T) {
	var rest []*models.Claimed
	var outcomes []models.Outcome
	recorded := 0
	for _, c := range l.claimed {
		if rapid.Bool().Draw(rt, "still under way") {
			rest = append(rest, c)
			continue
		}
		o := rapid.SampledFrom(possibleOutcomes).Draw(rt, "outcome")
		o.Claimed, o.At, o.Due = c, l.db.Now(), l.db.Now().Add(time.Second)
		outcomes = append(outcomes, o)
		if l.db.Number(rt, "SELECT COUNT(*) FROM messages WHERE id = ? AND state = 'sending' AND lease = ?", c.Message.ID, c.Message.Lease) == 0 {
			continue
		}
		recorded++
		if o.Code == models.CodeUsed || o.Code == models.CodeRejected {
			l.spend(rt, c.Code, c.Message.ID)
		}
	}
	n, err := l.store(rt).Settle(l.t.Context(), outcomes)
	if err != nil || n != recorded {
		rt.Fatalf("settled %d of %d: %v", n, recorded, err)
	}
	l.claimed = rest
}

// spend notes whom a code paid for. One accept of a long-term template pays for
// any number.
func (l *ledger) spend(rt *rapid.T, code models.SendCode, message int64) {
	if owner, gone := l.spent[code.ID]; gone && !code.Lasting() {
		rt.Fatalf("code %d (%s) is spent on messages %d and %d", code.ID, code.Kind, owner, message)
	}
	l.spent[code.ID] = message
}

func (l *ledger) rescue(rt *rapid.T) {
	if _, err := l.store(rt).Rescue(l.t.Context(), l.app, 10); err != nil {
		rt.Fatalf("rescue: %v", err)
	}
	for _, row := range l.db.Raw(rt, "SELECT code_id, id FROM messages WHERE app_id = ? AND reason = 'lease_ended' AND state = 'unknown'", l.app.ID) {
		var code, message int64
		if _, err := fmt.Sscan(row[0]+" "+row[1], &code, &message); err != nil {
			rt.Fatalf("%v", err)
		}
		l.spent[code] = message
	}
}
