package models

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm/clause"
)

// MessageState is where a message stands between being asked for and its outcome.
type MessageState string

// The states of a message.
const (
	MessageQueued    MessageState = "queued"
	MessageSending   MessageState = "sending"
	MessageSent      MessageState = "sent"
	MessageFailed    MessageState = "failed"
	MessageUnknown   MessageState = "unknown"
	MessageCancelled MessageState = "cancelled"
	MessageExpired   MessageState = "expired"
)

// MessageStates lists them.
var MessageStates = []MessageState{MessageQueued, MessageSending, MessageSent, MessageFailed, MessageUnknown, MessageCancelled, MessageExpired}

// messageMoves is the one table of what a message may become. Out of unknown
// only a person leads: 重发 or 视为已发.
var messageMoves = map[MessageState][]MessageState{
	MessageQueued:  {MessageSending, MessageFailed, MessageCancelled, MessageExpired},
	MessageSending: {MessageSent, MessageFailed, MessageUnknown, MessageQueued},
	MessageUnknown: {MessageSent, MessageQueued},
}

func (from MessageState) canBecome(to MessageState) bool {
	return slices.Contains(messageMoves[from], to)
}

// Over tells whether nothing will change it any more.
func (from MessageState) Over() bool { return len(messageMoves[from]) == 0 }

// trouble tells the states of messages that ended other than sent.
func (from MessageState) trouble() bool {
	return slices.Contains([]MessageState{MessageFailed, MessageUnknown, MessageCancelled, MessageExpired}, from)
}

// Cause says in our own word why a message is where it is, beside the
// platform's errcode.
type Cause string

// The causes.
const (
	CausePlatform   Cause = "platform"       // the platform refused it: see errcode
	CauseNoCode     Cause = "no_send_code"   // nobody's permission was left to send with
	CauseRetry      Cause = "retry"          // will be tried again at due_at
	CauseNextCode   Cause = "next_code"      // the code was no good; another is tried
	CausePaused     Cause = "paused"         // its App or template was stopped; it waits
	CauseGaveUp     Cause = "gave_up"        // the platform stayed out of reach
	CauseNoAnswer   Cause = "no_answer"      // the call may have been carried out
	CauseProven     Cause = "proven_by_code" // repeat with the same code answered "used": the first try arrived
	CauseAssumed    Cause = "assumed_sent"   // a person took an unknown outcome as sent
	CauseResent     Cause = "resent"         // a person sent an unknown outcome again
	CauseLeaseEnded Cause = "lease_ended"    // the process that sent it went away
	CausePerson     Cause = "person"         // a person stopped it
	CauseValues     Cause = "values"         // its values would be refused: see errmsg
	CauseVoid       Cause = "void"           // its batch is not what was approved
	CauseLate       Cause = "late"           // its batch would have started too late
	CauseFailures   Cause = "failures"       // too large a share of the batch failed
)

// Message is one message to one Recipient, from the moment it is asked for to
// its outcome.
type Message struct {
	ID             int64
	AppID          int64
	TemplateRef    int64
	RecipientID    int64
	BatchID        *int64 // nil: a message of its own
	State          MessageState
	Data           []KeywordValue `gorm:"serializer:json"`
	Page           string
	Emphasis       string
	ActorKind      ActorKind
	ActorID        int64
	ActorName      string
	IdempotencyKey *string
	RequestHash    string
	DueAt          Millis // queued: not before
	Tries          int    // platform calls made
	CodeID         int64
	CodeKind       CodeKind
	Unproven       bool // an earlier try with this very code had no answer
	Reason         Cause
	Errcode        int
	Errmsg         string
	MsgID          int64 `gorm:"column:msgid"`
	Lease          int64 // of the claim that sends it; 0: none
	LeaseUntil     Millis
	CreatedAt      Millis `gorm:"autoCreateTime:milli"`
	SendingAt      Millis
	SettledAt      Millis
	Delivery       *Delivery `gorm:"-"` // see Store.LoadDeliveries
}

// batch is the id of its batch, 0 for a message of its own.
func (m Message) batch() int64 {
	if m.BatchID == nil {
		return 0
	}
	return *m.BatchID
}

// CanDecide tells whether a person has to say what became of it.
func (m Message) CanDecide() bool { return m.State == MessageUnknown }

// CanCancel tells whether it can still be held back.
func (m Message) CanCancel() bool { return m.State == MessageQueued && !m.Unproven }

// MessageTry is a platform answer that did not settle its message.
type MessageTry struct {
	ID        int64
	MessageID int64
	CodeID    int64
	CodeKind  CodeKind
	Reason    Cause
	Errcode   int
	Errmsg    string
	At        Millis
}

// moveMessages is the one place that writes a message's state. It changes those
// of ids that are still in from and fulfil also, and returns how many.
func (s *Store) moveMessages(ctx context.Context, ids []int64, from, to MessageState, set map[string]any, also ...clause.Expression) (int64, error) {
	if !from.canBecome(to) {
		return 0, fmt.Errorf("message cannot go from %s to %s: %w", from, to, ErrConflict)
	}
	set["state"] = to
	done := s.db.WithContext(ctx).Model(&Message{}).Where("id IN ? AND state = ?", ids, from).Clauses(clause.Where{Exprs: also}).Updates(set)
	if done.Error != nil {
		return 0, fmt.Errorf("move messages from %s to %s: %w", from, to, done.Error)
	}
	return done.RowsAffected, nil
}

// Message loads one of an App's messages.
func (s *Store) Message(ctx context.Context, appID, id int64) (Message, error) {
	var m Message
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&m).Error
	return m, one(err, fmt.Sprintf("message %d", id))
}

// MessageTries lists the answers before the last one, oldest first.
func (s *Store) MessageTries(ctx context.Context, messageID int64) ([]MessageTry, error) {
	var tries []MessageTry
	if err := s.read.WithContext(ctx).Where("message_id = ?", messageID).Order("id").Find(&tries).Error; err != nil {
		return nil, fmt.Errorf("list tries of message %d: %w", messageID, err)
	}
	return tries, nil
}
