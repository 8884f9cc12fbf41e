package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"xinshi/models/sheet"
)

// ImportKind is what the rows of a file are.
type ImportKind string

// The kinds of import.
const (
	ImportPeople ImportKind = "people"
	ImportCodes  ImportKind = "codes"
)

// ImportKinds lists them.
var ImportKinds = []ImportKind{ImportPeople, ImportCodes}

// ImportState is where an import stands.
type ImportState string

// The states of an import.
const (
	ImportUploading ImportState = "uploading" // its file is arriving; no list shows it
	ImportUploaded  ImportState = "uploaded"  // waits for a person to say what the columns are
	ImportChecking  ImportState = "checking"
	ImportChecked   ImportState = "checked" // waits for a person to say go
	ImportRunning   ImportState = "running"
	ImportFinished  ImportState = "finished"
	ImportFailed    ImportState = "failed" // could not go on; what it did stays
	ImportCancelled ImportState = "cancelled"
)

// importMoves is the one table of what an import may become.
var importMoves = map[ImportState][]ImportState{
	ImportUploading: {ImportUploaded},
	ImportUploaded:  {ImportChecking, ImportCancelled},
	ImportChecking:  {ImportChecked, ImportFailed, ImportCancelled},
	ImportChecked:   {ImportChecking, ImportRunning, ImportCancelled},
	ImportRunning:   {ImportFinished, ImportFailed, ImportCancelled},
}

func (from ImportState) canBecome(to ImportState) bool { return slices.Contains(importMoves[from], to) }

// Over tells whether nothing more will be taken from the file.
func (from ImportState) Over() bool { return len(importMoves[from]) == 0 }

// ImportLimits are the largest file and the most rows that are taken.
var ImportLimits = sheet.Limits{Bytes: 200 << 20, Rows: 1_000_000}

// What becomes of files when nobody does anything with them.
const (
	importUploadLife  = time.Hour          // an upload that takes longer was cut off
	ImportIdleLife    = 7 * 24 * time.Hour // a file that nobody imports is thrown away
	ImportRefusalLife = 7 * 24 * time.Hour // refused rows are kept after the end
)

// Import is a file of users or codes on its way in.
type Import struct {
	ID         int64
	AppID      int64
	Kind       ImportKind
	State      ImportState
	FileName   string
	FileSize   int64
	Format     sheet.Format `gorm:"serializer:json"`
	Columns    []string     `gorm:"serializer:json"` // the file's header
	Plan       ImportPlan   `gorm:"serializer:json"`
	SkipBad    bool         // a person said to leave the bad rows out
	RowHash    string       // of all cells; "" where the file came before there was one
	RowCount   int64
	ChunkCount int64
	Position   int64 // the next chunk of the check or of the run
	Cleared    int64 // chunks that are deleted again
	Good, Bad  int64 // what the check found
	Added      int64 // what the run did
	Changed    int64
	Unchanged  int64
	Refused    int64
	Tries      int // failures of the present piece, one after another
	RetryAt    Millis
	Due        bool // there is background work
	LeaseNode  string
	LeaseUntil Millis
	ActorKind  ActorKind
	ActorID    int64
	ActorName  string
	CreatedAt  Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt  Millis `gorm:"autoUpdateTime:milli"`
	StartedAt  Millis
	FinishedAt Millis
}

// Done is how many rows the check or the run has been through.
func (i Import) Done() int64 {
	if i.State == ImportChecking || i.State == ImportChecked {
		return i.Good + i.Bad
	}
	return i.Added + i.Changed + i.Unchanged + i.Refused
}

// CanMap tells whether a person may still say what the columns are.
func (i Import) CanMap() bool { return i.State.canBecome(ImportChecking) }

// CanStart tells whether a person may let it run.
func (i Import) CanStart() bool { return i.State == ImportChecked && i.Good > 0 }

// CanCancel tells whether something is left to call off.
func (i Import) CanCancel() bool { return i.State.canBecome(ImportCancelled) }

// RefusalsUntil is when the refused rows are deleted; 0 while the import is not over.
func (i Import) RefusalsUntil() Millis { return i.FinishedAt.Add(ImportRefusalLife) }

// actor is the person who started it, for what its background work writes.
func (i Import) actor() Actor {
	return Actor{Kind: i.ActorKind, ID: i.ActorID, Name: i.ActorName}
}

// Import loads one of an App's imports.
func (s *Store) Import(ctx context.Context, appID, id int64) (Import, error) {
	var i Import
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ? AND state <> ?", appID, id, ImportUploading).Take(&i).Error
	return i, one(err, fmt.Sprintf("import %d", id))
}

// Imports lists an App's imports, newest first.
func (s *Store) Imports(ctx context.Context, appID int64, at Cursor, size int) (Slice[Import], error) {
	query := s.read.WithContext(ctx).Model(&Import{}).Where("app_id = ? AND state <> ?", appID, ImportUploading)
	return slice(query, at, size, "imports", func(i Import) int64 { return i.ID })
}

// moveImport is the one place that writes an import's state. set are further columns
// that change with it, said is what the audit says beside the state.
func (s *Store) moveImport(ctx context.Context, actor Actor, i Import, to ImportState, set, said map[string]any) error {
	if !i.State.canBecome(to) {
		return fmt.Errorf("import %d cannot go from %s to %s: %w", i.ID, i.State, to, ErrConflict)
	}
	if set == nil {
		set = map[string]any{}
	}
	set["state"], set["due"] = to, to == ImportChecking || to == ImportRunning || to.Over()
	set["lease_node"], set["lease_until"], set["tries"], set["retry_at"] = "", 0, 0, 0
	if to.Over() {
		set["finished_at"] = s.Now()
	}
	done := s.db.WithContext(ctx).Model(&Import{}).Where("id = ? AND state = ?", i.ID, i.State).Updates(set)
	if done.Error != nil {
		return fmt.Errorf("move import %d to %s: %w", i.ID, to, done.Error)
	}
	if done.RowsAffected == 0 {
		return errLostRace
	}
	after := map[string]any{"state": to, "kind": i.Kind, "file": i.FileName}
	for name, value := range said {
		after[name] = value
	}
	return s.audit(ctx, actor, change{
		AppID: i.AppID, Action: "import." + string(to), Object: "import", ObjectID: i.ID,
		Before: map[string]any{"state": cmp.Or(i.State, ImportUploading)}, After: after,
	})
}
