package models_test

import (
	"errors"

	"pgregory.net/rapid"

	"xinshi/models"
)

// brokenPromises each find rows that must not be.
var brokenPromises = []struct{ what, query string }{
	{"a message in no known state",
		`SELECT id, state FROM messages WHERE app_id = ? AND state NOT IN ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')`},
	{"a code in no known state",
		`SELECT id, state FROM send_codes WHERE app_id = ? AND state NOT IN ('available', 'reserved', 'used', 'rejected', 'expired', 'revoked')`},
	{"a message on its way whose code is not reserved for it",
		`SELECT m.id, m.code_id FROM messages m WHERE m.app_id = ? AND m.state = 'sending'
		 AND NOT EXISTS (SELECT 1 FROM send_codes c WHERE c.id = m.code_id AND c.state = 'reserved' AND c.message_id = m.id AND c.kind = m.code_kind)`},
	{"a waiting message that claims a code not reserved for it",
		`SELECT m.id, m.code_id FROM messages m WHERE m.app_id = ? AND m.state = 'queued' AND m.code_id <> 0
		 AND NOT EXISTS (SELECT 1 FROM send_codes c WHERE c.id = m.code_id AND c.state = 'reserved' AND c.message_id = m.id)`},
	{"an unproven message without its code",
		`SELECT id FROM messages WHERE app_id = ? AND state = 'queued' AND unproven AND code_id = 0`},
	{"a reserved code without a live message",
		`SELECT c.id, c.message_id FROM send_codes c WHERE c.app_id = ? AND c.state = 'reserved'
		 AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = c.message_id AND m.code_id = c.id AND m.state IN ('queued', 'sending'))`},
	{"a free code that belongs to a message",
		`SELECT id, message_id FROM send_codes WHERE app_id = ? AND state = 'available' AND message_id <> 0`},
	{"a sent or unknown message without a used code, or one that lasts",
		`SELECT m.id, m.code_id FROM messages m WHERE m.app_id = ? AND m.state IN ('sent', 'unknown') AND m.code_kind <> 'subscribe_long'
		 AND NOT EXISTS (SELECT 1 FROM send_codes c WHERE c.id = m.code_id AND c.state = 'used' AND c.message_id = m.id AND c.recipient_id = m.recipient_id)`},
	{"a code that paid for two messages",
		`SELECT code_id FROM messages WHERE app_id = ? AND state IN ('sending', 'sent', 'unknown') AND code_kind <> 'subscribe_long' GROUP BY code_id HAVING COUNT(*) > 1`},
	{"a person with two messages on their way",
		`SELECT recipient_id FROM messages WHERE app_id = ? AND state = 'sending' GROUP BY recipient_id HAVING COUNT(*) > 1`},
	{"a code spent on the wrong person, kind or template",
		`SELECT m.id, c.id FROM messages m JOIN send_codes c ON c.id = m.code_id JOIN templates t ON t.id = m.template_ref
		 WHERE m.app_id = ? AND m.state IN ('sending', 'sent', 'unknown') AND (c.recipient_id <> m.recipient_id
		 OR (t.kind = 'template') <> (c.kind IN ('form_id', 'prepay_id')) OR (c.template_ref <> 0 AND c.template_ref <> t.id))`},
	{"a message that waits under a lease, or is on its way without one",
		`SELECT id, lease FROM messages WHERE app_id = ? AND (state = 'sending') <> (lease <> 0 AND lease_until > 0)`},
	{"an outcome that is not counted once",
		`SELECT m.state, m.n, c.n FROM (SELECT app_id, state, COUNT(*) AS n FROM messages WHERE app_id = ? AND state IN ('sent', 'failed', 'unknown', 'cancelled')
		 GROUP BY app_id, state) m LEFT JOIN (SELECT app_id, state, SUM(n) AS n FROM hourly_counts GROUP BY app_id, state) c
		 ON c.app_id = m.app_id AND c.state = m.state WHERE c.n IS NULL OR c.n <> m.n`},
	{"available codes that are not counted so",
		`SELECT a.kind, a.n, c.n FROM (SELECT app_id, kind, template_ref, usable_at = 9223372036854775807 AS unpaid, COUNT(*) AS n FROM send_codes
		 WHERE app_id = ? AND state = 'available' GROUP BY 1, 2, 3, 4) a LEFT JOIN (SELECT app_id, kind, template_ref, unpaid, SUM(n) AS n FROM code_counts
		 GROUP BY 1, 2, 3, 4) c ON c.app_id = a.app_id AND c.kind = a.kind AND c.template_ref = a.template_ref AND c.unpaid = a.unpaid
		 WHERE c.n IS NULL OR c.n <> a.n`},
	{"counted codes of an hour that has none",
		`SELECT kind, hour, n FROM code_counts k WHERE app_id = ? AND n <> 0 AND n <> (SELECT COUNT(*) FROM send_codes c
		 WHERE c.app_id = k.app_id AND c.kind = k.kind AND c.template_ref = k.template_ref AND c.state = 'available'
		 AND (c.usable_at = 9223372036854775807) = k.unpaid AND (c.expires_at = k.hour OR (c.expires_at >= k.hour AND c.expires_at < k.hour + 3600000)))`},
	{"a count below zero",
		`SELECT state, n FROM hourly_counts WHERE app_id = ? AND n < 0`},
}

// check reads the tables after each action.
func (l *ledger) check(rt *rapid.T) {
	for _, promise := range brokenPromises {
		if rows := l.db.Raw(rt, promise.query, l.app.ID); len(rows) > 0 {
			rt.Fatalf("%s: %v", promise.what, rows)
		}
	}
	if n := l.db.Number(rt, "SELECT COUNT(*) FROM messages WHERE app_id = ?", l.app.ID); n != l.queued {
		rt.Fatalf("%d messages, %d were queued", n, l.queued)
	}
	for _, c := range l.claimed {
		if _, gone := l.spent[c.Code.ID]; gone {
			continue
		}
		state := l.db.Raw(rt, "SELECT state FROM send_codes WHERE id = ?", c.Code.ID)[0][0]
		if state == string(models.CodeUsed) {
			rt.Fatalf("code %d is used, though nobody said so", c.Code.ID)
		}
	}
}

func isRefusal(err error) bool {
	var bad *models.ValidationError
	return errors.As(err, &bad)
}

func isConflict(err error) bool { return errors.Is(err, models.ErrConflict) }
