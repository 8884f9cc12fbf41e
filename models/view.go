package models

import "context"

// NoteView records that somebody looked at what is kept about a user. Looking
// changes nothing, but who saw a person's data has to be provable.
func (s *Store) NoteView(ctx context.Context, actor Actor, appID, recipientID int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		return tx.audit(ctx, actor, change{AppID: appID, Action: "recipient.view", Object: "recipient", ObjectID: recipientID})
	})
}
