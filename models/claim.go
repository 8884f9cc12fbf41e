package models

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"xinshi/migrations"
)

// Claimed is a message in state sending, with all that its sender needs. It was
// recorded so, with its code, before the platform hears of it.
type Claimed struct {
	Message  Message
	Code     SendCode
	Openid   string
	Template *Template // without keywords
	App      *App
}

// Claim takes up to n due messages of a lane for one process, reserves a code
// for each, and marks them sending under a lease. It returns fewer than n when
// fewer are due or when some cannot go: a person is never sent two at a time,
// and a message for which no code is left fails here.
func (s *Store) Claim(ctx context.Context, lane Lane, n int, lease time.Duration) ([]*Claimed, error) {
	var claimed []*Claimed
	err := s.InTx(ctx, func(tx *Store) error {
		claimed = nil
		lane, open, err := tx.refresh(ctx, lane)
		if err != nil || !open {
			return err
		}
		round := claimRound{Store: tx, app: lane.App, now: tx.Now()}
		if err := round.loadTemplates(ctx); err != nil {
			return err
		}
		due, err := round.dueMessages(ctx, lane, n)
		if err != nil || len(due) == 0 {
			return err
		}
		if err := round.loadCodes(ctx, due); err != nil {
			return err
		}
		claimed, err = round.assign(ctx, due, lease)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim messages of app %d: %w", lane.App.ID, err)
	}
	return claimed, nil
}

// dueMessage is a message to claim and whom it is for.
type dueMessage struct {
	Message
	Openid string
}

func (d *dueMessage) scan(rows *sql.Rows) error {
	var data []byte
	err := rows.Scan(&d.ID, &d.AppID, &d.TemplateRef, &d.RecipientID, &d.BatchID, &d.State,
		&data, &d.Page, &d.Emphasis, &d.Tries, &d.CodeID, &d.Unproven, &d.Openid)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, &d.Data)
}

const dueColumns = `messages.id, messages.app_id, messages.template_ref, messages.recipient_id, messages.batch_id, messages.state,
	messages.data, messages.page, messages.emphasis, messages.tries, messages.code_id, messages.unproven, recipients.openid`

// dueMessages locks due messages and the rows of their people: whoever reserves
// a person's codes holds that person's row. Rows that another node has locked
// are left to it. Where the database cannot skip them (SQLite has one writer,
// some servers accept the words and do not lock) the conditional updates below
// decide.
func (r *claimRound) dueMessages(ctx context.Context, lane Lane, n int) ([]dueMessage, error) {
	where, args := lane.where(r.now)
	query := r.db.WithContext(ctx).Model(&Message{}).Select(dueColumns).
		Joins("JOIN recipients ON recipients.id = messages.recipient_id").
		Where(where, args...).Order("messages.due_at").Limit(n)
	if len(r.stopped) > 0 {
		query = query.Where("messages.template_ref NOT IN ?", r.stopped)
	}
	if r.dialect == migrations.MySQL {
		query = query.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked})
	}
	due, err := scanUpTo(n, query, (*dueMessage).scan)
	if err != nil {
		return nil, fmt.Errorf("find due messages: %w", err)
	}
	return due, nil
}

// claimRound is what one claim knows of the people and codes concerned.
type claimRound struct {
	*Store
	app       App
	now       Millis
	templates map[int64]*Template
	stopped   []int64               // templates whose messages wait
	codes     map[int64][]*SendCode // by recipient: available and reserved
	busy      map[int64]bool        // recipients with a message on its way
}

func (r *claimRound) loadTemplates(ctx context.Context) error {
	var templates []Template
	if err := r.db.WithContext(ctx).Where("app_id = ?", r.app.ID).Find(&templates).Error; err != nil {
		return fmt.Errorf("load templates: %w", err)
	}
	r.templates = make(map[int64]*Template, len(templates))
	for i := range templates {
		t := &templates[i]
		r.templates[t.ID] = t
		if t.Held() {
			r.stopped = append(r.stopped, t.ID)
		}
	}
	return nil
}

func (r *claimRound) loadCodes(ctx context.Context, due []dueMessage) error {
	people := make([]int64, len(due))
	for i, m := range due {
		people[i] = m.RecipientID
	}
	r.codes = make(map[int64][]*SendCode, len(people))
	var holders []int64
	for part := range slices.Chunk(people, bulkRows) {
		found, err := r.codesOf(ctx, part)
		if err != nil {
			return err
		}
		for i := range found {
			c := &found[i]
			r.codes[c.RecipientID] = append(r.codes[c.RecipientID], c)
			if c.State == CodeReserved {
				holders = append(holders, c.MessageID)
			}
		}
	}
	for _, codes := range r.codes {
		slices.SortFunc(codes, func(a, b *SendCode) int {
			return cmp.Or(cmp.Compare(a.ExpiresAt, b.ExpiresAt), cmp.Compare(a.ID, b.ID))
		})
	}
	r.busy = map[int64]bool{}
	if len(holders) == 0 {
		return nil
	}
	var sending []int64
	err := r.db.WithContext(ctx).Model(&Message{}).Where("id IN ? AND state = ?", holders, MessageSending).Pluck("recipient_id", &sending).Error
	if err != nil {
		return fmt.Errorf("find messages on their way: %w", err)
	}
	for _, id := range sending {
		r.busy[id] = true
	}
	return nil
}

// codesOf loads the codes of some people, few enough for the server to look each
// of them up: given many it reads the whole table instead.
func (r *claimRound) codesOf(ctx context.Context, people []int64) ([]SendCode, error) {
	query := r.db.WithContext(ctx).Model(&SendCode{}).
		Select("id", "app_id", "recipient_id", "kind", "template_ref", "code", "state", "message_id", "paid_at", "usable_at", "expires_at").
		Where("recipient_id IN ? AND live = 1", people)
	codes, err := scanAll(query, func(c *SendCode, rows *sql.Rows) error {
		return rows.Scan(&c.ID, &c.AppID, &c.RecipientID, &c.Kind, &c.TemplateRef, &c.Code, &c.State, &c.MessageID, &c.PaidAt, &c.UsableAt, &c.ExpiresAt)
	})
	if err != nil {
		return nil, fmt.Errorf("load codes: %w", err)
	}
	return codes, nil
}

// waitForOther is how long a message steps back while another one to the same
// person is on its way.
const waitForOther = 500 * time.Millisecond

func (r *claimRound) assign(ctx context.Context, due []dueMessage, lease time.Duration) ([]*Claimed, error) {
	token := NewID(r.now.Time())
	claimed := make([]*Claimed, 0, len(due))
	for _, d := range due {
		m := d.Message
		if r.busy[m.RecipientID] {
			if err := r.postpone(ctx, m, r.now.Add(waitForOther)); err != nil {
				return nil, err
			}
			continue
		}
		code, later := r.codeFor(m)
		if err := r.letGo(ctx, m, code); err != nil {
			return nil, err
		}
		switch {
		case code.ID != 0:
			r.busy[m.RecipientID] = true
			m.Lease, m.LeaseUntil, m.SendingAt = token, r.now.Add(lease), r.now
			claimed = append(claimed, &Claimed{Message: m, Code: code, Openid: d.Openid, Template: r.templates[m.TemplateRef], App: &r.app})
		case later != Never:
			if err := r.postpone(ctx, m, later); err != nil {
				return nil, err
			}
		default:
			if err := r.failWithoutCode(ctx, m); err != nil {
				return nil, err
			}
		}
	}
	if len(claimed) == 0 {
		return nil, nil
	}
	for part := range slices.Chunk(claimed, bulkRows) {
		if err := r.reserve(ctx, part, token, r.now.Add(lease)); err != nil {
			return nil, err
		}
	}
	return claimed, nil
}

// codeFor picks the code to send with: the one the message already holds, else
// the soonest to expire that fits. Without one it tells when the next becomes
// usable (Never: none will).
func (r *claimRound) codeFor(m Message) (SendCode, Millis) {
	later := Never
	t := r.templates[m.TemplateRef]
	if held, ok := r.held(m); ok && (m.Unproven || (held.ExpiresAt > r.now && !r.app.Blocks(held.Kind))) {
		return *held, later
	}
	for _, c := range r.codes[m.RecipientID] {
		if c.State != CodeAvailable || c.ExpiresAt <= r.now || !c.pays(*t) || r.app.Blocks(c.Kind) {
			continue
		}
		if c.UsableAt <= r.now {
			return *c, later
		}
		later = min(later, c.UsableAt)
	}
	return SendCode{}, later
}

// held finds the code that an earlier try reserved for the message.
func (r *claimRound) held(m Message) (*SendCode, bool) {
	for _, c := range r.codes[m.RecipientID] {
		if m.CodeID != 0 && c.ID == m.CodeID && c.State == CodeReserved && c.MessageID == m.ID {
			return c, true
		}
	}
	return nil, false
}

// letGo frees the code that a message held and will not use.
func (r *claimRound) letGo(ctx context.Context, m Message, used SendCode) error {
	held, ok := r.held(m)
	if !ok || held.ID == used.ID {
		return nil
	}
	return r.releaseCodes(ctx, []SendCode{*held})
}

// pays tells whether the code may be spent on a template.
func (c SendCode) pays(t Template) bool {
	for _, kind := range t.CodeKinds() {
		if c.Kind == kind && (c.TemplateRef == 0 || c.TemplateRef == t.ID) {
			return true
		}
	}
	return false
}

func (r *claimRound) postpone(ctx context.Context, m Message, due Millis) error {
	err := r.db.WithContext(ctx).Model(&Message{}).Where("id = ? AND state = ?", m.ID, MessageQueued).Update("due_at", due).Error
	if err != nil {
		return fmt.Errorf("postpone message %d: %w", m.ID, err)
	}
	return nil
}

func (r *claimRound) failWithoutCode(ctx context.Context, m Message) error {
	moved, err := r.moveMessages(ctx, []int64{m.ID}, MessageQueued, MessageFailed, map[string]any{
		"reason": CauseNoCode, "settled_at": r.now, "code_id": 0, "code_kind": "",
	})
	if err != nil || moved == 0 {
		return err
	}
	if err := r.countBatch(ctx, m.BatchID, MessageFailed, 1); err != nil {
		return err
	}
	return r.count(ctx, r.app.ID, r.now, MessageFailed, CauseNoCode, 0, 1)
}

// reserve writes the claim: codes first, then messages. Either count that
// differs means that another node was quicker; the whole round is repeated.
func (r *claimRound) reserve(ctx context.Context, claimed []*Claimed, token int64, until Millis) error {
	var fresh []SendCode
	var messages []int64
	var owner, code caseExpr[int64]
	var kind caseExpr[CodeKind]
	for _, c := range claimed {
		messages = append(messages, c.Message.ID)
		code.when(c.Message.ID, c.Code.ID)
		kind.when(c.Message.ID, c.Code.Kind)
		if c.Code.State == CodeAvailable {
			fresh = append(fresh, c.Code)
			owner.when(c.Code.ID, c.Message.ID)
		}
	}
	if len(fresh) > 0 {
		if err := r.moveCodes(ctx, fresh, CodeAvailable, CodeReserved, map[string]any{"message_id": owner.value()}); err != nil {
			return err
		}
	}
	moved, err := r.moveMessages(ctx, messages, MessageQueued, MessageSending, map[string]any{
		"code_id": code.value(), "code_kind": kind.value(), "lease": token, "lease_until": until, "sending_at": r.now,
	})
	if err == nil && moved != int64(len(messages)) {
		return errLostRace
	}
	for _, c := range claimed {
		c.Message.State, c.Message.CodeID, c.Message.CodeKind, c.Code.State = MessageSending, c.Code.ID, c.Code.Kind, CodeReserved
	}
	return err
}
